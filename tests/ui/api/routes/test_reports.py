"""Recurring reports over the API and the real service: owed, filed once, listed with the sums, taken along, urged."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.bootstrap import open_resources
from flows.settings import Settings
from matters.language.recurring.periods import Period
from storage.definitions import matters
from storage.definitions.catalog import shipped_definitions
from tests.matters.filing.test_recurring import monthly
from tests.ui.api.office import APPLICANT, CHIEF, FILING, Office, opened_office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office in which every body of the county owes a report for each month."""
    folder: Path = tmp_path_factory.mktemp("reports")
    with opened_office(folder, "") as opened:
        with open_resources(Settings(data_dir=folder, database_url="")) as resources:
            first = Period.at("month", resources.today).before
            with resources.database.transaction() as session:
                car = next(matter for matter in shipped_definitions() if matter.code == "MS032")
                rule = {"owes": {"levels": ["county"]}, "since": str(first.first), "sums": ["passengers"]}
                made = monthly(car, **rule).model_copy(update={"code": "XX046", "golden": ()})
                digest = matters.save_draft(session, made)
                matters.publish(session, digest, by="system", second="system", now=resources.clock())
        yield opened


def test_a_report_is_owed_filed_once_and_listed(office: Office) -> None:
    """From what is owed to the workbook; a second filing is refused by the number of the first."""
    staff, chief = office.at(APPLICANT), office.at(CHIEF)
    (owed,) = [one for one in staff.get("owed-reports").json()["items"] if one["matter"] == "XX046"]
    asked = {"matter": "XX046", "post": APPLICANT, "answers": FILING["answers"], "period": owed["period"]}
    filed = staff.post("cases", json=asked)
    assert filed.status_code == 201
    again = staff.post("cases", json=asked)
    assert (again.status_code, again.json()["code"]) == (409, "already_reported")
    assert filed.json()["case_no"] in again.json()["detail"]
    (taken,) = chief.get("reports").json()["items"]
    path = f"reports/{taken['code']}/{taken['periods'][0]['key']}"
    shown = chief.get(path, params={"size": 5}).json()
    assert (shown["counts"]["filed"], shown["sums"][0]["total"]) == (1, "3人")
    assert [one["body"] for one in chief.get(path, params={"state": "filed"}).json()["items"]] == ["county_finance"]
    assert chief.get(f"{path}/workbook").headers["content-type"].endswith("spreadsheetml.sheet")
    urged = chief.post(f"{path}/urgings", json={})
    assert (urged.status_code, urged.json()["bodies"]) == (
        200,
        shown["counts"].get("owed", 0) + shown["counts"].get("late", 0),
    )
    assert chief.post(f"{path}/urgings", json={}).json()["code"] == "not_possible"
    assert (staff.get("reports").json()["items"], staff.get(path).status_code) == ([], 404)
    assert chief.get("reports/XX046/1999-01").status_code == 404
