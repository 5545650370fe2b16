"""Conflict of interest (利害关系): who has acted under one post stands aside at another step under another, or is noted."""

from typing import Any

import pytest

from matters.case.deeds import Deed
from matters.case.values import ItemKey
from matters.commands.items import Approve, Claim, Complete, Delegate, Transfer
from matters.errors.handling import NotPossible
from matters.language.document import Definition
from matters.linter.runnable import not_runnable
from matters.organisation.snapshot import Holder
from matters.who.actors import conflict_of
from tests.matters.forked import (
    EXCEPTIONS,
    approve,
    begun,
    branch,
    code,
    countersign,
    decide,
    fork,
    hand,
    item_at,
    open_steps,
    step,
)
from tests.matters.stories import CHIEF, DEPUTY, HEAD, Story, moved

AS_DEPUTY = Holder(person=CHIEF.person, post="county_logistics.deputy_head")
NOTED = {**EXCEPTIONS, "conflict": "allow_noted"}


@pytest.fixture
def hats(story: Story) -> Story:
    """The chief is deputy head besides, beside the deputy head."""
    story.organisation = moved(story.organisation, **{CHIEF.person: AS_DEPUTY.post})
    return story


def test_two_hats_exclude(hats: Story) -> None:
    """Only who has acted before under another post is left out; the colleague on the post acts."""
    case = begun(hats, step("check"), step("second", post="deputy_head"), decide())
    assert set(item_at(case, "check").holders) == {CHIEF}
    hand(case, Approve, "check", CHIEF)
    assert item_at(case, "second").holders == (DEPUTY,)
    hand(case, Approve, "second", DEPUTY)
    assert item_at(case, "settle").holders == (HEAD,)


def test_the_same_hat_is_no_conflict(hats: Story) -> None:
    """Under the very post somebody may act at several steps; and before the first act nobody is in conflict."""
    case = begun(hats, step("check"), step("again"), decide())
    hand(case, Approve, "check", CHIEF)
    assert item_at(case, "again").holders == (CHIEF,)


def test_when_nobody_is_left_the_rule_for_nobody_holds(story: Story) -> None:
    """Here: the head stands in for the deputy head's post, on which only the chief sits."""
    story.organisation = moved(story.organisation, without=(DEPUTY.person,), **{CHIEF.person: AS_DEPUTY.post})
    instead = {"to": {"by": "head", "of": {"body": "owner"}}}
    second = step("second", post="deputy_head", exceptions={**EXCEPTIONS, "nobody": instead})
    case = begun(story, step("check"), second, decide())
    hand(case, Approve, "check", CHIEF)
    assert item_at(case, "second").holders == (HEAD,)


def beside(conflict: dict[str, Any]) -> dict[str, Any]:
    """Two branches: the chief checks in one, either deputy head in the other."""
    other = step("beside", post="deputy_head", exceptions=conflict)
    return fork("both", "parallel", branch("one", step("check")), branch("two", other))


def test_a_conflict_that_arises_later_takes_the_item_away(hats: Story) -> None:
    """Both branches are open when the chief acts in one: the other waits for the colleague alone, at a new version."""
    case = begun(hats, beside(EXCEPTIONS), decide())
    before = item_at(case, "beside")
    assert set(before.holders) == {DEPUTY, AS_DEPUTY}
    told = hand(case, Approve, "check", CHIEF)
    assert told[-1] == "holders_changed"
    after = item_at(case, "beside")
    assert (after.holders, after.version) == ((DEPUTY,), before.version + 1)
    assert code(case.tell(Approve(actor=AS_DEPUTY, item=after.key, expected_version=after.version))) == "not_holder"


def test_a_claimed_item_goes_back_to_the_others(hats: Story) -> None:
    """认领: the chief had claimed it as deputy head."""
    case = begun(hats, beside(EXCEPTIONS), decide())
    hand(case, Claim, "beside", AS_DEPUTY)
    hand(case, Approve, "check", CHIEF)
    assert item_at(case, "beside").holders == (DEPUTY,)


@pytest.mark.parametrize(
    ("what", "found"), [("approved", "two_hats"), ("supplemented", None), ("materials_brought", None)]
)
def test_what_is_handed_in_for_the_applicant_is_no_act_in_conflict(story: Story, what: str, found: str | None) -> None:
    """Whoever has taken that over from a leaver handles nothing by it, and keeps the item he holds under another post."""
    deed = Deed(ItemKey(2, "check"), CHIEF, story.now, 3, what)
    assert conflict_of(AS_DEPUTY, "second", (deed,)) == found


def test_where_nobody_is_found_the_act_itself_is_refused(story: Story) -> None:
    """The item stays, for an administrator to mend; the sentence says so, and claiming or passing on is no way round."""
    story.organisation = moved(story.organisation, without=(DEPUTY.person,), **{CHIEF.person: AS_DEPUTY.post})
    refusing = {**EXCEPTIONS, "nobody": "refuse_filing"}
    case = begun(story, beside(refusing), decide())
    hand(case, Approve, "check", CHIEF)
    item = item_at(case, "beside")
    assert item.holders == (AS_DEPUTY,)
    on: Any = {"actor": AS_DEPUTY, "item": item.key, "expected_version": item.version}
    for command in (Approve(**on), Transfer(**on, to=(HEAD,), opinion="请代办")):
        verdict = case.tell(command)
        assert isinstance(verdict, NotPossible)
        assert "应当回避，请联系事项管理员改派" in verdict.message


def test_nothing_is_handed_to_whom_it_would_be_taken_from(hats: Story) -> None:
    """转办、委派: the chief, who has checked, gets the later item under no other hat, and under the same one may."""
    case = begun(hats, step("check"), step("second", post="deputy_head"), decide())
    hand(case, Approve, "check", CHIEF)
    item = item_at(case, "second")
    on: Any = {"actor": DEPUTY, "item": item.key, "expected_version": item.version, "opinion": "请看"}
    assert code(case.tell(Delegate(**on, to=(AS_DEPUTY,)))) == "unfit_person"
    assert code(case.tell(Transfer(**on, to=(AS_DEPUTY,)))) == "unfit_person"
    case.went(Transfer(**on, to=(CHIEF,)))


def test_a_seat_is_kept_from_two_hats_too(hats: Story) -> None:
    """会签."""
    case = begun(hats, step("check"), countersign("sign", "deputy_head", "head"), decide())
    hand(case, Approve, "check", CHIEF)
    assert [item.holders for item in case.case.items] == [(DEPUTY,), (HEAD,)]


def test_allowed_acts_carry_the_note(hats: Story) -> None:
    """注明后办理: on the event of the act alone, and only of whom it is true."""
    case = begun(hats, step("check"), step("second", post="deputy_head", exceptions=NOTED), decide())
    hand(case, Approve, "check", CHIEF)
    assert set(item_at(case, "second").holders) == {DEPUTY, AS_DEPUTY}
    hand(case, Claim, "second", AS_DEPUTY)
    hand(case, Approve, "second", AS_DEPUTY)
    approve(case, "settle")
    assert [(event.type, event.actor) for event in case.events if event.noted] == [("approved", AS_DEPUTY)]
    assert open_steps(case) == []


def test_the_note_is_of_any_kind_of_act(hats: Story) -> None:
    """Work done is noted like a decision made; the colleague's is not."""
    for who, noted in ((AS_DEPUTY, "two_hats"), (DEPUTY, None)):
        work = step("work", "work", "deputy_head", exceptions=NOTED)
        case = begun(hats, step("check"), work, decide())
        hand(case, Approve, "check", CHIEF)
        hand(case, Complete, "work", who)
        (done,) = (event for event in case.events if event.type == "completed")
        assert done.noted == noted


def test_such_a_matter_can_be_published(story: Story) -> None:
    """allow_noted is refused no more."""
    matter: Definition = begun(story, step("check", exceptions=NOTED), decide()).matter
    assert not_runnable(matter) == ()
