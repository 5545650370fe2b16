"""The stored data folder of release 0.1.0, unpacked on SQLite or loaded into PostgreSQL and opened by today's code."""

import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, func, select, text

from flows.bootstrap import open_resources, prepare
from flows.settings import Settings
from storage import migrations
from storage.database import Database
from tests.flows.service.office import Clock, Office

STORED = Path(__file__).parents[1] / "storage" / "stored" / "0_1_0.tar.xz"
SCHEMA = "0009"  # of that release


@dataclass(frozen=True)
class OlderOffice:
    """The office that went on with the folder, and what the release that made it wrote down beside it."""

    office: Office
    expected: dict[str, Any]

    def case_no(self, what: str) -> str:
        """The case of that story."""
        return str(self.expected["later"][what])

    def on_post(self, post: str) -> str:
        """Who sits on that post."""
        with self.office.resources.database.reading() as session:
            organisation = self.office.resources.organisation(session)
        (holder, *_) = organisation.holders_of(organisation.post(post), self.office.resources.today)
        return holder.person


@contextmanager
def opened(folder: Path, postgres: str = "") -> Iterator[OlderOffice]:
    """The folder as a start of today's product leaves it. `postgres`: a database into which the rows go first."""
    with tarfile.open(STORED) as packed:
        packed.extractall(folder, filter="data")
    if postgres:
        _load(folder / "once.db", postgres)
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    settings = Settings(data_dir=folder, database_url=postgres, public_url="https://once.example.gov.cn")
    assert prepare(settings) is None
    clock = Clock()
    clock.now = datetime.fromisoformat(expected["now"])
    with open_resources(settings) as resources:
        yield OlderOffice(Office(replace(resources, clock=clock), clock), expected)


def _load(file: Path, url: str) -> None:
    """All rows of the SQLite file in an empty PostgreSQL database that has the schema of that release."""
    old, new = Database(f"sqlite:///{file}"), Database(url)
    with new.transaction() as session:
        session.connection().execute(text("DROP SCHEMA public CASCADE"))
        session.connection().execute(text("CREATE SCHEMA public"))
    migrations.upgrade(new, SCHEMA)
    known = MetaData()
    known.reflect(old.engine)
    with old.reading() as source, new.transaction() as target:
        for table in known.sorted_tables:
            if table.name != "alembic_version":
                _copy(source.connection(), target.connection(), table)
    old.dispose()
    new.dispose()


def _copy(source: Connection, target: Connection, table: Table) -> None:
    rows = [{name: _aware(value) for name, value in row.items()} for row in source.execute(select(table)).mappings()]
    target.execute(table.delete())  # the migrations put a row into some
    if rows:
        target.execute(table.insert(), rows)
    if "id" in table.c and (sequence := _sequence(target, table)):
        target.execute(select(func.setval(sequence, func.coalesce(select(func.max(table.c.id)).scalar_subquery(), 1))))


def _sequence(target: Connection, table: Table) -> str | None:
    found: str | None = target.execute(select(func.pg_get_serial_sequence(table.name, "id"))).scalar()
    return found


def _aware(value: object) -> object:
    """SQLite forgets that instants are in UTC."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value
