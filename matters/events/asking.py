"""What is asked of others beside the handling of the case (协查), and what follows when it is overdue (逾期)."""

from typing import Literal

from matters.definition.route import Reply
from matters.events.base import EventBase


class Answered(EventBase):
    """A body that was asked has answered; the case goes on, whatever the answer. 协查答复."""

    type: Literal["answered"] = "answered"
    item: str
    answer: Reply


class Unanswered(EventBase):
    """The limit has passed without an answer, and the case goes on as the definition says. 逾期未复，按规定继续办理."""

    type: Literal["unanswered"] = "unanswered"
    item: str


class Reminded(EventBase):
    """The limit of an item has passed, and its holders are told so, once. 逾期提醒."""

    type: Literal["reminded"] = "reminded"
    item: str
    tell: tuple[str, ...]


class Supervised(EventBase):
    """The limit of an item has passed, and whoever supervises its holders is told so, once. 逾期督办."""

    type: Literal["supervised"] = "supervised"
    item: str
    tell: tuple[str, ...]
