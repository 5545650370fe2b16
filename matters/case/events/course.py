"""How the case goes its way (流转): steps opened and passed, forks and their arms, returns, what is taken back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from pydantic import Field

from matters.case.events.base import EventBase
from matters.case.values import Dropped, ItemKey, Leg, RepairKind
from matters.language.route.steps import AfterDue, OverdueRule
from matters.organisation.snapshot import Holder


class Chosen(EventBase):
    """Somebody is named to act at a later step. 选定办理人."""

    type: Literal["chosen"] = "chosen"
    step: str
    holder: Holder


class StepOpened(EventBase):
    """A step waits for one of `holders`. 待办产生. `seat`: which of the signers of a countersigned step.

    `overdue`: what happens on the day after it is due, by the rule of the step. `legs`: of an item that waits once more, how it
    had come to the body that has it.
    """

    type: Literal["step_opened"] = "step_opened"
    purpose: Literal["act", "inquiry"] = "act"
    step: str
    seat: str | None = None
    holders: tuple[Holder, ...] = Field(min_length=1)
    due: date | None = None
    provisional: bool = False
    overdue: AfterDue | None = None
    legs: tuple[Leg, ...] = ()
    organisation: int
    calendar: str


class StepPassed(EventBase):
    """A step passes by rule, with its reason; never an approval. 本环节免办. `same_as`: the event of the opinion taken over."""

    type: Literal["step_passed"] = "step_passed"
    step: str
    reason: str
    same_as: int | None = None


class Forked(EventBase):
    """The case takes these branches of a step, or these signers sign it, from now on afresh. 分支展开.

    `after`: by branch, which others come before it; `weights`: by seat, where not 1.
    """

    type: Literal["forked"] = "forked"
    step: str
    branches: tuple[str, ...] = Field(min_length=1)
    after: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    weights: Mapping[str, int] = Field(default_factory=dict)


class Arrived(EventBase):
    """A branch or a signer of a forked step is done. 分支办毕.

    `passed`: agreed, or nobody refused on the way; none where the signer abstained (弃权).
    """

    type: Literal["arrived"] = "arrived"
    step: str
    branch: str
    passed: bool | None


class ItemsClosed(EventBase):
    """Open items that need nobody any more. 无需办理."""

    type: Literal["items_closed"] = "items_closed"
    items: tuple[ItemKey, ...] = Field(min_length=1)
    why: Dropped


class HoldersChanged(EventBase):
    """An item waits for other people since the organisation changed. 办理人调整. `tell`: who holds it newly."""

    type: Literal["holders_changed"] = "holders_changed"
    item: ItemKey
    holders: tuple[Holder, ...] = Field(min_length=1)
    organisation: int
    tell: tuple[str, ...]


class ReturnedToStep(EventBase):
    """An earlier step is to be done again. 退回环节.

    `back`: the step that goes on straight afterwards (直达退回人), none when all run again (重走); `also`: steps in other
    branches that were interrupted and go on with it; `beside`: steps in other branches whose own straight way stays.
    """

    type: Literal["returned_to_step"] = "returned_to_step"
    item: ItemKey
    to: str
    back: str | None = None
    also: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


class TakenBack(EventBase):
    """The last decider takes the decision back before anybody has gone on from it. 拿回."""

    type: Literal["taken_back"] = "taken_back"
    item: ItemKey
    tell: tuple[str, ...] = ()


class Reopened(EventBase):
    """Branches or seats of a step are under way again. 重新办理.

    They were returned to, taken back, or had signed what has changed since.
    """

    type: Literal["reopened"] = "reopened"
    step: str
    arms: tuple[str, ...] = Field(min_length=1)


class WentOverdue(EventBase):
    """The item was not done by its day. 超期. `tell`: its holders, and those whom the rule of the step has told besides.

    `heads`: of the holders' bodies, who may act on it too from now on (由负责人办理).
    """

    type: Literal["went_overdue"] = "went_overdue"
    item: ItemKey
    rule: OverdueRule
    due: date
    heads: tuple[Holder, ...] = ()
    tell: tuple[str, ...] = ()


class SuspensionAsked(EventBase):
    """A holder asks that an item may rest. 申请挂起. `holders`: who may consent; `until`: the day of its expected end."""

    type: Literal["suspension_asked"] = "suspension_asked"
    item: ItemKey
    holders: tuple[Holder, ...] = Field(min_length=1)
    until: date
    organisation: int


class Suspended(EventBase):
    """The item rests. 挂起. `item`: of the consent; `about`: what rests; `stops_clock`: nothing else is being worked on."""

    type: Literal["suspended"] = "suspended"
    item: ItemKey
    about: ItemKey
    until: date
    stops_clock: bool
    tell: tuple[str, ...]


class SuspensionRefused(EventBase):
    """The item goes on as before. 不同意挂起."""

    type: Literal["suspension_refused"] = "suspension_refused"
    item: ItemKey
    about: ItemKey
    tell: tuple[str, ...]


class Resumed(EventBase):
    """The item is worked on again. 恢复办理. `due` of the item, `case_due` of the case where its clock had stopped."""

    type: Literal["resumed"] = "resumed"
    item: ItemKey
    due: date | None = None
    provisional: bool = False
    case_due: date | None = None
    case_provisional: bool = False
    tell: tuple[str, ...] = ()


class WaitOpened(EventBase):
    """The case waits for a day, or for an event outside. 等待. `until`: the day; `holders`: the robots that report the event."""

    type: Literal["wait_opened"] = "wait_opened"
    step: str
    until: date | None = None
    holders: tuple[Holder, ...] = ()
    organisation: int


class Waited(EventBase):
    """The day has come, or the event has happened. 等待结束."""

    type: Literal["waited"] = "waited"
    item: ItemKey


class ProcedureBegun(EventBase):
    """A special procedure begins. 特别程序开始. `approved_by`: through whose decision the case came to it.

    `stops_clock`: the clock of the case stands still as long as it is open.
    """

    type: Literal["procedure_begun"] = "procedure_begun"
    step: str
    approved_by: Holder
    stops_clock: bool


class ClockResumed(EventBase):
    """The clock of the case goes on after a special procedure. 恢复计时. `since`: when it stopped; `due`: of the case."""

    type: Literal["clock_resumed"] = "clock_resumed"
    step: str
    since: datetime
    due: date
    provisional: bool = False


class RepairAsked(EventBase):
    """An administrator asks for a mend that a second one must confirm. 申请修复. `tell`: the others who may."""

    type: Literal["repair_asked"] = "repair_asked"
    what: RepairKind
    item: ItemKey | None = None
    step: str | None = None
    to: Holder | None = None
    tell: tuple[str, ...] = ()


class RepairDropped(EventBase):
    """The mend is not made. 不予修复."""

    type: Literal["repair_dropped"] = "repair_dropped"
    tell: tuple[str, ...] = ()


class Repaired(EventBase):
    """A second administrator has confirmed the mend of the first, and it is made. 修复. `tell`: those it concerns."""

    type: Literal["repaired"] = "repaired"
    what: RepairKind
    asked_by: Holder
    item: ItemKey | None = None
    step: str | None = None
    to: Holder | None = None
    tell: tuple[str, ...] = ()


class HandedOver(EventBase):
    """An item of somebody who leaves goes to a successor. 离职交接. `leaver`: the person."""

    type: Literal["handed_over"] = "handed_over"
    item: ItemKey
    leaver: str
    to: Holder


class ApplicantReplaced(EventBase):
    """Another person of the body stands for the applicant. 经办人变更."""

    type: Literal["applicant_replaced"] = "applicant_replaced"
    to: Holder
