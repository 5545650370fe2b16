"""Filing for somebody else over the API and the real service: by mandate and at the window.

Covers: ui/api/receipts.py
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from flows.views.cases import SubmitRequest
from matters.calendar import SHANGHAI
from tests.ui.api.office import APPLICANT, CLERK, COLLEAGUE, FILING, Office, opened_office

PRINCIPAL = {"person": "p50", "post": APPLICANT}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A real office."""
    folder: Path = tmp_path_factory.mktemp("filing-for")
    with opened_office(folder, "") as opened:
        yield opened


def test_a_clerk_registers_once_what_was_brought_to_the_window(office: Office) -> None:
    """201, the same again 200; the applicant reads of it; who accepts nothing is refused, and is offered nothing."""
    window = {**FILING, "post": CLERK, "applicant": PRINCIPAL}
    first, second = (
        office.at(CLERK).post("window-cases", json=window, headers={"Idempotency-Key": "window-1"}) for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (201, 200), first.text
    case_no = first.json()["case_no"]
    shown = office.at(APPLICANT).get(f"cases/{case_no}").json()
    assert (shown["errands"], shown["line"]["filed_by"]["channel"], shown["can_withdraw"]) == (1, "window", True)
    assert office.at(COLLEAGUE).post("window-cases", json=window).status_code == 403
    found = office.at(CLERK).get("window-applicants", params={"matter": "MS032", "q": "财政 工作人员"}).json()
    assert PRINCIPAL in [{"person": one["person"], "post": one["post"]} for one in found]
    assert "MS032" in [one["code"] for one in office.at(CLERK).get("window-matters").json()]


def test_an_agent_files_by_a_mandate_until_it_is_revoked(office: Office) -> None:
    """The mandate is a proxy for filing; revoked, the same call is refused, and it is listed no more."""
    day, agent = datetime.now(SHANGHAI).date().isoformat(), office.at(COLLEAGUE)
    person = agent.get("me").json()["person"]
    asked = {"principal": PRINCIPAL, "agent": person, "since": day, "until": day, "filing": True, "pledges": True}
    given = office.at(APPLICANT).post("proxies", json=asked).json()["id"]
    assert [one["id"] for one in agent.get("mandates").json()] == [given]
    filing: dict[str, Any] = {**FILING, "post": COLLEAGUE, "mandate": given}
    filed = agent.post("mandated-cases", json=filing)
    assert filed.status_code == 201, filed.text
    found = agent.get("cases?scope=for_others").json()["items"]
    assert [line["filed_by"]["channel"] for line in found if line["case_no"] == filed.json()["case_no"]] == ["mandate"]
    assert office.at(APPLICANT).delete(f"proxies/{given}").status_code == 200
    assert (agent.post("mandated-cases", json=filing).status_code, agent.get("mandates").json()) == (409, [])


def test_an_ordinary_filing_says_what_it_always_said() -> None:
    """What is filed for somebody else has calls of its own."""
    assert list(SubmitRequest.model_fields) == ["matter", "answers", "materials", "choices", "post", "period"]
