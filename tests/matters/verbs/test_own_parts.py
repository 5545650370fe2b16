"""申请人办理: what the applicant does in mid-route, by a day of theirs, and what follows when they do not."""

from datetime import date
from typing import Any

import pytest

from matters.case.standing import standing
from matters.commands.cases import ReplaceApplicant
from matters.commands.items import Complete, ReturnToStep
from matters.commands.reports import Ring
from matters.course.forecast import ahead
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.errors.handling import NotHolder
from matters.organisation.snapshot import SYSTEM
from matters.trials.exploring import explore
from matters.trials.golden_run import Stage
from matters.who.parties import parties_of
from tests.matters.clocked import ten_days
from tests.matters.forked import approve, begun, branch, decide, fork, hand, item_at, open_steps, step
from tests.matters.stories import CHIEF, CLERK, STAFF, Story
from tests.matters.test_duties import SUCCESSOR, _org_admin

FIVE_DAYS = {"kind": "working_days", "days": 5}


def own(**more: object) -> dict[str, Any]:
    """The applicant tries out what was set up for them."""
    return {"id": "try", "name": "试用确认", "kind": "applicant", "limit": FIVE_DAYS, **more}


def tried(story: Story, **more: object) -> Story:
    """Accepted on Monday 2 March and set up; the applicant has to try it by the 9th. Ten working days for the whole."""
    timed = Story(ten_days(story.matter), story.organisation, story.calendar)
    case = begun(timed, step("set_up", "work", post="vehicle_clerk"), own(**more), decide())
    hand(case, Complete, "set_up", CLERK, opinion="已开通")
    return case


def test_the_applicant_has_it_and_nobody_else(story: Story) -> None:
    """By a day of its own; the officials who hold the rest of the case cannot do it for them."""
    case = tried(story)
    (item,) = case.case.items
    assert (item.purpose, item.holders, item.due, item.overdue) == ("own_part", (STAFF,), date(2026, 3, 9), "remind")
    for other in (CLERK, CHIEF):
        refused = case.tell(Complete(actor=other, item=item.key, expected_version=item.version))
        assert isinstance(refused, NotHolder)
    hand(case, Complete, "try", STAFF, opinion="可以使用")
    assert open_steps(case) == ["settle"]
    approve(case, "settle")


def test_what_does_not_work_goes_back_to_whoever_set_it_up(story: Story) -> None:
    """With what is wrong; and comes to the applicant once more."""
    case = tried(story)
    hand(case, ReturnToStep, "try", STAFF, step="set_up", opinion="打不开")
    assert open_steps(case) == ["set_up"]
    hand(case, Complete, "set_up", CLERK, opinion="已修复")
    assert open_steps(case) == ["try"]


def test_the_applicants_days_are_not_the_offices(story: Story) -> None:
    """Two days with the applicant move the last day of the case by two, unless the step says otherwise."""
    for stops, due in ((True, date(2026, 3, 18)), (False, date(2026, 3, 16))):
        case = tried(story, stops_clock=stops)
        assert standing(case.case, case.now)[0] == ("supplement" if stops else "running")
        case.later(days=2)
        hand(case, Complete, "try", STAFF)
        assert case.case.due == due


def test_the_clock_runs_while_the_office_has_something_to_do(story: Story) -> None:
    """Only an applicant who alone holds it up stops it."""
    timed = Story(ten_days(story.matter), story.organisation, story.calendar)
    case = begun(timed, fork("f", "parallel", branch("a", own()), branch("b", step("check"))), decide())
    assert standing(case.case, case.now)[0] == "running"
    approve(case, "check")
    assert standing(case.case, case.now)[0] == "supplement"


@pytest.mark.parametrize(
    ("undone", "events", "status", "open_"),
    [
        ("remind", ("went_overdue",), "in_progress", ["try"]),
        ("supervise", ("went_overdue",), "in_progress", ["try"]),
        ("proceed_noted", ("left_undone", "clock_resumed", "step_opened"), "in_progress", ["settle"]),
        ("deemed_withdrawn", ("lapsed",), "withdrawn", []),
    ],
)
def test_what_is_not_done_by_its_day_follows_its_rule(
    story: Story, undone: str, events: tuple[str, ...], status: str, open_: list[str]
) -> None:
    """A reminder, on without it, or an end; never silence, and once."""
    case = tried(story, undone=undone)
    item = item_at(case, "try")
    case.now = case.now.replace(day=9)
    assert case.tell(Ring(actor=SYSTEM, item=item.key)) == ()
    case.now = case.now.replace(day=10)
    told = case.went(Ring(actor=SYSTEM, item=item.key))
    assert set(events) <= set(told)
    assert (case.case.status, open_steps(case)) == (status, open_)
    assert case.tell(Ring(actor=SYSTEM, item=item.key)) == ()


def test_it_goes_with_the_applicant(story: Story) -> None:
    """Whoever takes over the filing has it, at a new version."""
    case = tried(story)
    before = item_at(case, "try")
    case.went(ReplaceApplicant(actor=_org_admin(story), to=SUCCESSOR))
    after = item_at(case, "try")
    assert (after.key, after.holders, after.version) == (before.key, (SUCCESSOR,), before.version + 1)


def test_it_is_foreseen_with_its_name_and_days(story: Story) -> None:
    """Before anybody has filed, too."""
    case = tried(story)
    parties = parties_of(case.matter, case.case, case.filed)
    foreseen = {one.step: (one.holders, one.limit) for one in ahead(case.matter, parties, case.world)}
    holders, limit = foreseen["try"]
    assert holders == (STAFF,)
    assert limit
    assert limit.kind == "working_days"


def test_what_is_to_be_filled_in_must_be(story: Story) -> None:
    """The step has rights like any other."""
    case = tried(story, rights={"edit": ["driver_phone"], "required": ["driver_phone"]})
    item = item_at(case, "try")
    refused = case.tell(Complete(actor=STAFF, item=item.key, expected_version=item.version))
    assert isinstance(refused, Refusal)
    wrong = Complete(actor=STAFF, item=item.key, expected_version=item.version, fills={"plate": "样A12345"})
    assert isinstance(case.tell(wrong), Invalid)
    hand(case, Complete, "try", STAFF, fills={"driver_phone": "5550070"})


def test_every_way_through_it_ends(story: Story) -> None:
    """Done, sent back, forgotten: the explorer finds no case stuck."""
    for undone in ("remind", "proceed_noted", "deemed_withdrawn"):
        case = tried(story, undone=undone)
        found = explore(
            Stage(case.matter.model_copy(update={"golden": story.matter.golden}), story.organisation, story.calendar)
        )
        assert found.stuck == ()
        assert "try" not in found.unopened
