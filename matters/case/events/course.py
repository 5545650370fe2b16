"""How the case goes its way (流转): steps opened and passed, forks and their arms, items that change hands or need nobody."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from matters.case.aggregate import Case
from matters.case.changing import handed, item_of, with_arm
from matters.case.deeds import Drop
from matters.case.events.base import LATER, EventBase, ItemEvent, Opening, StepEvent
from matters.case.forks import Arm, ArmEnd, Fork
from matters.case.values import ArmKey, Dropped, ItemKey, Leg, SeatKey
from matters.language.route.demands import AfterDue
from matters.organisation.snapshot import Holder


class Chosen(StepEvent):
    """Somebody is named to act at a later step. 选定办理人."""

    name: ClassVar[str] = "选定办理人"
    type: Literal["chosen"] = "chosen"
    holder: Holder

    def change(self, case: Case) -> Case:
        others = tuple(one for one in case.chosen if one[0] != self.step)
        return case.replaced(chosen=(*others, (self.step, self.holder)))


class StepOpened(Opening):
    """A step waits for one of `holders`. 待办产生. `seat`: which of the signers of a countersigned step.

    `overdue`: what happens on the day after it is due, by the rule of the step. `legs`: of an item that waits once more, how it
    had come to the body that has it. `stops_clock`: the clock of the case stands still as long as it is open.
    """

    tells: ClassVar[str] = "holders"
    type: Literal["step_opened"] = "step_opened"
    purpose: Literal["act", "inquiry", "own_part"] = "act"
    seat: SeatKey | None = None
    holders: tuple[Holder, ...] = Field(min_length=1)
    due: date | None = None
    provisional: bool = False
    overdue: AfterDue | None = None
    legs: tuple[Leg, ...] = ()
    stops_clock: Annotated[bool, LATER] = False
    organisation: int
    calendar: str

    def change(self, case: Case) -> Case:
        """A step that opens as a whole has no signers of its earlier round any more; where others were awaited, now it waits."""
        forks = case.forks if self.seat else tuple(fork for fork in case.forks if fork.step != self.step)
        over = tuple(item for item in case.items if item.step == self.step and item.purpose == "sub_matter")
        items = tuple(item for item in case.items if item not in over)
        opened = self.opening(
            self.purpose, seat=self.seat, overdue=self.overdue, legs=self.legs, stops_clock=self.stops_clock
        )
        return case.replaced(items=(*items, opened), closed=(*case.closed, *over), forks=forks)


class StepPassed(StepEvent):
    """A step passes by rule, with its reason; never an approval. 本环节免办. `same_as`: the event of the opinion taken over."""

    name: ClassVar[str] = "按规则免办"
    type: Literal["step_passed"] = "step_passed"
    reason: str
    same_as: int | None = None


class Forked(StepEvent):
    """The case takes these branches of a step, or these signers sign it, from now on afresh. 分支展开.

    `after`: by branch, which others come before it; `weights`: by seat, where not 1.
    """

    type: Literal["forked"] = "forked"
    branches: tuple[ArmKey, ...] = Field(min_length=1)
    after: Mapping[ArmKey, tuple[ArmKey, ...]] = Field(default_factory=dict)
    weights: Mapping[ArmKey, int] = Field(default_factory=dict)

    def change(self, case: Case) -> Case:
        others = tuple(fork for fork in case.forks if fork.step != self.step)
        arms = (Arm(arm, self.weights.get(arm, 1), self.after.get(arm, ())) for arm in self.branches)
        return case.replaced(forks=(*others, Fork(self.step, tuple(arms))))


class Arrived(StepEvent):
    """A branch or a signer of a forked step is done. 分支办毕.

    `passed`: agreed, or nobody refused on the way; none where the signer abstained (弃权). `silent`: nobody has spoken on the
    seat; it passed by rule, or its people have spoken on another one.
    """

    type: Literal["arrived"] = "arrived"
    branch: ArmKey
    passed: bool | None
    silent: Annotated[bool, LATER] = False

    def change(self, case: Case) -> Case:
        end: ArmEnd = "abstained" if self.passed is None else "passed" if self.passed else "refused"
        return with_arm(case, self.step, self.branch, end=end, silent=self.silent)


class ItemsClosed(EventBase):
    """Open items that need nobody any more. 无需办理."""

    type: Literal["items_closed"] = "items_closed"
    items: tuple[ItemKey, ...] = Field(min_length=1)
    why: Dropped

    def change(self, case: Case) -> Case:
        rest = tuple(item for item in case.items if item.key not in self.items)
        gone = tuple(item for item in case.items if item.key in self.items)
        drops = (*case.drops, *(Drop(item.key, self.actor, self.at, self.why, self.seq, self.behalf) for item in gone))
        return case.replaced(items=rest, closed=(*case.closed, *gone), drops=drops)


class HoldersChanged(ItemEvent):
    """An item waits for other people since the organisation changed. 办理人调整. `tell`: who holds it newly."""

    name: ClassVar[str] = "办理人调整"
    type: Literal["holders_changed"] = "holders_changed"
    holders: tuple[Holder, ...] = Field(min_length=1)
    organisation: int
    tell: tuple[str, ...]

    def change(self, case: Case) -> Case:
        heads = tuple(head for head in item_of(case, self.item).heads if head in self.holders)
        return handed(case, self.item, self.holders, organisation=self.organisation, heads=heads)
