"""延长: more time for a case, asked for in time, within what the definition allows, consented to by somebody else.

Covers: matters/verbs/consenting.py
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from matters.calendar import Calendar
from matters.case.events.extending import Extended
from matters.case.owed import owed
from matters.commands.items import (
    Approve,
    AskExtension,
    AskSuspension,
    ConsentToExtension,
    ConsentToSuspension,
    RefuseExtension,
    Resume,
)
from matters.commands.reports import CountAnew
from matters.course.timekeeping import day_by_day
from matters.errors.base import Refusal
from matters.language.route.demands import ExtensionRule
from matters.organisation.snapshot import SYSTEM, Holder
from tests.matters.clocked import amended, clocked, march, rest, wake
from tests.matters.forked import (
    approve,
    branch,
    code,
    complete,
    decide,
    drops,
    fork,
    hand,
    item_at,
    mend,
    send_back,
    step,
)
from tests.matters.stories import CHIEF, HEAD, STAFF, STRANGER, Story

RULE = {"at_most_days": 5, "approved_by": {"by": "head", "of": {"body": "owner"}}, "grounds": ["案情复杂"]}
GROUND = "需要补充核实"
LIMIT = {"kind": "working_days", "days": 3}


def extendable(story: Story, *middle: dict[str, Any], **rule: Any) -> Story:  # noqa: ANN401 - parts of the rule
    """Ten working days from Monday 2 March, due on the 16th, and at most five more."""
    case = clocked(story, *(middle or (step("check", limit=LIMIT), decide())))
    return amended(case, extension=ExtensionRule.model_validate({**RULE, **rule}))


def asked(case: Story, days: int = 5, step_id: str = "check", by: Holder = CHIEF) -> object:
    """What the engine says to whoever asks from an item of theirs."""
    item = item_at(case, step_id)
    said = {"item": item.key, "expected_version": item.version, "opinion": GROUND, "days": days}
    return case.tell(AskExtension(actor=by, **said))


def consented(case: Story, by: Holder = HEAD, kind: Any = ConsentToExtension) -> object:  # noqa: ANN401 - either answer
    """What the engine says to whoever answers."""
    item = next(one for one in case.case.items if one.purpose == "extension")
    return case.tell(kind(actor=by, item=item.key, expected_version=item.version, opinion="案情复杂"))


def extended(story: Story, days: int = 5, **rule: Any) -> Story:  # noqa: ANN401 - parts of the rule
    """On Tuesday 3 March the chief asks and the head consents."""
    case = march(extendable(story, **rule), 3)
    asked(case, days)
    consented(case)
    return case


def test_the_case_and_the_item_have_the_days_more(story: Story) -> None:
    """Until the consent nothing has moved; the applicant is told."""
    case = march(extendable(story), 3)
    asked(case)
    assert (case.case.due, [item.purpose for item in case.case.items]) == (date(2026, 3, 16), ["act", "extension"])
    verdict = consented(case)
    assert not isinstance(verdict, Refusal)
    assert (case.case.due, item_at(case, "check").due) == (date(2026, 3, 23), date(2026, 3, 12))
    told = case.events[-1]
    assert isinstance(told, Extended)
    assert (told.days, told.told) == (5, (STAFF.person, CHIEF.person))
    assert [effect.kind for effect in owed(told)] == ["notice"]
    hand(case, Approve, "check", CHIEF, opinion="同意")


def test_beyond_the_cap_is_refused_with_what_is_left(story: Story) -> None:
    """Of several times together as well."""
    case = march(extendable(story, times=2), 3)
    refusal = asked(case, 6)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, "最多还可以延长 5 个工作日" in refusal.message) == ("invalid", True)
    asked(case, 3)
    consented(case)
    assert "最多还可以延长 2 个工作日" in getattr(asked(case, 3), "message", "")
    asked(case, 2)
    consented(case)
    assert (case.case.extensions, case.case.due) == ((3, 2), date(2026, 3, 23))


def test_it_is_asked_for_once_and_granted_as_often_as_it_may_be(story: Story) -> None:
    """While one waits there is no other; what was refused may be asked for again, what was granted not."""
    case = march(extendable(story), 3)
    asked(case, 2)
    assert "请等候审批" in getattr(asked(case, 2), "message", "")
    consented(case, kind=RefuseExtension)
    assert (case.case.due, case.case.extensions) == (date(2026, 3, 16), ())
    asked(case, 2)
    consented(case)
    assert "不能再延长" in getattr(asked(case, 1), "message", "")


@pytest.mark.parametrize("days", [0, -1, 366])
def test_days_are_days(story: Story, days: int) -> None:
    """None, fewer and more than a year are no extension."""
    with pytest.raises(ValueError, match="days"):
        asked(extendable(story), days)


def test_it_is_over_with_the_last_day(story: Story) -> None:
    """On the last day it may be asked for and consented to, the day after neither; a refusal always."""
    case = march(extendable(story), 16)
    assert not isinstance(asked(case), Refusal)
    march(case, 17)
    late = consented(case)
    assert isinstance(late, Refusal)
    assert "2026年3月16日" in late.message
    consented(case, kind=RefuseExtension)
    assert code(asked(case)) == "not_possible"


def test_only_a_holder_asks_and_somebody_else_consents(story: Story) -> None:
    """With a ground; nobody consents to what they have asked for, and where nobody else is, it is not asked for at all."""
    case = march(extendable(story), 3)
    assert code(asked(case, by=STRANGER)) == "not_holder"
    item = item_at(case, "check")
    silent = AskExtension(actor=CHIEF, item=item.key, expected_version=item.version, days=1)
    assert code(case.tell(silent)) == "opinion_required"
    asked(case)
    assert code(consented(case, by=CHIEF)) == "not_holder"
    alone = march(extendable(story, decide()), 3)
    assert code(asked(alone, step_id="settle", by=HEAD)) == "nobody_found"


def test_a_matter_without_the_rule_offers_none(story: Story) -> None:
    """The definition says whether there is more time."""
    case = march(clocked(story, step("check"), decide()), 3)
    assert code(asked(case)) == "action_not_offered"


def test_what_rests_asks_for_nothing(story: Story) -> None:
    """While suspended it is gone on with first; the days by which the clock stood still and those granted add up."""
    case = march(extendable(story), 3)
    rest(case, "check", 31)
    assert code(asked(case)) == "action_not_offered"
    march(case, 5)
    wake(case, "check")
    assert case.case.due == date(2026, 3, 18)
    asked(case)
    consented(case)
    assert case.case.due == date(2026, 3, 25)


def test_days_granted_while_the_clock_stands_still_take_nothing_from_its_account(story: Story) -> None:
    """The other branch is a special procedure, from Tuesday to Thursday: two days, and five."""
    experts = step("s1", "special_procedure", "support_clerk", what="expert_review", stops_clock=True)
    sides = fork("f", "parallel", branch("a", step("check")), branch("b", experts))
    case = march(extendable(story, sides, decide()), 4)
    asked(case)
    consented(case)
    assert case.case.due == date(2026, 3, 23)
    march(case, 5)
    complete(case, "s1")
    assert case.case.due == date(2026, 3, 26)


def test_a_supplement_asks_for_nothing_and_ends_what_was_asked(story: Story) -> None:
    """What was asked for from an item that is gone is moot."""
    case = march(extendable(story), 3)
    asked(case)
    send_back(case, "check")
    assert [item.purpose for item in case.case.items] == ["supplement"]
    assert drops(case) == [("check", "returned")]
    mend(case)
    assert not isinstance(asked(case), Refusal)
    approve(case, "check")
    assert ("check", "moved_on") in drops(case)
    assert [item.step for item in case.case.items] == ["settle"]


def test_an_item_may_rest_while_more_time_is_asked_for(story: Story) -> None:
    """A consent that is waited for is no work: the clock stands still all the same."""
    case = march(extendable(story), 3)
    asked(case)
    hand(case, AskSuspension, "check", CHIEF, until=date(2026, 3, 20), opinion="等候勘查")
    consent = next(one for one in case.case.items if one.purpose == "suspension")
    case.went(ConsentToSuspension(actor=HEAD, item=consent.key, expected_version=consent.version))
    march(case, 5)
    hand(case, Resume, "check", CHIEF)
    assert case.case.due == date(2026, 3, 18)


def off_too(before: Calendar, day: date) -> Calendar:
    """The calendar with one more day off."""
    return replace(before, version="later", holidays=before.holidays | {day})


def test_days_off_that_become_known_move_the_days_granted_too(story: Story) -> None:
    """Counted anew from the acceptance: the limit, and the days granted."""
    case = extended(story)
    case.went(CountAnew(actor=SYSTEM, before=case.calendar, now=off_too(case.calendar, date(2026, 3, 18))))
    assert (case.case.due, item_at(case, "check").due) == (date(2026, 3, 24), date(2026, 3, 12))


def test_the_last_day_carries_the_number_of_limit_and_extension(story: Story) -> None:
    """Day by day: ten, and five more."""
    case = extended(story)
    assert case.matter.clock
    days = {one.day: one.number for one in day_by_day(case.case, case.matter.clock, case.calendar, case.now)}
    assert days[date(2026, 3, 23)] == 15


def test_days_in_a_year_that_is_not_announced_are_provisional(story: Story) -> None:
    """暂定: accepted in December and due in that year, extended into the next."""
    case = extendable(story)
    case.so_far = replace(case.case, due=date(2026, 12, 30))
    case.now = case.now.replace(month=12, day=29)
    asked(case)
    consented(case)
    assert (case.case.due, case.case.provisional) == (date(2027, 1, 6), True)
