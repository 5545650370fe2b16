"""Formulas: worked out as by hand, exact, without division by zero; what cannot be read says why in Chinese."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matters.assessing.formulas import Formula, Named, Number, UnreadableError, Worked, read

KNOWN = {"on_time": Fraction(75), "filed": Fraction(40), "concluded": Fraction(8), "sealed": None}
SIGNS = {"+": "+", "−": "-", "×": "*", "÷": "/"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("按时率", Fraction(75)),
        ("on_time", Fraction(75)),
        ("1 + 2 × 3", Fraction(7)),
        ("(1+2)*3", Fraction(9)),
        ("8-3-2", Fraction(3)),
        ("办结量 ÷ 办件量 × 100", Fraction(20)),
        ("1/3", Fraction(1, 3)),
        ("最小（按时率，70，办件量）", Fraction(40)),
        ("max(按时率, 70)", Fraction(75)),
        ("0.1+0.2", Fraction(3, 10)),
        ("用印率 + 1", None),
        ("按时率 ÷ (办结量 - 8)", None),
        ("最大（用印率，1）", None),
        ("最多跑一次实现率（按办件）×1", None),
    ],
)
def test_it_comes_to_what_it_comes_to_by_hand(text: str, value: Fraction | None) -> None:
    """× before +, from the left; a figure without a value, or a division by zero, leaves nothing."""
    assert read(text).value(KNOWN) == value


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "请填写公式"),
        ("按时", "没有“按时”这个指标"),
        ("按时率 + 准点率", "没有“准点率”这个指标"),
        ("按时率 +", "没有写完"),
        ("(按时率", "没有写完"),
        ("按时率)", "括号不成对"),
        ("按时率 办件量", "缺少运算符号"),
        ("×2", "应当是数字"),
        ("最小 3", "后面请写括号"),
        ("(1，2)", "逗号只用在"),
        ("1.23456", "四位小数"),
        ("__import__('os')", "没有“"),
        ("(" * 9 + "1" + ")" * 9, "至多套 8 层"),
        ("1+" * 100 + "1", "公式过长"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, says: str) -> None:
    """A sentence for whoever wrote it."""
    with pytest.raises(UnreadableError, match=says):
        read(text)


def test_it_names_each_figure_once() -> None:
    """In the order in which they are written."""
    assert read("办结量 ÷ 办件量 + 办结量").figures == ("concluded", "filed")


FORMULAS: st.SearchStrategy[Formula] = st.recursive(
    st.integers(0, 99).map(lambda number: Number(Fraction(number))) | st.sampled_from(sorted(KNOWN)).map(Named),
    lambda parts: st.builds(Worked, st.sampled_from(sorted(SIGNS)), st.tuples(parts, parts)),
    max_leaves=5,
)


def written(formula: Formula) -> str:
    """In brackets wherever it could be read in two ways."""
    match formula:
        case Number():
            return str(formula.number)
        case Named():
            return formula.figure
    return f"({formula.sign.join(map(written, formula.parts))})"


@given(FORMULAS)
def test_what_is_written_is_read_back(formula: Formula) -> None:
    """And the way in which signs are typed makes no difference."""
    text = written(formula)
    assert read(text) == formula
    for sign, typed in SIGNS.items():
        text = text.replace(sign, typed)
    assert read(text) == formula
