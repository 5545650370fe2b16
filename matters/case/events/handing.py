"""How items go from hand to hand (交办), and what is told to others: claims, transfers, added signers, copies, urging."""

from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from matters.calendar import local_day
from matters.case.aggregate import Case
from matters.case.changing import handed, item_of, with_arm
from matters.case.deeds import Copy
from matters.case.events.base import EventBase, ItemEvent, StepEvent
from matters.case.events.passing import answered
from matters.case.forks import Arm, Fork
from matters.case.items import WorkItem
from matters.case.values import ItemKey, SeatKey, Where
from matters.organisation.snapshot import Holder


class Claimed(ItemEvent):
    """One of a group takes the item. 认领."""

    name: ClassVar[str] = "认领"
    type: Literal["claimed"] = "claimed"

    def change(self, case: Case) -> Case:
        item = item_of(case, self.item)
        claim = {"group": item.holders, "claimed_on": local_day(self.at), "heads": item.heads}
        return handed(case, self.item, (self.hat,), **claim)


class Released(ItemEvent):
    """The item waits for the whole group again. 退回待办池. `reason`, `tell`: where no person gave it back."""

    name: ClassVar[str] = "退回待办池"
    type: Literal["released"] = "released"
    reason: str = ""
    tell: tuple[str, ...] = ()

    def change(self, case: Case) -> Case:
        item = item_of(case, self.item)
        return handed(case, self.item, item.group, heads=item.heads)


class Transferred(ItemEvent):
    """Item and responsibility move to somebody else. 转办."""

    name: ClassVar[str] = "转办"
    tells: ClassVar[str] = "to"
    type: Literal["transferred"] = "transferred"
    to: Holder

    def change(self, case: Case) -> Case:
        """Who passed it on has had it before their eyes, and may look at the case still."""
        return self.involve(handed(case, self.item, (self.to,), by_hand=True), self.place)


class Delegated(ItemEvent):
    """Somebody else is asked for an opinion; the item comes back. 委派."""

    name: ClassVar[str] = "委派"
    tells: ClassVar[str] = "to"
    type: Literal["delegated"] = "delegated"
    to: Holder

    def change(self, case: Case) -> Case:
        """It stays in the group and under the claim it was in."""
        return handed(case, self.item, (self.to,), lender=self.hat, **_kept(item_of(case, self.item)))


class Advised(ItemEvent):
    """The opinion asked for is given; the item is back. 委派答复."""

    name: ClassVar[str] = "委派答复"
    tells: ClassVar[str] = "to"
    type: Literal["advised"] = "advised"
    to: Holder

    def change(self, case: Case) -> Case:
        """Who has given the opinion is noted at the item."""
        item = item_of(case, self.item)
        back = handed(case, self.item, _lender(item), advisers=(*item.advisers, self.hat), **_kept(item))
        return self.involve(back, self.place)


class Recalled(ItemEvent):
    """The item is called back before the opinion or the answer was given. 收回."""

    name: ClassVar[str] = "收回"
    type: Literal["recalled"] = "recalled"
    tell: tuple[str, ...]

    def change(self, case: Case) -> Case:
        """Back to who had lent it, or to who had asked another body."""
        item = item_of(case, self.item)
        if self.hat != item.lender:
            return answered(case, self, (self.hat,))
        return handed(case, self.item, _lender(item), **_kept(item))


def _lender(item: WorkItem) -> tuple[Holder, ...]:
    return (item.lender,) if item.lender else ()


def _kept(item: WorkItem) -> dict[str, Any]:
    """What an item that is lent keeps."""
    return {"group": item.group, "claimed_on": item.claimed_on, "by_hand": item.by_hand, "heads": item.heads}


class AddedSeat(BaseModel):
    """A seat of a signer added by hand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: SeatKey
    holder: Holder


class SignersAdded(ItemEvent):
    """More people are to sign the step. 加签. `seat`: of whom they were added to."""

    name: ClassVar[str] = "加签"
    type: Literal["signers_added"] = "signers_added"
    seat: SeatKey
    where: Where
    seats: tuple[AddedSeat, ...] = Field(min_length=1)

    def change(self, case: Case) -> Case:
        """The adder's seat waits for those before it; those after it wait for it, as do all who came after it anyway."""
        item = item_of(case, self.item)
        fork = case.fork(item.step) or Fork(item.step, (Arm(self.seat),))
        new = tuple(seat.id for seat in self.seats)
        after = (self.seat,) if self.where == "after" else ()
        added = (Arm(s.id, after=after, adder=self.hat, who=(s.holder,)) for s in self.seats)
        arms = (arm.replaced(after=(*arm.after, *new)) if self.seat in arm.after else arm for arm in fork.arms)
        fork = fork.replaced(arms=(*arms, *added)).with_arm(self.seat, who=(self.hat,), legs=item.legs)
        if self.where == "before":
            fork = fork.with_arm(self.seat, after=new)
        items = tuple(i.replaced(seat=self.seat, version=i.version + 1) if i is item else i for i in case.items)
        forks = (*(other for other in case.forks if other.step != item.step), fork)
        return case.replaced(items=items, forks=forks)


class SignerRemoved(StepEvent):
    """A signer added before need not sign. 减签."""

    name: ClassVar[str] = "减签"
    type: Literal["signer_removed"] = "signer_removed"
    seat: SeatKey
    tell: tuple[str, ...]

    def change(self, case: Case) -> Case:
        return with_arm(case, self.step, self.seat, end="removed")


class CopySent(StepEvent):
    """Others may read the case. 抄送. `item`: of a copy the holder sends; none of one that the definition sends."""

    name: ClassVar[str] = "抄送"
    tells: ClassVar[str] = "to"
    type: Literal["copy_sent"] = "copy_sent"
    item: ItemKey | None = None
    to: tuple[Holder, ...] = Field(min_length=1)

    @property
    def subject(self) -> ItemKey | None:
        """The item of who sends it."""
        return self.item

    def change(self, case: Case) -> Case:
        """Who is sent another copy has it to read afresh."""
        kept = tuple(copy for copy in case.copies if copy.to.person not in self.told)
        return case.replaced(copies=(*kept, *(Copy(holder, self.hat, self.step, self.at) for holder in self.to)))


class CopyRead(EventBase):
    """Somebody says that a copy was read. 已阅."""

    name: ClassVar[str] = "已阅"
    type: Literal["copy_read"] = "copy_read"

    def change(self, case: Case) -> Case:
        reader = self.actor.person
        copies = (c.replaced(read_at=c.read_at or self.at) if c.to.person == reader else c for c in case.copies)
        return case.replaced(copies=tuple(copies))


class CopyRetracted(EventBase):
    """An unread copy is taken back. 收回抄送."""

    name: ClassVar[str] = "收回抄送"
    type: Literal["copy_retracted"] = "copy_retracted"
    person: str

    def change(self, case: Case) -> Case:
        return case.replaced(copies=tuple(copy for copy in case.copies if copy.to.person != self.person))


class Urged(EventBase):
    """Those for whom the case waits are reminded. 催办."""

    name: ClassVar[str] = "催办"
    type: Literal["urged"] = "urged"
    tell: tuple[str, ...]

    def change(self, case: Case) -> Case:
        return case.replaced(urged=(*case.urged, (self.actor.person, self.at)))


class Discussed(EventBase):
    """Something is said among those who handle the case. 讨论."""

    type: Literal["discussed"] = "discussed"
    tell: tuple[str, ...]
