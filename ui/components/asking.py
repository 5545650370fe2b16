"""What is asked once more, in place: before what cannot be undone, what will follow; before what is sealed, who one is."""

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


def ask_password(key: str) -> None:
    """The password of whoever is logged in, to prove who they are (身份确认); what is typed stands under the key."""
    st.text_input("登录密码（确认是您本人）", type="password", max_chars=1000, autocomplete="current-password", key=key)
