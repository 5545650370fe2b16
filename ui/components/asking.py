"""What cannot be undone is asked once, in place: a button unfolds what will follow, and the one that does it."""

from collections.abc import Callable

import streamlit as st

from ui.components.markup import plain, show, tag

MAX_REASON = 1000


def ask_first(label: str, question: str, key: str, act: Callable[..., None], *args: object, reason: str = "") -> None:
    """`act` runs as a callback, once the question has been answered with yes; the question folds up with it.

    `reason`: what a text is for that may be written along; it is the last thing that `act` is given.
    """
    turn = st.session_state.get(f"{key}.turn", 0)
    with st.popover(plain(label), key=f"{key}.asked.{turn}"):
        show(tag("p", question))
        if reason:
            st.text_area(reason, key=f"{key}.reason", max_chars=MAX_REASON, height=80)
        st.button(plain(f"确认{label}"), type="primary", key=key, on_click=_answered, args=(key, act, args))


def _answered(key: str, act: Callable[..., None], args: tuple[object, ...]) -> None:
    st.session_state[f"{key}.turn"] = st.session_state.get(f"{key}.turn", 0) + 1
    written: str | None = st.session_state.get(f"{key}.reason")
    act(*args) if written is None else act(*args, written.strip())
