"""What the service answered, told to the person: at once or after the page has been drawn anew."""

from typing import TypeVar

import streamlit as st

from matters.errors import Refusal
from ui.components.markup import plain

T = TypeVar("T")
_FLASH = "once.flash"
_FLASH_REFUSAL = "once.flash.refusal"


def refuse(refusal: Refusal) -> None:
    """The sentence of a refusal."""
    st.error(plain(refusal.message))


def tell_after(message: str) -> None:
    """Keep a success message for the next run, in which the page shows the new state."""
    st.session_state[_FLASH] = message


def refuse_after(refusal: Refusal) -> None:
    """Keep a refusal for the body of the page: a callback runs before it and cannot draw in its place."""
    st.session_state[_FLASH_REFUSAL] = refusal


def tell() -> None:
    """Show what was kept by the callback or the run before."""
    message = st.session_state.pop(_FLASH, None)
    refusal = st.session_state.pop(_FLASH_REFUSAL, None)
    if message:
        st.success(plain(message))
        st.toast(plain(message), duration="long")  # the person may have scrolled down
    if refusal:
        refuse(refusal)


def granted(found: T | Refusal) -> T:
    """What was asked for; a refusal is told and ends the run."""
    if isinstance(found, Refusal):
        refuse(found)
        st.stop()
    return found
