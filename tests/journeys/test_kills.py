"""kill -9 of each part while a case runs: one number, one sealed file, one notice, and nothing is lost."""

import hashlib
import os
import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from typing import Any

import httpx
import pytest

from storage.definitions.catalog import shipped_definitions
from tests.journeys.product import Person, Product, until

pytestmark = pytest.mark.prefect

CLERK, CHIEF, APPLICANT = "county_logistics.vehicle_clerk", "county_logistics.vehicle_chief", "county_finance.staff"
SECONDS = 90.0  # three restarts of Prefect's server take about 10 s each here


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    """A filing that needs no material, some years ahead so that it stays in the future."""
    given = next(d for d in shipped_definitions() if d.code == "MS032").golden[0].answers
    times = {"depart_at": "2035-03-01T08:00", "return_at": "2035-03-01T18:00"}
    return {key: value for key, value in given.items() if key != "out_of_city_reason"} | times | {"out_of_city": False}


FIRST = {("executor", "approved"), ("prefect", "approved"), ("web", "accepted")}  # each part once
KILLS = [
    pytest.param(part, moment, marks=() if (part, moment) in FIRST else pytest.mark.crash)
    for part in ("executor", "prefect", "web")
    for moment in ("accepted", "approved")
]
RANDOM_KILLS, CASES_UNDER_WAY = 30, 6


@pytest.mark.parametrize(("part", "moment"), KILLS)
def test_a_killed_part_loses_and_doubles_nothing(
    product: Product, answers: dict[str, Any], part: str, moment: str
) -> None:
    """The part dies right after the act is acknowledged, while the paper is due; the supervisor starts it again."""
    applicant = product.person(APPLICANT)
    case_no = applicant.file(answers, "MS032", f"kill-{part}-{moment}")
    dead = None
    for done, act in _acts(product, case_no):
        act()
        if done == moment:
            dead = product.kill(part)
    case = until(lambda: _settled(applicant, case_no), SECONDS, f"{case_no} settles after the {part} was killed")
    until(lambda: product.pid_of(part) not in (None, dead), 30, f"{part} is back")
    _assert_each_once(product, applicant, case)


@pytest.mark.crash
@pytest.mark.timeout(3600)
def test_random_kills_of_any_part_lose_and_double_nothing(product: Product, answers: dict[str, Any]) -> None:
    """Cases go on while one part after the other is killed; the seed is told, so that a failure can be played again."""
    seed = int.from_bytes(os.urandom(4), "big")
    print(f"seed {seed}")  # noqa: T201 - shown by pytest with a failure
    dice, applicant, killed = random.Random(seed), product.person(APPLICANT), 0
    while killed < RANDOM_KILLS:
        numbers = [applicant.file(answers, "MS032", f"random-{seed}-{killed}-{n}") for n in range(CASES_UNDER_WAY)]
        acts = [list(_acts(product, case_no)) for case_no in numbers]
        for turn in zip(*acts, strict=True):
            for _, act in turn:
                act()
                if dice.random() < 0.5 and killed < RANDOM_KILLS:
                    product.kill(dice.choice(["executor", "prefect", "web"]))
                    killed += 1
        for case_no in numbers:
            settled = partial(_settled, applicant, case_no)
            _assert_each_once(product, applicant, until(settled, 2 * SECONDS, f"{case_no} settles, seed {seed}"))


def _acts(product: Product, case_no: str) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Everybody's act in turn, and what has happened then."""
    clerk, chief = product.person(CLERK), product.person(CHIEF)
    car = {"plate": "样A12345", "driver": "马行健"}
    yield "accepted", partial(clerk.act, case_no, "accept", fills=car)
    yield "approved", partial(chief.act, case_no, "approve", opinion="同意派车。")
    yield "concluded", partial(clerk.act, case_no, "conclude")


def _settled(person: Person, case_no: str) -> Any:
    case = person.get(f"/cases/{case_no}")
    done = case["line"]["status"] == "concluded" and all(e["state"] == "done" for e in case["effects"])
    return case if done else None


def _assert_each_once(product: Product, person: Person, case: Any) -> None:
    case_no = case["line"]["case_no"]
    documents = case["documents"]
    assert Counter(d["is_result"] for d in documents) == {False: 2, True: 1}  # acceptance, record, result
    assert len({d["number"] for d in documents}) == len(documents)
    for document in documents:
        content = person.content(f"/documents/{document['id']}")
        assert hashlib.sha256(content).hexdigest() == document["sha256"]
        verdict = httpx.post(
            f"{product.url}/api/v1/verify", files={"file": ("a.pdf", content)}, timeout=30, trust_env=False
        )
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
