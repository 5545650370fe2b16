"""What is near its last day or late, and how far those were told who are concerned (逐级督促), each once."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.sql.selectable import Subquery

from matters.case.items import Purpose
from matters.case.values import ItemKey
from storage.database import Session, asked, insert_rows, record_of
from storage.tables.base import table_of
from storage.tables.cases import OPEN, UNDER_WAY, CaseRow, WorkItemHolder, WorkItemRow
from storage.tables.overseeing import LateCallRow

_CASE, _ITEM, _HOLDER, _CALL = (table_of(one) for one in (CaseRow, WorkItemRow, WorkItemHolder, LateCallRow))
_AT_ONCE = 2_000  # rows: what is read ahead takes no memory to speak of
# What waits for people; what rests (挂起) does not press: its day moves when it goes on.
_PRESSING = (OPEN, _ITEM.c.due <= bindparam("until"), _ITEM.c.handling != "suspended")


def _told() -> Subquery:
    """The last stage that was told of each last day."""
    return (
        select(_CALL.c.about, _CALL.c.due, func.max(_CALL.c.stage).label("stage"))
        .group_by(_CALL.c.about, _CALL.c.due)
        .subquery()
    )


_TOLD = _told()
_ITEMS = (
    select(
        _ITEM.c.id.label("about"),
        _ITEM.c.due,
        _CASE.c.case_no,
        _CASE.c.definition,
        _CASE.c.owner_body,
        _ITEM.c.key,
        _ITEM.c.purpose,
        _ITEM.c.opened_at.label("since"),
        _TOLD.c.stage.label("told"),
    )
    .join_from(_ITEM, _CASE, _CASE.c.id == _ITEM.c.case_id)
    .outerjoin(_TOLD, (_TOLD.c.about == _ITEM.c.id) & (_TOLD.c.due == _ITEM.c.due))
    .where(*_PRESSING)
)
_CASES = (
    select(
        _CASE.c.case_no.label("about"),
        _CASE.c.due,
        _CASE.c.case_no,
        _CASE.c.definition,
        _CASE.c.owner_body,
        _CASE.c.filed_at.label("since"),
        _TOLD.c.stage.label("told"),
    )
    .outerjoin(_TOLD, (_TOLD.c.about == _CASE.c.case_no) & (_TOLD.c.due == _CASE.c.due))
    .where(UNDER_WAY, _CASE.c.due <= bindparam("until"))
)
_LOADS = (
    select(_ITEM.c.id, _ITEM.c.due, _CASE.c.owner_body, _HOLDER.c.post)
    .distinct()
    .join_from(_ITEM, _CASE, _CASE.c.id == _ITEM.c.case_id)
    .join(_HOLDER, _HOLDER.c.item_id == _ITEM.c.id)
    .where(*_PRESSING)
)


@dataclass(frozen=True, slots=True)
class Nearing:
    """A last day that is near or past: of an item, or of a case as a whole, which has no key. `told`: the last stage, if any."""

    about: str
    due: date
    case_no: str
    definition: str
    owner_body: str
    since: datetime
    told: int | None
    key: ItemKey | None = None
    purpose: Purpose | None = None


@dataclass(frozen=True, slots=True)
class LateCall:
    """That somebody was told of a last day, up to that stage."""

    about: str
    due: date
    stage: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Load:
    """An item that is near or late, at one of the posts that hold it."""

    id: str
    due: date
    owner_body: str
    post: str


def nearing(session: Session, until: date) -> Iterator[Nearing]:
    """Every last day up to that one, of items and then of cases."""
    for statement in (_ITEMS, _CASES):
        rows = asked(session, statement, until=until)
        while some := rows.fetchmany(_AT_ONCE):
            yield from (Nearing(**row._mapping) for row in some)


def loads(session: Session, until: date) -> Iterable[Load]:
    """The items with a last day up to that one, by the posts that hold them."""
    return (record_of(Load, row) for row in asked(session, _LOADS, until=until))


def note(session: Session, calls: Iterable[LateCall]) -> None:
    """They were told; a second time is a collision."""
    insert_rows(session, LateCallRow, [asdict(call) for call in calls])


def noted(session: Session, about: str, due: date) -> bool:
    """Whether it was told at any stage."""
    known = select(_CALL.c.about).where(_CALL.c.about == bindparam("about"), _CALL.c.due == bindparam("due"))
    return asked(session, known, about=about, due=due).first() is not None
