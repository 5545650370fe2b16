"""Working days: a pure value of statutory holidays and swapped days, with the counting of time limits upon it."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def day_text(day: date) -> str:
    """A day as 2026年3月2日, without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def moment_text(moment: datetime) -> str:
    """A minute in Asia/Shanghai as 2026年3月2日 09:05; of a wall clock, which knows no zone, as it stands."""
    local = moment.astimezone(SHANGHAI) if moment.tzinfo else moment
    return f"{day_text(local.date())} {local:%H:%M}"


def period_text(since: date | None, until: date | None) -> str:
    """From when to when, both days included; nothing where neither is known."""
    if since and until:
        return f"{day_text(since)}至{day_text(until)}"
    return f"{day_text(since)}起" if since else f"至{day_text(until)}" if until else ""


@dataclass(frozen=True, slots=True)
class DueDate:
    """The last day of a limit. 截止日. `provisional` (暂定): it falls in a year whose holidays are not announced yet."""

    day: date
    provisional: bool


@dataclass(frozen=True)
class Calendar:
    """Statutory working days of mainland China. 工作日历.

    `holidays` are weekdays off, `workdays` are weekend days swapped into work (调休), `years` are the years announced by the
    State Council. In any other year only weekends are free, and every date computed there is provisional.
    """

    version: str
    holidays: frozenset[date]
    workdays: frozenset[date]
    years: frozenset[int]

    def is_workday(self, day: date) -> bool:
        """Whether offices work on that day."""
        return day in self.workdays or (day.weekday() < 5 and day not in self.holidays)

    def alike_until(self, other: "Calendar") -> date:
        """The last day before the first that only one of the two says something of."""
        differing = (self.holidays ^ other.holidays) | (self.workdays ^ other.workdays)
        return min(differing, default=LAST_DAY) - timedelta(days=1)

    def add_working_days(self, start: date, days: int) -> DueDate:
        """The N-th working day after `start`; day one is the next working day (次工作日起算). `days` >= 0."""
        day = start
        for _ in range(days):
            day = next(self._workdays_after(day))
        return self._due(start, day)

    def add_calendar_days(self, start: date, days: int) -> DueDate:
        """The N-th calendar day after `start`, moved to the next working day when it falls on a free day."""
        day = start + timedelta(days=days)
        return self._due(start, day if self.is_workday(day) else next(self._workdays_after(day)))

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_workday(start + timedelta(days=n + 1)) for n in range((end - start).days))

    def _workdays_after(self, day: date) -> Iterator[date]:
        while True:
            day += timedelta(days=1)
            if self.is_workday(day):
                yield day

    def _due(self, start: date, day: date) -> DueDate:
        return DueDate(day, any(year not in self.years for year in range(start.year, day.year + 1)))


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)  # of what people write: another year is mistyped


def implausible(day: date | None) -> str:
    """What is wrong with a day that people wrote, as half a sentence: it lies in a year that cannot be meant."""
    if day is None or FIRST_DAY <= day <= LAST_DAY:
        return ""
    return f"应在{FIRST_DAY.year}年至{LAST_DAY.year}年之间，请核对年份"


def day_in(year: int, month: int, day: int) -> date:
    """That day of the month, or its last one where it has none of that number."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def day_begins(day: date) -> datetime:
    """Midnight in Asia/Shanghai: the instant at which the day comes."""
    return datetime.combine(day, time.min, SHANGHAI)


def local_day(instant: datetime) -> date:
    """The day in Asia/Shanghai on which an aware instant falls."""
    return instant.astimezone(SHANGHAI).date()
