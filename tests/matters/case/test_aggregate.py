"""The case folded from its events, and random stories that must never break it.

Covers: matters/case/changing.py, matters/case/frozen.py, matters/case/deeds.py, matters/case/fold.py
"""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matters.case.aggregate import ENDED, Case
from matters.case.events import read_event
from matters.case.events.deciding import Accepted, Decided, PaperIssued, Submitted
from matters.case.fold import evolve, fold
from matters.case.owed import owed
from matters.commands.cases import Withdraw
from matters.commands.reports import RecordPaper
from matters.errors.base import Refusal
from matters.organisation.snapshot import Holder
from tests.matters.stories import CHIEF, CLERK, CLERK_2, DEPUTY, HEAD, STAFF, STRANGER, Story, told, with_review

ACTORS = (STAFF, CLERK, CLERK_2, DEPUTY, CHIEF, HEAD, STRANGER)
COMMANDS = (
    "accept",
    "refuse_acceptance",
    "request_supplement",
    "supplement",
    "approve",
    "reject",
    "return_to_applicant",
    "withdraw",
    "conclude",
    "paper",
)
MOVE = st.tuples(
    st.sampled_from(COMMANDS), st.sampled_from((*ACTORS, None, None, None)), st.integers(0, 3), st.integers(0, 72)
)


def test_events_after_the_first_need_a_case() -> None:
    """A history that does not begin with a filing is a fault."""
    accepted = Accepted(case_no="C", seq=1, at=Story.now, actor=CLERK, item="2:accept")
    with pytest.raises(ValueError, match="before submitted"):
        fold([accepted])
    assert fold([]) is None


def test_an_event_on_an_item_that_is_not_open_is_a_fault(story: Story) -> None:
    """The engine never tells one; a changed history shows at once."""
    told(story, "submitted")
    accepted = Accepted(case_no="C", seq=3, at=story.now, actor=CLERK, item="9:accept")
    with pytest.raises(ValueError, match="no open item"):
        evolve(story.case, accepted)


def test_the_status_is_computed_from_what_happened(story: Story) -> None:
    """There is no field to set; the case is frozen."""
    told(story, "in_progress")
    assert "status" not in Case.__dataclass_fields__
    with pytest.raises(AttributeError):
        story.case.result = "granted"  # type: ignore[misc]


def test_each_item_keeps_who_did_what_there(story: Story) -> None:
    """The deeds tell person, hat, step and verb; the applicant's supplement is one too."""
    told(story, "supplementing")
    story.went(story.supplement(destination="县城"))
    story.went(story.accept(CLERK_2))
    assert [(deed.step, deed.actor, deed.what) for deed in story.case.deeds] == [
        ("accept", CLERK, "supplement_requested"),
        ("accept", STAFF, "supplemented"),
        ("accept", CLERK_2, "accepted"),
    ]


def test_the_pause_is_over_after_the_supplement(story: Story) -> None:
    """Targets, pause and way back are forgotten."""
    told(story, "supplementing")
    story.went(story.supplement(destination="县城"))
    assert (story.case.targets, story.case.resume, story.case.paused_at) == ((), None, None)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(review=st.sampled_from((None, "rerun", "straight_back")), moves=st.lists(MOVE, max_size=14))
def test_random_stories_keep_the_promises(story: Story, review: str | None, moves: list[tuple[Any, ...]]) -> None:
    """Whatever is tried: nothing raises, replay agrees, one decision, one result paper, keys are unique and stable."""
    told_now = Story(with_review(story.matter, review) if review else story.matter, story.organisation, story.calendar)
    told_now.went(told_now.submit())
    for name, actor, pick, hours in moves:
        before, told_now.now = told_now.case, told_now.now + timedelta(hours=hours)
        verdict = told_now.tell(_command(told_now, name, actor, pick))
        if isinstance(verdict, Refusal):
            assert verdict.message
            assert told_now.case == before
        elif before.ended:
            assert name == "paper"
    _check(told_now)


def _command(story: Story, name: str, actor: Holder | None, pick: int) -> Any:  # noqa: ANN401 - any command
    items = (*story.case.items, *story.case.closed[-1:])
    item = items[pick % len(items)]
    if name == "paper":
        return _owed_paper(story, pick)
    if name == "withdraw":
        return Withdraw(actor=actor or STAFF)
    holder = actor or item.holders[pick % len(item.holders)]
    return story.every_command(holder, item.key)[name]


def _owed_paper(story: Story, pick: int) -> RecordPaper:
    due = [effect for event in story.events for effect in owed(event) if effect.kind == "seal"]
    effect = due[pick % len(due)] if due else None
    return story.paper((effect.paper if effect else None) or "acceptance", str(effect.key) if effect else "none")


def _check(story: Story) -> None:
    stored = [read_event(event.model_dump(mode="json")) for event in story.events]
    assert fold(stored) == story.case
    kinds = Counter(event.type for event in story.events)
    assert kinds["submitted"] == 1
    assert kinds["decided"] <= 1
    assert kinds["accepted"] <= 1
    assert kinds["concluded"] + kinds["withdrawn"] + kinds["acceptance_refused"] <= 1
    decided = [event for event in story.events if isinstance(event, Decided)]
    results = [e for e in story.events if isinstance(e, PaperIssued) and decided and e.paper == decided[0].paper]
    assert len(results) <= 1
    keys = [item.key for item in (*story.case.items, *story.case.closed)]
    assert len(keys) == len(set(keys))
    owing = [effect.key for event in story.events for effect in owed(event)]
    assert len(owing) == len(set(owing))
    assert owing == [effect.key for event in stored for effect in owed(event)]
    assert len(story.case.items) <= 1
    if story.case.status in ENDED:
        assert story.case.items == ()
    elif story.case.status != "decided":
        assert len(story.case.items) == 1
    assert isinstance(story.events[0], Submitted)
