"""Conditions hold or do not hold; whatever people answer, they never break.

Covers: matters/language/comparisons.py, matters/language/single_answers.py
"""

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from matters.language.conditions import Condition
from matters.language.quantities import filled

TODAY = date(2026, 3, 2)
CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)


def _compare(name: str, left: Any, right: Any) -> dict[str, Any]:  # noqa: ANN401 - any plain data
    return {"compare": name, "left": left, "right": right}


def _rows(word: str, name: str, value: object) -> dict[str, Any]:
    return {word: "rows", "where": _compare(name, {"field": "x"}, {"value": value})}


FIVE = {"rows": [{"x": "1"}, {"x": "5"}]}
CASES = [
    (_compare("above", {"field": "n"}, {"value": 5}), {"n": 6}, True),
    (_compare("above", {"field": "n"}, {"value": 5}), {"n": 5}, False),
    (_compare("at_least", {"field": "n"}, {"value": "5.00"}), {"n": 5}, True),
    (_compare("equals", {"field": "money"}, {"value": "100"}), {"money": "100.00"}, True),
    (_compare("below", {"field": "money"}, {"value": "9"}), {"money": "10.00"}, False),
    (_compare("at_most", {"field": "day"}, {"today_plus": 10}), {"day": "2026-03-12"}, True),
    (_compare("at_most", {"field": "day"}, {"today_plus": 10}), {"day": "2026-03-13"}, False),
    (_compare("equals", {"field": "yes"}, {"value": True}), {"yes": True}, True),
    (_compare("equals", {"field": "yes"}, {"value": True}), {"yes": 1}, False),
    (_compare("not_equals", {"field": "use"}, {"value": "a"}), {"use": "b"}, True),
    (_compare("not_equals", {"field": "use"}, {"value": "a"}), {}, False),
    (_compare("above", {"sum": "rows", "column": "x"}, {"value": "3"}), {"rows": [{"x": "1.5"}, {"x": "1.51"}]}, True),
    (_compare("above", {"sum": "rows", "column": "x"}, {"value": "3"}), {"rows": [{"x": "a"}, {}]}, False),
    (_compare("equals", {"count": "rows"}, {"value": 0}), {}, True),
    (_compare("above", {"field": "n"}, {"value": 5}), {"n": "NaN"}, False),
    (_compare("above", {"field": "n"}, {"value": 5}), {"n": "Infinity"}, False),
    (
        _compare("above", {"sum": "rows", "column": "x"}, {"value": 0}),
        {"rows": [{"x": "9e999999"}, {"x": "9e999999"}]},
        False,
    ),
    (_compare("above", {"sum": "rows", "column": "x"}, {"value": 0}), {"rows": 5}, False),
    (_compare("above", {"count": "rows"}, {"value": 0}), {"rows": ["x"]}, False),
    ({"one_of": ["a", "b"], "field": "use"}, {"use": "b"}, True),
    ({"one_of": ["a", "b"], "field": "uses"}, {"uses": ["c", "a"]}, True),
    ({"one_of": ["a"], "field": "use"}, {}, False),
    ({"filled": "use"}, {"use": " "}, False),
    ({"filled": "yes"}, {"yes": False}, True),
    ({"not": {"filled": "use"}}, {}, True),
    ({"all": [{"filled": "a"}, {"filled": "b"}]}, {"a": 1}, False),
    ({"any": [{"filled": "a"}, {"filled": "b"}]}, {"a": 1}, True),
    (_rows("any_row", "above", 4), FIVE, True),
    (_rows("any_row", "above", 5), FIVE, False),
    (_rows("every_row", "at_least", 1), FIVE, True),
    (_rows("every_row", "above", 1), FIVE, False),
    (_rows("any_row", "above", 0), {}, False),
    (_rows("every_row", "above", 0), {"rows": []}, False),
    ({"not": _rows("any_row", "above", 0)}, {"rows": 5}, True),
    ({"any_row": "rows", "where": _compare("above", {"field": "x"}, {"field": "most"})}, {**FIVE, "most": 4}, True),
    ({"every_row": "rows", "where": {"filled": "y"}}, {**FIVE, "y": "of the form"}, True),
    (_compare("equals", {"count": "rows", "where": {"filled": "x"}}, {"value": 2}), FIVE, True),
    (_compare("at_least", _rows("count", "above", 1), {"value": 2}), FIVE, False),
    (_compare("equals", _rows("count", "above", 9), {"value": 0}), {}, True),
]


@pytest.mark.parametrize(("written", "answers", "expected"), CASES)
def test_a_condition_holds_as_it_reads(written: dict[str, Any], answers: dict[str, Any], expected: bool) -> None:
    """Numbers compare as numbers, days as days; an unanswered field makes a comparison false."""
    assert CONDITION.validate_python(written).met(answers, TODAY) is expected


def test_a_condition_survives_being_stored() -> None:
    """What is written out reads back as the same condition, `not` included."""
    condition = CONDITION.validate_python({"not": {"any": [{"filled": "a"}, {"one_of": [1, True, "x"], "field": "b"}]}})
    assert CONDITION.validate_json(CONDITION.dump_json(condition, by_alias=True)) == condition


def test_a_condition_names_every_field_it_looks_at() -> None:
    """The linter sees all of them, however deep."""
    written = {"all": [{"not": {"filled": "a"}}, _compare("equals", {"sum": "b", "column": "c"}, {"field": "d"})]}
    assert CONDITION.validate_python(written).looks_at == ("a", "b", "d")


@pytest.mark.parametrize("written", [{}, "yes", {"compare": "over"}, {"filled": "a", "also": 1}, {"all": []}])
def test_an_unknown_form_is_refused(written: object) -> None:
    """Nothing is guessed."""
    with pytest.raises(ValidationError):
        CONDITION.validate_python(written)


names = st.sampled_from(["a", "b", "c"])
scalars = st.one_of(
    st.booleans(), st.integers(), st.text(max_size=12), st.sampled_from(["1e400", "NaN", "2026-03-02", "-0"])
)
quantities = st.one_of(
    st.builds(lambda name: {"field": name}, names),
    st.builds(lambda name, column: {"sum": name, "column": column}, names, names),
    st.builds(lambda name: {"count": name}, names),
    st.builds(lambda value: {"value": value}, scalars),
    st.builds(lambda days: {"today_plus": days}, st.integers(-3660, 3660)),
)
comparisons = st.sampled_from(["equals", "not_equals", "above", "at_least", "below", "at_most"])
conditions = st.recursive(
    st.one_of(
        st.builds(_compare, comparisons, quantities, quantities),
        st.builds(
            lambda name, values: {"one_of": values, "field": name}, names, st.lists(scalars, min_size=1, max_size=3)
        ),
        st.builds(lambda name: {"filled": name}, names),
    ),
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
        st.builds(
            lambda word, name, part: {word: name, "where": part},
            st.sampled_from(["any_row", "every_row"]),
            names,
            inner,
        ),
        st.builds(
            lambda name, part, value: _compare("at_least", {"count": name, "where": part}, {"value": value}),
            names,
            inner,
            scalars,
        ),
    ),
    max_leaves=6,
)
anything = st.recursive(
    st.one_of(st.none(), scalars, st.floats()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=3)),
    max_leaves=6,
)


ODD: tuple[Any, ...] = (
    5,
    -1,
    True,
    None,
    "",
    "x",
    "NaN",
    "sNaN",
    "Infinity",
    "9e999999",
    "2026-03-02",
    1.5,
    {},
    [5],
    ["x"],
    [{"b": None}],
    [{"b": "NaN"}],
    [{"b": "9e999999"}, {"b": "9e999999"}],
    [{"b": "1"}],
    {"b": 1},
    "9" * 5000,
)
QUANTITIES = (
    {"field": "a"},
    {"sum": "a", "column": "b"},
    {"count": "a"},
    {"count": "a", "where": {"filled": "b"}},
    {"plus": [{"field": "a"}, {"value": 1}]},
    {"max_in": "a", "column": "b"},
    {"today_plus": 1},
    {"value": 1},
    {"value": "x"},
    {"value": True},
    {"value": "NaN"},
)


@pytest.mark.parametrize("name", ["equals", "above"])
def test_no_odd_answer_breaks_a_comparison(name: str) -> None:
    """Conditions are asked before anybody has checked the answers, so rows that are none and numbers that are none are borne."""
    for left, right in product(QUANTITIES, QUANTITIES):
        condition = CONDITION.validate_python(_compare(name, left, right))
        for odd in ODD:
            assert condition.met({"a": odd}, TODAY) in (True, False)


@given(conditions, st.fixed_dictionaries({"a": anything, "b": anything, "c": anything}))
def test_no_answer_breaks_a_condition(written: dict[str, Any], answers: dict[str, Any]) -> None:
    """Answers come from outside; a condition over them is true or false and nothing else."""
    assert CONDITION.validate_python(written).met(answers, TODAY) in (True, False)


@given(anything)
def test_filled_never_breaks(value: object) -> None:
    """Whatever is given counts as given or not."""
    assert filled(value) in (True, False)
