"""What is allowed when: status × command, and the commands each kind of step offers. The table of the README comes from here."""

from matters.case import STATUS_NAMES, Status
from matters.commands import (
    Accept,
    Approve,
    Command,
    Complete,
    Conclude,
    Decision,
    OnItem,
    RecordPaper,
    RefuseAcceptance,
    Reject,
    RequestSupplement,
    Reresolve,
    ReturnToApplicant,
    Supplement,
    Withdraw,
)
from matters.definition import Definition

ACTION_NAMES: dict[type[Command], str] = {
    Accept: "受理", RefuseAcceptance: "不予受理", RequestSupplement: "补正告知", Supplement: "提交补正", Approve: "同意",
    Reject: "不同意", ReturnToApplicant: "退回申请人", Complete: "办理完成", Withdraw: "撤回", Conclude: "办结",
    RecordPaper: "出具文书", Reresolve: "重新确定办理人",
}  # fmt: skip

# What machines report or ask for; people never see these, so the table leaves them out.
BY_THE_SYSTEM: frozenset[type[Command]] = frozenset({RecordPaper, Reresolve})

ALLOWED: dict[Status, frozenset[type[Command]]] = {
    "submitted": frozenset({Accept, RefuseAcceptance, RequestSupplement, Withdraw, *BY_THE_SYSTEM}),
    "supplementing": frozenset({Supplement, Withdraw, *BY_THE_SYSTEM}),
    "in_progress": frozenset({Approve, Reject, ReturnToApplicant, Complete, Withdraw, *BY_THE_SYSTEM}),
    "decided": frozenset({Complete, Conclude, *BY_THE_SYSTEM}),
    "concluded": BY_THE_SYSTEM,
    "acceptance_refused": BY_THE_SYSTEM,
    "withdrawn": BY_THE_SYSTEM,
}

OFFERED: dict[str, tuple[type[Decision], ...]] = {
    "accept": (Accept, RequestSupplement, RefuseAcceptance),
    "review": (Approve, ReturnToApplicant, Reject),
    "decide": (Approve, ReturnToApplicant, Reject),
    "countersign": (Approve, ReturnToApplicant, Reject),
    "work": (Complete,),
    "deliver": (Conclude,),
}


def actions_on(matter: Definition, status: Status, step: str, *, supplement: bool) -> tuple[type[OnItem], ...]:
    """The commands that an open item of this step offers its holders now."""
    if supplement:
        return (Supplement,)
    return tuple(kind for kind in OFFERED[matter.step(step).kind] if kind in ALLOWED[status])


def transition_table() -> str:
    """Status × command as a Markdown table, for the README and for people."""
    commands = [c for c in ACTION_NAMES if c not in BY_THE_SYSTEM]
    head = ["| 状态 status | " + " | ".join(f"{ACTION_NAMES[c]} {c.__name__}" for c in commands) + " |"]
    rule = ["|---|" + "---|" * len(commands)]
    rows = [
        f"| {name} `{status}` | " + " | ".join("✓" if c in ALLOWED[status] else "" for c in commands) + " |"
        for status, name in STATUS_NAMES.items()
    ]
    return "\n".join(head + rule + rows)
