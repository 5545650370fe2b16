"""Whether the clock of a case runs or stands still, and why: nothing else decides that."""

from datetime import datetime

from matters.case.account import Account, Reason, Spell
from matters.case.aggregate import Case
from matters.case.items import CONSENTS


def standing(case: Case, at: datetime) -> tuple[Reason, tuple[str, ...]]:
    """Why the clock counts or does not, as the case stands at that instant, and at which steps.

    Nothing counts before it has begun (起算), or after the end. It stands still for the applicant's part (申请人办理) as for
    supplements, and for rests (挂起), whenever nothing else is left. A rest ends on its day, whenever that is rung.
    """
    if _outside(case, at):
        return "outside", ()
    if case.paused_at:
        return "supplement", ()
    procedures = tuple(item.step for item in case.items if item.stops_clock and item.purpose != "own_part")
    if procedures:
        return "special_procedure", procedures
    if applicants := _applicants_alone(case):
        return "supplement", applicants
    resting = _resting(case, at)
    return ("suspension", resting) if resting else ("running", ())


def _outside(case: Case, at: datetime) -> bool:
    return case.started is None or at < case.started or case.ended is not None


def _applicants_alone(case: Case) -> tuple[str, ...]:
    """The steps at which the applicant is to act in mid-route, where nobody else has anything to do and they stop the clock."""
    left = case.under_way
    alone = all(item.purpose == "own_part" and item.stops_clock for item in left)
    return tuple(item.step for item in left) if alone else ()


def _resting(case: Case, at: datetime) -> tuple[str, ...]:
    """The steps that rest, where everything that is left rests; to be asked for a consent is no work."""
    left = tuple(item for item in case.under_way if item.purpose not in CONSENTS)
    all_rest = all(item.suspended and at < item.suspended.ends for item in left)
    return tuple(item.step for item in left) if all_rest else ()


def time_until(case: Case, now: datetime) -> Account:
    """The account of the case up to that instant, if nothing has happened since its last event."""
    begins = case.accounted
    reason, steps = standing(case, begins)
    changes = _changes_by_itself(case, reason, begins)
    if changes is None or not begins < changes < now:
        return case.time.lasting(Spell(reason, begins, now, steps))
    so_far = case.time.lasting(Spell(reason, begins, changes, steps))
    return time_until(case.replaced(time=so_far), now)


def _changes_by_itself(case: Case, reason: Reason, since: datetime) -> datetime | None:
    """When it stands otherwise though nothing happens: a rest is over on its day, and a clock begins on its."""
    if reason == "suspension":
        return min(item.suspended.ends for item in case.items if item.suspended)
    return case.started if case.started and since < case.started and not case.ended else None
