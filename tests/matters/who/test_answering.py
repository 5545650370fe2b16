"""Who answers for a body: its head, unless it is about the head's own work; then the head of the body above."""

from datetime import datetime

from matters.calendar import SHANGHAI, Calendar
from matters.who.answering import answered_for, answering
from matters.world import World
from storage.definitions.catalog import sample_organisation

WORLD = World(
    organisation=sample_organisation(),
    calendar=Calendar("test", frozenset(), frozenset(), frozenset({2026})),
    now=datetime(2026, 3, 2, 9, tzinfo=SHANGHAI),
)
ALL = frozenset(person.id for person in WORLD.organisation.people)


def people(body: str, *besides: str) -> list[str]:
    """Who answers."""
    return [hat.person for hat in answering(body, besides, WORLD)]


def test_the_head_answers_for_others() -> None:
    """For themselves the head above does, as far up as it takes."""
    assert people("county_logistics", "p39") == ["p38"]
    assert people("county_logistics", "p38") == ["p33"]
    assert people("county_logistics", "p38", "p33") == ["p17"]


def test_without_any_head_whoever_is_left_answers() -> None:
    """Nobody at all where all are concerned, and of a body that is not there."""
    heads = {hat.person for body in WORLD.organisation.bodies for hat in WORLD.organisation.heads(body.id, WORLD.today)}
    assert "p40" in people("county_logistics", *heads)
    assert people("county_logistics", *ALL) == people("nowhere") == []


def test_what_a_person_may_have_to_answer() -> None:
    """Their own body, and all below one that they head."""
    assert answered_for("p40", WORLD) == {"county_logistics"}
    assert {"county_logistics", "county_finance", "county_government"} <= answered_for("p33", WORLD)
    assert "city_government" not in answered_for("p33", WORLD)
