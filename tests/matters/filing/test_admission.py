"""On which days a matter is open, and how long before a day its filing must be there."""

from calendar import monthrange
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from matters.calendar import SHANGHAI
from matters.errors.base import Refusal
from matters.errors.door import Invalid, NotOpen
from matters.filing.admission import opens_next, too_soon
from matters.filing.checking import wrong_so_far
from matters.language.clock import AtOnce, Clock, Window
from matters.language.document import Definition
from matters.language.text.reading import read_definition
from matters.language.words.answers import windows_text
from matters.who.parties import Parties
from tests.matters.stories import ANSWERS, STAFF, Story, varied

SPRING, AUTUMN = {"opens": "03-01", "closes": "03-31"}, {"opens": "09-01", "closes": "09-30"}
NEW_YEAR, MONTH_END = {"opens": "12-15", "closes": "01-15"}, {"opens": "25", "closes": "31"}


def opened(matter: Definition, *windows: dict[str, str]) -> Definition:
    """The matter that is open in these windows only."""

    def add(document: dict[str, Any]) -> None:
        document["clock"]["window"] = windows
        document["golden"] = []

    return varied(matter, add)


def early(matter: Definition, **lead: object) -> Definition:
    """The matter whose departure must be filed so long before."""

    def add(document: dict[str, Any]) -> None:
        document["clock"]["advance"] = {"before_field": "depart_at", **lead}
        document["golden"] = []

    return varied(matter, add)


def within(story: Story, matter: Definition) -> Story:
    """A story of that matter, on Monday 2 March 2026 at 9:10."""
    return Story(matter, story.organisation, story.calendar, datetime(2026, 3, 2, 9, 10, tzinfo=SHANGHAI))


@pytest.mark.parametrize(
    ("windows", "today", "opens"),
    [
        ([SPRING, AUTUMN], "2026-03-01", None),
        ([SPRING, AUTUMN], "2026-03-31", None),
        ([SPRING, AUTUMN], "2026-04-01", "2026-09-01"),
        ([SPRING, AUTUMN], "2026-10-01", "2027-03-01"),
        ([NEW_YEAR], "2026-01-15", None),
        ([NEW_YEAR], "2026-01-16", "2026-12-15"),
        ([NEW_YEAR], "2026-12-31", None),
        ([MONTH_END], "2026-02-25", None),
        ([MONTH_END], "2026-02-28", None),
        ([MONTH_END], "2026-03-01", "2026-03-25"),
        ([{"opens": "28", "closes": "03"}], "2026-03-03", None),
        ([{"opens": "28", "closes": "03"}], "2026-03-04", "2026-03-28"),
        ([{"opens": "31", "closes": "31"}], "2026-12-30", "2026-12-31"),
        ([{"opens": "02-29", "closes": "02-29"}], "2026-02-28", None),
        ([], "2026-02-28", None),
    ],
)
def test_outside_its_windows_a_matter_tells_when_it_opens(
    story: Story, windows: list[dict[str, str]], today: str, opens: str | None
) -> None:
    """Both days of a window are in it, also over New Year and where a month is short."""
    expected = date.fromisoformat(opens) if opens else None
    assert opens_next(opened(story.matter, *windows).clock, date.fromisoformat(today)) == expected


@given(
    st.builds(lambda a, b: Window(opens=f"{a:02}", closes=f"{b:02}"), st.integers(1, 31), st.integers(1, 31))
    | st.builds(
        lambda a, b: Window(opens=f"{a:%m-%d}", closes=f"{b:%m-%d}"),
        st.dates(date(2024, 1, 1), date(2024, 12, 31)),
        st.dates(date(2024, 1, 1), date(2024, 12, 31)),
    ),
    st.dates(date(2000, 1, 1), date(2098, 1, 1)),
)
def test_every_window_opens_again(window: Window, today: date) -> None:
    """There is none that never opens; a day is in it by its number, and the last of a short month is any day it lacks."""
    opens = opens_next(Clock(promised=AtOnce(kind="at_once"), window=(window,)), today)
    last = today == today.replace(day=monthrange(today.year, today.month)[1])
    written = today.strftime("%m-%d" if "-" in window.opens else "%d")
    latest = written[:-2] + "31" if last else written
    over = window.closes < window.opens
    begun, not_over = window.opens <= latest, written <= window.closes
    assert (opens is None) == (begun or not_over if over else begun and not_over)
    assert opens is None or 0 < (opens - today).days <= 366


def test_a_filing_outside_the_window_is_refused_with_the_next_opening(story: Story) -> None:
    """Nothing has begun; the same filing goes in on the day it opens."""
    shut = within(story, opened(story.matter, AUTUMN, NEW_YEAR))
    refusal = shut.tell(shut.submit())
    assert isinstance(refusal, NotOpen)
    assert "每年9月1日至9月30日、每年12月15日至1月15日" in refusal.message
    assert "下一次自2026年9月1日起受理" in refusal.message
    shut.now = shut.now.replace(month=9, day=1)
    said = {"depart_at": "2026-09-10T08:00", "return_at": "2026-09-10T18:00"}
    assert "submitted" in shut.went(shut.submit(STAFF, **said))


def test_a_supplement_needs_no_open_window(story: Story) -> None:
    """It was filed in time; what the office asks for may come when it is shut."""
    spring = within(story, opened(story.matter, SPRING))
    spring.went(spring.submit(depart_at="2026-04-10T08:00", return_at="2026-04-10T18:00"))
    spring.went(spring.ask("destination"))
    spring.now = spring.now.replace(month=4)
    spring.went(spring.supplement(destination="样例镇政府"))
    assert spring.case.status == "submitted"


@pytest.mark.parametrize(
    ("lead", "depart", "earliest"),
    [
        ({"working_days": 2}, "2026-03-04T08:00", None),  # Monday and Tuesday lie before it
        ({"working_days": 2}, "2026-03-03T23:59", "2026年3月4日"),
        ({"working_days": 5}, "2026-03-07T08:00", None),  # a Saturday, after five working days
        ({"working_days": 6}, "2026-03-09T08:00", "2026年3月10日"),
        ({"hours": 24}, "2026-03-03T09:10", None),
        ({"hours": 24}, "2026-03-03T09:09", "2026年3月3日 09:10"),
        ({"working_days": 1, "hours": 48}, "2026-03-03T10:00", "2026年3月4日 09:10"),
    ],
)
def test_what_comes_too_soon_is_refused_with_the_earliest_day(
    story: Story, lead: dict[str, int], depart: str, earliest: str | None
) -> None:
    """The day of the filing counts, the day itself does not: who goes on Wednesday files two working days before on Monday."""
    case = within(story, early(story.matter, **lead))
    said = {"depart_at": depart, "return_at": "2026-03-20T18:00"}
    refusal = case.tell(case.submit(STAFF, **said))
    if earliest is None:
        assert not isinstance(refusal, Refusal)
        return
    assert isinstance(refusal, Invalid)
    (problem,) = refusal.problems
    assert problem.target == "depart_at"
    assert problem.message.endswith(f"现在申请最早可填{earliest}")
    assert wrong_so_far(case.matter, said, case.world, None) == (problem,)


def test_urgent_use_lifts_it(story: Story) -> None:
    """Whoever must go at once says so, and the refusal tells where."""
    urgent = within(story, early(story.matter, working_days=5, urgent_exempt="out_of_city"))
    tomorrow = {"depart_at": "2026-03-03T08:00", "return_at": "2026-03-03T18:00"}
    refusal = urgent.tell(urgent.submit(STAFF, **tomorrow))
    assert isinstance(refusal, Invalid)
    assert "确属紧急的，请在“是否跨市”选“是”" in refusal.message
    assert too_soon(urgent.matter, {**ANSWERS, **tomorrow, "out_of_city": True}, urgent.world, None) == ()


def test_what_was_in_time_stays_in_time(story: Story) -> None:
    """A supplement days later may leave the day or put it off; sooner it may come only as a new filing could have it."""
    matter = early(story.matter, working_days=5)
    parties = Parties(STAFF, "county_finance", "county_logistics", says={"depart_at": "2026-03-04T08:00"})
    soon = {day: too_soon(matter, {"depart_at": f"2026-03-0{day}T08:00"}, story.world, parties) for day in (3, 4, 5)}
    assert [day for day, problem in soon.items() if problem] == [3]
    assert too_soon(matter, {"depart_at": "尽快"}, story.world, None) == ()


def test_windows_are_read_alone_or_several_and_told_in_words(car_text: str) -> None:
    """One by itself is what drafts had; both days are written alike, and each exists."""
    alone = car_text.replace("starts: accepted", "window: {opens: 01-05, closes: 02-01}")
    several = car_text.replace("starts: accepted", "window: [{opens: '05', closes: '10'}, {opens: '25', closes: '31'}]")
    texts = [windows_text(_clock(text).window) for text in (alone, several)]
    assert texts == ["每年1月5日至2月1日", "每月5日至10日、每月25日至月末"]
    for opens, closes in (("03-01", "31"), ("13-01", "13-02"), ("00", "05"), ("3-1", "3-2")):
        with pytest.raises(ValidationError):
            Window(opens=opens, closes=closes)


def _clock(text: str) -> Clock:
    found = read_definition(text, "test")
    assert isinstance(found, Definition)
    assert found.clock
    return found.clock
