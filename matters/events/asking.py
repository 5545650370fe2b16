"""What is asked of others beside the handling (协查), owed after the decision (办后义务), and what follows when it is late."""

from datetime import date
from typing import Literal

from pydantic import Field

from matters.definition.route import Reply
from matters.events.base import EventBase
from matters.organisation import Holder


class Answered(EventBase):
    """A body that was asked has answered; the case goes on, whatever the answer. 协查答复."""

    type: Literal["answered"] = "answered"
    item: str
    answer: Reply


class Unanswered(EventBase):
    """The limit has passed without an answer, and the case goes on as the definition says. 逾期未复，按规定继续办理."""

    type: Literal["unanswered"] = "unanswered"
    item: str


class DutyOpened(EventBase):
    """A duty comes from the decision. 办后义务产生. `holders`: who owes it."""

    type: Literal["duty_opened"] = "duty_opened"
    duty: str
    holders: tuple[Holder, ...] = Field(min_length=1)
    due: date | None = None
    provisional: bool = False
    organisation: int
    calendar: str


class Fulfilled(EventBase):
    """A duty is done. 履行办后义务."""

    type: Literal["fulfilled"] = "fulfilled"
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
