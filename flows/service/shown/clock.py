"""What the due date of a case comes from (期限依据): each time that has moved it, and what holds it up now."""

from collections.abc import Mapping
from datetime import date, datetime

from flows.cases.deciding import Opened
from flows.views.cases import TimeDay, TimeShare, TimeSpell
from matters.calendar import day_text, local_day
from matters.case.account import Reason, Spell
from matters.case.events.extending import Extended
from matters.case.items import WorkItem
from matters.case.standing import time_until
from matters.course.shares import PARTIES, shares
from matters.course.timekeeping import DayOfCase, day_by_day, moves, standstill
from matters.language.clock import Clock
from matters.language.document import Definition
from matters.language.due_dates import clock_in, days_lost, limit_in
from matters.language.route.steps import limit_of
from matters.language.words.answers import limit_text, person_name
from matters.language.words.phrases import phrasing_of
from matters.organisation.snapshot import Organisation
from matters.world import World

_TIMED = ("act", "inquiry", "own_part")  # what a step itself gives time for
REASON_NAMES: Mapping[Reason, str] = {
    "outside": "不在时限内",
    "running": "计时",
    "supplement": "申请人补正",
    "special_procedure": "特别程序",
    "suspension": "挂起",
}


def due_reason(opened: Opened, world: World) -> str:
    """In one sentence."""
    clock = _clock_of(opened)
    return "；".join(_reasons(opened, clock, world)) if clock else ""


def _clock_of(opened: Opened) -> Clock | None:
    """As it goes for this case (分情形)."""
    clock = opened.matter.clock
    return clock_in(clock, opened.answers, local_day(opened.events[-1].at)) if clock else None


def _reasons(opened: Opened, clock: Clock, world: World) -> list[str]:
    case, matter = opened.case, opened.matter
    legal = [f"法定时限：{limit_text(clock.legal)}"] if clock.legal else []
    reasons = [*legal, f"承诺时限：{limit_text(clock.promised)}，{phrasing_of(matter).start(clock.starts)}"]
    if case.started is None:
        return [*reasons, "尚未起算"]
    moved = tuple(moves(case, clock, world.calendar))
    reasons += [
        f"{_during(matter, move.spell)}（{between(move.spell.since, move.spell.to)}）不计入，顺延 {move.days} 个工作日"
        for move in moved
    ]
    reasons += [
        f"经{person_name(world.organisation, event.hat.person)}批准延长 {event.days} 个工作日"
        for event in opened.events
        if isinstance(event, Extended)
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
    return steps if steps and spell.reason != "suspension" else f"{steps}{REASON_NAMES[spell.reason]}"


def between(since: datetime, to: datetime) -> str:
    """The days of a time in which the clock stood still."""
    return f"{day_text(local_day(since))}至{day_text(local_day(to))}"


def spells(opened: Opened, world: World) -> tuple[TimeSpell, ...]:
    """The account of the case's time until now (时间账)."""
    stops = opened.matter.clock.stops if opened.matter.clock else ()
    return tuple(
        TimeSpell(
            reason=spell.reason,
            reason_name=REASON_NAMES[spell.reason],
            steps=tuple(opened.matter.called(step) for step in spell.steps),
            since=spell.since,
            to=spell.to,
            days=days_lost(spell.since, spell.to, world.calendar) if spell.reason in stops else 0,
        )
        for spell in time_until(opened.case, world.now).spells
    )


def shares_of(opened: Opened, world: World) -> tuple[TimeShare, ...]:
    """By whom the elapsed working days were taken up (各方用时)."""

    def body_of(post: str) -> str:
        known = world.organisation.find_post(post)
        return known.body if known else ""

    found = shares(opened.events, world.now, world.calendar, body_of)
    return tuple(TimeShare(party=one, party_name=PARTIES[one], days=days) for one, days in found.items() if days)


def days(opened: Opened, world: World) -> tuple[TimeDay, ...]:
    """How each day counts (逐日)."""
    clock, matter = _clock_of(opened), opened.matter
    found = day_by_day(opened.case, clock, world.calendar, world.now) if clock else ()
    return tuple(TimeDay(day=one.day, number=one.number, note=_note(matter, one)) for one in found)


def _note(matter: Definition, day: DayOfCase) -> str:
    """Why a day does not count."""
    if day.number is not None:
        return ""
    return f"{_cause(matter, day.spell)}，停止计时" if day.spell else "非工作日"


def share_of(item: WorkItem, opened: Opened, organisation: Organisation, today: date) -> str:
    """Whose part of the time runs, and how long it is (分段限时)."""
    step = opened.matter.find_step(item.step)
    limit = limit_of(step) if step and item.purpose in _TIMED else None
    if limit is None:
        return ""
    bodies = dict.fromkeys(organisation.post(holder.post).body for holder in item.holders)
    names = "、".join(organisation.body_name(body, today) for body in bodies)
    return f"{names}：{limit_text(limit_in(limit, opened.answers, today))}"
