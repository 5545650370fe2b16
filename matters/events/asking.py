"""What is asked of others beside the handling (协查), owed after the decision (办后义务)."""

from datetime import date
from typing import Literal

from pydantic import Field

from matters.definition.route import AnswerKind
from matters.events.base import EventBase
from matters.organisation import Holder


class Answered(EventBase):
    """A body that was asked has answered; the case goes on, whatever the answer. 协查答复."""

    type: Literal["answered"] = "answered"
    item: str
    answer: AnswerKind


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
