"""The steps of a route in reading order, all of them and those of a kind; and what kinds there are."""

from typing import get_args

from matters.language.route.steps import STEPS as KINDS
from matters.language.route.steps import ByPeople, Decide, HumanStep, Review, of_kind, walk
from tests.matters.forked import BIG, DELIVER, STEPS, branch, fork, office, step

ROUTE = STEPS.validate_python(
    [
        office("first", "finance"),
        fork("f", "exclusive", branch("l", step("a", "decide"), when=BIG), otherwise=[office("b", "finance")]),
        DELIVER,
    ]
)


def test_a_route_is_walked_as_it_is_read() -> None:
    """A fork comes before its branches, the branch of all other cases last."""
    assert [one.id for one in walk(ROUTE)] == ["first", "f", "a", "b", "deliver"]


def test_steps_of_a_kind_are_found_in_branches_too() -> None:
    """One decision inside a branch is a decision of the route."""
    assert [one.id for one in of_kind(ROUTE, Decide)] == ["a"]
    assert [one.id for one in of_kind(ROUTE, Review, Decide)] == ["first", "a", "b"]


def test_every_step_done_by_a_person_is_counted_among_those() -> None:
    """A new kind that is left out would open for nobody."""
    assert set(get_args(ByPeople)) == {kind for kind in KINDS if issubclass(kind, HumanStep)}
