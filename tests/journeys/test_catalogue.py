"""Every matter of the catalogue for real: golden cases through the API, all of them unattended through the service.

Covers: flows/demo.py
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.adapters.calendars import statutory_calendar
from flows.retelling import known_before, moved, stand_in, told_within_a_day
from matters.calendar import SHANGHAI
from matters.language.document import Definition
from matters.language.golden import GoldenCase
from storage.definitions.catalog import sample_organisation, shipped_definitions
from tests.journeys.product import Person, Product, until

pytestmark = pytest.mark.prefect

SHIPPED = {one.code: one for one in shipped_definitions() if one.guide.access.kind == "online"}
ROSTERS = {roster.id: roster for matter in SHIPPED.values() for roster in matter.rosters}
BY_CLICKS = {"MS022", "MS032"}  # tests/journeys/test_browser.py
QUICK = {"MS001", "MS048"}  # between them: branches that join, a countersigned step; the others by `make journeys`
SECONDS = 60.0


@pytest.mark.parametrize(
    "code",
    [pytest.param(code, marks=[] if code in QUICK else pytest.mark.long) for code in sorted(set(SHIPPED) - BY_CLICKS)],
)
def test_a_case_goes_through_the_api_to_verified_papers(product: Product, code: str) -> None:
    """Filed, accepted, handled by everybody in turn, concluded; every paper the golden case names comes out and verifies.

    It is granted, unless every story that ends so waits for days.
    """
    matter = SHIPPED[code]
    golden = _told_today(matter)
    shift = timedelta(weeks=(datetime.now(SHANGHAI) - golden.now).days // 7 + 1)
    answers = _moved(matter, golden.answers, shift)
    for known in known_before(matter, golden, answers, ROSTERS, sample_organisation()):
        addition = {"body": known.body, "belongs": known.belongs, "values": known.values, "reason": "此前已在册"}
        product.person(f"{known.body}.head").enter(known.roster, addition)
    applicant = product.person(golden.filed_as)
    case_no = applicant.file(answers, code, f"catalogue-{code}", _handed_in(applicant, golden.materials))
    _play(product, matter, golden, case_no, shift)
    case = until(lambda: _settled(applicant, case_no), SECONDS, f"{case_no} settles")
    assert (case["line"]["status"], case["line"]["result"]) == ("concluded", golden.expect.outcome)
    assert len(case["documents"]) == len(golden.expect.papers)
    for document in case["documents"]:
        content = applicant.content(f"/documents/{document['id']}")
        verdict = httpx.post(
            f"{product.url}/api/v1/verify", files={"file": ("a.pdf", content)}, timeout=30, trust_env=False
        )
        assert verdict.json()["verdict"] == "valid"


def _told_today(matter: Definition) -> GoldenCase:
    organisation, calendar = sample_organisation(), statutory_calendar()
    told = [case for case in matter.golden if told_within_a_day(matter, case, organisation, calendar)]
    return next(case for wanted in ("granted", "denied") for case in told if case.expect.outcome == wanted)


def _play(product: Product, matter: Definition, golden: GoldenCase, case_no: str, shift: timedelta) -> None:
    for act in golden.story:
        person = product.person(act.by)
        said: dict[str, Any] = {
            "opinion": act.opinion,
            "fills": _moved(matter, act.fills, shift),
            "findings": {finding.target: finding.message for finding in act.findings},
            "answers": _moved(matter, act.answers, shift),
            "materials": _handed_in(person, act.materials),
            "answer": act.answer,
            "files": _uploaded(person, act.files),
            "step": act.step,
        }
        person.act(case_no, act.action, **{part: value for part, value in said.items() if value})


def _moved(matter: Definition, answers: Mapping[str, Any], shift: timedelta) -> dict[str, Any]:
    """The dates of a golden case lie in its own time; whole weeks later they lie ahead of today."""
    return {name: moved(matter.field(name), value, shift) for name, value in answers.items()}


def _handed_in(person: Person, materials: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {material: _uploaded(person, names) for material, names in materials.items()}


def _uploaded(person: Person, names: Sequence[str]) -> list[str]:
    return [person.upload(name, stand_in(name)) for name in names]


def _settled(person: Person, case_no: str) -> Any:
    case = person.get(f"/cases/{case_no}")
    done = case["line"]["status"] == "concluded" and all(e["state"] == "done" for e in case["effects"])
    return case if done else None


@pytest.mark.long
@pytest.mark.timeout(720)
def test_the_demo_carries_a_case_of_every_matter_to_its_end(tmp_path: Path) -> None:
    """`once demo`: all as expected, every paper verified."""
    once = Path(sys.executable).with_name("once")
    done = subprocess.run(
        [str(once), "demo", "--out", str(tmp_path)], capture_output=True, text=True, timeout=700, check=False
    )
    assert done.returncode == 0, done.stderr
    summary = json.loads((tmp_path / "summary.json").read_text("utf-8"))
    cases = summary["cases"]
    assert summary["complete"]
    assert sorted(case["matter"] for case in cases) == sorted(SHIPPED)
    papers = [paper for case in cases for paper in case["documents"]]
    assert {paper["verdict"] for paper in papers} == {"valid"}
    first = tmp_path / papers[0]["file"]
    check = [str(once), "verify", str(first), "--trust", str(tmp_path / "root.pem")]
    assert subprocess.run(check, capture_output=True, timeout=60, check=False).returncode == 0
