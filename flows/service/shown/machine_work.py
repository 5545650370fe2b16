"""What machines owe and have done for a case (事后动作), as people read it."""

from flows.views.papers import EffectView
from matters.case.owed import Kind
from storage.ledger import EffectState, PlannedEffect

_KINDS: dict[Kind, str] = {
    "number": "编制文号",
    "render": "制作文书",
    "seal": "加盖电子印章",
    "notice": "发送通知",
    "rule_check": "规则核验",
    "look_up": "数据核验",
    "outside_call": "转外部系统办理",
    "submatter": "发起子事项",
    "report_up": "报告主办件",
    "call_off": "撤回子事项",
}
_STATES: dict[EffectState, str] = {
    "planned": "待执行",
    "claimed": "执行中",
    "done": "已完成",
    "in_doubt": "存疑",
    "cancelled": "已取消",
}


def effect_view(effect: PlannedEffect) -> EffectView:
    """Something a machine owes or has done."""
    return EffectView(
        key=effect.key,
        kind=effect.effect.kind,
        kind_name=_KINDS[effect.effect.kind],
        state=effect.state,
        state_name=_STATES[effect.state],
        reason=effect.reason or "",
    )
