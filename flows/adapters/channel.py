"""The port of messages (消息渠道): what every way of telling people keeps to, and the first of them, the in-box (站内通知)."""

from dataclasses import replace
from typing import Protocol

from matters.case.news import ALL_NEWS, kind_of
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


class InBox:
    """The product's own in-box, read on its pages. With `sends` each notice is put down to go outside too, after quiet hours."""

    def __init__(self, *, sends: bool = False) -> None:
        self._sends = sends

    def tell(self, session: Session, message: Message) -> tuple[str, ...]:
        """One notice for each person who wants to be told of that; what binds is told to everybody."""
        chosen = notices.choices(session, message.to) if self._sends or kind_of(message.topic) else {}
        choice = {person: chosen.get(person, ALL_NEWS) for person in message.to}
        to = tuple(person for person in message.to if choice[person].wants(message.topic))
        outside = {one: choice[one].outside_from(message.topic, message.at) for one in to} if self._sends else {}
        notices.post(session, replace(message, to=to), outside)
        return to
