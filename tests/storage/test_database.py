"""The birthplace of transactions: durability, order of writers, read-only views, checkpoints and files."""

import os
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import select

from matters.case.effect_keys import EffectKey
from storage import numbers
from storage.collisions import EffectKeyTakenError, RequestKeyTakenError
from storage.database import LOG_BYTES, Checkpoint, Database, UnavailableError, insert_rows
from storage.tables.duties import IdempotencyRow, Sequence
from storage.tables.people import Account
from tests.storage.samples import NOON


def test_durability_is_full_on_every_connection(database: Database) -> None:
    """NORMAL lost acknowledged commits; each pooled connection must be FULL, not only the first."""
    question, wanted = {"sqlite": ("PRAGMA synchronous", (2,)), "postgresql": ("SHOW synchronous_commit", ("on",))}[
        database.dialect
    ]
    connections = [database.engine.raw_connection() for _ in range(3)]
    for connection in connections:
        cursor = connection.cursor()
        cursor.execute(question)
        assert cursor.fetchone() == wanted
        connection.close()


def test_inserted_rows_get_the_defaults_of_their_class(database: Database) -> None:
    """As an object would; what has no default stays empty."""
    with database.transaction() as session:
        row: dict[str, Any] = {"username": "li", "person": "p1", "password_hash": "x", "created_at": NOON}
        insert_rows(session, Account, [row, {**row, "username": "wang", "person": "p2"}])
        insert_rows(session, Account, [])
        stored = session.exec(select(Account).order_by(Account.username)).all()
        assert [account.model_dump() for account in stored] == [
            Account(**row).model_dump(),
            Account(**{**row, "username": "wang", "person": "p2"}).model_dump(),
        ]


def test_sqlite_connections_never_checkpoint_by_themselves(sqlite_database: Database) -> None:
    """Two checkpointers are what the WAL-reset fault needs."""
    with sqlite_database.reading() as session:
        pragmas = {p: session.connection().exec_driver_sql(f"PRAGMA {p}").scalar() for p in PRAGMAS}
    assert pragmas == PRAGMAS


PRAGMAS = {"wal_autocheckpoint": 0, "foreign_keys": 1, "journal_mode": "wal", "secure_delete": 1}


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    """All of it is kept, or none."""

    def fail() -> None:
        with database.transaction() as session:
            numbers.allot(session, "a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.reading() as session:
        assert session.connection().execute(text("SELECT count(*) FROM sequence")).scalar() == 0


def test_reading_cannot_write(database: Database) -> None:
    """The database itself refuses, and the connection is writable again afterwards."""
    with pytest.raises((UnavailableError, DBAPIError), match=r"readonly|read-only"), database.reading() as session:
        numbers.allot(session, "a")
    with database.transaction() as session:
        assert numbers.allot(session, "a") == 1


def test_reading_sees_one_moment(database: Database) -> None:
    """What is committed while a page is read does not show on half of it."""
    with database.transaction() as session:
        numbers.allot(session, "a")
    values = text("SELECT value FROM sequence")
    with database.reading() as session:
        before = session.connection().execute(values).scalar()
        with database.transaction() as other:
            numbers.allot(other, "a")
        assert (before, session.connection().execute(values).scalar()) == (1, 1)


def test_a_broken_constraint_is_named(database: Database) -> None:
    """An integrity error is translated once, by the name of its constraint, the same on both databases."""
    with database.transaction() as session:
        session.add(_key())
        numbers.keep(session, "a", 1, "样例〔2026〕1号", EffectKey("c", 1, "number"), NOON)
    with pytest.raises(RequestKeyTakenError) as refused, database.transaction() as session:
        session.add(_key())
    assert refused.value.constraint == "pk_idempotency_key"
    with pytest.raises(EffectKeyTakenError) as refused_number, database.transaction() as session:
        numbers.keep(session, "a", 2, "样例〔2026〕1号", EffectKey("c", 2, "number"), NOON)
    assert refused_number.value.constraint == "uq_number_allotted_document_no"


def _key() -> IdempotencyRow:
    return IdempotencyRow(person="p", operation="o", key="k", digest="d" * 64, response={}, at=NOON)


def test_an_instant_comes_back_aware_and_in_utc(database: Database) -> None:
    """SQLite alone would forget the offset."""
    with database.transaction() as session:
        session.add(_key())
    with database.reading() as session:
        at = session.get_one(IdempotencyRow, ("p", "o", "k")).at
    assert at == NOON
    assert str(at.tzinfo) == "UTC"


def test_a_naive_instant_is_refused(database: Database) -> None:
    """There is no place for a time without its zone."""
    key = _key()
    key.at = NOON.replace(tzinfo=None)
    with pytest.raises(StatementError, match="naive instant"), database.transaction() as session:
        session.add(key)


def test_writers_wait_instead_of_being_refused(sqlite_database: Database, sqlite_url: str) -> None:
    """BEGIN IMMEDIATE: two writers, as of two processes, that read first and write then never hear “database is locked”."""
    start = Barrier(2)
    other = Database(sqlite_url)

    def add(database: Database) -> None:
        for _ in range(100):
            start.wait()
            with database.transaction() as session:
                session.get(Sequence, "a")
                numbers.allot(session, "a")

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(add, database) for database in (sqlite_database, other)]:
            done.result()
    other.dispose()
    with sqlite_database.reading() as session:
        assert session.get_one(Sequence, "a").value == 200


def test_a_deferred_begin_would_be_refused(sqlite_database: Database) -> None:
    """The control of the test above: without IMMEDIATE the second writer is refused at once."""
    file = sqlite_database.url.database or ""
    with sqlite_database.transaction() as session:
        numbers.allot(session, "a")
    one, two = (sqlite3.connect(file, isolation_level=None, timeout=30) for _ in range(2))
    for connection in (one, two):
        connection.execute("BEGIN")
        connection.execute("SELECT * FROM sequence").fetchall()
    one.execute("UPDATE sequence SET value = 5")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        two.execute("UPDATE sequence SET value = 6")
    one.close()
    two.close()


def test_a_process_killed_before_commit_leaves_nothing(database: Database) -> None:
    """kill -9 between the last statement and COMMIT."""
    program = (
        "import os, signal, sys\n"
        "from storage.database import Database\n"
        "from storage import numbers\n"
        "with Database(sys.argv[1]).transaction() as session:\n"
        "    numbers.allot(session, 'a')\n"
        "    session.flush()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    url = database.url.render_as_string(hide_password=False)
    killed = subprocess.run([sys.executable, "-c", program, url], check=False)
    assert killed.returncode == -9
    with database.transaction() as session:
        assert numbers.allot(session, "a") == 1
    assert database.integrity() == ()


def test_a_checkpoint_moves_the_log_into_the_file(sqlite_database: Database) -> None:
    """The log is moved whole while nobody reads, and what was committed stays."""
    with sqlite_database.transaction() as session:
        numbers.allot(session, "a")
    moved = sqlite_database.checkpoint()
    assert moved.frames > 0
    assert moved.frames == moved.moved
    with sqlite_database.reading() as session:
        assert session.get_one(Sequence, "a").value == 1


def test_the_log_is_cut_back_once_it_was_long(sqlite_database: Database) -> None:
    """Its file does not keep for ever the size of the busiest hour."""

    def write(size: int) -> None:
        with sqlite_database.transaction() as session:
            session.connection().execute(text("CREATE TABLE IF NOT EXISTS much (content BLOB)"))
            session.connection().execute(text("INSERT INTO much VALUES (zeroblob(:size))"), {"size": size})

    write(3 * LOG_BYTES)
    assert sqlite_database.log_bytes() > 3 * LOG_BYTES
    sqlite_database.checkpoint()
    write(1)
    assert sqlite_database.log_bytes() <= LOG_BYTES


def test_checkpoints_and_commits_together_lose_nothing(sqlite_database: Database, sqlite_url: str) -> None:
    """A storm of both, from threads of two databases as of two processes, ends with a sound file and every commit in it."""
    other = Database(sqlite_url)

    def write(database: Database) -> None:
        with database.transaction() as session:
            numbers.allot(session, "a")

    with ThreadPoolExecutor(4) as pool:
        both = (sqlite_database, other)
        done = [pool.submit(write if n % 2 else Database.checkpoint, both[n // 2 % 2]) for n in range(200)]
        assert {type(future.result()) for future in done} == {Checkpoint, type(None)}
    other.dispose()
    assert sqlite_database.integrity() == ()
    with sqlite_database.reading() as session:
        assert session.get_one(Sequence, "a").value == 100


def test_a_checkpoint_waits_for_the_writer_of_another_process(sqlite_database: Database, sqlite_url: str) -> None:
    """It holds SQLite's own write lock, so that it cannot race a commit from anywhere."""
    other = Database(sqlite_url)
    with ThreadPoolExecutor(1) as pool:
        with sqlite_database.transaction() as session:
            numbers.allot(session, "a")
            checkpoint = pool.submit(other.checkpoint)
            with pytest.raises(TimeoutError):
                checkpoint.result(timeout=0.3)
        assert checkpoint.result(timeout=10).frames > 0
    other.dispose()


def test_a_full_disk_leaves_no_half_and_heals(sqlite_database: Database) -> None:
    """Writing stops with a fault that says so; with space again, the next transaction succeeds."""

    def fill() -> None:
        with sqlite_database.transaction() as session:
            numbers.allot(session, "a")
            session.connection().exec_driver_sql("PRAGMA max_page_count = 1")
            for number in range(10_000):
                numbers.keep(session, "a", number, f"号{number}", EffectKey("c", number, "number"), NOON)

    with pytest.raises(UnavailableError, match="full"):
        fill()
    with sqlite_database.transaction() as session:
        session.connection().exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert numbers.allot(session, "a") == 1


def test_a_lost_connection_loses_the_transaction_only(postgres_database: Database) -> None:
    """The server ends the connection in mid-transaction: a fault, nothing kept, and the next one works."""

    def lose() -> None:
        with postgres_database.transaction() as session:
            numbers.allot(session, "a")
            session.connection().exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(UnavailableError):
        lose()
    with postgres_database.transaction() as session:
        assert numbers.allot(session, "a") == 1


def test_a_transaction_inside_a_transaction_is_a_fault(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would wait for itself: it is refused after the waiting time instead of hanging for ever."""
    monkeypatch.setattr("storage.database.BUSY_SECONDS", 0.1)
    with sqlite_database.transaction(), pytest.raises(UnavailableError), sqlite_database.transaction():
        pass


def test_a_damaged_page_is_found(sqlite_database: Database) -> None:
    """The integrity check at start must see a flipped page."""
    sqlite_database.checkpoint()
    sqlite_database.dispose()
    file = Path(sqlite_database.url.database or "")
    content = bytearray(file.read_bytes())
    content[4096 * 3 : 4096 * 4] = b"\xff" * 4096
    file.write_bytes(content)
    damaged = Database(f"sqlite:///{file}")
    assert damaged.integrity() != ()
    damaged.dispose()


def test_sqlite_files_belong_to_their_owner_only(tmp_path: Path) -> None:
    """The file 0600, its log too, the folder 0700."""
    database = Database(f"sqlite:///{tmp_path / 'data' / 'once.db'}")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (a)")
        modes = {entry.name: stat.S_IMODE(entry.stat().st_mode) for entry in os.scandir(tmp_path / "data")}
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert modes == {"once.db": 0o600, "once.db-wal": 0o600, "once.db-shm": 0o600}
    database.dispose()


def test_the_doctor_learns_versions_and_durability(database: Database) -> None:
    """`once doctor` prints them; a SQLite in the range of the WAL-reset fault is named."""
    facts = database.describe()
    assert facts.dialect == database.dialect
    assert (facts.durability, facts.journal) in {("full", "wal"), ("on", "fsync off"), ("on", "fsync on")}
    affected = database.dialect == "sqlite" and sqlite3.sqlite_version_info < (3, 51, 3)
    assert facts.wal_reset_fault is affected


@pytest.mark.parametrize("url", ["mysql://localhost/a", "sqlite://"])
def test_other_databases_are_refused(url: str) -> None:
    """Only a SQLite file and PostgreSQL keep the promises."""
    with pytest.raises(ValueError, match=r"SQLite needs a file|mysql"):
        Database(url)
