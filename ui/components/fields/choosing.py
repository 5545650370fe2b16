"""Choosing a person or a body (人员、单位): few stand in the list at once, among many one searches first."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from flows.views.base import Page
from matters.language.form import BodiesField, BodyField, FieldBase, PersonField
from matters.language.vocabulary import BodyRef, NamedInField, PartyToCase
from ui.components.fields.widget import FieldSlot, answer, draw, start
from ui.components.markup import plain, show, tag
from ui.components.messages import granted
from ui.session import caller, service

_GONE = "（已不在册，请重新选择）"
Found = tuple[Mapping[str, str], Page]


@draw.register
def _(field: PersonField, slot: FieldSlot) -> None:
    body = _body(field.within, slot) if field.within else None
    if isinstance(field.within, NamedInField) and body is None:
        show(tag("p", f"{field.label}：请先填写其所在单位，再选择人员。", class_="once-note"))
        return

    def found(q: str, among: str | None) -> Found:
        people = granted(service().organisation.people(caller(), q, among))
        return {person.id: person.text for person in people.items}, people.page

    _choose(field, slot, lambda q: found(q, body), lambda chosen: found(chosen, None), "姓名、单位或职务")


@draw.register
def _(field: BodyField, slot: FieldSlot) -> None:
    def found(q: str, *kinds: Any) -> Found:  # noqa: ANN401 - kinds of bodies
        bodies = granted(service().organisation.bodies(caller(), q, kinds))
        return {body.id: body.name for body in bodies.items}, bodies.page

    _choose(field, slot, lambda q: found(q, *field.kinds), lambda chosen: found(chosen), "单位名称或简称")


@draw.register
def _(field: BodiesField, slot: FieldSlot) -> None:
    """Among many one searches first; what is chosen already stays in the list."""

    def found(q: str) -> Found:
        bodies = granted(service().organisation.bodies(caller(), q, field.kinds))
        return {body.id: body.name for body in bodies.items}, bodies.page

    known = _searched(field, slot, found, "单位名称或简称")
    chosen = [one for one in st.session_state.get(slot.key) or () if one not in known]
    known = {**{one: found(one)[0].get(one, _GONE) for one in chosen}, **known}
    st.multiselect(
        slot.label(field),
        list(known),
        format_func=lambda one: known.get(one, one),
        max_selections=field.at_most,
        placeholder="请选择（可多选）",
        **slot.common(field),
    )


@start.register
def _(field: BodiesField, value: Any) -> object:  # noqa: ANN401
    return list(value or ())


@answer.register
def _(field: BodiesField, raw: Any) -> object:  # noqa: ANN401
    return list(raw) if raw else None


@start.register(PersonField)
@start.register(BodyField)
def _(field: FieldBase, value: Any) -> object:  # noqa: ANN401
    return value if isinstance(value, str) and value else None


@answer.register(PersonField)
@answer.register(BodyField)
def _(field: FieldBase, raw: Any) -> object:  # noqa: ANN401
    return raw or None


def _body(ref: BodyRef, slot: FieldSlot) -> str | None:
    """The body whose people may be chosen, where a page can tell; the filing itself is judged by the rule."""
    if isinstance(ref, NamedInField):
        named = slot.answers.get(ref.field)
        return named if isinstance(named, str) else None
    return slot.parties.get(ref.body) if isinstance(ref, PartyToCase) else None


def _choose(
    field: FieldBase, slot: FieldSlot, find: Callable[[str], Found], named: Callable[[str], Found], words: str
) -> None:
    """A list of what is found, with what is chosen already in it."""
    known = _searched(field, slot, find, words)
    chosen = st.session_state.get(slot.key)
    if chosen and chosen not in known:
        known = {chosen: named(chosen)[0].get(chosen, _GONE), **known}
    st.selectbox(
        slot.label(field),
        list(known),
        index=None,
        format_func=lambda one: known.get(one, one),
        placeholder="请选择",
        **slot.common(field),
    )


def _searched(field: FieldBase, slot: FieldSlot, find: Callable[[str], Found], words: str) -> Mapping[str, str]:
    """What there is to choose from, with a search above it when not all can be listed."""
    known, page = find("")
    if page.total > page.size:
        q = st.text_input(
            plain(f"{slot.row} 查找{field.label}".strip()),
            key=f"{slot.key}.find",
            max_chars=50,
            placeholder=f"输入{words}，按回车键查找",
            label_visibility="collapsed" if slot.row else "visible",
        )
        known, page = find(q.strip()) if q.strip() else (known, page)
        _tell(q.strip(), page, slot)
    return known


def _tell(q: str, page: Page, slot: FieldSlot) -> None:
    if q and page.total == 0:
        show(tag("p", "没有找到，请换一个说法。", class_="once-note", role="status"))
    elif q and page.total > page.size:
        show(
            tag(
                "p",
                f"找到 {page.total} 个，只列出前 {page.size} 个，请补充查找内容。",
                class_="once-note",
                role="status",
            )
        )
