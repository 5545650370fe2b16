"""事项取消: what is open of the matter ends with its ground and is told to whom it concerns; what is decided goes on.

Covers: matters/case/events/cancelling.py
"""

import pytest

from matters.case.owed import owed
from matters.case.words import event_text
from matters.commands.reports import EndCancelled
from matters.organisation.snapshot import SYSTEM
from tests.matters.family import sub_matter
from tests.matters.forked import begun, decide
from tests.matters.stories import CLERK, STAFF, Story, told

GROUND = "关于取消一批事项的通知（样政办〔2026〕8号）"


def cancelled(story: Story) -> tuple[str, ...]:
    """The system ends the case."""
    return story.went(EndCancelled(actor=SYSTEM, ground=GROUND))


@pytest.mark.parametrize("stage", ["submitted", "supplementing", "in_progress"])
def test_an_open_case_ends_with_the_ground(story: Story, stage: str) -> None:
    """Nothing of it waits any more, and a second time nothing follows."""
    told(story, stage)
    assert cancelled(story)[0] == "ended_by_cancellation"
    assert (story.case.status, story.case.items) == ("terminated", ())
    assert GROUND in event_text(story.matter, story.events[-1])
    assert cancelled(story) == ()


def test_applicant_and_holders_are_told_once(story: Story) -> None:
    """One notice to each of them, none to a machine."""
    told(story, "submitted")
    cancelled(story)
    (notice,) = owed(story.events[-1])
    assert notice.topic == "ended_by_cancellation"
    assert {STAFF.person, CLERK.person} < set(notice.to)
    assert SYSTEM.person not in notice.to


@pytest.mark.parametrize("stage", ["decided", "concluded", "withdrawn"])
def test_what_is_decided_or_over_stays_as_it_is(story: Story, stage: str) -> None:
    """Its result is handed over, its duties are owed."""
    told(story, stage)
    before = story.case
    assert cancelled(story) == ()
    assert story.case == before


def test_its_own_sub_matters_are_called_off(story: Story) -> None:
    """Nobody needs them any more."""
    assert cancelled(begun(story, sub_matter(), decide())) == ("ended_by_cancellation", "sub_matters_dropped")
