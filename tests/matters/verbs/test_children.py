"""子事项: begun, waited for, refused, failed, begun again, called off; kept or not after a return; one per row; the next link.

Covers: matters/course/children.py
"""

from dataclasses import dataclass
from typing import Any

import pytest

from matters.case.events.children import SubMatterEnded
from matters.case.owed import owed
from matters.case.values import ChildEnd, ChildKey, Origin
from matters.commands.cases import AskRepair, ConfirmRepair, Submit, TakeBack, Withdraw
from matters.commands.items import (
    Approve,
    BeginAgain,
    Complete,
    Reject,
    ReturnToApplicant,
    ReturnToStep,
    Supplement,
    Transfer,
)
from matters.commands.reports import RecordBegun, RecordEnd, RecordFailure
from matters.course.forecast import ahead
from matters.language.begun_cases import FollowUp
from matters.lifecycle import decide as decided
from matters.organisation.snapshot import SYSTEM, Holder
from matters.who.parties import parties_of
from tests.matters.family import (
    BY_HEAD,
    STOPS,
    called_off,
    children,
    each_stop,
    ended,
    failed,
    filed,
    rows,
    sub_matter,
    with_stops,
)
from tests.matters.forked import (
    BIG,
    act,
    approve,
    begun,
    branch,
    code,
    decide,
    drops,
    fork,
    issue,
    item_at,
    office,
    open_steps,
    rerouted,
    send_back,
    step,
)
from tests.matters.stories import ADMIN, CHIEF, CLERK, DEPUTY, HEAD, SECOND, STAFF, Story, told

ORIGIN = Origin(case_no="parent", child=ChildKey(7, 0), depth=1)
CHECK = step("check", post="vehicle_chief")


def owes(story: Story) -> list[tuple[str, ChildKey | None]]:
    """The effects of the events told so far that concern other cases."""
    kinds = ("submatter", "report_up", "call_off")
    return [(e.kind, e.child) for event in story.events for e in owed(event) if e.kind in kinds]


def test_the_step_waits_for_the_end_of_what_it_begins(story: Story) -> None:
    """It opens for nobody, owes the filing, and goes on once the child is granted; each report counts once."""
    case = begun(story, sub_matter(), decide())
    (item,) = case.case.items
    assert (item.purpose, item.holders, item.step) == ("sub_matter", (), "sub")
    (child,) = children(case)
    assert (child.matter, child.applicant, owes(case)) == ("TX901", STAFF, [("submatter", child.key)])
    assert filed(case) == ("sub_matter_begun",)
    assert case.went(RecordBegun(actor=SYSTEM, child=child.key, child_case="other")) == ()
    assert open_steps(case) == ["sub"]
    assert ended(case) == ("sub_matter_ended", "sub_matters_done", "step_opened")
    assert case.went(RecordEnd(actor=SYSTEM, child=child.key, how="denied")) == ()
    assert open_steps(case) == ["settle"]


def test_the_keys_of_what_is_owed_tell_event_and_row(story: Story) -> None:
    """`<case>:<seq>:submatter:<row>`, and the child is known by the same event and row."""
    case = begun(story, sub_matter(), decide())
    (effect,) = (e for e in owed(case.events[-1]) if e.kind == "submatter")
    seq = case.events[-1].seq
    assert (str(effect.key), effect.seq, effect.child) == (
        f"{case.case.case_no}:{seq}:submatter:0",
        seq,
        ChildKey(seq, 0),
    )


def test_a_step_that_does_not_wait_goes_on_once_it_is_begun(story: Story) -> None:
    """Its end is told all the same."""
    case = begun(story, sub_matter(waits=False, on_refusal="go_on"), decide())
    assert open_steps(case) == ["sub"]
    assert "step_opened" in filed(case)
    assert open_steps(case) == ["settle"]
    assert ended(case, "denied") == ("sub_matter_ended",)


@pytest.mark.parametrize("how", ["denied", "acceptance_refused", "revoked"])
def test_a_refused_child_refuses_the_case(story: Story, how: ChildEnd) -> None:
    """`on_refusal: refuse`: whatever was decided against it."""
    case = begun(story, sub_matter(), decide())
    filed(case)
    ended(case, how)
    assert (case.case.result, case.case.status) == ("denied", "decided")


def test_a_refused_child_refuses_its_branch_alone(story: Story) -> None:
    """收齐再定: the other branch is heard."""
    both = fork("f", "parallel", branch("l", sub_matter()), branch("r", office("c", "cyberspace")))
    case = begun(story, both, decide())
    filed(case)
    ended(case, "denied")
    assert open_steps(case) == ["c"]
    approve(case, "c")
    assert case.case.result == "denied"


def test_a_refused_child_may_mean_nothing(story: Story) -> None:
    """`on_refusal: go_on`."""
    case = begun(story, sub_matter(on_refusal="go_on"), decide())
    filed(case)
    ended(case, "denied")
    assert open_steps(case) == ["settle"]


def test_somebody_says_what_a_refused_child_means(story: Story) -> None:
    """`on_refusal: {to: …}`: go on without, begin again, or refuse; going on needs a reason."""
    case = begun(story, sub_matter(on_refusal={"to": BY_HEAD}), decide())
    filed(case)
    ended(case, "denied")
    (item,) = case.case.items
    assert (item.purpose, item.holders) == ("act", (HEAD,))
    on: dict[str, Any] = {"actor": HEAD, "item": item.key, "expected_version": 1}
    assert code(case.tell(Complete(**on))) == "opinion_required"
    assert code(case.tell(Complete(**on, opinion="可行", fills={"plate": "样A1"}))) == "invalid"
    assert code(case.tell(BeginAgain(**{**on, "actor": CHIEF}))) == "not_holder"
    assert case.went(BeginAgain(**on)) == ("begun_again", "sub_matters_wanted")
    filed(case)
    ended(case, "denied")
    act(case, Complete, "sub")
    assert open_steps(case) == ["settle"]


def test_who_takes_over_may_refuse(story: Story) -> None:
    """Then the case is denied."""
    case = begun(story, sub_matter(), decide())
    failed(case)
    act(case, Reject, "sub")
    assert case.case.result == "denied"


def test_what_cannot_be_begun_goes_to_a_person(story: Story) -> None:
    """Its failure is a visible state; begun again it is a child of its own, filed by an effect of its own."""
    case = begun(story, sub_matter(), decide())
    (first,) = children(case)
    assert failed(case) == ("sub_matter_failed", "step_opened")
    assert case.went(RecordFailure(actor=SYSTEM, child=first.key)) == ()
    assert [item.holders for item in case.case.items] == [(CHIEF,)]
    act(case, BeginAgain, "sub")
    (second,) = children(case)
    assert first.key != second.key
    assert owes(case) == [("submatter", first.key), ("submatter", second.key)]
    filed(case)
    ended(case)
    assert open_steps(case) == ["settle"]


def test_the_applicant_takes_nothing_over(story: Story) -> None:
    """Where the rule finds nobody else, the head of the owner does, and is told by name when that changes."""
    rule = {"by": "post", "post": "staff", "of": {"body": "applicant"}}
    case = begun(story, sub_matter(on_failure=rule), decide())
    failed(case)
    assert STAFF not in item_at(case, "sub").holders
    assert item_at(case, "sub").holders


def test_the_item_of_who_takes_over_is_an_item_like_others(story: Story) -> None:
    """It can be handed on, and the case returned for the answers that would not do."""
    case = begun(story, sub_matter(), decide())
    failed(case)
    act(case, Transfer, "sub", to=(DEPUTY,))
    send_back(case, "sub")
    assert case.case.status == "supplementing"


def test_nobody_goes_on_while_another_child_is_under_way(story: Story) -> None:
    """不再等候 is for what failed; what runs is waited for."""
    case = rows(story, on_refusal={"to": BY_HEAD})
    filed(case, 0)
    failed(case, 1)
    item = item_at(case, "sub")
    on: dict[str, Any] = {"actor": CHIEF, "item": item.key, "expected_version": 1, "opinion": "另行办理"}
    assert code(case.tell(Complete(**on))) == "not_possible"
    ended(case, "granted", 0)
    case.went(Complete(**on))
    assert open_steps(case) == ["settle"]


# One per row


def test_each_row_has_its_own(story: Story) -> None:
    """The case goes on when all have ended, in any order."""
    case = rows(story)
    assert [child.row for child in children(case)] == [1, 2]
    filed(case, 1)
    filed(case, 0)
    assert ended(case, "granted", 1) == ("sub_matter_ended",)
    assert "step_opened" in ended(case, "granted", 0)


def test_without_rows_the_step_passes(story: Story) -> None:
    """Nothing is begun."""
    told_ = Story(with_stops(story.matter), story.organisation, story.calendar)
    case = begun(told_, each_stop(), decide())
    assert open_steps(case) == ["settle"]
    assert "step_passed" in [event.type for event in case.events]


def test_the_first_refusal_calls_the_others_off(story: Story) -> None:
    """A running one is told; one that is not filed yet never will be."""
    case = rows(story)
    filed(case, 0)
    first, second = children(case)
    ended(case, "denied", 0)
    assert case.case.result == "denied"
    assert not case.case.child(second.key).needed  # type: ignore[union-attr]
    assert ("call_off", first.key) not in owes(case)
    again = rows(story)
    filed(again, 0)
    filed(again, 1)
    ended(again, "denied", 1)
    assert owes(again)[-1] == ("call_off", again.case.children[0].key)


# Returns


def mended(case: Story, **answers: object) -> None:
    """The applicant supplements these."""
    (item,) = case.case.items
    case.went(Supplement(actor=STAFF, item=item.key, expected_version=1, answers=answers, materials={}))


HANDS = {"fields": {"destination": "destination"}}


def returned(story: Story, target: str, **changed: object) -> Story:
    """A case whose sub-matter was granted, returned to the applicant from the step behind it, who changes one answer."""
    case = begun(story, sub_matter(hands_over=HANDS), step("look", post="deputy_head"), decide())
    filed(case)
    ended(case)
    act(case, ReturnToApplicant, "look", findings={target: "请核实。"})
    mended(case, **changed)
    return case


def test_a_child_that_has_ended_stands_after_a_return(story: Story) -> None:
    """What it was told has not changed: it is not begun again, and the case goes straight on."""
    case = returned(story, "passengers", passengers=2)
    assert len(case.case.children) == 1
    assert open_steps(case) == ["look"]


def test_what_follows_from_the_children_is_nobodys_deed(story: Story) -> None:
    """Whoever supplemented or decided before has not said that nothing is waited for any more."""
    case = returned(story, "passengers", passengers=2)
    done = [event for event in case.events if event.type == "sub_matters_done"]
    assert [event.actor for event in done] == [SYSTEM, SYSTEM]


def test_a_child_that_was_told_something_else_is_begun_again(story: Story) -> None:
    """Its destination is another one now."""
    case = returned(story, "destination", destination="样例乡")
    assert [child.needed for child in case.case.children] == [False, True]
    assert open_steps(case) == ["sub"]


def aside(story: Story) -> Story:
    """A case whose sub-matter runs in one branch while the other branch is under way."""
    both = fork("f", "parallel", branch("l", sub_matter(hands_over=HANDS)), branch("r", office("c", "cyberspace")))
    case = begun(story, both, decide())
    filed(case)
    return case


def test_a_running_child_goes_on_while_the_case_is_returned(story: Story) -> None:
    """It may even end meanwhile; when the case comes to the step again it is waited for, or stands."""
    case = aside(story)
    send_back(case, "c")
    assert owes(case) == [("submatter", children(case)[0].key)]
    assert ended(case) == ("sub_matter_ended",)
    case_2 = aside(story)
    act(case_2, ReturnToApplicant, "c", findings={"passengers": "请核实。"})
    mended(case_2, passengers=2)
    assert len(case_2.case.children) == 1
    ended(case_2)
    assert open_steps(case_2) == ["c"]


def test_a_running_child_that_was_told_something_else_is_called_off(story: Story) -> None:
    """And another one is begun in its place."""
    case = aside(story)
    act(case, ReturnToApplicant, "c", findings={"destination": "请核实。"})
    mended(case, destination="样例乡")
    first, second = case.case.children
    assert owes(case)[-2:] == [("call_off", first.key), ("submatter", second.key)]


def test_what_a_child_brought_back_is_no_change_of_what_it_was_told(story: Story) -> None:
    """Of rows, each end writes into the table that all were told of."""
    case = rows(story, step("look", post="deputy_head"), decide(), takes_back={"result": "outcome"})
    for nth in (0, 1):
        filed(case, nth)
        brought = [{**row, "outcome": "准予"} if n <= nth else row for n, row in enumerate(STOPS)]
        ended(case, "granted", nth, fills={"stops": brought})
    act(case, ReturnToApplicant, "look", findings={"passengers": "请核实。"})
    mended(case, passengers=2)
    assert len(case.case.children) == 2
    assert open_steps(case) == ["look"]


def test_a_step_before_may_be_returned_to(story: Story) -> None:
    """Then the step is come to again, with the child it has."""
    case = begun(story, CHECK, sub_matter(), step("look", post="deputy_head"), decide())
    approve(case, "check")
    filed(case)
    ended(case)
    act(case, ReturnToStep, "look", step="check")
    approve(case, "check")
    assert open_steps(case) == ["look"]


def test_a_decision_is_taken_back_until_a_child_is_filed(story: Story) -> None:
    """拿回: before that nothing has happened, and the child is never filed; afterwards it is refused."""
    case = begun(story, CHECK, sub_matter(), decide())
    approve(case, "check")
    (deed,) = [deed for deed in case.case.deeds if deed.step == "check"]
    (child,) = children(case)
    case.went(TakeBack(actor=CHIEF, item=deed.item))
    assert open_steps(case) == ["check"]
    assert not case.case.child(child.key).needed  # type: ignore[union-attr]
    approve(case, "check")
    filed(case)
    deed = case.case.deeds[-1]
    assert code(case.tell(TakeBack(actor=CHIEF, item=deed.item))) == "not_possible"


def test_what_waited_for_children_waits_again_when_a_refusal_is_taken_back(story: Story) -> None:
    """The branch beside was cut off by the refusal; its child is begun anew."""
    inner = fork(
        "in",
        "parallel",
        branch("l", sub_matter()),
        branch("r", office("c", "cyberspace")),
        refusal="first_refusal_ends",
    )
    outer = fork("out", "parallel", branch("a", inner), branch("b", office("d", "finance")))
    case = begun(story, outer, decide())
    filed(case)
    act(case, Reject, "c")
    assert owes(case)[-1][0] == "call_off"
    deed = case.case.deeds[-1]
    case.went(TakeBack(actor=deed.actor, item=deed.item))
    assert sorted(open_steps(case)) == ["c", "d", "sub"]
    assert [child.needed for child in case.case.children] == [False, True]


# The end of the case


def withdrawn(case: Story) -> None:
    case.went(Withdraw(actor=STAFF))


def terminated(case: Story) -> None:
    case.went(AskRepair(actor=ADMIN, what="end", reason="重复提交"))
    case.went(ConfirmRepair(actor=SECOND))


def denied(case: Story) -> None:
    act(case, Reject, "c")


@pytest.mark.parametrize("end", [withdrawn, terminated, denied])
def test_when_the_case_comes_to_nothing_its_children_are_called_off(story: Story, end: Any) -> None:  # noqa: ANN401
    """Each by an effect of its own; those that have ended are left alone; one that ends nevertheless is recorded."""
    both = fork(
        "f",
        "parallel",
        branch("l", sub_matter()),
        branch("r", office("c", "cyberspace")),
        branch("m", sub_matter("other")),
        refusal="first_refusal_ends",
    )
    case = begun(story, both, decide())
    filed(case)
    filed(case, step="other")
    ended(case, step="other")
    (child,) = children(case)
    end(case)
    assert [one for one in owes(case) if one[0] == "call_off"] == [("call_off", child.key)]
    late = RecordEnd(actor=SYSTEM, child=child.key, how="granted", fills={"plate": "样A1"})
    assert case.went(late) == ("sub_matter_ended",)


def test_a_mend_that_skips_the_step_calls_its_child_off(story: Story) -> None:
    """修复: what nobody waits for is not needed."""
    case = begun(story, sub_matter(), decide())
    filed(case)
    case.went(AskRepair(actor=ADMIN, what="skip", reason="子事项卡住", item=case.item))
    case.went(ConfirmRepair(actor=SECOND))
    assert open_steps(case) == ["settle"]
    assert owes(case)[-1][0] == "call_off"


def test_after_the_decision_the_case_is_concluded_once_the_child_has_ended(story: Story) -> None:
    """Whichever comes last, the result paper or the child."""
    for paper_first in (True, False):
        case = begun(story, decide(), sub_matter(on_refusal="go_on"))
        approve(case, "settle")
        if paper_first:
            issue(case, "reply")
        filed(case)
        ended(case, "denied")
        if not paper_first:
            issue(case, "reply")
        assert (case.case.status, case.case.result) == ("concluded", "granted")


# The child's side


@dataclass
class Begun(Story):
    """A case that another one has begun."""

    origin: Origin = ORIGIN

    def submit(self, actor: Holder = STAFF, **answers: object) -> Submit:
        """By the system, in somebody's name."""
        parts = {"actor": SYSTEM, "behalf": actor, "origin": self.origin}
        return super().submit(actor, **answers).model_copy(update=parts)


def child(story: Story, **origin: object) -> Begun:
    """Not filed yet."""
    case = Begun(story.matter, story.organisation, story.calendar)
    case.origin = case.origin.model_copy(update=origin)
    return case


def test_a_case_that_another_one_begins_is_the_applicants(story: Story) -> None:
    """Filed by the system in the applicant's name, who is told; validated like any filing."""
    case = child(story)
    case.went(case.submit())
    filing = case.events[0]
    assert (case.case.applicant, filing.actor, filing.behalf) == (STAFF, SYSTEM, STAFF)
    assert [(e.topic, e.to) for e in owed(filing)] == [("filed_for_you", (STAFF.person,))]


def test_what_is_filed_by_the_system_must_be_right(story: Story) -> None:
    """Like any filing; and not deeper than three."""
    case = child(story)
    assert code(case.tell(case.submit(purpose=None))) == "invalid"
    deep = child(story, depth=4)
    assert code(deep.tell(deep.submit())) == "not_possible"


@pytest.mark.parametrize("stage", ["concluded", "acceptance_refused", "withdrawn", "terminated"])
def test_every_end_is_reported_once(story: Story, stage: str) -> None:
    """A case that stands alone reports nothing, nor does the next link of a chain."""
    alone = Story(story.matter, story.organisation, story.calendar)
    for case, reports in ((child(story), 1), (child(story, follows=True, depth=0), 0), (alone, 0)):
        told(case, stage)
        assert owes(case) == [("report_up", None)] * reports


def test_a_case_is_called_off_until_it_is_decided(story: Story) -> None:
    """It ends as withdrawn, everybody it concerns is told, and its own children are called off in turn."""
    case = begun(story, sub_matter(), decide())
    filed(case)
    assert called_off(case) == ("called_off", "sub_matters_dropped")
    assert (case.case.status, case.case.items) == ("withdrawn", ())
    (told_,) = (e.to for event in case.events if event.type == "called_off" for e in owed(event))
    assert {STAFF.person, CLERK.person} <= set(told_)
    assert SYSTEM.person not in told_
    assert called_off(case) == ()
    late = told(Story(story.matter, story.organisation, story.calendar), "decided")
    assert called_off(late) == ()
    assert late.case.status == "decided"


def test_an_official_may_file_it(story: Story) -> None:
    """`as_body: owner`: whoever of the owner body acted last and is still there."""
    case = begun(story, CHECK, sub_matter(as_body="owner"), decide())
    approve(case, "check")
    assert [child.applicant for child in children(case)] == [CHIEF]


# The next link


def link(story: Story, **parts: object) -> Story:
    """A case of a matter that is followed by another one, about to be decided."""
    matter = rerouted(
        story.matter, decide(), deliver={"id": "deliver", "name": "办结", "kind": "deliver", "how": "online"}
    )
    assert matter.outcome
    follows = FollowUp.model_validate({"matter": "TX902", **parts})
    results = tuple(
        r.model_copy(update={"follow_up": follows}) if r.on == "granted" else r for r in matter.outcome.results
    )
    matter = matter.model_copy(update={"outcome": matter.outcome.model_copy(update={"results": results})})
    case = Story(matter, story.organisation, story.calendar)
    case.went(case.submit())
    case.went(case.accept())
    return case


def test_the_next_matter_is_begun_once_this_one_is_concluded(story: Story) -> None:
    """一链办理: with the result that names it, and once; it does not hold the case up, and its failure is told the applicant."""
    case = link(story)
    approve(case, "settle")
    assert issue(case, "reply")[-2:] == ("concluded", "follow_up_wanted")
    (child,) = case.case.children
    assert (child.matter, child.step, child.applicant, owes(case)) == ("TX902", "", STAFF, [("submatter", child.key)])
    case.went(RecordFailure(actor=SYSTEM, child=child.key))
    assert [(e.topic, e.to) for e in owed(case.events[-1])] == [("sub_matter_failed", (STAFF.person,))]


def test_another_result_is_followed_by_nothing(story: Story) -> None:
    """Denied, the chain ends."""
    case = link(story)
    act(case, Reject, "settle")
    issue(case, "denial")
    assert (case.case.status, case.case.children) == ("concluded", ())


def test_the_next_link_may_be_filed_by_the_office(story: Story) -> None:
    """In the name of who decided."""
    case = link(story, as_body="owner")
    approve(case, "settle")
    issue(case, "reply")
    assert [child.applicant for child in case.case.children] == [HEAD]


# What is foreseen


def test_the_step_is_foreseen(story: Story) -> None:
    """By its name; nobody has to act."""
    case = begun(story, CHECK, sub_matter(), decide())
    seen = ahead(case.matter, parties_of(case.matter, case.case, case.filed), case.world, case.case)
    assert next((one.step, one.holders) for one in seen) == ("sub", ())


def test_what_a_child_brings_back_is_known_from_then_on(story: Story) -> None:
    """A branch behind the step is chosen by it; the event names what was written."""
    small = fork("f", "exclusive", branch("big", office("c", "cyberspace"), when=BIG), otherwise=[])
    case = begun(story, sub_matter(), small, decide(), passengers=3)
    filed(case)
    report = RecordEnd(actor=SYSTEM, child=children(case)[0].key, how="granted", fills={"passengers": 9})
    verdict = decided(case.matter, case.case, case.filed, report, case.world)
    assert isinstance(verdict, tuple)
    assert [event.wrote for event in verdict if isinstance(event, SubMatterEnded)] == [("passengers",)]
    case.went(report)
    assert open_steps(case) == ["c"]


def test_the_item_that_waits_is_nobodys(story: Story) -> None:
    """It closes when somebody takes over, and without a deed."""
    case = begun(story, sub_matter(), decide())
    (waiting,) = case.case.items
    failed(case)
    assert case.case.item(waiting.key) is None
    assert drops(case) == []
    assert code(case.tell(Approve(actor=CHIEF, item=waiting.key, expected_version=1))) in ("not_holder", "wrong_status")
