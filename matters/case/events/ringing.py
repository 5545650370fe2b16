"""What a day brings (到期): waits, and items that were not done by theirs."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from matters.case.aggregate import Case
from matters.case.changing import item_of, waiting_for, with_item
from matters.case.events.base import LATER, Closing, ItemEvent, Opening
from matters.language.route.demands import OverdueRule
from matters.organisation.snapshot import Holder


class WentOverdue(ItemEvent):
    """The item was not done by its day. 超期. `tell`: its holders, and those whom the rule of the step has told besides.

    `heads`: of the holders' bodies, who may act on it too from now on (由负责人办理).
    """

    name: ClassVar[str] = "超期提醒"
    type: Literal["went_overdue"] = "went_overdue"
    rule: OverdueRule
    due: date
    heads: tuple[Holder, ...] = ()
    tell: tuple[str, ...] = ()

    def change(self, case: Case) -> Case:
        """Who has the item open is not disturbed, unless others may act on it from now on."""
        item = item_of(case, self.item)
        warned = item.replaced(warned=self.due)
        if self.heads:
            group = (*item.group, *self.heads) if item.group else ()
            holders = (*item.holders, *self.heads)
            warned = warned.replaced(
                holders=holders, group=group, heads=(*item.heads, *self.heads), version=item.version + 1
            )
        return with_item(case, warned)


class WaitOpened(Opening):
    """The case waits for a day, or for an event outside. 等待. `until`: the day; `holders`: the robots that report the event.

    `stops_clock`: the clock of the case stands still meanwhile.
    """

    name: ClassVar[str] = "开始等待"
    type: Literal["wait_opened"] = "wait_opened"
    until: date | None = None
    holders: tuple[Holder, ...] = ()
    organisation: int
    stops_clock: Annotated[bool, LATER] = False

    def change(self, case: Case) -> Case:
        return waiting_for(case, self.opening("wait", until=self.until, stops_clock=self.stops_clock))


class Waited(Closing):
    """The day has come, or the event has happened. 等待结束."""

    name: ClassVar[str] = "等待结束"
    type: Literal["waited"] = "waited"
