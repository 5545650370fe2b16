"""A computed value (计算项): shown as it stands with the present answers, never typed."""

from matters.filing.asked import computed_value
from matters.language.conditions import SumOf
from matters.language.form import ComputedField
from matters.language.words.answers import answer_text
from ui.components.fields.widget import FieldSlot, answer, draw
from ui.components.markup import facts, show
from ui.session import today


@draw.register
def _(field: ComputedField, slot: FieldSlot) -> None:
    text = answer_text(field, computed_value(field, slot.answers, today()))
    show(facts([(field.label, text or _why_not(field, slot))]))


def _why_not(field: ComputedField, slot: FieldSlot) -> str:
    unread = field.value.unread(slot.answers) if isinstance(field.value, SumOf) else ()
    rows = "、".join(map(str, unread))
    return f"第 {rows} 行的数字无法识别，改正后再合计" if rows else "尚不能计算"


@answer.register
def _(field: ComputedField, raw: object) -> None:
    return None
