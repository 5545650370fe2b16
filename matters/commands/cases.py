"""Commands on a case as a whole (办件): filing, taking back, reading, mending, withdrawing."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from matters.case.channel import Channel
from matters.case.values import ArmKey, ItemKey, Origin, RepairKind
from matters.commands.base import Command
from matters.organisation.snapshot import Holder


class Submit(Command):
    """Hand in a new case. 提交申请. `origin`: the case that begins this one; then the system files it in somebody's name.

    `channel`: how the actor files it on behalf of somebody who has given a mandate, or has come to the window; `places`: where
    the originals are kept that were left there, by material. `period`: for which period a recurring report is filed; the last one
    that is over where it says none.
    """

    case_no: str
    answers: Mapping[str, Any]
    materials: Mapping[str, tuple[str, ...]]
    choices: Mapping[str, Holder] = Field(default_factory=dict)
    origin: Origin | None = None
    channel: Channel | None = None
    places: Mapping[str, str] = Field(default_factory=dict)
    period: str = ""


class RemoveSigner(Command):
    """Take off a signer one has added oneself. 减签."""

    step: str
    seat: ArmKey


class TakeBack(Command):
    """Take the decision on that item back before anybody has gone on from it. 拿回."""

    item: ItemKey
    reason: str = ""


class ReadCopy(Command):
    """Say that one has read a copy. 已阅."""


class RetractCopy(Command):
    """Take back a copy that nobody has read yet. 收回抄送."""

    person: str


class Urge(Command):
    """Remind those for whom the case waits. 催办."""

    reason: str = ""


class Discuss(Command):
    """Say something to the others who handle the case, apart from any decision. 讨论."""

    text: str = Field(min_length=1)


class AskRepair(Command):
    """Ask, as an administrator, that a stuck case be mended; with the reason. 申请修复.

    `end` the case, `skip` an item, `jump` to a step, `reassign` an item `to` somebody else, `remove_signer` who was
    added and has the item.
    """

    what: RepairKind
    reason: str = ""
    item: ItemKey | None = None
    step: str | None = None
    to: Holder | None = None


class ConfirmRepair(Command):
    """Confirm, as a second administrator, what the first has asked. 确认修复."""


class DropRepair(Command):
    """Do not make the mend, or take one's own wish back. 不予修复."""


class HandOver(Command):
    """Give an item of a leaver to the successor, as an administrator of the organisation. 离职交接."""

    item: ItemKey
    leaver: str
    to: Holder


class ReplaceApplicant(Command):
    """Let another person of the body stand for the applicant who leaves. 经办人变更."""

    to: Holder


class Withdraw(Command):
    """Take the case back before it is decided. 撤回."""

    reason: str = ""
