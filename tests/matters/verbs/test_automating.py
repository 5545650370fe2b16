"""What machines do at a step: rules, registers, other systems, decisions at once, and who takes over.

Covers: matters/course/opening.py, matters/verbs/revoking.py
"""

from datetime import date
from typing import Any

import pytest

from matters.case.items import WorkItem
from matters.case.owed import owed
from matters.commands.cases import TakeBack, Withdraw
from matters.commands.items import Approve, Complete, Conclude, PassSpotCheck, ReportFailure, Revoke, RunAgain
from matters.commands.reports import CheckRules, RecordCall, RecordLookUp, ReportFault, Ring
from matters.course.forecast import ahead
from matters.errors.base import Refusal
from matters.organisation.snapshot import SYSTEM, Grant, Holder, Organisation
from matters.who.parties import parties_of
from tests.matters.forked import (
    OWNER,
    act,
    approve,
    begun,
    branch,
    decide,
    fork,
    item_at,
    mend,
    open_steps,
    send_back,
    step,
)
from tests.matters.stories import CHIEF, CLERK, HEAD, STAFF, Story, decided_by_machine

TAKES_OVER = {"by": "post", "post": "vehicle_chief", "of": OWNER}
ROBOT = Holder(person="p43", post="county_logistics.deputy_head")
BY_ROBOT = {"by": "role", "role": "robot", "of": OWNER}
FEW = {"text": "人数不多", "holds": {"compare": "at_most", "left": {"field": "passengers"}, "right": {"value": 5}}}
SAID = {"text": "写明了事由", "holds": {"filled": "purpose"}}
FILLS = ["plate", "driver"]
CAR = {"plate": "样A12345", "driver": "马行健"}


def automatic(work: dict[str, Any], **more: object) -> dict[str, Any]:
    """A step that a machine does."""
    return {"id": "auto", "name": "自动", "kind": "automatic", "work": work, "on_failure": TAKES_OVER, **more}


RULES = automatic({"do": "rule_check", "rules": [SAID, FEW]})
ASKS = automatic({"do": "look_up", "interface": "cars", "asks": ["destination"], "fills": FILLS})
CALLS = automatic(
    {"do": "outside_call", "system": "dispatch", "hands_over": ["destination"], "fills": FILLS, "robot": BY_ROBOT},
    limit={"kind": "working_days", "days": 2},
)
UNTIL = {"id": "until", "name": "等候到站", "kind": "wait", "for_event": "arrival", "robot": BY_ROBOT}


def with_robot(story: Story) -> Story:
    """The story in an organisation where a system has an account in the owner body."""
    parts = {name: getattr(story.organisation, name) for name in Organisation.model_fields}
    grant = Grant(person=ROBOT.person, role="robot", scope="county_logistics", since=date(2020, 1, 1))
    return Story(story.matter, Organisation(**{**parts, "grants": (*parts["grants"], grant)}), story.calendar)


def report(story: Story, kind: type[Any], **more: object) -> tuple[str, ...]:
    """What the system reports on the step."""
    return story.went(kind(actor=SYSTEM, item=item_at(story, "auto").key, **more))


def item(story: Story) -> WorkItem:
    """The one open item."""
    (found,) = story.case.items
    return found


def test_rules_that_all_hold_let_the_case_pass(story: Story) -> None:
    """Nobody holds the item meanwhile; the check owes one effect, which names the item."""
    case = begun(story, RULES, decide())
    (effect,) = [effect for event in case.events for effect in owed(event) if effect.kind == "rule_check"]
    assert (item(case).purpose, item(case).holders, item(case).key) == ("machine", (), effect.item)
    assert report(case, CheckRules, lot=0) == ("rules_checked", "step_opened")
    assert open_steps(case) == ["settle"]
    checked = next(event for event in case.events if event.type == "rules_checked")
    assert (checked.edition, checked.failed, checked.acts) == (case.matter.edition.version, (), False)


def test_a_rule_that_does_not_hold_is_named_and_a_person_takes_over(story: Story) -> None:
    """The person lets it pass with a reason, has it checked again, or sends it back."""
    case = begun(story, RULES, decide(), passengers=9)
    assert report(case, CheckRules, lot=0) == ("rules_checked", "step_opened")
    assert [event.failed for event in case.events if event.type == "rules_checked"] == [(2,)]
    assert (item(case).purpose, item(case).holders) == ("act", (CHIEF,))
    silent = case.tell(Complete(actor=CHIEF, item=item(case).key, expected_version=1))
    assert isinstance(silent, Refusal)
    assert silent.code == "opinion_required"
    assert act(case, Complete, "auto") == ("completed", "step_opened")


def test_a_person_who_took_over_may_let_the_machine_try_again(story: Story) -> None:
    """As often as it takes; each try is an item of its own and owes an effect of its own."""
    case = begun(story, RULES, decide(), passengers=9)
    report(case, CheckRules, lot=0)
    again = RunAgain(actor=CHIEF, item=item(case).key, expected_version=1)
    assert case.went(again) == ("asked_again", "machine_asked")
    case.answers["passengers"] = 3
    assert report(case, CheckRules, lot=0) == ("rules_checked", "step_opened")
    assert open_steps(case) == ["settle"]
    keys = [effect.key for event in case.events for effect in owed(event) if effect.kind == "rule_check"]
    assert len(keys) == len(set(keys)) == 2


def test_a_register_fills_what_it_was_asked_for(story: Story) -> None:
    """And is believed no further: what lies outside the step's fields, or does not fit the form, is no answer."""
    case = begun(story, ASKS, decide())
    assert report(case, RecordLookUp, answers=CAR) == ("looked_up", "step_opened")
    assert case.case.written[-1][1] == ("plate", "driver")
    for bad in ({**CAR, "purpose": "改写"}, {"plate": "样A12345"}, {**CAR, "plate": "?"}):
        other = begun(Story(story.matter, story.organisation, story.calendar), ASKS, decide())
        assert report(other, RecordLookUp, answers=bad) == ("machine_failed", "step_opened"), bad
        assert (item(other).purpose, item(other).holders) == ("act", (CHIEF,))


def test_who_stands_in_for_a_register_fills_what_it_would_have(story: Story) -> None:
    """All of it, and nothing else."""
    case = begun(story, ASKS, decide())
    report(case, ReportFault, why="unreachable")
    on = {"actor": CHIEF, "item": item(case).key, "expected_version": 1, "opinion": "电话核实"}
    case.answers = {name: value for name, value in case.answers.items() if name not in FILLS}
    short, beyond = (
        case.tell(Complete(**on, fills={"plate": "样A12345"})),
        case.tell(Complete(**on, fills={"purpose": "改"})),
    )
    assert isinstance(short, Refusal)
    assert isinstance(beyond, Refusal)
    assert case.went(Complete(**on, fills=CAR)) == ("completed", "step_opened")


def test_another_system_reports_by_its_robot(story: Story) -> None:
    """The robot holds the item from the start; being handed over is told once, and closes nothing."""
    case = begun(with_robot(story), CALLS, decide())
    assert (item(case).holders, item(case).due, item(case).called) == ((ROBOT,), date(2026, 3, 4), False)
    assert report(case, RecordCall) == ("called_out",)
    assert item(case).called
    done = Complete(actor=ROBOT, item=item(case).key, expected_version=1, fills=CAR)
    assert case.went(done) == ("completed", "step_opened")
    late = case.tell(done)
    assert isinstance(late, Refusal)
    assert late.code == "already_decided"


def test_a_robot_that_cannot_do_it_says_why(story: Story) -> None:
    """And writes into the form only what the step lets it."""
    case = begun(with_robot(story), CALLS, decide())
    on: dict[str, Any] = {"actor": ROBOT, "item": item(case).key, "expected_version": 1}
    assert isinstance(case.tell(Complete(**on, fills={"purpose": "改写"})), Refusal)
    assert isinstance(case.tell(ReportFailure(**on)), Refusal)
    assert case.went(ReportFailure(**on, opinion="无车可派")) == ("machine_failed", "step_opened")
    assert item(case).holders == (CHIEF,)


def test_a_system_that_does_not_report_in_time_is_given_up(story: Story) -> None:
    """After the end of its last day, not on it."""
    case = begun(with_robot(story), CALLS, decide())
    ring = Ring(actor=SYSTEM, item=item(case).key)
    assert case.later(days=2).tell(ring) == ()
    assert case.later(days=1).went(ring) == ("machine_failed", "step_opened")
    assert case.tell(ring) == ()
    assert isinstance(case.tell(Complete(actor=ROBOT, item=ring.item, expected_version=1)), Refusal)


def test_an_outside_event_is_reported_by_the_robot(story: Story) -> None:
    """It may write nothing; nobody else can say that it has happened."""
    case = begun(with_robot(story), UNTIL, decide())
    (waiting,) = case.case.items
    on: dict[str, Any] = {"item": waiting.key, "expected_version": 1}
    assert isinstance(case.tell(Complete(actor=CHIEF, **on)), Refusal)
    assert isinstance(case.tell(Complete(actor=ROBOT, **on, fills=CAR)), Refusal)
    assert case.went(Complete(actor=ROBOT, **on)) == ("completed", "step_opened")


def test_nobody_files_where_no_robot_could_report(story: Story) -> None:
    """Found at filing, not when the case arrives there."""
    for one in (CALLS, UNTIL):
        told = begun(story, decide())
        told.matter = told.matter.model_copy(update={"steps": begun(with_robot(story), one, decide()).matter.steps})
        told.so_far = None
        verdict = told.tell(told.submit())
        assert isinstance(verdict, Refusal)
        assert verdict.code == "nobody_found"


def test_what_was_handed_to_another_system_is_not_taken_back(story: Story) -> None:
    """What waits for it still is."""
    for handed in (False, True):
        case = begun(with_robot(story), step("check"), CALLS, decide())
        check = item_at(case, "check")
        approve(case, "check")
        if handed:
            report(case, RecordCall)
        taken = case.tell(TakeBack(actor=CHIEF, item=check.key))
        assert isinstance(taken, Refusal) is handed
        assert open_steps(case) == (["auto"] if handed else ["check"])


def test_a_report_on_what_is_no_longer_asked_is_no_news(story: Story) -> None:
    """Withdrawn, returned, or answered already."""
    case = begun(story, fork("f", "parallel", branch("l", ASKS), branch("r", step("check"))), decide())
    asked = item_at(case, "auto").key
    send_back(case, "check")
    late = RecordLookUp(actor=SYSTEM, item=asked, answers=CAR)
    assert case.tell(late) == ()
    mend(case)
    assert case.tell(late) == ()
    assert report(case, RecordLookUp, answers=CAR)
    case.went(Withdraw(actor=STAFF))
    assert case.tell(late) == ()


@pytest.mark.parametrize(("most", "by_machine"), [(5, True), (2, False)])
def test_a_machine_decides_at_once_where_all_rules_hold(story: Story, most: int, by_machine: bool) -> None:
    """With the version of the rules on record; else the people of the step decide."""
    story.matter = decided_by_machine(story.matter, most=most)
    story.went(story.submit())
    story.went(story.accept())
    went = story.went(CheckRules(actor=SYSTEM, item=story.item, lot=0))
    if not by_machine:
        assert went == ("rules_checked", "step_opened")
        assert item(story).holders == (CHIEF,)
        return
    assert went == ("rules_checked", "approved", "decided", "spot_check_opened")
    assert [deed.actor for deed in story.case.deeds] == [CLERK, SYSTEM]
    assert SYSTEM.person not in story.case.handlers
    assert story.case.status == "decided"


def test_so_many_of_a_hundred_are_looked_at_again(story: Story) -> None:
    """The lot decides; whoever filed it does not look at it."""
    for lot, drawn in ((9, True), (10, False)):
        told = Story(decided_by_machine(story.matter, of_hundred=10), story.organisation, story.calendar)
        told.went(told.submit())
        told.went(told.accept())
        went = told.went(CheckRules(actor=SYSTEM, item=told.item, lot=lot))
        assert ("spot_check_opened" in went) is drawn
    own = Story(decided_by_machine(story.matter), story.organisation, story.calendar)
    own.went(own.submit(HEAD))
    own.went(own.accept())
    assert own.went(CheckRules(actor=SYSTEM, item=own.item, lot=0)) == ("rules_checked", "step_opened")


def decided(story: Story, *, with_paper: bool = True) -> tuple[Story, WorkItem]:
    """A case that a machine has decided, and its spot check."""
    story.matter = decided_by_machine(story.matter)
    story.went(story.submit())
    story.went(story.accept())
    story.went(CheckRules(actor=SYSTEM, item=story.item, lot=0))
    if with_paper:
        story.went(story.paper("reply"))
    return story, next(one for one in story.case.items if one.purpose == "spot_check")


def test_a_spot_check_holds_nothing_up(story: Story) -> None:
    """The result is handed over, the case concludes, and the check is still open."""
    story, check = decided(story)
    act(story, Conclude, story.matter.steps[-1].id)
    assert story.case.status == "concluded"
    assert story.case.items == (check,)
    passed = PassSpotCheck(actor=HEAD, item=check.key, expected_version=1)
    assert story.went(passed) == ("spot_check_passed",)
    assert story.case.status == "concluded"


def test_a_decision_of_a_machine_may_be_revoked(story: Story) -> None:
    """With a reason, once its paper is out; nothing is handed over any more, and nothing follows."""
    story, check = decided(story, with_paper=False)
    on: dict[str, Any] = {"actor": HEAD, "item": check.key, "expected_version": 1}
    early = story.tell(Revoke(**on, opinion="重复派车"))
    assert isinstance(early, Refusal)
    assert early.code == "not_possible"
    story.went(story.paper("reply"))
    assert isinstance(story.tell(Revoke(**on)), Refusal)
    assert story.went(Revoke(**on, opinion="重复派车")) == ("revoked",)
    assert (story.case.status, story.case.items) == ("revoked", ())
    (revoked,) = [event for event in story.events if event.type == "revoked"]
    assert STAFF.person in revoked.tell
    assert SYSTEM.person not in revoked.tell


def test_machines_are_foretold(story: Story) -> None:
    """As machines: nobody is named who would only take over."""
    told = begun(with_robot(story), RULES, decide())
    foretold = {one.step: one for one in ahead(told.matter, parties_of(told.matter, told.case, told.filed), told.world)}
    assert (foretold["auto"].machine, foretold["auto"].holders) == (True, ())
    instant = decided_by_machine(story.matter)
    (settle,) = [
        one
        for one in ahead(instant, parties_of(told.matter, told.case, told.filed), told.world)
        if one.step == "decide"
    ]
    assert settle.machine
    assert settle.holders == (CHIEF,)


def test_a_person_can_do_nothing_at_a_machine_s_item(story: Story) -> None:
    """Not even who would take over."""
    case = begun(story, RULES, decide())
    for kind in (Complete, Approve, RunAgain):
        verdict = case.tell(kind(actor=CHIEF, item=item(case).key, expected_version=1))
        assert isinstance(verdict, Refusal)
        assert verdict.code == "not_holder"
