"""The audit chain: in order under threads, and every kind of tampering is found."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from threading import Barrier

import pytest
from sqlmodel import col, delete, select, update

from storage import audit, cases, vault
from storage.audit import Anchor, AuditEntry, ChainDefect
from storage.database import Database, Session
from storage.tables.base import canonical
from storage.tables.records import AuditHead, AuditRow
from tests.storage.samples import VAULT, at, begun


def entry(number: int) -> AuditEntry:
    """A line."""
    return AuditEntry(at(number), "li", "clerk", "submit", f"C{number}", "done", "", "127.0.0.1", "0" * 64)


@pytest.fixture
def chained(database: Database) -> Database:
    """A database with a chain of five lines."""
    with database.transaction() as session:
        assert [audit.record(session, entry(number)) for number in range(1, 6)] == [1, 2, 3, 4, 5]
    return database


def defects(session: Session, anchor: Anchor | None = None) -> list[tuple[int, str]]:
    """What the check finds."""
    found = (defect for defect in audit.check(session, anchor) if isinstance(defect, ChainDefect))
    return [(defect.seq, defect.kind) for defect in found]


def test_a_sound_chain_has_no_defect(chained: Database) -> None:
    """Also across the batches in which it is read, and for an empty chain."""
    with chained.reading() as session:
        assert defects(session) == []
        assert defects(session, audit.head(session)) == []
        assert audit.head(session).seq == audit.count(session) == 5


def test_the_check_reads_in_batches(chained: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chain longer than a batch is read to its end."""
    monkeypatch.setattr(audit, "BATCH", 2)
    with chained.transaction() as session:
        session.exec(update(AuditRow).where(col(AuditRow.seq) == 5).values(person="wang"))
        assert defects(session) == [(5, "changed")]


def test_an_empty_chain_is_sound(database: Database) -> None:
    """Nothing recorded yet."""
    with database.reading() as session:
        assert defects(session) == []
        assert defects(session, Anchor(0, audit.START)) == []


@pytest.mark.parametrize("column", list(AuditEntry.__dataclass_fields__))
def test_a_changed_line_is_found(chained: Database, column: str) -> None:
    """Whichever of its columns was changed."""
    with chained.transaction() as session:
        value = {"at": at(99), "detail_digest": "f" * 64}.get(column, "forged")
        session.exec(update(AuditRow).where(col(AuditRow.seq) == 3).values({column: value}))
        assert defects(session) == [(3, "changed")]


def test_a_changed_line_with_a_fresh_hash_is_found(chained: Database) -> None:
    """Whoever forges a line, hashes it anew and links the next one to it has changed the next one."""
    with chained.transaction() as session:
        second = session.exec(select(AuditRow.hash).where(AuditRow.seq == 2)).one()
        forged = audit._hash(3, entry(9), second)
        session.exec(update(AuditRow).where(col(AuditRow.seq) == 3).values(**asdict(entry(9)), hash=forged))
        assert defects(session) == [(4, "unlinked")]
        session.exec(update(AuditRow).where(col(AuditRow.seq) == 4).values(prev_hash=forged))
        assert defects(session) == [(4, "changed")]


def test_a_deleted_line_is_found(chained: Database) -> None:
    """In the middle, at the start, and at the end."""
    with chained.transaction() as session:
        session.exec(delete(AuditRow).where(col(AuditRow.seq) == 3))
        assert defects(session) == [(3, "missing"), (4, "unlinked")]
        session.exec(delete(AuditRow).where(col(AuditRow.seq) == 5))
        assert (4, "truncated") in defects(session)
        session.exec(delete(AuditRow))
        assert defects(session) == [(0, "truncated")]


def test_an_inserted_line_is_found(chained: Database) -> None:
    """A line that hashes well but that nobody after it knows."""
    with chained.transaction() as session:
        rows = session.exec(select(AuditRow).order_by(col(AuditRow.seq))).all()
        session.exec(update(AuditRow).where(col(AuditRow.seq) == 5).values(seq=6))
        session.expunge_all()
        forged = audit._hash(5, entry(9), rows[3].hash)
        session.add(AuditRow(seq=5, prev_hash=rows[3].hash, hash=forged, **asdict(entry(9))))
        session.flush()
        assert (6, "unlinked") in defects(session)


def test_an_appended_line_is_found(chained: Database) -> None:
    """A line behind the end that the head does not know."""
    with chained.transaction() as session:
        end = audit.head(session)
        forged = audit._hash(6, entry(6), end.hash)
        session.add(AuditRow(seq=6, prev_hash=end.hash, hash=forged, **asdict(entry(6))))
        session.flush()
        assert defects(session) == [(6, "truncated")]


def test_swapped_lines_are_found(chained: Database) -> None:
    """The order is part of what is hashed."""
    with chained.transaction() as session:
        for old, new in ((2, 90), (3, 2), (90, 3)):
            session.exec(update(AuditRow).where(col(AuditRow.seq) == old).values(seq=new))
        found = defects(session)
    assert {(2, "unlinked"), (2, "changed"), (3, "unlinked"), (3, "changed")} <= set(found)


def test_a_chain_written_anew_is_found_by_its_anchor(chained: Database) -> None:
    """Whoever owns the database can forge a whole chain, but not one that ends in the hash kept elsewhere."""
    with chained.transaction() as session:
        kept = audit.head(session)
        session.exec(delete(AuditRow))
        session.exec(update(AuditHead).values(seq=0, hash=audit.START))
        for number in range(11, 16):
            audit.record(session, entry(number))
        assert defects(session) == []
        assert defects(session, kept) == [(5, "anchor")]


def test_eight_threads_make_one_chain(database: Database) -> None:
    """No fork, no gap."""
    start = Barrier(8)

    def write(thread: int) -> None:
        start.wait()
        for number in range(10):
            with database.transaction() as session:
                audit.record(session, entry(100 * thread + number))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    with database.reading() as session:
        assert defects(session) == []
        assert audit.head(session).seq == 80


def test_the_chain_holds_after_a_case_key_is_destroyed(database: Database) -> None:
    """It covers digests, not contents: the words go, the proof stays."""
    with database.transaction() as session:
        case = begun(session)
        key = VAULT.case_key(case.case_no, case.wrapped_key)
        assert key is not None
        digest = cases.write_revision(session, case.id, 1, key, {"理由": "印章遗失"})
        audit.record(session, AuditEntry(at(1), "li", "clerk", "submit", "C1", "done", detail_digest=digest))
        vault.destroy(session, case.id)
    with database.reading() as session:
        assert defects(session) == []
        bare = cases.find(session, case.case_no)
        assert bare is not None
        assert VAULT.case_key(bare.case_no, bare.wrapped_key) is None


def test_entries_are_found_by_person_and_object(chained: Database) -> None:
    """Newest first, a page at a time."""
    with chained.reading() as session:
        assert [e.object_id for e in audit.entries(session, limit=2)] == ["C5", "C4"]
        assert [e.object_id for e in audit.entries(session, before=3)] == ["C2", "C1"]
        assert audit.entries(session, object_id="C2") == (entry(2),)
        assert audit.entries(session, person="wang") == ()


def test_equal_lines_have_different_hashes(database: Database) -> None:
    """Number and predecessor are part of each."""
    with database.transaction() as session:
        for _ in range(2):
            audit.record(session, entry(1))
        assert len(set(session.exec(select(AuditRow.hash)))) == 2


def test_canonical_json_has_one_form() -> None:
    """Equal content, equal text, whatever the order."""
    assert canonical({"b": 1, "a": "中"}) == canonical({"a": "中", "b": 1}) == '{"a":"中","b":1}'
