"""结果有效期: when a period of validity ends, counted by hand after articles 201 and 202 of the Civil Code."""

from datetime import date

import pytest
from pydantic import ValidationError

from matters.language.outcome import Validity


@pytest.mark.parametrize(
    ("period", "decided", "last"),
    [
        ({"years": 1}, date(2026, 3, 2), date(2027, 3, 2)),
        ({"years": 1}, date(2028, 2, 29), date(2029, 2, 28)),
        ({"months": 1}, date(2026, 1, 31), date(2026, 2, 28)),
        ({"months": 6}, date(2026, 8, 31), date(2027, 2, 28)),
        ({"months": 10}, date(2026, 3, 2), date(2027, 1, 2)),
        ({"months": 120}, date(2026, 12, 31), date(2036, 12, 31)),
        ({"days": 10}, date(2026, 12, 25), date(2027, 1, 4)),
    ],
)
def test_a_period_ends_on_the_day_of_the_same_number(period: dict[str, int], decided: date, last: date) -> None:
    """Years and months end on the last day of a month that has none of it; days are counted from the next."""
    assert Validity(**period).last_day(decided, {}) == last


@pytest.mark.parametrize(("said", "last"), [("2026-09-30", date(2026, 9, 30)), (None, None), ("", None)])
def test_a_field_may_say_the_last_day(said: str | None, last: date | None) -> None:
    """What nobody has filled in has no end."""
    assert Validity(until_field="until").last_day(date(2026, 3, 2), {"until": said}) == last


@pytest.mark.parametrize("spoilt", [{}, {"years": 1, "months": 6}, {"days": 10, "until_field": "until"}, {"years": 51}])
def test_there_is_one_period_and_it_is_no_age(spoilt: dict[str, object]) -> None:
    """None, two of them, and half a century."""
    with pytest.raises(ValidationError):
        Validity.model_validate(spoilt)
