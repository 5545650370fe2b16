"""What machines owe and have done for a case (事后动作), as people read it."""

from flows.views.papers import EffectView
from matters.case.effect_kinds import KINDS
from storage.ledger import EffectState, PlannedEffect

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
        key=str(effect.key),
        kind=effect.effect.kind,
        kind_name=KINDS[effect.effect.kind].word,
        state=effect.state,
        state_name=_STATES[effect.state],
        reason=(effect.reason or "") if effect.state != "done" else "",
    )
