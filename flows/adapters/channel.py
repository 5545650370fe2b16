"""The port of messages (消息渠道): what every way of telling people keeps to, and the first of them, the in-box (站内通知)."""

from typing import Protocol

from storage import notices
from storage.database import Session
from storage.notices import Message


class Channel(Protocol):
    """A way of telling people: the in-box here, later text messages or the chat of an office.

    It works in the transaction of the fact and leaves the machine in none: a channel to the outside puts the message down with
    the fact and sends it afterwards, by its key.
    """

    def tell(self, session: Session, message: Message) -> None:
        """Tell everybody it is to who has not been told under its key; kept or lost with the transaction."""
        ...


class InBox:
    """The product's own in-box, read on its pages."""

    def tell(self, session: Session, message: Message) -> None:
        """One notice for each person."""
        notices.post(session, message)
