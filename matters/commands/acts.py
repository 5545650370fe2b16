"""The acts (办理动作), one row each: what they are called, when and where they are offered, and what goes along with them.

What an act does is told by its verb; whatever lists acts anywhere is computed from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from matters.case.aggregate import STATUS_NAMES, Status
from matters.case.items import BY_RULE, Handling, Purpose
from matters.case.values import ItemKey
from matters.commands import cases, items, reports
from matters.commands.base import Command, OnItem
from matters.language.actions import ACTION_NAMES, Action, GoldenAction
from matters.language.outcome import Occasion
from matters.organisation.snapshot import Holder

# What callers from outside call the acts on a case as a whole.
CaseAction = Literal["take_back", "remove_signer", "urge", "read_copy", "retract_copy", "discuss"]
# By the act alone, by what the step says of approving, or by what is answered.
OpinionNeed = Literal["required", "optional", "by_step", "by_answer"]
Bent = Literal["agreeing", "returning", "rejecting"]
By = Literal["people", "administrators", "system"]

# What an act may bring besides its opinion.
PARTS: Mapping[str, str] = {
    "fills": "办理填写内容",
    "findings": "补正事项",
    "answers": "申请内容",
    "materials": "申请材料",
    "to": "人员",
    "where": "加签方式",
    "step": "退回的环节",
    "resumes": "退回后的办理方式",
    "choices": "选定的办理人",
    "until": "预计恢复日期",
    "days": "延长的工作日数",
    "body": "转送的单位",
    "answer": "协查答复",
    "files": "文件",
}
# Those that are named wherever an act has them; without the others there is nothing to bring, or the act says what is wrong.
NAMED = ("to", "where", "step", "until", "days", "body", "answer")


@dataclass(frozen=True, slots=True)
class ItemAct:
    """An act on an open item. `word`: what golden cases and callers from outside call it.

    `steps`: the kinds of steps that offer it to bring them on; `purposes`: what else an item may wait for that offers it;
    `handlings`: the states of an item that offer it instead of everything else. Offered nowhere, it is for whoever the item comes
    back to. Offers stand by `rank`, then in the order of the table. `bent`: which way it brings the case. `opinion`: whether one
    is demanded; nothing where none can be given. `told`: what follows, for an act that hands the item on or tells others, and
    then `reason`: what its opinion is for. `issues`: the paper that it may bring.
    """

    command: type[OnItem]
    word: Action
    statuses: tuple[Status, ...]
    steps: tuple[str, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    handlings: tuple[Handling, ...] = ()
    rank: int = 0
    bent: Bent | None = None
    opinion: OpinionNeed | None = None
    told: str = ""
    reason: str = ""
    issues: Occasion | None = None

    @property
    def name(self) -> str:
        """What people call it."""
        return ACTION_NAMES[self.word]

    @property
    def hands_on(self) -> bool:
        """Whether it hands the item on, or tells others, rather than bringing the case on."""
        return bool(self.told)

    @property
    def parts(self) -> tuple[str, ...]:
        """What it may bring besides its opinion."""
        return _parts_of(self.command)


@cache
def _parts_of(command: type[OnItem]) -> tuple[str, ...]:
    return tuple(part for part in PARTS if part in command.model_fields)


@dataclass(frozen=True, slots=True)
class CaseAct:
    """An act on a case beside its items, or what a machine reports.

    `word`: as of acts on items, where anybody calls it. `offer`: how it is offered where one has to be told what it is about.
    `asked`: what follows, told to whoever is asked once more, because nothing undoes it or because others are disturbed.
    """

    command: type[Command]
    name: str
    statuses: tuple[Status, ...]
    word: CaseAction | GoldenAction | None = None
    by: By = "people"
    offer: str = ""
    asked: str = ""


_ALWAYS: tuple[Status, ...] = tuple(STATUS_NAMES)
_FILED: tuple[Status, ...] = ("submitted",)
_IN_PROGRESS: tuple[Status, ...] = ("in_progress",)
_HANDLED: tuple[Status, ...] = ("submitted", "in_progress")
_OPEN: tuple[Status, ...] = ("submitted", "supplementing", "in_progress", "decided")
_WITH_OFFICIALS: tuple[Status, ...] = ("submitted", "in_progress", "decided")
_ACCEPTED: tuple[Status, ...] = ("in_progress", "decided")
_GRANTED: tuple[Status, ...] = ("decided", "concluded")
# Duties after the decision may be open still when the case is concluded.
_WITH_DUTIES: tuple[Status, ...] = (*_WITH_OFFICIALS, "concluded")
_OPEN_OR_DUTIES: tuple[Status, ...] = (*_OPEN, "concluded")
_BY_RULE = tuple(BY_RULE)
BEFORE = "prior_review"  # looked at before the owner has it
SIGNED = ("review", "decide", "countersign")
_SENDING_BACK = (*SIGNED, "automatic", "sub_matter")

ACTS: tuple[ItemAct | CaseAct, ...] = (
    ItemAct(items.Accept, "accept", _FILED, ("accept",), bent="agreeing", opinion="by_step", issues="accepted"),
    ItemAct(
        items.RefuseAcceptance,
        "refuse_acceptance",
        _FILED,
        ("accept",),
        rank=2,
        bent="rejecting",
        opinion="required",
        issues="acceptance_refused",
    ),
    ItemAct(
        items.RequestSupplement,
        "request_supplement",
        _FILED,
        ("accept",),
        rank=1,
        bent="returning",
        opinion="optional",
        issues="supplement_requested",
    ),
    ItemAct(items.Supplement, "supplement", ("supplementing",), purposes=("supplement",)),
    ItemAct(
        items.Approve, "approve", _HANDLED, (*SIGNED, BEFORE), bent="agreeing", opinion="by_step", issues="granted"
    ),
    ItemAct(
        items.Reject,
        "reject",
        _IN_PROGRESS,
        (*SIGNED, "sub_matter"),
        rank=2,
        bent="rejecting",
        opinion="required",
        issues="denied",
    ),
    ItemAct(items.Abstain, "abstain", _IN_PROGRESS, ("countersign",), opinion="optional"),
    ItemAct(
        items.ReturnToApplicant,
        "return_to_applicant",
        _HANDLED,
        (*_SENDING_BACK, BEFORE),
        rank=1,
        bent="returning",
        opinion="optional",
        issues="supplement_requested",
    ),
    ItemAct(
        items.ReturnToStep,
        "return_to_step",
        _IN_PROGRESS,
        (*_SENDING_BACK, "applicant"),
        rank=1,
        bent="returning",
        opinion="required",
    ),
    ItemAct(
        items.Complete,
        "complete",
        _ACCEPTED,
        ("work", "special_procedure", "automatic", "sub_matter", "applicant"),
        ("wait", "machine"),
        bent="agreeing",
        opinion="by_step",
    ),
    ItemAct(items.BeginAgain, "begin_again", _ACCEPTED, ("sub_matter",), rank=-1, opinion="optional"),
    ItemAct(
        items.Conclude, "conclude", ("decided",), ("deliver",), bent="agreeing", opinion="optional", issues="concluded"
    ),
    ItemAct(
        items.Claim, "claim", _WITH_DUTIES, purposes=_BY_RULE, told="认领后只由您办理，同组其他人员不再看到该待办。"
    ),
    ItemAct(items.Release, "release", _WITH_DUTIES, purposes=_BY_RULE, told="退回后同组人员都可以办理。"),
    ItemAct(
        items.Transfer,
        "transfer",
        _WITH_DUTIES,
        purposes=_BY_RULE,
        opinion="required",
        told="待办和责任一并转给对方，您不再办理；办理期限不变。",
        reason="转办理由",
    ),
    ItemAct(
        items.Delegate,
        "delegate",
        _WITH_DUTIES,
        purposes=_BY_RULE,
        opinion="required",
        told="请对方提出意见，答复后回到您这里，由您决定；办理期限不变。",
        reason="请对方就什么提出意见",
    ),
    ItemAct(items.Advise, "advise", _WITH_DUTIES, handlings=("delegated",), opinion="required"),
    ItemAct(items.Recall, "recall", _WITH_DUTIES, told="收回后由您继续办理，对方不再提出意见。"),
    ItemAct(
        items.ReportUp,
        "report_up",
        _ACCEPTED,
        purposes=("act",),
        opinion="required",
        told="由上级单位直接办理，本单位不再办理；办理期限不变。",
        reason="上报意见",
    ),
    ItemAct(
        items.SendDown,
        "send_down",
        _ACCEPTED,
        purposes=("act",),
        opinion="required",
        told="由下级单位研究答复，答复后回到您这里，由您办理；办理期限不变。",
        reason="请下级单位办理什么",
    ),
    ItemAct(
        items.Forward,
        "forward",
        _ACCEPTED,
        purposes=("act",),
        opinion="required",
        told="附上您的意见，转由所选单位办理；办理期限不变。",
        reason="转报意见",
    ),
    ItemAct(items.Reply, "reply", _ACCEPTED, handlings=("asked",), opinion="required"),
    ItemAct(
        items.AddSigners,
        "add_signers",
        _IN_PROGRESS,
        purposes=("act",),
        rank=1,
        opinion="required",
        told="加签人员也须签署意见，本环节才能办结。",
        reason="加签理由",
    ),
    CaseAct(
        cases.RemoveSigner,
        "减签",
        _IN_PROGRESS,
        "remove_signer",
        offer="减签（{}）",
        asked="减签后，{}不再签署本环节；仍需签署的，须重新加签。",
    ),
    CaseAct(
        cases.TakeBack,
        "拿回",
        _IN_PROGRESS,
        "take_back",
        offer="拿回“{}”环节的办理",
        asked="您对“{}”环节的办理作废，由您重新办理；后续环节因此产生的待办一并取消。",
    ),
    ItemAct(items.Answer, "answer", _IN_PROGRESS, purposes=("inquiry",), opinion="by_answer"),
    ItemAct(items.Fulfil, "fulfil", _GRANTED, purposes=("duty",), opinion="required"),
    ItemAct(items.HandInLate, "hand_in_late", _OPEN_OR_DUTIES, purposes=("late_materials",)),
    ItemAct(
        items.AskSuspension,
        "ask_suspension",
        _WITH_OFFICIALS,
        purposes=("act",),
        rank=1,
        opinion="required",
        told="批准后本环节暂停办理，到预计日期自动恢复，也可以提前恢复；批准之前照常办理。",
        reason="挂起事由",
    ),
    ItemAct(
        items.ConsentToSuspension,
        "consent_to_suspension",
        _WITH_OFFICIALS,
        purposes=("suspension",),
        opinion="optional",
    ),
    ItemAct(items.RefuseSuspension, "refuse_suspension", _WITH_OFFICIALS, purposes=("suspension",), opinion="required"),
    ItemAct(
        items.Resume,
        "resume",
        _WITH_OFFICIALS,
        handlings=("suspended",),
        told="本环节已挂起。恢复后继续办理，剩余期限不变。",
    ),
    ItemAct(
        items.AskExtension,
        "ask_extension",
        _IN_PROGRESS,
        purposes=("act",),
        rank=1,
        opinion="required",
        told="批准后办件的办结期限和本环节的期限顺延，并把事由告知申请人；批准之前期限不变。",
        reason="延长的事由",
    ),
    ItemAct(
        items.ConsentToExtension,
        "consent_to_extension",
        _IN_PROGRESS,
        purposes=("extension",),
        opinion="optional",
        issues="extended",
    ),
    ItemAct(items.RefuseExtension, "refuse_extension", _IN_PROGRESS, purposes=("extension",), opinion="required"),
    ItemAct(
        items.SendCopy,
        "send_copy",
        _WITH_OFFICIALS,
        purposes=("act",),
        opinion="optional",
        told="对方可以查看本办件，不参与办理。",
        reason="附言（选填）",
    ),
    CaseAct(cases.ReadCopy, "已阅", _ALWAYS, "read_copy"),
    CaseAct(
        cases.RetractCopy,
        "收回抄送",
        _OPEN,
        "retract_copy",
        offer="收回抄送（{}）",
        asked="收回后，{}不能再凭抄送查看本办件。",
    ),
    CaseAct(cases.Urge, "催办", _OPEN, "urge", asked="目前的办理人会收到催办提醒和您的说明。"),
    CaseAct(cases.Discuss, "讨论", _OPEN, "discuss"),
    CaseAct(cases.Withdraw, "撤回", ("submitted", "supplementing", "in_progress"), "withdraw"),
    CaseAct(cases.AskRepair, "申请修复", _OPEN_OR_DUTIES, by="administrators"),
    CaseAct(cases.ConfirmRepair, "确认修复", _OPEN_OR_DUTIES, by="administrators"),
    CaseAct(cases.DropRepair, "不予修复", _OPEN_OR_DUTIES, by="administrators"),
    CaseAct(cases.HandOver, "离职交接", _OPEN_OR_DUTIES, by="administrators"),
    CaseAct(cases.ReplaceApplicant, "经办人变更", _OPEN, by="administrators"),
    ItemAct(items.ReportFailure, "report_failure", _ACCEPTED, purposes=("machine",), opinion="required"),
    ItemAct(items.RunAgain, "run_again", _ACCEPTED, ("automatic",)),
    ItemAct(items.PassSpotCheck, "pass_spot_check", _GRANTED, purposes=("spot_check",), opinion="optional"),
    ItemAct(items.Revoke, "revoke", _GRANTED, purposes=("spot_check",), opinion="required", issues="revoked"),
    CaseAct(reports.CheckRules, "规则核验", _ALWAYS, by="system"),
    CaseAct(reports.RecordLookUp, "数据核验", _ALWAYS, "look_up", by="system"),
    CaseAct(reports.RecordCall, "转外部系统办理", _ALWAYS, by="system"),
    CaseAct(reports.ReportFault, "自动办理未成", _ALWAYS, "fail", by="system"),
    CaseAct(reports.RecordPaper, "出具文书", _ALWAYS, by="system"),
    CaseAct(reports.Reresolve, "重新确定办理人", _ALWAYS, by="system"),
    CaseAct(reports.CountAnew, "重新计算期限", _ALWAYS, by="system"),
    CaseAct(reports.Ring, "到期", _ALWAYS, by="system"),
    CaseAct(reports.RecordBegun, "子事项已发起", _ALWAYS, by="system"),
    CaseAct(reports.RecordFailure, "子事项未能发起", _ALWAYS, by="system"),
    CaseAct(reports.RecordEnd, "子事项办结", _ALWAYS, "child_ended", by="system"),
    CaseAct(reports.CallOff, "随主办件撤回", _ALWAYS, by="system"),
    CaseAct(reports.EndCancelled, "因事项取消而终止", _ALWAYS, by="system"),
)

ACT_OF: Mapping[type[Command], ItemAct | CaseAct] = {act.command: act for act in ACTS}
ITEM_ACT_OF: Mapping[type[OnItem], ItemAct] = {act.command: act for act in ACTS if isinstance(act, ItemAct)}
# By their words, and in the order of those.
ON_ITEMS: Mapping[str, ItemAct] = {
    word: act for word in get_args(Action) for act in ITEM_ACT_OF.values() if act.word == word
}
ON_CASES: Mapping[str, CaseAct] = {
    word: act for word in get_args(CaseAction) for act in ACTS if isinstance(act, CaseAct) and act.word == word
}


def bringing(part: str) -> tuple[ItemAct, ...]:
    """The acts that may bring that part."""
    return tuple(act for act in ON_ITEMS.values() if part in act.parts)


def on_item(action: str, actor: Holder, item: ItemKey, version: int, parts: Mapping[str, object]) -> OnItem:
    """The command of that name on an item, with those of the parts (behalf, opinion, fills, findings …) it has."""
    kind = ON_ITEMS[action].command
    own = {name: part for name, part in parts.items() if name in kind.model_fields}
    return kind.model_validate({**own, "actor": actor, "item": item, "expected_version": version})
