"""The board and what stands behind its numbers, beside the same count over what each case counts, without kept sums.

Cases of two years, each at one of the bodies of a supervised county and of one of all matters, so that sums are as scattered as
they come: six in ten concluded, one in fifty of them late.
"""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from flows.resources import Resources
from flows.service import Service
from flows.views.supervision import BoardQuery
from storage import audit
from storage.database import Database
from storage.definitions import matters
from storage.tables.base import table_of
from storage.tables.figures import CaseFact
from tests.benchmarks.at_scale import Read, supervisor_of, times_of
from tests.benchmarks.bulk import Bulk
from tests.benchmarks.in_process import prepared
from tests.benchmarks.measuring import table

BATCH = 10_000
MONTHS = tuple(year * 100 + month for year in (2024, 2025) for month in range(1, 13))
_FACT = table_of(CaseFact)
_ENDED = "concluded, timed, on_time, once, sealed, bodies, steps, signatures, minutes"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def benchmark_figures(folder: Path, url: str, size: int) -> None:
    """Fill the database and print the table."""
    with prepared(folder / "data", url) as resources:
        fill(resources, size)
        print(f"\n{resources.database.dialect}, figures of {size} cases")
        print(table([times_of(name, read) for name, read in _reads(resources).items()]))


def fill(resources: Resources, size: int) -> None:
    """That many cases more, as far as figures know of them, and their sums."""
    made = _made(resources, size)
    with resources.database.reading() as session:
        end = audit.head(session)
    with Bulk(resources.database) as bulk:
        while batch := list(islice(made, BATCH)):
            bulk.write({"case_row": [row for row, _ in batch], "case_fact": [fact for _, fact in batch]})
        bulk.finish(end)
    _sum(resources.database)


def _made(resources: Resources, size: int) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    supervisor = supervisor_of(resources)
    with resources.database.reading() as session:
        organisation = resources.organisation(session)
        granted = partial(organisation.granted, supervisor.person, "supervisor")
        bodies = [body.id for body in organisation.bodies if granted(body.id, resources.today)]
        known = [(head.code, head.digest) for head in matters.published(session)]
        row = dict(session.connection().execute(text("SELECT * FROM case_row LIMIT 1")).mappings().one())
    for n in range(size):
        body, (matter, digest) = bodies[n * 7 % len(bodies)], known[n * 11 % len(known)]
        case_id, month = 1_000 + n, MONTHS[n * 13 // 5 % len(MONTHS)]
        concluded, late = int(n % 10 < 6), int(n % 50 == 1)
        case = {"id": case_id, "case_no": f"B{case_id}", "matter": matter, "definition": digest, "owner_body": body}
        fact = {"case_id": case_id, "matter": matter, "body": body, "filed": month, "weekday": n % 7 + 1}
        fact |= {"ended": month if concluded else None, "concluded": concluded, "timed": concluded}
        fact |= {"on_time": concluded * (1 - late), "once": concluded, "sealed": concluded, "bodies": concluded * 2}
        fact |= {"steps": concluded * 3, "signatures": concluded * 2, "minutes": concluded * (n % 9_000)}
        yield {**row, **case}, fact


def _sum(database: Database) -> None:
    """All sums anew, from what the cases count."""
    days = ", ".join(f"sum(CASE WHEN weekday = {n} THEN 1 ELSE 0 END)" for n in range(1, 8))
    ended = ", ".join(f"sum({name})" for name in _ENDED.split(", "))
    noughts, key = ", ".join("0" for _ in range(9)), "matter, body"
    with database.transaction() as session:
        connection = session.connection()
        connection.execute(text("DELETE FROM case_sum"))
        columns = f"month, {key}, filed, {', '.join(_DAYS)}, ended, {_ENDED}"
        filed = f"SELECT filed, {key}, count(*), {days}, 0, {noughts} FROM case_fact GROUP BY filed, {key}"
        connection.execute(text(f"INSERT INTO case_sum ({columns}) {filed}"))
        more = ", ".join(f"{name} = excluded.{name}" for name in ("ended", *_ENDED.split(", ")))
        of_days = ", ".join("0" for _ in _DAYS)
        there = f"FROM case_fact WHERE ended IS NOT NULL GROUP BY ended, {key}"
        over = f"SELECT ended, {key}, 0, {of_days}, count(*), {ended} {there}"
        connection.execute(
            text(f"INSERT INTO case_sum ({columns}) {over} ON CONFLICT (month, {key}) DO UPDATE SET {more}")
        )
        steps = "SELECT month, matter, body, 'accept', concluded, minutes FROM case_sum WHERE ended > 0"
        connection.execute(text(f"INSERT INTO step_sum (month, matter, body, step, done, minutes) {steps}"))


def _reads(resources: Resources) -> dict[str, Read]:
    service, who = Service(resources), supervisor_of(resources)
    year, month = BoardQuery(since="2025-01", until="2025-12"), BoardQuery(since="2025-12", until="2025-12")
    behind = partial(service.figures.behind, who)

    def counted() -> object:
        sums = (func.count(), func.sum(_FACT.c.concluded), func.sum(_FACT.c.on_time), func.sum(_FACT.c.minutes))
        wanted = select(_FACT.c.body, *sums).where(_FACT.c.ended.between(202501, 202512)).group_by(_FACT.c.body)
        with resources.database.reading() as session:
            return session.connection().execute(wanted).all()

    return {
        "reference: four sums over what each case counts, a year": counted,
        "board, a year": partial(service.figures.board, who, year),
        "board, a month": partial(service.figures.board, who, month),
        "behind: filed in a year": partial(behind, "filed", year),
        "behind: filed in a year, page 500": partial(behind, "filed", year, 500),
        "behind: late in a year": partial(behind, "on_time", year, counted=False),
        "behind: late of one body and matter": partial(
            behind, "on_time", year.model_copy(update={"matter": "MS032", "body": "county_logistics"}), counted=False
        ),
    }
