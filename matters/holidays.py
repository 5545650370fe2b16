"""A year's notice of days off (放假安排): read as offices write it, looked through, and made into the calendar."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from matters.calendar import Calendar, day_text
from matters.errors.base import Problem

# Free by law in every year (全国年节及纪念日放假办法), so a notice without them is not whole.
_ALWAYS_FREE = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_BESIDE = re.compile(r"[（(][^（）()]*[）)]|共\s*\d+\s*天")
_DAYS = re.compile(
    r"""
    (?: (?P<year> \d{4} ) 年 )? (?P<month> \d{1,2} ) 月 (?P<day> \d{1,2} ) 日
    (?: \s* [至到—–~-]+ \s*
        (?: (?P<last_year> \d{4} ) 年 )? (?: (?P<last_month> \d{1,2} ) 月 )? (?P<last_day> \d{1,2} ) 日 )?
    """,
    re.VERBOSE,
)
_LONGEST = 31  # days in a row: a longer stretch is mistyped


@dataclass(frozen=True, slots=True)
class HolidayNotice:
    """What is announced for one year. 节假日安排.

    `days_off` may name weekends too; `working_days` are weekend days that are worked (调休上班). `source`: the document (文号).
    """

    year: int
    days_off: frozenset[date]
    working_days: frozenset[date]
    source: str


def calendar_of(notices: Iterable[HolidayNotice], version: str) -> Calendar:
    """The calendar of these years; of one year the last notice holds."""
    known = {notice.year: notice for notice in notices}
    return Calendar(
        version=version,
        holidays=frozenset().union(*(notice.days_off for notice in known.values())),
        workdays=frozenset().union(*(notice.working_days for notice in known.values())),
        years=frozenset(known),
    )


def notices_of(calendar: Calendar, source: str) -> tuple[HolidayNotice, ...]:
    """The calendar as a notice for each of its years."""
    return tuple(
        HolidayNotice(
            year,
            frozenset(day for day in calendar.holidays if day.year == year),
            frozenset(day for day in calendar.workdays if day.year == year),
            source,
        )
        for year in sorted(calendar.years)
    )


def read_days(text: str, year: int) -> frozenset[date] | str:
    """The days that a text names, such as `2月5日至11日、10月1日至7日` or `2027-02-05`; else what of it cannot be understood."""
    plain = _BESIDE.sub("", _ISO.sub(r"\1年\2月\3日", text))
    days: set[date] = set()
    for found in _DAYS.finditer(plain):
        try:
            days |= set(_stretch(found, year))
        except ValueError:
            return f"“{found[0]}”不是可用的日期"
    left = re.search(r"[^、，,。；;\s]*\d[^、，,。；;\s]*", _DAYS.sub("", plain))
    return f"看不懂“{left[0][:40]}”，请写成“2月5日至11日”或者“{year}-02-05”" if left else frozenset(days)


def _stretch(found: re.Match[str], year: int) -> Iterator[date]:
    first = date(int(found["year"] or year), int(found["month"]), int(found["day"]))
    last = first
    if found["last_day"]:
        last = date(
            int(found["last_year"] or first.year), int(found["last_month"] or first.month), int(found["last_day"])
        )
    if not 0 <= (last - first).days < _LONGEST:
        raise ValueError(found[0])
    yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


def notice_problems(notice: HolidayNotice) -> tuple[Problem, ...]:
    """Everything that cannot be right with it, at once."""
    return tuple(Problem(target, f"{message}。") for target, message in _wrong(notice))


def _wrong(notice: HolidayNotice) -> Iterator[tuple[str, str]]:
    for target, days in (("days_off", notice.days_off), ("working_days", notice.working_days)):
        if strange := [day for day in days if not _belongs(day, notice.year)]:
            yield target, f"{_named(strange)}不在{notice.year}年，请核对年份"
    missing = [date(notice.year, *day) for day in _ALWAYS_FREE if date(notice.year, *day) not in notice.days_off]
    if missing:
        yield "days_off", f"缺少法定节日{_named(missing)}，请把全年的安排写全"
    if twice := notice.days_off & notice.working_days:
        yield "working_days", f"{_named(twice)}既放假又上班，请核对"
    if plain := [day for day in notice.working_days if day.weekday() < 5]:
        yield "working_days", f"{_named(plain)}不是周六、周日，本来就上班，不需要写"


def _belongs(day: date, year: int) -> bool:
    """The stretch around New Year may begin in the last week of the year before."""
    return day.year == year or date(year - 1, 12, 25) <= day < date(year, 1, 1)


def _named(days: Iterable[date]) -> str:
    return "、".join(map(day_text, sorted(days)))
