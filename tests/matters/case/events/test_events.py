"""Events: frozen, strict, and read back as they were stored.

Covers: matters/case/events/automatic.py, matters/case/events/base.py, matters/case/events/children.py
Covers: matters/case/events/deciding.py, matters/case/events/course.py, matters/case/events/extending.py
Covers: matters/case/events/handing.py
Covers: matters/case/events/inquiries.py, matters/case/events/passing.py, matters/case/events/pausing.py
Covers: matters/case/events/recounting.py, matters/case/events/repairing.py, matters/case/events/returning.py
Covers: matters/case/events/ringing.py, matters/case/events/papers.py
"""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from matters.case.events import Event, read_event
from matters.case.events.course import StepOpened
from matters.case.events.deciding import Approved
from matters.case.fold import evolve
from matters.case.values import ItemKey
from storage.tables.base import canonical
from tests.matters.stories import CLERK, Story, told

STORED = Path(__file__).with_name("stored.jsonl").read_text(encoding="utf-8").splitlines()
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("stage", ["concluded", "supplementing", "acceptance_refused", "withdrawn"])
def test_what_is_stored_reads_back_as_the_same_event(story: Story, stage: str) -> None:
    """JSON and back for every event of a story, its type found by `type`."""
    told(story, stage)
    for event in story.events:
        assert read_event(event.model_dump(mode="json")) == event


@pytest.mark.parametrize("text", STORED, ids=lambda text: json.loads(text)["type"])
def test_an_event_that_was_stored_is_written_as_the_same_text(text: str) -> None:
    """Version 1 of each event with all its facts, as it was stored when keys of items were text: its digest stays the same."""
    assert canonical(read_event(json.loads(text)).model_dump(mode="json")) == text


def test_an_example_of_each_event_is_kept() -> None:
    """A new event is added to the stored examples, by the name of its type."""
    kinds = Event.__origin__.__args__  # type: ignore[attr-defined]
    assert {json.loads(text)["type"] for text in STORED} == {kind.model_fields["type"].default for kind in kinds}


def test_an_event_cannot_be_changed() -> None:
    """History is not edited."""
    event = Approved(case_no="C", seq=1, at=AT, actor=CLERK, item="1:x")
    with pytest.raises(ValidationError):
        event.item = ItemKey(2, "y")  # type: ignore[misc]


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


@pytest.mark.parametrize("stage", ["concluded", "supplementing", "acceptance_refused", "withdrawn"])
def test_an_event_says_which_item_waits_since_it(story: Story, stage: str) -> None:
    """No other item is new in the case, and what an event is about was open before it."""
    told(story, stage)
    case = None
    for event in story.events:
        before: list[ItemKey] = [item.key for item in case.items] if case else []
        case = evolve(case, event)
        assert {item.key for item in case.items}.difference(before) == {event.opens}.difference([None]), event
        assert event.subject is None or event.subject in before, event


def test_an_event_says_where_it_happened() -> None:
    """The step of its item, or its own; nothing where it is about the case as a whole."""
    places = {event.type: event.place for event in map(read_event, map(json.loads, STORED))}
    of_case = ["submitted", "items_closed", "materials_owed", "decided", "paper_issued", "copy_read", "copy_retracted"]
    of_case += ["urged", "discussed", "applicant_replaced", "repair_dropped", "withdrawn"]
    of_case += ["concerned_named", "follow_up_wanted", "sub_matters_dropped", "called_off", "end_reported"]
    of_case += ["ended_by_cancellation"]
    of_case += ["days_counted_anew", "clock_begun", "entries_seen", "entries_written", "entries_put_back"]
    assert {kind for kind, place in places.items() if not place} == set(of_case)
    assert (places["approved"], places["signer_removed"], places["duty_opened"]) == ("review", "step_1", "duty_1")


def test_names_are_the_ones_people_know() -> None:
    """No two events share one; without a name are those that show as who is next, or are no business of others."""
    kinds = Event.__origin__.__args__  # type: ignore[attr-defined]
    names = {kind.model_fields["type"].default: kind.name for kind in kinds}
    unnamed = ["step_opened", "forked", "arrived", "items_closed", "reopened", "sub_matters_done", "end_reported"]
    unnamed += ["entries_seen"]
    unnamed += ["concerned_named"]
    assert {kind for kind, name in names.items() if not name} == {*unnamed, "discussed"}
    assert len({name for name in names.values() if name}) == len(names) - len(unnamed) - 1


def test_every_event_tells_its_edge_and_its_chinese_name() -> None:
    """The state diagram is read from the docstrings."""
    for kind in Event.__origin__.__args__:  # type: ignore[attr-defined]
        assert any("一" <= character <= "鿿" for character in kind.__doc__), kind
