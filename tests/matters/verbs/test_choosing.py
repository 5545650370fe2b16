"""选定办理人、多级负责人、同一人重复出现: who acts when the rule leaves it to somebody, or names the same person again."""

from typing import Any

from matters.case.events.course import StepPassed
from matters.commands.cases import Submit
from matters.commands.items import Approve
from matters.errors.base import Refusal
from tests.matters.forked import (
    EXCEPTIONS,
    act,
    approve,
    begun,
    branch,
    code,
    decide,
    fork,
    mend,
    office,
    open_steps,
    rerouted,
    send_back,
    step,
)
from tests.matters.stories import ANSWERS, CASE_NO, CHIEF, CLERK, CLERK_2, DEPUTY, HEAD, STAFF, STRANGER, Story

OWNER = {"body": "owner"}


def chosen(id_: str, chooser: str, post: str = "vehicle_clerk", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A review by somebody chosen among the holders of a post."""
    who = {"by": "choice", "chooser": chooser, "post": post, "of": OWNER}
    return {**step(id_), "who": who, **more}


def filed(story: Story, *middle: dict[str, Any], **choices: object) -> object:
    """What the engine says to a filing with these choices."""
    told = Story(rerouted(story.matter, *middle), story.organisation, story.calendar)
    return told.tell(Submit(actor=STAFF, case_no=CASE_NO, answers=ANSWERS, materials={}, choices=choices))


def test_the_applicant_chooses_from_a_bounded_list(story: Story) -> None:
    """申请人选定: without a choice, or with somebody the rule does not name, the filing is refused."""
    check = chosen("check", "applicant")
    missing = filed(story, check, decide())
    assert code(missing) == "choice_required"
    assert "环节check" in missing.message if isinstance(missing, Refusal) else False
    assert code(filed(story, check, decide(), check=STRANGER)) == "unfit_person"
    assert code(filed(story, check, decide(), check=CLERK_2, settle=HEAD)) == "unfit_person"
    assert isinstance(filed(story, check, decide(), check=CLERK_2), tuple)


def test_who_was_chosen_acts_and_nobody_else_of_the_post(story: Story) -> None:
    """From the opening of the step; after a return too."""
    told = Story(rerouted(story.matter, chosen("check", "applicant"), decide()), story.organisation, story.calendar)
    told.went(Submit(actor=STAFF, case_no=CASE_NO, answers=ANSWERS, materials={}, choices={"check": CLERK_2}))
    told.went(told.accept())
    (item,) = told.case.items
    assert item.holders == (CLERK_2,)
    send_back(told, "check")
    mend(told)
    assert told.case.items[0].holders == (CLERK_2,)


def test_the_previous_actor_chooses(story: Story) -> None:
    """上一环节选定: asked for when the step is about to open, not before."""
    case = begun(story, step("first"), chosen("check", "previous_actor"), decide())
    item = case.case.items[0]
    common = {"actor": CHIEF, "item": item.key, "expected_version": 1}
    assert code(case.tell(Approve(**common))) == "choice_required"
    assert code(case.tell(Approve(**common, choices={"check": HEAD}))) == "unfit_person"
    case.went(Approve(**common, choices={"check": CLERK_2}))
    assert case.case.items[0].holders == (CLERK_2,)


def test_all_who_are_to_be_chosen_are_asked_for_at_once(story: Story) -> None:
    """Where several branches open: one sentence names every step that lacks somebody, and no other."""
    branches = (branch(one, chosen(f"{one}1", "previous_actor")) for one in "abc")
    case = begun(story, step("first"), fork("f", "parallel", *branches), decide())
    common = {"actor": CHIEF, "item": case.case.items[0].key, "expected_version": 1}
    refused = case.tell(Approve(**common, choices={"b1": CLERK_2}))
    assert isinstance(refused, Refusal)
    assert refused.message == "请先选定“环节a1”“环节c1”环节的办理人，再提交。"
    case.went(Approve(**common, choices=dict.fromkeys(("a1", "b1", "c1"), CLERK_2)))
    assert open_steps(case) == ["a1", "b1", "c1"]


def test_heads_in_a_row_act_one_after_another(story: Story) -> None:
    """多级负责人: of the body and of its superiors, as many as there are; the step ends with the last."""
    line = {**step("line"), "who": {"by": "heads", "of": OWNER, "levels": 2}}
    case = begun(story, line, decide())
    above = story.organisation.heads("county_government", story.now.date())
    assert [item.holders for item in case.case.items] == [(HEAD,)]
    act(case, Approve, "line")
    assert [item.holders for item in case.case.items] == [above]
    act(case, Approve, "line")
    assert open_steps(case) == ["settle"]


def again(rule: str) -> dict[str, Any]:
    """A review by the chief a second time."""
    return {**step("again"), "exceptions": {**EXCEPTIONS, "repeated": rule}}


def passed(case: Story) -> list[StepPassed]:
    """The steps that passed by rule."""
    return [event for event in case.events if isinstance(event, StepPassed)]


def test_the_same_person_is_asked_again_unless_the_rule_says_otherwise(story: Story) -> None:
    """每次都问."""
    case = begun(story, step("first"), again("ask_again"), decide())
    approve(case, "first")
    assert open_steps(case) == ["again"]


def test_a_consecutive_step_of_the_same_person_passes_by_his_own_opinion(story: Story) -> None:
    """沿用前次意见: an event of its own with a pointer, never an approval; not across somebody else."""
    case = begun(story, step("first"), again("skip_if_consecutive"), decide())
    approve(case, "first")
    (event,) = passed(case)
    agreed = next(deed for deed in case.case.deeds if deed.step == "first")
    assert (event.step, event.same_as) == ("again", agreed.seq)
    assert open_steps(case) == ["settle"]
    apart = begun(story, step("first"), office("finance", "finance"), again("skip_if_consecutive"), decide())
    approve(apart, "first", "finance")
    assert open_steps(apart) == ["again"]


def test_an_earlier_opinion_stands_while_what_it_was_about_is_unchanged(story: Story) -> None:
    """Whoever acted in between; once a field the person was shown has changed, the question is asked anew."""
    review = office("finance", "finance", return_resumes="straight_back")
    case = begun(story, step("first"), review, again("skip_if_unchanged"), decide())
    approve(case, "first", "finance")
    assert open_steps(case) == ["settle"]
    changed = begun(story, step("first"), review, again("skip_if_unchanged"), decide())
    approve(changed, "first")
    send_back(changed, "finance")
    mend(changed)
    approve(changed, "finance")
    assert open_steps(changed) == ["again"]


def test_a_refusal_is_never_taken_over(story: Story) -> None:
    """Nor is anybody's opinion but his own."""
    case = begun(story, step("first", post="deputy_head"), again("skip_if_consecutive"), decide())
    approve(case, "first")
    assert open_steps(case) == ["again"]
    assert CLERK.person != DEPUTY.person
