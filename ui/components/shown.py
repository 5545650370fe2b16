"""What a page shows of what the server keeps, so that a press counts for that and for nothing else.

Values in widgets come along with every press. A draft and its files do not: another tab may change them between what a
person read and the press. The page therefore notes what it draws; the next run compares before it acts.
"""

from collections.abc import Iterable

import streamlit as st

from ui.components.markup import plain

_SHOWN = "once.shown"  # by the last run that came to its end
_DRAWING = "once.shown.drawing"


def begin() -> None:
    """A run begins to draw."""
    st.session_state[_DRAWING] = {}


def shows(key: str, value: object, name: str) -> bool:
    """Note that this page shows the value under the name; whether the page before showed another one."""
    st.session_state.setdefault(_DRAWING, {})[key] = (value, name)
    return bool(_before().get(key, value) != value)


def changed_here(key: str, value: object) -> None:
    """The value now kept was given on this page itself."""
    _before()[key] = value


def drawn() -> None:
    """The page has been drawn to its end: from now on this is what the person sees."""
    st.session_state[_SHOWN] = {key: value for key, (value, _) in st.session_state.get(_DRAWING, {}).items()}


def as_shown() -> bool:
    """Whether a press may count; where something was changed elsewhere, its name is told and nothing is done."""
    now: dict[str, tuple[object, str]] = st.session_state.get(_DRAWING, {})
    changed = [name for key, (value, name) in now.items() if _before().get(key, value) != value]
    if changed:
        st.error(plain(_sentence(changed)))
    return not changed


def _before() -> dict[str, object]:
    found: dict[str, object] = st.session_state.setdefault(_SHOWN, {})
    return found


def _sentence(names: Iterable[str]) -> str:
    listed = "".join(f"“{name}”" for name in names)
    return f"没有提交：{listed}刚刚在另一个页面改过，本页已换成最新内容。请核对后再提交。"
