"""The port of messages (消息渠道): what every way of telling people keeps to, and the first of them, the in-box (站内通知)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from matters.case.news import ALL_NEWS, NewsChoice, kind_of
from storage import notices
from storage.database import Session
from storage.notices import Message


class Channel(Protocol):
    """A way of telling people: the in-box here, later text messages or the chat of an office.

    It works in the transaction of the fact and leaves the machine in none: a channel to the outside puts the message down with
    the fact and sends it afterwards, by its key.
    """

    def tell(self, session: Session, message: Message) -> tuple[str, ...]:
        """Tell everybody it is to who has not been told under its key; kept or lost with the transaction.

        Returns who of them wants to be told of such a thing.
        """
        ...

    def tell_all(self, session: Session, messages: Sequence[Message]) -> tuple[tuple[str, ...], ...]:
        """The same of several messages at once; who is told, of each."""
        ...


class InBox:
    """The product's own in-box, read on its pages. With `sends` each notice is put down to go outside too, after quiet hours."""

    def __init__(self, *, sends: bool = False) -> None:
        self._sends = sends

    def tell(self, session: Session, message: Message) -> tuple[str, ...]:
        """One notice for each person who wants to be told of that; what binds is told to everybody."""
        (to,) = self.tell_all(session, (message,))
        return to

    def tell_all(self, session: Session, messages: Sequence[Message]) -> tuple[tuple[str, ...], ...]:
        """The same of several messages, in three statements for any number of them."""
        asked_for = {one for message in messages if self._sends or kind_of(message.topic) for one in message.to}
        chosen = notices.choices(session, asked_for) if asked_for else {}
        wanted = [_wanted(message, chosen) for message in messages]
        notices.post_all(session, [(message, self._outside_from(message, chosen)) for message in wanted])
        return tuple(message.to for message in wanted)

    def _outside_from(self, message: Message, chosen: Mapping[str, NewsChoice]) -> Mapping[str, datetime]:
        if not self._sends:
            return notices.NOBODY
        return {one: chosen.get(one, ALL_NEWS).outside_from(message.topic, message.at) for one in message.to}


def _wanted(message: Message, chosen: Mapping[str, NewsChoice]) -> Message:
    to = (person for person in message.to if chosen.get(person, ALL_NEWS).wants(message.topic))
    return replace(message, to=tuple(to))
