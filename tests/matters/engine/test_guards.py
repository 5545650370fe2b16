"""Who may do this to that item now: every refusal, in the order that tells the person most."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from matters.commands.cases import Withdraw
from matters.commands.items import Accept, Approve, Conclude, RefuseAcceptance, Reject
from matters.commands.reports import CheckRules
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid, NotFound
from matters.errors.handling import (
    AlreadyDecided,
    NotApplicantsCase,
    NotHolder,
    OpinionRequired,
    SameHand,
    SelfDecision,
    Stale,
    WrongStatus,
)
from matters.lifecycle import decide
from matters.organisation.snapshot import SYSTEM
from tests.matters.stories import (
    CAR,
    CHIEF,
    CLERK,
    CLERK_2,
    STAFF,
    STRANGER,
    Story,
    decided_by_machine,
    told,
    varied,
    with_review,
)


def refused(story: Story, command: Any) -> Refusal:  # noqa: ANN401 - any command
    """The refusal; the case has not moved."""
    before = story.so_far
    verdict = story.tell(command)
    assert isinstance(verdict, Refusal), verdict
    assert story.so_far == before
    return verdict


def test_an_item_that_never_was_is_not_found(story: Story) -> None:
    """Nothing is told about other items."""
    told(story, "submitted")
    assert isinstance(refused(story, Accept(actor=CLERK, item="9:accept", expected_version=1)), NotFound)


@pytest.mark.parametrize("actor", [STAFF, CHIEF, STRANGER], ids=["applicant", "chief", "stranger"])
def test_only_a_holder_acts(story: Story, actor: Any) -> None:  # noqa: ANN401
    """Neither the applicant nor the next in line nor anybody else accepts."""
    told(story, "submitted")
    assert isinstance(refused(story, story.accept(actor)), NotHolder)


def test_the_hat_counts_and_not_the_person(story: Story) -> None:
    """A clerk under another post of the same person holds nothing."""
    told(story, "submitted")
    other_hat = CLERK_2.model_copy(update={"post": "county_logistics.support_clerk"})
    assert isinstance(refused(story, story.accept(other_hat)), NotHolder)


def test_the_second_of_two_clerks_reads_who_decided_and_when(story: Story) -> None:
    """或签: one decision; the other learns the name and the minute in Shanghai."""
    told(story, "submitted")
    late = story.accept(CLERK_2)
    story.went(story.accept(CLERK))
    answer = refused(story, late)
    name = story.organisation.person("p40").name
    assert answer == AlreadyDecided(who=name, at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
    assert answer.message == f"该待办已由{name}于2026年3月2日 09:00办理，无需重复操作。"


def test_the_same_person_twice_reads_the_same(story: Story) -> None:
    """A double click changes nothing."""
    told(story, "submitted")
    again = story.accept(CLERK)
    story.went(again)
    assert isinstance(refused(story, again), AlreadyDecided)


def test_an_older_version_of_an_item_is_stale(story: Story) -> None:
    """What the person was shown is not what is there."""
    told(story, "submitted")
    assert isinstance(refused(story, story.accept().model_copy(update={"expected_version": 0})), Stale)


def test_an_item_closed_by_a_withdrawal_says_so(story: Story) -> None:
    """Nobody decided it, so it speaks of the status instead."""
    told(story, "submitted")
    late = story.accept()
    story.went(Withdraw(actor=STAFF))
    assert refused(story, late) == WrongStatus(status="已撤回", action="受理")


@pytest.mark.parametrize("actor", [CLERK, CHIEF, STRANGER], ids=["clerk", "chief", "stranger"])
def test_nobody_but_the_applicant_withdraws(story: Story, actor: Any) -> None:  # noqa: ANN401
    """Not even who handles it."""
    told(story, "submitted")
    assert refused(story, Withdraw(actor=actor)) == NotApplicantsCase(action="撤回办件")


def test_the_applicant_may_withdraw_under_another_hat(story: Story) -> None:
    """The case is the person's; people change posts."""
    told(story, "submitted")
    assert story.went(Withdraw(actor=STAFF.model_copy(update={"post": "county_finance.liaison"}))) == ("withdrawn",)


@pytest.mark.parametrize("opinion", ["", "  ", "\n"])
def test_declining_demands_a_reason(story: Story, opinion: str) -> None:
    """Refusing acceptance and rejecting name their ground; blanks are none."""
    told(story, "submitted")
    refusal = refused(story, RefuseAcceptance(**story.on(CLERK), opinion=opinion))
    assert refusal == OpinionRequired(action="不予受理")
    story.went(story.accept())
    assert refused(story, Reject(**story.on(CHIEF), opinion=opinion)) == OpinionRequired(action="不同意")


def test_an_approval_demands_an_opinion_only_where_the_step_says_so(story: Story) -> None:
    """`approving: required` is asked for accepting and agreeing alike."""
    required = {"approving": "required", "phrases": []}
    story.matter = varied(story.matter, lambda document: document["steps"][0].update(opinion=required))
    told_submitted = story.tell(story.submit())
    assert not isinstance(told_submitted, Refusal)
    assert refused(story, story.accept()) == OpinionRequired(action="受理")
    assert story.went(story.accept(opinion="齐全。"))[0] == "accepted"
    assert story.went(story.approve())[0] == "approved"


@pytest.mark.parametrize(
    ("fills", "targets"),
    [
        ({}, ["plate", "driver"]),
        ({"plate": "样A12345"}, ["driver"]),
        ({**CAR, "plate": " "}, ["plate"]),
        ({**CAR, "plate": "12345"}, ["plate"]),
        ({**CAR, "driver": "马\n行"}, ["driver"]),
        ({**CAR, "driver": 5}, ["driver"]),
        ({**CAR, "driver_phone": "12"}, ["driver_phone"]),
        ({**CAR, "purpose": "别的"}, ["purpose"]),
        ({**CAR, "bogus": "x"}, ["bogus"]),
        ({**CAR, "notice": "f1"}, ["notice"]),
    ],
)
def test_fills_are_those_of_the_step_and_right(story: Story, fills: dict[str, Any], targets: list[str]) -> None:
    """What is missing, wrong, or not this step's to fill is named, all at once."""
    told(story, "submitted")
    answer = refused(story, story.accept(fills=fills))
    assert isinstance(answer, Invalid)
    assert [problem.target for problem in answer.problems] == targets


def test_declining_needs_no_fills_but_checks_those_given(story: Story) -> None:
    """No car is planned for a trip that is not accepted."""
    told(story, "submitted")
    wrong = RefuseAcceptance(**story.on(CLERK, fills={"plate": "x"}), opinion="不予保障。")
    assert isinstance(refused(story, wrong), Invalid)
    assert story.went(wrong.model_copy(update={"fills": {}})) == ("acceptance_refused",)


def test_a_step_without_rights_fills_nothing(story: Story) -> None:
    """The decider cannot put in another car."""
    told(story, "in_progress")
    assert isinstance(refused(story, story.approve(fills=CAR)), Invalid)


def test_an_applicant_who_came_to_hold_the_item_does_not_decide(story: Story) -> None:
    """Self-decision does not exist, whatever made them a holder."""
    told(story, "submitted")
    (item,) = story.case.items
    story.so_far = replace(story.case, items=(replace(item, holders=(STAFF,)),))
    assert isinstance(refused(story, story.accept(STAFF)), SelfDecision)


def test_who_accepted_does_not_decide_even_as_a_holder(story: Story) -> None:
    """受审分离 holds at the act itself, under any hat, and after a mere supplement request too."""
    told(story, "submitted")
    story.went(story.ask("destination"))
    story.went(story.supplement(destination="县城"))
    story.went(story.accept(CLERK_2))
    (item,) = story.case.items
    under_another_hat = CLERK.model_copy(update={"post": CHIEF.post})
    story.so_far = replace(story.case, items=(replace(item, holders=(under_another_hat,)),))
    answer = refused(story, Approve(**story.on(under_another_hat)))
    assert answer == SameHand(step="受理")


def test_the_reviewer_may_decide_where_nothing_keeps_them_apart(story: Story) -> None:
    """Only the steps named in `apart_from` are kept apart."""
    story.matter = with_review(story.matter)
    told(story, "in_progress")
    deputy = story.case.items[0].holders[0]
    story.went(story.approve(deputy))
    (item,) = story.case.items
    story.so_far = replace(story.case, items=(replace(item, holders=(deputy,)),))
    assert story.went(Approve(**story.on(deputy))) == ("approved", "decided")


def test_the_deliverer_cannot_hand_over_before_the_result_is_sealed(story: Story) -> None:
    """Between decision and seal nothing is open."""
    told(story, "in_progress")
    story.went(story.approve())
    assert story.case.items == ()
    late = Conclude(actor=CLERK, item="3:accept", expected_version=1)
    assert isinstance(decide(story.matter, story.case, story.filed, late, story.world), NotFound)


VERDICT = [
    {"id": "good", "label": "适宜"},
    {"id": "bad", "label": "不适宜"},
]
OFFICE: dict[str, Any] = {"filled_by": "office", "required": "optional"}
FOUND: list[dict[str, Any]] = [
    {"id": "verdict", "label": "评估结论", "type": "choice", "options": VERDICT, **OFFICE},
    {"id": "why", "label": "不适宜的理由", "type": "text", **OFFICE},
    {"id": "route", "label": "行车路线", "type": "text", **OFFICE},
]


def finding(story: Story, **answers: object) -> Story:
    """The decision fills a verdict; a bad one needs its reason, and a party its route."""

    def add(document: dict[str, Any]) -> None:
        bad = {"compare": "equals", "left": {"field": "verdict"}, "right": {"value": "bad"}}
        big = {"compare": "above", "left": {"field": "passengers"}, "right": {"value": 2}}
        verdict, why, route = FOUND
        fields = [verdict, {**why, "required": {"when": bad}}, {**route, "required": {"when": big}}]
        document["form"]["sections"][-1]["fields"] += fields
        document["steps"][1]["rights"] = {"edit": ["verdict", "why", "route"]}

    case = Story(varied(story.matter, add), story.organisation, story.calendar)
    given: dict[str, Any] = {"passengers": 1, **answers}
    case.went(case.submit(**given))
    case.went(case.accept())
    return case


def deciding(case: Story, kind: Any, **fills: object) -> Any:  # noqa: ANN401 - an act on a step
    """The chief acts with these fills."""
    return kind(**case.on(CHIEF, fills=fills, opinion="不妥"))


@pytest.mark.parametrize("kind", [Approve, Reject])
def test_what_the_office_found_demands_its_reason_of_whoever_acts(story: Story, kind: Any) -> None:  # noqa: ANN401
    """条件必填: agreeing and refusing alike; with the reason, or with another finding, it passes, and stands in the case."""
    case = finding(story)
    for fills in ({"verdict": "bad"}, {"verdict": "bad", "why": "  "}):
        answer = refused(case, deciding(case, kind, **fills))
        assert isinstance(answer, Invalid)
        assert answer.problems == (Problem("why", "请填写“不适宜的理由”"),)
    good = finding(story)
    assert isinstance(good.tell(deciding(good, kind, verdict="good")), tuple)
    case.went(deciding(case, kind, verdict="bad", why="车辆不足"))
    assert ("verdict", "why") in [names for _, names in case.case.written]


def test_what_the_filing_demands_of_the_office_is_demanded_of_who_agrees(story: Story) -> None:
    """Nobody plans the route of a trip that is refused."""
    case = finding(story, passengers=3)
    answer = refused(case, deciding(case, Approve))
    assert isinstance(answer, Invalid)
    assert [problem.target for problem in answer.problems] == ["route"]
    assert isinstance(case.tell(deciding(case, Reject)), tuple)
    alone = finding(story)
    assert isinstance(alone.tell(deciding(alone, Approve)), tuple)


def test_a_finding_of_an_earlier_step_demands_its_reason_later(story: Story) -> None:
    """The verdict stands already when the chief refuses without the reason that only he may give."""
    case = finding(story)
    case.answers = {**case.answers, "verdict": "bad"}
    answer = refused(case, deciding(case, Reject))
    assert isinstance(answer, Invalid)
    assert [problem.target for problem in answer.problems] == ["why"]


def test_a_machine_leaves_to_people_what_has_to_be_filled(story: Story) -> None:
    """秒批: the rules hold, but in this case the form demands something that only a hand can fill."""

    def add(document: dict[str, Any]) -> None:
        when = {"compare": "above", "left": {"field": "passengers"}, "right": {"value": 2}}
        document["form"]["sections"][-1]["fields"].append({**FOUND[2], "required": {"when": when}})
        document["steps"][1]["rights"] = {"edit": ["route"]}

    for passengers, step_done in ((3, False), (1, True)):
        case = Story(varied(decided_by_machine(story.matter, most=20), add), story.organisation, story.calendar)
        case.went(case.submit(passengers=passengers))
        case.went(case.accept())
        case.went(CheckRules(actor=SYSTEM, item=case.item, lot=0))
        assert (case.case.result == "granted") is step_done
