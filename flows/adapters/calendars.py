"""The statutory calendar of mainland China as a pure value, from the yearly notices carried by chinesecalendar."""

from functools import cache
from importlib.metadata import version

import chinese_calendar.constants as announced

from matters.calendar import Calendar
from matters.holidays import HolidayNotice, notices_of


@cache
def statutory_calendar() -> Calendar:
    """The calendar of all announced years; later years count weekends only and make dates provisional (暂定)."""
    days = {*announced.holidays, *announced.workdays}
    return Calendar(
        version=f"chinesecalendar {version('chinesecalendar')}",
        holidays=frozenset(announced.holidays),
        workdays=frozenset(announced.workdays),
        years=frozenset(day.year for day in days),
    )


def shipped_notices() -> tuple[HolidayNotice, ...]:
    """What the product brings of each year, as an administrator would have entered it."""
    return notices_of(statutory_calendar(), "随产品提供")
