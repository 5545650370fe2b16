"""What the service answered, told to the person: at once or after the page has been drawn anew."""

from typing import Protocol, TypeVar

import streamlit as st

from matters.errors.base import Refusal
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


class Answer(Protocol):
    """What the service says of something that was done."""

    @property
    def message(self) -> str:
        """The sentence for the person."""


def answer_after(found: Answer | Refusal) -> None:
    """What became of an act, kept by its callback for the page that is drawn next."""
    if isinstance(found, Refusal):
        refuse_after(found)
    else:
        tell_after(found.message)


def tell() -> bool:
    """Show what was kept by the callback or the run before, until a run has come to its end with it; whether there was any.

    Its place is there without it too: a field below that moved up when it goes would be made anew under whoever types in it.
    """
    message: str | None = st.session_state.get(_FLASH)
    refusal: Refusal | None = st.session_state.get(_FLASH_REFUSAL)
    done, refused = st.empty(), st.empty()
    if message:
        done.success(plain(message))
        st.toast(plain(message), duration="long")  # the person may have scrolled down
    if refusal:
        with refused:
            refuse(refusal)
    return bool(message or refusal)


def told() -> None:
    """Forget what `tell` has shown: the page has been drawn to its end."""
    st.session_state.pop(_FLASH, None)
    st.session_state.pop(_FLASH_REFUSAL, None)


def granted(found: T | Refusal) -> T:
    """What was asked for; a refusal is told and ends the run."""
    if isinstance(found, Refusal):
        refuse(found)
        told()
        st.stop()
    return found
