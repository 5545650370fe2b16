"""批量办理: which steps let one act bring on several items, and which items are alike."""

from typing import Any

import pytest

from matters.commands.items import Accept, Approve, Complete
from matters.engine.batching import batch_act, shape
from matters.language.route.demands import Rights
from tests.matters.forked import countersign, decide, rerouted, step
from tests.matters.stories import Story

FILLED_IN = {"edit": ["plate"], "required": ["plate"]}
CHOSEN = {"by": "choice", "chooser": "previous_actor", "post": "vehicle_clerk", "of": {"body": "owner"}}


@pytest.mark.parametrize(
    ("made", "act"),
    [
        (step("check"), Approve),
        (step("check", "work"), Complete),
        (step("check", rights={"edit": ["plate"]}), Approve),
        (step("check", rights=FILLED_IN), None),
        (countersign("check", "vehicle_chief", "deputy_head"), Approve),
        (countersign("check", "vehicle_chief", "deputy_head", rights=FILLED_IN), None),
    ],
)
def test_one_act_brings_on_what_wants_nothing_but_an_opinion(story: Story, made: dict[str, Any], act: object) -> None:
    """A field that must be filled in wants each item looked at; one that may be does not."""
    assert batch_act(rerouted(story.matter, made, decide()), "check", "act") is act


def test_acceptance_is_batched_where_nothing_is_filled_in(story: Story) -> None:
    """派车 wants a car for each."""
    assert batch_act(story.matter, "accept", "act") is None
    bare = story.matter.steps[0].model_copy(update={"rights": Rights()})
    assert (
        batch_act(story.matter.model_copy(update={"steps": (bare, *story.matter.steps[1:])}), "accept", "act") is Accept
    )


def test_who_chooses_the_next_actor_looks_at_each(story: Story) -> None:
    """选定 by whoever acts before; the applicant's choice has been made at filing."""
    for chooser, act in (("previous_actor", None), ("applicant", Approve)):
        made = rerouted(story.matter, step("check"), step("wash", "work", who={**CHOSEN, "chooser": chooser}), decide())
        assert batch_act(made, "check", "act") is act


@pytest.mark.parametrize("purpose", ["supplement", "suspension", "wait"])
def test_what_waits_for_something_else_is_not_batched(story: Story, purpose: Any) -> None:  # noqa: ANN401
    """A supplement, a consent, a day; nor a handing over, which is done with each paper."""
    made = rerouted(story.matter, step("check"), decide())
    assert batch_act(made, "check", purpose) is None
    assert batch_act(story.matter, story.matter.steps[-1].id, "act") is None


def test_a_shape_is_one_step_of_one_version() -> None:
    """Another version, or another step, is another shape."""
    assert shape("a" * 64, "check") == shape("a" * 64, "check")
    assert len({shape("a" * 64, "check"), shape("b" * 64, "check"), shape("a" * 64, "settle")}) == 3
