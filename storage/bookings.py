"""Bookings (预约): the register of resources, the slots that cases hold, and the lock under which one is given out."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from matters.organisation.resources import Hold, Resource, Slot
from storage.database import Session, asked, changed, insert_rows
from storage.tables.base import table_of
from storage.tables.bookings import BookingRow, ResourceRow
from storage.tables.cases import CaseRow

_RESOURCE, _BOOKING, _CASE = table_of(ResourceRow), table_of(BookingRow), table_of(CaseRow)
_NAMED = select(_RESOURCE).where(_RESOURCE.c.id.in_(bindparam("ids", expanding=True))).order_by(_RESOURCE.c.id)
_LOCKED = _NAMED.with_for_update()
_IN_ORDER = select(_RESOURCE).order_by(_RESOURCE.c.body, _RESOURCE.c.kind, _RESOURCE.c.name)
_TAKEN = select(_BOOKING).where(
    _BOOKING.c.resource.in_(bindparam("resources", expanding=True)),
    _BOOKING.c.ends > bindparam("begins"),
    _BOOKING.c.begins < bindparam("ends"),
    _BOOKING.c.case_id != bindparam("but"),
)
_OF_CASE = select(_BOOKING).where(_BOOKING.c.case_id == bindparam("case"))
_FREE = delete(_BOOKING).where(
    _BOOKING.c.case_id == bindparam("case"), _BOOKING.c.field.in_(bindparam("fields", expanding=True))
)
_AHEAD = (
    select(_BOOKING, _CASE.c.case_no, _CASE.c.applicant_person, _CASE.c.applicant_body)
    .join_from(_BOOKING, _CASE)
    .where(_BOOKING.c.resource.in_(bindparam("resources", expanding=True)), _BOOKING.c.ends > bindparam("now"))
    .order_by(_BOOKING.c.begins, _BOOKING.c.case_id, _BOOKING.c.field)
)
_CHANGE = (
    update(_RESOURCE)
    .where(_RESOURCE.c.id == bindparam("resource"), _RESOURCE.c.version == bindparam("seen"))
    .values(version=_RESOURCE.c.version + 1)
)
_NOBODY = 0  # no case has this id


@dataclass(frozen=True, slots=True)
class Registered:
    """A resource with the version of its row."""

    resource: Resource
    version: int


@dataclass(frozen=True, slots=True)
class HeldSlot:
    """A hold with the case that has it, for those who keep the register."""

    hold: Hold
    case_no: str
    applicant: str
    applicant_body: str


def add(session: Session, resource: Resource) -> None:
    """One more resource; raises `ResourceTakenError` when the body has one of that kind and name."""
    insert_rows(session, ResourceRow, [asdict(resource)])


def change(session: Session, resource: Resource, seen: int) -> bool:
    """Capacity, days in service and notes as they now are; false when somebody else changed it since it was seen."""
    values = {"capacity": resource.capacity, "since": resource.since, "until": resource.until, "notes": resource.notes}
    return changed(session, _CHANGE.values(values), {"resource": resource.id, "seen": seen})


def lock(session: Session, ids: Collection[str]) -> tuple[Resource, ...]:
    """Those of the resources that are there, locked until the end of the transaction, always in the order of their ids.

    Without it two filings on PostgreSQL would each see the slot free. SQLite lets one transaction write at a time.
    """
    return tuple(_resource(row) for row in asked(session, _LOCKED, ids=sorted(ids)))


def find(session: Session, ids: Collection[str]) -> tuple[Resource, ...]:
    """Those of the resources that are there, for reading."""
    return tuple(_resource(row) for row in asked(session, _NAMED, ids=list(ids)))


def registered(
    session: Session, bodies: Collection[str] | None = None, kind: str | None = None
) -> tuple[Registered, ...]:
    """The register of these bodies, or of all, by kind and name."""
    wanted = _IN_ORDER if bodies is None else _IN_ORDER.where(_RESOURCE.c.body.in_(list(bodies)))
    wanted = wanted if kind is None else wanted.where(_RESOURCE.c.kind == kind)
    return tuple(Registered(_resource(row), row.version) for row in asked(session, wanted))


def one(session: Session, resource_id: str) -> Registered | None:
    """The resource of that id."""
    row = asked(session, _NAMED, ids=[resource_id]).first()
    return Registered(_resource(row), row.version) if row else None


def alike(session: Session, resources: Collection[Resource]) -> tuple[Resource, ...]:
    """The resources of the same bodies and kinds, these included."""
    kinds = {(resource.body, resource.kind) for resource in resources}
    return tuple(known.resource for body, kind in sorted(kinds) for known in registered(session, (body,), kind))


def taken(session: Session, resources: Collection[str], window: Slot, but: int | None = None) -> tuple[Hold, ...]:
    """What is held of the resources within the window, by all cases or by all but one."""
    rows = asked(session, _TAKEN, resources=list(resources), begins=window.begins, ends=window.ends, but=but or _NOBODY)
    return tuple(_hold(row) for row in rows)


def keep(session: Session, case_id: int, holds: Mapping[str, Hold]) -> None:
    """Make these the slots that the case holds, by field; the caller has locked the resources that it takes anew."""
    known = {row.field: _hold(row) for row in asked(session, _OF_CASE, case=case_id)}
    gone = [field for field, hold in known.items() if holds.get(field) != hold]
    if gone:
        asked(session, _FREE, case=case_id, fields=gone)
    new = {field: hold for field, hold in holds.items() if known.get(field) != hold}
    insert_rows(session, BookingRow, [_row(case_id, field, hold) for field, hold in new.items()])


def ahead(session: Session, resources: Collection[str], now: datetime) -> tuple[HeldSlot, ...]:
    """What is held of the resources and not over yet, the earliest first."""
    rows = asked(session, _AHEAD, resources=list(resources), now=now)
    return tuple(HeldSlot(_hold(row), row.case_no, row.applicant_person, row.applicant_body) for row in rows)


def _row(case_id: int, field: str, hold: Hold) -> dict[str, object]:
    return {
        "case_id": case_id,
        "field": field,
        "resource": hold.resource,
        "begins": hold.slot.begins,
        "ends": hold.slot.ends,
        "seats": hold.seats,
    }


def _hold(row: object) -> Hold:
    resource, begins, ends, seats = (getattr(row, name) for name in ("resource", "begins", "ends", "seats"))
    return Hold(resource, Slot(begins, ends), seats)


def _resource(row: object) -> Resource:
    return Resource(**{part.name: getattr(row, part.name) for part in fields(Resource)})
