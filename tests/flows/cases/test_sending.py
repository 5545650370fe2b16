"""Notices that go outside: once each, after quiet hours, unread ones only, and later where the other side is away."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.adapters.channel import InBox
from flows.adapters.outside import Outside
from flows.cases import sending
from flows.cases.sending import send_notices
from flows.resources import Resources
from matters.calendar import SHANGHAI
from matters.case.news import NewsChoice, QuietHours
from storage import notices
from storage.notices import Message
from tests.flows.service.office import Office

NIGHT = NewsChoice(quiet=QuietHours(time(22), time(7)))
EVENING, MORNING = datetime(2026, 3, 2, 23, tzinfo=SHANGHAI), datetime(2026, 3, 3, 7, tzinfo=SHANGHAI)


class House:
    """An office whose notices go into a folder, late in the evening."""

    def __init__(self, office: Office, folder: Path) -> None:
        outside = Outside.model_validate({"messages": {"folder": str(folder)}})
        self.folder, self.clock = folder, office.clock
        self.resources: Resources = replace(office.resources, outside=outside, channel=InBox(sends=True))
        self.clock.now = EVENING

    def tell(self, person: str, topic: str = "new_task", key: str = "C1:2:notice") -> None:
        """A notice."""
        message = Message(key, (person,), "C1", topic, "您有新的待办", self.clock())
        with self.resources.database.transaction() as session:
            self.resources.channel.tell(session, message)

    def chooses(self, person: str, choice: NewsChoice) -> None:
        """What somebody wants."""
        with self.resources.database.transaction() as session:
            notices.choose(session, person, choice)

    def inbox(self, person: str) -> int:
        """How many notices lie in the product."""
        with self.resources.database.reading() as session:
            return len(notices.inbox(session, person))

    def outside(self, person: str) -> list[Any]:
        """What has gone to the person."""
        said = [json.loads(file.read_text("utf-8")) for file in sorted(self.folder.glob("*.json"))]
        return [one for one in said if one["person"] == person]


@pytest.fixture(
    params=[pytest.param("sqlite", marks=pytest.mark.both), pytest.param("postgresql", marks=pytest.mark.both)]
)
def house(request: pytest.FixtureRequest, new_office: Callable[[str], Office], tmp_path: Path) -> House:
    """Of its own: a sweep sends whatever is due."""
    return House(new_office(request.param), tmp_path / "messages")


def test_quiet_hours_hold_back_what_goes_outside_and_nothing_else(house: House) -> None:
    """The list in the product has it at once; what presses goes at once; whoever has no quiet hours is told as ever."""
    house.chooses("li", NIGHT)
    for person in ("li", "wang"):
        house.tell(person)
    house.tell("li", "urged", "C1:3:notice")
    assert (house.inbox("li"), send_notices(house.resources)) == (2, 2)
    assert [one["topic"] for one in house.outside("li")] == ["urged"]
    assert len(house.outside("wang")) == 1
    house.clock.now = MORNING
    assert (send_notices(house.resources), send_notices(house.resources)) == (1, 0)
    assert [one["topic"] for one in house.outside("li")] == ["new_task", "urged"]


def test_what_was_read_meanwhile_is_not_sent(house: House) -> None:
    """Nor what somebody did not want to be told, which is in no list either."""
    house.chooses("li", replace(NIGHT, muted=("copies",)))
    house.tell("li")
    house.tell("li", "copy_sent", "C1:4:notice")
    assert house.inbox("li") == 1
    with house.resources.database.transaction() as session:
        notices.mark_all_read(session, "li", house.clock())
    house.clock.now = MORNING
    assert send_notices(house.resources) == 0


def test_the_other_side_may_be_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost: it goes with a later sweep; what it refuses for good is not tried again; old news is none."""
    answers: list[Exception | None] = [httpx.ReadTimeout("slow"), _status(400), None]
    sent: list[str] = []

    def send(place: object, name: str, key: str, request: object) -> None:
        sent.append(key)
        if answers and (error := answers.pop(0)):
            raise error

    monkeypatch.setattr(sending, "send", send)
    house.tell("wang")
    house.tell("zhao")
    assert [send_notices(house.resources) for _ in range(3)] == [0, 2, 0]
    assert len(sent) == 3
    assert sent[0] == sent[1] != sent[2]
    answers[:] = [httpx.ReadTimeout("slow")]
    house.tell("qian")
    assert send_notices(house.resources) == 0
    house.clock.pass_by(days=3, seconds=1)
    assert send_notices(house.resources) == 0


def _status(code: int) -> httpx.HTTPStatusError:
    request = httpx.Request("POST", "http://127.0.0.1/")
    return httpx.HTTPStatusError("refused", request=request, response=httpx.Response(code, request=request))


def test_without_such_a_system_nothing_is_put_down_to_be_sent(house: House) -> None:
    """Notices of that time do not go out when one is set up later."""
    plain = replace(house.resources, channel=InBox())
    message = Message("C9:2:notice", ("li",), "C9", "new_task", "您有新的待办", house.clock())
    with plain.database.transaction() as session:
        plain.channel.tell(session, message)
    assert send_notices(house.resources) == 0
    assert send_notices(replace(plain, outside=Outside.model_validate({}))) == 0
