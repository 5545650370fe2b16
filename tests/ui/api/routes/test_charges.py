"""Charges over the API and the real service: opened, answered, closed, listed and taken along.

Covers: ui/api/routes/oversight/charges.py
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.api.office import APPLICANT, Office, opened_office

HEAD = "county_logistics.head"
ASKED = {"body": "county_logistics", "title": "车辆清查", "text": "请清查", "due": "2090-03-06"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office of its own."""
    folder: Path = tmp_path_factory.mktemp("charges")
    with opened_office(folder, "") as opened:
        yield opened


def test_a_charge_goes_round(office: Office) -> None:
    """From its opening to its end; each act at the version that was seen."""
    post = next(post for post, account in office.accounts.items() if "supervisor" in account["roles"])
    watching, head = office.at(post), office.at(HEAD)
    opened = watching.post("charges", json=ASKED, headers={"Idempotency-Key": "c-1"})
    assert opened.status_code == 200
    assert watching.post("charges", json=ASKED, headers={"Idempotency-Key": "c-1"}).json() == opened.json()
    path = f"charges/{opened.json()['id']}"
    assert head.get(path).json()["acts"] == ["report", "answer", "ask_extension"]
    answered = head.post(f"{path}/acts", json={"act": "answer", "expected_version": 1, "text": "已清查"})
    assert (answered.status_code, answered.json()["state"]) == (200, "answered")
    stale = watching.post(f"{path}/acts", json={"act": "close", "expected_version": 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    assert head.post(f"{path}/acts", json={"act": "close", "expected_version": 2}).json()["code"] == "not_possible"
    assert watching.post(f"{path}/acts", json={"act": "close", "expected_version": 2}).json()["state"] == "closed"
    assert [one["id"] for one in watching.get("charges?state=closed&size=5").json()["items"]] == [opened.json()["id"]]
    assert watching.get("charge-ledger").headers["content-type"].endswith("spreadsheetml.sheet")
    assert head.get("charge-ledger").status_code == 403
    assert office.at(APPLICANT).get(path).status_code == 404
    assert watching.get("charges/0").status_code == watching.get("charges/x").status_code == 422
    assert watching.post("charges", json={**ASKED, "due": "2000-01-01"}).json()["code"] == "invalid"
