"""Data folders with a case at work, copied from a template for each crash, and the workers that are made to die."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import IO, Literal

import psycopg
import pytest
from sqlalchemy import make_url

from flows.bootstrap import open_resources
from flows.resources import Resources
from tests.flows.effects.child import Job
from tests.flows.effects.story import LEASE, moved, set_up, settings_of, tell

Then = Literal["accepted", "approved"]


class Workers:
    """The fork server of `tests.flows.effects.child`."""

    def __init__(self, server: "subprocess.Popen[str]") -> None:
        assert server.stdin is not None
        assert server.stdout is not None
        self._orders: IO[str] = server.stdin
        self._answers: IO[str] = server.stdout

    def run(self, job: Job) -> tuple[int, str]:
        """A worker's process id and how it ended: a verdict, killed or stopped."""
        return self._ask(asdict(job))[0]

    def resume(self, *pids: int) -> list[tuple[int, str]]:
        """Let stopped workers go on, all at once."""
        return self._ask({"resume": pids})

    def _ask(self, order: object) -> list[tuple[int, str]]:
        self._orders.write(json.dumps(order) + "\n")
        self._orders.flush()
        return [(pid, ending) for pid, ending in json.loads(self._answers.readline())]


@dataclass
class Place:
    """A data folder with its database, and a clock that stands until somebody waits."""

    folder: Path
    url: str
    workers: Workers
    base: Resources
    seconds: float = 0

    def __repr__(self) -> str:
        """Short, for pytest's reports."""
        return f"{self.folder} {self.url}"

    def run(self, point: str = "", nth: int = 1, deed: str = "kill", mutant: str = "") -> str:
        """How a worker ends that carries out what is open here."""
        return self.start(point, nth, deed, mutant)[1]

    def start(self, point: str = "", nth: int = 1, deed: str = "kill", mutant: str = "") -> tuple[int, str]:
        """The same with the process id, for a worker that is stopped."""
        return self.workers.run(Job(str(self.folder), self.url, self.seconds, point, nth, deed, mutant))

    def recover(self, point: str = "", mutant: str = "") -> str:
        """How the next worker ends, once the leases of a dead one have run out."""
        self.wait_for_leases()
        return self.run(point, mutant=mutant)

    def wait_for_leases(self) -> None:
        """Until the leases of whoever died have run out."""
        self.seconds += LEASE + 1

    @contextmanager
    def resources(self) -> Iterator[Resources]:
        """What is here, for looking and for people's acts."""
        with working(self.base, self.folder, self.url, self.seconds) as resources:
            yield resources


@contextmanager
def working(base: Resources, folder: Path, url: str, seconds: float = 0) -> Iterator[Resources]:
    """The resources of a copied folder, its connections closed at the end."""
    resources = moved(base, folder, url, seconds)
    try:
        yield resources
    finally:
        resources.database.dispose()


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Resources]:
    """A data folder without a case."""
    settings = settings_of(tmp_path_factory.mktemp("ground") / "data")
    set_up(settings)
    with open_resources(settings) as resources:
        resources.database.dispose()
        yield resources


@pytest.fixture(scope="session")
def workers(
    told: Callable[[str, Then], tuple[Path, str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workers]:
    """Warmed up on a folder of their own."""
    folder = shutil.copytree(told("sqlite", "approved")[0], tmp_path_factory.mktemp("warm") / "data")
    command = [sys.executable, "-m", "tests.flows.effects.child", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        yield Workers(server)
        assert server.stdin is not None
        server.stdin.close()


@pytest.fixture(scope="session")
def told(
    ground: Resources, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Callable[[str, Then], tuple[Path, str]]:
    """Templates: folder and database URL by dialect and by how far the case has come, each made once."""
    made: dict[tuple[str, Then], tuple[Path, str]] = {}

    def template(dialect: str, then: Then) -> tuple[Path, str]:
        if (dialect, then) not in made:
            folder = shutil.copytree(ground.settings.data_dir, tmp_path_factory.mktemp(then) / "data")
            url = request.getfixturevalue("postgres_url")() if dialect == "postgresql" else ""
            set_up(settings_of(folder, url))
            with working(ground, folder, url) as resources:
                tell(resources, then)
            made[dialect, then] = folder, url
        return made[dialect, then]

    return template


@pytest.fixture
def place_at(
    told: Callable[[str, Then], tuple[Path, str]], ground: Resources, workers: Workers, tmp_path: Path
) -> Iterator[Callable[[str, Then], Place]]:
    """Makes places of this test alone, copied from the templates."""
    made: list[Place] = []

    def place(dialect: str, then: Then) -> Place:
        template, url = told(dialect, then)
        folder = shutil.copytree(template, tmp_path / f"data{len(made)}")
        made.append(Place(folder, _copied(url) if url else "", workers, ground))
        return made[-1]

    yield place
    for place_made in made:
        if place_made.url:
            _run(place_made.url, f"DROP DATABASE {make_url(place_made.url).database} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Each of the two databases."""
    return str(request.param)


@pytest.fixture
def approved(place_at: Callable[[str, Then], Place], dialect: str) -> Place:
    """The last approval is given, nothing of what follows is done."""
    return place_at(dialect, "approved")


@pytest.fixture
def accepted(place_at: Callable[[str, Then], Place], dialect: str) -> Place:
    """The case is accepted, nothing of what follows is done."""
    return place_at(dialect, "accepted")


_NUMBERS = count()


def _copied(url: str) -> str:
    """A copy of the PostgreSQL database at that URL."""
    copy = make_url(url).set(database=f"once_crash_{os.getpid()}_{next(_NUMBERS)}")
    _run(url, f"CREATE DATABASE {copy.database} TEMPLATE {make_url(url).database}")
    return copy.render_as_string(hide_password=False)


def _run(url: str, statement: str) -> None:
    """Beside the database of that URL, on its server: a database in use is neither a template nor dropped."""
    server = make_url(url).set(drivername="postgresql", database="postgres")
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(statement.encode())
