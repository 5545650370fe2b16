"""What a matter counts by its definition, against how it was before."""

import pytest

from matters.figures.standing import promised_days, standing_of
from matters.language.clock import AtOnce, BatchDates, ByCase, CalendarDays, Limit, WorkingDays
from matters.language.document import Definition
from matters.language.guide import Offline


def test_the_savings_of_a_matter_are_those_by_hand(shipped: dict[str, Definition]) -> None:
    """公务用车派车: two papers, five steps, two days and two visits before; one, two, one and none now."""
    counts = standing_of(shipped["MS032"])
    assert {name: counts[name] for name in counts if name.endswith(("_before", "_saved"))} == {
        "materials_before": 2,
        "materials_saved": 1,
        "steps_before": 5,
        "steps_saved": 3,
        "errands_before": 2,
        "errands_saved": 2,
        "days_before": 2,
        "days_saved": 1,
    }
    assert (counts["matters"], counts["at_most_once"], counts["online"]) == (1, 1, 1)


def test_what_is_handled_off_line_is_listed_and_saves_nothing(shipped: dict[str, Definition]) -> None:
    """It stands in the denominator of what can be done online, and reaches nothing."""
    access = Offline(kind="offline", why="classified", basis="保密规定", pointer="请到现场办理")
    guide = shipped["MS032"].guide.model_copy(update={"access": access})
    counts = standing_of(shipped["MS032"].model_copy(update={"guide": guide}))
    assert (counts["matters"], counts["at_most_once"], counts["online"]) == (1, 0, 0)
    assert "days_before" not in counts


def test_without_a_baseline_nothing_is_compared(shipped: dict[str, Definition]) -> None:
    """A matter that was never measured saves neither much nor little."""
    bare = shipped["MS032"].model_copy(update={"guide": shipped["MS032"].guide.model_copy(update={"baseline": None})})
    assert not [name for name in standing_of(bare) if name.endswith("_before")]


@pytest.mark.parametrize(
    ("limit", "days"),
    [
        (AtOnce(kind="at_once"), 0),
        (WorkingDays(kind="working_days", days=5), 5),
        (CalendarDays(kind="calendar_days", days=5), None),
        (BatchDates(kind="batches", dates=("05-01",)), None),
    ],
)
def test_a_promise_is_compared_where_it_is_said_in_working_days(limit: Limit, days: int | None) -> None:
    """Of several situations by the longest; one that does not compare spoils them all."""
    assert promised_days(limit) == days
    otherwise = WorkingDays(kind="working_days", days=3)
    several = ByCase.model_construct(kind="by_case", cases=(), otherwise=otherwise)
    assert promised_days(several) == 3
