"""Ratings over the API and the real service: given once by the applicant, answered, given again, listed and summed.

Covers: ui/api/routes/oversight/ratings.py
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.api.office import APPLICANT, CHIEF, CLERK, FILING, Office, opened_office

HEAD = "county_logistics.head"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office of its own."""
    folder: Path = tmp_path_factory.mktemp("ratings")
    with opened_office(folder, "") as opened:
        yield opened


def refused_case(office: Office) -> str:
    """A case that was not accepted, which is over."""
    case_no = str(office.at(APPLICANT).post("cases", json=dict(FILING)).json()["case_no"])
    clerk = office.at(CLERK)
    (task,) = (one for one in clerk.get("tasks").json()["items"] if one["case_no"] == case_no)
    body = {"action": "refuse_acceptance", "opinion": "不属于保障范围。", "expected_version": task["version"]}
    assert clerk.post(f"tasks/{task['id']}/actions", json=body).status_code == 200
    return case_no


def test_a_bad_rating_goes_round(office: Office) -> None:
    """From the duty of the applicant to the second rating; each of them once."""
    staff, head = office.at(APPLICANT), office.at(HEAD)
    early = str(staff.post("cases", json=dict(FILING)).json()["case_no"])
    assert staff.post(f"cases/{early}/rating", json={"grade": "satisfied"}).json()["code"] == "wrong_status"
    case_no = refused_case(office)
    path = f"cases/{case_no}/rating"
    assert [one["case_no"] for one in staff.get("rating-duties").json()["to_rate"]] == [case_no]
    assert staff.get(path).json()["may_rate"]
    assert staff.post(path, json={"grade": "dissatisfied"}).json()["code"] == "invalid"
    bad = {"grade": "dissatisfied", "reasons": ["unclear"], "text": "理由没有说清"}
    assert office.at(CHIEF).post(path, json=bad).status_code in (403, 404)
    given = staff.post(path, json=bad, headers={"Idempotency-Key": "r-1"})
    assert given.status_code == 200
    assert staff.post(path, json=bad, headers={"Idempotency-Key": "r-1"}).json() == given.json()
    assert staff.post(path, json=bad).json()["code"] == "not_possible"
    (owed,) = head.get("rating-duties").json()["to_answer"]
    assert (owed["case_no"], owed["state"]) == (case_no, "owed")
    assert office.at(CLERK).post(f"{path}/answer", json={"text": "很好"}).json()["code"] == "not_possible"
    assert head.post(f"{path}/answer", json={"text": "已补充说明理由。"}).status_code == 200
    assert staff.post(f"{path}/second", json={"grade": "satisfied"}).status_code == 200
    assert staff.get(path).json()["given"]["state"] == "again"
    assert office.at(CLERK).get(path).json()["given"] is None


def test_supervisors_list_and_sum(office: Office) -> None:
    """Nobody else does; what is odd in the address is refused."""
    watching = office.at(office_of_supervisor(office))
    listed = watching.get("ratings?size=5").json()
    assert listed["page"]["size"] == 5
    assert watching.get("ratings?state=late").json()["items"] == []
    assert watching.get("ratings?state=loud").status_code == 422
    assert {row["key"] for row in watching.get("ratings/sums?by=matter").json()["items"]} <= {"MS032"}
    assert office.at(APPLICANT).get("ratings").status_code == 403
    assert office.at(APPLICANT).get("ratings/sums").status_code == 403


def office_of_supervisor(office: Office) -> str:
    """A post of whoever watches over the county."""
    return next(post for post, account in office.accounts.items() if "supervisor" in account["roles"])
