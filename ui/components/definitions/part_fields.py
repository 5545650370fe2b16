"""The fields in which the keys of a part are edited (逐项修改), and how a part reads on one line."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from hashlib import sha256
from typing import Any, cast

import streamlit as st
from pydantic import BaseModel, ValidationError

from matters.language.places import Data, Path, path_text
from matters.language.quantities import FieldValue
from matters.language.text.editing import Change, Put, seen_by
from matters.language.vocabulary import TO_FILL_IN
from matters.language.words.braces import called, spoken, written
from matters.language.words.keys import part_name
from matters.language.words.phrases import Phrasing
from matters.language.words.shapes import Flag, Key, Line, Many, OnePart, Shape, Whole, Words, kind_of
from matters.linter.naming import nameable
from matters.organisation.snapshot import Vocabulary
from ui.components.markup import plain

_TITLES = ("label", "name", "title", "question", "text", "what", "purpose", "term", "id")
_LONGEST = 60  # characters of a summary


@dataclass(frozen=True)
class Draft:
    """A draft as the page shows it. `change`: makes one change and saves it; `remarks`: by the place they speak of."""

    code: str
    content: Data
    told: Phrasing
    words: Vocabulary
    remarks: Collection[tuple[str, str]]
    locked: bool
    today: date
    change: Callable[[Change, object], None]

    def make(self, change: Change) -> None:
        """Ask for a change, with what it was meant for."""
        self.change(change, seen_by(self.content, change))

    @cached_property
    def in_braces(self) -> dict[str, str]:
        """What texts may name in braces, by what it is called."""
        return called(nameable(FieldValue, "field", self.content) or {})


def simple_field(draft: Draft, path: Path, key: Key, value: Data, named: Mapping[str, str] | None) -> None:
    """A field for one value, as wide as there is room."""
    at = widget_key(draft, path, "value", value)
    how: dict[str, Any] = {"key": at, "on_change": partial(_take, draft, path, at), "disabled": draft.locked}
    meanings = key.shape.meanings if isinstance(key.shape, Words) else named
    if meanings is not None:
        known = _offered(meanings, [value])
        how["on_change"] = partial(_take_chosen, draft, path, at, known)
        st.selectbox(key.name, list(known), [*known].index(str(value)), format_func=known.__getitem__, **how)
    elif isinstance(key.shape, Flag):
        st.toggle(plain(key.name), bool(value), **how)
    elif isinstance(key.shape, Whole) and key.shape.holds(value):
        st.number_input(key.name, key.shape.least, key.shape.most, cast("int", value), step=1, **how)
    else:
        shape = key.shape if isinstance(key.shape, Line) else Line()
        typed = st.text_area if shape.long else st.text_input
        typed(key.name, _said(draft, value), max_chars=shape.most, placeholder=TO_FILL_IN, **how)


def _offered(meanings: Mapping[str, str], held: list[Data]) -> dict[str, str]:
    """What may be chosen, each by a text of its own: of two that read alike the browser would give back the wrong one."""
    known = {**{str(one): f"{one}（不在可选的之中）" for one in held}, **meanings}
    often = Counter(known.values())
    return {one: name if often[name] == 1 else f"{name}（{one}）" for one, name in known.items()}


def _take(draft: Draft, path: Path, key: str) -> None:
    value = st.session_state[key]
    if value is not None:
        draft.make(Put(path, _kept(draft, value.strip()) if isinstance(value, str) else value))


def _take_chosen(draft: Draft, path: Path, key: str, known: Mapping[str, str]) -> None:
    """One or several of those that were offered."""
    chosen = st.session_state[key]
    if all(one in known for one in (chosen if isinstance(chosen, list) else [chosen])):
        draft.make(Put(path, chosen))


def _said(draft: Draft, value: Data) -> str:
    """A text with what it names in braces as people call it; nothing where nothing is written."""
    return "" if value is None else spoken(str(value), draft.in_braces)


def _kept(draft: Draft, text: str) -> str:
    return written(text, draft.in_braces)


def texts_field(draft: Draft, path: Path, key: Key, value: list[Data], named: Mapping[str, str] | None) -> None:
    """Several words or names to choose, or a text on each line."""
    at = widget_key(draft, path, "values", value)
    item = key.shape.item if isinstance(key.shape, Many) else None
    meanings = item.meanings if isinstance(item, Words) else named
    if meanings is not None:
        known = _offered(meanings, value)
        changed = partial(_take_chosen, draft, path, at, known)
        st.multiselect(
            key.name, [*known], value, format_func=known.__getitem__, key=at, on_change=changed, disabled=draft.locked
        )
    else:
        lines = "\n".join(_said(draft, one) for one in value)
        changed = partial(_take_lines, draft, path, at)
        st.text_area(f"{key.name}（每行一条）", lines, key=at, on_change=changed, disabled=draft.locked)


def _take_lines(draft: Draft, path: Path, key: str) -> None:
    lines = (line.strip() for line in st.session_state[key].split("\n"))
    draft.make(Put(path, [_kept(draft, line) for line in lines if line]))


def summary(draft: Draft, shape: Shape, value: Data) -> str:
    """What a part says, on one line: what it is called, or how it reads."""
    kind = kind_of(shape, value) if isinstance(shape, OnePart) else None
    if isinstance(shape, OnePart) and kind and isinstance(value, Mapping):
        return cut(_titled(shape, kind, value) or _read(draft, kind, value))
    words = shape.words.meanings if isinstance(shape, OnePart) and shape.words else {}
    return words.get(str(value)) or draft.told.text(value)


def _titled(shape: OnePart, kind: type[BaseModel], value: Mapping[str, Data]) -> str:
    """What it is called, with its kind where there are several."""
    title, called_so = _title(value), part_name(kind)
    if "id" not in kind.model_fields or not title:
        return ""
    return f"{title}（{called_so}）" if len(shape.kinds) > 1 and title != called_so else title


def _title(value: Mapping[str, Data]) -> str:
    return next((str(value[name]) for name in _TITLES if isinstance(value.get(name), str)), "")


def _read(draft: Draft, kind: type[BaseModel], value: Mapping[str, Data]) -> str:
    """How it reads as a whole; of what cannot be read yet what it is."""
    try:
        return _said(draft, draft.told.text(kind.model_validate(value)))
    except ValidationError:
        return _title(value) or f"{part_name(kind)}（未填完）"


def cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def widget_key(draft: Draft, path: Path, what: str, value: Any) -> str:  # noqa: ANN401 - whatever stands there
    """A widget is about what it shows: once that has changed it is another one, and a late press falls on nothing."""
    seen = sha256(repr(value).encode()).hexdigest()[:12]
    return f"definition.{draft.code}.at.{path_text(path)}.{what}.{seen}"
