"""What is asked of others beside the handling (协查), owed after the decision (办后义务), or brought late (先办后补)."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from matters.case.aggregate import Case
from matters.case.changing import item_of, waiting_for, with_item
from matters.case.events.base import Closing, EventBase, ItemEvent
from matters.case.events.deciding import Opinion
from matters.case.values import ItemKey
from matters.language.clock import LATE_MATERIALS
from matters.language.route.steps import AnswerKind
from matters.organisation.snapshot import Holder


class Answered(Opinion):
    """A body that was asked has answered; the case goes on, whatever the answer. 协查答复."""

    name: ClassVar[str] = "协查答复"
    type: Literal["answered"] = "answered"
    answer: AnswerKind


class Unanswered(Closing):
    """The limit has passed without an answer, and the case goes on as the definition says. 逾期未复，按规定继续办理."""

    name: ClassVar[str] = "逾期未复，按规定继续办理"
    type: Literal["unanswered"] = "unanswered"


class DutyOpened(EventBase):
    """A duty comes from the decision. 办后义务产生. `holders`: who owes it."""

    name: ClassVar[str] = "产生办后义务"
    tells: ClassVar[str] = "holders"
    type: Literal["duty_opened"] = "duty_opened"
    duty: str
    holders: tuple[Holder, ...] = Field(min_length=1)
    due: date | None = None
    provisional: bool = False
    organisation: int
    calendar: str

    @property
    def place(self) -> str:
        """The duty."""
        return self.duty

    @property
    def opens(self) -> ItemKey:
        """The item that waits since it."""
        return ItemKey(self.seq, self.duty)

    def change(self, case: Case) -> Case:
        return waiting_for(case, self.opening("duty", overdue="remind"))


class Fulfilled(Closing):
    """A duty is done. 履行办后义务."""

    name: ClassVar[str] = "履行办后义务"
    type: Literal["fulfilled"] = "fulfilled"


class MaterialsOwed(EventBase):
    """The applicant has filed without these materials, as the case is urgent. 先办后补. `holders`: who owes them."""

    name: ClassVar[str] = "先办后补"
    tells: ClassVar[str] = "holders"
    type: Literal["materials_owed"] = "materials_owed"
    materials: tuple[str, ...] = Field(min_length=1)
    holders: tuple[Holder, ...] = Field(min_length=1)
    due: date
    provisional: bool = False
    organisation: int
    calendar: str

    @property
    def opens(self) -> ItemKey:
        """The item that waits since it."""
        return ItemKey(self.seq, LATE_MATERIALS)

    def change(self, case: Case) -> Case:
        return waiting_for(case, self.opening("late_materials", overdue="remind", owes=self.materials))


class MaterialsBrought(Closing):
    """Owed materials have come, by themselves or with a supplement that may have made some needless. 补交材料.

    `wrote`: what came by itself; `left`: what is owed still.
    """

    name: ClassVar[str] = "补交材料"
    type: Literal["materials_brought"] = "materials_brought"
    wrote: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    def change(self, case: Case) -> Case:
        """It is done when nothing is left; until then it shows less, so whoever has it open is told by its version."""
        if not self.left:
            return super().change(case)
        item = item_of(case, self.item)
        return with_item(case, item.replaced(owes=self.left, version=item.version + 1))


class MaterialsOverdue(ItemEvent):
    """The day has passed, and materials are owed still. 逾期未补.

    `tell`: who owes them, who has accepted the case or is to, and who supervises.
    """

    name: ClassVar[str] = "逾期未补"
    type: Literal["materials_overdue"] = "materials_overdue"
    due: date
    tell: tuple[str, ...]

    def change(self, case: Case) -> Case:
        return with_item(case, item_of(case, self.item).replaced(warned=self.due))
