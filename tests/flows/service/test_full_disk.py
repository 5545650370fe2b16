"""A full disk is an answer: every act is refused in words, keeps nothing, and succeeds again once there is room."""

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import Connection, event

from flows.effects.carrying import carry_out
from flows.views.cases import FileView
from flows.views.tasks import ActRequest
from matters.case.effect_keys import AdvanceId
from matters.case.effect_kinds import Kind
from matters.errors.base import Refusal
from matters.errors.door import StorageFull
from storage import cases, ledger
from storage.database import Database
from tests.flows.good_files import pdf
from tests.flows.service.office import CAR, CHIEF, CLERK, STAFF, Office

# More than a page of SQLite has room for, however it is packed: it needs a fresh one.
LONG = "".join(chr(0x4E00 + 7919 * n % 20000) for n in range(3900))


@contextmanager
def full_database(database: Database) -> Iterator[None]:
    """SQLite may not grow any further; on PostgreSQL the server itself answers with its code for a full disk."""

    def limit(connection: Connection) -> None:
        if database.dialect == "sqlite":
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    if database.dialect == "sqlite":
        with closing(sqlite3.connect(database.url.database or "")) as connection:
            connection.execute("VACUUM")  # no room is left in the pages that are there
        event.listen(database.engine, "begin", limit)
        yield
        event.remove(database.engine, "begin", limit)
        database.engine.dispose()  # the limit is the connection's: a new one has none
        return
    raising = "BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END"
    _postgres(database, f"CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ {raising} $$")
    for table in ("revision", "file", "draft"):
        _postgres(database, f"CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON {table} EXECUTE FUNCTION no_room()")
    yield
    _postgres(database, "DROP FUNCTION no_room() CASCADE")


def _postgres(database: Database, statement: str) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(statement)


@contextmanager
def full_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The folder of the files has no room: writing fails where the system says so, when the bytes go to the disk."""

    def no_room(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("storage.durable.os.fsync", no_room)
        yield


def refused(office: Office, attempt: Callable[[], object]) -> None:
    """It is told that there is no room, and neither a row nor a file is new."""
    folder = office.resources.settings.files_dir
    before, files = office.rows(), sorted(folder.rglob("*"))
    answer = attempt()
    assert isinstance(answer, StorageFull), answer
    assert "存储空间不足" in answer.message
    assert office.rows() == before
    assert [path for path in sorted(folder.rglob("*")) if path.is_file()] == [path for path in files if path.is_file()]


def test_an_upload_finds_no_room(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folder."""

    def attempt() -> FileView | Refusal:
        return office.service.files.upload(office.who(STAFF), "通知.pdf", pdf(content=b"no room"), "k1")

    with full_folder(monkeypatch):
        refused(office, attempt)
    assert isinstance(attempt(), FileView)


def test_filing_and_acting_find_no_room(office: Office) -> None:
    """In the database; the same requests with the same keys succeed afterwards, once."""
    who, request = office.who(STAFF), office.request()
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR)
    task = office.task(CHIEF, case_no)
    act = ActRequest(action="approve", expected_version=task.version, opinion=LONG)

    def filing() -> object:
        return office.service.cases.submit(who, request, "full-filing")

    def acting() -> object:
        return office.service.tasks.act(office.who(CHIEF), task.id, act, "full-acting")

    def drafting() -> object:
        return office.service.drafts.save(who, "MS032", {"purpose": LONG})

    with full_database(office.resources.database):
        attempts = (acting, drafting) if office.resources.database.dialect == "sqlite" else (filing, acting, drafting)
        for attempt in attempts:
            refused(office, attempt)
        assert not isinstance(office.service.cases.show(who, case_no), Refusal)  # people can still read
    for attempt in (filing, acting, drafting):
        assert not isinstance(attempt(), Refusal)
    office.service.drafts.discard(who, "MS032")


@pytest.mark.parametrize("kind", ["render", "seal"])
def test_a_paper_finds_no_room_and_is_made_by_itself_later(
    office: Office, monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    """Drawing or sealing is given back at once, without a fault on its account, and done when it is taken up again."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR)
    advance_id = _hold(office, case_no)
    put, seen = office.resources.files.put, list[bytes]()

    def put_first(content: bytes) -> str:
        seen.append(content)
        if len(seen) > (0 if kind == "render" else 1):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return put(content)

    with monkeypatch.context() as patched:
        patched.setattr(office.resources.files, "put", put_first)
        for _ in range(7):  # more often than a fault may happen before a person is asked
            assert carry_out(office.resources, advance_id, "worker") == "waiting"
    effects = {
        effect.effect.kind: effect.state for effect in _effects(office, case_no) if effect.advance_id == advance_id
    }
    assert effects[kind] == "planned"
    assert carry_out(office.resources, advance_id, "worker") == "settled"
    office.carry(case_no)
    view = office.service.cases.show(office.who(STAFF), case_no)
    assert not isinstance(view, Refusal)
    assert len(view.documents) == 1


def _hold(office: Office, case_no: str) -> AdvanceId:
    """The advance of the acceptance, held by a worker; what was owed before is done."""
    now = office.clock()
    with office.resources.database.transaction() as session:
        owed = [a for a in ledger.open_advances(session, now, 1000) if a.case_no == case_no]
        for advance in owed:
            assert ledger.lease(session, advance.id, "worker", now, now.replace(year=2099))
    for advance in owed[:-1]:
        assert carry_out(office.resources, advance.id, "worker") == "settled"
    return owed[-1].id


def _effects(office: Office, case_no: str) -> tuple[ledger.PlannedEffect, ...]:
    with office.resources.database.reading() as session:
        head = cases.find(session, case_no)
        assert head is not None
        return ledger.effects_of(session, head.id)


def test_what_was_answered_before_the_disk_was_full_is_answered_again(office: Office) -> None:
    """A filing whose reply was lost is not told that nothing was saved."""
    who, request = office.who(STAFF), office.request()
    first = office.service.cases.submit(who, request, "lost-reply")
    with full_database(office.resources.database):
        again = office.service.cases.submit(who, request, "lost-reply")
    assert isinstance(first, tuple)
    assert again == (first[0], False)
