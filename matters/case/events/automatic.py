"""What machines do in a case (自动办理): rules checked, registers asked, other systems called, and spot checks of all that."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from matters.case.aggregate import Case
from matters.case.changing import all_closed, item_of, waiting_for, with_item, without
from matters.case.events.base import Closing, ItemEvent, Opening
from matters.case.values import MachineFault, MachineWork
from matters.organisation.snapshot import Holder


class MachineAsked(Opening):
    """A step waits for a machine. 自动办理开始. `holders`: the robots of the system that is to report."""

    name: ClassVar[str] = "转系统自动办理"
    type: Literal["machine_asked"] = "machine_asked"
    work: MachineWork
    holders: tuple[Holder, ...] = ()
    due: date | None = None
    provisional: bool = False
    organisation: int
    calendar: str

    def change(self, case: Case) -> Case:
        """A step that begins anew has no signers of its earlier round any more."""
        asked = self.opening("machine", work=self.work)
        return case.replaced(
            items=(*case.items, asked), forks=tuple(fork for fork in case.forks if fork.step != self.step)
        )


class RulesChecked(ItemEvent):
    """The rules of a version of the definition were checked. 规则核验. `failed`: which do not hold, counted from 1.

    `acts`: they all hold and the machine goes on to do the step (秒批).
    """

    name: ClassVar[str] = "规则核验"
    type: Literal["rules_checked"] = "rules_checked"
    edition: int
    failed: tuple[int, ...] = ()
    acts: bool = False

    def change(self, case: Case) -> Case:
        """Where the machine acts, its act closes the item."""
        return case if self.acts else without(case, self.item)


class LookedUp(ItemEvent):
    """A register has answered. 数据核验. `wrote`: the fields it filled."""

    name: ClassVar[str] = "数据核验"
    type: Literal["looked_up"] = "looked_up"
    interface: str
    wrote: tuple[str, ...] = ()

    def change(self, case: Case) -> Case:
        return without(case, self.item)


class CalledOut(ItemEvent):
    """The case was handed to another system. 转外部系统办理."""

    name: ClassVar[str] = "转外部系统办理"
    type: Literal["called_out"] = "called_out"
    system: str

    def change(self, case: Case) -> Case:
        item = item_of(case, self.item)
        return with_item(case, item.replaced(called=True))


class MachineFailed(ItemEvent):
    """The machine could not do it; a person takes over. 自动办理未成."""

    name: ClassVar[str] = "自动办理未成，转人工办理"
    type: Literal["machine_failed"] = "machine_failed"
    why: MachineFault

    def change(self, case: Case) -> Case:
        return without(case, self.item)


class AskedAgain(Closing):
    """The person who took over lets the machine try once more. 再次自动办理."""

    name: ClassVar[str] = "再次自动办理"
    type: Literal["asked_again"] = "asked_again"


class SpotCheckOpened(Opening):
    """What a machine has decided is looked at again by a person. 抽检."""

    name: ClassVar[str] = "列入抽检"
    tells: ClassVar[str] = "holders"
    type: Literal["spot_check_opened"] = "spot_check_opened"
    holders: tuple[Holder, ...] = Field(min_length=1)
    due: date | None = None
    provisional: bool = False
    organisation: int
    calendar: str

    def change(self, case: Case) -> Case:
        return waiting_for(case, self.opening("spot_check"))


class SpotCheckPassed(Closing):
    """It was right. 抽检无误."""

    name: ClassVar[str] = "抽检无误"
    type: Literal["spot_check_passed"] = "spot_check_passed"


class Revoked(Closing):
    """concluded → revoked; decided → revoked. 撤销决定. `paper`: the one that says so, if the matter has one."""

    name: ClassVar[str] = "撤销决定"
    type: Literal["revoked"] = "revoked"
    paper: str | None = None
    tell: tuple[str, ...] = ()

    def change(self, case: Case) -> Case:
        """Nobody hands over any more what does not stand."""
        done = super().change(case)
        return all_closed(done).replaced(ended="revoked", valid_until=None)
