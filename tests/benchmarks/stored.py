"""What a concluded case leaves in the database, in bytes by table, and what one act and one advance ask of it."""

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
_SIZES = "SELECT m.tbl_name, sum(s.pgsize) FROM dbstat s JOIN sqlite_master m ON m.name = s.name GROUP BY m.tbl_name"


def benchmark_stored(folder: Path) -> None:
    """Print the lines."""
    with prepared(folder / "data", "") as resources:
        drain(resources, "bench")
        asked: dict[str, list[int]] = {}
        before = _sizes(resources)
        for number in range(CASES):
            _concluded(resources, number, asked)
        grown = _sizes(resources)
    each = Counter({table: (size - before[table]) / CASES for table, size in grown.items()})
    parts = ", ".join(f"{table} {size / 1000:.1f}" for table, size in each.most_common(8))
    print(f"\nkB in the database for a concluded case: {sum(each.values()) / 1000:.1f} ({parts})")
    print("SQL statements, the most of each: " + ", ".join(f"{act} {max(n)}" for act, n in asked.items()))


def _sizes(resources: Resources) -> Counter[str]:
    resources.database.checkpoint()
    with closing(sqlite3.connect(str(resources.database.url.database))) as connection:
        return Counter(dict(connection.execute(_SIZES).fetchall()))


def _concluded(resources: Resources, number: int, asked: dict[str, list[int]]) -> None:
    case_no = submit(resources, f"stored {number}")
    _carry(resources, asked)
    service = Service(resources)
    for post, form in STEPS:
        who = caller(resources, post)
        shown = service.cases.show(who, case_no)
        assert isinstance(shown, CaseView)
        item = shown.tasks[0].line
        request = ActRequest.model_validate({**form, "expected_version": item.version})
        with sent(resources.database) as statements:
            assert isinstance(service.tasks.act(who, item.id, request, f"{form['action']} {number}"), ActReceipt)
        asked.setdefault(str(form["action"]), []).append(len(statements))
        _carry(resources, asked)


def _carry(resources: Resources, asked: dict[str, list[int]]) -> None:
    with sent(resources.database) as statements:
        assert drain(resources, "worker:1a2b3c4d5e6f7a8b") == "settled"
    readings = sum("case_event.payload" in one for one in statements if one.startswith("SELECT"))
    asked.setdefault("readings of a case in an advance", []).append(readings)
