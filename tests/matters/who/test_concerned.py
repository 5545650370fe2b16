"""当事人回避: whom the form names as the one the case is about decides nothing in it, whichever way it would come to them."""

from typing import Any

import pytest

from matters.commands.cases import AskRepair
from matters.commands.items import (
    AddSigners,
    Approve,
    AskSuspension,
    Claim,
    Complete,
    Delegate,
    Reject,
    ReturnToApplicant,
    Supplement,
    Transfer,
)
from matters.commands.reports import Reresolve
from matters.course.forecast import ahead
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.errors.handling import ConcernedSelf, NobodyFound, NotPossible, UnfitPerson
from matters.language.document import Definition
from matters.organisation.snapshot import SYSTEM, Holder
from matters.verbs.repairing import REPAIR
from matters.who.concerned import concerned_in
from matters.who.parties import Parties
from tests.matters.forked import (
    DELIVER,
    EXCEPTIONS,
    begun,
    branch,
    countersign,
    decide,
    fork,
    hand,
    item_at,
    open_steps,
    rerouted,
    step,
)
from tests.matters.proxied import grant, stand_in
from tests.matters.stories import ADMIN, CHIEF, CLERK, CLERK_2, DEPUTY, HEAD, STAFF, Story, varied

OFFICER: dict[str, Any] = {
    "id": "officer",
    "label": "推荐人选",
    "type": "person",
    "concerned": True,
    "required": "optional",
}
TEAM: dict[str, Any] = {
    "id": "team",
    "label": "名单",
    "type": "rows",
    "required": "optional",
    "at_least": 0,
    "columns": [{"id": "member", "label": "姓名", "type": "person", "concerned": True}],
}


def asking(matter: Definition, *fields: dict[str, Any]) -> Definition:
    """The matter whose form asks for these too."""
    return varied(matter, lambda document: document["form"]["sections"][-1]["fields"].extend(fields or (OFFICER, TEAM)))


def about(story: Story, *middle: dict[str, Any], **answers: Any) -> Story:  # noqa: ANN401 - answers are JSON
    """A case of such a matter, accepted; `officer` is whom it is about."""
    told = Story(asking(story.matter), story.organisation, story.calendar)
    return begun(told, *middle, **answers)


def test_the_one_it_is_about_is_left_out_of_those_who_act(story: Story) -> None:
    """At acceptance the other clerk; at the chief's step, which says `superior`, her head."""
    case = Story(asking(story.matter), story.organisation, story.calendar)
    case.went(case.submit(officer=CLERK.person))
    assert case.case.items[0].holders == (CLERK_2,)
    case = about(story, step("check"), decide(), officer=CHIEF.person)
    assert item_at(case, "check").holders == (HEAD,)


def test_without_the_word_a_person_field_keeps_nobody_away(story: Story) -> None:
    """A contact is named, nobody is judged; what is published keeps its digest."""
    plain = {key: value for key, value in OFFICER.items() if key != "concerned"}
    matter = asking(story.matter, plain)
    assert matter.digest == asking(story.matter, {**plain, "concerned": False}).digest
    case = begun(Story(matter, story.organisation, story.calendar), step("check"), decide(), officer=CHIEF.person)
    assert item_at(case, "check").holders == (CHIEF,)
    assert not any(event.type == "concerned_named" for event in case.events)


def test_everybody_in_a_list_is_meant(story: Story) -> None:
    """Rows name them as well."""
    case = about(story, step("check"), decide(), team=[{"member": DEPUTY.person}, {"member": CHIEF.person}])
    assert item_at(case, "check").holders == (HEAD,)
    assert concerned_in(case.matter, case.answers) == {("member", DEPUTY.person), ("member", CHIEF.person)}


def test_where_nobody_else_is_there_the_filing_is_refused(story: Story) -> None:
    """It is not let in only to get stuck."""
    refusing = {**EXCEPTIONS, "nobody": "refuse_filing"}
    matter = rerouted(asking(story.matter), step("check", exceptions=refusing), decide(), deliver=DELIVER)
    case = Story(matter, story.organisation, story.calendar)
    assert isinstance(case.tell(case.submit(officer=CHIEF.person)), NobodyFound)
    assert not isinstance(case.tell(case.submit(officer=DEPUTY.person)), Refusal)


def test_a_choice_of_whom_it_is_about_is_told_with_what_else_is_wrong(story: Story) -> None:
    """Not in a second round, when the form is right at last."""
    who = {"by": "choice", "chooser": "applicant", "post": "vehicle_clerk", "of": {"body": "owner"}}
    matter = rerouted(asking(story.matter), {**step("check"), "who": who}, decide())
    case = Story(matter, story.organisation, story.calendar)
    filing = case.submit(officer=CLERK.person, purpose=None)
    told = case.tell(filing.model_copy(update={"choices": {"check": CLERK}}))
    assert isinstance(told, Invalid)
    assert {problem.target for problem in told.problems} == {"purpose", "to"}


@pytest.mark.parametrize("kind", [Approve, Reject, Claim])
def test_who_came_to_hold_it_all_the_same_does_nothing_with_it(story: Story, kind: Any) -> None:  # noqa: ANN401
    """The supplement names the holder: the item goes to whoever the step names now, and a late act is refused."""
    case = about(story, step("check", post="vehicle_clerk"), decide())
    item = item_at(case, "check")
    case.answers = {**case.answers, "officer": CLERK.person}
    said = {} if kind is Claim else {"opinion": "意见"}
    verdict = case.tell(kind(actor=CLERK, item=item.key, expected_version=item.version, **said))
    assert isinstance(verdict, ConcernedSelf)
    assert "当事人" in verdict.message


def test_who_is_named_by_a_supplement_leaves_what_they_hold(story: Story) -> None:
    """Where the case goes on straight from the return."""
    case = about(
        story,
        fork("f", "parallel", branch("l", step("a", return_resumes="straight_back")), branch("r", step("b"))),
        decide(),
    )
    item = item_at(case, "a")
    back = ReturnToApplicant(
        actor=CHIEF, item=item.key, expected_version=1, findings={"officer": "请写明。"}, opinion="意见"
    )
    case.went(back)
    (item,) = case.case.items
    answers = {"officer": CHIEF.person}
    case.went(Supplement(actor=STAFF, item=item.key, expected_version=1, answers=answers, materials={}))
    assert {item.holders for item in case.case.items} == {(HEAD,)}


def test_nobody_names_himself_away_with_the_act_that_decides(story: Story) -> None:
    """The office names who is concerned at a step, and does not decide about itself in the same breath."""
    field = {**OFFICER, "filled_by": "office"}
    matter = asking(story.matter, field)
    case = begun(
        Story(matter, story.organisation, story.calendar),
        step("check", rights={"edit": ["officer"]}),
        step("second", post="deputy_head"),
        decide(),
    )
    item = item_at(case, "check")
    on: Any = {"actor": CHIEF, "item": item.key, "expected_version": 1}
    assert isinstance(case.tell(Approve(**on, fills={"officer": CHIEF.person})), ConcernedSelf)
    case.went(Approve(**on, fills={"officer": DEPUTY.person}))
    assert item_at(case, "second").holders == (HEAD,)


def test_nothing_is_handed_to_whom_it_is_about(story: Story) -> None:
    """转办、委派、加签."""
    case = about(story, step("check"), decide(), officer=DEPUTY.person)
    item = item_at(case, "check")
    on: Any = {"actor": CHIEF, "item": item.key, "expected_version": 1, "opinion": "请看", "to": (DEPUTY,)}
    for command in (Transfer(**on), Delegate(**on), AddSigners(**on, where="beside")):
        assert isinstance(case.tell(command), UnfitPerson)


@pytest.mark.parametrize(("principal", "agent"), [(CHIEF, DEPUTY), (CHIEF, CLERK_2)])
def test_whom_it_is_about_stands_in_for_nobody(story: Story, principal: Holder, agent: Holder) -> None:
    """代理: neither the agent nor, named later, the principal."""
    case = about(story, step("check"), decide(), officer=DEPUTY.person)
    grant(case, principal, agent)
    if agent == DEPUTY:
        verdict = stand_in(case, Approve, "check", agent, principal)
        assert isinstance(verdict, NotPossible)
        assert "当事人" in verdict.why
    case.answers = {**case.answers, "officer": CHIEF.person}
    assert isinstance(stand_in(case, Approve, "check", agent, principal), NotPossible)


def test_they_sign_no_seat_and_are_found_for_none(story: Story) -> None:
    """会签: the seat goes to the head; found anew it stays so."""
    case = about(story, countersign("sign", "vehicle_chief", "deputy_head"), decide(), officer=DEPUTY.person)
    assert {item.holders for item in case.case.items} == {(CHIEF,), (HEAD,)}
    for item in case.case.items:
        case.went(Reresolve(actor=SYSTEM, item=item.key))
    assert {item.holders for item in case.case.items} == {(CHIEF,), (HEAD,)}


def test_they_consent_to_no_rest_and_mend_nothing(story: Story) -> None:
    """挂起审批、修复."""
    suspension = {"approved_by": {"by": "head", "of": {"body": "owner"}}, "at_most_days": 20}

    def add(document: dict[str, Any]) -> None:
        document["suspension"] = suspension

    told = Story(varied(story.matter, add), story.organisation, story.calendar)
    case = about(told, step("check"), decide(), officer=HEAD.person)
    item = item_at(case, "check")
    on: Any = {"actor": CHIEF, "item": item.key, "expected_version": 1, "opinion": "等候"}
    assert isinstance(case.tell(AskSuspension(**on, until=case.now.date().replace(day=12))), NobodyFound)
    mended = about(story, step("check"), decide(), officer=ADMIN.person)
    verdict = mended.tell(AskRepair(actor=ADMIN, what="end", reason="卡住"))
    assert isinstance(verdict, NotPossible)
    assert verdict.action == REPAIR


OWN: dict[str, Any] = {
    "who": {"by": "field", "field": "officer"},
    "exceptions": {**EXCEPTIONS, "nobody": "refuse_filing"},
}


def test_they_are_asked_themselves_where_a_step_says_so(story: Story) -> None:
    """本人意见: a review by the very field is theirs, the decision is not, nor is any other step."""
    case = about(story, step("consent", **OWN), step("check"), decide(), officer=CHIEF.person)
    assert {holder.person for holder in item_at(case, "consent").holders} == {CHIEF.person}
    hand(case, Approve, "consent", CHIEF)
    assert item_at(case, "check").holders == (HEAD,)
    matter = rerouted(asking(story.matter), {**decide(), **OWN}, deliver=DELIVER)
    deciding = Story(matter, story.organisation, story.calendar)
    assert isinstance(deciding.tell(deciding.submit(officer=CHIEF.person)), NobodyFound)


def test_another_field_that_names_them_opens_no_way(story: Story) -> None:
    """The applicant chooses the reviewer by a field of its own: not whom the case is about."""
    leader = {"id": "leader", "label": "审核人", "type": "person", "required": "optional"}
    matter = asking(story.matter, OFFICER, leader)
    by_leader = step("check", **{**OWN, "who": {"by": "field", "field": "leader"}})
    case = Story(rerouted(matter, by_leader, decide(), deliver=DELIVER), story.organisation, story.calendar)
    assert isinstance(case.tell(case.submit(officer=CHIEF.person, leader=CHIEF.person)), NobodyFound)
    assert not isinstance(case.tell(case.submit(officer=CHIEF.person, leader=DEPUTY.person)), Refusal)


def test_work_is_kept_from_them_as_well(story: Story) -> None:
    """承办 after the decision."""
    case = about(story, decide(), step("wash", "work", post="deputy_head"), officer=DEPUTY.person)
    hand(case, Approve, "settle", HEAD)
    (other,) = item_at(case, "wash").holders
    assert other.person != DEPUTY.person
    hand(case, Complete, "wash", other)
    assert open_steps(case) == []


def test_the_forecast_knows_it_before_anything_is_filed(story: Story) -> None:
    """预告: by the same rule."""
    matter = rerouted(asking(story.matter), step("check"), decide(), deliver=DELIVER)
    says = {"officer": CHIEF.person}
    parties = Parties(STAFF, "county_finance", "county_logistics", says=says, concerned=concerned_in(matter, says))
    assert {one.step: one.holders for one in ahead(matter, parties, story.world)}["check"] == (HEAD,)
