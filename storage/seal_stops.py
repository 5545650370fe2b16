"""Seals that may not be used (停用、撤销): from the moment somebody says so until somebody else lifts it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import bindparam, select, update

from storage.database import Session, asked, changed, insert_rows, record_of
from storage.tables.base import table_of
from storage.tables.records import SealStopRow

SealStopKind = Literal["stopped", "revoked"]
_STOP = table_of(SealStopRow)
_STANDING = select(_STOP).where(_STOP.c.lifted_at.is_(None)).order_by(_STOP.c.asked_at, _STOP.c.id)
_OF_BODY = _STANDING.where(_STOP.c.body == bindparam("of"))
_CONFIRM = update(_STOP).where(
    _STOP.c.id == bindparam("stop"), _STOP.c.confirmed_at.is_(None), _STOP.c.lifted_at.is_(None)
)
_LIFT = update(_STOP).where(_STOP.c.id == bindparam("stop"), _STOP.c.lifted_at.is_(None))


@dataclass(frozen=True, slots=True)
class SealStop:
    """Of which body, which of the two, why and by whom. A revocation counts once a second person has confirmed it."""

    id: str
    body: str
    kind: SealStopKind
    reason: str
    asked_by: str
    asked_at: datetime
    confirmed_by: str | None = None


def add(session: Session, stop: SealStop) -> None:
    """The seal rests from now on; raises `SealStopTakenError` where it does already."""
    insert_rows(session, SealStopRow, [asdict(stop)])


def standing(session: Session) -> tuple[SealStop, ...]:
    """All that are not lifted, oldest first."""
    return tuple(record_of(SealStop, row) for row in asked(session, _STANDING))


def of_body(session: Session, body: str) -> SealStop | None:
    """Why the seal of a body may not be used now, if so."""
    row = asked(session, _OF_BODY, of=body).first()
    return record_of(SealStop, row) if row else None


def confirm(session: Session, stop: SealStop, by: str, now: datetime) -> bool:
    """A second person agrees; false when that was done or lifted before."""
    return changed(session, _CONFIRM.values(confirmed_by=by, confirmed_at=now), {"stop": stop.id})


def lift(session: Session, stop: SealStop, by: str, now: datetime) -> bool:
    """The seal, or a new one in its place, may be used again; false when that was said before."""
    return changed(session, _LIFT.values(lifted_by=by, lifted_at=now), {"stop": stop.id})
