"""Two offices for the whole session, on SQLite and on PostgreSQL; each test files cases of its own. Others on demand."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from flows.adapters.channel import InBox
from flows.adapters.identity import Passwords
from flows.documents.authority import Authority
from flows.documents.sealing.signing import KeyFileSealer
from flows.resources import Resources
from flows.sample import sample_founding
from flows.settings import Settings
from matters.linter.runnable import not_runnable
from storage import installations
from storage.database import Database
from storage.definitions import catalog, matters
from storage.files import FileFolder
from storage.people import organisations
from storage.vault import Vault
from tests.flows.service.office import START, Clock, Office

MASTER = b"m" * 32


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On PostgreSQL the tests of an office are `long`, unless they are marked `both`: several act at once, or it is about SQL."""
    for item in items:
        given = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        if "postgresql" in (given.get("office"), given.get("dialect")) and item.get_closest_marker("both") is None:
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session")
def office_authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """One authority for all: making its keys takes a second."""
    return Authority.create(tmp_path_factory.mktemp("office-authority"), MASTER, "样例电子印章根证书", START)


@pytest.fixture(scope="session")
def planted(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the sample and all that ships, which is copied: reading 65 definitions anew takes over a second."""
    file = tmp_path_factory.mktemp("planted") / "once.db"
    shutil.copy(sqlite_template, file)
    database = Database(f"sqlite:///{file}")
    _plant(database)
    database.dispose()
    return file


@pytest.fixture(scope="session")
def new_office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, office_authority: Authority
) -> Iterator[Callable[[str], Office]]:
    """Opens an office on that database; all are closed at the end."""

    def opened(dialect: str) -> Office:
        folder = tmp_path_factory.mktemp(f"{dialect}-office")
        if dialect == "postgresql":
            url = request.getfixturevalue("postgres_url")()
            planting = Database(url)
            _plant(planting)
            planting.dispose()
        else:
            shutil.copy(request.getfixturevalue("planted"), folder / "once.db")
            url = f"sqlite:///{folder / 'once.db'}"
        return offices.enter_context(_opened(url, folder, office_authority))

    with ExitStack() as offices:
        yield opened


@pytest.fixture(scope="session")
def sqlite_office(new_office: Callable[[str], Office]) -> Office:
    """An office on SQLite."""
    return new_office("sqlite")


@pytest.fixture(scope="session")
def postgres_office(new_office: Callable[[str], Office]) -> Office:
    """An office on PostgreSQL."""
    return new_office("postgresql")


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest) -> Office:
    """The office at nine o'clock on Monday; the test runs once on each database."""
    name = "sqlite_office" if request.param == "sqlite" else "postgres_office"
    found: Office = request.getfixturevalue(name)
    found.clock.now = START
    return found


@pytest.fixture
def one_office(sqlite_office: Office) -> Office:
    """The office on SQLite alone, where the database does not matter."""
    sqlite_office.clock.now = START
    return sqlite_office


def _plant(database: Database) -> None:
    with database.transaction() as session:
        organisations.add(session, catalog.sample_organisation(), START)
        installations.add(session, sample_founding().installation)
        for definition in catalog.shipped_definitions():
            if not not_runnable(definition):
                digest = matters.save_draft(session, definition)
                matters.publish(session, digest, by="system", second="system", now=START)


@contextmanager
def _opened(url: str, folder: Path, authority: Authority) -> Iterator[Office]:
    database, clock = Database(url), Clock()
    settings = Settings(data_dir=folder, public_url="https://once.example.gov.cn")
    files, sealer = FileFolder(settings.files_dir), KeyFileSealer(authority)
    resources = Resources(settings, database, files, Vault(MASTER), sealer, InBox(), Passwords(), clock)
    yield Office(resources, clock)
    database.dispose()
