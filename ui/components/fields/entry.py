"""Choosing an entry of a roster (台账记录) by its key: few stand in the list at once, among many one searches first."""

from typing import Any

import streamlit as st

from matters.language.form import EntryField
from ui.components.fields.widget import FieldSlot, answer, draw, start
from ui.components.markup import plain, show, tag
from ui.components.messages import granted
from ui.session import caller, service


@start.register
def _(field: EntryField, value: Any) -> object:  # noqa: ANN401
    return value if isinstance(value, str) and value else None


@answer.register
def _(field: EntryField, raw: Any) -> object:  # noqa: ANN401
    return raw or None


@draw.register
def _(field: EntryField, slot: FieldSlot) -> None:
    find = service().rosters.choices
    found = granted(find(caller(), field.roster, field.of, slot.parties, slot.answers))
    if found.page.total > found.page.size:
        q = st.text_input(
            plain(f"{slot.row} 查找{field.label}".strip()),
            key=f"{slot.key}.find",
            max_chars=50,
            placeholder="输入其中的文字，按回车键查找",
            label_visibility="collapsed" if slot.row else "visible",
        ).strip()
        found = granted(find(caller(), field.roster, field.of, slot.parties, slot.answers, q)) if q else found
    names = {one.key: one.text for one in found.items}
    chosen = st.session_state.get(slot.key)
    if chosen and chosen not in names:
        names = {chosen: f"{chosen}（不在所列记录中）" if not found.page.total else str(chosen), **names}
    st.selectbox(
        slot.label(field),
        list(names),
        index=None,
        format_func=lambda one: names.get(one, one),
        placeholder="请选择",
        **slot.common(field),
    )
    if not names:
        show(tag("p", "台账中没有可以选用的记录，请联系受理机构。", class_="once-note"))
