"""What callers may send agrees with the table of acts."""

from typing import get_args

from flows.views.tasks import ActRequest, BatchAction
from matters.commands.acts import ITEM_ACT_OF, PARTS


def test_a_request_can_carry_whatever_an_act_brings() -> None:
    """A part that it could not carry, nobody could bring."""
    assert set(PARTS) <= set(ActRequest.model_fields)


def test_only_what_agrees_and_speaks_as_the_step_demands_is_done_in_batches() -> None:
    """The words of batches are written out for the description of the API."""
    assert {act.word for act in ITEM_ACT_OF.values() if act.opinion == "by_step"} == set(get_args(BatchAction))
