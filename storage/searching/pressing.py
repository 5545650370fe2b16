"""What presses at the bodies somebody watches over (督查): open items that are late or soon will be."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, bindparam, or_, select

from matters.case.items import Purpose
from matters.organisation.snapshot import Holder
from storage.database import Session, asked
from storage.tables.base import table_of
from storage.tables.cases import OPEN, CaseRow, WorkItemHolder, WorkItemRow

_CASE, _ITEM, _HOLDER = table_of(CaseRow), table_of(WorkItemRow), table_of(WorkItemHolder)
_WATCHED: BindParameter[list[str]] = bindparam("bodies", expanding=True)
# What rests (挂起) is not late: its date moves when it goes on.
_PRESSING = (
    select(_ITEM.c.id, _CASE.c.case_no, _ITEM.c.step, _ITEM.c.purpose, _ITEM.c.due, _ITEM.c.provisional)
    .join_from(_ITEM, _CASE)
    .where(
        OPEN,
        _ITEM.c.due <= bindparam("until"),
        _ITEM.c.handling != "suspended",
        or_(_CASE.c.applicant_body.in_(_WATCHED), _CASE.c.owner_body.in_(_WATCHED)),
    )
    .order_by(_ITEM.c.due, _ITEM.c.opened_at, _ITEM.c.id)
    .limit(bindparam("most"))
)
_HELD = (
    select(_HOLDER.c.item_id, _HOLDER.c.person, _HOLDER.c.post)
    .where(_HOLDER.c.item_id.in_(bindparam("items", expanding=True)))
    .order_by(_HOLDER.c.item_id, _HOLDER.c.post, _HOLDER.c.person)
)


@dataclass(frozen=True, slots=True)
class Pressing:
    """An open item with a last day, and who may act on it; of the case the number alone."""

    id: str
    case_no: str
    step: str
    purpose: Purpose
    due: date
    provisional: bool
    holders: tuple[Holder, ...]


def pressing(session: Session, bodies: Collection[str], until: date, most: int) -> tuple[Pressing, ...]:
    """So many of those due until that day in cases between these bodies, what is due first on top."""
    rows = asked(session, _PRESSING, bodies=list(bodies), until=until, most=most).all() if bodies else ()
    holders: dict[str, list[Holder]] = {row.id: [] for row in rows}
    for held in asked(session, _HELD, items=list(holders)) if holders else ():
        holders[held.item_id].append(Holder(person=held.person, post=held.post))
    return tuple(Pressing(**row._mapping, holders=tuple(holders[row.id])) for row in rows)
