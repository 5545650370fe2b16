"""What all widgets share: where a field stands, how it is asked and read; each type registers its own functions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

import streamlit as st
from pydantic import TypeAdapter

from flows.views.tasks import FillField
from matters.filing.taken import taken
from matters.language.form import Choosing, FieldBase, FormField
from matters.language.words.phrases import Phrasing
from ui.components.defects import each
from ui.components.markup import Html, plain, show, tag
from ui.components.wording import asked_as

_FIELD: TypeAdapter[FormField] = TypeAdapter(FormField)


@dataclass(frozen=True)
class FieldSlot:
    """Where a field stands: the widget's key and what to call when it changes.

    `answers`: what the form says now, computed values included. `parties`: the bodies the case is between, by `applicant`
    and `owner`, as far as they are known. `row`: of a cell in a table, the row's name; its label is in the table's head.
    `words`: what the other fields of the form are called.
    """

    key: str
    changed: Callable[[], None] | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    parties: Mapping[str, str] = field(default_factory=dict)
    row: str = ""
    compact: bool = False
    words: Phrasing = field(default_factory=Phrasing)

    def label(self, field: FieldBase, unit: str = "") -> str:
        """The label with its unit, and whether it may be left empty."""
        return plain(f"{self.row} {field.label}".strip() + asked_as(field, self.answers, unit))

    def common(self, field: FieldBase) -> dict[str, Any]:
        """What every widget is given."""
        return {
            "key": self.key,
            "on_change": self.changed,
            "label_visibility": "collapsed" if self.row else "visible",
        }


def field_of(fill: FillField) -> FormField:
    """The field of a work item's form."""
    return _FIELD.validate_python(fill.definition)


def begin(field: FieldBase, slot: FieldSlot, value: object) -> None:
    """Give the widget its first value."""
    if slot.key not in st.session_state:
        st.session_state[slot.key] = start(field, value)


def keep_chosen(field: FieldBase, slot: FieldSlot, value: object) -> None:
    """Let the widget of a choice that hangs on others show what counts: it comes back with the answer that took it away."""
    if isinstance(field, Choosing) and field.looks_at:
        st.session_state[slot.key] = start(field, value)


def ask(field: FieldBase, slot: FieldSlot, value: object, problem: str = "") -> None:
    """Draw the field with its present value; below it what helps to fill it in, and what is wrong with it.

    A cell of a table has no room below; what is wrong is told of the table.
    """
    begin(field, slot, value)
    if slot.row:
        draw(field, slot)
        return
    with st.container(
        key=f"{slot.key}.field", gap="xsmall"
    ):  # `fields.js` tells who hears the page what belongs together
        draw(field, slot)
        below = [tag("p", text, class_="once-note") for text in notes(field, slot) if text]
        below += [tag("p", part, class_="once-problem", role="alert") for part in each(problem)]
        if below:
            show(*below)


def given(field: FieldBase, slot: FieldSlot) -> object:
    """The answer now in the widget; nothing when it is empty."""
    return answer(field, st.session_state.get(slot.key))


@singledispatch
def draw(field: FieldBase, slot: FieldSlot) -> None:
    """Draw the widget of the field's type."""
    show(tag("p", f"{field.label}：此项暂不能网上填写，由受理机构办理时补录。", class_="once-note"))


def note(field: FieldBase) -> Html:
    """The help of a field of several widgets, which stands above them."""
    return tag("p", field.help, class_="once-note") if field.help else Html()


@singledispatch
def notes(field: FieldBase, slot: FieldSlot) -> tuple[str, ...]:
    """What stands below the widget."""
    return (field.help,)


@singledispatch
def start(field: FieldBase, value: Any) -> object:  # noqa: ANN401 - answers are JSON
    """The widget's value for an answer."""
    return value or ""


@singledispatch
def answer(field: FieldBase, raw: Any) -> object:  # noqa: ANN401 - widgets give what they like
    """The answer for a widget's value."""
    return taken(field, raw or "") or None
