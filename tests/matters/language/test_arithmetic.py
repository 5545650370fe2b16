"""Sums are exact: what comes out is what Python's fractions say, rounded as the definition says, or a reason why nothing does.

Covers: matters/language/quantities.py
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import prod
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from matters.filing.asked import computed_value, unknown
from matters.language.arithmetic import Rounding
from matters.language.conditions import Quantity
from matters.language.form import ComputedField
from matters.language.quantities import Unknown
from matters.language.words.phrases import Phrasing
from tests.matters.language.test_conditions import anything

TODAY = date(2026, 3, 2)
QUANTITY: TypeAdapter[Quantity] = TypeAdapter(Quantity)
WORDS = Phrasing({"a": "甲", "b": "乙", "c": "丙", "rows": "明细", "x": "单价"})
A, B, C = {"field": "a"}, {"field": "b"}, {"field": "c"}
amounts = st.decimals(-(10**15), 10**15, places=6, allow_nan=False).map(str)


def comes_to(written: dict[str, Any], /, **answers: object) -> str:
    """What the quantity comes to, or the half sentence why there is nothing."""
    number = QUANTITY.validate_python(written).number(answers, TODAY)
    return number.text(WORDS) if isinstance(number, Unknown) else format(number, "f")


@pytest.mark.parametrize(
    ("written", "answers", "expected"),
    [
        ({"plus": [A, B]}, {"a": "0.1", "b": "0.2"}, "0.3"),
        ({"plus": [A, B]}, {"a": "5"}, "“乙”尚无内容"),
        ({"plus": [A, B]}, {}, "“甲”尚无内容"),
        ({"plus": [A, B]}, {"a": "5", "b": "five"}, "“乙”不是数字"),
        ({"minus": [A, B, C]}, {"a": 10, "b": 3, "c": "0.50"}, "6.50"),
        ({"minus": [A, B]}, {"a": 10}, "“乙”尚无内容"),
        ({"times": [A, B, {"value": "1.5"}]}, {"a": 3, "b": "2.00"}, "9.000"),
        ({"times": [A, B]}, {"a": "9" * 30, "b": "9" * 30}, "数字位数过多，不能计算"),
        ({"plus": [A, B]}, {"a": "9" * 40, "b": "0." + "0" * 39 + "1"}, "9" * 40 + "." + "0" * 39 + "1"),
        ({"percent": A, "of": B}, {"a": 1, "b": 8}, "12.5"),
        ({"percent": A, "of": B}, {"a": 1, "b": "0.00"}, "“乙”为零，不能计算比例"),
        ({"days_from": A, "to": B}, {"a": "2026-02-27", "b": "2026-03-02"}, "3"),
        ({"days_from": A, "to": B}, {"a": "2026-03-02T23:59", "b": "2026-03-03T00:00"}, "1"),
        ({"days_from": A, "to": B}, {"a": "2026-03-02", "b": "2026-03-02"}, "0"),
        ({"days_from": A, "to": B}, {"a": "2026-03-02", "b": "2026-03-01"}, "“乙”早于“甲”，不能计算天数"),
        ({"days_from": A, "to": B}, {"a": "2026-02-30", "b": "2026-03-01"}, "“甲”不是日期"),
        ({"min": [A, B, C]}, {"a": 3, "b": 7, "c": "2.5"}, "2.5"),
        ({"min": [A, B]}, {"a": 3}, "“乙”尚无内容"),
        ({"max": [A, B]}, {"a": 3, "b": "3.01"}, "3.01"),
        ({"min_in": "rows", "column": "x"}, {"rows": [{"x": "3"}, {}, {"x": "2"}]}, "2"),
        ({"max_in": "rows", "column": "x"}, {"rows": [{"x": "3"}, {"x": "x"}]}, "第 2 行的数字无法识别，改正后再计算"),
        ({"max_in": "rows", "column": "x"}, {"rows": [{}]}, "没有可供计算的行"),
        ({"sum": "rows", "column": "x"}, {}, "0"),
        (
            {"minus": [{"plus": [A, B]}, {"sum": "rows", "column": "x"}]},
            {"a": 1, "b": 2, "rows": [{"x": "0.5"}]},
            "2.5",
        ),
        ({"percent": A, "of": {"minus": [B, B]}}, {"a": 1, "b": 2}, "“乙减去乙的差”为零，不能计算比例"),
    ],
)
def test_an_operation_comes_to_what_it_says(written: dict[str, Any], answers: dict[str, Any], expected: str) -> None:
    """A number, or in half a sentence why there is none; only over rows a blank cell is left out."""
    assert comes_to(written, **answers) == expected


@given(st.lists(amounts, min_size=2, max_size=4))
def test_results_are_exact(numbers: list[str]) -> None:
    """No digit is lost of anything that a form can hold."""
    listed = [{"value": number} for number in numbers]
    said = [Fraction(number) for number in numbers]
    got = {key: QUANTITY.validate_python({key: listed}).number({}, TODAY) for key in ("plus", "minus", "min", "max")}
    wanted = {"plus": sum(said), "minus": said[0] - sum(said[1:]), "min": min(said), "max": max(said)}
    assert {key: Fraction(str(value)) for key, value in got.items()} == wanted


@given(st.lists(amounts, min_size=2, max_size=2))
def test_a_product_is_exact(numbers: list[str]) -> None:
    """Two numbers of fifteen digits and six places have a product of forty-two."""
    product = QUANTITY.validate_python({"times": [{"value": number} for number in numbers]}).number({}, TODAY)
    assert Fraction(str(product)) == prod(map(Fraction, numbers))


@given(
    st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.integers(0, 6), st.sampled_from(["half_up", "up", "down"])
)
def test_a_share_is_rounded_once(part: int, whole: int, places: int, rounding: Rounding) -> None:
    """As the quotient with all its digits would be, ties and repeating digits included."""
    field = computed({"percent": A, "of": B}, places=places, rounding=rounding)
    exact = Fraction(part * 100, whole) * 10**places
    floor, rest = divmod(abs(exact), 1)
    more = {"half_up": rest >= Fraction(1, 2), "up": rest > 0, "down": False}[rounding]
    wanted = Decimal(int(floor) + more).scaleb(-places).copy_sign(Decimal(part))
    assert Decimal(str(computed_value(field, {"a": part, "b": whole}, TODAY))) == wanted


@pytest.mark.parametrize(
    ("value", "more", "expected"),
    [
        ({"plus": [A, B]}, {}, "6.0833"),
        ({"times": [A, B]}, {}, "8.17"),
        ({"times": [B, {"value": "1.5"}]}, {}, "3"),
        ({"times": [B, {"value": "1.5"}]}, {"places": 2}, "3.00"),
        ({"percent": B, "of": A}, {}, "48.98"),
        ({"percent": B, "of": A}, {"places": 0, "rounding": "down"}, "48"),
        ({"percent": B, "of": A}, {"places": 0, "rounding": "up"}, "49"),
        ({"plus": [{"times": [A, B]}, B]}, {}, "10.17"),
        ({"minus": [A, A]}, {"places": 1}, "0.0"),
        ({"times": [{"minus": [A, A]}, {"value": -1}]}, {}, "0"),
    ],
)
def test_a_computed_field_is_rounded_as_it_says(value: dict[str, Any], more: dict[str, Any], expected: str) -> None:
    """A sum stays exact; products and shares have two places unless the definition names them; there is no minus zero."""
    assert computed_value(computed(value, **more), {"a": "4.0833", "b": "2"}, TODAY) == expected


quantities = st.recursive(
    st.one_of(
        st.sampled_from([A, B, C]),
        st.sampled_from([{key: "a", "column": "b"} for key in ("sum", "min_in", "max_in")]),
        st.builds(lambda value: {"value": value}, st.one_of(st.integers(), st.sampled_from(["0", "1e40", "-1e-40"]))),
    ),
    lambda inner: st.one_of(
        st.builds(
            lambda key, listed: {key: listed},
            st.sampled_from(["plus", "minus", "times", "min", "max"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
        st.builds(lambda part, whole: {"percent": part, "of": whole}, inner, inner),
        st.builds(lambda begin, end: {"days_from": begin, "to": end}, inner, inner),
    ),
    max_leaves=6,
)


@given(quantities, st.fixed_dictionaries({"a": anything, "b": anything, "c": anything}))
def test_whatever_is_answered_nothing_breaks(written: dict[str, Any], answers: dict[str, Any]) -> None:
    """A number that can be computed with again and told, or a reason that can be told."""
    field = computed(written)
    why = unknown(field, answers, TODAY)
    assert why.text(WORDS) if why else Decimal(str(computed_value(field, answers, TODAY))).is_finite()


@pytest.mark.parametrize(
    "written", [{"plus": [A]}, {"percent": A}, {"plus": [A, 0.5]}, {"plus": [A, B], "minus": [A, B]}]
)
def test_what_is_no_formula_is_refused(written: dict[str, Any]) -> None:
    """Too few operands, a share of nothing named, a float, two operations in one."""
    with pytest.raises(ValidationError):
        QUANTITY.validate_python(written)


def computed(value: dict[str, Any], **more: object) -> ComputedField:
    """A field computed in that way."""
    return ComputedField.model_validate({"id": "f", "label": "算", "type": "computed", "value": value, **more})
