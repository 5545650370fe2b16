"""What is allowed when: status × command, and the commands each kind of step offers. The table of the README comes from here."""

from matters.case import STATUS_NAMES, Case, Status, WorkItem
from matters.commands import (
    Accept,
    Approve,
    Command,
    Conclude,
    Decision,
    OnItem,
    RecordPaper,
    RefuseAcceptance,
    Reject,
    RequestSupplement,
    ReturnToApplicant,
    Supplement,
    Withdraw,
)
from matters.definition import Definition

ACTION_NAMES: dict[type[Command], str] = {
    Accept: "受理", RefuseAcceptance: "不予受理", RequestSupplement: "补正告知", Supplement: "提交补正", Approve: "同意",
    Reject: "不同意", ReturnToApplicant: "退回申请人", Withdraw: "撤回", Conclude: "办结", RecordPaper: "出具文书",
}  # fmt: skip

ALLOWED: dict[Status, frozenset[type[Command]]] = {
    "submitted": frozenset({Accept, RefuseAcceptance, RequestSupplement, Withdraw, RecordPaper}),
    "supplementing": frozenset({Supplement, Withdraw, RecordPaper}),
    "in_progress": frozenset({Approve, Reject, ReturnToApplicant, Withdraw, RecordPaper}),
    "decided": frozenset({Conclude, RecordPaper}),
    "concluded": frozenset({RecordPaper}),
    "acceptance_refused": frozenset({RecordPaper}),
    "withdrawn": frozenset({RecordPaper}),
}

OFFERED: dict[str, tuple[type[Decision], ...]] = {
    "accept": (Accept, RequestSupplement, RefuseAcceptance),
    "review": (Approve, ReturnToApplicant, Reject),
    "decide": (Approve, ReturnToApplicant, Reject),
    "deliver": (Conclude,),
}


def actions_on(matter: Definition, case: Case, item: WorkItem) -> tuple[type[OnItem], ...]:
    """The commands an open item offers its holders now."""
    if item.supplement:
        return (Supplement,)
    return tuple(kind for kind in OFFERED[matter.step(item.step).kind] if kind in ALLOWED[case.status])


def transition_table() -> str:
    """Status × command as a Markdown table, for the README and for people."""
    commands = [c for c in ACTION_NAMES if c is not RecordPaper]
    head = ["| 状态 status | " + " | ".join(f"{ACTION_NAMES[c]} {c.__name__}" for c in commands) + " |"]
    rule = ["|---|" + "---|" * len(commands)]
    rows = [
        f"| {name} `{status}` | " + " | ".join("✓" if c in ALLOWED[status] else "" for c in commands) + " |"
        for status, name in STATUS_NAMES.items()
    ]
    return "\n".join(head + rule + rows)
