"""What machines do in a case (自动办理): rules checked, registers asked, other systems called, and spot checks of all that."""

from datetime import date
from typing import Literal

from pydantic import Field

from matters.case.events.base import EventBase
from matters.case.values import ItemKey, MachineFault, MachineWork
from matters.organisation.snapshot import Holder


class MachineAsked(EventBase):
    """A step waits for a machine. 自动办理开始. `holders`: the robots of the system that is to report."""

    type: Literal["machine_asked"] = "machine_asked"
    step: str
    work: MachineWork
    holders: tuple[Holder, ...] = ()
    due: date | None = None
    provisional: bool = False
    organisation: int
    calendar: str


class RulesChecked(EventBase):
    """The rules of a version of the definition were checked. 规则核验. `failed`: which do not hold, counted from 1.

    `acts`: they all hold and the machine goes on to do the step (秒批).
    """

    type: Literal["rules_checked"] = "rules_checked"
    item: ItemKey
    edition: int
    failed: tuple[int, ...] = ()
    acts: bool = False


class LookedUp(EventBase):
    """A register has answered. 数据核验. `wrote`: the fields it filled."""

    type: Literal["looked_up"] = "looked_up"
    item: ItemKey
    interface: str
    wrote: tuple[str, ...] = ()


class CalledOut(EventBase):
    """The case was handed to another system. 转外部系统办理."""

    type: Literal["called_out"] = "called_out"
    item: ItemKey
    system: str


class MachineFailed(EventBase):
    """The machine could not do it; a person takes over. 自动办理未成."""

    type: Literal["machine_failed"] = "machine_failed"
    item: ItemKey
    why: MachineFault


class AskedAgain(EventBase):
    """The person who took over lets the machine try once more. 再次自动办理."""

    type: Literal["asked_again"] = "asked_again"
    item: ItemKey


class SpotCheckOpened(EventBase):
    """What a machine has decided is looked at again by a person. 抽检."""

    type: Literal["spot_check_opened"] = "spot_check_opened"
    step: str
    holders: tuple[Holder, ...] = Field(min_length=1)
    due: date | None = None
    provisional: bool = False
    organisation: int
    calendar: str


class SpotCheckPassed(EventBase):
    """It was right. 抽检无误."""

    type: Literal["spot_check_passed"] = "spot_check_passed"
    item: ItemKey


class Revoked(EventBase):
    """concluded → revoked; decided → revoked. 撤销决定. `paper`: the one that says so, if the matter has one."""

    type: Literal["revoked"] = "revoked"
    item: ItemKey
    paper: str | None = None
    tell: tuple[str, ...] = ()
