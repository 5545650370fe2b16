"""逐项修改: a draft part by part, in forms made from the models of the language; the text beside it says the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

import streamlit as st
from pydantic import BaseModel

from matters.language.document import Definition
from matters.language.places import Data, Path, path_text
from matters.language.text.editing import Change, Insert, MoveDown, Put, Remove
from matters.language.words.keys import part_name
from matters.language.words.shapes import (
    Flag,
    Key,
    Line,
    Many,
    OnePart,
    Shape,
    Whole,
    Words,
    another_kind,
    blank_part,
    ids_in,
    keys_of,
    kind_names,
    kind_of,
)
from matters.linter.naming import nameable
from ui.components.definitions.part_fields import (
    Draft,
    cut,
    simple_field,
    summary,
    texts_field,
    widget_key,
)
from ui.components.markup import plain, show, tag

_WHOLE = OnePart((Definition,))
_BY_TEXT = "这一项请在“内容”中修改。"
_LEFT_TO_TEXT = ("format", "golden")  # golden cases come from a try-out, or are written


@dataclass(frozen=True)
class _Spot:
    """A place with what stands there and what may."""

    path: Path
    shape: Shape
    value: Data
    name: str

    @property
    def kind(self) -> type[BaseModel] | None:
        return kind_of(self.shape, self.value) if isinstance(self.shape, OnePart) else None


def edit_by_part(draft: Draft) -> None:
    """The part that was opened last, its keys or its items, and the way back up."""
    spots = _way(draft)
    spot = spots[-1]
    _crumbs(draft, spots)
    if not spot.path and draft.locked:
        st.info("现行版本只能查看；需要修改的，请先起草新版本。")
    _remarks(draft, spot)
    if isinstance(spot.shape, Many) and isinstance(spot.value, list):
        _items(draft, spot, spot.shape)
    else:
        _part(draft, spot)


def _way(draft: Draft) -> list[_Spot]:
    """The places from the whole down to the one that is open, as far as they are there still."""
    spots = [_Spot((), _WHOLE, draft.content, "事项")]
    for key in st.session_state.get(_place_key(draft.code), ()):
        below = _below(draft, spots[-1], key)
        if below is None:
            break
        spots.append(below)
    return spots


def _below(draft: Draft, spot: _Spot, key: str | int) -> _Spot | None:
    return _item_below(draft, spot, key) if isinstance(key, int) else _key_below(spot, key)


def _item_below(draft: Draft, spot: _Spot, at: int) -> _Spot | None:
    if not isinstance(spot.shape, Many) or not isinstance(spot.value, list) or at >= len(spot.value):
        return None
    item = spot.value[at]
    return _Spot((*spot.path, at), spot.shape.item, item, summary(draft, spot.shape.item, item))


def _key_below(spot: _Spot, key: str) -> _Spot | None:
    found = next((one for one in keys_of(spot.kind) if one.key == key), None) if spot.kind else None
    if found is None or not isinstance(spot.value, Mapping) or key not in spot.value:
        return None
    return _Spot((*spot.path, key), found.shape, spot.value[key], found.name)


def _crumbs(draft: Draft, spots: list[_Spot]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"definition.{draft.code}.way"):
        for spot in spots[:-1]:
            _open_button(draft, spot.path, f"{spot.name}　›", f"up.{path_text(spot.path)}", quiet=True)
        show(tag("h2", spots[-1].name, class_="once-part"))


def _remarks(draft: Draft, spot: _Spot) -> None:
    """What the check says of this place and of what lies in it; of the whole the tab beside tells."""
    at = path_text(spot.path)
    for target, message in draft.remarks if spot.path else ():
        if target == at or target.startswith((f"{at}.", f"{at}[")):
            st.warning(plain(message))


def _part(draft: Draft, spot: _Spot) -> None:
    if isinstance(spot.shape, OnePart):
        _kind(draft, spot, spot.shape)
    if spot.kind is not None and isinstance(spot.value, Mapping):
        _inside(draft, spot, spot.kind)
    elif not _is_word(spot):
        st.info(_BY_TEXT)


def _inside(draft: Draft, spot: _Spot, kind: type[BaseModel]) -> None:
    """Its keys; of a part that is but a list, the list."""
    keys = [key for key in keys_of(kind) if key.key not in _LEFT_TO_TEXT or spot.path]
    if len(keys) == 1 and (only := _key_below(spot, keys[0].key)) and isinstance(only.shape, Many):
        _items(draft, only, only.shape)
    else:
        _keys(draft, spot, kind, keys)


def _is_word(spot: _Spot) -> bool:
    """Whether a word stands there instead of a part."""
    words = spot.shape.words if isinstance(spot.shape, OnePart) else None
    return words is not None and words.holds(spot.value)


def _keys(draft: Draft, spot: _Spot, kind: type[BaseModel], keys: list[Key]) -> None:
    """What is written, then what may be."""
    value = spot.value if isinstance(spot.value, Mapping) else {}
    for key in keys:
        if key.key in value and not _only_word(key):
            _one(draft, spot, kind, key, value[key.key])
    _more(draft, spot, [key for key in keys if key.key not in value])


def _only_word(key: Key) -> bool:
    """The word by which a part says what it is."""
    return isinstance(key.shape, Words) and len(key.shape.meanings) == 1


def _kind(draft: Draft, spot: _Spot, shape: OnePart) -> None:
    """Of several kinds of part, or words, the one that it is."""
    names, words = kind_names(shape), shape.words.meanings if shape.words else {}
    if len(names) + len(words) < 2:
        return
    offered = [*names, *words.values()]
    now = part_name(spot.kind) if spot.kind else words.get(str(spot.value), "")
    key = widget_key(draft, spot.path, "kind", spot.value)
    at = offered.index(now) if now in offered else None
    changed = partial(_another_kind, draft, spot, shape, key)
    st.selectbox("种类", offered, at, key=key, on_change=changed, disabled=draft.locked)


def _another_kind(draft: Draft, spot: _Spot, shape: OnePart, key: str) -> None:
    """What both kinds have in common stays."""
    chosen = st.session_state[key]
    if chosen is None:
        return
    word = next((one for one, name in shape.words.meanings.items() if name == chosen), None) if shape.words else None
    taken = set(ids_in(draft.content))
    draft.make(Put(spot.path, word or another_kind(kind_names(shape)[chosen], spot.value, taken, draft.today)))


def _one(draft: Draft, spot: _Spot, kind: type[BaseModel], key: Key, value: Data) -> None:
    """One key with its field, or its summary and the way into it."""
    path = (*spot.path, key.key)
    with st.container(horizontal=True, vertical_alignment="bottom", key=widget_key(draft, path, "row", value)):
        if key.key == "id" or (key.key == "code" and not spot.path):
            st.text_input(key.name, str(value), disabled=True, key=widget_key(draft, path, "fixed", value))
            return
        _field(draft, path, kind, key, value)
        if not key.required:
            _button(draft, f"删去{key.name}", widget_key(draft, path, "remove", value), Remove(path))


def _field(draft: Draft, path: Path, kind: type[BaseModel], key: Key, value: Data) -> None:
    named = nameable(kind, key.key, draft.content, draft.words)
    match key.shape:
        case Words() | Flag() | Whole() | Line() if not isinstance(value, (list, dict)):
            simple_field(draft, path, key, value, named)
        case Many(item=Words() | Line()) if isinstance(value, list) and all(isinstance(one, str) for one in value):
            texts_field(draft, path, key, value, named)
        case OnePart() | Many():
            _entrance(draft, path, key, value)
        case _:
            st.text_input(key.name, _BY_TEXT, disabled=True, key=widget_key(draft, path, "text", value))


def _entrance(draft: Draft, path: Path, key: Key, value: Data) -> None:
    """What it says, and the way into it."""
    said = f"{len(value)} 项：" if isinstance(value, list) and value else ""
    item = key.shape.item if isinstance(key.shape, Many) else key.shape
    parts = value if isinstance(value, list) else [value]
    said += "、".join(summary(draft, item, one) for one in parts) or "（无）"
    show(tag("div", tag("p", key.name, class_="once-label"), tag("p", cut(said))))
    _open_button(draft, path, f"打开{key.name}", f"into.{path_text(path)}")


def _items(draft: Draft, spot: _Spot, shape: Many) -> None:
    """Each item with what can be done with it, and one more."""
    items = spot.value if isinstance(spot.value, list) else []
    if not items:
        st.info("还没有内容。")
    for number, item in enumerate(items):
        path = (*spot.path, number)
        with st.container(
            horizontal=True, vertical_alignment="center", border=True, key=widget_key(draft, path, "item", item)
        ):
            said = f"{number + 1}．{summary(draft, shape.item, item)}"
            show(tag("p", said))
            if isinstance(shape.item, OnePart):
                _open_button(draft, path, f"打开第 {number + 1} 项", f"into.{path_text(path)}")
            if number:
                above = MoveDown((*spot.path, number - 1))
                _button(draft, f"上移第 {number + 1} 项", widget_key(draft, path, "up", item), above)
            if len(items) > shape.least:
                _button(draft, f"删去第 {number + 1} 项", widget_key(draft, path, "remove", item), Remove(path))
    _one_more(draft, spot, shape, len(items))


def _one_more(draft: Draft, spot: _Spot, shape: Many, count: int) -> None:
    """What is chosen is read when the button is pressed: that may be before the page has been drawn with it."""
    if not isinstance(shape.item, OnePart):
        return
    names = kind_names(shape.item)

    def more(chosen: str) -> Change:
        return Insert(spot.path, count, blank_part(names[chosen], set(ids_in(draft.content)), draft.today))

    at, then = widget_key(draft, spot.path, "new", count), (*spot.path, count)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(names) > 1:
            st.selectbox("添加", [*names], key=at, disabled=draft.locked)
            _press(draft, "添加", f"{at}.add", lambda: (more(st.session_state[at]), then))
        else:
            (name,) = names
            _press(draft, f"添加{name}", f"{at}.add", lambda: (more(name), then))


def _more(draft: Draft, spot: _Spot, absent: list[Key]) -> None:
    """What else the part may say."""
    if not absent:
        return
    by_name = {key.name: key for key in absent}
    order = [key.key for key in keys_of(spot.kind)] if spot.kind else []
    at = widget_key(draft, spot.path, "more", sorted(by_name))

    def more() -> tuple[Change, None]:
        key = by_name[st.session_state[at]]
        made = key.shape.blank(set(ids_in(draft.content)), draft.today)
        return Put((*spot.path, key.key), made, order), None

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("还可以写明", [*by_name], key=at, disabled=draft.locked)
        _press(draft, "写明", f"{at}.add", more)


def _open_button(draft: Draft, path: Path, label: str, name: str, *, quiet: bool = False) -> None:
    key = f"definition.{draft.code}.{name}"
    kind: Literal["tertiary", "secondary"] = "tertiary" if quiet else "secondary"
    st.button(plain(label), key=key, on_click=_open, args=(draft.code, path), type=kind)


def _button(draft: Draft, label: str, key: str, change: Change) -> None:
    _press(draft, label, key, lambda: (change, None))


def _press(draft: Draft, label: str, key: str, meant: Callable[[], tuple[Change, Path | None]]) -> None:
    """A button. `meant`: the change, and the place that is opened after it."""
    st.button(plain(label), key=key, on_click=_changed, args=(draft, meant), disabled=draft.locked)


def _changed(draft: Draft, meant: Callable[[], tuple[Change, Path | None]]) -> None:
    change, then = meant()
    draft.make(change)
    if then is not None:
        _open(draft.code, then)


def _open(code: str, path: Path) -> None:
    st.session_state[_place_key(code)] = path


def _place_key(code: str) -> str:
    return f"definition.{code}.place"
