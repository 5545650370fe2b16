"""Answers as people write them, in the one form that is kept."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from matters.filing.taken import taken
from matters.language.comparisons import decimal_of
from matters.language.form import FormField

_FIELD: TypeAdapter[FormField] = TypeAdapter(FormField)
PLATE = "[一-龥][A-HJ-NP-Z][A-HJ-NP-Z0-9]{5,6}"
PARTS: dict[str, dict[str, Any]] = {
    "text": {},
    "account": {"type": "text", "pattern": r"\d{22}"},
    "credit_code": {"type": "text", "pattern": "[0-9A-HJ-NPQRTUWXY]{18}"},
    "plate": {"type": "text", "pattern": PLATE},
    "integer": {"unit": "人"},
    "decimal": {"unit": "公里"},
    "money": {},
    "phone": {},
    "id_number": {},
    "rows": {"columns": [{"id": "amount", "label": "金额", "type": "money"}]},
}


def read(kind: str, value: object) -> object:
    """The value as a field of that kind takes it."""
    return taken(_FIELD.validate_python({"id": "it", "label": "项", "type": kind, **PARTS[kind]}), value)


@pytest.mark.parametrize(
    "written",
    [
        "380,000.00",
        "３８００００",
        " 380000 ",
        "¥380000",
        "￥380，000",
        "380000元",
        "380 000",
        "38万",
        "38万元",
        "人民币380000元整",
        380000,
    ],
)
def test_an_amount_is_kept_in_one_form(written: object) -> None:
    """Grouped, full-width, with a sign of the currency, in 万: the same amount is the same answer."""
    assert read("money", written) == "380000.00"


@pytest.mark.parametrize(
    "written", ["1e5", "38 0000", "12,34", "三十八万", "12.345", "1.2.3", "0x10", "", "--5", "1" * 16]
)
def test_what_is_no_amount_stays_for_the_rule_to_refuse(written: str) -> None:
    """Nothing is guessed: the person gets an example."""
    assert read("money", written) == written


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        ("text", "  甲\t乙 ", "甲 乙"),
        ("account", "6222 0212 0000 1234 5678 90", "6222021200001234567890"),
        ("account", "６２２２-0212-0000-1234-5678-90", "6222021200001234567890"),
        ("credit_code", "91 330100 ma2abc1d2e", "91330100MA2ABC1D2E"),
        ("plate", "样a·12345", "样A12345"),
        ("plate", "样Ａ Ｄ12345", "样AD12345"),
        ("plate", "没有车", "没有车"),
        ("integer", "１，２００ 人", 1200),
        ("integer", "1.5", "1.5"),
        ("decimal", "1,200.50 公里", "1200.50"),
        ("decimal", "007", "7"),
        ("id_number", "110105 19491231 002x", "11010519491231002X"),
        ("rows", [{"amount": "38万"}, "x", {"other": "甲\u200b"}], [{"amount": "380000.00"}, "x", {"other": "甲"}]),
    ],
)
def test_numbers_and_identifiers_lose_what_only_makes_them_readable(kind: str, written: object, kept: object) -> None:
    """Blanks, hyphens, width and small letters, where only they keep an identifier from its pattern."""
    assert read(kind, written) == kept


@settings(deadline=None)
@example("id_number", "A´")  # an accent that a blank had kept apart
@given(st.sampled_from(sorted(PARTS)), st.one_of(st.text(), st.integers(), st.none(), st.lists(st.text(), max_size=3)))
def test_an_answer_taken_twice_is_the_same(kind: str, value: object) -> None:
    """Page, draft and filing all take it."""
    assert read(kind, read(kind, value)) == read(kind, value)


@given(st.decimals(min_value=0, max_value=10**14, places=2))
def test_grouping_never_changes_an_amount(amount: Decimal) -> None:
    """What is shown, typed in again, is the same amount."""
    assert decimal_of(read("money", f"{amount:,.2f}元")) == amount
