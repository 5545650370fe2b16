"""Kept sums are what a count from the events comes to; a case counts once, and ends once; a sum leads to its cases.

Covers: storage/figures/asking.py, storage/tables/figures.py
"""

from dataclasses import replace

import pytest

from matters.figures.facts import Facts, StepTime
from storage.cases import CaseHead
from storage.database import Database, Session
from storage.figures import asking, counting
from storage.figures.asking import Span
from storage.queues import QueuePage
from tests.storage.samples import begun

EVERYTHING = Span(202601, 202612)
DONE = Facts(202612, concluded=1, timed=1, on_time=1, once=1, minutes=30, waits=(StepTime("accept", 1, 30),))


def counted(session: Session, case_no: str, facts: Facts | None = None) -> CaseHead:
    """A case that counts as filed, and as ended where it says what it counts."""
    head = begun(session, case_no)
    assert counting.begun(session, head)
    if facts:
        counting.ended(session, head, facts)
    return head


def test_a_case_counts_once_and_ends_once(database: Database) -> None:
    """In the month in which it was filed and in that in which it ended first; nothing changes what it counts then."""
    with database.transaction() as session:
        head = counted(session, "C1", DONE)
        assert not counting.begun(session, head)
        counting.ended(session, head, replace(DONE, month=202601, on_time=0))
        assert counting.is_counted(session, head.id)
    with database.reading() as session:
        months = asking.totals_by(session, EVERYTHING, "month")
        assert {month: (sums["filed"], sums["friday"], sums["ended"]) for month, sums in months.items()} == {
            202611: (1, 1, 0),
            202612: (0, 0, 1),
        }
        assert asking.totals(session, EVERYTHING)["on_time"] == 1
        (step,) = asking.slowest(session, EVERYTHING, 5)
        assert (step.step, step.done, step.minutes) == ("accept", 1, 30)


def test_a_case_that_does_not_count_yet_does_not_end(database: Database) -> None:
    """Those of an earlier release are counted whole, once their turn comes."""
    with database.transaction() as session:
        head = begun(session, "C1")
        counting.ended(session, head, DONE)
        assert not counting.is_counted(session, head.id)
    with database.reading() as session:
        assert set(asking.totals(session, EVERYTHING).values()) == {0}


def test_what_is_undone_counts_nothing(database: Database) -> None:
    """The sums are those of the very transaction."""

    def broken_off() -> None:
        with database.transaction() as session:
            counted(session, "C1", DONE)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    with database.reading() as session:
        assert asking.totals(session, EVERYTHING)["filed"] == 0


def test_the_cases_behind_a_sum_are_found_page_by_page(database: Database) -> None:
    """Newest month first; those that do not count of a whole; none of other bodies, and none after the last."""
    late = replace(DONE, month=202611, on_time=0)
    with database.transaction() as session:
        for nth, facts in enumerate((DONE, None, late, DONE, late, DONE)):
            counted(session, f"C{nth}", facts)
    with database.reading() as session:

        def found(counts: str, among: str = "", page: int = 1, span: Span = EVERYTHING) -> tuple[list[str], int]:
            listed = asking.behind(session, span, counts, among, QueuePage(page, 2))
            return [head.case_no for head in listed.rows], listed.total

        assert [found("concluded", page=page) for page in (1, 2, 3, 4)] == [
            (["C5", "C3"], 5),
            (["C0", "C4"], 5),
            (["C2"], 5),
            ([], 5),
        ]
        assert found("on_time", "timed") == (["C4", "C2"], 2)
        assert found("filed", page=3) == (["C1", "C0"], 6)
        assert found("friday")[1] == 6
        assert found("monday") == ([], 0)
        assert found("filed", span=Span(202601, 202612, bodies=("office",))) == ([], 0)
        assert found("filed", span=Span(202601, 202612, matters=("seal_making",)))[1] == 6
