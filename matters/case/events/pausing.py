"""What rests (挂起) and when the clock of the case stands still (特别程序)."""

from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import Field

from matters.case.account import Reason
from matters.case.aggregate import Case
from matters.case.changing import due_on, item_of, waiting_for, with_item
from matters.case.events.base import Closing, EventBase, ItemEvent, StepEvent
from matters.case.items import Suspension
from matters.case.values import ItemKey
from matters.organisation.snapshot import Holder


class SuspensionAsked(ItemEvent):
    """A holder asks that an item may rest. 申请挂起. `holders`: who may consent; `until`: the day of its expected end."""

    name: ClassVar[str] = "申请挂起"
    tells: ClassVar[str] = "holders"
    type: Literal["suspension_asked"] = "suspension_asked"
    holders: tuple[Holder, ...] = Field(min_length=1)
    until: date
    organisation: int

    @property
    def opens(self) -> ItemKey:
        """The item that waits since it."""
        return ItemKey(self.seq, self.item.step)

    def change(self, case: Case) -> Case:
        """The consent is an item of its own; the work goes on until it is given."""
        asked = self.opening(
            "suspension",
            about=item_of(case, self.item).key,
            until=self.until,
            askers=tuple(hat.person for hat in (self.actor, self.behalf) if hat),
        )
        return waiting_for(case, asked)


class Suspended(ItemEvent):
    """The item rests. 挂起. `item`: of the consent; `about`: what rests.

    `stops_clock`: what was thought of the clock of the case, where it was not asked of the account of its time.
    """

    name: ClassVar[str] = "挂起"
    type: Literal["suspended"] = "suspended"
    about: ItemKey
    until: date
    stops_clock: bool | None = None
    tell: tuple[str, ...]

    def change(self, case: Case) -> Case:
        about = item_of(case, self.about)
        rests = about.replaced(suspended=Suspension(self.at, self.until), version=about.version + 1)
        return self.close(with_item(case, rests), self.item)


class SuspensionRefused(Closing):
    """The item goes on as before. 不同意挂起."""

    name: ClassVar[str] = "不同意挂起"
    type: Literal["suspension_refused"] = "suspension_refused"
    about: ItemKey
    tell: tuple[str, ...]


class Resumed(ItemEvent):
    """The item is worked on again. 恢复办理. `due`: of the item.

    `case_due`: of the case, where it was moved by this event and not by `ClockResumed`.
    """

    name: ClassVar[str] = "恢复办理"
    type: Literal["resumed"] = "resumed"
    due: date | None = None
    provisional: bool = False
    case_due: date | None = None
    case_provisional: bool = False
    tell: tuple[str, ...] = ()

    def change(self, case: Case) -> Case:
        item = item_of(case, self.item)
        works = item.replaced(suspended=None, due=self.due, provisional=self.provisional, version=item.version + 1)
        case = with_item(case, works)
        return due_on(case, self.case_due, self.case_provisional) if self.case_due else case


class RestEnded(StepEvent):
    """What rested was closed, as the case went back or elsewhere, and its rest with it. 挂起终止. `tell`: who held it."""

    name: ClassVar[str] = "挂起终止"
    type: Literal["rest_ended"] = "rest_ended"
    tell: tuple[str, ...] = ()


class ProcedureBegun(StepEvent):
    """A special procedure begins. 特别程序开始. `approved_by`: by whose agreement, if anybody has agreed.

    `stops_clock`: the clock of the case stands still as long as it is open.
    """

    name: ClassVar[str] = "特别程序开始"
    type: Literal["procedure_begun"] = "procedure_begun"
    approved_by: Holder | None = None
    stops_clock: bool

    def change(self, case: Case) -> Case:
        if not self.stops_clock:
            return case
        items = (item.replaced(stops_clock=True) if item.step == self.step else item for item in case.items)
        return case.replaced(items=tuple(items))


class ClockBegun(EventBase):
    """The clock of the case begins to run `since` then, which may be a day to come. 起算. `due`: of the case.

    Told anew where what it is counted from says another day.
    """

    name: ClassVar[str] = "起算"
    type: Literal["clock_begun"] = "clock_begun"
    since: datetime
    due: date
    provisional: bool = False

    def change(self, case: Case) -> Case:
        return due_on(case.replaced(started=self.since), self.due, self.provisional)


class ClockResumed(StepEvent):
    """The clock of the case goes on, and its last day has moved by a time in which it stood still. 恢复计时.

    `since` and `until`: that time, up to this event where it is not said; `reason`: why it stood still, a special procedure
    where it is not said; `step`: where; `due`: of the case.
    """

    name: ClassVar[str] = "恢复计时"
    type: Literal["clock_resumed"] = "clock_resumed"
    since: datetime
    until: datetime | None = None
    reason: Reason | None = None
    due: date
    provisional: bool = False

    def change(self, case: Case) -> Case:
        return due_on(case, self.due, self.provisional)
