"""What every way of telling people keeps to, tried on each there is; and a second one, as one to the outside would be."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import pytest
from sqlalchemy import event

from flows.adapters.channel import Channel, InBox
from storage import notices
from storage.database import Database, Session
from storage.notices import Message
from tests.storage.samples import NOON

NEWS = Message("C1:2:notice", ("li", "wang", "li"), "C1", "new_task", "您有一件待办", NOON)


class Told(Channel, Protocol):
    """A channel of which a test can see what has arrived."""

    def arrived(self, database: Database, person: str) -> list[str]:
        """The texts that have reached the person."""
        ...


class ReadInBox(InBox):
    """The in-box, read as its owner reads it."""

    def arrived(self, database: Database, person: str) -> list[str]:
        """What lies in it."""
        with database.reading() as session:
            return [notice.text for notice in notices.inbox(session, person)]


class Spool:
    """Sends once the transaction of the fact is kept."""

    def __init__(self) -> None:
        self._sent: dict[tuple[str, str], str] = {}

    def tell(self, session: Session, message: Message) -> tuple[str, ...]:
        """Put down with the fact, sent afterwards."""

        def send(_: Session) -> None:
            for person in message.to:
                self._sent.setdefault((message.key, person), message.text)

        event.listen(session, "after_commit", send, once=True)
        return message.to

    def tell_all(self, session: Session, messages: Sequence[Message]) -> tuple[tuple[str, ...], ...]:
        """One after the other."""
        return tuple(self.tell(session, message) for message in messages)

    def arrived(self, database: Database, person: str) -> list[str]:
        """What was sent to the person."""
        return [text for (_, to), text in self._sent.items() if to == person]


@pytest.fixture(params=[ReadInBox, Spool])
def channel(request: pytest.FixtureRequest) -> Told:
    """Each channel."""
    made: Told = request.param()
    return made


def test_everybody_is_told_once_however_often_it_is_tried(channel: Told, database: Database) -> None:
    """A worker that died before it could say so is followed by one that tells it again, and by then to one person more."""
    for message in (NEWS, replace(NEWS, to=("li", "zhao"), text="您有一件待办（再次）")):
        with database.transaction() as session:
            channel.tell(session, message)
    arrived = {person: channel.arrived(database, person) for person in ("li", "wang", "zhao", "qian")}
    assert arrived == {"li": [NEWS.text], "wang": [NEWS.text], "zhao": ["您有一件待办（再次）"], "qian": []}


def test_many_are_told_at_once_as_one_by_one(channel: Told, database: Database) -> None:
    """Each fact once, of those with one key the first; and who is told of each."""
    other = replace(NEWS, key="C2:1:notice", to=("zhao",), text="办件已办结")
    with database.transaction() as session:
        told = channel.tell_all(session, (NEWS, other, replace(NEWS, to=("qian",))))
    assert [set(one) for one in told] == [{"li", "wang"}, {"zhao"}, {"qian"}]
    with database.transaction() as session:
        channel.tell_all(session, (other, NEWS))
    arrived = {person: channel.arrived(database, person) for person in ("li", "wang", "zhao", "qian")}
    assert arrived == {"li": [NEWS.text], "wang": [NEWS.text], "zhao": [other.text], "qian": [NEWS.text]}


def test_another_fact_is_another_message(channel: Told, database: Database) -> None:
    """Even with the same words."""
    for message in (NEWS, replace(NEWS, key="C1:3:notice")):
        with database.transaction() as session:
            channel.tell(session, message)
    assert channel.arrived(database, "li") == [NEWS.text] * 2


def test_nobody_is_told_what_did_not_happen(channel: Told, database: Database) -> None:
    """The transaction of the fact is taken back, and the message with it."""
    with pytest.raises(KeyError):
        _tell_and_fail(channel, database)
    assert channel.arrived(database, "li") == []


def _tell_and_fail(channel: Channel, database: Database) -> None:
    with database.transaction() as session:
        channel.tell(session, NEWS)
        raise KeyError
