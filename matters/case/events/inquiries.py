"""What is asked of others beside the handling (协查), owed after the decision (办后义务), or brought late (先办后补)."""

from datetime import date
from typing import Literal

from pydantic import Field

from matters.case.events.base import EventBase
from matters.case.values import ItemKey
from matters.language.route.steps import AnswerKind
from matters.organisation.snapshot import Holder


class Answered(EventBase):
    """A body that was asked has answered; the case goes on, whatever the answer. 协查答复."""

    type: Literal["answered"] = "answered"
    item: ItemKey
    answer: AnswerKind


class Unanswered(EventBase):
    """The limit has passed without an answer, and the case goes on as the definition says. 逾期未复，按规定继续办理."""

    type: Literal["unanswered"] = "unanswered"
    item: ItemKey


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
    item: ItemKey


class MaterialsOwed(EventBase):
    """The applicant has filed without these materials, as the case is urgent. 先办后补. `holders`: who owes them."""

    type: Literal["materials_owed"] = "materials_owed"
    materials: tuple[str, ...] = Field(min_length=1)
    holders: tuple[Holder, ...] = Field(min_length=1)
    due: date
    provisional: bool = False
    organisation: int
    calendar: str


class MaterialsBrought(EventBase):
    """Owed materials have come, by themselves or with a supplement that may have made some needless. 补交材料.

    `wrote`: what came by itself; `left`: what is owed still.
    """

    type: Literal["materials_brought"] = "materials_brought"
    item: ItemKey
    wrote: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


class MaterialsOverdue(EventBase):
    """The day has passed, and materials are owed still. 逾期未补.

    `tell`: who owes them, who has accepted the case or is to, and who supervises.
    """

    type: Literal["materials_overdue"] = "materials_overdue"
    item: ItemKey
    due: date
    tell: tuple[str, ...]
