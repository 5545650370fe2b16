"""Rosters over the API and the real service: what a decision wrote is listed, mended, taken along and loaded again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.bootstrap import open_resources
from flows.settings import Settings
from storage.definitions import matters
from storage.definitions.catalog import shipped_definitions
from tests.matters.rostered import OWNER, entering
from tests.ui.api.office import APPLICANT, CHIEF, CLERK, COLLEAGUE, Office, opened_office

CAR = {"plate": "样A70001", "model": "轿车", "seats": 5}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that publishes the matter that enters cars, with one car in it."""
    folder: Path = tmp_path_factory.mktemp("rosters")
    with opened_office(folder, "") as opened:
        with open_resources(Settings(data_dir=folder, database_url="")) as resources:
            with resources.database.transaction() as session:
                made = entering(next(matter for matter in shipped_definitions() if matter.code == "MS032"))
                digest = matters.save_draft(session, made)
                matters.publish(session, digest, by="system", second="system", now=resources.clock())
        asked = {"matter": "XX021", "post": APPLICANT, "answers": {"reason": "新购", "list": [CAR]}}
        case_no = opened.at(APPLICANT).post("cases", json=asked).json()["case_no"]
        opened.act(CLERK, opened.item(CLERK, case_no), "accept")
        opened.act(CHIEF, opened.item(CHIEF, case_no), "approve", opinion="同意。")
        yield opened


def test_what_a_decision_wrote_is_listed_and_mended(office: Office) -> None:
    """The entry with its history; a change at the version that was seen, once for one key."""
    chief = office.at(CHIEF)
    (roster,) = (one for one in chief.get("rosters").json()["items"] if one["id"] == "cars")
    assert (roster["id"], roster["entries"], list(roster["corrects"])) == ("cars", 1, [OWNER])
    (entry,) = chief.get("rosters/cars", params={"q": "70001"}).json()["items"]
    assert (entry["values"], entry["live"]) == (CAR, True)
    path = f"rosters/cars/entries/{entry['id']}"
    change = {"values": {"seats": 7}, "reason": "核对", "expected_version": 1}
    done = chief.post(path, json=change, headers={"Idempotency-Key": "r-1"})
    assert (done.status_code, done.json()["message"]) == (200, "“样A70001”已更正。")
    assert chief.post(path, json=change, headers={"Idempotency-Key": "r-1"}).json() == done.json()
    assert chief.post(path, json=change).json()["code"] == "not_possible"
    history = chief.get(path).json()["history"]
    assert [(one["act"], bool(one["case_no"])) for one in history] == [("change", False), ("enter", True)]
    assert office.at(COLLEAGUE).get(path).status_code == 200
    assert office.at(COLLEAGUE).post(path, json=change).status_code == 403
    assert chief.get("rosters/none").status_code == 404
    assert chief.get("rosters/cars/entries/none").status_code == 404


def test_a_car_comes_in_by_hand_and_by_workbook(office: Office) -> None:
    """What was taken along can be loaded again; a file that is no workbook is told."""
    chief = office.at(CHIEF)
    new = {"body": OWNER, "values": {**CAR, "plate": "样A70002"}, "reason": "移交"}
    assert chief.post("rosters/cars/entries", json=new).status_code == 200
    assert chief.post("rosters/cars/entries", json=new).status_code == 422
    book = chief.get("rosters/cars/workbook")
    assert book.headers["content-type"].endswith("spreadsheetml.sheet")
    parts = {"body": OWNER, "reason": "核对"}
    again = chief.post("rosters/cars/workbook", data=parts, files={"file": ("台账.xlsx", book.content)})
    assert (again.status_code, again.json()["entries"]) == (200, 0)
    broken = chief.post("rosters/cars/workbook", data=parts, files={"file": ("台账.xlsx", b"nothing")})
    assert (broken.status_code, "XLSX" in broken.json()["detail"]) == (422, True)
