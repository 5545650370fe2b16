"""Notices of days off (放假安排), each as it was entered, and what they have moved; the calendar is made of those in force."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, bindparam, func, insert, or_, select, update

from matters.holidays import HolidayNotice
from storage.database import Session, asked, changed, insert_rows, record_of
from storage.tables.base import table_of
from storage.tables.cases import OPEN, CaseRow, WorkItemRow
from storage.tables.holidays import HolidayNoticeRow, MovedDayRow

_NOTICE, _MOVED = table_of(HolidayNoticeRow), table_of(MovedDayRow)
_CASE, _ITEM = table_of(CaseRow), table_of(WorkItemRow)
_NEWEST = select(func.max(_NOTICE.c.number))
_NOTED = "newest calendar"
_ALL = select(_NOTICE).order_by(_NOTICE.c.id.desc())
_ONE = select(_NOTICE).where(_NOTICE.c.id == bindparam("notice"))
_IN_FORCE = select(_NOTICE).where(_NOTICE.c.number <= bindparam("newest")).order_by(_NOTICE.c.number)
_FIRST = select(_NOTICE.c.id).order_by(_NOTICE.c.id).limit(1).with_for_update()
_WAITING = _NOTICE.c.settled_at.is_(None)
_SETTLE = update(_NOTICE).where(_NOTICE.c.id == bindparam("notice"), _WAITING)
_TO_COUNT = (
    select(_NOTICE)
    .where(_NOTICE.c.counted_to.is_not(None), _NOTICE.c.settled_at <= bindparam("before"))
    .order_by(_NOTICE.c.number)
)
_COUNTED_TO = select(_NOTICE.c.counted_to).where(_NOTICE.c.id == bindparam("notice")).with_for_update()
_COUNTED = update(_NOTICE).where(_NOTICE.c.id == bindparam("notice"))
_UNDER_WAY = (
    select(_CASE.c.id, _CASE.c.case_no)
    .where(
        _CASE.c.id > bindparam("after"),
        or_(_CASE.c.ended_at.is_(None), _CASE.c.id.in_(select(_ITEM.c.case_id).where(OPEN))),
    )
    .order_by(_CASE.c.id)
    .limit(bindparam("most"))
)
_MOVED_BY = (
    select(_CASE.c.case_no, _MOVED.c.what, _MOVED.c.before, _MOVED.c.after)
    .join_from(_MOVED, _CASE, _MOVED.c.case_id == _CASE.c.id)
    .where(_MOVED.c.notice == bindparam("notice"))
    .order_by(_MOVED.c.id)
    .limit(bindparam("most"))
)

# A column for the row that a transaction reads first, for `note`.
NEWEST = _NEWEST.scalar_subquery().label("calendar")


@dataclass(frozen=True, slots=True)
class KeptNotice:
    """A notice with who entered it and what became of it. `number`: since when it is in force, among the others."""

    id: int
    notice: HolidayNotice
    entered_by: str
    entered_at: datetime
    settled_by: str | None
    settled_at: datetime | None
    number: int | None
    counted_to: int | None
    counted_at: datetime | None


@dataclass(frozen=True, slots=True)
class MovedDay:
    """A last day that a notice has moved: of a case, and of which part of it."""

    case_no: str
    what: str
    before: date
    after: date


def latest(session: Session) -> int:
    """The number of the notice that came into force last, the same within one transaction; none yet is 0."""
    if _NOTED not in session.info:
        note(session, asked(session, _NEWEST).scalar())
    return session.info[_NOTED] or 0


def note(session: Session, newest: int | None) -> None:
    """Remember it for the rest of the transaction: it was read with another row, see `NEWEST`."""
    session.info.setdefault(_NOTED, newest)


def in_force(session: Session, newest: int) -> tuple[HolidayNotice, ...]:
    """All up to that number, in the order in which they came into force."""
    return tuple(_notice(row) for row in asked(session, _IN_FORCE, newest=newest))


def all_notices(session: Session) -> tuple[KeptNotice, ...]:
    """Every one that was ever entered, the last first."""
    return tuple(_kept(row) for row in asked(session, _ALL))


def find(session: Session, notice: int) -> KeptNotice | None:
    """The notice of that id."""
    row = asked(session, _ONE, notice=notice).first()
    return _kept(row) if row else None


def enter(session: Session, notice: HolidayNotice, by: str, now: datetime) -> int:
    """It waits for a second person; its id."""
    made = insert(_NOTICE).values(**_written(notice), entered_by=by, entered_at=now).returning(_NOTICE.c.id)
    return int(asked(session, made).scalar_one())


def put_into_force(session: Session, notice: int, by: str, now: datetime) -> bool:
    """It holds from now on, and last days are to be counted anew; false when somebody has settled it before."""
    asked(session, _FIRST)  # the same row for all: of several at once one after another counts on
    number = func.coalesce(_NEWEST.scalar_subquery(), 0) + 1
    return changed(
        session, _SETTLE.values(settled_by=by, settled_at=now, number=number, counted_to=0), {"notice": notice}
    )


def send_back(session: Session, notice: int, by: str, now: datetime) -> bool:
    """It will not hold; false when somebody has settled it before."""
    return changed(session, _SETTLE.values(settled_by=by, settled_at=now), {"notice": notice})


def keep_shipped(session: Session, notices: Iterable[HolidayNotice], by: str, now: datetime) -> None:
    """The years that this release brings and nobody has entered.

    Those that were there from the beginning have moved nothing; of a later release they are counted like any other.
    """
    known = {kept.notice.year for kept in all_notices(session) if kept.number}
    first, base = not known, latest(session)
    new = [notice for notice in notices if notice.year not in known]
    told = {"entered_by": by, "entered_at": now, "settled_by": by, "settled_at": now}
    told |= {"counted_at": now} if first else {"counted_to": 0}
    insert_rows(
        session,
        HolidayNoticeRow,
        [{**_written(notice), **told, "number": number} for number, notice in enumerate(new, base + 1)],
    )


def to_count(session: Session, before: datetime) -> KeptNotice | None:
    """The first one in force since before that instant whose last days are not all counted."""
    row = asked(session, _TO_COUNT, before=before).first()
    return _kept(row) if row else None


def under_way(session: Session, after: int, most: int) -> tuple[tuple[int, str], ...]:
    """Id and number of the next cases that have not ended, or of which something is still owed."""
    return tuple((row.id, row.case_no) for row in asked(session, _UNDER_WAY, after=after, most=most))


def count_on(session: Session, notice: int, case_ids: Sequence[int]) -> tuple[int, ...]:
    """Those of the cases, in their order, that this transaction counts: another may have come as far."""
    counted_to = asked(session, _COUNTED_TO, notice=notice).scalar()
    left = tuple(one for one in case_ids if counted_to is not None and one > counted_to)
    if left:
        changed(session, _COUNTED.values(counted_to=left[-1]), {"notice": notice})
    return left


def counted(session: Session, notice: int, now: datetime) -> None:
    """All cases are."""
    changed(session, _COUNTED.values(counted_to=None, counted_at=now), {"notice": notice})


def keep_moved(session: Session, notice: int, moved: Iterable[tuple[int, str, date, date]]) -> None:
    """For the report: which case, what of it, its last day before and after."""
    rows = [
        {"notice": notice, "case_id": case, "what": what, "before": before, "after": after}
        for case, what, before, after in moved
    ]
    insert_rows(session, MovedDayRow, rows)


def moved_by(session: Session, notice: int, most: int) -> tuple[MovedDay, ...]:
    """So many of the last days that the notice has moved, in the order in which they were counted."""
    return tuple(record_of(MovedDay, row) for row in asked(session, _MOVED_BY, notice=notice, most=most))


def count_moved(session: Session) -> Mapping[int, int]:
    """How many last days each notice has moved, by its id; those that moved none are left out."""
    rows = asked(session, select(_MOVED.c.notice, func.count().label("moved")).group_by(_MOVED.c.notice))
    return {row.notice: row.moved for row in rows}


def _written(notice: HolidayNotice) -> dict[str, object]:
    off, worked = (json.dumps(sorted(map(str, days))) for days in (notice.days_off, notice.working_days))
    return {"year": notice.year, "days_off": off, "working_days": worked, "source": notice.source}


def _notice(row: Row[tuple[object, ...]]) -> HolidayNotice:
    off, worked = (frozenset(map(date.fromisoformat, json.loads(days))) for days in (row.days_off, row.working_days))
    return HolidayNotice(row.year, off, worked, row.source)


def _kept(row: Row[tuple[object, ...]]) -> KeptNotice:
    told = (row.entered_by, row.entered_at, row.settled_by, row.settled_at, row.number, row.counted_to, row.counted_at)
    return KeptNotice(row.id, _notice(row), *told)
