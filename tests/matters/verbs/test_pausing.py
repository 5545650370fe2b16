"""挂起、恢复、等待: what rests, whose clock stands still, and what goes on by itself when its day has come."""

from datetime import date
from typing import Any

import pytest

from matters.case.events.pausing import RestEnded
from matters.case.standing import standing
from matters.commands.cases import Withdraw
from matters.commands.items import Approve, AskSuspension, ConsentToSuspension, RefuseSuspension, Resume, Transfer
from matters.commands.reports import Ring
from matters.language.route.demands import SuspensionRule
from matters.organisation.snapshot import SYSTEM
from tests.matters.booked import booked_form, booking
from tests.matters.clocked import ten_days
from tests.matters.forked import (
    act,
    approve,
    begun,
    branch,
    code,
    decide,
    drops,
    fork,
    hand,
    item_at,
    mend,
    office,
    open_steps,
    rerouted,
    send_back,
    step,
)
from tests.matters.stories import CHIEF, DEPUTY, HEAD, STAFF, Story

RULE = SuspensionRule.model_validate(
    {"approved_by": {"by": "head", "of": {"body": "owner"}}, "at_most_days": 30, "grounds": ["等候现场勘查"]}
)
GROUND = {"until": date(2026, 3, 12), "opinion": "等候现场勘查"}
LIMIT = {"kind": "working_days", "days": 5}


def resting(story: Story, *middle: dict[str, Any], stops: bool = True) -> Story:
    """An accepted case of a matter that lets items rest."""
    case = begun(story, *middle)
    clock = case.matter.clock
    assert clock is not None
    stopping = clock.model_copy(update={"stops": ("supplement", "suspension") if stops else ("supplement",)})
    case.matter = case.matter.model_copy(update={"suspension": RULE, "clock": stopping})
    return case


def suspended(story: Story, **more: Any) -> Story:  # noqa: ANN401
    """The chief's review rests with the head's consent."""
    case = resting(story, step("check", limit=LIMIT), decide(), **more)
    hand(case, AskSuspension, "check", CHIEF, **GROUND)
    hand(case, ConsentToSuspension, "check", HEAD)
    return case


def stands(case: Story) -> str:
    """Why the clock of the case runs or not."""
    return standing(case.case, case.now)[0]


def test_an_item_rests_with_somebody_elses_consent(story: Story) -> None:
    """Until the consent is given the work goes on; while it rests, nothing but going on is offered."""
    case = resting(story, step("check"), decide())
    assert hand(case, AskSuspension, "check", CHIEF, **GROUND) == ("suspension_asked",)
    assert {item.purpose for item in case.case.items} == {"act", "suspension"}
    assert hand(case, ConsentToSuspension, "check", HEAD) == ("suspended",)
    item = item_at(case, "check")
    assert (item.handling, item.alarm, item.version) == ("suspended", date(2026, 3, 12), 2)
    common: dict[str, Any] = {"actor": CHIEF, "item": item.key, "expected_version": 2}
    assert code(case.tell(Approve(**common, opinion="同意"))) == "action_not_offered"
    assert code(case.tell(Transfer(**common, opinion="出差", to=(DEPUTY,)))) == "action_not_offered"
    assert hand(case, Resume, "check", CHIEF) == ("resumed",)
    approve(case, "check")
    assert open_steps(case) == ["settle"]


def test_a_suspension_needs_ground_end_and_another_person(story: Story) -> None:
    """No ground, no day ahead, too long, twice, or nobody but oneself to consent: refused."""
    case = resting(story, step("check"), decide())
    common: dict[str, Any] = {"actor": CHIEF, "item": item_at(case, "check").key, "expected_version": 1}
    assert code(case.tell(AskSuspension(**common, until=date(2026, 3, 12)))) == "opinion_required"
    for day in (date(2026, 3, 2), date(2026, 4, 20)):
        assert code(case.tell(AskSuspension(**common, until=day, opinion="等候"))) == "invalid"
    case.went(AskSuspension(**common, **GROUND))
    assert code(case.tell(AskSuspension(**common, **GROUND))) == "not_possible"
    alone = resting(story, decide())
    item = item_at(alone, "settle")
    assert code(alone.tell(AskSuspension(actor=HEAD, item=item.key, expected_version=1, **GROUND))) == "nobody_found"


def test_a_matter_without_the_rule_offers_no_rest(story: Story) -> None:
    """The definition says whether anything may rest."""
    case = begun(story, decide())
    ask = AskSuspension(actor=HEAD, item=item_at(case, "settle").key, expected_version=1, **GROUND)
    assert code(case.tell(ask)) == "action_not_offered"


def test_a_refused_suspension_changes_nothing(story: Story) -> None:
    """With its reason; it may be asked for again."""
    case = resting(story, step("check"), decide())
    hand(case, AskSuspension, "check", CHIEF, **GROUND)
    asked = case.case.items[1]
    common: dict[str, Any] = {"actor": HEAD, "item": asked.key, "expected_version": 1}
    assert code(case.tell(RefuseSuspension(**common))) == "opinion_required"
    case.went(RefuseSuspension(**common, opinion="可以先审"))
    assert [item.handling for item in case.case.items] == ["plain"]
    hand(case, AskSuspension, "check", CHIEF, **GROUND)


def test_consent_is_moot_once_the_item_is_done(story: Story) -> None:
    """Nobody is left with a consent about nothing."""
    case = resting(story, step("check"), decide())
    hand(case, AskSuspension, "check", CHIEF, **GROUND)
    hand(case, Approve, "check", CHIEF, opinion="同意")
    assert open_steps(case) == ["settle"]
    assert ("check", "moved_on") in drops(case)


def test_what_is_left_of_the_limit_is_left_afterwards(story: Story) -> None:
    """剩余 = 时限 − 已用: item and case move by the working days they stood still."""
    case = suspended(story)
    item, due = item_at(case, "check"), case.case.due
    assert (item.due, due, stands(case)) == (date(2026, 3, 9), date(2026, 3, 3), "suspension")
    case.later(days=7)
    hand(case, Resume, "check", CHIEF)
    assert (item_at(case, "check").due, case.case.due, stands(case)) == (
        date(2026, 3, 16),
        date(2026, 3, 10),
        "running",
    )


def test_the_clock_of_the_case_stands_still_only_by_rule_and_while_nothing_else_is_worked_on(story: Story) -> None:
    """Only the branch that rests stops; where the matter does not say so, the date stays."""
    ruled = suspended(story, stops=False)
    ruled.later(days=7)
    assert hand(ruled, Resume, "check", CHIEF) == ("resumed",)
    assert ruled.case.due == date(2026, 3, 3)
    both = fork("f", "parallel", branch("l", step("check")), branch("r", office("c", "cyberspace")))
    case = resting(story, both, decide())
    hand(case, AskSuspension, "check", CHIEF, **GROUND)
    hand(case, ConsentToSuspension, "check", HEAD)
    assert stands(case) == "running"
    act(case, Approve, "c")
    assert stands(case) == "suspension"
    hand(case, Resume, "check", CHIEF)
    approve(case, "check")
    assert open_steps(case) == ["settle"]


def test_it_goes_on_by_itself_on_the_expected_day(story: Story) -> None:
    """Not a day before; a second ring is no news."""
    case = suspended(story)
    key = item_at(case, "check").key
    assert case.tell(Ring(actor=SYSTEM, item=key)) == ()
    case.later(days=10)
    assert case.went(Ring(actor=SYSTEM, item=key)) == ("resumed", "clock_resumed")
    assert case.tell(Ring(actor=SYSTEM, item=key)) == ()
    approve(case, "check")


def test_a_resting_case_may_be_withdrawn(story: Story) -> None:
    """The applicant need not wait."""
    case = suspended(story)
    case.went(Withdraw(actor=STAFF))
    assert case.case.status == "withdrawn"


def waits(**more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A step that waits for the day of departure."""
    return {"id": "until", "name": "等候出发", "kind": "wait", "for_field": "depart_at", **more}


def test_the_case_waits_for_a_day_and_goes_on_by_itself(story: Story) -> None:
    """Nobody holds the item, nothing is offered on it; on the day it goes on, once."""
    case = begun(story, waits(), decide())
    (item,) = case.case.items
    assert (item.purpose, item.holders, item.alarm) == ("wait", (), date(2026, 3, 10))
    assert case.tell(Ring(actor=SYSTEM, item=item.key)) == ()
    case.later(days=8)
    assert case.went(Ring(actor=SYSTEM, item=item.key)) == ("waited", "step_opened")
    assert case.tell(Ring(actor=SYSTEM, item=item.key)) == ()
    assert open_steps(case) == ["settle"]


def announced(**more: object) -> dict[str, Any]:
    """A public notice of five working days, from Monday 2 to Monday 9 March."""
    return {"id": "notice", "name": "公示", "kind": "wait", "for_time": {"kind": "working_days", "days": 5}, **more}


@pytest.mark.parametrize(("stops", "due"), [(True, date(2026, 3, 24)), (False, date(2026, 3, 16))])
def test_a_notice_lasts_its_days_and_may_stop_the_clock(story: Story, stops: bool, due: date) -> None:
    """公示: nobody acts; it goes on on the day after its last one, and the days are the applicant's or the office's."""
    timed = Story(ten_days(story.matter), story.organisation, story.calendar)
    case = begun(timed, announced(stops_clock=stops), decide())
    (item,) = case.case.items
    assert (item.purpose, item.holders, item.alarm) == ("wait", (), date(2026, 3, 10))
    case.later(days=7)
    assert case.tell(Ring(actor=SYSTEM, item=item.key)) == ()
    case.later(days=1)
    case.went(Ring(actor=SYSTEM, item=item.key))
    assert (open_steps(case), case.case.due) == (["settle"], due)


def test_a_case_waits_for_the_day_that_is_booked(story: Story) -> None:
    """The field may be a date, a minute or a booking."""
    matter = rerouted(booked_form(story.matter), {**waits(), "for_field": "room"}, decide())
    told = Story(matter, story.organisation, story.calendar)
    answers = {"topic": "汛情会商", "room": booking("r301", "09:00", "10:00", day="2026-03-12")}
    told.went(told.submit().model_copy(update={"answers": answers}))
    told.went(told.accept(fills={}))
    (item,) = told.case.items
    assert item.alarm == date(2026, 3, 12)


def test_a_day_that_has_come_is_not_waited_for(story: Story) -> None:
    """Nor one that nobody has said."""
    told = Story(rerouted(story.matter, waits(), decide()), story.organisation, story.calendar)
    told.went(told.submit())
    told.later(days=8)
    assert told.went(told.accept()) == ("accepted", "step_passed", "step_opened")


def test_a_rest_that_a_return_ends_is_told_to_who_held_it(story: Story) -> None:
    """It ends with its item, in another branch too, and never in silence; a rest of one's own branch needs no news of itself."""
    both = fork("f", "parallel", branch("l", step("check")), branch("r", step("look", post="deputy_head")))
    case = resting(story, both, decide())
    hand(case, AskSuspension, "check", CHIEF, **GROUND)
    hand(case, ConsentToSuspension, "check", HEAD)
    send_back(case, "look")
    (ended,) = (event for event in case.events if isinstance(event, RestEnded))
    assert (ended.step, ended.tell, ended.actor) == ("check", (CHIEF.person,), SYSTEM)
    mend(case)
    assert item_at(case, "check").suspended is None
