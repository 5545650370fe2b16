"""A computed value (计算项): shown as it stands with the present answers, never typed."""

from matters.filing.asked import computed_value, unknown
from matters.language.form import ComputedField
from matters.language.words.answers import answer_text
from ui.components.fields.widget import FieldSlot, answer, draw
from ui.components.markup import facts, show, tag
from ui.session import today


@draw.register
def _(field: ComputedField, slot: FieldSlot) -> None:
    text = answer_text(field, computed_value(field, slot.answers, today()))
    if slot.row:
        show(tag("p", text or "—"))
    else:
        show(facts([(field.label, text or _why_not(field, slot))]))


def _why_not(field: ComputedField, slot: FieldSlot) -> str:
    why = unknown(field, slot.answers, today())
    return "尚不能计算" + (f"：{why.text(slot.words)}" if why else "")


@answer.register
def _(field: ComputedField, raw: object) -> None:
    return None
