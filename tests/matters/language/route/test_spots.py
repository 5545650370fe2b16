"""Where a step stands among the others: its row, the rest of it, and the branch that the row is of."""

from typing import cast

from matters.language.route.spots import OTHERWISE, branches_of, rows_of, spots, steps_of
from matters.language.route.steps import Branching
from tests.matters.forked import BIG, DELIVER, STEPS, branch, fork, office

ROUTE = STEPS.validate_python(
    [
        office("first", "finance"),
        fork(
            "f",
            "exclusive",
            branch("l", office("a", "finance"), office("b", "finance"), when=BIG),
            otherwise=[office("c", "finance")],
        ),
        DELIVER,
    ]
)


def test_each_step_knows_its_row_and_its_branch() -> None:
    """In reading order, those inside branches included."""
    found = {spot.step.id: spot for spot in spots(ROUTE)}
    assert list(found) == ["first", "f", "a", "b", "c", "deliver"]
    assert [step.id for step in found["a"].rest] == ["b"]
    assert [step.id for step in found["f"].onward] == ["f", "deliver"]
    assert [(spot.within.step.id, spot.within.branch) for spot in found.values() if spot.within] == [
        ("f", "l"),
        ("f", "l"),
        ("f", OTHERWISE),
    ]


def test_what_is_done_otherwise_is_a_branch_of_its_own() -> None:
    """Where it has steps; an empty one is none."""
    step = cast("Branching", ROUTE[1])
    assert branches_of(step) == ("l", OTHERWISE)
    assert [one.id for one in steps_of(step, OTHERWISE)] == ["c"]
    (bare,) = STEPS.validate_python(
        [fork("g", "exclusive", branch("l", office("a", "finance"), when=BIG), otherwise=[])]
    )
    assert [name for name, _ in rows_of(cast("Branching", bare))] == ["l"]
