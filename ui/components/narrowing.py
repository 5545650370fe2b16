"""Narrowing a list: what is asked for stands in the address, so that it is there again on the way back and can be sent on."""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from flows.views.base import Page
from ui.components.markup import plain

MOST_TYPED = 100
_MOST_DIGITS = 5


class _Paged(Protocol):
    @property
    def page(self) -> Page:
        """Where it stands in its list."""


P = TypeVar("P", bound=_Paged)


class Narrowing:
    """The filters of one list in a row, and its pages. `name` begins the keys of its fields, so that each list has its own.

    The address is read when somebody comes to the page, by a link or by the browser's way back, and follows the fields from
    then on. Streamlit's own binding of fields leaves a step in between on the way back, which has no filters.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._asked: dict[str, str] = {}
        self._told, self._row = st.container(), st.container(key=f"{name}-filters", horizontal=True)

    def scope(self, label: str, param: str, names: Mapping[str, str]) -> str:
        """Which of several lists, above the filters; the first is the usual one."""
        key, usual, _ = self._fitting(param, names)
        chosen = self._told.radio(
            label,
            list(names),
            format_func=lambda one: names.get(one, one),
            key=key,
            horizontal=True,
            label_visibility="collapsed",
            on_change=self._to_first,
        )
        return self._ask(param, chosen or usual, usual)

    def words(self, param: str, hint: str) -> str:
        """What is looked for."""
        typed = self._row.text_input(
            "查找",
            key=self._arrived(param, st.query_params.get(param, "")[:MOST_TYPED]),
            max_chars=MOST_TYPED,
            placeholder=hint,
            label_visibility="collapsed",
            on_change=self._to_first,
        )
        return self._ask(param, typed.strip())

    def choice(self, label: str, param: str, names: Mapping[str, str]) -> str:
        """One of these; the first is the usual one.

        What the address asks for, or was chosen before, and the list does not have any more is let go with a sentence.
        """
        key, usual, fits = self._fitting(param, names)
        if not fits:
            self._told.info(plain(f"{label}的筛选条件在这里已不适用，没有按它筛选。"))
        chosen = self._row.selectbox(
            label,
            list(names),
            format_func=lambda one: names.get(one, one),
            key=key,
            label_visibility="collapsed",
            on_change=self._to_first,
        )
        return self._ask(param, chosen, usual)

    def listed(self, ask: Callable[[int], P]) -> P:
        """The page one is on, or the last one where there is no such page (any more)."""
        key = self._arrived("page", _number(st.query_params.get("page", "")))
        found = ask(st.session_state[key])
        if found.page.page > _pages(found.page):
            st.session_state[key] = _pages(found.page)
            found = ask(st.session_state[key])
        self._ask("page", str(st.session_state[key]), "1")
        if _pages(found.page) == 1:
            del st.session_state[key]  # what no field holds would outlive the page
        self._follow()
        return found

    def pages(self, page: Page) -> None:
        """The way to the other pages."""
        if _pages(page) > 1:
            st.pagination(_pages(page), key=self._key("page"))

    def clearing(self) -> None:
        """The way back to the whole list."""
        st.button("清除筛选", key=self._key("clear"), on_click=self._clear)

    def _key(self, param: str) -> str:
        return f"{self._name}.{param}"

    def _fitting(self, param: str, names: Mapping[str, str]) -> tuple[str, str, bool]:
        """The key of the field, the usual one of its values, and whether what was asked for is among them; else it is let go."""
        usual = next(iter(names))
        key = self._arrived(param, st.query_params.get(param, usual))
        fits = st.session_state[key] in names
        if not fits:
            st.session_state[key] = usual
        return key, usual, fits

    def _arrived(self, param: str, value: object) -> str:
        """The key of the field; where one has just come to the page it has what the address asks for."""
        run, key = get_script_run_ctx(), self._key(param)
        if key not in st.session_state or (run and run.is_history_navigation):
            st.session_state[key] = value
        return key

    def _ask(self, param: str, value: str, usual: str = "") -> str:
        self._asked[param] = "" if value == usual else value
        return value

    def _follow(self) -> None:
        """The address follows the fields, and keeps what is none of theirs."""
        others = {param: value for param, value in st.query_params.items() if param not in self._asked}
        wanted = {**others, **{param: value for param, value in self._asked.items() if value}}
        if wanted != st.query_params.to_dict():
            st.query_params.from_dict(wanted)

    def _clear(self) -> None:
        for key in self._fields():
            del st.session_state[key]
        st.query_params.clear()

    def _fields(self) -> Iterator[str]:
        return (key for key in map(self._key, self._asked) if key in st.session_state)

    def _to_first(self) -> None:
        st.session_state[self._key("page")] = 1


def amount(page: Page, unit: str = "条") -> str:
    """How many there are, as far as they were counted."""
    return f"{page.total} {unit}以上" if page.more else f"共 {page.total} {unit}"


def _pages(page: Page) -> int:
    return max(-(-page.total // page.size), 1)


def _number(typed: str) -> int:
    return max(int(typed), 1) if typed.isascii() and typed.isdecimal() and len(typed) <= _MOST_DIGITS else 1
