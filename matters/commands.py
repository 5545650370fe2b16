"""Commands (指令): what somebody asks to be done to a case, in the imperative."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from matters.definition.route import Reply
from matters.events import MachineFault, RepairKind, Where
from matters.organisation import SYSTEM as SYSTEM
from matters.organisation import Holder

Resumes = Literal["rerun", "straight_back"]


class Command(BaseModel):
    """A wish of an actor. `said` is the salted digest of what the person wrote in this act; the text itself stays outside.

    `behalf`: the hat of somebody absent for whom the actor stands in (代理); `choices`: who is to act at later steps (选定).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    actor: Holder
    behalf: Holder | None = None
    said: str = ""

    @property
    def hat(self) -> Holder:
        """The hat that the act counts for."""
        return self.behalf or self.actor


class Submit(Command):
    """Hand in a new case. 提交申请."""

    case_no: str
    answers: Mapping[str, Any]
    materials: Mapping[str, tuple[str, ...]]
    choices: Mapping[str, Holder] = Field(default_factory=dict)


class OnItem(Command):
    """A command on one work item, at the version the person was shown."""

    item: str
    expected_version: int = Field(ge=0)


class Spoken(OnItem):
    """An official's act, with an opinion or a reason."""

    opinion: str = ""


class Decision(Spoken):
    """An act that brings the step on, with the fields it lets its holder fill. `choices`: who acts at later steps (选定)."""

    fills: Mapping[str, Any] = Field(default_factory=dict)
    choices: Mapping[str, Holder] = Field(default_factory=dict)


class Accept(Decision):
    """Accept the case. 受理."""


class RefuseAcceptance(Decision):
    """Refuse to accept the case, with the reason as opinion. 不予受理."""


class Itemised(Spoken):
    """An act that names all defects at once. `findings`: target id → what is wrong."""

    findings: Mapping[str, str]


class RequestSupplement(Itemised):
    """Ask for supplement. 补正告知."""


class Supplement(OnItem):
    """Hand in what was asked for: only the named fields and materials. 补正."""

    answers: Mapping[str, Any]
    materials: Mapping[str, tuple[str, ...]]


class Approve(Decision):
    """Approve the step. 同意."""


class Reject(Decision):
    """Refuse the matter at this step, with the reason as opinion. 不同意."""


class ReturnToApplicant(Itemised):
    """Send back to the applicant after acceptance. 退回申请人.

    `resumes`: where the case goes on, if the step leaves that open.
    """

    resumes: Resumes | None = None


class ReturnToStep(Spoken):
    """Have an earlier step done again, with the reason as opinion. 退回环节. `resumes` as of a return to the applicant."""

    step: str
    resumes: Resumes | None = None


class Abstain(Decision):
    """Take no side in a vote by share. 弃权."""


class Claim(OnItem):
    """Take the item out of the group's queue. 认领."""


class Release(OnItem):
    """Give a claimed item back to the group. 退回待办池."""


class Handing(Spoken):
    """An act that passes the item to somebody in the same body, with the reason as opinion."""

    to: tuple[Holder, ...] = Field(min_length=1, max_length=1)


class Transfer(Handing):
    """Pass item and responsibility on. 转办."""


class Delegate(Handing):
    """Ask somebody for an opinion; the item comes back. 委派."""


class Advise(Spoken):
    """Give the opinion asked for. 委派答复."""


class Recall(OnItem):
    """Call the item back before the opinion was given. 收回委派."""


class AddSigners(Spoken):
    """Have more people sign the step, with the reason as opinion. 加签. `where`: before, beside or after oneself."""

    where: Where
    to: tuple[Holder, ...] = Field(min_length=1, max_length=10)


class RemoveSigner(Command):
    """Take off a signer one has added oneself, or that an administrator sees fit to. 减签."""

    step: str
    seat: str


class TakeBack(Command):
    """Take the decision on that item back before anybody has gone on from it. 拿回."""

    item: str
    reason: str = ""


class Complete(Decision):
    """Report the work of the step as done. 办理完成."""


class Answer(Spoken):
    """Answer what another body has asked; material comes as `files`. 协查答复."""

    answer: Reply
    files: tuple[str, ...] = ()


class Fulfil(Spoken):
    """Say what was done about a duty after the decision, with files where there are any. 履行办后义务."""

    files: tuple[str, ...] = ()


class AskSuspension(Spoken):
    """Ask that the item may rest until that day at most, with the ground as opinion. 申请挂起."""

    until: date


class ConsentToSuspension(Spoken):
    """Let the item rest. 同意挂起."""


class RefuseSuspension(Spoken):
    """Let it go on, with the reason as opinion. 不同意挂起."""


class Resume(OnItem):
    """Go on with an item that rests. 恢复办理."""


class SendCopy(Spoken):
    """Let others read the case. 抄送."""

    to: tuple[Holder, ...] = Field(min_length=1, max_length=20)


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

    `end` the case, `skip` an item, `jump` to a step, `reassign` an item `to` somebody else.
    """

    what: RepairKind
    reason: str = ""
    item: str | None = None
    step: str | None = None
    to: Holder | None = None


class ConfirmRepair(Command):
    """Confirm, as a second administrator, what the first has asked. 确认修复."""


class DropRepair(Command):
    """Do not make the mend, or take one's own wish back. 不予修复."""


class HandOver(Command):
    """Give an item of a leaver to the successor, as an administrator of the organisation. 离职交接."""

    item: str
    leaver: str
    to: Holder


class ReplaceApplicant(Command):
    """Let another person of the body stand for the applicant who leaves. 经办人变更."""

    to: Holder


class Withdraw(Command):
    """Take the case back before it is decided. 撤回."""

    reason: str = ""


class Conclude(Decision):
    """Hand over the result and close the case. 办结."""


class ReportFailure(Spoken):
    """The robot of another system reports that it cannot do it, with the reason as opinion. 报告未成."""


class RunAgain(OnItem):
    """Let the machine try once more, for which one had taken over. 再次自动办理."""


class PassSpotCheck(Spoken):
    """What the machine decided was right. 抽检无误."""


class Revoke(Spoken):
    """What the machine decided does not stand, with the reason as opinion. 撤销决定."""


class CheckRules(Command):
    """The system checks the rules of a step. 规则核验. `lot`: 0 to 99, drawn at random for the spot check (抽检)."""

    item: str
    lot: int = Field(ge=0, le=99)


class RecordLookUp(Command):
    """The system reports what a register has answered, field by field. 数据核验."""

    item: str
    answers: Mapping[str, Any]


class RecordCall(Command):
    """The system reports that the case was handed to another system. 转外部系统办理."""

    item: str


class ReportFault(Command):
    """The system reports that it could not do what the step asks for. 自动办理未成."""

    item: str
    why: MachineFault


class Ring(Command):
    """A day that the item waits for has come. 到期."""

    item: str


class Reresolve(Command):
    """The system looks again who may act on an item, since the organisation has changed. 重新确定办理人."""

    item: str


class RecordPaper(Command):
    """The system reports that a paper is numbered, drawn and sealed. 文书已用印."""

    paper: str
    document: str
    number: str
    digest: str
    issued_on: date


# What golden cases and callers from outside call the commands on an item.
ACTIONS: Mapping[str, type[OnItem]] = {
    "accept": Accept, "refuse_acceptance": RefuseAcceptance, "request_supplement": RequestSupplement,
    "supplement": Supplement, "approve": Approve, "reject": Reject, "return_to_applicant": ReturnToApplicant,
    "complete": Complete, "conclude": Conclude, "abstain": Abstain, "return_to_step": ReturnToStep, "claim": Claim,
    "release": Release, "transfer": Transfer, "delegate": Delegate, "advise": Advise, "recall": Recall,
    "add_signers": AddSigners, "send_copy": SendCopy, "ask_suspension": AskSuspension,
    "consent_to_suspension": ConsentToSuspension, "refuse_suspension": RefuseSuspension, "resume": Resume, "answer": Answer,
    "fulfil": Fulfil,
    "report_failure": ReportFailure, "run_again": RunAgain, "pass_spot_check": PassSpotCheck, "revoke": Revoke,
}  # fmt: skip


def on_item(action: str, actor: Holder, item: str, version: int, parts: Mapping[str, object]) -> OnItem:
    """The command of that name on an item, with those of the parts (opinion, fills, findings …) it has."""
    kind = ACTIONS[action]
    own = {name: part for name, part in parts.items() if name in kind.model_fields}
    return kind.model_validate({**own, "actor": actor, "item": item, "expected_version": version})
