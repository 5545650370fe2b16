"""Commands (指令): what somebody asks to be done to a case, in the imperative."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from matters.organisation import Holder


class Command(BaseModel):
    """A wish of an actor. `said` is the salted digest of what the person wrote in this act; the text itself stays outside."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    actor: Holder
    said: str = ""


class Submit(Command):
    """Hand in a new case. 提交申请."""

    case_no: str
    answers: Mapping[str, Any]
    materials: Mapping[str, tuple[str, ...]]


class OnItem(Command):
    """A command on one work item, at the version the person was shown."""

    item: str
    expected_version: int = Field(ge=0)


class Decision(OnItem):
    """An official's act, with an opinion and the fields the step lets them fill."""

    opinion: str = ""
    fills: Mapping[str, Any] = Field(default_factory=dict)


class Accept(Decision):
    """Accept the case. 受理."""


class RefuseAcceptance(Decision):
    """Refuse to accept the case, with the reason as opinion. 不予受理."""


class Itemised(Decision):
    """A decision that names all defects at once. `findings`: target id → what is wrong."""

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
    """Send back to the applicant after acceptance. 退回申请人."""


class Complete(Decision):
    """Report the work of the step as done. 办理完成."""


class Withdraw(Command):
    """Take the case back before it is decided. 撤回."""

    reason: str = ""


class Conclude(Decision):
    """Hand over the result and close the case. 办结."""


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


SYSTEM = Holder(person="system", post="")


# What golden cases and callers from outside call the commands on an item.
ACTIONS: Mapping[str, type[OnItem]] = {
    "accept": Accept, "refuse_acceptance": RefuseAcceptance, "request_supplement": RequestSupplement,
    "supplement": Supplement, "approve": Approve, "reject": Reject, "return_to_applicant": ReturnToApplicant,
    "complete": Complete, "conclude": Conclude,
}  # fmt: skip


def on_item(action: str, actor: Holder, item: str, version: int, parts: Mapping[str, object]) -> OnItem:
    """The command of that name on an item, with those of the parts (opinion, fills, findings, answers, materials) it has."""
    kind = ACTIONS[action]
    own = {name: part for name, part in parts.items() if name in kind.model_fields}
    return kind.model_validate({**own, "actor": actor, "item": item, "expected_version": version})
