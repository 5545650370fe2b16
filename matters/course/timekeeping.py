"""The last day of the case moves by the time in which its clock stood still: told once the clock runs again, and explained."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from matters.calendar import Calendar, DueDate
from matters.case.account import Spell
from matters.case.aggregate import Case
from matters.case.events.pausing import ClockResumed
from matters.case.standing import standing, time_until
from matters.course.opening import due_facts
from matters.engine.decision import Decision
from matters.language.clock import Clock
from matters.language.due_dates import after_pause, days_lost


@dataclass(frozen=True, slots=True)
class Move:
    """By how many working days a time in which the clock stood still has moved the last day of the case."""

    spell: Spell
    days: int


def keep_time(decision: Decision) -> None:
    """Each stretch of time that moves it is told by itself, with its reason; what moves nothing is not told."""
    case, clock, calendar = decision.case, decision.matter.clock, decision.world.calendar
    if clock is None or case.due is None or not decision.events:
        return
    if standing(case, decision.world.now)[0] in ("outside", *clock.stops):
        return
    due = DueDate(case.due, case.provisional)
    for spell in case.time.of(clock.stops, since=case.counted):
        before, due = due, after_pause(due, spell.since, spell.to, calendar)
        if due.day != before.day:
            facts = {"since": spell.since, "until": spell.to, "reason": spell.reason, **due_facts(due)}
            decision.rule(ClockResumed, step=spell.steps[0] if spell.steps else "", **facts)


def moves(case: Case, clock: Clock, calendar: Calendar) -> Iterator[Move]:
    """Everything that has moved the last day of the case since its acceptance; what moved nothing is left out."""
    for spell in case.time.of(clock.stops, to=case.counted) if case.counted else ():
        days = days_lost(spell.since, spell.to, calendar)
        if days:
            yield Move(spell, days)


def standstill(case: Case, clock: Clock, now: datetime) -> Spell | None:
    """The time in which the clock stands still now, as far as it has come; the last day moves by it once it is over."""
    reason, steps = standing(case, now)
    if reason not in clock.stops:
        return None
    so_far = time_until(case, now).spells[-1:]
    return next((last for last in so_far if last.reason == reason), Spell(reason, case.accounted, now, steps))
