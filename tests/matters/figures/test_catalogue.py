"""The figures themselves: each is said whole, worked out exactly, and lit by what it really is."""

from fractions import Fraction

import pytest

from matters.figures.catalogue import BATCH_GOAL, BOARD, BY_ID, BY_WEEKDAY, FIGURES
from matters.figures.facts import MEASURES, OF_RATINGS
from matters.figures.standing import standing_of
from matters.language.document import Definition

OF_BODIES = {"offices", "connected"}


def test_each_figure_says_what_it_is_worked_out_of(shipped: dict[str, Definition]) -> None:
    """By measures that there are, with what they are in Chinese; no two share a name."""
    of_matters = set(standing_of(shipped["MS032"]))
    there = {"cases": {*MEASURES, *OF_RATINGS}, "matters": of_matters, "bodies": OF_BODIES}
    for figure in (*FIGURES, *BY_WEEKDAY):
        assert {figure.counts, figure.among} - {""} <= there[figure.grain], figure.id
        assert all((figure.name, figure.meaning, figure.counted))
        assert bool(figure.all_of) == bool(figure.among)
    assert len({figure.name for figure in BY_ID.values()}) == len(BY_ID) == len(FIGURES) + 7
    assert len(BOARD) == 8


def test_a_share_of_nothing_is_none_and_has_no_light() -> None:
    """Not nought."""
    on_time = BY_ID["once_by_cases"]
    assert (on_time.value({}), on_time.light({})) == (None, None)
    assert BY_ID["filed"].value({}) == 0


@pytest.mark.parametrize(("counts", "among", "light"), [(60, 100, "met"), (59, 100, "missed"), (5999, 10000, "missed")])
def test_the_light_is_that_of_the_exact_share(counts: int, among: int, light: str) -> None:
    """造 100 事项 60 达标 → 60 %; just below is below, however it would be rounded."""
    share = BY_ID["once_by_matters"]
    sums = {"at_most_once": counts, "matters": among}
    assert share.value(sums) == Fraction(100 * counts, among)
    assert share.light(sums) == light


def test_a_batch_has_a_goal_of_its_own() -> None:
    """首批 50 %: 49 is red, 50 is green, where all together need 60."""
    share = BY_ID["once_by_matters"]
    lights = [share.light({"at_most_once": counts, "matters": 100}, BATCH_GOAL) for counts in (49, 50)]
    assert lights == ["missed", "met"]


def test_hours_are_told_of_minutes() -> None:
    """Three cases of 90 minutes in all: half an hour each."""
    assert BY_ID["hours"].value({"minutes": 90, "concluded": 3}) == Fraction(1, 2)
