"""Items whose holders were found for an organisation of before: found, looked at once, counted."""

from datetime import date

import pytest
from sqlmodel import update

from matters.case.events.course import HoldersChanged
from storage import cases, queues, reassigning
from storage.database import Database, Session
from storage.reassigning import Burden, Unfinished
from storage.tables.cases import CaseRow, WorkItemRow
from tests.storage.samples import LI, QIAN, WANG, ZHAO, accepted, at, begun, go_on

DAY, LATER = date(2026, 11, 20), date(2026, 11, 21)


@pytest.fixture
def item_id(database: Database) -> str:
    """A case that waits for Wang, its holders found under version 1."""
    with database.transaction() as session:
        head = begun(session)
        (item,) = queues.items_of(session, head.id)
    return item.id


def found(session: Session, organisation: int, day: date = DAY) -> list[str]:
    """The ids of what is outdated."""
    return [one.id for one in reassigning.outdated(session, organisation, day, 10)]


def test_an_item_is_outdated_by_a_version_or_by_a_day(database: Database, item_id: str) -> None:
    """And no longer once it was looked at; the case comes along."""
    with database.transaction() as session:
        assert found(session, 1) == []
        assert found(session, 2) == found(session, 1, LATER) == [item_id]
        assert reassigning.outdated(session, 2, DAY, 10)[0].case_no == "C1"
        assert reassigning.is_outdated(session, item_id, 2, DAY)
        assert reassigning.note_looked(session, item_id, 2, LATER, unattended=False)
        assert found(session, 2, LATER) == []
        assert not reassigning.is_outdated(session, item_id, 2, LATER)


def test_what_is_unfinished_in_a_body_is_counted(database: Database, item_id: str) -> None:
    """Cases it has accepted, items of its posts, each once, and the last day; a body without any has none."""
    with database.transaction() as session:
        case = cases.find(session, "C1")
        assert case is not None
        (item,) = queues.items_of(session, case.id)
        posts = [holder.post for holder in item.holders]
        assert reassigning.unfinished(session, case.owner_body, posts) == Unfinished(1, 1, None)
        session.exec(update(CaseRow).values(due=LATER))
        session.exec(update(WorkItemRow).values(due=DAY))
        assert reassigning.unfinished(session, case.owner_body, posts) == Unfinished(1, 1, LATER)
        assert reassigning.unfinished(session, "elsewhere", posts) == Unfinished(0, 1, DAY)
        assert reassigning.unfinished(session, case.owner_body, []) == Unfinished(1, 0, LATER)
        assert reassigning.unfinished(session, "elsewhere", []) == Unfinished(0, 0, None)


def test_a_closed_item_is_never_outdated(database: Database, item_id: str) -> None:
    """Nor can it be noted."""
    with database.transaction() as session:
        go_on(session, "C1", accepted())
        assert item_id not in found(session, 9, LATER)
        assert not reassigning.note_looked(session, item_id, 9, LATER, unattended=True)


def test_who_nobody_was_found_for_is_listed_until_somebody_is(database: Database, item_id: str) -> None:
    """无人可办: other holders end it."""
    with database.transaction() as session:
        reassigning.note_looked(session, item_id, 2, DAY, unattended=True)
        assert (reassigning.unattended(session, 10), reassigning.count_unattended(session)) == ((item_id,), 1)
        changed = HoldersChanged(
            case_no="C1", seq=3, at=at(3), actor=LI, item="2:accept", holders=(ZHAO,), organisation=3, tell=("zhao",)
        )
        go_on(session, "C1", (changed,))
        assert (reassigning.unattended(session, 10), reassigning.count_unattended(session)) == ((), 0)
        assert found(session, 3) == []
        item = queues.item(session, item_id)
        assert item is not None
        assert (item.holders, item.version) == ((ZHAO,), 2)


def test_open_items_are_counted_by_person_and_post(database: Database, item_id: str) -> None:
    """What is done counts no more."""
    with database.transaction() as session:
        assert reassigning.burdens(session, people=("wang",)) == (Burden("wang", "window", 1),)
        assert reassigning.burdens(session, posts=("window",)) == (Burden("wang", "window", 1),)
        assert reassigning.burdens(session) == ()
        go_on(session, "C1", accepted())
        assert reassigning.burdens(session, people=(WANG.person,)) == ()
        assert {one.person for one in reassigning.burdens(session, (ZHAO.person,), (QIAN.post,))} == {"zhao", "qian"}
