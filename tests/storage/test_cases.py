"""Cases: locked, extended, projected, rebuilt; what people wrote; who may see it.

Covers: storage/work.py
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlmodel import col, delete, select, update

from matters.case.values import ItemKey
from matters.organisation.snapshot import Holder
from storage import cases, queues, vault
from storage.cases import CaseHead
from storage.collisions import CaseMovedOnError
from storage.database import Database, Session
from storage.tables.cases import AccessRow, CaseEvent, CaseRow, Revision, WorkItemHolder, WorkItemRow
from storage.vault import SecretKey
from tests.storage.samples import (
    QIAN,
    VAULT,
    WANG,
    ZHAO,
    accepted,
    approved,
    at,
    begun,
    case_of,
    filed,
    go_on,
    withdrawn,
)


def test_a_case_is_its_events(database: Database) -> None:
    """What is read back is what was written, event by event."""
    with database.transaction() as session:
        head = begun(session)
        go_on(session, "C1", accepted())
    with database.reading() as session:
        assert cases.history(session, head.id) == (*filed(), *accepted())


def test_the_projection_follows_the_events(database: Database) -> None:
    """Status, seq, due date and last change come from the folded case."""
    with database.transaction() as session:
        first = begun(session)
        assert (first.status, first.seq, first.due, first.ended_at) == ("submitted", 2, None, None)
        second = go_on(session, "C1", accepted())
        assert (second.status, second.seq, second.due) == ("in_progress", 5, date(2026, 12, 1))
        last = go_on(session, "C1", [withdrawn(6)])
    assert (last.status, last.updated_at, last.ended_at) == ("withdrawn", at(6), at(6))
    with database.reading() as session:
        assert cases.find(session, "C1") == last


def test_work_items_open_close_and_tell_who_decided(database: Database) -> None:
    """A decided item is done with person, post and time; an item the case ended without is closed."""
    with database.transaction() as session:
        head = begun(session)
        go_on(session, "C1", accepted())
        go_on(session, "C1", [approved(6, "4:sign", ZHAO)])
        go_on(session, "C1", [withdrawn(7)])
    with database.reading() as session:
        accept, zhao, qian = queues.items_of(session, head.id)
    assert (accept.state, accept.decided_by, accept.decided_post, accept.deed) == ("done", "wang", "window", "accepted")
    assert (zhao.state, zhao.decided_by, zhao.decided_at) == ("done", "zhao", at(6))
    assert (qian.state, qian.decided_by, qian.holders) == ("closed", None, (QIAN,))
    assert len({accept.id, zhao.id, qian.id}) == 3


def test_a_parallel_vote_leaves_the_other_item_alone(database: Database) -> None:
    """The version people decide on is that of their own item."""
    with database.transaction() as session:
        begun(session)
        head = go_on(session, "C1", accepted())
        before = {item.key: item for item in queues.items_of(session, head.id)}
        go_on(session, "C1", [approved(6, "4:sign", ZHAO)])
        after = {item.key: item for item in queues.items_of(session, head.id)}
    other = ItemKey(5, "sign")
    assert (after[other].version, after[other].id) == (before[other].version, before[other].id)


def test_ids_of_items_come_from_the_factory(database: Database) -> None:
    """The caller may hand in ids; by default they are random."""
    with database.transaction() as session:
        head = cases.begin(session, filed(), case_of(filed()), VAULT.new_key("C1"), new_id=lambda: "fixed")
        assert [item.id for item in queues.items_of(session, head.id)] == ["fixed"]


def test_rebuilding_changes_nothing(database: Database) -> None:
    """The projection is a function of the events."""
    with database.transaction() as session:
        head = begun(session)
        go_on(session, "C1", accepted())
        go_on(session, "C1", [approved(6, "4:sign", ZHAO)])
        before = _projection(session)
        cases.rebuild(session, head.id)
        assert _projection(session) == before


def test_rebuilding_repairs_a_wrong_projection(database: Database) -> None:
    """The control of the test above: a projection that was tampered with comes back."""
    with database.transaction() as session:
        head = begun(session)
        right = cases.find(session, "C1")
        session.exec(update(CaseRow).values(status="concluded", seq=9))
        session.exec(delete(WorkItemHolder))
        session.exec(delete(WorkItemRow))
        cases.rebuild(session, head.id)
        assert cases.find(session, "C1") == right
        assert [item.holders for item in queues.items_of(session, head.id)] == [(WANG,)]


def _spoilt(session: Session, spoil: str) -> CaseHead:
    """A countersigned case whose rows do not say what has happened."""
    head = begun(session)
    go_on(session, "C1", accepted())
    go_on(session, "C1", [approved(6, "4:sign", ZHAO)])
    assert list(cases.astray(session)) == []
    session.connection().execute(text(spoil))
    assert list(cases.astray(session)) == ["C1"]
    return head


SPOILS = {
    "case": "UPDATE case_row SET status = 'concluded', seq = 3",
    "due": "UPDATE work_item SET due = '2027-01-01' WHERE state = 'open'",
    "state": "UPDATE work_item SET state = 'open', deed = NULL WHERE state = 'done'",
    "holder": "DELETE FROM work_item_holder WHERE person = 'qian'",
    "queue": "UPDATE work_item_holder SET open = true",
    "stray": "UPDATE work_item SET key = '9:sign' WHERE key = '5:sign'",
}


@pytest.mark.parametrize("spoil", SPOILS)
def test_rows_that_say_something_else_are_found_and_written_anew(database: Database, spoil: str) -> None:
    """Whatever of the projection it is; links to the items stay good."""
    with database.transaction() as session:
        head = _spoilt(session, SPOILS[spoil])
        ids = {item.key: item.id for item in queues.items_of(session, head.id)}
        cases.rebuild(session, head.id)
        assert list(cases.astray(session)) == []
        again = {item.key: item.id for item in queues.items_of(session, head.id)}
        assert {key: again[key] for key in ids if key in again} == {key: ids[key] for key in ids if key in again}


@pytest.mark.parametrize("spoil", ["DELETE FROM work_item_holder; DELETE FROM work_item", SPOILS["case"]])
def test_an_act_heals_the_rows_of_its_case(database: Database, spoil: str, caplog: pytest.LogCaptureFixture) -> None:
    """What it would change is not there: the rows are written anew, and the log says so."""
    with database.transaction() as session:
        head = begun(session)
        go_on(session, "C1", accepted())
        for statement in spoil.split(";"):
            session.connection().execute(text(statement))
    with database.transaction() as session:
        go_on(session, "C1", [approved(6, "4:sign", ZHAO)])
        assert list(cases.astray(session)) == []
        zhao, qian = (item for item in queues.items_of(session, head.id) if item.step == "sign")
    assert {zhao.state, qian.state} == {"open", "done"}
    assert "C1" in caplog.text


def _projection(session: Session) -> list[dict[str, object]]:
    holders = select(WorkItemHolder).order_by(col(WorkItemHolder.item_id), col(WorkItemHolder.person))
    items = select(WorkItemRow).order_by(col(WorkItemRow.id))
    rows = [*session.exec(select(CaseRow)), *session.exec(items), *session.exec(holders)]
    return [row.model_dump() for row in rows]


def test_a_lost_update_is_refused(database: Database) -> None:
    """Whoever decides on a state that moved on gets `CaseMovedOnError`, even without the lock."""
    with database.transaction() as session:
        begun(session)
        stale = cases.find(session, "C1")
        assert stale is not None
        go_on(session, "C1", accepted())
    with pytest.raises(CaseMovedOnError) as refused, database.transaction() as session:
        cases.append(session, stale, [withdrawn(3)], case_of(filed()), case_of([*filed(), withdrawn(3)]))
    assert refused.value.constraint == "case_row.seq"
    with database.reading() as session:
        assert len(cases.history(session, stale.id)) == 5


def test_the_same_event_number_twice_is_refused(database: Database) -> None:
    """(case, seq) is unique in the database itself."""
    with database.transaction() as session:
        head = begun(session)
    with pytest.raises(CaseMovedOnError) as refused, database.transaction() as session:
        session.add(CaseEvent(case_id=head.id, seq=2, type="t", version=1, at=at(0), payload={}))
    assert refused.value.constraint == "pk_case_event"


def test_events_that_do_not_follow_are_a_fault(database: Database) -> None:
    """A gap in the numbering is never stored."""
    with database.transaction() as session:
        begun(session)
    with pytest.raises(cases.HistoryError), database.transaction() as session:
        go_on(session, "C1", [*accepted()[:1], *accepted()[2:]])


def test_a_case_number_is_given_once(database: Database) -> None:
    """Two cases of one number cannot be."""
    with database.transaction() as session:
        begun(session)
    with pytest.raises(CaseMovedOnError), database.transaction() as session:
        begun(session)


def test_one_of_twenty_deciders_wins(database: Database) -> None:
    """Twenty threads accept the same case at once; one does, nineteen see that it has moved on."""
    with database.transaction() as session:
        begun(session)
    start = Barrier(20)

    def decide(_: int) -> bool:
        start.wait()
        with database.transaction() as session:
            head = cases.lock(session, "C1")
            assert head is not None
            if head.status != "submitted":
                return False
            go_on(session, "C1", accepted())
            return True

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(decide, range(20))) == 1
    with database.reading() as session:
        assert len(session.exec(select(CaseEvent)).all()) == 5


def test_of_two_countersigners_the_second_sees_the_first(database: Database) -> None:
    """Both vote at once, twenty times over; each time exactly one of them finds that nobody else is left to vote."""
    start = Barrier(2)

    def vote(case_no: str, item: str, actor: Holder) -> int:
        start.wait()
        with database.transaction() as session:
            head = cases.lock(session, case_no)
            assert head is not None
            go_on(session, case_no, [approved(head.seq + 1, item, actor, case_no)])
            return sum(item.state == "open" for item in queues.items_of(session, head.id))

    with ThreadPoolExecutor(2) as pool:
        for case_no in (f"C{n}" for n in range(20)):
            with database.transaction() as session:
                begun(session, case_no)
                go_on(session, case_no, accepted(case_no))
            votes = [pool.submit(vote, case_no, "4:sign", ZHAO), pool.submit(vote, case_no, "5:sign", QIAN)]
            assert sorted(v.result() for v in votes) == [0, 1]


def test_what_was_written_is_encrypted_and_read_back(database: Database) -> None:
    """The row holds no word of it; the digest is that of the event."""
    with database.transaction() as session:
        head = begun(session)
        key = VAULT.case_key(head.case_no, head.wrapped_key)
        assert key is not None
        digest = cases.write_revision(session, head.id, 1, key, {"理由": "印章遗失"})
        row = session.exec(select(Revision)).one()
        _, (written,) = cases.story(session, head.id, key)
    assert "印章".encode() not in row.ciphertext
    assert (written.content, written.digest, written.intact) == ({"理由": "印章遗失"}, digest, True)
    assert digest == key.digest({"理由": "印章遗失"})


def test_a_digest_that_does_not_fit_shows(database: Database) -> None:
    """A revision whose digest was changed is not intact."""
    with database.transaction() as session:
        head = begun(session)
        key = VAULT.case_key(head.case_no, head.wrapped_key)
        assert key is not None
        cases.write_revision(session, head.id, 1, key, {"a": 1})
        session.exec(update(Revision).values(digest="0" * 64))
        assert [written.intact for written in cases.story(session, head.id, key)[1]] == [False]


def test_a_destroyed_key_takes_the_words_but_not_the_events(database: Database) -> None:
    """At the end of retention the content is gone for good and the events still read."""
    with database.transaction() as session:
        head = begun(session)
        assert vault.destroy(session, head.id)
        assert not vault.destroy(session, head.id)
        assert _key_now(session) is None
        assert len(cases.history(session, head.id)) == 2


def test_an_event_is_stored_without_what_its_row_says_and_what_it_leaves_empty(database: Database) -> None:
    """And read like one of an earlier release, whose payload says all of it."""
    with database.transaction() as session:
        head = begun(session)
        told = cases.history(session, head.id)
        rows = session.exec(select(CaseEvent).order_by(col(CaseEvent.seq))).all()
        whole = [event.model_dump(mode="json") for event in told]
        assert all(row.payload.items() <= full.items() for row, full in zip(rows, whole, strict=True))
        assert not any(
            {"case_no", "seq", "type", "at", "version", "behalf", "noted"} & set(row.payload) for row in rows
        )
        for row, full in zip(rows, whole, strict=True):
            row.payload = full
        session.flush()
        assert cases.history(session, head.id) == told


def _key_now(session: Session) -> SecretKey | None:
    head = cases.find(session, "C1")
    assert head is not None
    return VAULT.case_key(head.case_no, head.wrapped_key)


def test_access_is_given_once_per_reason(database: Database) -> None:
    """Applicant's and owner's bodies are party from the start; granting again changes nothing."""
    with database.transaction() as session:
        head = begun(session)
        for _ in range(2):
            cases.grant_access(session, head.id, [("court", "countersign")])
        parties = {(row.body, row.why) for row in session.exec(select(AccessRow))}
        assert parties == {("office", "applicant"), ("bureau", "owner"), ("court", "countersign")}
        assert cases.may_see(session, head.id, ["other", "court"])
        assert not cases.may_see(session, head.id, ["other"])
        assert not cases.may_see(session, head.id, [])
