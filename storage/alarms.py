"""Alarms (到期): items that go on by themselves on a day, because they wait for it or rest until it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from matters.case.values import ItemKey
from storage.database import Session, asked
from storage.tables.base import table_of
from storage.tables.cases import OPEN, CaseRow, WorkItemRow

_CASE, _ITEM = table_of(CaseRow), table_of(WorkItemRow)
_DUE = (
    select(_ITEM.c.id, _ITEM.c.key, _CASE.c.case_no)
    .join_from(_ITEM, _CASE)
    .where(
        OPEN,
        _ITEM.c.alarm <= bindparam("today"),
        _ITEM.c.id.not_in(bindparam("but", expanding=True)),
    )
    .order_by(_ITEM.c.alarm, _ITEM.c.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Alarm:
    """An item whose day has come, with the case it belongs to."""

    id: str
    key: ItemKey
    case_no: str


def due(session: Session, today: date, most: int, but: Collection[str] = ()) -> tuple[Alarm, ...]:
    """So many of the open items whose day has come, the oldest first, without those named."""
    rows = asked(session, _DUE, today=today, most=most, but=list(but))
    return tuple(Alarm(row.id, row.key, row.case_no) for row in rows)
