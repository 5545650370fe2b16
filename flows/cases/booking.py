"""Bookings (预约) in a transaction: what a decision must know of the register, and what a case holds after it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from matters.case.aggregate import Case
from matters.filing.slots import booking_fields, held, holds_in, window_around
from matters.language.document import Definition
from matters.organisation.resources import Register, Slot
from matters.world import World
from storage import bookings
from storage.database import Session


def look_up(
    session: Session, world: World, matter: Definition, answers: Mapping[str, Any], case_id: int | None = None
) -> World:
    """The world with the resources that the answers book, those like them, and what other cases hold of these."""
    if not booking_fields(matter):
        return world
    holds = holds_in(matter, answers).values()
    asked_for = bookings.find(session, {hold.resource for hold in holds})
    resources = bookings.alike(session, asked_for)
    if not resources:
        return replace(world, register=Register())
    around = [window_around(hold.slot) for hold in holds]
    window = Slot(min(slot.begins for slot in around), max(slot.ends for slot in around))
    taken = bookings.taken(session, [resource.id for resource in resources], window, case_id)
    return replace(world, register=Register(resources, taken))


def lock(session: Session, matter: Definition, answers: Mapping[str, Any]) -> None:
    """Nobody else books these resources until the transaction ends, nor has since they were read."""
    if booking_fields(matter):
        bookings.lock(session, {hold.resource for hold in holds_in(matter, answers).values()})


def hold(session: Session, case_id: int, matter: Definition, case: Case, answers: Mapping[str, Any]) -> None:
    """Make the slots that the case holds those that it should hold by now: taken, moved or freed."""
    if booking_fields(matter):
        bookings.keep(session, case_id, held(matter, case, answers))


def resource_names(session: Session, matter: Definition, answers: Mapping[str, Any]) -> dict[str, str]:
    """What the resources that the answers book are called."""
    ids = {hold.resource for hold in holds_in(matter, answers).values()}
    return {resource.id: resource.name for resource in bookings.find(session, ids)} if ids else {}
