"""A scheme: everything that cannot be right with it, at its place; and what it says has one digest."""

from dataclasses import replace

import pytest

from matters.assessing.scheme import Indicator, Scheme

ON_TIME = Indicator("按时办结", "按时率", 60)
SEALED = Indicator("电子印章", "用印率", 40, bands="低于 50：0；50 以上：100")
SCHEME = Scheme("330000", 2026, "年度考核", ("county",), (ON_TIME, SEALED))


def test_a_right_one_has_no_problems_and_counts_its_months() -> None:
    """Of the whole year."""
    assert SCHEME.problems() == ()
    assert SCHEME.span == (202601, 202612)


@pytest.mark.parametrize(
    ("changes", "target", "says"),
    [
        ({"name": " "}, "name", "名称"),
        ({"levels": ()}, "levels", "层级"),
        ({"since": 7, "until": 6}, "since", "不晚于"),
        ({"indicators": (ON_TIME,)}, "indicators", "现在是 60"),
        ({"indicators": (replace(ON_TIME, formula="准点率"), SEALED)}, "indicators.0.formula", "准点率"),
        ({"indicators": (replace(ON_TIME, formula="1+1"), SEALED)}, "indicators.0.formula", "没有指标"),
        ({"indicators": (ON_TIME, replace(SEALED, name="按时办结"))}, "indicators.1.name", "第 2 项"),
        ({"indicators": (ON_TIME, replace(SEALED, bands="低于 5：0；4 以上：1"))}, "indicators.1.bands", "重叠"),
        ({"indicators": (ON_TIME, replace(SEALED, full=50))}, "indicators.1.bands", "超过了满分"),
        ({"indicators": (ON_TIME, replace(SEALED, without=101))}, "indicators.1.without", "超过了满分"),
    ],
)
def test_what_cannot_be_right_is_told_at_its_place(changes: dict[str, object], target: str, says: str) -> None:
    """One problem each."""
    (problem,) = replace(SCHEME, **changes).problems()  # type: ignore[arg-type]
    assert problem.target == target
    assert says in problem.message


def test_whatever_it_says_is_in_its_digest() -> None:
    """The same again is the same."""
    assert replace(SCHEME).digest == SCHEME.digest
    assert replace(SCHEME, indicators=(ON_TIME, replace(SEALED, without=0))).digest != SCHEME.digest
