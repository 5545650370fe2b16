"""Those who owe a report are reminded before its last day and after it: each once, whatever crashes and how often one looks.

Covers: flows/reporting/standing.py, flows/reporting/telling.py
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from flows.reporting.telling import remind
from flows.resources import Resources
from matters.calendar import SHANGHAI
from matters.organisation.snapshot import Organisation
from storage import notices
from storage.database import Session
from storage.definitions.catalog import shipped_definitions
from storage.notices import Message
from tests.flows.service.office import STAFF, Office
from tests.matters.filing.test_recurring import monthly

CAR_MATTER = next(matter for matter in shipped_definitions() if matter.code == "MS032")
BODIES = ("county_finance", "county_court")


@pytest.fixture(scope="module")
def reporting(new_office: Callable[[str], Office]) -> Office:
    """An office in which two bodies of the county owe a report for each month, by the fifth working day after it."""
    office = new_office("sqlite")
    office.publish(monthly(CAR_MATTER, owes={"bodies": BODIES}, since="2026-02-01"), "XX046")
    return office


def told(office: Office, topic: str) -> list[str]:
    """The bodies of those who were told of that, once for each notice."""
    with office.resources.database.reading() as session:
        organisation: Organisation = office.resources.organisation(session)
        posts = {hat.person: body for body in BODIES for hat in organisation.everybody(body, office.resources.today)}
        boxes = {person: notices.inbox(session, person, 200) for person in posts}
        return sorted(posts[person] for person, box in boxes.items() for one in box if one.topic == topic)


@pytest.fixture
def on(reporting: Office) -> Callable[[int], int]:
    """Looks on that day of March 2026; how many were told."""

    def look(day: int) -> int:
        reporting.clock.now = datetime(2026, 3, day, 9, tzinfo=SHANGHAI)
        return remind(reporting.resources)

    return look


class FaultyError(Exception):
    """Of the test."""


def test_each_is_told_once_before_and_once_after(reporting: Office, on: Callable[[int], int]) -> None:
    """Due on 6 March and told from the 3rd; who has filed meanwhile is left alone; nothing is told twice."""
    assert on(2) == 0
    assert [on(3), on(3), on(6)] == [2, 0, 0]
    assert told(reporting, "report_due") == sorted(BODIES)
    reporting.file_as("XX046", STAFF, post="county_finance.staff")
    assert [on(7), on(7), on(20)] == [1, 0, 0]
    assert told(reporting, "report_overdue") == ["county_court"]


def test_a_crash_tells_nobody_by_halves(reporting: Office, on: Callable[[int], int]) -> None:
    """The line and the notice are kept together or not at all; the next round tells what is left."""
    reporting.clock.now = datetime(2026, 4, 1, 9, tzinfo=SHANGHAI)
    channel, calls = reporting.resources.channel, [0]

    class Breaks:
        """A channel that fails at the second body."""

        def tell(self, session: Session, message: Message) -> tuple[str, ...]:
            """Tell, then break."""
            done = channel.tell(session, message)
            calls[0] += 1
            if calls[0] == 2:
                raise FaultyError
            return done

        def tell_all(self, session: Session, messages: Sequence[Message]) -> tuple[tuple[str, ...], ...]:
            """One after the other."""
            return tuple(self.tell(session, message) for message in messages)

    broken: Resources = replace(reporting.resources, channel=Breaks())
    before = len(told(reporting, "report_due"))
    reporting.clock.now = datetime(2026, 4, 3, 9, tzinfo=SHANGHAI)
    assert remind(broken) == 1
    assert len(told(reporting, "report_due")) == before + 1
    assert remind(reporting.resources) == 1
    assert len(told(reporting, "report_due")) == before + 2
    assert remind(reporting.resources) == 0
