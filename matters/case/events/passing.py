"""How an item goes from body to body (上报、转下级、转报), and the answer that comes back."""

from typing import ClassVar, Literal

from pydantic import Field

from matters.calendar import local_day
from matters.case.aggregate import Case
from matters.case.changing import handed, item_of
from matters.case.events.base import ItemEvent
from matters.case.values import Leg
from matters.organisation.snapshot import Holder


def answered(case: Case, event: ItemEvent, to: tuple[Holder, ...], **more: int) -> Case:
    """Back to who had asked another body, out of the group it was claimed from; the claim counts from today."""
    item = item_of(case, event.item)
    group = item.asking.group if item.asking and to == (item.asker,) else ()
    claimed_on = local_day(event.at) if group else None
    return handed(case, item.key, to, group=group, claimed_on=claimed_on, legs=item.legs_before, **more)


class PassedOn(ItemEvent):
    """Another body has the item. 上报、转下级、转报. `holders`: who may act there."""

    name: ClassVar[str] = "转送"
    tells: ClassVar[str] = "holders"
    type: Literal["passed_on"] = "passed_on"
    leg: Leg
    holders: tuple[Holder, ...] = Field(min_length=1)
    organisation: int

    def change(self, case: Case) -> Case:
        item = item_of(case, self.item)
        passed = handed(case, item.key, self.holders, legs=(*item.legs, self.leg), organisation=self.organisation)
        return self.involve(passed, self.place)


class Replied(ItemEvent):
    """The body that was asked has answered, and the item is back. 答复. `to`: who has it again."""

    name: ClassVar[str] = "答复"
    tells: ClassVar[str] = "to"
    type: Literal["replied"] = "replied"
    to: tuple[Holder, ...] = Field(min_length=1)
    organisation: int

    def change(self, case: Case) -> Case:
        return self.involve(answered(case, self, self.to, organisation=self.organisation), self.place)
