"""How a rating stands on a day, and what may be ticked with which grade."""

from datetime import date

import pytest

from matters.case.rating import BAD, GRADES, REASON_NAMES, Rating, RatingState, last_day, reasons_for

DUE = date(2026, 3, 9)
BEFORE, AFTER = date(2026, 3, 9), date(2026, 3, 10)
GIVEN = {
    "case_id": 1,
    "case_no": "C1",
    "matter": "MS032",
    "version": 2,
    "body": "bureau",
    "step": "decide",
    "decided_by": "p1 p2",
    "day": date(2026, 3, 2),
}


@pytest.mark.parametrize(
    ("parts", "today", "state"),
    [
        ({"grade": "satisfied"}, AFTER, "plain"),
        ({"grade": "dissatisfied", "due": DUE}, BEFORE, "owed"),
        ({"grade": "dissatisfied", "due": DUE}, AFTER, "late"),
        ({"grade": "satisfied", "due": DUE, "answered_on": DUE}, AFTER, "answered"),
        ({"grade": "dissatisfied", "due": DUE, "answered_on": DUE, "second_grade": "satisfied"}, AFTER, "again"),
        ({"grade": "dissatisfied", "due": DUE, "answered_on": DUE, "second_grade": "dissatisfied"}, AFTER, "still_bad"),
    ],
)
def test_how_it_stands(parts: dict[str, object], today: date, state: RatingState) -> None:
    """On its last day it is not late."""
    rating = Rating(**GIVEN, **parts)  # type: ignore[arg-type]  # parts of a table
    assert rating.state(today) == state
    assert rating.waits_for_answer is (state in ("owed", "late"))
    assert rating.waits_for_second is (state == "answered" and rating.is_bad)
    assert rating.deciders == {"p1", "p2"}


def test_reasons_follow_the_grade() -> None:
    """Praise for good, blame for bad, both in the middle; each has one name."""
    said = {grade: set(reasons_for(grade)) for grade in GRADES}
    assert said["satisfied"].isdisjoint(said["dissatisfied"])
    assert said["fairly_satisfied"] == said["satisfied"] | said["dissatisfied"]
    assert {grade for grade in GRADES if said[grade] == said["very_dissatisfied"]} == BAD
    assert len(set(REASON_NAMES.values())) == len(REASON_NAMES)


def test_the_last_day_counts_from_the_end() -> None:
    """By days of the calendar."""
    assert last_day(date(2026, 3, 2), 30) == date(2026, 4, 1)
