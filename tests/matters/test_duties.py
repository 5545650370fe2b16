"""办后义务: who owes what after which decision, and that the case ends all the same."""

from datetime import date
from typing import Any

import pytest

from matters.case.owed import owed
from matters.commands.cases import AskRepair, ConfirmRepair, HandOver, ReplaceApplicant
from matters.commands.items import Approve, Claim, Conclude, Fulfil, Transfer
from matters.commands.reports import Reresolve, Ring
from matters.course.forecast import ahead
from matters.language.document import Definition
from matters.organisation.snapshot import SYSTEM, Holder
from matters.trials.exploring import explore
from matters.trials.golden_run import Stage, run
from matters.who.parties import parties_of
from tests.matters.forked import (
    act,
    approve,
    begun,
    branch,
    code,
    countersign,
    decide,
    fork,
    hand,
    issue,
    item_at,
    reject,
    step,
)
from tests.matters.stories import ADMIN, CLERK, SECOND, STAFF, Story, moved, varied
from tests.matters.verbs.test_inquiries import LIAISON, REFORM_HEAD

SUCCESSOR = Holder(person="p49", post="county_finance.head")
LOG = {
    "id": "log",
    "name": "补登里程",
    "owed_by": {"body": "applicant"},
    "limit": {"kind": "working_days", "days": 5},
    "text": "归队后补登行驶里程。",
}
CHECK = {
    "id": "audit",
    "name": "核查备案",
    "owed_by": {"duty": "development_reform"},
    "limit": {"kind": "calendar_days", "days": 10},
    "text": "将派车结果备案。",
}


def owing(story: Story, *duties: dict[str, Any], on: str = "granted") -> Story:
    """The matter with duties after one of its results."""

    def add(document: dict[str, Any]) -> None:
        result = next(result for result in document["outcome"]["results"] if result["on"] == on)
        result["duties"] = list(duties)

    return Story(varied(story.matter, add), story.organisation, story.calendar)


def decided(story: Story, *duties: dict[str, Any], on: str = "granted") -> Story:
    """A case that is granted, with its duties open."""
    case = begun(owing(story, *duties, on=on), decide())
    approve(case, "settle") if on == "granted" else reject(case, "settle")
    return case


def concluded(story: Story, *duties: dict[str, Any]) -> Story:
    """A case that is concluded while the duties are open."""
    case = decided(story, *duties)
    issue(case, "reply")
    assert case.case.status == "concluded"
    return case


def fulfil(story: Story, duty: str, by: Holder, **more: Any) -> tuple[str, ...]:  # noqa: ANN401
    """The duty is done."""
    return hand(story, Fulfil, duty, by, opinion="已补登", **more)


def ring(story: Story, duty: str) -> tuple[str, ...]:
    """The system looks whether the day of the duty has come."""
    return story.went(Ring(actor=SYSTEM, item=item_at(story, duty).key))


def test_each_duty_waits_for_who_owes_it(story: Story) -> None:
    """The applicant for the own body, else the liaison officer; each until its own day, counted from the decision."""
    case = decided(story, LOG, CHECK)
    opened = {item.step: (item.purpose, item.holders, item.due) for item in case.case.items}
    assert opened == {
        "log": ("duty", (STAFF,), date(2026, 3, 9)),
        "audit": ("duty", (LIAISON,), date(2026, 3, 12)),
    }
    assert {effect.to for event in case.events[-2:] for effect in owed(event)} == {("p50",), ("p52",)}


def test_only_the_result_it_belongs_to_brings_a_duty(story: Story) -> None:
    """Denied with a duty after granting, and the other way round."""
    assert decided(story, LOG, on="denied").case.items[0].step == "log"
    case = begun(owing(story, LOG, on="granted"), decide())
    assert "duty_opened" not in reject(case, "settle")
    other = begun(owing(story, LOG, on="denied"), decide())
    assert "duty_opened" not in approve(other, "settle")


def test_every_way_to_a_decision_brings_it(story: Story) -> None:
    """By several signers, by a veto in a branch, by a refusal before the decision."""
    signed = begun(owing(story, LOG), {**decide(), "who": {"by": "heads", "of": {"body": "owner"}, "levels": 1}})
    assert "duty_opened" in approve(signed, "settle")
    vetoed = begun(
        owing(story, LOG, on="denied"),
        fork(
            "both",
            "parallel",
            branch("a", step("check"), veto=True),
            branch("b", countersign("sign", "head", "deputy_head")),
        ),
        decide(),
    )
    assert reject(vetoed, "check")[-1] == "duty_opened"
    assert [item.step for item in vetoed.case.items] == ["log"]


def test_the_case_is_concluded_while_the_duty_is_open(story: Story) -> None:
    """With its one result; the duty may be done before or after."""
    case = concluded(story, LOG)
    assert (case.case.result, [item.step for item in case.case.items]) == ("granted", ["log"])
    assert fulfil(case, "log", STAFF, files=("f1",)) == ("fulfilled",)
    assert (case.case.status, case.case.items) == ("concluded", ())
    early = decided(story, LOG)
    fulfil(early, "log", STAFF)
    issue(early, "reply")
    assert early.case.status == "concluded"


def test_handing_over_waits_for_no_duty(story: Story) -> None:
    """Neither the paper nor the step after it; and what lies ahead is told as without one."""
    case = owing(story, LOG)
    case.went(case.submit())
    case.went(case.accept())
    approve(case, "decide")
    assert [
        one.step for one in ahead(case.matter, parties_of(case.matter, case.case, case.filed), case.world, case.case)
    ] == ["dispatch"]
    issue(case, "reply")
    assert {item.step for item in case.case.items} == {"log", "dispatch"}
    act(case, Conclude, "dispatch")
    assert (case.case.status, [item.step for item in case.case.items]) == ("concluded", ["log"])


def test_what_was_done_must_be_said_by_who_owes_it(story: Story) -> None:
    """The applicant decides nothing by it."""
    case = concluded(story, LOG)
    item = item_at(case, "log")
    on: dict[str, Any] = {"item": item.key, "expected_version": item.version}
    assert code(case.tell(Fulfil(actor=STAFF, **on))) == "opinion_required"
    assert code(case.tell(Fulfil(actor=CLERK, opinion="已补登", **on))) == "not_holder"


def test_a_duty_of_another_body_is_passed_on_there(story: Story) -> None:
    """After the case is concluded too; it gives no part in the handling."""
    case = concluded(story, CHECK)
    hand(case, Transfer, "audit", LIAISON, to=(REFORM_HEAD,), opinion="请主任办理")
    fulfil(case, "audit", REFORM_HEAD)
    assert not {"p51", "p52"} & case.case.handlers.keys()


def test_overdue_it_is_reminded_of_once(story: Story) -> None:
    """The day after its last one; it stays open."""
    case = concluded(story, LOG)
    assert ring(case.later(days=7), "log") == ()
    assert ring(case.later(days=1), "log") == ("went_overdue",)
    assert owed(case.events[-1])[0].to == ("p50",)
    assert ring(case.later(days=1), "log") == ()
    assert [item.step for item in case.case.items] == ["log"]


def test_administrators_lift_a_duty_or_give_it_to_another(story: Story) -> None:
    """修复 after the end: the duty alone, never the case."""
    case = concluded(story, LOG)
    for what in ("end", "jump"):
        assert code(case.tell(AskRepair(actor=ADMIN, what=what, step="settle", reason="误设"))) == "not_possible"
    case.went(AskRepair(actor=ADMIN, what="reassign", item=case.item, to=SUCCESSOR, reason="本人休假"))
    case.went(ConfirmRepair(actor=SECOND))
    assert case.case.items[0].holders == (SUCCESSOR,)
    case.went(AskRepair(actor=ADMIN, what="skip", item=case.item, reason="车辆未出行"))
    assert case.went(ConfirmRepair(actor=SECOND)) == ("repaired",)
    assert (case.case.status, case.case.items) == ("concluded", ())


def test_a_leavers_duty_goes_to_the_successor(story: Story) -> None:
    """离职交接 of a case that is over; before that with the filing."""
    case = concluded(story, LOG)
    case.went(HandOver(actor=_org_admin(case), item=case.item, leaver="p50", to=SUCCESSOR))
    assert case.case.items[0].holders == (SUCCESSOR,)
    early = decided(story, LOG)
    early.went(ReplaceApplicant(actor=_org_admin(early), to=SUCCESSOR))
    assert early.case.items[0].holders == (SUCCESSOR,)


def _org_admin(story: Story) -> Holder:
    today = story.world.today
    admin = next(p.id for p in story.organisation.people if "org_admin" in story.organisation.roles_of(p.id, today))
    return Holder(person=admin, post="")


def test_who_left_owes_nothing(story: Story) -> None:
    """The duty goes to whoever answers for the body."""
    case = concluded(story, CHECK)
    case.organisation = moved(case.organisation, without=("p52",))
    case.went(Reresolve(actor=SYSTEM, item=case.item))
    assert case.case.items[0].holders == (REFORM_HEAD,)
    own = concluded(story, LOG)
    own.organisation = moved(own.organisation, without=("p50",))
    own.went(Reresolve(actor=SYSTEM, item=own.item))
    assert own.case.items[0].holders == (SUCCESSOR,)


def test_nobody_to_owe_it_is_told_to_who_decides(story: Story) -> None:
    """As of any other step that follows."""
    case = begun(owing(story, CHECK), decide())
    case.organisation = moved(case.organisation, without=("p51", "p52"))
    item = item_at(case, "settle")
    said = Approve(actor=item.holders[0], item=item.key, expected_version=item.version, opinion="同意")
    assert code(case.tell(said)) == "nobody_found"


def test_a_duty_of_a_group_is_claimed(story: Story) -> None:
    """认领 after the end."""
    both = moved(story.organisation, p51="county_reform.liaison")
    case = concluded(Story(story.matter, both, story.calendar), CHECK)
    hand(case, Claim, "audit", LIAISON)
    assert case.case.items[0].holders == (LIAISON,)


@pytest.mark.parametrize("late", [False, True])
def test_a_golden_case_does_its_duty(shipped: dict[str, Definition], story: Story, *, late: bool) -> None:
    """With its day; after the case is over."""
    golden = _golden(shipped, late=late)
    assert run(golden, golden.golden[0], story.organisation, story.calendar) == ()


def _golden(shipped: dict[str, Definition], *, late: bool = False) -> Definition:
    def add(document: dict[str, Any]) -> None:
        granted = next(result for result in document["outcome"]["results"] if result["on"] == "granted")
        granted["duties"] = [LOG]
        golden = document["golden"][0]
        at = "2026-03-20T09:00:00+08:00" if late else "2026-02-24T09:00:00+08:00"
        golden["story"].append({"by": "county_finance.staff", "action": "fulfil", "opinion": "已补登", "at": at})
        golden["expect"]["due"] |= {"log": "2026-02-28"}  # granted on Saturday the 14th; the 28th is worked
        document["golden"] = [golden]

    return varied(shipped["MS032"], add)


def test_a_duty_is_explored_to_its_end(shipped: dict[str, Definition], story: Story) -> None:
    """Though the case has ended before."""
    owed_ = _golden(shipped)
    found = explore(Stage(owed_, story.organisation, story.calendar))
    assert (found.stuck, found.whole) == ((), True)
    free = owed_.model_copy(update={"outcome": shipped["MS032"].outcome})
    assert found.states > explore(Stage(free, story.organisation, story.calendar)).states
