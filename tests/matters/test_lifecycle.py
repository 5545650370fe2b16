"""Each verb of the ground: the events it makes, and the rules at its edges.

Covers: matters/case/filed.py, matters/commands/, matters/world.py, matters/engine/decision.py
Covers: matters/language/actions.py
"""

from datetime import date
from typing import Any

import pytest

from matters.case.events.course import StepOpened, StepPassed
from matters.case.events.deciding import Accepted, Decided, Submitted, Withdrawn
from matters.case.events.returning import SupplementRequested
from matters.commands.cases import Withdraw
from matters.commands.items import Accept, Conclude, RefuseAcceptance, Reject
from matters.errors.base import Refusal
from matters.errors.door import Invalid, NotEligible, NotFound, OfflineOnly
from matters.errors.handling import FindingsRequired, NobodyFound, NoOwner, WrongStatus
from matters.language.document import Definition
from tests.matters.forked import leave
from tests.matters.stories import (
    CHIEF,
    CLERK,
    CLERK_2,
    DEPUTY,
    HEAD,
    NOW,
    STAFF,
    Story,
    moved,
    told,
    varied,
    with_review,
)


def problems(verdict: object) -> list[str]:
    """The targets of an invalid answer."""
    assert isinstance(verdict, Invalid), verdict
    return [problem.target for problem in verdict.problems]


def test_a_filing_makes_a_case_and_opens_the_acceptance_for_both_clerks(story: Story) -> None:
    """The case begins with its parties, owner, definition, and the versions it was resolved in."""
    verdict = story.tell(story.submit())
    assert not isinstance(verdict, Refusal)
    submitted, opened = verdict
    assert isinstance(submitted, Submitted)
    assert isinstance(opened, StepOpened)
    assert (submitted.owner_body, submitted.applicant_body) == ("county_logistics", "county_finance")
    assert (submitted.definition, submitted.organisation) == (story.matter.digest, story.organisation.version)
    assert opened.holders == (CLERK, CLERK_2)
    assert opened.due == date(2026, 3, 2)


def test_the_whole_way_to_a_granted_and_delivered_result(story: Story) -> None:
    """Accept, approve, seal, hand over: every event in its order, one decision, one result."""
    assert story.went(story.submit()) == ("submitted", "step_opened")
    assert story.went(story.accept()) == ("accepted", "step_opened")
    assert story.went(story.approve()) == ("approved", "decided")
    assert story.case.status == "decided"
    assert story.went(story.paper("reply")) == ("paper_issued", "step_opened")
    assert story.went(Conclude(**story.on(CLERK))) == ("concluded",)
    assert (story.case.status, story.case.result) == ("concluded", "granted")


def test_a_refusal_by_the_decider_denies_and_concludes_with_its_paper(story: Story) -> None:
    """A denied case needs nobody to hand over a car: it concludes when the denial is sealed."""
    told(story, "in_progress")
    assert story.went(Reject(**story.on(CHIEF), opinion="请合乘。")) == ("rejected", "decided")
    assert story.went(story.paper("denial")) == ("paper_issued", "concluded")
    assert (story.case.status, story.case.result) == ("concluded", "denied")


def test_a_refusal_by_a_reviewer_denies_at_once(story: Story) -> None:
    """The decider is not asked any more."""
    story.matter = with_review(story.matter)
    told(story, "in_progress")
    assert story.went(Reject(**story.on(DEPUTY), opinion="不属于公务。")) == ("rejected", "decided")
    assert story.case.items == ()


def test_a_reviewer_who_agrees_passes_it_on(story: Story) -> None:
    """Review, then the decision."""
    story.matter = with_review(story.matter)
    told(story, "in_progress")
    assert story.went(story.approve(DEPUTY)) == ("approved", "step_opened")
    assert story.case.items[0].holders == (CHIEF,)


def test_acceptance_refused_ends_the_case_with_its_paper_owed(story: Story) -> None:
    """不予受理 is an end of its own and owes its notice."""
    story.went(story.submit())
    verdict = story.tell(RefuseAcceptance(**story.on(CLERK), opinion="不属于保障范围。"))
    assert not isinstance(verdict, Refusal)
    assert [(event.type, getattr(event, "paper", None)) for event in verdict] == [
        ("acceptance_refused", "acceptance_refused")
    ]
    assert story.case.items == ()


def test_acceptance_starts_the_clock_of_the_promise(story: Story) -> None:
    """One working day after acceptance on Friday 13 February 2026 is Saturday 14, a day worked for the Spring Festival."""
    story.now = story.now.replace(month=2, day=13, hour=16)
    story.went(story.submit())
    verdict = story.tell(story.accept())
    assert not isinstance(verdict, Refusal)
    assert isinstance(verdict[0], Accepted)
    assert verdict[0].due == date(2026, 2, 14)


@pytest.mark.parametrize(("first_day", "due"), [("next_working_day", date(2026, 3, 4)), ("same_day", date(2026, 3, 3))])
def test_the_first_day_of_the_promise_is_the_definitions_choice(story: Story, first_day: str, due: date) -> None:
    """Two working days from a Monday: Wednesday, or Tuesday when Monday counts."""

    def change(document: dict[str, Any]) -> None:
        document["clock"] |= {"first_day": first_day, "promised": {"kind": "working_days", "days": 2}}

    story.matter = varied(story.matter, change)
    told(story, "in_progress")
    assert story.case.due == due


def test_a_supplement_request_goes_to_the_applicant_with_its_targets(story: Story) -> None:
    """补正告知 names what may change, waits for the applicant alone, and stops the clock."""
    story.went(story.submit())
    verdict = story.tell(story.ask("destination", "passengers"))
    assert not isinstance(verdict, Refusal)
    (asked,) = verdict
    assert isinstance(asked, SupplementRequested)
    assert (asked.targets, asked.resume, asked.paper) == (("destination", "passengers"), "accept", "supplement")
    assert [item.holders for item in story.case.items] == [(STAFF,)]
    assert story.case.status == "supplementing"


@pytest.mark.parametrize("key", ["purpose", "passengers", "contact_phone"])
def test_a_supplement_changes_only_what_was_asked_for(story: Story, key: str) -> None:
    """Any other field is named as outside, even with a right value."""
    told(story, "supplementing")
    given: dict[str, Any] = {"purpose": "调研", "passengers": 4, "contact_phone": "5550051"}
    assert problems(story.tell(story.supplement(**{key: given[key]}))) == [key]
    assert story.case.status == "supplementing"


def test_a_material_nobody_asked_for_is_outside_too(story: Story) -> None:
    """Materials obey the same list."""
    told(story, "supplementing")
    assert problems(story.tell(story.supplement(files={"notice": ("f1",)}, destination="县城"))) == ["notice"]


def test_a_supplement_may_complete_what_its_own_change_demands(story: Story) -> None:
    """More than five passengers demand a notice that nobody had asked for; it may come with them, and only then."""
    story.went(story.submit())
    story.went(story.ask("passengers"))
    assert problems(story.tell(story.supplement(passengers=8))) == ["notice"]
    assert problems(story.tell(story.supplement(passengers=4, files={"notice": ("f1",)}))) == ["notice"]
    assert story.went(story.supplement(passengers=8, files={"notice": ("f1",)})) == ("supplemented", "step_opened")


def test_a_supplement_may_clear_what_its_own_change_hides(story: Story) -> None:
    """“否” to 跨市 hides the reason given before; the applicant can take it out, else the case would hang."""
    filing = story.submit(out_of_city=True, out_of_city_reason="会审在邻市")
    story.went(filing.model_copy(update={"materials": {"notice": ("f",)}}))
    story.went(story.ask("out_of_city"))
    assert problems(story.tell(story.supplement(out_of_city=False))) == ["out_of_city_reason"]
    assert story.went(story.supplement(out_of_city=False, out_of_city_reason=None))[0] == "supplemented"


def test_a_departure_that_passed_while_waiting_may_be_moved(story: Story) -> None:
    """The rule “not before now” would otherwise stop every late supplement for ever."""
    told(story, "supplementing")
    story.later(days=20)
    assert problems(story.tell(story.supplement(destination="县城"))) == ["depart_at"]
    moved_on: dict[str, Any] = {"depart_at": "2026-03-24T08:00", "return_at": "2026-03-24T18:00"}
    assert story.went(story.supplement(destination="县城", **moved_on)) == ("supplemented", "step_opened")


def test_an_empty_supplement_leaves_everything_as_it_was(story: Story) -> None:
    """The applicant may hold that nothing is missing: the office sees the same again."""
    told(story, "supplementing")
    assert story.went(story.supplement()) == ("supplemented", "step_opened")
    assert story.case.items[0].step == "accept"


def test_findings_are_demanded_and_must_name_what_the_applicant_gave(story: Story) -> None:
    """No list, an unknown name, an office field, an empty message: each is refused."""
    story.went(story.submit())
    assert isinstance(story.tell(story.ask()), FindingsRequired)
    ask = story.ask("destination")
    assert problems(story.tell(ask.model_copy(update={"findings": {"nothing": "x"}}))) == ["nothing"]
    assert problems(story.tell(ask.model_copy(update={"findings": {"plate": "x"}}))) == ["plate"]
    assert problems(story.tell(ask.model_copy(update={"findings": {"destination": " "}}))) == ["destination"]


@pytest.mark.parametrize(("resumes", "step"), [("rerun", "check"), ("straight_back", "decide")])
def test_after_a_return_all_run_again_or_it_goes_straight_back(story: Story, resumes: str, step: str) -> None:
    """The definition says whether the reviewers see it again (重走) or only who returned it (直达退回人)."""
    story.matter = with_review(story.matter, resumes)
    told(story, "in_progress")
    story.went(story.approve(DEPUTY))
    story.went(story.give_back("passengers"))
    assert story.case.resume == step
    story.went(story.supplement(passengers=2))
    assert story.case.items[0].step == step
    assert story.case.status == "in_progress"


def test_a_pause_moves_the_due_date_by_the_working_days_it_lasted(story: Story) -> None:
    """Returned on Thursday 30 April, answered on Wednesday 6 May 2026 behind the holiday: one working day lost, not six."""
    story.now = story.now.replace(month=4, day=30)
    story.went(story.submit(depart_at="2026-05-20T08:00", return_at="2026-05-20T18:00"))
    story.went(story.accept())
    assert story.case.due == date(2026, 5, 6)
    story.went(story.give_back("passengers"))
    story.later(days=6).went(story.supplement(passengers=2))
    assert story.case.due == date(2026, 5, 7)


def test_two_pauses_add_up(story: Story) -> None:
    """Each pause counts on its own; the time between them does not."""
    told(story, "in_progress")
    story.went(story.give_back("passengers"))
    story.later(days=1).went(story.supplement(passengers=2))
    leave(story, "decide", CHIEF)
    story.went(story.give_back("passengers"))
    story.later(days=1).went(story.supplement(passengers=2))
    assert story.case.due == date(2026, 3, 5)


def test_a_matter_that_does_not_stop_its_clock_keeps_the_date(story: Story) -> None:
    """`stops` without supplement: the office bears the time."""
    story.matter = varied(story.matter, lambda document: document["clock"].update(stops=[]))
    told(story, "in_progress")
    story.went(story.give_back("passengers"))
    story.later(days=3).went(story.supplement(passengers=2))
    assert story.case.due == date(2026, 3, 3)


def test_the_decider_is_not_who_accepted(story: Story) -> None:
    """The chief stands in at the acceptance for want of clerks; then the head decides, not the chief again."""
    story.organisation = moved(story.organisation, without=("p40", "p41"))
    story.went(story.submit())
    assert story.case.items[0].holders == (CHIEF,)
    story.went(story.accept(CHIEF))
    assert story.case.items[0].holders == (HEAD,)


def test_withdrawing_closes_what_is_open_and_tells_its_holders(story: Story) -> None:
    """The clerks learn that they need not act; nobody has decided anything."""
    story.went(story.submit())
    verdict = story.tell(Withdraw(actor=STAFF, reason="改期"))
    assert not isinstance(verdict, Refusal)
    (withdrawn,) = verdict
    assert isinstance(withdrawn, Withdrawn)
    assert withdrawn.tell == ("p40", "p41")
    assert (story.case.items, len(story.case.closed), story.case.deeds) == ((), 1, ())


def test_a_matter_handled_off_line_is_not_filed_here(story: Story) -> None:
    """The refusal says where to go instead."""
    offline = {"kind": "offline", "why": "classified", "basis": "保密规定", "pointer": "请到保密室办理。"}
    story.matter = varied(story.matter, lambda document: document["guide"].update(access=offline))
    refused = story.tell(story.submit())
    assert isinstance(refused, OfflineOnly)
    assert "请到保密室办理" in refused.message


def test_only_bodies_named_in_the_guide_may_file(story: Story) -> None:
    """A court where only party bodies are served is told so."""
    story.matter = varied(story.matter, lambda document: document["guide"]["applicants"].update(kinds=["party"]))
    assert isinstance(story.tell(story.submit()), NotEligible)


def test_without_an_accepting_body_nothing_is_filed(story: Story) -> None:
    """No body holds the duty upwards of the applicant."""
    story.organisation = story.organisation.model_copy(update={"duties": ()})
    assert isinstance(story.tell(story.submit()), NoOwner)


def test_nobody_is_let_in_who_would_get_stuck(story: Story) -> None:
    """The decision's actor is looked for at the filing, and the missing step is named."""
    story.organisation = moved(story.organisation, without=("p39", "p38"))
    refused = story.tell(story.submit())
    assert isinstance(refused, NobodyFound)
    assert refused.step == "审批"
    assert story.so_far is None


def test_all_defects_are_named_at_once(story: Story) -> None:
    """一次性告知: every missing answer in one refusal."""
    command = story.submit().model_copy(update={"answers": {"out_of_city": True, "bogus": 1}})
    assert problems(story.tell(command)) == [
        "bogus",
        "purpose",
        "vehicle_use",
        "depart_at",
        "return_at",
        "destination",
        "passengers",
        "out_of_city_reason",
        "contact",
        "contact_phone",
        "pledge",
        "notice",
    ]


def test_a_step_passed_by_rule_is_told_and_never_an_approval(story: Story) -> None:
    """The review passes where its post is vacant and the definition says so."""

    def change(document: dict[str, Any]) -> None:
        document["steps"][1]["exceptions"]["nobody"] = {"passes": "副职空缺，本环节免办。"}

    story.matter = varied(with_review(story.matter), change)
    story.organisation = moved(story.organisation, without=("p43",))
    told(story, "submitted")
    verdict = story.tell(story.accept())
    assert not isinstance(verdict, Refusal)
    assert [event.type for event in verdict] == ["accepted", "step_passed", "step_opened"]
    passed = verdict[1]
    assert isinstance(passed, StepPassed)
    assert passed.reason == "副职空缺，本环节免办。"
    assert [deed.what for deed in story.case.deeds] == ["accepted"]


def test_without_a_deliverer_the_sealed_result_concludes(story: Story) -> None:
    """Nobody has to press a button for what a machine can hand over."""
    story.matter = varied(story.matter, lambda document: document["steps"][-1].update(who=None, exceptions=None))
    told(story, "in_progress")
    story.went(story.approve())
    assert story.went(story.paper("reply")) == ("paper_issued", "concluded")


def test_a_paper_told_twice_is_recorded_once(story: Story) -> None:
    """The machine may repeat itself; a second result under another id is a fault and refused."""
    told(story, "decided")
    assert story.went(story.paper("reply")) == ()
    assert isinstance(story.tell(story.paper("reply", "d2")), WrongStatus)
    assert len(story.case.papers) == 1
    assert len(story.case.items) == 1


def test_the_result_decides_which_paper_is_owed(story: Story) -> None:
    """Granted owes the reply, denied the denial."""
    told(story, "in_progress")
    verdict = story.tell(story.approve())
    assert not isinstance(verdict, Refusal)
    decided = verdict[-1]
    assert isinstance(decided, Decided)
    assert decided.paper == "reply"


def test_what_was_said_belongs_to_the_first_event_of_an_act(story: Story) -> None:
    """The digest of the text stands once in the trail."""
    verdict = story.tell(story.submit().model_copy(update={"said": "a" * 64}))
    assert not isinstance(verdict, Refusal)
    assert [event.said for event in verdict] == ["a" * 64, ""]


def test_events_carry_one_instant_one_actor_and_running_numbers(story: Story) -> None:
    """The trail can be read without gaps."""
    told(story, "concluded")
    assert [event.seq for event in story.events] == list(range(1, len(story.events) + 1))
    assert {event.at for event in story.events} == {NOW}


def test_a_command_on_no_case_is_not_found(story: Story) -> None:
    """Nothing but a filing begins a case."""
    command = Accept(actor=CLERK, item="2:accept", expected_version=1)
    assert isinstance(story.tell(command), NotFound)


def test_the_engine_pins_the_definition_by_its_digest(story: Story, shipped: dict[str, Definition]) -> None:
    """A case names the exact content it was filed under."""
    story.went(story.submit())
    assert story.case.definition == shipped["MS032"].digest
