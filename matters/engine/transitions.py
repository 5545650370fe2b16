"""What is allowed when: status × command, and the commands each kind of step offers. The table of the README comes from here."""

from collections.abc import Iterator
from typing import Protocol

from matters.case.aggregate import STATUS_NAMES, Status
from matters.case.items import BY_RULE, Handling, Purpose
from matters.case.vote import may_abstain
from matters.commands.base import Command, OnItem
from matters.commands.cases import (
    AskRepair,
    ConfirmRepair,
    Discuss,
    DropRepair,
    HandOver,
    ReadCopy,
    RemoveSigner,
    ReplaceApplicant,
    RetractCopy,
    TakeBack,
    Urge,
    Withdraw,
)
from matters.commands.items import (
    Abstain,
    Accept,
    AddSigners,
    Advise,
    Answer,
    Approve,
    AskSuspension,
    BeginAgain,
    Claim,
    Complete,
    Conclude,
    ConsentToSuspension,
    Delegate,
    Forward,
    Fulfil,
    HandInLate,
    PassSpotCheck,
    Recall,
    RefuseAcceptance,
    RefuseSuspension,
    Reject,
    Release,
    Reply,
    ReportFailure,
    ReportUp,
    RequestSupplement,
    Resume,
    ReturnToApplicant,
    ReturnToStep,
    Revoke,
    RunAgain,
    SendCopy,
    SendDown,
    Supplement,
    Transfer,
)
from matters.commands.reports import (
    CallOff,
    CheckRules,
    RecordBegun,
    RecordCall,
    RecordEnd,
    RecordFailure,
    RecordLookUp,
    RecordPaper,
    ReportFault,
    Reresolve,
    Ring,
)
from matters.language.document import Definition
from matters.language.following import comes_before
from matters.language.route.steps import Countersign, HumanStep, Review, Step, Work, walk
from matters.organisation.snapshot import Holder

ACTION_NAMES: dict[type[Command], str] = {
    Accept: "受理",
    RefuseAcceptance: "不予受理",
    RequestSupplement: "补正告知",
    Supplement: "提交补正",
    Approve: "同意",
    Reject: "不同意",
    Abstain: "弃权",
    ReturnToApplicant: "退回申请人",
    ReturnToStep: "退回环节",
    Complete: "办理完成",
    BeginAgain: "重新发起",
    Conclude: "办结",
    Claim: "认领",
    Release: "退回待办池",
    Transfer: "转办",
    Delegate: "委派",
    Advise: "委派答复",
    Recall: "收回",
    ReportUp: "上报",
    SendDown: "转下级",
    Forward: "转报",
    Reply: "答复",
    AddSigners: "加签",
    RemoveSigner: "减签",
    TakeBack: "拿回",
    Answer: "协查答复",
    Fulfil: "履行办后义务",
    HandInLate: "补交材料",
    AskSuspension: "申请挂起",
    ConsentToSuspension: "同意挂起",
    RefuseSuspension: "不同意挂起",
    Resume: "恢复办理",
    SendCopy: "抄送",
    ReadCopy: "已阅",
    RetractCopy: "收回抄送",
    Urge: "催办",
    Discuss: "讨论",
    Withdraw: "撤回",
    AskRepair: "申请修复",
    ConfirmRepair: "确认修复",
    DropRepair: "不予修复",
    HandOver: "离职交接",
    ReplaceApplicant: "经办人变更",
    ReportFailure: "报告未成",
    RunAgain: "再次自动办理",
    PassSpotCheck: "抽检无误",
    Revoke: "撤销决定",
    CheckRules: "规则核验",
    RecordLookUp: "数据核验",
    RecordCall: "转外部系统办理",
    ReportFault: "自动办理未成",
    RecordPaper: "出具文书",
    Reresolve: "重新确定办理人",
    Ring: "到期",
    RecordBegun: "子事项已发起",
    RecordFailure: "子事项未能发起",
    RecordEnd: "子事项办结",
    CallOff: "随主办件撤回",
}

# What machines report or ask for; people never see these, so the table leaves them out.
BY_THE_SYSTEM: frozenset[type[Command]] = frozenset(
    {
        RecordPaper,
        Reresolve,
        Ring,
        CheckRules,
        RecordLookUp,
        RecordCall,
        ReportFault,
        RecordBegun,
        RecordFailure,
        RecordEnd,
        CallOff,
    }
)

_HANDING: frozenset[type[Command]] = frozenset(
    {
        Claim,
        Release,
        Transfer,
        Delegate,
        Advise,
        Recall,
        SendCopy,
        AskSuspension,
        ConsentToSuspension,
        RefuseSuspension,
        Resume,
    }
)
# Only what was accepted goes to other bodies.
_PASSING: frozenset[type[Command]] = frozenset({ReportUp, SendDown, Forward, Reply})
# What is done to a case beside its items, by those it concerns and by administrators.
_ASIDE: frozenset[type[Command]] = frozenset(
    {
        ReadCopy,
        RetractCopy,
        Urge,
        Discuss,
        AskRepair,
        ConfirmRepair,
        DropRepair,
        HandOver,
        ReplaceApplicant,
    }
)
# Around the work of machines: what robots report, who takes over, who looks again at what was decided.
_BY_MACHINES: frozenset[type[Command]] = frozenset({ReportFailure, RunAgain})
_LOOKING_AGAIN: frozenset[type[Command]] = frozenset({PassSpotCheck, Revoke})
# Around the duties after the decision, which may be open still when the case is concluded.
_DUTIES: frozenset[type[Command]] = frozenset(
    {
        Fulfil,
        Claim,
        Release,
        Transfer,
        Delegate,
        Advise,
        Recall,
        AskRepair,
        ConfirmRepair,
        DropRepair,
        HandOver,
    }
)
ALLOWED: dict[Status, frozenset[type[Command]]] = {
    "submitted": frozenset(
        {
            Accept,
            RefuseAcceptance,
            RequestSupplement,
            HandInLate,
            Withdraw,
            *_HANDING,
            *_ASIDE,
            *BY_THE_SYSTEM,
        }
    ),
    "supplementing": frozenset({Supplement, HandInLate, Withdraw, *_ASIDE, *BY_THE_SYSTEM}),
    "in_progress": frozenset(
        {
            Approve,
            Reject,
            Abstain,
            ReturnToApplicant,
            ReturnToStep,
            Complete,
            BeginAgain,
            AddSigners,
            RemoveSigner,
            TakeBack,
            Answer,
            HandInLate,
            Withdraw,
            *_BY_MACHINES,
            *_HANDING,
            *_PASSING,
            *_ASIDE,
            *BY_THE_SYSTEM,
        }
    ),
    "decided": frozenset(
        {
            Complete,
            BeginAgain,
            Conclude,
            Fulfil,
            HandInLate,
            *_BY_MACHINES,
            *_LOOKING_AGAIN,
            *_HANDING,
            *_PASSING,
            *_ASIDE,
            *BY_THE_SYSTEM,
        }
    ),
    "concluded": frozenset({ReadCopy, HandInLate, *_LOOKING_AGAIN, *_DUTIES, *BY_THE_SYSTEM}),
    "acceptance_refused": frozenset({ReadCopy, *BY_THE_SYSTEM}),
    "withdrawn": frozenset({ReadCopy, *BY_THE_SYSTEM}),
    "terminated": frozenset({ReadCopy, *BY_THE_SYSTEM}),
    "revoked": frozenset({ReadCopy, *BY_THE_SYSTEM}),
}

# What brings each kind of step on.
OFFERED: dict[str, tuple[type[OnItem], ...]] = {
    "accept": (Accept, RequestSupplement, RefuseAcceptance),
    "review": (Approve, ReturnToApplicant, ReturnToStep, Reject),
    "decide": (Approve, ReturnToApplicant, ReturnToStep, Reject),
    "countersign": (Approve, Abstain, ReturnToApplicant, ReturnToStep, Reject),
    "work": (Complete,),
    "special_procedure": (Complete,),
    "automatic": (Complete, RunAgain, ReturnToApplicant, ReturnToStep),
    "deliver": (Conclude,),
    "sub_matter": (BeginAgain, Complete, ReturnToApplicant, ReturnToStep, Reject),
}
# What is offered instead of the step's own acts.
_BY_PURPOSE: dict[Purpose, tuple[type[OnItem], ...]] = {
    "supplement": (Supplement,),
    "suspension": (ConsentToSuspension, RefuseSuspension),
    "wait": (Complete,),
    "machine": (Complete, ReportFailure),
    "spot_check": (PassSpotCheck, Revoke),
    "sub_matter": (),
    "inquiry": (Answer,),
    "duty": (Fulfil,),
    "late_materials": (HandInLate,),
}
_INSTEAD: dict[Handling, tuple[type[OnItem], ...]] = {
    "delegated": (Advise,),
    "asked": (Reply,),
    "suspended": (Resume,),
}
_SIGNED = ("review", "decide", "countersign")


def done_again(matter: Definition) -> Iterator[Step]:
    """The steps a case may be returned to; acceptance and decision stay done."""
    return (step for step in walk(matter.steps) if isinstance(step, Review | Work | Countersign))


class Waiting(Protocol):
    """What tells what an open item offers."""

    @property
    def step(self) -> str:
        """The step that waits."""

    @property
    def purpose(self) -> Purpose:
        """What it waits for."""

    @property
    def handling(self) -> Handling:
        """Whether it was claimed or lent, or another body is asked."""

    @property
    def holders(self) -> tuple[Holder, ...]:
        """Who may act."""


def acts_on(matter: Definition, status: Status, item: Waiting) -> tuple[type[OnItem], ...]:
    """The commands that bring an open item on, for its holders now."""
    if item.handling in _INSTEAD:
        return _INSTEAD[item.handling]
    if item.purpose != "act":
        return _BY_PURPOSE[item.purpose]
    step = matter.step(item.step)
    return tuple(kind for kind in OFFERED[step.kind] if kind in ALLOWED[status] and _fits(matter, step, kind))


def _fits(matter: Definition, step: Step, kind: type[OnItem]) -> bool:
    """Whether what steps of this kind offer makes sense at this one."""
    if kind is Abstain:
        return isinstance(step, HumanStep | Countersign) and may_abstain(step)
    return kind is not ReturnToStep or any(comes_before(matter, other.id, step.id) for other in done_again(matter))


def handings_of(matter: Definition, status: Status, item: Waiting) -> tuple[type[OnItem], ...]:
    """The commands by which its holders may hand an open item on, to others or to themselves."""
    if item.handling in ("delegated", "suspended") or item.purpose not in BY_RULE:
        return ()
    offered = _all_handings(matter, item) if item.purpose == "act" else _within_the_body(item)
    return tuple(kind for kind, fits in offered.items() if fits and kind in ALLOWED[status])


def _within_the_body(item: Waiting) -> dict[type[OnItem], bool]:
    """What is done beside the handling stays with the body that was asked: no copies of it, no signers, no rest."""
    several = len({holder.person for holder in item.holders}) > 1
    return {
        Claim: several and item.handling == "plain",
        Release: item.handling == "claimed",
        Transfer: True,
        Delegate: True,
    }


def _all_handings(matter: Definition, item: Waiting) -> dict[type[OnItem], bool]:
    step = matter.step(item.step)
    onward = {rule.kind for rule in step.passes_on} if isinstance(step, HumanStep) else set()
    return {
        **_within_the_body(item),
        ReportUp: "report_up" in onward,
        SendDown: "send_down" in onward,
        Forward: "forward" in onward,
        SendCopy: True,
        AddSigners: step.kind in _SIGNED and item.handling != "asked",
        AskSuspension: matter.suspension is not None,
    }


def actions_on(matter: Definition, status: Status, item: Waiting) -> tuple[type[OnItem], ...]:
    """All commands that an open item offers its holders now."""
    return (*acts_on(matter, status, item), *handings_of(matter, status, item))


def transition_table() -> str:
    """Command × status as a Markdown table, for the README and for people; no tick = refused as `wrong_status`."""
    head = ["| 指令 command | " + " | ".join(f"{name} `{status}`" for status, name in STATUS_NAMES.items()) + " |"]
    rule = ["|---|" + "---|" * len(STATUS_NAMES)]
    rows = [
        f"| {name} {kind.__name__} | "
        + " | ".join("✓" if kind in ALLOWED[status] else "" for status in STATUS_NAMES)
        + " |"
        for kind, name in ACTION_NAMES.items()
        if kind not in BY_THE_SYSTEM
    ]
    return "\n".join(head + rule + rows)
