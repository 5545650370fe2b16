"""Working days are counted as offices work: holidays off, swapped weekends on (调休)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matters.calendar import Calendar

# Counted by hand from the notices of the State Council for 2025 (国办发明电〔2024〕12号) and 2026.
WORKING_DAYS = [
    # start, days, due, why
    ("2025-01-24", 1, "2025-01-26", "Friday + 1: Sunday 26 January 2025 is worked for 春节"),
    ("2025-01-26", 1, "2025-01-27", "Monday 27 January is still worked"),
    ("2025-01-27", 1, "2025-02-05", "春节 28 January to 4 February 2025"),
    ("2025-02-07", 1, "2025-02-08", "Saturday 8 February 2025 is worked"),
    ("2025-04-25", 2, "2025-04-28", "Sunday 27 April 2025 is worked for 劳动节"),
    ("2025-09-26", 3, "2025-09-30", "Sunday 28 September 2025 is worked for 国庆节"),
    ("2025-09-30", 1, "2025-10-09", "国庆节、中秋节 1 to 8 October 2025"),
    ("2025-10-10", 1, "2025-10-11", "Saturday 11 October 2025 is worked"),
    ("2025-12-31", 1, "2026-01-04", "元旦 1 to 3 January 2026; Sunday 4 January is worked"),
    ("2026-02-13", 1, "2026-02-14", "Saturday 14 February 2026 is worked for 春节"),
    ("2026-02-14", 1, "2026-02-24", "春节 15 to 23 February 2026"),
    ("2026-02-27", 1, "2026-02-28", "Saturday 28 February 2026 is worked"),
    ("2026-03-02", 10, "2026-03-16", "two plain weeks"),
    ("2026-04-03", 1, "2026-04-07", "清明节 4 to 6 April 2026"),
    ("2026-04-30", 1, "2026-05-06", "劳动节 1 to 5 May 2026"),
    ("2026-05-08", 1, "2026-05-09", "Saturday 9 May 2026 is worked"),
    ("2026-06-18", 1, "2026-06-22", "端午节 19 to 21 June 2026"),
    ("2026-09-18", 1, "2026-09-20", "Sunday 20 September 2026 is worked for 国庆节"),
    ("2026-09-24", 1, "2026-09-28", "中秋节 25 to 27 September 2026"),
    ("2026-09-30", 3, "2026-10-10", "国庆节 1 to 7 October 2026; Saturday 10 October is worked"),
]


@pytest.mark.parametrize(("start", "days", "due", "why"), WORKING_DAYS)
def test_working_days_are_counted_as_announced(calendar: Calendar, start: str, days: int, due: str, why: str) -> None:
    """Day one is the next working day."""
    found = calendar.add_working_days(date.fromisoformat(start), days)
    assert (found.day.isoformat(), found.provisional) == (due, False), why


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-04-20", 10, "2026-04-30"),  # a Thursday that is worked
        ("2026-04-21", 10, "2026-05-06"),  # 1 May is free, so are the days up to the 5th
        ("2026-02-04", 10, "2026-02-14"),  # a Saturday that is worked stands
        ("2026-02-06", 10, "2026-02-24"),
    ],
)
def test_calendar_days_end_on_a_working_day(calendar: Calendar, start: str, days: int, due: str) -> None:
    """A limit in calendar days that ends on a free day ends on the next working day."""
    assert calendar.add_calendar_days(date.fromisoformat(start), days).day.isoformat() == due


@pytest.mark.parametrize(("start", "days"), [("2026-12-31", 1), ("2027-03-01", 5), ("2024-12-31", 1)])
def test_a_year_not_announced_makes_the_date_provisional(calendar: Calendar, start: str, days: int) -> None:
    """Only weekends are known there, and the date says so."""
    assert calendar.add_working_days(date.fromisoformat(start), days).provisional


@given(st.dates(date(2025, 1, 1), date(2026, 12, 1)), st.integers(0, 15))
def test_adding_and_counting_agree(start: date, days: int) -> None:
    """As many working days lie between the start and the due date as were added."""
    plain = Calendar("plain", frozenset({date(2026, 2, 17)}), frozenset({date(2026, 2, 14)}), frozenset({2025, 2026}))
    due = plain.add_working_days(start, days).day
    assert plain.working_days_between(start, due) == days
    assert plain.working_days_between(due, start) == -days


@given(st.dates(date(2025, 1, 1), date(2026, 12, 1)), st.integers(1, 30))
def test_more_days_are_never_due_earlier(start: date, days: int) -> None:
    """One day more is due later, and a day more by the calendar never earlier."""
    plain = Calendar("plain", frozenset(), frozenset(), frozenset({2025, 2026}))
    assert plain.add_working_days(start, days).day < plain.add_working_days(start, days + 1).day
    assert plain.add_calendar_days(start, days).day <= plain.add_calendar_days(start, days + 1).day
    assert plain.add_calendar_days(start, days).day >= start + timedelta(days=days)
