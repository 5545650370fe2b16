"""Notices and registers over HTTP: what one is told and answers for, and nothing of anybody else's.

Covers: ui/api/routes/notices.py, ui/api/routes/supervision.py
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.settings import Settings
from tests.ui.api.calling import carry_everything
from tests.ui.api.office import APPLICANT, CHIEF, CLERK, Office, opened_office


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the office."""
    return tmp_path_factory.mktemp("registers")


@pytest.fixture(scope="module")
def office(folder: Path) -> Iterator[Office]:
    """The people of the sample county at their browsers; one case has come to its paper."""
    with opened_office(folder, "") as opened:
        case_no = opened.accepted_once
        opened.act(CHIEF, opened.item(CHIEF, case_no), "approve", opinion="同意。")
        carry_everything(Settings(data_dir=folder, database_url=""))
        yield opened


def auditor(office: Office) -> str:
    """A post of somebody who may read the audit log."""
    return next(post for post, account in office.accounts.items() if "audit_admin" in account["roles"])


def test_what_one_was_told_is_read_once(office: Office) -> None:
    """By case or all at once; a second time changes nothing, and nobody reads for somebody else."""
    told = office.at(CLERK).get("notices").json()
    assert {notice["case_no"] for notice in told} == {office.accepted_once}
    assert not any(notice["read"] for notice in told)
    for changed in (True, False):
        answer = office.at(CLERK).post("notices/read", json={"case_no": office.accepted_once})
        assert answer.json() == {"changed": changed}
    assert all(notice["read"] for notice in office.at(CLERK).get("notices").json())
    assert not any(notice["read"] for notice in office.at(APPLICANT).get("notices").json())
    assert office.at(APPLICANT).post("notices/read", json={}).json() == {"changed": True}


def test_what_one_is_told_of_is_chosen_as_a_whole(office: Office) -> None:
    """What it says is what was asked for; hours that do not fit, kinds there are not and no times are refused by name."""
    mine = office.at(CLERK)
    given = {"muted": ["discussion"], "quiet_since": "22:00", "quiet_until": "07:00"}
    changed = mine.put("notices/settings", json=given).json()
    assert changed == mine.get("notices/settings").json()
    assert [kind["kind"] for kind in changed["kinds"] if not kind["told"]] == ["discussion"]
    for wrong, target in (
        ({"muted": ["accepted"]}, "muted"),
        ({"quiet_since": "07:00", "quiet_until": "07:00"}, "quiet_until"),
        ({"quiet_since": "24:00", "quiet_until": "07:00"}, "quiet_since"),
    ):
        refused = mine.put("notices/settings", json=wrong)
        assert (refused.status_code, refused.json()["problems"][0]["target"]) == (422, target)
    assert mine.put("notices/settings", json={}).json()["quiet_since"] is None


def test_the_register_of_seals_is_read_by_days_and_text(office: Office) -> None:
    """Who approved it finds the use of the seal by the number of the paper; outside the days there is none."""
    (line,) = office.at(CHIEF).get("seal-register", params={"text": office.accepted_once}).json()["items"][:1]
    assert line["case_no"] == office.accepted_once
    found = office.at(CHIEF).get("seal-register", params={"text": line["document_no"], "since": "", "until": ""}).json()
    assert line in found["items"]
    assert office.at(CHIEF).get("seal-register", params={"until": "2020-01-01"}).json()["items"] == []
    assert office.at(CHIEF).get("seal-register", params={"until": "0"}).json()["code"] == "invalid"


def test_the_audit_log_is_the_auditors(office: Office) -> None:
    """With its filters; nobody else reads a line of it."""
    refused = office.at(CHIEF).get("audit")
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    query = {"object_id": office.accepted_once, "outcome": "done"}
    lines = office.at(auditor(office)).get("audit", params=query).json()["items"]
    assert {"提交申请", "加盖电子印章"} <= {line["operation"] for line in lines}
    assert all(line["object_id"].startswith(office.accepted_once) for line in lines)


def test_a_supervisor_lists_what_presses_and_nobody_else_does(office: Office) -> None:
    """With the figures of the body that has to act; of another body the figures stay and no line is left."""
    case_no = office.file().json()["case_no"]
    watched = office.at("county_supervision.staff").get("supervision").json()
    pressing = {item["case_no"]: item["body"] for item in watched["items"]}
    assert pressing[case_no] == "county_logistics"
    assert [body["body"] for body in watched["bodies"]] == ["county_logistics"]
    other = office.at("county_supervision.staff").get("supervision", params={"body": "county_finance"}).json()
    assert (other["items"], other["bodies"]) == ([], watched["bodies"])
    assert office.at(CLERK).get("supervision").status_code == 403


def test_the_figures_are_those_of_whom_one_supervises(office: Office) -> None:
    """With what each means, and what stands behind it, page by page; nobody else reads one."""
    supervisor = office.at("county_supervision.staff")
    told = supervisor.get("metrics/summary").json()
    by_id = {one["id"]: one for one in told["figures"]}
    filed, on_time = by_id["filed"], by_id["on_time"]
    assert filed["numerator"] == filed["value"] > 0
    assert (on_time["value"], on_time["text"], on_time["denominator"]) == (None, "—", 0)
    assert {"name", "value", "numerator", "denominator", "meaning", "period"} <= set(filed)
    behind = supervisor.get("metrics/filed/items", params={"size": 1})
    assert (len(behind.json()["items"]), behind.json()["page"]["total"]) == (1, filed["value"])
    assert behind.json()["items"][0]["id"] in office.at(APPLICANT).get("cases").text
    nothing = {"since": "2020-01", "until": "2020-02"}
    assert supervisor.get("metrics/filed/items", params=nothing).json()["items"] == []
    assert supervisor.get("metrics/summary", params={"since": "2020-13"}).json()["code"] == "invalid"
    assert supervisor.get("metrics/summary", params={"since": "2026-02", "until": "2026-01"}).status_code == 422
    assert supervisor.get("metrics/nothing/items").json()["code"] == "not_found"
    sheet = supervisor.get("exports/figures", params={"form": "csv", "body": "county_logistics"})
    assert "最多跑一次实现率（按事项）" in sheet.content.decode("utf-8-sig")
    for address in ("metrics/summary", "metrics/filed/items", "exports/figures?form=csv"):
        assert office.at(CLERK).get(address).json()["code"] == "forbidden"
