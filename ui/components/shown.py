"""What a page shows of what the server keeps, so that a press counts for that and for nothing else.

Values in widgets come along with every press. A draft and its files do not: another tab may change them between what a
person read and the press. The page therefore notes what it draws; the next run compares before it acts.
"""

from collections.abc import Iterable

import streamlit as st

from ui.components.markup import plain

_SHOWN = "once.shown"  # by the last run that came to its end
_DRAWING = "once.shown.drawing"
_NOT_TAKEN = "once.shown.not_taken"  # by name, until a page that says so has been drawn


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


def not_taken(name: str) -> None:
    """What was given for it on this page is refused: a press that came with it meant to send it along."""
    st.session_state.setdefault(_NOT_TAKEN, []).append(name)


def drawn() -> None:
    """The page has been drawn to its end: from now on this is what the person sees."""
    st.session_state.pop(_NOT_TAKEN, None)
    st.session_state[_SHOWN] = {key: value for key, (value, _) in st.session_state.get(_DRAWING, {}).items()}


def as_shown() -> bool:
    """Whether a press may count; where something was changed elsewhere or refused, its name is told and nothing is done."""
    now: dict[str, tuple[object, str]] = st.session_state.get(_DRAWING, {})
    changed = [name for key, (value, name) in now.items() if _before().get(key, value) != value]
    refused = st.session_state.get(_NOT_TAKEN, ())
    if changed:
        st.error(plain(f"没有提交：{_named(changed)}刚刚在另一个页面改过，本页已换成最新内容。请核对后再提交。"))
    if refused:
        st.error(plain(f"没有提交：{_named(refused)}有文件未接收，原因见该项。请处理后再提交。"))
    return not changed and not refused


def _before() -> dict[str, object]:
    found: dict[str, object] = st.session_state.setdefault(_SHOWN, {})
    return found


def _named(names: Iterable[str]) -> str:
    return "".join(f"“{name}”" for name in names)
