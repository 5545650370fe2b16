"""What lies around a case in a transaction: what it books, and the rosters it reads and writes."""

from collections.abc import Mapping
from typing import Any

from flows.cases import booking, rosters
from flows.resources import Resources
from matters.case.aggregate import Case
from matters.language.document import Definition
from matters.world import World
from storage.database import Session


def look_up(
    session: Session,
    resources: Resources,
    world: World,
    matter: Definition,
    answers: Mapping[str, Any],
    kept: tuple[int, Case] | None = None,
) -> World:
    """The world with all that a decision on these answers must know. `kept`: the case with its id, once there is one."""
    case_id, case = kept or (None, None)
    booked = booking.look_up(session, world, matter, answers, case_id)
    return rosters.look_up(session, resources, booked, matter, answers, case)


def look_up_locked(
    session: Session,
    resources: Resources,
    world: World,
    matter: Definition,
    answers: Mapping[str, Any],
    kept: tuple[int, Case] | None = None,
) -> World:
    """The same for a decision: nobody else books or writes any of it until it is committed, nor has since it was read."""
    booking.lock(session, matter, answers)
    rosters.lock(session, matter)
    return look_up(session, resources, world, matter, answers, kept)
