"""What a concluded case leaves in the database, and what acts and advances ask of it: in bytes, statements and readings."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from flows.resources import Resources
from flows.service import Service
from flows.views.cases import CaseView
from flows.views.tasks import ActReceipt, ActRequest
from tests.benchmarks.in_process import prepared
from tests.benchmarks.seeding import STEPS
from tests.flows.effects.story import caller, drain, submit
from tests.statements import sent

CASES = 40
WORKER = "worker:1a2b3c4d5e6f7a8b"  # as long as the names that executors have
_PAGES = "SELECT m.tbl_name, sum(s.pgsize) FROM dbstat s JOIN sqlite_master m ON m.name = s.name GROUP BY m.tbl_name"
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


def benchmark_stored(folder: Path) -> None:
    """Print the figures; the reference of the bytes is what the cells of the same rows hold, without pages and indexes."""
    with prepared(folder / "data", "") as resources:
        assert drain(resources, WORKER) == "settled"
        before, counts = _sizes(resources), Counts(resources)
        for number in range(CASES):
            counts.case(number)
        after = _sizes(resources)
    pages, cells = (
        {table: (size - old[table]) / CASES for table, size in new.items()}
        for old, new in zip(before, after, strict=True)
    )
    whole, bare = sum(pages.values()), sum(cells.values())
    print(f"\nbytes of a concluded case: {whole:.0f}, in its cells alone {bare:.0f}, × {whole / bare:.1f}")
    print(", ".join(f"{table} {size:.0f}" for table, size in Counter(pages).most_common(10)))
    print("\nSQL statements of an act, of them writing: " + ", ".join(counts.acts))
    print(f"readings of a case in an advance, the most of {len(counts.readings)}: {max(counts.readings)}")


class Counts:
    """Brings cases to their end and counts on the way."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self.acts: list[str] = []
        self.readings: list[int] = []

    def case(self, number: int) -> None:
        """From filing to conclusion."""
        case_no = submit(self._resources, f"stored {number}")
        self._carry()
        told = [self._act(case_no, post, {**form}, f"{form['action']} {number}") for post, form in STEPS]
        self.acts = self.acts or told

    def _act(self, case_no: str, post: str, form: dict[str, object], key: str) -> str:
        who, service = caller(self._resources, post), Service(self._resources)
        shown = service.cases.show(who, case_no)
        assert isinstance(shown, CaseView)
        item = shown.tasks[0].line
        request = ActRequest.model_validate({**form, "expected_version": item.version})
        with sent(self._resources.database) as statements:
            assert isinstance(service.tasks.act(who, item.id, request, key), ActReceipt)
        self._carry()
        writing = sum(one.startswith(("INSERT", "UPDATE", "DELETE")) for one in statements)
        return f"{form['action']} {len(statements)}, {writing}"

    def _carry(self) -> None:
        with sent(self._resources.database) as statements:
            assert drain(self._resources, WORKER) == "settled"
        self.readings.append(sum("case_event.payload" in one for one in statements if one.startswith("SELECT")))


def _sizes(resources: Resources) -> tuple[Counter[str], Counter[str]]:
    """By table, the bytes of its pages and indexes, and of its cells."""
    resources.database.checkpoint()
    with closing(sqlite3.connect(str(resources.database.url.database))) as connection:
        pages = Counter(dict(connection.execute(_PAGES).fetchall()))
        cells = Counter({table: _cells(connection, table) for (table,) in connection.execute(_TABLES).fetchall()})
    return pages, cells


def _cells(connection: sqlite3.Connection, table: str) -> int:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    lengths = " + ".join(f'coalesce(length(CAST("{name}" AS BLOB)), 0)' for name in names)
    return int(connection.execute(f"SELECT coalesce(sum({lengths}), 0) FROM {table}").fetchone()[0])
