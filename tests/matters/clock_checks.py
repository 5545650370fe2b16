"""Mutants of the clock (时限) and what they are asked: small stories, accepted on 2 March, due on the 16th, counted by hand."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from matters.calendar import LAST_DAY, day_begins
from matters.case.account import Account, Spell
from matters.case.aggregate import Case
from matters.commands.reports import Ring
from matters.errors.base import Refusal
from matters.organisation.snapshot import SYSTEM
from matters.trials.golden_run import Played, Stage
from tests.matters.clocked import clocked, march, repaired, rest, rung, wake
from tests.matters.forked import approve, branch, decide, fork, mend, send_back, step
from tests.matters.stories import Story

APART = fork("f", "parallel", branch("a", step("x1")), branch("b", step("y1", post="deputy_head")))
DAY_OF_TRIP = {"id": "until", "name": "等候", "kind": "wait", "for_field": "depart_at"}  # 10 March


def a_supplement_stops_it(story: Story) -> Iterator[str]:
    """补正: three working days."""
    case = march(clocked(story, step("x1"), decide()), 3)
    send_back(case, "x1")
    march(case, 6)
    mend(case)
    if case.case.due != date(2026, 3, 19):
        yield f"due on {case.case.due} after a supplement"


def what_rests_alone_stops_it(story: Story) -> Iterator[str]:
    """挂起: from the day on which the other branch is done, not from the consent."""
    case = march(clocked(story, APART, decide()), 3)
    rest(case, "x1", 16)
    march(case, 5)
    approve(case, "y1")
    march(case, 16)
    rung(case, "x1")
    if case.case.due != date(2026, 3, 25):
        yield f"due on {case.case.due} after a rest beside work"


def a_repair_starts_it(story: Story) -> Iterator[str]:
    """修复: the rest of what is left behind is over."""
    case = march(clocked(story, step("x1"), step("z1", post="deputy_head"), decide()), 3)
    rest(case, "x1", 31)
    march(case, 10)
    repaired(case, "jump", step="z1")
    march(case, 16)
    approve(case, "z1")
    if case.case.due != date(2026, 3, 23):
        yield f"due on {case.case.due} after a repair"


def no_day_counts_twice(story: Story) -> Iterator[str]:
    """Two rests, one after the other on one day."""
    case = march(clocked(story, step("x1"), decide()), 3)
    for day in (5, 9):
        rest(case, "x1", 31)
        march(case, day)
        wake(case, "x1")
    if case.case.due != date(2026, 3, 20):
        yield f"due on {case.case.due} after two rests"


def a_rest_is_over_on_its_day(story: Story) -> Iterator[str]:
    """However late it is rung."""
    case = march(clocked(story, step("x1"), decide()), 3)
    rest(case, "x1", 10)
    march(case, 20)
    case.went(Ring(actor=SYSTEM, item=case.item))
    if case.case.due != date(2026, 3, 23):
        yield f"due on {case.case.due} after a rest that was rung late"


def a_clock_set_back_is_no_time(story: Story) -> Iterator[str]:
    """An hour before the consent that was just given."""
    case = march(clocked(story, step("x1"), decide()), 3)
    rest(case, "x1", 31)
    march(case, 3, 8)
    wake(case, "x1")
    if any(spell.to <= spell.since for spell in case.case.time.spells):
        yield "a spell that ends before it begins"


def a_trial_rings_on_the_day(story: Story) -> Iterator[str]:
    """金样: what follows from a wait has its limit from that day."""
    case = clocked(story, DAY_OF_TRIP, step("x1", limit={"kind": "working_days", "days": 2}), decide())
    stage = Stage(case.matter, case.organisation, case.calendar)
    played = stage.ring(Played(case.filed, case.case, case.events), march(case, 20).now)
    if played.case is None or played.case.items[0].due != date(2026, 3, 12):
        yield "rung at the next act"


def what_passes_by_rule_names_nobody(story: Story) -> Iterator[str]:
    """A wait that was over when the case got there."""
    case = march(clocked(story, step("x1"), DAY_OF_TRIP, decide()), 11)
    approve(case, "x1")
    if any(event.actor != SYSTEM for event in case.events if event.type == "step_passed"):
        yield "a person stands for what passed by rule"


def any_rest(case: Case, at: datetime) -> tuple[str, ...]:
    """Whatever else is worked on."""
    return tuple(item.step for item in case.items if item.suspended)


def with_spells_of_any_length(account: Account, spell: Spell) -> Account:
    """Those that end before they begin too."""
    return Account((*account.spells, spell))


def all_time_again(account: Account, reasons: Iterable[str], since: object = None, to: object = None) -> list[Spell]:
    """What was counted before is counted again."""
    return [spell for spell in account.spells if spell.reason in reasons]


def rung_at_the_next_act(stage: Stage, played: Played, at: datetime) -> Played:
    """Whenever somebody acts."""
    for item in played.case.items if played.case else ():
        rung = stage.tell(played, Ring(actor=SYSTEM, item=item.key), at)
        played = played if isinstance(rung, Refusal) else rung
    return played


def never(rest: object) -> datetime:
    """No day ends it."""
    return day_begins(LAST_DAY)
