"""放假安排: a notice is read as offices write it, and one that cannot be right is told what is wrong, all at once."""

from datetime import date, timedelta

import pytest

from matters.calendar import Calendar
from matters.holidays import HolidayNotice, calendar_of, notice_problems, notices_of, read_days

# After the notice for 2026 (国办发明电〔2025〕7号), as one copies it from a web page.
OFF_2026 = (
    "1月1日（周四）至3日（周六）放假调休，共3天。2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。"
    "4月4日（周六）至6日（周一）放假，共3天。5月1日（周五）至5日（周二）放假调休，共5天。6月19日（周五）至21日（周日）放假，共3天。"
    "9月25日（周五）至27日（周日）放假，共3天。10月1日（周四）至7日（周三）放假调休，共7天。"
)
WORKED_2026 = (
    "1月4日（周日）上班。2月14日（周六）、2月28日（周六）上班。5月9日（周六）上班。"
    "9月20日（周日）、10月10日（周六）上班。"
)


def notice(year: int = 2027, **parts: object) -> HolidayNotice:
    """A short year: the days that are free by law, and one Saturday that is worked."""
    free = frozenset(date(year, *day) for day in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3)))
    saturday = next(date(year, 9, day) for day in range(20, 30) if date(year, 9, day).weekday() == 5)
    said = {"days_off": free, "working_days": frozenset({saturday}), "source": "样例〔2026〕1号", **parts}
    return HolidayNotice(year, **said)  # type: ignore[arg-type]


def days(text: str, year: int = 2026) -> frozenset[date]:
    """What a text names."""
    found = read_days(text, year)
    assert not isinstance(found, str), found
    return found


def test_a_notice_is_read_as_it_was_announced(calendar: Calendar) -> None:
    """The words of the State Council give the very calendar of that year."""
    made = calendar_of([HolidayNotice(2026, days(OFF_2026), days(WORKED_2026), "")], "read")
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [day for day in year if made.is_workday(day) != calendar.is_workday(day)] == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", []),
        ("2026-02-05", [date(2026, 2, 5)]),
        ("2026-02-05至2026-02-07", [date(2026, 2, 5), date(2026, 2, 6), date(2026, 2, 7)]),
        ("1月31日-2月1日\n5月9日", [date(2026, 1, 31), date(2026, 2, 1), date(2026, 5, 9)]),
        ("2025年12月31日至1月1日", None),
        ("2025年12月31日至2026年1月1日", [date(2025, 12, 31), date(2026, 1, 1)]),
    ],
)
def test_days_are_read_in_the_ways_they_are_written(text: str, named: list[date] | None) -> None:
    """A stretch over New Year says both years."""
    found = read_days(text, 2026)
    assert isinstance(found, str) if named is None else found == frozenset(named)


@pytest.mark.parametrize("text", ["2月30日", "二月5号", "2月9日至5日", "3/5", "1月1日至12月31日", "20260101"])
def test_what_cannot_be_understood_is_named(text: str) -> None:
    """Nothing is guessed, and nothing left out in silence."""
    found = read_days(text, 2026)
    assert isinstance(found, str)
    assert "“" in found


def test_a_whole_notice_is_right() -> None:
    """Days around New Year may lie in the last week of the year before."""
    around = notice().days_off | {date(2026, 12, 31)}
    assert notice_problems(notice(days_off=around)) == ()


def test_everything_that_is_wrong_is_told_at_once() -> None:
    """A year mistyped, a festival missing, a day both free and worked, a plain Monday."""
    wrong = notice(
        days_off=frozenset({date(2027, 1, 1), date(2026, 5, 1), date(2027, 10, 1), date(2027, 10, 2)}),
        working_days=frozenset({date(2027, 10, 2), date(2027, 3, 1)}),
    )
    told = {(problem.target, problem.message) for problem in notice_problems(wrong)}
    assert told == {
        ("days_off", "2026年5月1日不在2027年，请核对年份。"),
        ("days_off", "缺少法定节日2027年5月1日、2027年10月3日，请把全年的安排写全。"),
        ("working_days", "2027年10月2日既放假又上班，请核对。"),
        ("working_days", "2027年3月1日不是周六、周日，本来就上班，不需要写。"),
    }


def test_of_one_year_the_last_notice_holds() -> None:
    """As in 2020, when the Spring Festival was made longer afterwards."""
    first, longer = notice(), notice(days_off=notice().days_off | {date(2027, 10, 4)})
    made = calendar_of([first, longer], "x")
    assert not made.is_workday(date(2027, 10, 4))
    assert calendar_of([longer, first], "x").is_workday(date(2027, 10, 4))


def test_a_calendar_is_its_notices(calendar: Calendar) -> None:
    """There and back: what ships is kept as notices."""
    made = calendar_of(notices_of(calendar, "随产品"), calendar.version)
    assert (made.holidays, made.workdays, made.years) == (
        frozenset(day for day in calendar.holidays if day.year in calendar.years),
        frozenset(day for day in calendar.workdays if day.year in calendar.years),
        calendar.years,
    )
