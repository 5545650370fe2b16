"""The kinds of effect (事后动作): what each is called, who may have it done again, and what remains without it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

# `submatter`: file a case that another one begins; `report_up`: tell that other one that it has ended; `call_off`: the other way,
# tell a case that it is not needed any more.
Kind = Literal[
    "number",
    "render",
    "seal",
    "notice",
    "rule_check",
    "look_up",
    "outside_call",
    "submatter",
    "report_up",
    "call_off",
]


@dataclass(frozen=True, slots=True)
class EffectKind:
    """One kind of effect. What does it is its hand (`flows.effects.carrying`), what proves it done is `flows.evidence`.

    `again`: who may have it done again once it was begun. `by_machine`: anybody, it is a pure replay. `by_person`: whoever has
    asked the other side, which can tell by the key. `if_undone`: a person, where the row that it makes is not there.
    `without`: what it means to drop it (不再执行); empty for what makes a paper, where the paper says it. `outlives`: still owed
    when the case is withdrawn.
    """

    name: Kind
    word: str
    again: Literal["by_machine", "by_person", "if_undone"]
    without: str = ""
    outlives: bool = False

    @property
    def replayable(self) -> bool:
        """Whether a machine may do it again that cannot know whether it has happened."""
        return self.again == "by_machine"


# Drawn and sealed from their ledger row to the same bytes; another case is begun, told or called off under its lock only where it
# has not been already; to check rules or ask a register is no act. Number and notice are claimed and settled in one transaction:
# should one of them ever be found claimed, nobody can know what happened.
KINDS: Mapping[Kind, EffectKind] = {
    kind.name: kind
    for kind in (
        EffectKind("number", "编制文号", "if_undone"),
        EffectKind("render", "制作文书", "by_machine"),
        EffectKind("seal", "加盖电子印章", "by_machine"),
        EffectKind("notice", "发送通知", "if_undone", "相关人员收不到这条通知，只能在办件中查看进展。", outlives=True),
        EffectKind(
            "rule_check",
            "规则核验",
            "by_machine",
            "规则不再核验，本办件将停在该环节，须由事项管理员修复办件（跳过环节）。",
        ),
        EffectKind(
            "look_up",
            "数据核验",
            "by_machine",
            "数据不再核验，本办件将停在该环节，须由事项管理员修复办件（跳过环节）。",
        ),
        EffectKind(
            "outside_call",
            "转外部系统办理",
            "by_person",
            "不再转外部系统办理，本办件将停在该环节，直至对方报告、逾期转人工办理，或者由事项管理员修复办件。",
        ),
        EffectKind(
            "submatter",
            "发起子事项",
            "by_machine",
            "子事项不再发起，本办件将停在等候子事项的环节，须由事项管理员修复办件（跳过环节）。",
        ),
        EffectKind(
            "report_up",
            "报告主办件",
            "by_machine",
            "主办件得不到本办件的结果，将停在等候子事项的环节，须由事项管理员修复主办件（跳过环节）。",
            outlives=True,
        ),
        EffectKind("call_off", "撤回子事项", "by_machine", "对方办件不会随之撤回，将照常办理。", outlives=True),
    )
}
