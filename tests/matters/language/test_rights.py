"""What a step shows (字段权限), and what follows from it for defects, opinions taken over and signatures."""

from typing import Any

import pytest

from matters.commands.cases import TakeBack
from matters.commands.items import Approve, Complete, Delegate, ReturnToApplicant, ReturnToStep, SendCopy, Transfer
from matters.errors.door import Invalid
from matters.language.document import Definition
from matters.language.rights import hidden_at, hidden_from, sensitive
from matters.linter import findings
from matters.linter.runnable import not_runnable
from tests.matters.forked import approve, complete, countersign, decide, hand, item_at, rerouted, step
from tests.matters.shielded import HIDDEN, shielded
from tests.matters.stories import CHIEF, CLERK, CLERK_2, DEPUTY, HEAD, STAFF, Story, varied

ROBOT = {"by": "role", "role": "robot", "of": {"body": "owner"}}


@pytest.fixture
def shield(story: Story) -> Story:
    """A case before the chief's check, filed with the notice."""
    story.matter = shielded(story.matter)
    story.went(story.submit(passengers=8).model_copy(update={"materials": {"notice": ("f1",)}}))
    story.went(story.accept())
    return story


def test_such_a_matter_can_be_published(story: Story) -> None:
    """The engine runs rights and sensitive fields, and the linter finds somebody who sees each."""
    matter = shielded(story.matter)
    assert not_runnable(matter) == ()
    assert not {"shown_nowhere", "edits_hidden"} & {finding.rule for finding in findings(matter)}


def test_what_is_hidden_at_a_step(story: Story) -> None:
    """Hidden is what the step hides, and what is sensitive unless it is listed; all else is read."""
    matter = shielded(story.matter)
    hidden = {one: hidden_at(matter, one) for one in ("accept", "check", "settle", "dispatch")}
    assert hidden["accept"] == frozenset()
    assert hidden["check"] == set(HIDDEN)
    assert hidden["settle"] == hidden["dispatch"] == {"contact_phone"}
    assert hidden_from(matter, ("check", "settle")) == {"contact_phone"}
    assert hidden_from(matter, ("check", "accept")) == frozenset()
    assert hidden_from(matter, ()) == set(HIDDEN)


def test_rows_are_sensitive_when_a_column_is(story: Story) -> None:
    """Columns follow their field, so that the field follows its most sensitive column."""
    column = {"id": "id_no", "label": "证件号码", "type": "id_number", "sensitivity": "personal"}
    rows = {"id": "riders", "label": "乘车人员", "type": "rows", "columns": [column]}
    matter = varied(story.matter, lambda document: document["form"]["sections"][0]["fields"].append(rows))
    field = matter.field("riders")
    assert field
    assert sensitive(field)
    assert "riders" in hidden_at(matter, "decide")


def test_what_nobody_would_look_at_is_not_asked(story: Story) -> None:
    """A sensitive field that no step lists is a defect of the definition."""
    matter = shielded(story.matter)
    blind = varied(matter, lambda document: document["steps"][0]["rights"].pop("read"))
    assert [f.target for f in findings(blind) if f.rule == "shown_nowhere"] == ["form.sections[1].fields[1]"]


def test_who_has_had_which_steps(shield: Story) -> None:
    """To act on, in a group, passed on, lent, asked for an opinion, taken back or as a copy; a supplement is no step."""
    case = shield
    assert case.case.steps_of(CLERK.person) == case.case.steps_of(CLERK_2.person) == {"accept"}
    assert case.case.steps_of(STAFF.person) == frozenset()
    hand(case, Transfer, "check", CHIEF, to=(DEPUTY,), opinion="请代办")
    assert case.case.steps_of(CHIEF.person) == case.case.steps_of(DEPUTY.person) == {"check"}
    hand(case, Delegate, "check", DEPUTY, to=(CLERK,), opinion="请核对")
    assert case.case.steps_of(CLERK.person) == {"accept", "check"}
    assert case.case.steps_of(DEPUTY.person) == {"check"}


def test_a_copy_shows_what_its_step_shows(shield: Story) -> None:
    """抄送: the reader sees what the sender's step shows."""
    hand(shield, SendCopy, "check", CHIEF, to=(HEAD,))
    assert shield.case.steps_of(HEAD.person) == {"check"}


def test_a_decision_taken_back_was_seen_all_the_same(shield: Story) -> None:
    """拿回: whoever had the step has had it."""
    approve_check(shield)
    done = next(item for item in shield.case.closed if item.step == "check")
    shield.went(TakeBack(actor=CHIEF, item=done.key))
    assert "check" in shield.case.steps_of(CHIEF.person)


def approve_check(case: Story) -> None:
    """The chief agrees, with what the check must fill."""
    item = item_at(case, "check")
    fills = {"driver_phone": "5550188"}
    case.went(Approve(actor=CHIEF, item=item.key, expected_version=item.version, fills=fills))


def test_only_what_is_listed_is_filled(shield: Story) -> None:
    """Hidden, read-only and left out: refused together, each beside its field."""
    item = item_at(shield, "check")
    fills = {"purpose": "改", "plate": "样A00000"}
    verdict = shield.tell(Approve(actor=CHIEF, item=item.key, expected_version=item.version, fills=fills))
    assert isinstance(verdict, Invalid)
    assert {problem.target for problem in verdict.problems} == {"purpose", "plate", "driver_phone"}
    assert "本环节不能填写“用车事由”" in verdict.message


@pytest.mark.parametrize("target", HIDDEN)
def test_no_defect_is_named_of_what_is_not_shown(shield: Story, target: str) -> None:
    """Who cannot see it cannot have found it wrong."""
    item = item_at(shield, "check")
    on: Any = {"actor": CHIEF, "item": item.key, "expected_version": item.version}
    verdict = shield.tell(ReturnToApplicant(**on, findings={target: "请写明", "destination": "请写明"}))
    assert isinstance(verdict, Invalid)
    assert [problem.target for problem in verdict.problems] == [target]
    assert "本环节不能查看" in verdict.message


def repeating(matter: Definition, first_hides: tuple[str, ...], then_hides: tuple[str, ...], rule: str) -> Definition:
    """Two checks by the same chief in a row."""
    exceptions = {"nobody": "superior", "applicant": "superior", "repeated": rule, "conflict": "exclude"}
    first = step("first", rights={"hidden": first_hides})
    again = step("again", rights={"hidden": then_hides}, exceptions=exceptions)
    return rerouted(matter, first, again, decide())


@pytest.mark.parametrize("rule", ["skip_if_consecutive", "skip_if_unchanged"])
def test_an_opinion_does_not_stand_for_what_its_giver_was_not_shown(story: Story, rule: str) -> None:
    """沿用前次意见 only where the earlier step showed all that this one shows."""
    for first, then, asked in (((), (), False), ((), ("purpose",), False), (("purpose",), (), True)):
        case = Story(repeating(story.matter, first, then, rule), story.organisation, story.calendar)
        case.went(case.submit())
        case.went(case.accept())
        approve(case, "first")
        assert [item.step for item in case.case.items] == (["again"] if asked else ["settle"])


@pytest.mark.parametrize(("hidden", "again"), [((), {1, 2}), (("driver_phone",), {2})])
def test_a_signature_holds_when_what_changed_was_hidden_from_it(
    story: Story, hidden: tuple[str, ...], again: set[int]
) -> None:
    """直达退回人: who has signed signs again only when shown what the work in between has changed."""
    work = step("work", "work", "deputy_head", rights={"edit": ["driver_phone"]})
    signed = countersign("sign", "vehicle_chief", "head", return_resumes="straight_back", rights={"hidden": hidden})
    story.matter = rerouted(story.matter, work, signed, decide())
    story.went(story.submit())
    story.went(story.accept())
    complete(story, "work")
    hand(story, Approve, "sign", CHIEF)
    hand(story, ReturnToStep, "sign", HEAD, step="work", opinion="电话有误")
    hand(story, Complete, "work", DEPUTY, fills={"driver_phone": "5550199"})
    assert {item.seat.signer for item in story.case.items if item.seat} == again


def test_who_takes_over_from_a_machine_sees_what_it_was_told(story: Story) -> None:
    """自动环节: what is asked of the register, or handed to the other system, and nothing else that is sensitive."""
    matter = shielded(story.matter)
    look_up = {"do": "look_up", "interface": "people", "asks": ["contact_phone"], "fills": ["driver"]}
    call = {"do": "outside_call", "system": "garage", "hands_over": ["destination"], "robot": ROBOT}
    for work, hidden in ((look_up, set()), (call, {"contact_phone"})):
        machine = {"id": "machine", "name": "核验", "kind": "automatic", "work": work, "on_failure": step("x")["who"]}
        document = matter.model_dump(mode="json", by_alias=True)
        document["steps"].insert(1, machine)
        assert hidden_at(Definition.model_validate(document), "machine") == hidden
