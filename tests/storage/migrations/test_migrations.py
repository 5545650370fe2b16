"""Migrations: one chain, its head on file, the same schema as the tables, safe for two processes at once.

Covers: storage/migrations/env.py, storage/tables/
"""

import hashlib
import json
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, inspect, text

from storage import migrations, seal_stops
from storage.database import Database
from storage.definitions import matters
from storage.definitions.catalog import shipped_definitions
from storage.people import role_requests
from storage.tables import map_all
from storage.tables.base import Row


@pytest.fixture
def empty(database: Database) -> Database:
    """A database without any table."""
    with database.transaction() as session:
        connection = session.connection()
        if database.dialect == "sqlite":
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for table in inspect(connection).get_table_names():
            connection.execute(text(f"DROP TABLE {table}{' CASCADE' if database.dialect == 'postgresql' else ''}"))
    return database


def test_the_chain_has_one_end_and_the_file_names_it() -> None:
    """Two branches that both add a migration conflict in `head.txt` before they meet here."""
    assert migrations.heads() == (migrations.head(),)


def test_the_migrated_schema_is_that_of_the_tables(database: Database) -> None:
    """Alembic finds nothing to add, remove or change, and every constraint has the name the code looks for."""
    map_all()
    with database.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Row.metadata) == []
        inspector = inspect(session.connection())
        for table in Row.metadata.tables.values():
            wanted = {str(c.name) for c in table.constraints}
            assert _constraints(inspector, table.name) == wanted


def _constraints(inspector: object, table: str) -> set[str]:
    unique = {c["name"] for c in inspector.get_unique_constraints(table)}  # type: ignore[attr-defined]
    foreign = {c["name"] for c in inspector.get_foreign_keys(table)}  # type: ignore[attr-defined]
    return unique | foreign | {inspector.get_pk_constraint(table)["name"]}  # type: ignore[attr-defined]


def test_an_upgrade_is_pending_until_it_is_done(empty: Database) -> None:
    """And doing it again changes nothing."""
    assert migrations.current(empty) is None
    assert migrations.pending(empty)
    assert migrations.upgrade(empty) == migrations.head()
    assert not migrations.pending(empty)
    assert migrations.upgrade(empty) == migrations.current(empty) == migrations.head()


def test_two_processes_may_upgrade_at_once(empty: Database) -> None:
    """One does it, the other waits and finds it done."""
    program = (
        "import sys\n"
        "from storage.database import Database\n"
        "from storage.migrations import upgrade\n"
        "sys.stdin.readline()\n"
        "print(upgrade(Database(sys.argv[1])))\n"
    )
    url = empty.url.render_as_string(hide_password=False)
    both = [
        subprocess.Popen(
            [sys.executable, "-c", program, url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    results = [process.communicate(timeout=180) for process in both]
    assert results == [(f"{migrations.head()}\n", "")] * 2
    assert not migrations.pending(empty)


def test_a_failed_upgrade_leaves_nothing(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """All in one transaction, on SQLite too."""

    def fail(*_: object) -> str:
        raise RuntimeError("killed")

    monkeypatch.setattr(migrations, "_current", fail)
    with pytest.raises(RuntimeError, match="killed"):
        migrations.upgrade(empty)
    with empty.reading() as session:
        assert inspect(session.connection()).get_table_names() == []


def test_cases_keep_their_version_when_digests_change(empty: Database) -> None:
    """0006: stored versions and open cases get the new digest, items their purpose; the version is read as before."""
    migrations.upgrade(empty, "0005")
    definition = next(d for d in shipped_definitions() if d.code == "MS032")
    document = json.dumps(definition.model_dump(mode="json", by_alias=True), ensure_ascii=False, sort_keys=True)
    old = hashlib.sha256(document.encode()).hexdigest()
    with empty.transaction() as session:
        connection = session.connection()
        connection.execute(text(_VERSION), {"digest": old, "document": document})
        connection.execute(text(_CASE), {"digest": old})
        connection.execute(text(_ITEM))
    migrations.upgrade(empty)
    with empty.reading() as session:
        found = session.connection().execute(text("SELECT definition FROM case_row")).scalar_one()
        assert session.connection().execute(text("SELECT purpose FROM work_item")).scalar_one() == "supplement"
        assert found == definition.digest != old
        assert matters.by_digest(session, found) == definition


_VERSION = """INSERT INTO matter_version (code, publisher, version, digest, state, name, document)
VALUES ('MS032', 'directory', 1, :digest, 'published', '公务用车派车', :document)"""
_CASE = """INSERT INTO case_row (id, case_no, matter, definition, applicant_person, applicant_post, applicant_body, owner_body,
status, seq, provisional, filed_at, updated_at)
VALUES (1, '1', 'MS032', :digest, 'p', 'x', 'a', 'o', 'supplementing', 1, false, '2026-03-02 01:00:00', '2026-03-02 01:00:00')"""
_ITEM = """INSERT INTO work_item (id, case_id, key, step, version, state, supplement, provisional, opened_at, organisation,
looked_at, unattended)
VALUES ('i', 1, '2:accept', 'accept', 1, 'open', true, false, '2026-03-02 01:00:00', 1, '2026-03-02', false)"""


def test_drafts_of_closed_items_are_forgotten(empty: Database) -> None:
    """0011: what earlier releases left behind; what is begun on open items, and filings, stay."""
    migrations.upgrade(empty, "0010")
    with empty.transaction() as session:
        for statement in (_CASE.replace(":digest", "'d'"), *_DRAFTED):
            session.connection().execute(text(statement))
    migrations.upgrade(empty)
    with empty.reading() as session:
        kept = session.connection().execute(text("SELECT matter FROM draft ORDER BY matter")).scalars().all()
    assert kept == ["MS032", "item:open"]


_DRAFTED = (
    *(
        f"""INSERT INTO work_item (id, case_id, key, step, version, state, purpose, handling, provisional, opened_at,
organisation, looked_at, unattended)
VALUES ('{state}', 1, '{seq}:accept', 'accept', 1, '{state}', 'act', 'plain', false, '2026-03-02 01:00:00', 1, '2026-03-02',
false)"""
        for seq, state in ((2, "open"), (3, "done"), (4, "closed"))
    ),
    *(
        f"INSERT INTO draft (person, matter, payload, updated_at) VALUES ('p', '{name}', '', '2026-03-02 01:00:00')"
        for name in ("MS032", "item:open", "item:done", "item:closed", "item:gone")
    ),
)


def test_the_server_is_a_url(postgres_server: URL) -> None:
    """The PostgreSQL half of this suite ran on a real server."""
    assert postgres_server.get_backend_name() == "postgresql"


def test_of_what_stands_twice_one_is_kept(empty: Database) -> None:
    """0018: the gravest stop of a seal, the first request for a role; the others are a record, and nothing else is touched."""
    migrations.upgrade(empty, "0017")
    stop = "INSERT INTO seal_stop (id, body, kind, reason, asked_by, asked_at, confirmed_at, lifted_at) VALUES "
    stop += "(:id, :body, :kind, 'x', 'p', :at, :confirmed, :lifted)"
    ask = "INSERT INTO role_request (id, person, role, since, asked_by, asked_at, settled_at) VALUES "
    ask += "(:id, :person, :role, '2026-03-02', 'p', :at, :settled)"
    first, then = "2026-03-02 01:00:00", "2026-03-02 02:00:00"
    if empty.dialect == "sqlite":
        first, then = 1772413200000000, 1772416800000000  # type: ignore[assignment]
    stops: list[tuple[object, ...]] = [
        ("a", "x", "stopped", first, None, None),
        ("b", "x", "revoked", then, then, None),
    ]
    stops += [("c", "x", "revoked", first, None, None), ("d", "y", "stopped", then, None, None)]
    stops += [("e", "y", "stopped", first, None, then), ("f", "z", "stopped", then, None, None)]
    stops += [("g", "z", "stopped", then, None, None)]
    asks: list[tuple[object, ...]] = [("a", "m", "org_admin", then, None), ("b", "m", "org_admin", first, None)]
    asks += [("c", "m", "audit_admin", first, None), ("d", "m", "org_admin", first, then)]
    with empty.transaction() as session:
        for values in stops:
            named = dict(zip(("id", "body", "kind", "at", "confirmed", "lifted"), values, strict=True))
            session.connection().execute(text(stop), named)
        for request in asks:
            named = dict(zip(("id", "person", "role", "at", "settled"), request, strict=True))
            session.connection().execute(text(ask), named)
    migrations.upgrade(empty)
    with empty.reading() as session:
        assert {one.id for one in seal_stops.standing(session)} == {"b", "d", "f"}
        assert {one.id for one in role_requests.waiting(session)} == {"b", "c"}
        settled = text("SELECT granted, settled_by, settled_at = asked_at FROM role_request WHERE id = 'a'")
        assert tuple(session.connection().execute(settled).one()) == (False, "system", True)
