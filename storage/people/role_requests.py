"""Administrators' roles asked for (授权提请): kept until another administrator settles them, and after that as a record."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select, update

from matters.organisation.snapshot import Role
from storage.database import Session, asked, changed, insert_rows, record_of
from storage.tables.base import table_of
from storage.tables.people import RoleRequestRow

_REQUEST = table_of(RoleRequestRow)
_OPEN = select(_REQUEST).where(_REQUEST.c.settled_at.is_(None)).order_by(_REQUEST.c.asked_at, _REQUEST.c.id)
_SETTLE = update(_REQUEST).where(_REQUEST.c.id == bindparam("request"), _REQUEST.c.settled_at.is_(None))


@dataclass(frozen=True, slots=True)
class RoleRequest:
    """Which role a person is to have from when on, and who asks for it; these roles are held for the whole office."""

    id: str
    person: str
    role: Role
    since: date
    last_day: date | None
    asked_by: str
    asked_at: datetime


def add(session: Session, request: RoleRequest) -> None:
    """It waits from now on; raises `RoleRequestTakenError` where one of this person and role does already."""
    insert_rows(session, RoleRequestRow, [asdict(request)])


def waiting(session: Session) -> tuple[RoleRequest, ...]:
    """Those that nobody has settled, oldest first."""
    return tuple(record_of(RoleRequest, row) for row in asked(session, _OPEN))


def settle(session: Session, request: RoleRequest, *, granted: bool, by: str, now: datetime) -> bool:
    """Granted or dropped by somebody; false when somebody else was first."""
    done = _SETTLE.values(granted=granted, settled_by=by, settled_at=now)
    return changed(session, done, {"request": request.id})
