"""Events: frozen, strict, and read back as they were stored."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from matters.case.events import Event, read_event
from matters.case.events.course import StepOpened
from matters.case.events.deciding import Approved
from tests.matters.stories import CLERK, Story, told

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("stage", ["concluded", "supplementing", "acceptance_refused", "withdrawn"])
def test_what_is_stored_reads_back_as_the_same_event(story: Story, stage: str) -> None:
    """JSON and back for every event of a story, its type found by `type`."""
    told(story, stage)
    for event in story.events:
        assert read_event(event.model_dump(mode="json")) == event


def test_an_event_cannot_be_changed() -> None:
    """History is not edited."""
    event = Approved(case_no="C", seq=1, at=AT, actor=CLERK, item="1:x")
    with pytest.raises(ValidationError):
        event.item = "2:y"  # type: ignore[misc]


@pytest.mark.parametrize(
    "spoilt", [{"type": "forgotten"}, {"seq": 0}, {"more": 1}, {"version": 2}, {"item": None}, {"actor": "p1"}]
)
def test_what_is_not_an_event_is_not_read(spoilt: dict[str, object]) -> None:
    """Unknown type, number, key, version or shape is a fault and never guessed."""
    stored = Approved(case_no="C", seq=1, at=AT, actor=CLERK, item="1:x").model_dump(mode="json")
    with pytest.raises(ValidationError):
        read_event({**stored, **spoilt})


def test_a_step_is_never_opened_for_nobody() -> None:
    """A queue that no one sees is the worst kind of loss."""
    with pytest.raises(ValidationError):
        StepOpened(case_no="C", seq=1, at=AT, actor=CLERK, step="x", holders=(), organisation=1, calendar="c")


def test_every_event_tells_its_edge_and_its_chinese_name() -> None:
    """The state diagram is read from the docstrings."""
    for kind in Event.__origin__.__args__:  # type: ignore[attr-defined]
        assert any("一" <= character <= "鿿" for character in kind.__doc__), kind
