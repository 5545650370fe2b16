"""子事项撤回: what has ended without a decision is no refusal; the step says what it means, and else somebody does.

Covers: matters/course/children.py
"""

from typing import Any

import pytest

from matters.case.values import ChildEnd
from matters.commands.items import Approve, BeginAgain, Complete, Reject
from matters.language.route.by_itself import SubMatter
from matters.linter import findings
from tests.matters.family import BY_HEAD, children, ended, filed, rows, sub_matter
from tests.matters.forked import act, begun, code, decide, open_steps, rerouted
from tests.matters.stories import CHIEF, HEAD, STAFF, Story

WITHDRAWN: tuple[ChildEnd, ...] = ("withdrawn", "terminated")


def waiting(story: Story, how: ChildEnd, **more: Any) -> Story:  # noqa: ANN401 - a step as YAML says it
    """A case whose one sub-matter has ended so."""
    case = begun(story, sub_matter(**more), decide())
    filed(case)
    ended(case, how)
    return case


@pytest.mark.parametrize("how", WITHDRAWN)
@pytest.mark.parametrize("on_refusal", ["refuse", "go_on"])
def test_where_nothing_is_said_somebody_is_asked(story: Story, how: ChildEnd, on_refusal: str) -> None:
    """Nobody has refused anything, so nothing is denied; who takes over goes on, begins again or refuses, with the reason."""
    case = waiting(story, how, on_refusal=on_refusal)
    (item,) = case.case.items
    assert (case.case.result, item.purpose, item.holders) == (None, "act", (CHIEF,))
    assert code(case.tell(Complete(actor=CHIEF, item=item.key, expected_version=1))) == "opinion_required"
    assert case.went(BeginAgain(actor=CHIEF, item=item.key, expected_version=1)) == (
        "begun_again",
        "sub_matters_wanted",
    )
    filed(case)
    ended(case, "granted")
    assert open_steps(case) == ["settle"]
    case = waiting(story, how, on_refusal=on_refusal)
    act(case, Reject, "sub")
    assert case.case.result == "denied"


def test_who_says_what_a_refusal_means_says_it_here_too(story: Story) -> None:
    """`on_refusal: {to: …}` names them."""
    case = waiting(story, "withdrawn", on_refusal={"to": BY_HEAD})
    assert case.case.items[0].holders == (HEAD,)


@pytest.mark.parametrize("how", WITHDRAWN)
def test_it_may_go_on_without(story: Story, how: ChildEnd) -> None:
    """`go_on`: a withdrawal passes; a refusal still refuses."""
    assert open_steps(waiting(story, how, on_withdrawal="go_on")) == ["settle"]
    assert waiting(story, "denied", on_withdrawal="go_on").case.result == "denied"


@pytest.mark.parametrize("how", WITHDRAWN)
def test_it_may_be_begun_again_once(story: Story, how: ChildEnd) -> None:
    """`begin_again`: the system files anew; withdrawn a second time, somebody is asked, so that it does not go on for ever."""
    case = waiting(story, how, on_withdrawal="begin_again")
    assert [(item.purpose, len(children(case))) for item in case.case.items] == [("sub_matter", 1)]
    assert children(case)[0].case_no is None
    filed(case)
    ended(case, how)
    (item,) = case.case.items
    assert (item.purpose, item.holders) == ("act", (CHIEF,))
    case = waiting(story, how, on_withdrawal="begin_again")
    filed(case)
    ended(case, "granted")
    assert open_steps(case) == ["settle"]


@pytest.mark.parametrize("how", WITHDRAWN)
def test_the_case_may_end_with_it(story: Story, how: ChildEnd) -> None:
    """`end`: terminated, not denied: no result, no paper of it, and everybody who had it before them is told."""
    case = waiting(story, how, on_withdrawal="end")
    assert (case.case.status, case.case.result, case.case.items) == ("terminated", None, ())
    last = case.events[-1]
    assert last.type == "ended_without"
    assert STAFF.person in last.told
    assert not any(event.type == "decided" for event in case.events)


def test_of_several_only_the_withdrawn_one_is_begun_again(story: Story) -> None:
    """One for each row: what was granted stands."""
    case = rows(story, on_withdrawal="begin_again")
    filed(case, 0)
    filed(case, 1)
    ended(case, "granted", 0)
    ended(case, "withdrawn", 1)
    assert [(child.row, child.end) for child in children(case)] == [(1, "granted"), (2, None)]


def test_a_refusal_weighs_more_than_a_withdrawal(story: Story) -> None:
    """Whichever comes first."""
    case = rows(story, on_withdrawal="go_on")
    filed(case, 0)
    filed(case, 1)
    ended(case, "withdrawn", 0)
    ended(case, "denied", 1)
    assert case.case.result == "denied"


def test_what_is_decided_is_not_ended(story: Story) -> None:
    """The linter says so; where it stands all the same, somebody is asked."""
    matter = rerouted(story.matter, decide(), sub_matter(on_refusal="go_on", on_withdrawal="end"))
    assert isinstance(matter.step("sub"), SubMatter)
    assert "ends_after_decision" in {finding.rule for finding in findings(matter)}
    case = begun(story, decide(), sub_matter(on_refusal="go_on", on_withdrawal="end"))
    act(case, Approve, "settle")
    filed(case)
    ended(case, "withdrawn")
    assert (case.case.result, open_steps(case)) == ("granted", ["sub"])
