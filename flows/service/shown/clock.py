"""What the due date of a case comes from (期限依据): each time that has moved it, and what holds it up now."""

from datetime import datetime

from flows.cases.deciding import Opened
from matters.calendar import day_text, local_day
from matters.case.account import Spell
from matters.course.timekeeping import moves, standstill
from matters.language.clock import Clock
from matters.language.document import Definition
from matters.language.words.answers import limit_text
from matters.world import World


def due_reason(opened: Opened, world: World) -> str:
    """In one sentence."""
    clock = opened.matter.clock
    return "；".join(_reasons(opened, clock, world)) if clock else ""


def _reasons(opened: Opened, clock: Clock, world: World) -> list[str]:
    case, matter = opened.case, opened.matter
    reasons = [f"承诺时限：{limit_text(clock.promised)}，自受理起算"]
    moved = tuple(moves(case, clock, world.calendar))
    reasons += [
        f"{_during(matter, move.spell)}（{between(move.spell.since, move.spell.to)}）不计入，顺延 {move.days} 个工作日"
        for move in moved
    ]
    if len(moved) > 1:
        reasons.append(f"共顺延 {sum(move.days for move in moved)} 个工作日")
    still = standstill(case, clock, world.now)
    if still:
        since = day_text(local_day(still.since))
        reasons.append(f"自{since}起因{_cause(matter, still)}停止计时，结束后顺延")
    return reasons


def _during(matter: Definition, spell: Spell) -> str:
    return f"{_cause(matter, spell)}期间"


def _cause(matter: Definition, spell: Spell) -> str:
    """What the clock stands still for."""
    steps = "".join(f"“{matter.called(step)}”" for step in spell.steps)
    return {"supplement": "申请人补正", "suspension": f"{steps}挂起"}.get(spell.reason, steps)


def between(since: datetime, to: datetime) -> str:
    """The days of a time in which the clock stood still."""
    return f"{day_text(local_day(since))}至{day_text(local_day(to))}"
