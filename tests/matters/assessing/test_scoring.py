"""Scores by hand: points by value and by band, what counts where there is nothing to count, and never more than a hundred."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from matters.assessing.scheme import Scheme
from matters.assessing.scoring import marks_of, total_of
from tests.matters.assessing.test_scheme import ON_TIME, SCHEME, SEALED

SUMS = {"concluded": 8, "timed": 8, "on_time": 6, "sealed": 4}


def total(scheme: Scheme, sums: dict[str, int]) -> Fraction | None:
    """Of the whole scheme."""
    return total_of(marks_of(scheme, sums))


def test_a_score_is_what_it_is_by_hand() -> None:
    """75 % of 60 and all of 40: half of the results are sealed, which is the upper band."""
    first, second = marks_of(SCHEME, SUMS)
    assert (first.value, first.points, first.score) == tuple(map(Fraction, (75, 75, 45)))
    assert (second.value, second.points, second.score) == tuple(map(Fraction, (50, 100, 40)))
    assert (first.figures, second.figures) == (("on_time",), ("sealed",))
    assert total(SCHEME, SUMS) == 85


def test_where_there_is_nothing_to_count_the_scheme_says_what_follows() -> None:
    """It does not count, and the rest makes the hundred; or it has the points that are written."""
    sums = {"concluded": 8, "sealed": 4}
    assert total(SCHEME, sums) == 100
    assert total(replace(SCHEME, indicators=(replace(ON_TIME, without=50), SEALED)), sums) == 70
    assert total(SCHEME, {}) is None


def test_a_value_above_the_full_marks_is_cut_and_one_below_nothing_is_nothing() -> None:
    """Numbers of cases can be large, and savings less than zero."""
    above, below = replace(ON_TIME, formula="办件量", full=10), replace(SEALED, formula="时限压缩率", bands="")
    first, second = marks_of(
        replace(SCHEME, indicators=(above, below)), {"filed": 40, "days_saved": -3, "days_before": 9}
    )
    assert (first.points, first.score, second.points) == tuple(map(Fraction, (10, 60, 0)))


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_no_score_is_outside_of_nothing_and_a_hundred(on_time: int, late: int, sealed: int, bare: int) -> None:
    """Whatever was counted, and a better figure never gives less."""
    sums = {"timed": on_time + late, "on_time": on_time, "concluded": sealed + bare, "sealed": sealed}
    found = total(SCHEME, sums)
    assert found is None or 0 <= found <= 100
    better = total(SCHEME, {**sums, "timed": sums["timed"] + 1, "on_time": on_time + 1})
    assert found is None or on_time + late == 0 or (better is not None and better >= found)
