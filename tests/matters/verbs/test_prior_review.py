"""主管部门审核: a body of the applicant's line has the filing before the owner, and passes it on or returns it.

Covers: matters/language/route/by_itself.py
"""

from datetime import date
from typing import Any

import pytest

from matters.case.owed import owed
from matters.commands.cases import AskRepair, Urge, Withdraw
from matters.commands.items import Accept, Approve, Delegate, Reject, RequestSupplement, ReturnToApplicant, Supplement
from matters.commands.reports import Ring
from matters.course.forecast import ahead
from matters.engine.batching import batch_act
from matters.language.document import Definition
from matters.organisation.snapshot import SYSTEM, Holder
from matters.trials.exploring import explore
from matters.trials.golden_run import Stage
from matters.who.parties import parties_of
from tests.matters.forked import DELIVER, code, decide, hand, item_at, led, line, open_steps, rerouted
from tests.matters.public.definitions import public
from tests.matters.stories import ADMIN, CLERK, STAFF, Story, moved

ABOVE = Holder(person="p35", post="county_government.staff")
WRONG: dict[str, Any] = {"findings": {"destination": "请写明。"}, "opinion": "请写明"}


def plain(matter: Definition) -> Definition:
    """The matter with a decision after its acceptance."""
    return rerouted(matter, decide(), deliver=DELIVER)


def filed(story: Story, *before: dict[str, Any]) -> Story:
    """A case before its acceptance."""
    told = Story(led(plain(story.matter), *(before or (line(),))), story.organisation, story.calendar)
    told.went(told.submit())
    return told


def test_the_line_has_it_first_and_the_owner_when_it_arrives(story: Story) -> None:
    """The acceptance is open from then on, and its day and the promise count from there."""
    told = filed(story)
    assert (open_steps(told), told.case.status, told.case.items[0].holders) == (["line"], "submitted", (ABOVE,))
    assert told.case.items[0].due == date(2026, 3, 4)
    told.later(days=2)
    assert hand(told, Approve, "line", ABOVE, opinion="情况属实，同意转报") == ("approved", "step_opened")
    (item,) = told.case.items
    assert (item.step, told.case.status, told.case.due, item.opened_at) == ("accept", "submitted", None, told.now)
    told.went(told.accept())
    assert (told.case.status, told.case.due and told.case.due > date(2026, 3, 4)) == ("in_progress", True)


def test_it_neither_accepts_nor_refuses(story: Story) -> None:
    """What the owner may do is not offered there, nor what the line may do afterwards."""
    told = filed(story)
    parts = {"actor": ABOVE, "item": item_at(told, "line").key, "expected_version": 1, "opinion": "不同意"}
    assert code(told.tell(Reject(**parts))) == "wrong_status"
    assert code(told.tell(Accept(**parts))) == "action_not_offered"
    assert code(told.tell(RequestSupplement(**{**parts, **WRONG}))) == "action_not_offered"
    hand(told, Approve, "line", ABOVE)
    at_desk = {"actor": CLERK, "item": item_at(told, "accept").key, "expected_version": 1, "opinion": "同意"}
    assert code(told.tell(Approve(**at_desk))) == "action_not_offered"


def test_what_is_returned_comes_back_to_the_line(story: Story) -> None:
    """With no paper, which the owner would have to seal; and it is no round of the owner's supplementing."""
    told = filed(story)
    hand(told, ReturnToApplicant, "line", ABOVE, **WRONG)
    assert not [effect for event in told.events for effect in owed(event) if effect.kind == "seal"]
    hand(told, Supplement, "line", STAFF, answers={"destination": "样例镇政府"}, materials={})
    assert (open_steps(told), told.case.status) == (["line"], "submitted")
    hand(told, Approve, "line", ABOVE)
    wrong = {**WRONG, "findings": {"purpose": "请写明。"}}
    assert hand(told, RequestSupplement, "accept", CLERK, **wrong) == ("supplement_requested",)
    hand(told, Supplement, "accept", STAFF, answers={"purpose": "赴样例镇检查"}, materials={})
    assert open_steps(told) == ["accept"]
    assert code(told.tell(RequestSupplement(**told.on(CLERK), **wrong))) == "not_possible"


def test_without_a_body_above_it_goes_straight_on(story: Story) -> None:
    """With the reason that the definition gives, never as an approval."""
    alone = Story(story.matter, moved(story.organisation, without=(ABOVE.person,)), story.calendar)
    told = filed(alone)
    passed = [event for event in told.events if event.type == "step_passed"]
    assert (open_steps(told), [event.reason for event in passed]) == (["accept"], ["没有主管部门，直接报送"])


def test_two_of_the_line_look_one_after_another(story: Story) -> None:
    """逐级转报: the next one has it when the first has passed it on."""
    second = line("higher", who={"by": "head", "of": {"superior_of": {"body": "applicant"}}})
    told = filed(story, line(), second)
    hand(told, Approve, "line", ABOVE)
    assert open_steps(told) == ["higher"]
    hand(told, Approve, "higher", told.case.items[0].holders[0])
    assert open_steps(told) == ["accept"]


def test_it_is_foretold_with_its_people(story: Story) -> None:
    """First of all, before the filing and while it is there."""
    told = filed(story)
    parties = parties_of(told.matter, told.case, told.filed)
    first = ahead(told.matter, parties, told.world)[0]
    assert (first.step, first.holders, first.certain) == ("line", (ABOVE,), True)
    assert [one.step for one in ahead(told.matter, parties, told.world, told.case)][:1] == ["accept"]


def test_several_are_passed_on_together() -> None:
    """汇总转报: what waits there can be agreed to in one act; each stands or falls alone."""
    assert batch_act(public("MR003"), "line", "act") is Approve


def test_the_applicant_may_take_it_back_and_urge(story: Story) -> None:
    """As anything that is not decided."""
    told = filed(story)
    assert told.went(Urge(actor=STAFF))
    assert told.went(Withdraw(actor=STAFF, reason="不再需要"))[0] == "withdrawn"


def test_late_is_told_as_the_step_says(story: Story) -> None:
    """Its own day, by its own rule."""
    told = filed(story, line(overdue="supervise")).later(days=4)
    assert told.went(Ring(actor=SYSTEM, item=item_at(told, "line").key)) == ("went_overdue",)


def test_somebody_else_there_is_asked_as_at_any_step(story: Story) -> None:
    """委派 within the body above."""
    told = filed(story)
    head = story.organisation.heads("county_government", story.world.today)[0]
    assert hand(told, Delegate, "line", ABOVE, to=(head,), opinion="请提意见")


@pytest.mark.parametrize("what", ["skip", "jump"])
def test_a_mend_passes_it_and_never_leads_back_to_it(story: Story, what: str) -> None:
    """An administrator may have it passed; once it is accepted nobody is sent before that."""
    told = filed(story)
    if what == "skip":
        ask = AskRepair(actor=ADMIN, what="skip", item=item_at(told, "line").key, reason="主管部门无人")
        assert told.went(ask)
        return
    hand(told, Approve, "line", ABOVE)
    told.went(told.accept())
    assert code(told.tell(AskRepair(actor=ADMIN, what="jump", step="line", reason="重审"))) == "not_possible"


def test_every_way_before_the_acceptance_ends(story: Story) -> None:
    """The explorer goes by it as by any step."""
    matter = led(plain(story.matter), line())
    found = explore(Stage(matter, story.organisation, story.calendar))
    assert (found.stuck, found.whole) == ((), True)
