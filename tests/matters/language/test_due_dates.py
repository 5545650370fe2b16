"""Due dates by hand, over the holidays of 2026."""

from datetime import date, datetime

import pytest

from matters.calendar import SHANGHAI, Calendar, DueDate
from matters.language.clock import AtOnce, BatchDates, ByCase, CalendarDays, WorkingDays
from matters.language.due_dates import after_pause, due_date, limit_in, limit_so_far
from tests.matters.forked import BIG

BY_CASE = ByCase.model_validate(
    {"kind": "by_case", "cases": [{"when": BIG, "limit": {"kind": "at_once"}}], "otherwise": {"kind": "at_once"}}
)


def instant(month: int, day: int, hour: int = 10) -> datetime:
    """An hour of 2026 in Shanghai."""
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def working(days: int) -> WorkingDays:
    """N working days."""
    return WorkingDays(kind="working_days", days=days)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (instant(3, 2), 1, date(2026, 3, 3)),
        (instant(3, 6), 1, date(2026, 3, 9)),  # Friday to Monday
        (instant(3, 7), 1, date(2026, 3, 9)),  # Saturday: day one is Monday
        (instant(2, 13), 1, date(2026, 2, 14)),  # a Saturday worked before the Spring Festival
        (instant(2, 14), 1, date(2026, 2, 24)),  # over the Spring Festival, 15 to 23 February
        (instant(4, 30), 2, date(2026, 5, 7)),  # over 1 to 5 May
        (instant(3, 2, 23), 5, date(2026, 3, 9)),
    ],
)
def test_working_days_count_from_the_next_one(calendar: Calendar, start: datetime, days: int, due: date) -> None:
    """次工作日起算, with swapped days as announced."""
    assert due_date(working(days), start, calendar) == DueDate(due, False)


def test_the_day_is_that_of_shanghai(calendar: Calendar) -> None:
    """16:30 UTC on Monday is Tuesday there."""
    start = datetime.fromisoformat("2026-03-02T16:30:00+00:00")
    assert due_date(working(1), start, calendar).day == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("start", "due"),
    [(instant(3, 2), date(2026, 3, 2)), (instant(5, 1), date(2026, 5, 6)), (instant(3, 7), date(2026, 3, 9))],
)
def test_at_once_is_the_same_day_or_the_next_one_worked(calendar: Calendar, start: datetime, due: date) -> None:
    """A filing on a holiday is due on the first day back."""
    assert due_date(AtOnce(kind="at_once"), start, calendar).day == due


@pytest.mark.parametrize(
    ("start", "same_day", "due"),
    [
        (instant(3, 2), False, date(2026, 3, 9)),
        (instant(3, 2), True, date(2026, 3, 6)),
        (instant(3, 7), True, date(2026, 3, 13)),  # a Saturday cannot count as day one
    ],
)
def test_same_day_counts_the_day_of_the_start_when_it_is_worked(
    calendar: Calendar, start: datetime, same_day: bool, due: date
) -> None:
    """Five working days from Monday: next Monday, or Friday when Monday counts."""
    assert due_date(working(5), start, calendar, same_day).day == due


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [(instant(3, 2), 3, date(2026, 3, 5)), (instant(3, 2), 5, date(2026, 3, 9)), (instant(4, 28), 3, date(2026, 5, 6))],
)
def test_calendar_days_move_to_the_next_day_worked(calendar: Calendar, start: datetime, days: int, due: date) -> None:
    """A limit that ends on a free day ends on the next working day."""
    assert due_date(CalendarDays(kind="calendar_days", days=days), start, calendar).day == due


def test_a_limit_by_situation_is_settled_before_it_is_counted(calendar: Calendar) -> None:
    """Which of them a case has is asked first."""
    with pytest.raises(ValueError, match="by_case"):
        due_date(BY_CASE, instant(1, 5), calendar)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (instant(2, 27), date(2026, 3, 2)),  # the first of March is a Sunday
        (instant(3, 1), date(2026, 9, 1)),  # whoever comes on the day itself is in the next batch
        (instant(9, 1), date(2027, 3, 1)),
    ],
)
def test_a_batch_is_due_on_its_next_date(calendar: Calendar, start: datetime, due: date) -> None:
    """批次: moved to the next working day, and into the next year."""
    assert due_date(BatchDates(kind="batches", dates=("09-01", "03-01")), start, calendar).day == due


def test_a_batch_on_the_last_of_february_is_due_every_year(calendar: Calendar) -> None:
    """The 28th where there is no 29th, which is a Saturday that is worked in no year."""
    leap = BatchDates(kind="batches", dates=("02-29",))
    assert due_date(leap, instant(1, 5), calendar).day == date(2026, 2, 28)


FAR = {"compare": "equals", "left": {"field": "out_of_city"}, "right": {"value": True}}
BY_CASE = ByCase.model_validate(
    {
        "kind": "by_case",
        "cases": [
            {"when": BIG, "limit": {"kind": "working_days", "days": 3}},
            {"when": FAR, "limit": {"kind": "calendar_days", "days": 10}},
        ],
        "otherwise": {"kind": "at_once"},
    }
)


@pytest.mark.parametrize(
    ("answers", "limit", "so_far"),
    [
        ({"passengers": 9, "out_of_city": True}, "working_days", "working_days"),
        ({"passengers": 2, "out_of_city": True}, "calendar_days", "calendar_days"),
        ({"passengers": 2, "out_of_city": False}, "at_once", "at_once"),
        ({"passengers": 2}, "at_once", "by_case"),
        ({}, "at_once", "by_case"),
    ],
)
def test_the_first_situation_that_fits_has_its_limit(answers: dict[str, object], limit: str, so_far: str) -> None:
    """分情形: else the rest; while the form is open, what is not answered yet is not guessed."""
    today = date(2026, 3, 2)
    assert limit_in(BY_CASE, answers, today).kind == limit
    found = limit_so_far(BY_CASE, answers, today)
    assert found is not None
    assert found.kind == so_far


@pytest.mark.parametrize(
    ("stopped", "resumed", "due"),
    [
        (instant(3, 2), instant(3, 2, 15), date(2026, 3, 10)),  # within a day nothing is lost
        (instant(3, 2), instant(3, 4), date(2026, 3, 12)),  # two working days
        (instant(3, 6), instant(3, 9), date(2026, 3, 11)),  # a weekend costs one working day
        (instant(3, 6), instant(3, 8), date(2026, 3, 10)),  # answered on Sunday: none lost
    ],
)
def test_a_pause_costs_the_working_days_it_lasted(
    calendar: Calendar, stopped: datetime, resumed: datetime, due: date
) -> None:
    """补正期间不计入时限."""
    assert after_pause(DueDate(date(2026, 3, 10), False), stopped, resumed, calendar) == DueDate(due, False)


def test_a_pause_over_a_holiday_costs_only_the_days_worked(calendar: Calendar) -> None:
    """30 April to 6 May is one working day."""
    moved = after_pause(DueDate(date(2026, 5, 6), False), instant(4, 30), instant(5, 6), calendar)
    assert moved.day == date(2026, 5, 7)


def test_a_date_in_a_year_without_announced_holidays_is_provisional(calendar: Calendar) -> None:
    """暂定: nobody knows the holidays of 2027 yet; a pause keeps the mark."""
    due = due_date(working(5), instant(12, 30), calendar)
    assert due.provisional
    assert after_pause(DueDate(date(2026, 3, 10), True), instant(3, 2), instant(3, 3), calendar).provisional
