"""Commands on one item (待办): what its holders do at it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from pydantic import Field

from matters.case.values import Passing, Where
from matters.commands.base import Itemised, OnItem, OnStep, Spoken
from matters.language.route.steps import AnswerKind, Resumes
from matters.organisation.snapshot import Holder


class Accept(OnStep):
    """Accept the case. 受理."""


class RefuseAcceptance(OnStep):
    """Refuse to accept the case, with the reason as opinion. 不予受理."""


class RequestSupplement(Itemised):
    """Ask for supplement. 补正告知."""


class Supplement(OnItem):
    """Hand in what was asked for: only the named fields and materials. 补正."""

    answers: Mapping[str, Any]
    materials: Mapping[str, tuple[str, ...]]


class HandInLate(OnItem):
    """Bring materials that are owed since the filing, some or all of them. 补交材料."""

    materials: Mapping[str, tuple[str, ...]]


class Approve(OnStep):
    """Approve the step. 同意."""


class Reject(OnStep):
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


class Abstain(OnStep):
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


class PassingOn(Spoken):
    """An act that passes the item on to another `body`, with one's opinion (上报、转下级、转报)."""

    kind: ClassVar[Passing]
    body: str


class ReportUp(PassingOn):
    """Have the body above act in one's place. 上报."""

    kind = "report_up"


class SendDown(PassingOn):
    """Have a body below work on it and answer. 转下级."""

    kind = "send_down"


class Forward(PassingOn):
    """Pass the item on to a body that the definition names. 转报."""

    kind = "forward"


class Reply(Spoken):
    """Answer the body that has passed the item on; it comes back. 答复."""


class Advise(Spoken):
    """Give the opinion asked for. 委派答复."""


class Recall(OnItem):
    """Call the item back before the opinion or the answer was given. 收回."""


class AddSigners(Spoken):
    """Have more people sign the step, with the reason as opinion. 加签. `where`: before, beside or after oneself."""

    where: Where
    to: tuple[Holder, ...] = Field(min_length=1, max_length=10)


class Complete(OnStep):
    """Report the work of the step as done. 办理完成."""


class Answer(Spoken):
    """Answer what another body has asked; material comes as `files`. 协查答复."""

    answer: AnswerKind
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


class AskExtension(Spoken):
    """Ask for so many working days more for the case, with the ground as opinion. 申请延长."""

    days: int = Field(ge=1, le=365)


class ConsentToExtension(Spoken):
    """Let the case have them. 同意延长."""


class RefuseExtension(Spoken):
    """Let its time stay as it is, with the reason as opinion. 不同意延长."""


class Resume(OnItem):
    """Go on with an item that rests. 恢复办理."""


class SendCopy(Spoken):
    """Let others read the case. 抄送."""

    to: tuple[Holder, ...] = Field(min_length=1, max_length=20)


class Conclude(OnStep):
    """Hand over the result and close the case. 办结."""


class ReportFailure(Spoken):
    """The robot of another system reports that it cannot do it, with the reason as opinion. 报告未成."""


class RunAgain(OnItem):
    """Let the machine try once more, for which one had taken over. 再次自动办理."""


class PassSpotCheck(Spoken):
    """What the machine decided was right. 抽检无误."""


class Revoke(Spoken):
    """What the machine decided does not stand, with the reason as opinion. 撤销决定."""


class BeginAgain(Spoken):
    """Have the sub-matters begun again that could not be begun, or were refused. 重新发起."""
