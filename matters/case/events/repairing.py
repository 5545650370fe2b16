"""What administrators mend in a case (修复), and what goes to others with those who leave (离职交接)."""

from typing import ClassVar, Literal

from matters.case.aggregate import Case
from matters.case.changing import handed, item_of
from matters.case.deeds import Drop, Repair
from matters.case.events.base import EventBase, ItemEvent
from matters.case.items import OF_APPLICANT, WorkItem
from matters.case.values import ItemKey, RepairKind
from matters.organisation.snapshot import Holder


class Mend(EventBase):
    """What is to be mended of a case (修复): an item that is passed or given to somebody else, or a step to go to."""

    what: RepairKind
    item: ItemKey | None = None
    step: str | None = None
    to: Holder | None = None
    tell: tuple[str, ...] = ()

    @property
    def subject(self) -> ItemKey | None:
        """The item that is to be passed or given to somebody else."""
        return self.item

    @property
    def place(self) -> str:
        """The step of that item, or the one to go to."""
        return self.item.step if self.item else self.step or ""


class RepairAsked(Mend):
    """An administrator asks for a mend that a second one must confirm. 申请修复. `tell`: the others who may."""

    name: ClassVar[str] = "申请修复"
    type: Literal["repair_asked"] = "repair_asked"

    def change(self, case: Case) -> Case:
        asked = Repair(self.what, self.actor, self.at, self.item, self.step, self.to)
        return self.involve(case.replaced(repair=asked))


class RepairDropped(EventBase):
    """The mend is not made. 不予修复."""

    name: ClassVar[str] = "不予修复"
    type: Literal["repair_dropped"] = "repair_dropped"
    tell: tuple[str, ...] = ()

    def change(self, case: Case) -> Case:
        return case.replaced(repair=None)


class Repaired(Mend):
    """A second administrator has confirmed the mend of the first, and it is made. 修复. `tell`: those it concerns."""

    name: ClassVar[str] = "修复"
    type: Literal["repaired"] = "repaired"
    asked_by: Holder

    def change(self, case: Case) -> Case:
        """What stood open is closed, or handed on; where the case goes from here is told by the events that follow."""
        case = self.involve(case.replaced(repair=None))
        if self.what == "reassign" and self.item and self.to:
            return handed(case, self.item, (self.to,), by_hand=True)
        if self.what == "remove_signer":
            return case
        gone = self._needless(case)
        rest = tuple(item for item in case.items if item not in gone)
        drops = (*case.drops, *(Drop(item.key, self.actor, self.at, "repaired", self.seq) for item in gone))
        case = case.replaced(items=rest, closed=(*case.closed, *gone), drops=drops)
        if self.what == "end":
            return case.replaced(paused_at=None, ended="terminated")
        if self.what == "jump":
            return case.replaced(jumped=self.seq, detours=(), paused_at=None, targets=(), resume=None, also=())
        return case

    def _needless(self, case: Case) -> tuple[WorkItem, ...]:
        """What waits for nobody after the mend; a case that is led elsewhere keeps what lies beside its way."""
        if self.what == "end":
            return case.items
        return case.under_way if self.what == "jump" else tuple(item for item in case.items if item.key == self.item)


class HandedOver(ItemEvent):
    """An item of somebody who leaves goes to a successor. 离职交接. `leaver`: the person."""

    name: ClassVar[str] = "离职交接"
    tells: ClassVar[str] = "to"
    type: Literal["handed_over"] = "handed_over"
    leaver: str
    to: Holder

    def change(self, case: Case) -> Case:
        """Of several holders only the leaver is replaced."""
        item = item_of(case, self.item)
        others = tuple(holder for holder in item.holders if holder.person not in (self.leaver, self.to.person))
        return handed(case, self.item, (*others, self.to), by_hand=True)


class ApplicantReplaced(EventBase):
    """Another person of the body stands for the applicant. 经办人变更."""

    name: ClassVar[str] = "经办人变更"
    type: Literal["applicant_replaced"] = "applicant_replaced"
    to: Holder

    def change(self, case: Case) -> Case:
        old = case.applicant.person
        items = tuple(
            item.replaced(holders=(self.to,), version=item.version + 1)
            if (item.purpose in OF_APPLICANT or item.purpose == "duty") and item.holders[0].person == old
            else item
            for item in case.items
        )
        return case.replaced(applicant=self.to, items=items)
