"""kill -9 of each part while a case runs: one number, one sealed file, one notice, and nothing is lost."""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest

from storage.catalog import shipped_definitions
from tests.journeys.product import Person, Product, until

pytestmark = pytest.mark.prefect

CLERK, CHIEF, APPLICANT = "county_logistics.vehicle_clerk", "county_logistics.vehicle_chief", "county_finance.staff"
SECONDS = 90.0  # three restarts of Prefect's server take about 10 s each here


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One product for all kills; it heals."""
    with Product(tmp_path_factory.mktemp("kills") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    """A filing that needs no material, some years ahead so that it stays in the future."""
    given = next(d for d in shipped_definitions() if d.code == "MS032").golden[0].answers
    times = {"depart_at": "2035-03-01T08:00", "return_at": "2035-03-01T18:00"}
    return {key: value for key, value in given.items() if key != "out_of_city_reason"} | times | {"out_of_city": False}


@pytest.mark.parametrize("part", ["executor", "prefect", "web"])
def test_a_killed_part_loses_and_doubles_nothing(product: Product, answers: dict[str, Any], part: str) -> None:
    """The part dies right after the decision is acknowledged, while the paper is due; the supervisor starts it again."""
    applicant, clerk, chief = (product.person(post) for post in (APPLICANT, CLERK, CHIEF))
    case_no = applicant.file(answers, "MS032", f"kill-{part}")
    clerk.act(case_no, "accept", fills={"plate": "样A12345", "driver": "马行健"})
    chief.act(case_no, "approve", opinion="同意派车。")
    dead = product.kill(part)
    clerk.act(case_no, "conclude")
    case = until(lambda: _settled(applicant, case_no), SECONDS, f"{case_no} settles after the {part} was killed")
    until(lambda: product.pid_of(part) not in (None, dead), 30, f"{part} is back")
    _assert_each_once(product, applicant, case)


def _settled(person: Person, case_no: str) -> Any:
    case = person.get(f"/cases/{case_no}")
    done = case["line"]["status"] == "concluded" and all(e["state"] == "done" for e in case["effects"])
    return case if done else None


def _assert_each_once(product: Product, person: Person, case: Any) -> None:
    case_no = case["line"]["case_no"]
    documents = case["documents"]
    assert Counter(d["is_result"] for d in documents) == {False: 1, True: 1}
    assert len({d["number"] for d in documents}) == len(documents)
    for document in documents:
        content = person.content(f"/documents/{document['id']}")
        assert hashlib.sha256(content).hexdigest() == document["sha256"]
        verdict = httpx.post(f"{product.url}/api/v1/verify", files={"file": ("a.pdf", content)}, timeout=30, trust_env=False)
        assert verdict.json()["verdict"] == "valid"
    issued = [entry for entry in case["timeline"] if "出具" in entry["what"]]
    assert len(issued) == len(documents)
    me = product.accounts[APPLICANT]["username"]
    assert _told(product, case_no, me) == {"paper_issued": len(documents), "concluded": 1}
    assert _told(product, case_no, product.accounts[CHIEF]["username"]) == {"new_task": 1}


def _told(product: Product, case_no: str, person: str) -> dict[str, int]:
    """The notices in a person's in-box about the case, by topic, read from the database itself."""
    with closing(sqlite3.connect(f"file:{product.folder / 'once.db'}?mode=ro", uri=True)) as database:
        rows = database.execute(
            "SELECT topic, count(*) FROM notice WHERE case_no = ? AND person = ? GROUP BY topic", (case_no, person)
        )
        return dict(rows.fetchall())
