"""修复、离职交接: an administrator asks with a reason, a second one confirms; neither takes part in the case."""

from typing import Any

import pytest

from matters.case.fold import fold
from matters.commands.cases import AskRepair, ConfirmRepair, DropRepair, HandOver, ReplaceApplicant, TakeBack
from matters.commands.items import AddSigners, Approve, Supplement
from matters.errors.base import Refusal
from matters.organisation.snapshot import Grant, Holder, Organisation
from tests.matters.forked import (
    BIG,
    act,
    approve,
    begun,
    branch,
    code,
    countersign,
    decide,
    drops,
    fork,
    hand,
    item_at,
    office,
    open_steps,
    send_back,
    step,
)
from tests.matters.papered import FIRST, papered
from tests.matters.stories import ADMIN, CHIEF, CLERK, CLERK_2, DEPUTY, HEAD, SECOND, STAFF, STRANGER, Story

COLLEAGUE = Holder(person="p49", post="county_finance.head")


def administered(story: Story, *middle: dict[str, Any]) -> Story:
    """An accepted case in an office with two administrators of matters and one of the organisation."""
    parts = {name: getattr(story.organisation, name) for name in Organisation.model_fields}
    grants = [Grant(person=who.person, role="matter_admin", scope="*") for who in (ADMIN, SECOND)]
    grants += [Grant(person=ADMIN.person, role="org_admin", scope="*")]
    grants += [Grant(person=CLERK.person, role="matter_admin", scope="*")]
    story.organisation = Organisation(**{**parts, "grants": (*parts["grants"], *grants)})
    return begun(story, *middle)


def asked(case: Story, what: str, by: Holder = ADMIN, reason: str = "系统迁移后卡住", **parts: Any) -> Any:  # noqa: ANN401
    """What the engine says to that wish."""
    return case.tell(AskRepair.model_validate({"actor": by, "what": what, "reason": reason, **parts}))


def mended(case: Story, what: str, **parts: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Asked and confirmed; the events of the mend."""
    verdict = asked(case, what, **parts)
    assert isinstance(verdict, tuple), verdict
    return case.went(ConfirmRepair(actor=SECOND))


def test_two_administrators_mend_and_the_one_who_asked_is_not_the_second(story: Story) -> None:
    """Nothing happens before the second has confirmed; the others who may are told."""
    case = administered(story, step("check"), decide())
    (event,) = asked(case, "skip", item=item_at(case, "check").key)
    assert {SECOND.person, CLERK.person} <= set(event.tell)
    assert open_steps(case) == ["check"]
    assert code(case.tell(ConfirmRepair(actor=ADMIN))) == "second_person"
    assert code(asked(case, "end")) == "not_possible"
    assert case.went(ConfirmRepair(actor=SECOND)) == ("repaired", "step_passed", "step_opened")
    assert (open_steps(case), drops(case)) == (["settle"], [("check", "repaired")])


def test_a_step_that_is_skipped_issues_no_paper(story: Story) -> None:
    """中途出具: nobody of the body whose seal it bears has said anything."""
    story.matter = papered(story.matter)
    case = administered(story, FIRST, decide())
    assert mended(case, "skip", item=item_at(case, "a").key) == ("repaired", "step_passed", "step_opened")


def test_a_mend_needs_right_reason_and_distance(story: Story) -> None:
    """Not without a role, not without a reason, not by who takes part in the case."""
    case = administered(story, step("check"), decide())
    key = item_at(case, "check").key
    assert code(asked(case, "skip", by=STRANGER, item=key)) == "forbidden"
    assert code(asked(case, "skip", reason=" ", item=key)) == "not_possible"
    assert code(asked(case, "skip", by=CLERK, item=key)) == "not_possible"
    asked(case, "skip", item=key)
    assert code(case.tell(ConfirmRepair(actor=CLERK))) == "not_possible"
    assert code(case.tell(ConfirmRepair(actor=STRANGER))) == "forbidden"
    assert code(case.tell(DropRepair(actor=STRANGER))) == "forbidden"
    assert case.went(DropRepair(actor=SECOND)) == ("repair_dropped",)
    assert code(case.tell(ConfirmRepair(actor=SECOND))) == "not_possible"


def test_a_case_is_ended_without_a_result(story: Story) -> None:
    """终止: everybody it concerns is told; nothing can be done to it any more."""
    case = administered(story, step("check"), decide())
    late = item_at(case, "check")
    assert mended(case, "end") == ("repaired",)
    assert (case.case.status, case.case.result, case.case.items) == ("terminated", None, ())
    refused = case.tell(Approve(actor=CHIEF, item=late.key, expected_version=1))
    assert code(refused) == "no_longer_needed"
    assert fold(case.events) == case.case


def test_a_seat_that_is_skipped_counts_as_an_abstention(story: Story) -> None:
    """The others decide."""
    case = administered(story, countersign("sign", "vehicle_chief", "deputy_head"), decide())
    mended(case, "skip", item=item_at(case, "sign").key)
    assert open_steps(case) == ["sign"]
    approve(case, "sign")
    assert open_steps(case) == ["settle"]


@pytest.mark.parametrize("to", ["check", "f", "settle"])
def test_a_case_jumps_to_a_step_of_its_main_row(story: Story, to: str) -> None:
    """跳转: back or forth, out of any branch; all that stood open is closed, and the case can end from there."""
    both = fork("f", "parallel", branch("l", office("c", "cyberspace")), branch("r", step("look")))
    case = administered(story, step("check"), both, decide())
    approve(case, "check")
    approve(case, "c")
    assert mended(case, "jump", step=to)[0] == "repaired"
    for one in {"check": ["check", "c", "look"], "f": ["c", "look"], "settle": []}[to]:
        approve(case, one)
    approve(case, "settle")
    assert case.case.result == "granted"


def test_nothing_is_given_to_whom_it_would_get_stuck_with(story: Story) -> None:
    """Who has signed cannot sign for somebody else too, and who has accepted does not decide: neither by mend nor by handover."""
    case = administered(story, countersign("sign", "vehicle_chief", "deputy_head"), decide(apart_from=["accept"]))
    act(case, Approve, "sign")
    item = item_at(case, "sign").key
    handover = HandOver(actor=ADMIN, item=item, leaver=DEPUTY.person, to=CHIEF)
    assert code(case.tell(handover)) == "unfit_person"
    assert code(asked(case, "reassign", item=item, to=CHIEF)) == "not_possible"
    assert case.went(handover.model_copy(update={"to": HEAD})) == ("handed_over",)
    hand(case, Approve, "sign", HEAD, opinion="同意")
    assert code(asked(case, "reassign", item=item_at(case, "settle").key, to=CLERK)) == "not_possible"


def test_no_case_jumps_over_a_decision_in_a_branch(story: Story) -> None:
    """It would end without a result."""
    choice = fork("choice", "exclusive", branch("big", decide("leader"), when=BIG), otherwise=[decide("chief")])
    case = administered(story, step("check"), choice, step("wash", "work"))
    assert code(asked(case, "jump", step="wash")) == "not_possible"
    assert mended(case, "jump", step="choice") == ("repaired", "forked", "step_opened")


def test_what_was_decided_before_a_jump_is_not_taken_back(story: Story) -> None:
    """A branch that the case was led out of is under way no more: taken back into it, the case would wait for it for ever."""
    both = fork("f", "parallel", branch("l", office("c", "cyberspace")), branch("r", step("look"), step("again")))
    case = administered(story, both, decide())
    approve(case, "look")
    (look,) = (deed for deed in case.case.deeds if deed.step == "look")
    mended(case, "jump", step="settle")
    assert code(case.tell(TakeBack(actor=look.actor, item=look.item))) == "not_possible"
    approve(case, "settle")
    assert case.case.result == "granted"


def test_a_jump_out_of_a_supplement_asks_the_applicant_no_more(story: Story) -> None:
    """The case is being handled again."""
    case = administered(story, step("check"), decide())
    send_back(case, "check")
    mended(case, "jump", step="settle")
    assert (case.case.status, open_steps(case), case.case.targets) == ("in_progress", ["settle"], ())


def test_what_cannot_be_mended_is_refused_when_asked(story: Story) -> None:
    """No acceptance or decision is skipped, none jumped over, nothing given to the applicant, no result undone."""
    inner = fork("f", "parallel", branch("l", office("c", "cyberspace")), branch("r", step("look")))
    case = administered(story, inner, decide(), step("wash", "work"))
    for one in ("accept", "deliver", "wash", "c", "nowhere"):
        assert code(asked(case, "jump", step=one)) == "not_possible"
    item = item_at(case, "c").key
    for to in (STAFF, Holder(person="p39", post="county_court.staff"), None):
        assert code(asked(case, "reassign", item=item, to=to)) == "not_possible"
    assert code(asked(case, "skip", item="9:none")) == "not_possible"
    approve(case, "c", "look")
    assert code(asked(case, "skip", item=item_at(case, "settle").key)) == "not_possible"
    approve(case, "settle")
    assert code(asked(case, "end")) == "not_possible"
    assert code(asked(case, "jump", step="f")) == "not_possible"


def test_a_mend_that_is_overtaken_is_refused_when_confirmed(story: Story) -> None:
    """The item was done meanwhile."""
    case = administered(story, step("check"), decide())
    asked(case, "skip", item=item_at(case, "check").key)
    approve(case, "check")
    assert code(case.tell(ConfirmRepair(actor=SECOND))) == "not_possible"
    case.went(DropRepair(actor=ADMIN))


def test_an_item_is_given_to_somebody_else(story: Story) -> None:
    """改派: the old holder is out."""
    case = administered(story, decide())
    mended(case, "reassign", item=item_at(case, "settle").key, to=DEPUTY)
    assert item_at(case, "settle").holders == (DEPUTY,)
    act(case, Approve, "settle")
    assert case.case.result == "granted"


def test_what_a_leaver_held_goes_to_the_successor(story: Story) -> None:
    """离职交接: only the leaver is replaced among several; not by strangers to the task, not twice."""
    case = administered(story, decide(), step("wash", "work", post="vehicle_clerk"))
    approve(case, "settle")
    item = item_at(case, "wash")
    handing = HandOver(actor=ADMIN, item=item.key, leaver=CLERK.person, to=DEPUTY)
    assert code(case.tell(handing.model_copy(update={"actor": CHIEF}))) == "forbidden"
    assert code(case.tell(handing.model_copy(update={"to": STAFF}))) == "unfit_person"
    assert case.went(handing) == ("handed_over",)
    assert set(item_at(case, "wash").holders) == {CLERK_2, DEPUTY}
    assert code(case.tell(handing)) == "not_possible"


def test_the_applicants_place_is_taken_by_a_colleague(story: Story) -> None:
    """经办人变更: the supplement owed goes along; not somebody of another body, not an official who handled the case."""
    case = administered(story, decide())
    send_back(case, "settle")
    replaced = ReplaceApplicant(actor=ADMIN, to=COLLEAGUE)
    for to in (STRANGER, HEAD):
        assert code(case.tell(replaced.model_copy(update={"to": to}))) == "unfit_person"
    assert case.went(replaced) == ("applicant_replaced",)
    (item,) = case.case.items
    assert item.holders == (COLLEAGUE,)
    given = {"answers": {"destination": "样例镇政府"}, "materials": {}}
    case.went(Supplement(actor=COLLEAGUE, item=item.key, expected_version=item.version, **given))
    assert open_steps(case) == ["settle"]


def test_a_signer_who_was_added_is_taken_off_by_two_administrators(story: Story) -> None:
    """减签 where who added has left: the votes are counted anew, and whom they had added in turn goes too."""
    case = administered(story, step("check"), decide())
    hand(case, AddSigners, "check", CHIEF, where="beside", to=(DEPUTY,), opinion="请把关")
    hand(case, AddSigners, "check", DEPUTY, where="after", to=(CLERK_2,), opinion="请核对")
    own, added = (next(i for i in case.case.items if who in i.holders) for who in (CHIEF, DEPUTY))
    assert code(asked(case, "remove_signer", item=own.key)) == "not_possible"
    assert code(asked(case, "remove_signer")) == "not_possible"
    hand(case, Approve, "check", CHIEF)
    assert mended(case, "remove_signer", item=added.key)[:3] == ("repaired", "signer_removed", "signer_removed")
    assert (open_steps(case), drops(case)) == (["settle"], [("check", "removed")])
    assert fold(case.events) == case.case


def test_who_signs_by_the_definition_is_not_taken_off(story: Story) -> None:
    """The last signer least of all."""
    case = administered(story, countersign("sign", "vehicle_chief", "deputy_head"), decide())
    for item in case.case.items:
        assert code(asked(case, "remove_signer", item=item.key)) == "not_possible"


def test_who_has_signed_meanwhile_is_not_taken_off(story: Story) -> None:
    """Asked while the signature was open, confirmed when it was there."""
    case = administered(story, step("check"), decide())
    hand(case, AddSigners, "check", CHIEF, where="beside", to=(DEPUTY,), opinion="请把关")
    added = next(item for item in case.case.items if DEPUTY in item.holders)
    assert isinstance(asked(case, "remove_signer", item=added.key), tuple)
    hand(case, Approve, "check", DEPUTY)
    assert code(case.tell(ConfirmRepair(actor=SECOND))) == "not_possible"


def test_who_asked_reads_that_a_repair_wants_another_to_confirm_it(story: Story) -> None:
    """Not the sentence about drafts of definitions."""
    case = administered(story, step("check"), decide())
    asked(case, "end")
    refusal = case.tell(ConfirmRepair(actor=ADMIN))
    assert isinstance(refusal, Refusal)
    assert "修复" in refusal.message
    assert "草案" not in refusal.message


def test_of_two_administrators_at_once_the_later_reads_what_stands(story: Story) -> None:
    """A second wish while one waits, and a second confirmation of the same wish."""
    case = administered(story, step("check"), decide())
    item = item_at(case, "check")
    assert isinstance(asked(case, "skip", item=item.key), tuple)
    later = asked(case, "reassign", by=SECOND, item=item.key, to=DEPUTY)
    assert "等候第二人确认" in later.message
    case.went(ConfirmRepair(actor=SECOND))
    again = case.tell(ConfirmRepair(actor=SECOND))
    assert isinstance(again, Refusal)
    assert "没有等候确认的修复" in again.message
    assert open_steps(case) == ["settle"]
