"""Runs that are not cut off between a change and its being told."""

from collections.abc import Callable

from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.safe_session_state import SafeSessionState


class WholeState(SafeSessionState):
    """Session state whose use never ends the run.

    Streamlit ends a run at any use of its state while another click waits, inside callbacks too, whose rest is then lost:
    a field shown as filled was not saved, a filing was not acknowledged. With this a run ends where it draws an element.
    """

    def __init__(self, state: SessionState, yield_callback: Callable[[], None]) -> None:
        super().__init__(state, lambda: None)


def install_whole_state() -> None:
    """Have every run of this process use it."""
    setattr(script_runner, "SafeSessionState", WholeState)  # noqa: B010 - the name is not exported
