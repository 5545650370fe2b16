"""Lists, pages and acts with a full database, each beside its reference in the same run, and what its queries walk through.

The reference of a read is its own SELECTs sent by the bare driver; that of an act is the same act in the database before it
was filled.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event, text

from flows.resources import Resources
from flows.service import Service
from flows.views.people import Caller
from flows.views.registers import CaseListQuery
from matters.errors.base import Refusal
from storage.database import Database
from tests.benchmarks.in_process import People, prepared
from tests.benchmarks.measuring import Times, table_of_pairs
from tests.benchmarks.seeding import patterns_of, seed
from tests.flows.effects.story import APPLICANT, BEGIN, CHIEF, CLERK, OFFICE, caller

CASES = 12
REPEATED = 20
SMALL = 1_000  # a table below that is walked through on purpose

Read = Callable[[], object]
Selects = list[tuple[str, Any]]


def benchmark_at_scale(folder: Path, url: str, size: int) -> None:
    """Fill the database and print the table."""
    with prepared(folder / "data", url) as resources:
        patterns = patterns_of(resources)
        before = _acts(resources, 1)
        filling = Times("")
        with filling.span():
            seed(resources, size, patterns)
        _settle(resources.database)
        print(f"\n{resources.database.dialect}, {size} cases, filled in {filling.taken[0] / 1000:.0f} s")
        after = _acts(resources, 1 + CASES)
        pairs = [(after[name], times) for name, times in before.items()]
        walks = []
        for name, read in _reads(resources).items():
            selects = _recorded(resources.database, read)
            pairs.append((times_of(name, read), _again(resources.database, selects)))
            walks += [f"{name}: {walk}" for walk in _walks(resources.database, selects)]
        print(table_of_pairs(pairs))
        print("\n".join(["full scans:", *walks]) if walks else "no full scan")


def _settle(database: Database) -> None:
    """What a database that has grown over years has behind it: without it, the clean-up after the filling ran into the reads."""
    if database.dialect == "postgresql":
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for command in ("VACUUM (ANALYZE)", "CHECKPOINT"):
                connection.execute(text(command))


def _acts(resources: Resources, first: int) -> dict[str, Times]:
    people = People(resources)
    for number in range(first, first + CASES):
        people.case(number)
    return {"human action": people.every, **people.acts}


def _reads(resources: Resources) -> dict[str, Read]:
    service = Service(resources)
    clerk, chief, applicant = (caller(resources, post) for post in (CLERK, CHIEF, APPLICANT))
    supervisor = supervisor_of(resources)
    with resources.database.reading() as session:
        newest = text(
            "SELECT case_no FROM case_row WHERE status = 'concluded' AND owner_body = :office ORDER BY id DESC LIMIT 1"
        )
        case_no = session.connection().execute(newest, {"office": OFFICE}).scalar_one()
    return {
        "queue page, 3,000 open": lambda: service.tasks.queue(clerk),
        "queue page 100 of them": lambda: service.tasks.queue(clerk, page=100),
        "queue page, 20 open": lambda: service.tasks.queue(chief),
        "my cases, 1,000": lambda: service.cases.list(applicant),
        "visible cases of a body, 30,000": lambda: service.cases.list(clerk, CaseListQuery(mine=False)),
        "  of them concluded": lambda: service.cases.list(clerk, CaseListQuery(mine=False, state="concluded")),
        "  of them withdrawn, none": lambda: service.cases.list(clerk, CaseListQuery(mine=False, state="withdrawn")),
        "  with a frequent text": lambda: service.cases.list(clerk, CaseListQuery(mine=False, q="决算")),
        "  with a text nobody wrote": lambda: service.cases.list(clerk, CaseListQuery(mine=False, q="没有的字")),
        "  by number": lambda: service.cases.list(clerk, CaseListQuery(mine=False, q=case_no)),
        "visible cases of a supervisor": lambda: service.cases.list(supervisor, CaseListQuery(mine=False)),
        "figures for Prometheus": service.operations.figures,
        "case page, concluded": lambda: service.cases.show(clerk, case_no),
    }


def supervisor_of(resources: Resources) -> Caller:
    """Somebody who sees the cases of many bodies."""
    with resources.database.reading() as session:
        organisation = resources.organisation(session)
    person = next(p.id for p in organisation.people if "supervisor" in organisation.roles_of(p.id, BEGIN.date()))
    post = organisation.posts_of(person, BEGIN.date())[0]
    return caller(resources, post.id)


def times_of(name: str, read: Read) -> Times:
    """What the read takes, many times."""
    times = Times(name)
    for _ in range(REPEATED):
        assert not isinstance(times.of(read), Refusal)
    return times


def _recorded(database: Database, read: Read) -> Selects:
    selects: Selects = []
    with _listening(database, selects):
        read()
    return selects


@contextmanager
def _listening(database: Database, selects: Selects) -> Iterator[None]:
    def note(connection: object, cursor: object, statement: str, values: object, *_: object) -> None:
        if statement.startswith("SELECT"):
            selects.append((statement, values))

    event.listen(database.readers, "before_cursor_execute", note)
    yield
    event.remove(database.readers, "before_cursor_execute", note)


def _again(database: Database, selects: Selects) -> Times:
    times = Times("")
    with closing(database.readers.raw_connection()) as connection:
        cursor = connection.cursor()
        for _ in range(REPEATED):
            with times.span():
                for statement, values in selects:
                    cursor.execute(statement, values)
                    cursor.fetchall()
        connection.rollback()
    return times


def _walks(database: Database, selects: Selects) -> Iterator[str]:
    """Steps of the database's own plans that read a whole large table, or all of an index."""
    with database.reading() as session:
        for statement, values in selects:
            explain = "EXPLAIN QUERY PLAN" if database.dialect == "sqlite" else "EXPLAIN"
            plan = session.connection().exec_driver_sql(f"{explain} {statement}", values).all()
            lines = [str(row[-1]).strip() for row in plan]
            yield from (line for line in lines if _is_scan(line) or _is_seq_scan(line))


def _is_scan(line: str) -> bool:
    return line.startswith("SCAN") and not line.startswith(("SCAN CONSTANT", "SCAN (subquery"))


def _is_seq_scan(line: str) -> bool:
    _, found, rest = line.partition("Seq Scan on ")
    return bool(found) and int(rest.partition("rows=")[2].partition(" ")[0] or 0) > SMALL
