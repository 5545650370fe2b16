"""Where the clock of a case begins (起算) if not with the acceptance: with the filing, after a step, on a day that is said."""

from datetime import datetime

from matters.calendar import day_begins, local_day
from matters.case.events.pausing import ClockBegun
from matters.course.opening import due_facts
from matters.course.timekeeping import last_day
from matters.engine.decision import Decision
from matters.filing.values import instant_said
from matters.language.clock import Clock, FromField, FromStep
from matters.language.due_dates import clock_in
from matters.language.route.steps import walk


def begin_clock(decision: Decision) -> None:
    """Told once what it is counted from has come, and anew where that says another day by now."""
    case, clock = decision.case, decision.matter.clock
    if clock is None or clock.starts == "accepted" or case.ended or not decision.events:
        return
    since = _since(decision, clock)
    if since is None or since == case.started:
        return
    clock = clock_in(clock, decision.filed.answers, decision.world.today)
    due = last_day(case.replaced(counted=case.accounted), clock, since, decision.world.calendar)
    decision.rule(ClockBegun, since=since, **due_facts(due))


def _since(decision: Decision, clock: Clock) -> datetime | None:
    """From when it is counted, as far as that is known."""
    case = decision.case
    match clock.starts:
        case FromField() if case.accepted_at:
            said = instant_said(decision.filed.answers.get(clock.starts.field))
            return max(case.accepted_at, day_begins(local_day(said))) if said else case.accepted_at
        case FromStep():
            return case.started or (decision.world.now if _past(decision, clock.starts.step) else None)
        case "submitted":
            return case.filed_at
        case _:
            return None


def _past(decision: Decision, step_id: str) -> bool:
    """Whether the case is on its way after that step of the main row, however it got there."""
    case = decision.case
    rows = {part.id: n for n, step in enumerate(decision.matter.steps) for part in walk((step,))}
    return case.accepted_at is not None and all(rows[item.step] > rows[step_id] for item in case.under_way)
