"""Periods and their last days: which are over, how they are written and called, and when a report of one is in time.

Covers: matters/language/recurring/periods.py, matters/language/recurring/rule.py
"""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matters.calendar import Calendar
from matters.language.recurring.periods import MONTHS, Period, period_called
from matters.language.recurring.rule import Recurring

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def rule(**parts: Any) -> Recurring:  # noqa: ANN401 - parts of a definition
    """A rule as a definition says it."""
    usual = {"every": "month", "since": date(2026, 1, 1), "due": {"working_days": 10}}
    return Recurring.model_validate({**usual, **parts})


@given(st.sampled_from(sorted(MONTHS)), DAYS)
def test_every_day_lies_in_one_period(every: Any, day: date) -> None:  # noqa: ANN401
    """From its first day to its last, between its neighbours; its key is its own and its name is read from it."""
    period = Period.at(every, day)
    assert period.first <= day <= period.last
    assert period.before.last + timedelta(days=1) == period.first
    assert Period.at(every, period.after.first) == period.after
    assert len({period.before.key, period.key, period.after.key}) == 3
    assert period_called(period.key) == period.name


@pytest.mark.parametrize(
    ("every", "key", "name"),
    [
        ("month", "2026-10", "2026年10月"),
        ("quarter", "2026-Q4", "2026年第四季度"),
        ("half_year", "2026-H2", "2026年下半年"),
        ("year", "2026", "2026年"),
    ],
)
def test_a_period_is_written_and_called(every: Any, key: str, name: str) -> None:  # noqa: ANN401
    """As people say it."""
    period = Period.at(every, date(2026, 10, 31))
    assert (period.key, period.name) == (key, name)


def test_what_is_no_key_of_a_period_stays() -> None:
    """Of most cases there is none."""
    assert (period_called(""), period_called("2026-Q5")) == ("", "2026-Q5")


def test_a_period_is_owed_once_it_is_over(calendar: Calendar) -> None:
    """The newest first, back to the one that begins on the first day; on its last day it is not over."""
    quarterly = rule(every="quarter", since=date(2025, 7, 1))
    assert [one.key for one in quarterly.ended(date(2026, 4, 1))] == ["2026-Q1", "2025-Q4", "2025-Q3"]
    assert [one.key for one in quarterly.ended(date(2026, 3, 31))] == ["2025-Q4", "2025-Q3"]
    assert list(quarterly.ended(date(2025, 9, 30))) == []
    assert quarterly.first.key == "2025-Q3"
    assert quarterly.period("2026-Q1", date(2026, 3, 31)) is None


@pytest.mark.parametrize(
    ("every", "due", "period", "last"),
    [
        # Ten working days after February: 2 to 13 March. The next year begins with a holiday until the 3rd, worked on the 4th.
        ("month", {"working_days": 10}, date(2026, 2, 1), date(2026, 3, 13)),
        ("month", {"day": 5}, date(2026, 2, 1), date(2026, 3, 5)),
        # 15 March is a Sunday.
        ("month", {"day": 15}, date(2026, 2, 1), date(2026, 3, 16)),
        ("quarter", {"day": 31, "month": 2}, date(2026, 1, 1), date(2026, 6, 1)),
        ("year", {"day": 31, "month": 1}, date(2025, 1, 1), date(2026, 2, 2)),
    ],
)
def test_a_report_is_due_after_its_period(
    calendar: Calendar,
    every: Any,  # noqa: ANN401
    due: dict[str, int],
    period: date,
    last: date,
) -> None:
    """A working-day rule, or a day of the next period; a day the month has not is its last, a day off is put off."""
    asked = rule(every=every, due=due, since=period)
    assert asked.due_of(Period.at(every, period), calendar).day == last
