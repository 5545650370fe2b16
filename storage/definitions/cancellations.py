"""Which matters are cancelled (事项取消): each as it was asked for, confirmed, sent back or withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Row, and_, bindparam, func, insert, select, update

from matters.cancelling import Cancellation
from storage.database import Session, asked, changed
from storage.tables.base import table_of
from storage.tables.cases import CaseRow
from storage.tables.definitions import MatterCancellationRow, MatterVersion

CancellationState = Literal["waiting", "confirmed", "sent_back", "withdrawn"]

_TABLE, _CASE, _MATTER = table_of(MatterCancellationRow), table_of(CaseRow), table_of(MatterVersion)
_NOTED = "cancelled matters"
_NEWEST_FIRST = select(_TABLE).order_by(_TABLE.c.id.desc())
_ONE = select(_TABLE).where(_TABLE.c.id == bindparam("asked_for"))
_STANDS = and_(_TABLE.c.confirmed, _TABLE.c.withdrawn_at.is_(None))
_STANDING = select(_TABLE).where(_STANDS).order_by(_TABLE.c.id)
_OPEN = and_(_TABLE.c.settled_at.is_(None), _TABLE.c.withdrawn_at.is_(None))
_THIS = update(_TABLE).where(_TABLE.c.id == bindparam("asked_for"))
_TO_TELL = select(_TABLE).where(
    ((_TABLE.c.told == "") & _STANDS) | ((_TABLE.c.told == "confirmed") & _TABLE.c.withdrawn_at.is_not(None))
)
_LOCK = select(_MATTER.c.id).where(_MATTER.c.code == bindparam("matter")).order_by(_MATTER.c.id).limit(1)
_OF_MATTER = and_(
    _CASE.c.matter == bindparam("matter_code"), _CASE.c.status.in_(("submitted", "supplementing", "in_progress"))
)
_UNDECIDED = select(_CASE.c.id, _CASE.c.case_no).where(_OF_MATTER, _CASE.c.id > bindparam("after"))
_COUNT = select(func.count()).select_from(_CASE).where(_OF_MATTER)


@dataclass(frozen=True, slots=True)
class KeptCancellation:
    """One with who asked for it and what became of it."""

    id: int
    cancellation: Cancellation
    asked_by: str
    asked_at: datetime
    settled_by: str | None
    settled_at: datetime | None
    withdrawn_by: str | None
    withdrawn_at: datetime | None
    state: CancellationState


def standing(session: Session) -> Mapping[str, Cancellation]:
    """By code what is confirmed and not withdrawn, whether its day has come or not; the same within one transaction."""
    if _NOTED not in session.info:
        session.info[_NOTED] = {row.code: _said(row) for row in asked(session, _STANDING)}
    noted: Mapping[str, Cancellation] = session.info[_NOTED]
    return noted


def in_force(session: Session, code: str, today: date) -> Cancellation | None:
    """By what the matter is cancelled today."""
    found = standing(session).get(code)
    return found if found and found.holds(today) else None


def all_of(session: Session) -> tuple[KeptCancellation, ...]:
    """Every one that was ever asked for, the last first."""
    return tuple(_kept(row) for row in asked(session, _NEWEST_FIRST))


def find(session: Session, which: int) -> KeptCancellation | None:
    """The one of that id."""
    row = asked(session, _ONE, asked_for=which).first()
    return _kept(row) if row else None


def ask(session: Session, wanted: Cancellation, by: str, now: datetime) -> int:
    """It waits for a second person; its id."""
    said = {name: getattr(wanted, name) for name in ("code", "since", "ground", "document_no", "open_cases")}
    made = insert(_TABLE).values(**said, asked_by=by, asked_at=now, confirmed=False, told="").returning(_TABLE.c.id)
    return int(asked(session, made).scalar_one())


def lock(session: Session, code: str) -> None:
    """Of several who ask for the same matter at once one after another sees what there is."""
    asked(session, _LOCK.with_for_update(), matter=code)


def settle(session: Session, which: int, by: str, now: datetime, *, confirmed: bool) -> bool:
    """A second person's word; false when somebody has settled it before."""
    session.info.pop(_NOTED, None)
    return changed(
        session, _THIS.where(_OPEN).values(settled_by=by, settled_at=now, confirmed=confirmed), {"asked_for": which}
    )


def withdraw(session: Session, which: int, by: str, now: datetime) -> bool:
    """It will not come about; false when it does not stand (any more)."""
    session.info.pop(_NOTED, None)
    return changed(session, _THIS.where(_STANDS).values(withdrawn_by=by, withdrawn_at=now), {"asked_for": which})


def to_tell(session: Session) -> tuple[KeptCancellation, ...]:
    """Those of which the people of open cases have not been told yet what became of them."""
    return tuple(_kept(row) for row in asked(session, _TO_TELL.order_by(_TABLE.c.id)))


def told(session: Session, which: int, what: CancellationState) -> None:
    """All of them have been."""
    changed(session, _THIS.values(told=what), {"asked_for": which})


def undecided(session: Session, code: str, after: int, most: int) -> tuple[tuple[int, str], ...]:
    """Id and number of the next cases of the matter that nobody has decided yet."""
    found = asked(session, _UNDECIDED.order_by(_CASE.c.id).limit(most), matter_code=code, after=after)
    return tuple((row.id, row.case_no) for row in found)


def count_undecided(session: Session, code: str) -> int:
    """How many those are."""
    return int(asked(session, _COUNT, matter_code=code).scalar_one())


def _said(row: Row[tuple[object, ...]]) -> Cancellation:
    return Cancellation(row.code, row.since, row.ground, row.document_no, row.open_cases)


def _kept(row: Row[tuple[object, ...]]) -> KeptCancellation:
    told_of = (row.asked_by, row.asked_at, row.settled_by, row.settled_at, row.withdrawn_by, row.withdrawn_at)
    return KeptCancellation(row.id, _said(row), *told_of, _state(row))


def _state(row: Row[tuple[object, ...]]) -> CancellationState:
    if row.withdrawn_at:
        return "withdrawn"
    if row.settled_at is None:
        return "waiting"
    return "confirmed" if row.confirmed else "sent_back"
