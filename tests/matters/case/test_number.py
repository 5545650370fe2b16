"""Case numbers: parts, widths, and a check digit that finds slips of the pen."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matters.case.number import case_number, check_digit, day_sequence
from matters.organisation.snapshot import Body, DatedName

DAY = date(2026, 3, 2)


def body(region: str) -> Body:
    """A body of that region."""
    return Body(
        id="office",
        names=(DatedName(text="样例机关"),),
        kind="government",
        level="county",
        region=region,
        prefix="样",
        number="003",
    )


def test_a_number_is_region_body_day_serial_and_check_digit() -> None:
    """6 + 3 + 8 + 5 + 1 digits; a township counts under its county."""
    assert case_number(body("990121"), DAY, 1)[:-1] == "9901210032026030200001"
    assert case_number(body("990121100"), DAY, 1) == case_number(body("990121"), DAY, 1)
    assert day_sequence(body("990121100"), DAY) == day_sequence(body("990121"), DAY) == "case:99012100320260302"


def test_more_than_five_digits_widen_and_never_wrap() -> None:
    """The 100,000th case of a day is a longer number."""
    assert len(case_number(body("990121"), DAY, 100_000)) == 24


@pytest.mark.parametrize(("digits", "check"), [("0794", "5"), ("00200667308", "5"), ("", "1")])
def test_the_check_digit_is_that_of_iso_7064(digits: str, check: str) -> None:
    """MOD 11,10: examples of the standard (0794-5) and of the German tax number of the ISO's examples."""
    assert check_digit(digits) == check


@settings(max_examples=200, deadline=None)
@given(
    digits=st.text("0123456789", min_size=22, max_size=22),
    place=st.integers(0, 21),
    other=st.sampled_from("0123456789"),
)
def test_every_single_wrong_digit_is_found(digits: str, place: int, other: str) -> None:
    """Change one digit: the check digit changes."""
    wrong = digits[:place] + other + digits[place + 1 :]
    assert (check_digit(wrong) == check_digit(digits)) == (wrong == digits)
