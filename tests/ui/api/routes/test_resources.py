"""Bookings over the API and the real service: list, day, register, and a filing that books."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.bootstrap import open_resources
from flows.settings import Settings
from matters.calendar import SHANGHAI
from storage.definitions import matters
from storage.definitions.catalog import shipped_definitions
from tests.matters.booked import booked_form
from tests.ui.api.office import APPLICANT, CLERK, COLLEAGUE, KEEPER, ROOM, Office, opened_office

TOMORROW = (datetime.now(SHANGHAI) + timedelta(days=1)).date().isoformat()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that publishes the matter that books a room."""
    folder: Path = tmp_path_factory.mktemp("resources")
    with opened_office(folder, "") as opened:
        with open_resources(Settings(data_dir=folder, database_url="")) as resources:
            with resources.database.transaction() as session:
                made = booked_form(next(matter for matter in shipped_definitions() if matter.code == "MS032"))
                digest = matters.save_draft(session, made)
                matters.publish(session, digest, by="system", second="system", now=resources.clock())
        yield opened


def added(office: Office, name: str, **parts: object) -> str:
    """One more resource; its id."""
    answer = office.at(KEEPER).post("resources", json={**ROOM, "name": name, **parts})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


def filed(office: Office, post: str, room: dict[str, Any]) -> httpx.Response:
    """A filing that books."""
    return office.at(post).post(
        "cases", json={"matter": "XX009", "post": post, "answers": {"topic": "例会", "room": room}}
    )


def test_a_filing_books_and_the_second_reads_what_is_free(office: Office) -> None:
    """201 and then 422 with the field, the period and another time; the case shows the room by its name."""
    room = added(office, "会议室甲")
    wanted = {"resource": room, "from": f"{TOMORROW}T09:00", "to": f"{TOMORROW}T10:30"}
    first, second = filed(office, APPLICANT, wanted), filed(office, COLLEAGUE, wanted)
    assert (first.status_code, second.status_code) == (201, 422)
    (problem,) = second.json()["problems"]
    assert (problem["target"], "09:00—10:30已被预约" in problem["message"]) == ("room", True)
    assert "10:30—12:00" in problem["message"]
    shown = office.at(APPLICANT).get(f"cases/{first.json()['case_no']}").json()
    assert next(a["text"] for a in shown["answers"] if a["id"] == "room").startswith("会议室甲，")


def test_a_day_is_told_in_local_time(office: Office) -> None:
    """Free, taken, free; anybody who is logged in may look."""
    room = added(office, "会议室乙", capacity=7)
    filed(office, APPLICANT, {"resource": room, "from": f"{TOMORROW}T09:00", "to": f"{TOMORROW}T10:30"})
    day = office.at(CLERK).get(f"resources/{room}/slots", params={"day": TOMORROW}).json()
    assert [(part["begins"], part["left"]) for part in day["stretches"]] == [
        (f"{TOMORROW}T00:00:00+08:00", 7),
        (f"{TOMORROW}T09:00:00+08:00", 0),
        (f"{TOMORROW}T10:30:00+08:00", 7),
    ]
    assert office.at(CLERK).get(f"resources/{room}/slots?day=").json()["resource"]["name"] == "会议室乙"
    assert office.at(CLERK).get("resources/none/slots").status_code == 404
    assert office.at(CLERK).get(f"resources/{room}/slots", params={"day": "9999-12-31"}).status_code == 422


def test_the_list_is_narrowed_by_body_and_kind(office: Office) -> None:
    """Blanks count as absent."""
    room = added(office, "样A90001", kind="car")
    client = office.at(APPLICANT)
    cars = client.get("resources", params={"body": ROOM["body"], "kind": "car"}).json()
    assert [(one["id"], one["kind_name"]) for one in cars["items"]] == [(room, "公务用车")]
    assert room in [one["id"] for one in client.get("resources?body=&kind=&page=").json()["items"]]
    assert client.get("resources", params={"body": "county_court"}).json()["items"] == []


def test_the_register_is_the_keepers(office: Office) -> None:
    """A change at the version seen; what is held stands in the register; for others it is closed."""
    room, keeper = added(office, "会议室丙"), office.at(KEEPER)
    case_no = filed(
        office, APPLICANT, {"resource": room, "from": f"{TOMORROW}T09:00", "to": f"{TOMORROW}T10:30"}
    ).json()["case_no"]
    change = {"capacity": 3, "since": ROOM["since"], "until": "2026-01-02", "notes": "装修", "expected_version": 1}
    done = keeper.post(f"resources/{room}", json=change, headers={"Idempotency-Key": "c-1"})
    assert (done.status_code, done.json()["stranded"]) == (200, 1)
    assert keeper.post(f"resources/{room}", json=change, headers={"Idempotency-Key": "c-1"}).json() == done.json()
    assert keeper.post(f"resources/{room}", json=change).json()["code"] == "not_possible"
    kept = next(one for one in keeper.get("resource-register").json()["items"] if one["line"]["id"] == room)
    assert [(one["case_no"], one["stranded"]) for one in kept["holds"]] == [(case_no, True)]
    for answer in (
        office.at(CLERK).get("resource-register"),
        office.at(CLERK).post("resources", json={**ROOM, "name": "会议室丁"}),
        office.at(CLERK).post(f"resources/{room}", json=change),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
