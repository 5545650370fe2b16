"""协查: who is asked, what may be answered, and what follows when nobody answers; the case goes on in each case."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from matters.case.owed import owed
from matters.commands.cases import AskRepair, ConfirmRepair, Discuss, TakeBack
from matters.commands.items import (
    AddSigners,
    Advise,
    Answer,
    AskSuspension,
    Claim,
    Delegate,
    ReturnToStep,
    SendCopy,
    Transfer,
)
from matters.commands.reports import Reresolve, Ring
from matters.course.forecast import ahead
from matters.language.document import Definition
from matters.organisation.snapshot import SYSTEM, Holder
from matters.trials.exploring import explore
from matters.trials.golden_run import Stage, run
from matters.trials.orphans import orphans
from matters.who.parties import parties_of
from tests.matters.forked import (
    STEPS,
    act,
    approve,
    begun,
    branch,
    code,
    decide,
    fork,
    hand,
    item_at,
    open_steps,
    reject,
    step,
)
from tests.matters.stories import ADMIN, CHIEF, DEPUTY, HEAD, SECOND, STAFF, Story, moved

LIAISON = Holder(person="p52", post="county_reform.liaison")
REFORM_HEAD = Holder(person="p51", post="county_reform.head")
CLERK_THERE = Holder(person="p52", post="county_reform.staff")
LIMIT = {"kind": "working_days", "days": 3}  # from Monday 2 March: Thursday the 5th


def inquiry(id_: str = "ask", unanswered: str = "remind", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A question to the county's commission for development and reform."""
    return {
        "id": id_,
        "name": "计划核对",
        "kind": "inquiry",
        "of": {"duty": "development_reform"},
        "limit": LIMIT,
        "question": "是否已列入年度计划？",
        "answers": ["yes", "no", "material"],
        "unanswered": unanswered,
        **more,
    }


def answer(story: Story, reply: str = "yes", by: Holder = LIAISON, **more: object) -> tuple[str, ...]:
    """The body that is asked answers."""
    return hand(story, Answer, "ask", by, answer=reply, **more)


def refused(story: Story, **parts: Any) -> str:  # noqa: ANN401
    """The code under which an answer is not taken."""
    item = item_at(story, "ask")
    return code(story.tell(Answer(actor=LIAISON, item=item.key, expected_version=item.version, **parts)))


def ring(story: Story, step_id: str = "ask") -> tuple[str, ...]:
    """The system looks whether the item's day has come."""
    return story.went(Ring(actor=SYSTEM, item=item_at(story, step_id).key))


def test_the_liaison_officer_is_asked_with_a_limit(story: Story) -> None:
    """The item is of its own kind, so that nothing takes it for a step of the handling."""
    case = begun(story, inquiry(), decide())
    (item,) = case.case.items
    assert (item.purpose, item.holders, item.due) == ("inquiry", (LIAISON,), date(2026, 3, 5))
    assert LIAISON.person not in case.case.handlers


@pytest.mark.parametrize("reply", ["yes", "no", "material"])
def test_the_case_goes_on_whatever_is_answered(story: Story, reply: str) -> None:
    """No answer agrees or refuses: the next step opens, and nothing is decided."""
    case = begun(story, inquiry(), decide())
    files: dict[str, Any] = {"files": ("f1",)} if reply == "material" else {}
    assert answer(case, reply, opinion="情况如下", **files) == ("answered", "step_opened")
    assert (open_steps(case), case.case.status, case.case.result) == (["settle"], "in_progress", None)
    approve(case, "settle")
    assert case.case.result == "granted"


def test_no_needs_a_reason_and_material_needs_files(story: Story) -> None:
    """And nothing else brings files."""
    case = begun(story, inquiry(), decide())
    assert refused(case, answer="no") == "opinion_required"
    assert refused(case, answer="material") == "invalid"
    assert refused(case, answer="yes", files=("f1",)) == "invalid"


def test_only_what_the_definition_lets_be_answered(story: Story) -> None:
    """Here yes or no."""
    case = begun(story, inquiry(answers=["yes", "no"]), decide())
    assert refused(case, answer="material", files=("f1",)) == "not_possible"


def test_without_a_liaison_officer_the_head_is_asked(story: Story) -> None:
    """And with neither, the filing is refused as for any other step."""
    some = moved(story.organisation, without=("p52",))
    case = begun(Story(story.matter, some, story.calendar), inquiry(), decide())
    assert case.case.items[0].holders == (REFORM_HEAD,)
    nobody = Story(case.matter, moved(story.organisation, without=("p51", "p52")), story.calendar)
    assert code(nobody.tell(nobody.submit())) == "nobody_found"


def test_who_applies_is_never_asked(story: Story) -> None:
    """The applicant is the liaison officer of the finance bureau: its head answers."""
    case = begun(story, inquiry(of={"duty": "finance"}), decide())
    assert [holder.post for holder in case.case.items[0].holders] == ["county_finance.head"]


def test_the_definition_may_name_who_answers(story: Story) -> None:
    """Else than by the liaison officers."""
    case = begun(story, inquiry(who={"by": "post", "post": "staff", "of": {"duty": "development_reform"}}), decide())
    assert case.case.items[0].holders == (CLERK_THERE,)


def test_nobody_else_answers(story: Story) -> None:
    """Not who decides, not the applicant."""
    case = begun(story, inquiry(), decide())
    item = item_at(case, "ask")
    for stranger in (HEAD, STAFF):
        said = Answer(actor=stranger, item=item.key, expected_version=item.version, answer="yes")
        assert code(case.tell(said)) == "not_holder"


def test_it_is_passed_on_within_the_body(story: Story) -> None:
    """转办、委派 as of other items; who passes it on has not had the case before them."""
    case = begun(story, inquiry(), decide())
    hand(case, Delegate, "ask", LIAISON, to=(REFORM_HEAD,), opinion="请指示")
    hand(case, Advise, "ask", REFORM_HEAD, opinion="请如实答复")
    hand(case, Transfer, "ask", LIAISON, to=(REFORM_HEAD,), opinion="请主任答复")
    assert not {LIAISON.person, REFORM_HEAD.person} & {*case.case.handlers, *case.case.involved}
    answer(case, by=REFORM_HEAD)
    assert not {LIAISON.person, REFORM_HEAD.person} & {*case.case.handlers, *case.case.involved}
    assert code(case.tell(Discuss(actor=REFORM_HEAD, text="请看"))) == "not_possible"


def test_it_is_not_handed_to_others(story: Story) -> None:
    """No copies, no signers, no rest, and nobody to take it from."""
    case = begun(story, inquiry(), decide())
    item = item_at(case, "ask")
    on: dict[str, Any] = {"actor": LIAISON, "item": item.key, "expected_version": item.version, "opinion": "请看"}
    for command in (
        SendCopy(**on, to=(DEPUTY,)),
        AddSigners(**on, where="beside", to=(REFORM_HEAD,)),
        AskSuspension(**on, until=date(2026, 3, 9)),
        Claim(actor=LIAISON, item=item.key, expected_version=item.version),
    ):
        assert code(case.tell(command)) == "action_not_offered"


def test_nothing_follows_before_the_last_day_is_over(story: Story) -> None:
    """On the day itself there is time until midnight."""
    case = begun(story, inquiry(unanswered="proceed_noted"), decide())
    case.later(days=3)
    assert ring(case) == ()
    case.later(hours=14.9)  # 23:54
    assert ring(case) == ()


def test_unanswered_the_case_goes_on_with_a_note(story: Story) -> None:
    """逾期未复，按规定继续办理: an event of its own, no approval; who answers now is told that it is over."""
    case = begun(story, inquiry(unanswered="proceed_noted"), decide())
    late = item_at(case, "ask")
    assert ring(case.later(days=4)) == ("unanswered", "step_opened")
    assert open_steps(case) == ["settle"]
    assert [deed.what for deed in case.case.deeds] == ["accepted", "unanswered"]
    again = Answer(actor=LIAISON, item=late.key, expected_version=late.version, answer="yes")
    assert code(case.tell(again)) == "already_decided"


def test_the_holders_are_reminded_once(story: Story) -> None:
    """And may answer still, at the version they had before them."""
    case = begun(story, inquiry(), decide())
    version = item_at(case, "ask").version
    assert ring(case.later(days=4)) == ("went_overdue",)
    (notice,) = owed(case.events[-1])
    assert notice.to == (LIAISON.person,)
    assert ring(case.later(days=1)) == ()
    assert item_at(case, "ask").version == version
    assert answer(case) == ("answered", "step_opened")


def test_whoever_supervises_the_body_is_told(story: Story) -> None:
    """督办: with the holders; the item stays open."""
    case = begun(story, inquiry(unanswered="supervise"), decide())
    assert ring(case.later(days=4)) == ("went_overdue",)
    (notice,) = owed(case.events[-1])
    organisation, today = case.organisation, case.world.today
    liaison, *above = notice.to
    assert (liaison, open_steps(case)) == (LIAISON.person, ["ask"])
    assert above
    assert all(organisation.granted(person, "supervisor", "county_reform", today) for person in above)


def test_a_passed_on_item_keeps_its_day(story: Story) -> None:
    """Transfer moves neither the limit nor what follows from it."""
    case = begun(story, inquiry(unanswered="proceed_noted"), decide())
    hand(case, Transfer, "ask", LIAISON, to=(REFORM_HEAD,), opinion="请主任答复")
    assert item_at(case, "ask").alarm == date(2026, 3, 6)


def beside(story: Story, refusal: str = "collect_all", **more: Any) -> Story:  # noqa: ANN401
    """A question beside a review."""
    parts = (branch("a", inquiry(**more)), branch("b", step("check")))
    return begun(story, fork("both", "parallel", *parts, refusal=refusal), decide())


def test_it_is_asked_beside_other_work(story: Story) -> None:
    """Both must arrive, whatever is answered."""
    case = beside(story)
    answer(case, "no", opinion="未列入")
    assert open_steps(case) == ["check"]
    approve(case, "check")
    assert open_steps(case) == ["settle"]


def test_beside_other_work_it_goes_on_by_itself(story: Story) -> None:
    """The other branch is waited for still."""
    case = beside(story, unanswered="proceed_noted")
    assert ring(case.later(days=4)) == ("unanswered", "arrived")
    approve(case, "check")
    assert open_steps(case) == ["settle"]


def test_a_refusal_beside_ends_the_question(story: Story) -> None:
    """Taken back, the question waits again until its day."""
    case = begun(
        story,
        fork(
            "outer",
            "parallel",
            branch("x", step("other")),
            branch(
                "y",
                fork(
                    "both", "parallel", branch("a", inquiry()), branch("b", step("check")), refusal="first_refusal_ends"
                ),
            ),
        ),
        decide(),
    )
    reject(case, "check")
    assert open_steps(case) == ["other"]
    rejected = next(deed for deed in case.case.deeds if deed.what == "rejected")
    case.went(TakeBack(actor=CHIEF, item=rejected.item))
    item = item_at(case, "ask")
    assert (item.purpose, item.holders, item.alarm) == ("inquiry", (LIAISON,), date(2026, 3, 6))


def test_an_answer_is_taken_back_before_anybody_has_gone_on(story: Story) -> None:
    """拿回: the question waits again until the same day."""
    case = begun(story, inquiry(), decide())
    item = item_at(case, "ask")
    answer(case)
    case.went(TakeBack(actor=LIAISON, item=item.key))
    again = item_at(case, "ask")
    assert (again.purpose, again.due, again.alarm) == ("inquiry", item.due, item.alarm)
    assert LIAISON.person not in case.case.handlers


def test_a_return_to_before_it_asks_again(story: Story) -> None:
    """All run again, the question too."""
    case = begun(story, step("check"), inquiry(), decide())
    approve(case, "check")
    answer(case)
    act(case, ReturnToStep, "settle", step="check")
    approve(case, "check")
    assert open_steps(case) == ["ask"]


def test_a_new_liaison_officer_is_asked_after_a_change(story: Story) -> None:
    """重新确定办理人 looks at questions too."""
    case = begun(story, inquiry(), decide())
    case.organisation = moved(story.organisation, without=("p52",))
    assert case.went(Reresolve(actor=SYSTEM, item=case.item)) == ("holders_changed",)
    assert case.case.items[0].holders == (REFORM_HEAD,)


def test_administrators_may_pass_a_question(story: Story) -> None:
    """修复: skipped with its own event."""
    case = begun(story, inquiry(), decide())
    case.went(AskRepair(actor=ADMIN, what="skip", item=case.item, reason="对方机构调整"))
    assert "step_passed" in case.went(ConfirmRepair(actor=SECOND))
    assert open_steps(case) == ["settle"]


def test_it_is_foretold(story: Story) -> None:
    """With who will be asked."""
    case = begun(story, step("check"), inquiry(), decide())
    foreseen = {
        one.step: one.holders
        for one in ahead(case.matter, parties_of(case.matter, case.case, case.filed), case.world, case.case)
    }
    assert foreseen["ask"] == (LIAISON,)


def in_catalogue(shipped: dict[str, Definition], unanswered: str) -> Definition:
    """公务用车派车 as it ships, with a question before the decision."""
    car = shipped["MS032"]
    (step_,) = STEPS.validate_python([inquiry(unanswered=unanswered)])
    accept, *rest = car.steps
    return car.model_copy(update={"steps": (accept, step_, *rest)})


def test_a_golden_case_answers(shipped: dict[str, Definition], story: Story) -> None:
    """With path and due date of the question; it is reminded of before, by itself."""
    car = in_catalogue(shipped, "remind")
    document = car.model_dump(mode="json", by_alias=True)
    golden = document["golden"][0]
    at = "2026-02-26T09:00:00+08:00"  # accepted on Friday the 13th; Saturday the 14th is worked, then the Spring Festival
    said = {"by": "county_reform.liaison", "action": "answer", "answer": "material", "files": ["plan.pdf"], "at": at}
    golden["story"].insert(3, said)
    for number in (4, 5):
        golden["story"][number]["at"] = f"2026-02-26T1{number}:00:00+08:00"
    golden["expect"]["path"].insert(2, "ask")
    golden["expect"]["due"] |= {"ask": "2026-02-25", "decide": "2026-02-27", "dispatch": "2026-02-26"}
    matter = Definition.model_validate({**document, "golden": [golden]})
    assert run(matter, matter.golden[0], story.organisation, story.calendar) == ()


@pytest.mark.parametrize("unanswered", ["remind", "proceed_noted"])
def test_every_answer_and_none_is_explored(shipped: dict[str, Definition], story: Story, unanswered: str) -> None:
    """No way gets stuck; a question that is answered or not ends alike."""
    found = explore(Stage(in_catalogue(shipped, unanswered), story.organisation, story.calendar))
    assert (found.stuck, found.unopened, found.whole) == ((), (), True)
    assert {"granted", "denied"} <= set(found.outcomes)


def test_nobody_to_answer_is_found_before_a_change(shipped: dict[str, Definition], story: Story) -> None:
    """办理人落空: without liaison officer the head would still answer; without both nobody does."""
    car = in_catalogue(shipped, "remind")
    some, none = (moved(story.organisation, without=people) for people in (("p52",), ("p51", "p52")))
    asked = [
        [
            one.step
            for one in orphans([car], story.world, replace(story, organisation=after).world)
            if one.step == "计划核对"
        ]
        for after in (some, none)
    ]
    assert not asked[0]
    assert set(asked[1]) == {"计划核对"}
