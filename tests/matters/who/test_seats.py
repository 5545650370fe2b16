"""Who has a seat where the form or an earlier step names the bodies: each once, told before the filing, bound when it opens."""

from typing import Any

import pytest

from matters.case.values import SeatKey
from matters.commands.cases import TakeBack
from matters.commands.items import Answer, Approve, Complete, Reject, ReturnToApplicant, ReturnToStep, Supplement
from matters.commands.reports import Reresolve, Ring
from matters.course.forecast import ahead
from matters.errors.handling import NobodyFound, NobodyNamed
from matters.language.document import Definition
from matters.language.route.steps import Countersign
from matters.organisation.snapshot import SYSTEM, Holder
from matters.trials.exploring import explore
from matters.trials.golden_run import Stage
from matters.who.parties import Parties, parties_of
from matters.who.seats import named, seats_of
from tests.matters.forked import EXCEPTIONS, begun, code, decide, hand, open_steps, step
from tests.matters.stories import CHIEF, HEAD, STAFF, Story, moved, varied

REFORM, CYBER, COURT = "county_reform", "county_cyberspace", "county_court"
WITHOUT = {"passes": "不涉及其他单位"}


def naming(matter: Definition, **more: Any) -> Definition:  # noqa: ANN401
    """The matter whose form asks for bodies."""
    field = {"id": "bodies", "label": "会签单位", "type": "bodies", "required": "optional", **more}
    return varied(matter, lambda document: document["form"]["sections"][0]["fields"].append(field))


def each(if_none: object = "refuse") -> dict[str, Any]:
    """Each of them."""
    return {"each": "bodies", "if_none": if_none}


def signing(if_none: object = "refuse", vote: str = "all", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Signed by the head of each."""
    return {
        "id": "sign",
        "name": "会签",
        "kind": "countersign",
        "signers": [{"by": "head", "of": each(if_none)}],
        "exceptions": EXCEPTIONS,
        "vote": {"rule": vote},
        "refusal": "collect_all",
        **more,
    }


def asking(if_none: object = "refuse", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A question to each."""
    return {
        "id": "ask",
        "name": "征求意见",
        "kind": "inquiry",
        "of": each(if_none),
        "question": "有何意见？",
        "answers": ["yes", "no"],
        "limit": {"kind": "working_days", "days": 3},
        "unanswered": "proceed_noted",
        **more,
    }


def head_of(story: Story, body: str) -> Holder:
    """Its head."""
    return story.organisation.heads(body, story.world.today)[0]


def case(story: Story, *route: dict[str, Any], filled_by: str = "applicant", **answers: Any) -> Story:  # noqa: ANN401
    """A case of that route, whose form names bodies."""
    told = Story(naming(story.matter, filled_by=filled_by), story.organisation, story.calendar)
    return begun(told, *route, decide(), **answers)


def refused(story: Story, *route: dict[str, Any], **answers: Any) -> str:  # noqa: ANN401
    """Why such a case is not taken in."""
    told = case(story, *route, bodies=[REFORM])
    again = Story(told.matter, story.organisation, story.calendar)
    return code(again.tell(again.submit(**answers)))


def test_each_body_that_the_applicant_names_signs_once(story: Story) -> None:
    """A seat for each, in the order in which they are named; the vote counts them as it counts fixed signers."""
    told = case(story, signing(), bodies=[REFORM, CYBER])
    assert [(item.seat, item.holders) for item in told.case.items] == [
        (SeatKey(1, body=REFORM), (head_of(story, REFORM),)),
        (SeatKey(1, body=CYBER), (head_of(story, CYBER),)),
    ]
    hand(told, Approve, "sign", head_of(story, REFORM))
    assert open_steps(told) == ["sign"]
    hand(told, Reject, "sign", head_of(story, CYBER), opinion="不同意")
    assert told.case.result == "denied"


@pytest.mark.parametrize(("vote", "left"), [("any", ["settle"]), ("all", ["sign"]), ("in_order", ["sign"])])
def test_the_vote_is_that_of_fixed_parties(story: Story, vote: str, left: list[str]) -> None:
    """或签 ends with the first; 依次 has one wait for the other."""
    told = case(story, signing(vote=vote), bodies=[REFORM, CYBER])
    assert len(told.case.items) == (1 if vote == "in_order" else 2)
    hand(told, Approve, "sign", head_of(story, REFORM))
    assert open_steps(told) == left


def test_heads_in_a_row_sign_within_each_body(story: Story) -> None:
    """One body does not wait for the other; within it the superior waits for the head."""
    rows = [{"by": "heads", "of": each(), "levels": 2}]
    told = case(story, signing(signers=rows), bodies=[REFORM, CYBER])
    assert {item.seat for item in told.case.items} == {SeatKey(1, 1, body=REFORM), SeatKey(1, 1, body=CYBER)}


def test_nobody_named_passes_or_is_refused_as_the_definition_says(story: Story) -> None:
    """With the reason that is written there; a refusal is told at the filing."""
    told = case(story, signing(WITHOUT))
    passed = [event for event in told.events if event.type == "step_passed"]
    assert (open_steps(told), [event.reason for event in passed]) == (["settle"], ["不涉及其他单位"])
    assert refused(story, signing()) == NobodyNamed.code
    assert refused(story, asking()) == NobodyNamed.code


def test_what_is_named_must_be_there_once_and_of_the_kind(story: Story) -> None:
    """As any answer that the form asks for."""
    wrong: tuple[object, ...] = ([REFORM, REFORM], ["nowhere"], [COURT], REFORM)
    told = Story(naming(story.matter, kinds=["government"]), story.organisation, story.calendar)
    assert {code(told.tell(told.submit(bodies=one))) for one in wrong} == {"invalid"}
    assert told.went(told.submit(bodies=[REFORM]))


def test_a_body_without_anybody_is_told_at_the_filing(story: Story) -> None:
    """By its name, before anything is taken in."""
    vacant = moved(story.organisation, without=(head_of(story, REFORM).person,))
    left = Story(story.matter, vacant, story.calendar)
    stop = {**EXCEPTIONS, "nobody": "refuse_filing"}
    told = case(left, signing(exceptions=stop), bodies=[CYBER])
    again = Story(told.matter, vacant, story.calendar)
    found = again.tell(again.submit(bodies=[CYBER, REFORM]))
    assert isinstance(found, NobodyFound)
    assert "样例县发展和改革委员会" in found.message


def test_the_forecast_names_everybody_once_it_is_known(story: Story) -> None:
    """Before: that the step may come; after: who signs, as it then opens."""
    matter = case(story, signing(WITHOUT), bodies=[REFORM]).matter
    empty = Parties(STAFF, "county_finance", "county_logistics")
    before = next(one for one in ahead(matter, empty, story.world) if one.step == "sign")
    assert (before.holders, before.certain) == ((), False)
    full = Parties(STAFF, "county_finance", "county_logistics", says={"bodies": [REFORM, CYBER]})
    after = next(one for one in ahead(matter, full, story.world) if one.step == "sign")
    assert (after.holders, after.certain) == ((head_of(story, REFORM), head_of(story, CYBER)), True)
    told = case(story, signing(vote="in_order"), bodies=[REFORM, CYBER])
    left = ahead(told.matter, parties_of(told.matter, told.case, told.filed), told.world, told.case)
    assert [(one.step, one.holders) for one in left][:1] == [("sign", (head_of(story, CYBER),))]


def test_an_officer_names_whom_a_later_step_asks(story: Story) -> None:
    """The work before it fills the field; the last answer lets the case go on."""
    work = step("name", "work", rights={"edit": ["bodies"], "required": ["bodies"]})
    told = case(story, work, asking(), filled_by="office")
    assert "ask" in {one.step for one in ahead(told.matter, parties_of(told.matter, told.case, told.filed), told.world)}
    hand(told, Complete, "name", CHIEF, fills={"bodies": [REFORM, CYBER]})
    liaisons = {item.seat.body: item.holders[0] for item in told.case.items if item.seat}
    assert set(liaisons) == {REFORM, CYBER}
    hand(told, Answer, "ask", liaisons[CYBER], answer="no", opinion="建议修改")
    assert open_steps(told) == ["ask"]
    hand(told, Answer, "ask", liaisons[REFORM], answer="yes")
    assert (open_steps(told), told.case.result) == (["settle"], None)


def test_who_does_not_answer_keeps_nobody_waiting(story: Story) -> None:
    """On the day after the limit each is noted by itself, and the last lets the case go on."""
    told = case(story, asking(), bodies=[REFORM, CYBER])
    first, second = (item.key for item in told.case.items)
    later = told.later(days=9)
    later.went(Ring(actor=SYSTEM, item=first))
    assert open_steps(later) == ["ask"]
    later.went(Ring(actor=SYSTEM, item=second))
    assert open_steps(later) == ["settle"]


def test_an_answer_is_taken_back_as_a_signature_is(story: Story) -> None:
    """The last one, as long as nobody has gone on from it; that body is asked again, and the other one is not."""
    told = case(story, asking(), bodies=[REFORM, CYBER])
    items = {item.seat.body: item for item in told.case.items if item.seat}
    for body in (REFORM, CYBER):
        hand(told, Answer, "ask", items[body].holders[0], answer="yes")
    assert open_steps(told) == ["settle"]
    told.went(TakeBack(actor=items[CYBER].holders[0], item=items[CYBER].key))
    assert [(item.step, item.seat) for item in told.case.items] == [("ask", SeatKey(1, body=CYBER))]


def test_other_bodies_are_asked_anew_and_the_same_ones_are_not(story: Story) -> None:
    """Straight back after a correction: of the same bodies the signatures stand, with others all of them sign."""
    for bodies, left in (([REFORM, CYBER], {CYBER}), ([REFORM, COURT], {REFORM, COURT})):
        told = case(story, signing(return_resumes="straight_back"), bodies=[REFORM, CYBER])
        hand(told, Approve, "sign", head_of(story, REFORM))
        wrong = {"findings": {"bodies": "请核对"}, "opinion": "请核对"}
        hand(told, ReturnToApplicant, "sign", head_of(story, CYBER), **wrong)
        hand(told, Supplement, "sign", STAFF, answers={"bodies": bodies}, materials={})
        assert {item.seat.body for item in told.case.items if item.seat} == left


def test_a_seat_is_its_bodys_whatever_the_form_says_by_then(story: Story) -> None:
    """Who sits on it is looked up again after a change of the organisation, in the body that was named."""
    told = case(story, signing(), bodies=[REFORM, CYBER])
    item = next(item for item in told.case.items if item.seat and item.seat.body == REFORM)
    told.organisation = moved(told.organisation, p64=f"{REFORM}.head", without=(head_of(story, REFORM).person,))
    told.went(Reresolve(actor=SYSTEM, item=item.key))
    again = told.case.item(item.key)
    assert again
    assert again.holders == (Holder(person="p64", post=f"{REFORM}.head"),)


def test_one_person_of_two_bodies_has_one_seat(story: Story) -> None:
    """A head of both signs once (一人一票)."""
    both = moved(
        story.organisation, **{head_of(story, REFORM).person: f"{CYBER}.head"}, without=(head_of(story, CYBER).person,)
    )
    told = case(Story(story.matter, both, story.calendar), signing(), bodies=[REFORM, CYBER])
    (item,) = told.case.items
    assert {holder.post for holder in item.holders} == {f"{REFORM}.head", f"{CYBER}.head"}


def test_all_that_are_named_are_seated(story: Story) -> None:
    """The step names everybody who has a seat of it, beside a fixed signer too."""
    signers = [{"by": "head", "of": {"body": "owner"}}, {"by": "head", "of": each(WITHOUT)}]
    told = case(story, signing(signers=signers), bodies=[REFORM])
    parties, sign = parties_of(told.matter, told.case, told.filed), told.matter.step("sign")
    assert isinstance(sign, Countersign)
    seats = seats_of(sign, parties, told.world)
    assert isinstance(seats, tuple)
    assert named(sign, parties, told.world) == (HEAD, head_of(story, REFORM))
    assert [seat.id for seat in seats] == [SeatKey(1), SeatKey(2, body=REFORM)]
    alone = case(story, signing(signers=signers))
    assert [item.holders for item in alone.case.items] == [(HEAD,)]


def test_a_return_to_an_earlier_step_names_them_anew(story: Story) -> None:
    """After a rerun those are asked who are named then."""
    work = step("name", "work", rights={"edit": ["bodies"], "required": ["bodies"]})
    told = case(story, work, signing(), filled_by="office")
    hand(told, Complete, "name", CHIEF, fills={"bodies": [REFORM, CYBER]})
    hand(told, ReturnToStep, "sign", head_of(story, REFORM), step="name", opinion="请补充")
    hand(told, Complete, "name", CHIEF, fills={"bodies": [COURT]})
    assert [item.seat for item in told.case.items] == [SeatKey(1, body=COURT)]


def test_every_way_through_named_bodies_ends(story: Story) -> None:
    """The explorer goes by them as by fixed parties."""
    told = case(story, asking(WITHOUT), signing(WITHOUT), bodies=[REFORM, CYBER])
    golden = told.matter.golden[0].model_copy(
        update={"answers": {**told.matter.golden[0].answers, "bodies": [REFORM, CYBER]}}
    )
    found = explore(Stage(told.matter.model_copy(update={"golden": (golden,)}), story.organisation, story.calendar))
    assert (found.stuck, found.whole) == ((), True)
