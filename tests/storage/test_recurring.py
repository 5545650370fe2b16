"""Reports of bodies and what those were told who owe one, on both databases.

Covers: storage/recurring/calls.py, storage/recurring/reports.py, storage/tables/recurring.py
"""

import pytest

from matters.case.events.deciding import Decided, Submitted
from matters.filing.recurring import Report
from storage import cases
from storage.collisions import CollisionError, ReportTakenError
from storage.database import Database, Session
from storage.recurring import calls, reports
from storage.recurring.calls import ReportCall
from tests.storage.samples import LI, NOON, VAULT, accepted, at, case_of, filed, go_on, withdrawn

DAY = NOON.date()


def begin(session: Session, case_no: str, period: str, body: str = "office") -> None:
    """A stored filing for a period."""
    submitted, waits = filed(case_no, body=body)
    assert isinstance(submitted, Submitted)
    events = (submitted.model_copy(update={"period": period}), waits)
    cases.begin(session, events, case_of(events), VAULT.new_key(case_no), case_no)


def test_what_stands_for_a_period_is_found(database: Database) -> None:
    """By the bodies or by the period; a case that is for none is no report."""
    with database.transaction() as session:
        begin(session, "C1", "2026-09")
        begin(session, "C2", "2026-10")
        begin(session, "C3", "2026-10", "court")
        begin(session, "C4", "")
    with database.reading() as session:
        assert set(reports.filed_by(session, "seal_making", ("office",))) == {
            Report("office", "2026-09", "C1", DAY),
            Report("office", "2026-10", "C2", DAY),
        }
        assert {one.case_no for one in reports.filed_for(session, "seal_making", "2026-10")} == {"C2", "C3"}
        assert reports.filed_for(session, "another", "2026-10") == ()


def test_a_body_has_one_report_of_a_period(database: Database) -> None:
    """The database itself lets no second one in, as long as the first stands."""
    with database.transaction() as session:
        begin(session, "C1", "2026-10")
    with pytest.raises(ReportTakenError), database.transaction() as session:
        begin(session, "C2", "2026-10")
    with database.transaction() as session:
        go_on(session, "C1", [withdrawn(3)])
        begin(session, "C2", "2026-10")
    with database.reading() as session:
        assert [one.case_no for one in reports.filed_for(session, "seal_making", "2026-10")] == ["C2"]


def test_what_was_denied_is_to_be_filed_anew(database: Database) -> None:
    """A report that was not taken is none."""
    with database.transaction() as session:
        begin(session, "C1", "2026-10")
        go_on(session, "C1", accepted())
        denied = Decided(case_no="C1", seq=6, at=at(6), actor=LI, result="denied", paper="denial")
        go_on(session, "C1", [denied])
        assert reports.filed_for(session, "seal_making", "2026-10") == ()
        begin(session, "C2", "2026-10")


def test_each_is_told_once_on_an_occasion(database: Database) -> None:
    """A second time collides; another day is another occasion."""
    first = ReportCall("office", "2026-11-20", NOON, "li")
    with database.transaction() as session:
        calls.note(session, "M", "2026-10", first)
        calls.note(session, "M", "2026-10", ReportCall("office", "before", NOON))
    with pytest.raises(CollisionError), database.transaction() as session:
        calls.note(session, "M", "2026-10", first)
    with database.reading() as session:
        assert {one.occasion for one in calls.of_period(session, "M", "2026-10")} == {"before", "2026-11-20"}
        assert calls.of_period(session, "M", "2026-09") == ()
