"""Recurring reports (周期性报送): a matter that bodies owe for every month, quarter, half-year or year."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Annotated

from pydantic import Field, Tag

from matters.calendar import Calendar, DueDate, day_in
from matters.language.quantities import by_key
from matters.language.recurring.periods import Every, Period
from matters.language.vocabulary import Id, Part
from matters.organisation.kinds import BodyKind, Level


class AfterPeriod(Part):
    """So many working days after the period is over (期后工作日)."""

    working_days: int = Field(ge=1, le=120)


class DayOfNext(Part):
    """A day of the next period (次期某日), of its first month unless `month` says another; one off is moved to a working day."""

    day: int = Field(ge=1, le=31)
    month: int = Field(default=1, ge=1, le=12)


ReportDue = Annotated[
    Annotated[AfterPeriod, Tag("working_days")] | Annotated[DayOfNext, Tag("day")], by_key("working_days", "day")
]


class Owing(Part):
    """Who owes the report (应报单位) of those that may apply: bodies with a duty, of these levels and kinds, or these by id.

    What is left out narrows nothing.
    """

    duty: Id | None = None
    levels: tuple[Level, ...] = ()
    kinds: tuple[BodyKind, ...] = ()
    bodies: tuple[Id, ...] = ()


class Recurring(Part):
    """A report that falls due again and again (周期性报送): each body files it once for each period that is over.

    `since`: the first day of the first period. `remind_days`: so many working days before the last day they are told who have
    not filed, and once more when it is over. `sums`: the fields that are added up over all who have filed.
    """

    every: Every
    since: date
    due: ReportDue
    owes: Owing = Owing()
    remind_days: int = Field(default=3, ge=0, le=30)
    sums: tuple[Id, ...] = Field(default=(), max_length=20)

    def ended(self, today: date) -> Iterator[Period]:
        """The periods that are over by that day and for which it is owed, the newest first."""
        period = Period.at(self.every, today).before
        while period.first >= self.since:
            yield period
            period = period.before

    def period(self, key: str, today: date) -> Period | None:
        """The period of that key, if it is one of those."""
        return next((one for one in self.ended(today) if one.key == key), None)

    @cached_property
    def first(self) -> Period:
        """The first period for which it is owed."""
        around = Period.at(self.every, self.since)
        return around if around.first >= self.since else around.after

    def due_of(self, period: Period, calendar: Calendar) -> DueDate:
        """The last day on which the report of that period is in time."""
        if isinstance(self.due, AfterPeriod):
            return calendar.add_working_days(period.last, self.due.working_days)
        months = period.after.first.year * 12 + period.after.first.month - 1 + self.due.month - 1
        day = day_in(months // 12, months % 12 + 1, self.due.day)
        return calendar.add_calendar_days(period.last, (day - period.last).days)
