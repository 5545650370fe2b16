"""What people are told: a topic for every event that tells somebody, and texts that can be filled in."""

from pathlib import Path
from string import Formatter

import pytest
from pydantic import TypeAdapter

from matters.case.events import Event
from matters.case.topics import TOPICS, Topic, topic_of

READER: TypeAdapter[Event] = TypeAdapter(Event)
EXAMPLES = [
    READER.validate_json(line)
    for line in (Path(__file__).parent / "events" / "stored.jsonl").read_text(encoding="utf-8").splitlines()
]
NAMED = {"matter", "case_no", "who", "step", "due", "by", "paper", "number", "origin", "other"}


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda event: event.type)
def test_an_event_that_tells_somebody_has_a_topic_and_no_other(event: Event) -> None:
    """Add the topic of a new one in `matters/case/topics.py`; a topic of an event that tells nobody would never be used."""
    assert bool(event.told) == (topic_of(event) is not None)


def test_an_event_has_one_topic() -> None:
    """Nobody is told twice of the same."""
    of = [event for topic in TOPICS.values() for event in topic.of]
    assert len(of) == len(set(of))


@pytest.mark.parametrize("topic", TOPICS.values(), ids=lambda topic: topic.name)
def test_a_text_names_the_case_and_nothing_unknown(topic: Topic) -> None:
    """Whoever reads a notice finds the case, and no gap in the sentence."""
    named = {name for _, name, _, _ in Formatter().parse(topic.text) if name}
    assert {"matter", "case_no"} <= named <= NAMED
