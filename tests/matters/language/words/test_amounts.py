"""How amounts read."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matters.language.outcome import written_out
from matters.language.words.amounts import money_in_words, money_text, spoken_amount

DIGITS = "零壹贰叁肆伍陆柒捌玖"


@pytest.mark.parametrize(
    ("amount", "alone", "spoken"),
    [
        ("1200000", "1,200,000.00元", "120万元"),
        ("2000000.00", "2,000,000.00元", "200万元"),
        ("1234500", "1,234,500.00元", "123.45万元"),
        ("120000000", "120,000,000.00元", "1.2亿元"),
        ("380000.5", "380,000.50元", "38.00005万元"),
        ("5000", "5,000.00元", "5,000元"),
        ("0.01", "0.01元", "0.01元"),
        ("0", "0.00元", "0元"),
        ("-20000", "-20,000.00元", "-2万元"),
        ("1.234", "1.234元", "1.234元"),
    ],
)
def test_an_amount_reads_one_way_alone_and_one_way_in_a_sentence(amount: str, alone: str, spoken: str) -> None:
    """Grouped with two places on forms and papers; in 万 or 亿 as people say it, never rounded."""
    assert money_text(Decimal(amount)) == alone
    assert spoken_amount(Decimal(amount)) == spoken
    assert spoken_amount(Decimal(amount), "条") == spoken.replace("元", "条")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1200000", "人民币壹佰贰拾万元整"),
        ("1409.50", "人民币壹仟肆佰零玖元伍角"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("107000.53", "人民币壹拾万柒仟元伍角叁分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("100000050", "人民币壹亿零伍拾元整"),
        ("1000000000000", "人民币壹万亿元整"),
        ("0.05", "人民币伍分"),
        ("0", "人民币零元整"),
        ("-3.20", "人民币负叁元贰角"),
        ("1.005", "1.005元"),
    ],
)
def test_an_amount_in_words_follows_the_rules_of_bills(amount: str, words: str) -> None:
    """The examples of 《支付结算办法》 and the edges: whole 亿, 分 without 元, what has no words."""
    assert money_in_words(Decimal(amount)) == words


@given(st.integers(-(10**17), 10**17))
def test_an_amount_in_words_is_that_amount(cents: int) -> None:
    """Read back place by place it is the same; one 零 at a time, and it says where it ends."""
    words = money_in_words(Decimal(cents).scaleb(-2))
    assert read(words) == cents
    assert "零零" not in words
    assert words.endswith(("整", "角", "分"))


def read(words: str) -> int:
    """The 分 that such words say, by the places as a person reads them."""
    said = words.removeprefix("人民币").removeprefix("负").removesuffix("整")
    whole, _, part = said.rpartition("元")
    cents = sum(DIGITS.index(part[n - 1]) * {"角": 10, "分": 1}[one] for n, one in enumerate(part) if one in "角分")
    return (-1 if "负" in words else 1) * (read_whole(whole) * 100 + cents)


def read_whole(words: str) -> int:
    """The greatest place first: what stands before it counts as often, what stands behind is added."""
    for place, size in (("亿", 10**8), ("万", 10**4), ("仟", 1000), ("佰", 100), ("拾", 10)):
        before, found, behind = words.rpartition(place) if place == "亿" else words.partition(place)
        if found:
            return read_whole(before) * size + read_whole(behind)
    return DIGITS.index(words[-1]) if words else 0


def test_a_paper_asks_for_the_words() -> None:
    """Named alone, an amount reads as everywhere."""
    text = "不超过{sum}（大写：{sum:in_words}）"
    amount = Decimal("168000")
    known = {"sum": money_text(amount), "sum:in_words": money_in_words(amount)}
    assert written_out(text, known) == "不超过168,000.00元（大写：人民币壹拾陆万捌仟元整）"
    assert (
        written_out(text, {"sum": "", "sum:in_words": ""}) == "不超过（大写：）"
    )  # not known: the paper comes all the same
