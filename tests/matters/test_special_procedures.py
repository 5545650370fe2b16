"""特别程序: whether it is needed, who approved it, and the clock of the case that stands still as long as it is open."""

from datetime import date
from typing import Any

import pytest

from matters.case.events.pausing import ClockResumed, ProcedureBegun
from matters.case.filed import Filed
from matters.case.standing import standing
from matters.commands.cases import AskRepair, ConfirmRepair, TakeBack, Withdraw
from matters.commands.items import Answer, AskSuspension, Complete, ConsentToSuspension, Resume
from matters.commands.reports import CheckRules, Ring
from matters.course.forecast import ahead
from matters.language.document import Definition
from matters.language.rights import rights_of
from matters.language.route.machines import Instant
from matters.organisation.snapshot import SYSTEM
from matters.trials.exploring import explore
from matters.trials.golden_run import Stage, run
from matters.who.parties import parties_of
from tests.matters.clocked import repaired
from tests.matters.forked import (
    BIG,
    STEPS,
    approve,
    begun,
    branch,
    complete,
    decide,
    fork,
    hand,
    item_at,
    mend,
    open_steps,
    reject,
    rerouted,
    send_back,
    step,
)
from tests.matters.stories import ADMIN, CHIEF, CLERK, DEPUTY, HEAD, SECOND, STAFF, Story, varied
from tests.matters.verbs.test_inquiries import LIAISON, inquiry
from tests.matters.verbs.test_pausing import GROUND, RULE

DUE, LATER = date(2026, 3, 3), date(2026, 3, 6)  # accepted on Monday 2 March, one working day; three more stood still


def review(id_: str = "experts", post: str = "deputy_head", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """An expert review that stops the clock."""
    return step(id_, "special_procedure", post, **{"what": "expert_review", "stops_clock": True, **more})


def told(story: Story, *middle: dict[str, Any], **answers: Any) -> Story:  # noqa: ANN401
    """An accepted case of a matter whose clock stops during special procedures."""
    return begun(stopping(story), *middle, **answers)


def stopping(story: Story) -> Story:
    """The matter with that clock."""
    assert story.matter.clock
    clock = story.matter.clock.model_copy(update={"stops": ("supplement", "suspension", "special_procedure")})
    matter = story.matter.model_copy(update={"clock": clock, "suspension": RULE})
    return Story(matter, story.organisation, story.calendar)


def begun_procedures(case: Story) -> list[ProcedureBegun]:
    """The events by which procedures began."""
    return [event for event in case.events if isinstance(event, ProcedureBegun)]


def test_the_clock_stands_still_while_it_is_open(story: Story) -> None:
    """Three working days; then the case has the time left that it had."""
    case = told(story, review(), decide())
    assert (case.case.due, standing(case.case, case.now)) == (DUE, ("special_procedure", ("experts",)))
    case.later(days=3)
    assert complete(case, "experts") == ("completed", "step_opened", "clock_resumed")
    assert (case.case.due, standing(case.case, case.now)) == (LATER, ("running", ()))
    assert open_steps(case) == ["settle"]


def test_who_approved_it_is_recorded(story: Story) -> None:
    """Who has agreed to what brought the case there; nobody else, whatever they did before, and it begins by rule."""
    case = told(story, step("check"), review(), decide())
    approve(case, "check")
    (begins,) = begun_procedures(case)
    assert (begins.approved_by, begins.stops_clock, begins.actor) == (CHIEF, True, SYSTEM)
    (first,) = begun_procedures(told(story, review(), decide()))
    assert (first.approved_by, first.actor) == (None, SYSTEM)


@pytest.mark.parametrize("what", ["skip", "jump"])
def test_who_was_never_asked_has_not_agreed(story: Story, what: str) -> None:
    """Administrators lead the case to it: nobody's consent is made up."""
    case = told(story, step("first"), step("check", post="deputy_head"), review(post="head"), decide())
    approve(case, "first")
    repaired(case, what, **({"item": case.item} if what == "skip" else {"step": "experts"}))
    assert [event.approved_by for event in begun_procedures(case)] == [None]


@pytest.mark.parametrize("stops", [{"stops_clock": False}, {}])
def test_the_clock_runs_on_unless_both_say_otherwise(story: Story, stops: dict[str, Any]) -> None:
    """The procedure by itself, or the clock of the matter by itself."""
    case = told(story, review(**stops), decide()) if stops else begun(story, review(), decide())
    assert [event.stops_clock for event in case.events if event.type == "procedure_begun"] == [False]
    case.later(days=3)
    assert "clock_resumed" not in complete(case, "experts")
    assert case.case.due == DUE


def test_it_opens_only_where_it_is_needed(story: Story) -> None:
    """Three passengers need no review; six do."""
    case = told(story, review(when=BIG), decide(), passengers=3)
    assert open_steps(case) == ["settle"]
    assert [event.step for event in case.events if event.type == "step_passed"] == ["experts"]
    assert standing(case.case, case.now) == ("running", ())
    assert open_steps(told(story, review(when=BIG), decide(), passengers=6)) == ["experts"]


def test_it_is_foretold_as_far_as_it_is_known(story: Story) -> None:
    """Surely, perhaps, or not at all."""
    case = told(story, step("check"), review(when=BIG), decide(), passengers=6)

    def expected(**answers: object) -> list[tuple[str, bool]]:
        found = ahead(case.matter, parties_of(case.matter, case.case, Filed(answers)), case.world)
        return [(one.step, one.certain) for one in found if one.step == "experts"]

    assert [expected(passengers=6), expected(), expected(passengers=3)] == [
        [("experts", True)],
        [("experts", False)],
        [],
    ]
    left = ahead(case.matter, parties_of(case.matter, case.case, case.filed), case.world, case.case)
    assert [(one.step, one.certain) for one in left][:1] == [("experts", True)]


def test_two_at_once_stop_the_clock_once(story: Story) -> None:
    """From the beginning of the first to the end of the last, beside other work that goes on."""
    case = told(
        story,
        fork("both", "parallel", branch("a", review()), branch("b", step("check"), review("survey", what="survey"))),
        decide(),
    )
    case.later(days=1)
    approve(case, "check")
    assert standing(case.case, case.now) == ("special_procedure", ("experts", "survey"))
    case.later(days=1)
    assert "clock_resumed" not in complete(case, "experts")
    case.later(days=1)
    assert complete(case, "survey")[-1] == "clock_resumed"
    assert case.case.due == LATER


def test_a_return_lets_the_clock_run_into_the_pause(story: Story) -> None:
    """No day counts twice: until the return it stood for the review, then for the supplement, then for the review again."""
    case = told(story, fork("both", "parallel", branch("a", review()), branch("b", step("check"))), decide())
    case.later(days=1)
    assert "clock_resumed" not in send_back(case, "check")
    case.later(days=1)
    assert "clock_resumed" not in mend(case)
    case.later(days=1)
    complete(case, "experts")
    assert case.case.due == LATER
    moves = [(event.reason, event.due) for event in case.events if isinstance(event, ClockResumed)]
    assert moves == [
        ("special_procedure", date(2026, 3, 4)),
        ("supplement", date(2026, 3, 5)),
        ("special_procedure", LATER),
    ]
    assert [event.approved_by for event in begun_procedures(case)] == [None, None]


def test_a_refusal_beside_it_ends_the_standstill(story: Story) -> None:
    """The case is denied, with the days that were lost."""
    branches = (branch("a", review()), branch("b", step("check"), veto=True))
    case = told(story, fork("both", "parallel", *branches), decide())
    case.later(days=3)
    assert reject(case, "check")[-1] == "clock_resumed"
    assert (case.case.result, case.case.due) == ("denied", LATER)


def test_taken_back_it_stands_still_again(story: Story) -> None:
    """From then on; the days between counted."""
    case = told(story, review(), decide())
    item = item_at(case, "experts")
    case.later(days=1)
    complete(case, "experts")
    case.later(days=1)
    case.went(TakeBack(actor=DEPUTY, item=item.key))
    assert (case.case.due, standing(case.case, case.now)[0]) == (date(2026, 3, 4), "special_procedure")
    case.later(days=1)
    complete(case, "experts")
    assert case.case.due == date(2026, 3, 5)


def test_a_rest_of_it_does_not_start_the_clock(story: Story) -> None:
    """挂起 and 恢复 inside: the clock stood still before and stands still after."""
    case = told(story, review(), decide())
    hand(case, AskSuspension, "experts", DEPUTY, **GROUND)
    hand(case, ConsentToSuspension, "experts", HEAD)
    case.later(days=2)
    hand(case, Resume, "experts", DEPUTY)
    assert (standing(case.case, case.now)[0], case.case.due) == ("special_procedure", DUE)
    case.later(days=1)
    complete(case, "experts")
    assert case.case.due == LATER


@pytest.mark.parametrize("what", ["skip", "jump"])
def test_a_repair_ends_the_standstill(story: Story, what: str) -> None:
    """Whatever way the administrators take out of it."""
    case = told(story, review(), decide())
    case.later(days=3)
    case.went(AskRepair(actor=ADMIN, what=what, item=case.item, step="settle", reason="专家不能到会"))
    assert case.went(ConfirmRepair(actor=SECOND))[-1] == "clock_resumed"
    assert (case.case.due, open_steps(case)) == (LATER, ["settle"])


def test_what_a_machine_let_in_was_approved_by_nobody(story: Story) -> None:
    """秒批: no official has acted, and none is made up; nor has who only answered a question."""
    rules = [
        {"text": "人数不多", "holds": {"compare": "below", "left": {"field": "passengers"}, "right": {"value": 5}}}
    ]
    case = stopping(story)
    deliver = {"id": "deliver", "name": "办结", "kind": "deliver", "how": "online"}
    made = rerouted(case.matter, inquiry(), review(), decide(), deliver=deliver)
    told = rights_of(made.steps[0]).model_copy(update={"required": ()})  # a machine has no plate to give
    accept = made.steps[0].model_copy(update={"instant": Instant.model_validate({"rules": rules}), "rights": told})
    case.matter = made.model_copy(update={"steps": (accept, *made.steps[1:])})
    case.went(case.submit())
    case.went(CheckRules(actor=SYSTEM, item=case.item, lot=0))
    hand(case, Answer, "ask", LIAISON, answer="yes")
    assert [event.approved_by for event in begun_procedures(case)] == [None]


def test_a_case_that_is_over_has_no_clock(story: Story) -> None:
    """Withdrawn meanwhile."""
    case = told(story, review(), decide())
    assert case.went(Withdraw(actor=STAFF)) == ("withdrawn",)


def test_what_waits_for_its_day_may_lead_to_it(story: Story) -> None:
    """A day that came has asked nobody, nor has one that was over when the case got there."""
    until = {"id": "until", "name": "等候", "kind": "wait", "for_field": "depart_at"}
    case = told(story, until, review(), decide())
    case.later(days=8)
    case.went(Ring(actor=SYSTEM, item=case.item))
    assert [event.approved_by for event in begun_procedures(case)] == [None]
    late = Story(case.matter, case.organisation, case.calendar)
    late.went(late.submit())
    late.later(days=8)
    late.went(late.accept())
    passed = next(event for event in late.events if event.type == "step_passed")
    assert (passed.actor, [event.approved_by for event in begun_procedures(late)]) == (SYSTEM, [None])


def in_catalogue(shipped: dict[str, Definition]) -> Definition:
    """公务用车派车 as it ships, with a review of large parties before the decision; one golden case needs it."""

    def add(document: dict[str, Any]) -> None:
        document["clock"]["stops"] = ["supplement", "special_procedure"]
        document["steps"].insert(
            1, STEPS.dump_python(STEPS.validate_python([review(when=BIG)]), mode="json", by_alias=True)[0]
        )
        golden = document["golden"][0]
        golden["answers"]["passengers"] = 6
        act_ = {
            "by": "county_logistics.deputy_head",
            "action": "complete",
            "opinion": "可行",
            "at": "2026-02-25T09:00:00+08:00",
        }
        golden["story"].insert(3, act_)
        for number, hour in ((4, 14), (5, 15)):
            golden["story"][number]["at"] = f"2026-02-25T{hour}:00:00+08:00"
        golden["expect"]["path"].insert(2, "experts")
        # Accepted on Friday the 13th, due on Saturday the 14th, which is worked. The 14th, the 24th and
        # the 25th stood still: three working days after the 14th is the 26th.
        golden["expect"]["due"] |= {"decide": "2026-02-26", "dispatch": "2026-02-25", "case": "2026-02-26"}
        document["golden"] = [golden, *document["golden"][1:]]

    return varied(shipped["MS032"], add)


def test_a_golden_case_goes_through_it(shipped: dict[str, Definition], story: Story) -> None:
    """With the due date that it moved; the others pass it by."""
    car = in_catalogue(shipped)
    for golden in car.golden:
        assert run(car, golden, story.organisation, story.calendar) == ()


def test_every_way_through_it_is_explored(shipped: dict[str, Definition], story: Story) -> None:
    """No way gets stuck, and some case comes to it."""
    found = explore(Stage(in_catalogue(shipped), story.organisation, story.calendar))
    assert (found.stuck, found.unopened, found.whole) == ((), (), True)


def test_the_work_of_it_is_done_by_its_holder(story: Story) -> None:
    """And by nobody else."""
    case = told(story, review(), decide())
    item = item_at(case, "experts")
    verdict = case.tell(Complete(actor=CLERK, item=item.key, expected_version=item.version))
    assert getattr(verdict, "code", "") == "not_holder"
