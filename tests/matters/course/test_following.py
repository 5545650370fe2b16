"""The course of a case: branches start together and join, signers in any order, refusals, returns, work after the decision.

Covers: matters/language/branches.py
"""

from collections.abc import Callable
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matters.case.events.course import HoldersChanged, StepOpened
from matters.commands.items import Answer, Approve
from matters.commands.reports import Reresolve
from matters.course.forecast import ahead
from matters.errors.base import Refusal
from matters.organisation.snapshot import SYSTEM, Holder, Holding, Organisation
from matters.who.parties import parties_of
from tests.matters.forked import (
    BIG,
    EXCEPTIONS,
    OUT,
    act,
    approve,
    begun,
    branch,
    complete,
    countersign,
    decide,
    drops,
    fork,
    issue,
    item_at,
    mend,
    office,
    open_steps,
    reject,
    rerouted,
    send_back,
    step,
)
from tests.matters.random_routes import Part, routes
from tests.matters.stories import CHIEF, CLERK, DEPUTY, HEAD, STRANGER, Story

FINANCE, REFORM, CYBER = (
    branch("b1", office("finance", "finance")),
    branch("b2", office("reform", "development_reform")),
    branch("b3", office("cyber", "cyberspace")),
)


def joint(**more: object) -> dict[str, object]:
    """Three offices look at the same time."""
    return fork("joint", "parallel", FINANCE, REFORM, CYBER, **more)


@pytest.mark.parametrize("order", list(permutations(["finance", "reform", "cyber"])))
def test_parallel_branches_start_together_and_all_must_arrive(story: Story, order: tuple[str, ...]) -> None:
    """Whatever the order, the decision opens after the last and not before."""
    case = begun(story, joint(), decide())
    assert open_steps(case) == ["finance", "reform", "cyber"]
    approve(case, *order[:2])
    assert open_steps(case) == [order[2]]
    approve(case, order[2])
    assert open_steps(case) == ["settle"]


def test_a_branch_goes_its_own_steps_before_it_arrives(story: Story) -> None:
    """The other branch waits at the join."""
    long = branch("long", office("finance", "finance"), office("again", "development_reform"))
    case = begun(story, fork("both", "parallel", long, CYBER), decide())
    approve(case, "cyber", "finance")
    assert open_steps(case) == ["again"]
    assert approve(case, "again")[-1] == "step_opened"
    assert open_steps(case) == ["settle"]


def test_collected_refusals_end_the_case_when_all_have_spoken(story: Story) -> None:
    """收齐再定: the applicant hears everybody's reason at once."""
    case = begun(story, joint(), decide())
    assert reject(case, "finance") == ("rejected", "arrived")
    approve(case, "reform")
    assert case.case.result is None
    assert approve(case, "cyber") == ("approved", "arrived", "decided")
    assert case.case.result == "denied"
    assert not case.case.items


def test_the_first_refusal_may_end_the_fork_at_once(story: Story) -> None:
    """一票否决: what is open elsewhere needs nobody any more, and says through whom and when."""
    case = begun(story, joint(refusal="first_refusal_ends"), decide())
    left = item_at(case, "cyber")
    assert reject(case, "finance") == ("rejected", "arrived", "items_closed", "decided")
    assert drops(case) == [("reform", "refused"), ("cyber", "refused")]
    late = Approve(actor=left.holders[0], item=left.key, expected_version=1)
    verdict = case.tell(late)
    assert isinstance(verdict, Refusal)
    assert verdict.code == "no_longer_needed"
    assert "2026年3月2日 09:00不同意" in verdict.message


def test_a_branch_with_a_veto_ends_what_is_collected(story: Story) -> None:
    """The others wait for everybody; this one does not."""
    case = begun(story, fork("joint", "parallel", FINANCE, {**CYBER, "veto": True}, REFORM), decide())
    reject(case, "finance")
    assert case.case.result is None
    reject(case, "cyber")
    assert case.case.result == "denied"
    assert not case.case.items


@pytest.mark.parametrize(("passengers", "way"), [(6, "finance"), (5, "reform"), (1, "reform")])
def test_exactly_one_exclusive_branch_is_taken(story: Story, passengers: int, way: str) -> None:
    """The first whose condition holds, else the other one."""
    choice = fork("choice", "exclusive", {**FINANCE, "when": BIG}, otherwise=[office("reform", "development_reform")])
    case = begun(story, choice, decide(), passengers=passengers)
    assert open_steps(case) == [way]
    approve(case, way)
    assert open_steps(case) == ["settle"]


def test_no_branch_at_all_is_told_and_passed(story: Story) -> None:
    """An exclusive step without “otherwise” and an inclusive one without a fitting branch."""
    alone = fork("choice", "exclusive", {**FINANCE, "when": BIG}, otherwise=[])
    some = fork("some", "inclusive", {**REFORM, "when": BIG})
    case = begun(story, alone, some, decide(), passengers=1)
    assert open_steps(case) == ["settle"]
    assert [event.type for event in case.events[-3:]] == ["step_passed", "step_passed", "step_opened"]


@pytest.mark.parametrize(
    ("answers", "ways"),
    [
        ({"passengers": 9, "out_of_city": False}, ["finance"]),
        ({"passengers": 9, "out_of_city": True}, ["finance", "reform"]),
    ],
)
def test_every_inclusive_branch_whose_condition_holds_is_waited_for(
    story: Story, answers: dict[str, object], ways: list[str]
) -> None:
    """And for those only."""
    some = fork("some", "inclusive", {**FINANCE, "when": BIG}, {**REFORM, "when": OUT})
    case = begun(story, some, decide(), **answers)
    assert open_steps(case) == ways
    approve(case, *ways)
    assert open_steps(case) == ["settle"]


def test_a_branch_may_hang_on_what_was_filled_in_the_same_act(story: Story) -> None:
    """The office's entry is known when the next step is chosen."""
    small = {"compare": "equals", "left": {"field": "plate"}, "right": {"value": "样A12345"}}
    choice = fork("choice", "exclusive", {**FINANCE, "when": small}, otherwise=[office("reform", "development_reform")])
    assert open_steps(begun(story, choice, decide())) == ["finance"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_all_sign_in_any_order(story: Story, order: tuple[int, ...]) -> None:
    """会签: one task each, the step ends with the last."""
    case = begun(story, countersign("sign", "vehicle_chief", "head", "deputy_head"), decide())
    seats = [item.key for item in case.case.items]
    assert len(seats) == 3
    for nth in order:
        assert open_steps(case) != ["settle"]
        item = case.case.item(seats[nth])
        assert item is not None
        case.went(Approve(actor=item.holders[0], item=item.key, expected_version=1))
    assert open_steps(case) == ["settle"]


def test_one_refusal_among_signers_waits_or_ends_as_the_definition_says(story: Story) -> None:
    """The refusal rule stands beside the vote."""
    patient = begun(story, countersign("sign", "vehicle_chief", "head"), decide())
    reject(patient, "sign")
    assert patient.case.result is None
    approve(patient, "sign")
    strict = begun(story, countersign("sign", "vehicle_chief", "head", refusal="first_refusal_ends"), decide())
    reject(strict, "sign")
    assert {patient.case.result, strict.case.result} == {"denied"}
    assert drops(strict) == [("sign", "refused")]


def test_any_signature_is_enough_and_the_others_read_who_signed(story: Story) -> None:
    """或签: the rest is closed as done by another, never as approved."""
    case = begun(story, countersign("sign", "vehicle_chief", "head", rule="any"), decide())
    other = item_at(case, "sign", 1)
    assert approve(case, "sign") == ("approved", "arrived", "items_closed", "step_opened")
    verdict = case.tell(Approve(actor=other.holders[0], item=other.key, expected_version=1))
    assert isinstance(verdict, Refusal)
    assert verdict.code == "already_decided"
    assert len([deed for deed in case.case.deeds if deed.step == "sign"]) == 1


@pytest.mark.parametrize(("refusal", "result"), [("collect_all", None), ("first_refusal_ends", "denied")])
def test_a_refusal_under_any_signature_follows_the_refusal_rule(story: Story, refusal: str, result: str | None) -> None:
    """收齐再定 lets somebody else still agree."""
    case = begun(story, countersign("sign", "vehicle_chief", "head", rule="any", refusal=refusal), decide())
    reject(case, "sign")
    assert case.case.result == result
    if result is None:
        approve(case, "sign")
        assert open_steps(case) == ["settle"]


def test_a_person_named_twice_has_one_task(story: Story) -> None:
    """Two seats of the very same people are one."""
    case = begun(story, countersign("sign", "vehicle_chief", "vehicle_chief", "head"), decide())
    assert len(case.case.items) == 2
    approve(case, "sign", "sign")
    assert open_steps(case) == ["settle"]


def test_a_return_that_runs_again_closes_the_other_branches_and_starts_over(story: Story) -> None:
    """The applicant has one task; afterwards everybody looks at the mended filing."""
    case = begun(story, joint(), decide())
    approve(case, "finance")
    assert send_back(case, "reform") == ("supplement_requested", "items_closed")
    assert (open_steps(case), case.case.status) == (["joint"], "supplementing")
    assert drops(case) == [("cyber", "returned")]
    mend(case)
    assert open_steps(case) == ["finance", "reform", "cyber"]
    approve(case, "cyber", "finance", "reform")
    assert open_steps(case) == ["settle"]


def test_a_return_straight_back_keeps_what_was_done(story: Story) -> None:
    """Only what was interrupted opens again."""
    back = branch("b2", office("reform", "development_reform", return_resumes="straight_back"))
    case = begun(story, fork("joint", "parallel", FINANCE, back, CYBER), decide())
    approve(case, "finance")
    send_back(case, "reform")
    mend(case)
    assert open_steps(case) == ["reform", "cyber"]
    approve(case, "reform", "cyber")
    assert open_steps(case) == ["settle"]


def test_signatures_given_before_a_return_straight_back_stay(story: Story) -> None:
    """Of a countersigned step in another branch only the open seats come back."""
    back = branch("b2", office("reform", "development_reform", return_resumes="straight_back"))
    signing = branch("b4", countersign("sign", "vehicle_chief", "head"))
    case = begun(story, fork("joint", "parallel", back, signing), decide())
    approve(case, "sign")
    send_back(case, "reform")
    mend(case)
    assert open_steps(case) == ["reform", "sign"]
    assert [item.holders for item in case.case.items if item.step == "sign"] == [(HEAD,)]
    approve(case, "sign", "reform")
    assert open_steps(case) == ["settle"]


def test_work_after_the_decision_and_the_result_paper_are_both_waited_for(story: Story) -> None:
    """In either order; the case concludes by the second of the two."""
    duties = fork("duties", "parallel", branch("b1", step("wash", "work")), branch("b2", step("fuel", "work")))
    for paper_first in (True, False):
        case = begun(story, decide(), duties)
        approve(case, "settle")
        assert (case.case.status, open_steps(case)) == ("decided", ["wash", "fuel"])
        complete(case, "fuel")
        if paper_first:
            assert issue(case, "reply") == ("paper_issued",)
            assert complete(case, "wash") == ("completed", "arrived", "concluded")
        else:
            complete(case, "wash")
            assert case.case.status == "decided"
            assert issue(case, "reply") == ("paper_issued", "concluded")
        assert case.case.status == "concluded"


def test_a_decision_inside_a_chosen_branch_grants_and_goes_on(story: Story) -> None:
    """The branch ends, the case goes on behind the choice."""
    choice = fork("choice", "exclusive", branch("big", decide("leader"), when=BIG), otherwise=[decide("chief")])
    case = begun(story, choice, step("wash", "work"), passengers=9)
    approve(case, "leader")
    assert (case.case.result, open_steps(case)) == ("granted", ["wash"])


def test_the_items_of_a_new_organisation_go_to_who_acts_now(story: Story) -> None:
    """A head leaves while the case waits: the item has a new version and new holders; the same people change nothing."""
    case = begun(story, decide(), step("wash", "work"))
    item = item_at(case, "settle")
    assert case.tell(Reresolve(actor=SYSTEM, item=item.key)) == ()
    gone = [h for h in case.organisation.holdings if h.person != HEAD.person]
    new = Holding(person=DEPUTY.person, post=HEAD.post)
    told = {name: getattr(case.organisation, name) for name in Organisation.model_fields}
    case.organisation = Organisation(**{**told, "holdings": (*gone, new), "version": case.organisation.version + 1})
    verdict = case.tell(Reresolve(actor=SYSTEM, item=item.key))
    assert isinstance(verdict, tuple)
    (changed,) = verdict
    assert isinstance(changed, HoldersChanged)
    assert (changed.tell, item_at(case, "settle").version) == ((DEPUTY.person,), 2)
    refused = case.tell(Approve(actor=HEAD, item=item.key, expected_version=1))
    assert isinstance(refused, Refusal)
    assert refused.code == "not_holder"
    act(case, Approve, "settle")
    assert case.case.result == "granted"


def test_the_forecast_names_branches_and_what_is_still_open(story: Story) -> None:
    """A condition on what the office fills later is told as possible, the rest as certain."""
    filled = {"filled": "driver_phone"}
    choice = fork(
        "choice", "exclusive", {**FINANCE, "when": filled}, otherwise=[office("reform", "development_reform")]
    )
    case = begun(story, joint(), choice, decide())
    steps = ahead(case.matter, parties_of(case.matter, case.case, case.filed), case.world, case.case)
    assert [(one.step, one.certain) for one in steps] == [
        ("finance", False),
        ("reform", False),
        ("settle", True),
        ("deliver", True),
    ]


def test_the_forecast_inside_a_fork_is_the_rest_of_each_branch(story: Story) -> None:
    """What has arrived is not foretold again."""
    long = branch("long", office("finance", "finance"), step("more"))
    case = begun(story, fork("both", "parallel", long, CYBER), decide())
    approve(case, "cyber")
    steps = ahead(case.matter, parties_of(case.matter, case.case, case.filed), case.world, case.case)
    assert [(one.step, one.branch) for one in steps] == [("more", "分支long"), ("settle", ""), ("deliver", "")]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(route=routes(), data=st.data())
def test_any_route_with_any_story_ends_with_one_result(story: Story, route: list[Part], data: st.DataObject) -> None:
    """Agreeing, refusing and returning at random: it never gets stuck, forecasts what really opens, and decides once."""
    big, out = data.draw(st.booleans()), data.draw(st.booleans())
    case = begun(story, *route, decide(), passengers=9 if big else 1, out_of_city=out)
    returns = 0
    while case.case.result is None:
        assert case.case.items
        if case.case.status == "supplementing":
            mend(case)
            continue
        told = {
            one.step
            for one in ahead(case.matter, parties_of(case.matter, case.case, case.filed), case.world, case.case)
        }
        item = data.draw(st.sampled_from(case.case.items))
        verbs: list[Callable[[Story, str], object]] = [approve, approve, approve, reject]
        kind = case.matter.step(item.step).kind
        if kind in ("work", "special_procedure", "applicant"):
            verbs = [complete]
        elif kind == "inquiry":
            verbs = [answer]
        elif returns < 2:
            verbs.append(send_back)
        verb = data.draw(st.sampled_from(verbs))
        returns += verb is send_back
        before = len(case.events)
        verb(case, item.step)
        opened = {event.step for event in case.events[before:] if isinstance(event, StepOpened)}
        assert opened <= told
    assert [event.type for event in case.events].count("decided") == 1
    paper = case.case.result_paper
    assert paper
    issue(case, paper)
    assert (case.case.status, case.case.items) == ("concluded", ())


def answer(story: Story, step_id: str) -> tuple[str, ...]:
    """The body that is asked answers."""
    return act(story, Answer, step_id, answer="yes")


def _moved(story: Story, gone: Holder, to: str, person: str) -> None:
    """`gone` leaves the post; `person` takes the post `to`."""
    told = {name: getattr(story.organisation, name) for name in Organisation.model_fields}
    left = tuple(h for h in story.organisation.holdings if (h.person, h.post) != (gone.person, gone.post))
    changes = {"holdings": (*left, Holding(person=person, post=to)), "version": story.organisation.version + 1}
    story.organisation = Organisation(**{**told, **changes})


def test_nobody_signs_twice_and_no_seat_waits_for_who_has_signed(story: Story) -> None:
    """Two seats with one person in common: signed once, the seat that is his alone goes with it."""
    both = begun(story, countersign("sign", "vehicle_chief", "deputy_head"), decide())
    _moved(both, DEPUTY, DEPUTY.post, CHIEF.person)
    (_, second) = both.case.items
    assert both.tell(Reresolve(actor=SYSTEM, item=second.key)) != ()
    assert [item.holders[0].person for item in both.case.items] == [CHIEF.person, CHIEF.person]
    assert act(both, Approve, "sign") == ("approved", "arrived", "items_closed", "arrived", "step_opened")
    assert len([deed for deed in both.case.deeds if deed.step == "sign"]) == 1


def test_who_shares_a_seat_with_somebody_leaves_it_to_the_other(story: Story) -> None:
    """He has signed his own; the shared one waits for the other person."""
    case = begun(story, countersign("sign", "vehicle_clerk", "vehicle_chief"), decide())
    _moved(case, STRANGER, "county_logistics.vehicle_clerk", CHIEF.person)
    (shared, own) = case.case.items
    case.tell(Reresolve(actor=SYSTEM, item=shared.key))
    case.went(Approve(actor=CHIEF, item=own.key, expected_version=1))
    again = Holder(person=CHIEF.person, post="county_logistics.vehicle_clerk")
    refused = case.tell(Approve(actor=again, item=shared.key, expected_version=2))
    assert isinstance(refused, Refusal)
    assert refused.code == "already_signed"
    case.went(Approve(actor=CLERK, item=shared.key, expected_version=2))
    assert open_steps(case) == ["settle"]


def test_a_seat_whose_signer_left_goes_to_the_successor_though_he_sits_elsewhere_too(story: Story) -> None:
    """Also when the case comes back from the applicant: the supplement is not refused."""
    back = branch("b1", office("finance", "finance", return_resumes="straight_back"))
    case = begun(
        story, fork("f", "parallel", back, branch("b2", countersign("sign", "vehicle_chief", "deputy_head"))), decide()
    )
    send_back(case, "finance")
    _moved(case, DEPUTY, DEPUTY.post, CHIEF.person)
    mend(case)
    assert open_steps(case) == ["finance", "sign", "sign"]
    approve(case, "sign", "finance")
    assert open_steps(case) == ["settle"]


def test_handing_over_that_passes_by_rule_concludes(story: Story) -> None:
    """Nobody has to hand the result over: the case ends with its paper."""
    who = {"by": "post", "post": "nobody_has_this", "of": {"body": "owner"}}
    passes = {**EXCEPTIONS, "nobody": {"passes": "本环节由系统办结"}}
    deliver = {"id": "deliver", "name": "办结", "kind": "deliver", "how": "online", "who": who, "exceptions": passes}
    case = Story(rerouted(story.matter, decide(), deliver=deliver), story.organisation, story.calendar)
    case.went(case.submit())
    case.went(case.accept())
    approve(case, "settle")
    assert issue(case, "reply") == ("paper_issued", "step_passed", "concluded")
