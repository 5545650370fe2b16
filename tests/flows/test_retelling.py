"""Golden cases told again today: what can be within a day, which days move, and what a roster has to hold before."""

from datetime import timedelta
from typing import Any

import pytest

from flows.adapters.calendars import statutory_calendar
from flows.retelling import StoryBrokenError, known_before, moved, stand_in, told_within_a_day
from matters.language.document import Definition
from matters.language.form import DateField, DateTimeField, RowsField
from matters.language.quantities import DayFromToday
from storage.definitions.catalog import sample_organisation, sample_resources, shipped_definitions

SAMPLE, CALENDAR = sample_organisation(), statutory_calendar()
SHIPPED = {matter.code: matter for matter in shipped_definitions()}


def _told(matter: Definition) -> set[str]:
    return {golden.id for golden in matter.golden if told_within_a_day(matter, golden, SAMPLE, CALENDAR)}


@pytest.mark.parametrize("code", sorted(code for code, one in SHIPPED.items() if one.guide.access.kind == "online"))
def test_a_story_of_every_matter_can_be_told_today(code: str) -> None:
    """One that is decided, so that its papers come out."""
    matter = SHIPPED[code]
    decided = {golden.id for golden in matter.golden if golden.expect.outcome in ("granted", "denied")}
    assert _told(matter) & decided


def test_a_story_that_waits_cannot_be_told_today() -> None:
    """For a day, for a notice to be over, or for nobody to act."""
    assert _told(SHIPPED["MS011"]) == {"across_counties"}
    assert _told(SHIPPED["MS005"]) == {"tried_once", "too_much"}


def test_what_the_filing_names_stands_in_the_roster_before() -> None:
    """With what the form takes over from it, kept by who handles the case; the rest of its columns is filled with anything."""
    matter = SHIPPED["MS007"]
    rosters = {one.id: one for matter in SHIPPED.values() for one in matter.rosters}
    (known,) = known_before(matter, matter.golden[0], matter.golden[0].answers, rosters, SAMPLE)
    assert (known.roster, known.body, known.belongs) == ("cloud_resources", "county_data", "county_reform")
    assert known.values["resource_no"] == "云-2024-008"
    assert known.values["cores"] == matter.golden[0].answers["old_cores"]
    assert set(known.values) == {column.id for column in rosters["cloud_resources"].columns}
    car = SHIPPED["MS032"]
    assert not list(known_before(car, car.golden[0], car.golden[0].answers, rosters, SAMPLE))


def test_a_booked_slot_moves_with_its_case() -> None:
    """Both ends; the resource stays, and is one of those that the sample lends."""
    matter = SHIPPED["MS029"]
    booked = matter.golden[0].answers["room"]
    again = moved(matter.field("room"), booked, timedelta(weeks=2))
    assert again == {"resource": booked["resource"], "from": "2026-04-07T08:30", "to": "2026-04-08T17:30"}
    lent = {one.id: one for one in sample_resources()}
    asked_for = {one.answers["room"]["resource"] for one in matter.golden}
    assert {(lent[one].body, lent[one].kind) for one in asked_for} == {("county_logistics", "meeting_room")}


def test_what_is_over_stays_over_and_what_is_to_come_stays_to_come() -> None:
    """Whole weeks, the last of which may lie ahead of today."""
    accepted, begun = SHIPPED["MS048"].field("resolved_on"), SHIPPED["MS048"].field("from_day")
    weeks = timedelta(weeks=2)
    assert (moved(accepted, "2026-03-30", weeks), moved(begun, "2026-04-15", weeks)) == ("2026-04-06", "2026-04-29")
    rows = SHIPPED["MS003"].field("issues")
    assert moved(rows, [{"issue": "缺件", "by_day": "2026-07-10"}], weeks) == [
        {"issue": "缺件", "by_day": "2026-07-24"}
    ]


def test_only_pdf_files_have_a_stand_in() -> None:
    """Of other kinds there is none."""
    assert stand_in("a.pdf").startswith(b"%PDF")
    with pytest.raises(StoryBrokenError):
        stand_in("a.xlsx")


@pytest.mark.parametrize(
    ("field", "value", "later"),
    [
        (DateField(type="date", id="day", label="日期"), "2026-02-28", "2026-03-07"),
        (DateField(type="date", id="day", label="日期", latest=DayFromToday(today_plus=0)), "2026-02-28", "2026-02-28"),
        (DateTimeField(type="datetime", id="at", label="时间"), "2026-12-31T08:00", "2027-01-07T08:00"),
        (None, "2026-02-28", "2026-02-28"),
    ],
)
def test_dates_move_with_the_filing(field: Any, value: str, later: str) -> None:  # noqa: ANN401 - any field
    """Golden cases are fixed in time; a demonstration is not."""
    assert moved(field, value, timedelta(weeks=1)) == later


def test_dates_in_rows_move_too() -> None:
    """Each cell by its column."""
    day = DateField(type="date", id="day", label="日期")
    rows = RowsField(type="rows", id="rows", label="明细", columns=(day,))
    value = [{"day": "2026-02-27", "note": "x"}]
    assert moved(rows, value, timedelta(weeks=1)) == [{"day": "2026-03-06", "note": "x"}]
