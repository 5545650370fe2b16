"""Ratings are summed in the month in which they were given, at the body that decided; each measure leads to its cases."""

from datetime import date
from typing import Any

from matters.case.rating import Grade, Rating
from matters.figures.facts import OF_RATINGS
from storage.database import Database, Session
from storage.figures import rated
from storage.figures.asking import Span
from storage.overseeing import ratings
from storage.queues import QueuePage
from tests.storage.samples import begun

GIVEN: tuple[tuple[date, str, Grade, date | None], ...] = (
    (date(2026, 11, 30), "office", "very_satisfied", None),
    (date(2026, 12, 1), "office", "fairly_satisfied", None),
    (date(2026, 12, 31), "office", "dissatisfied", date(2027, 1, 4)),
    (date(2026, 12, 31), "finance", "very_dissatisfied", None),
    (date(2027, 1, 1), "office", "satisfied", date(2027, 1, 2)),
)


def given(session: Session) -> None:
    """A case for each, C0 to C4; the last was not bad, and answered all the same."""
    for nth, (day, body, grade, answered) in enumerate(GIVEN):
        head = begun(session, f"C{nth}")
        place: dict[str, Any] = {
            "matter": head.matter,
            "version": 1,
            "body": body,
            "step": "decide",
            "decided_by": "p1",
        }
        due: dict[str, Any] = {"due": date(2027, 1, 31)} if answered or grade == "very_dissatisfied" else {}
        ratings.give(session, Rating(head.id, head.case_no, day=day, grade=grade, **place, **due))
        if answered:
            assert ratings.answer(session, head.id, answered)


def counts(*numbers: int) -> dict[str, int]:
    """By measure."""
    return dict(zip(OF_RATINGS, numbers, strict=True))


def test_months_and_bodies_count_their_own(database: Database) -> None:
    """The last day of a year is in its last month; an answer to a rating that was not bad mends nothing."""
    with database.transaction() as session:
        given(session)
    with database.reading() as session:
        assert rated.totals(session, Span(202612, 202612)) == counts(3, 1, 2, 1)
        assert rated.totals(session, Span(202612, 202612, ("office",))) == counts(2, 1, 1, 1)
        assert rated.totals(session, Span(202612, 202612, None, ("nothing",))) == counts(0, 0, 0, 0)
        assert rated.totals_by(session, Span(202611, 202701), "month") == {
            202611: counts(1, 1, 0, 0),
            202612: counts(3, 1, 2, 1),
            202701: counts(1, 1, 0, 0),
        }
        bodies = rated.totals_by(session, Span(202612, 202701), "body")
        assert bodies == {"office": counts(3, 2, 1, 1), "finance": counts(1, 0, 1, 0)}


def test_a_measure_leads_to_its_cases(database: Database) -> None:
    """The newest rating first, on pages; with a whole those of it that do not count."""
    with database.transaction() as session:
        given(session)
    span = Span(202611, 202701)
    with database.reading() as session:
        pages = [rated.behind(session, span, "pleased", "", QueuePage(number, 2)) for number in (1, 2)]
        assert [[head.case_no for head in page.rows] for page in pages] == [["C4", "C1"], ["C0"]]
        assert {page.total for page in pages} == {3}
        owed = rated.behind(session, span, "mended", "bad", QueuePage(1, 20))
        assert [head.case_no for head in owed.rows] == ["C3"]
