"""Runs that are not cut off between a change and its being told, swallow no answer, and never act on another session's page."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime import app_session
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.common import RegisterWidgetResult, T, WidgetMetadata, user_key_from_element_id
from streamlit.runtime.state.safe_session_state import SafeSessionState

from ui.shell.presses import PatientRequests, await_presses, presses_in

_DRAWN = "once.drawn"
_ELSEWHERE = "once.drawn.elsewhere"
HELD = "once.held"  # the text and numbers the browser has sent, by widget key


class WholeState(SafeSessionState):
    """Session state whose use never ends the run, and that belongs to one page in one browser.

    Streamlit ends a run at any use of its state while another click waits, inside callbacks too, whose rest is then lost:
    a field shown as filled was not saved, a filing was not acknowledged. With this a run ends where it draws an element.

    A browser that reconnects after its session has gone (the process was restarted, the wait was too long) sends what its
    page holds to a new session, which would mix it with what is kept here: one text on the screen, another on the record.
    A first run that brings values is therefore given none of them, and `drawn_elsewhere` has the page loaded anew.
    """

    def __init__(self, state: SessionState, yield_callback: Callable[[], None]) -> None:
        super().__init__(state, lambda: None)

    def on_script_will_rerun(self, fresh_widget_states: WidgetStates | None, **more: Any) -> None:  # noqa: ANN401
        """Before each run: callbacks are called here, so what must not be acted upon is taken away here."""
        if fresh_widget_states is not None and fresh_widget_states.widgets and _DRAWN not in self._state:
            self._state[_ELSEWHERE] = True
            fresh_widget_states = WidgetStates()
        self._state[_DRAWN] = True
        if fresh_widget_states is not None:
            self._state[HELD] = _written(fresh_widget_states)
        await_presses(self._state, fresh_widget_states, more.get("replay_trigger_states"))
        super().on_script_will_rerun(fresh_widget_states, **more)

    def register_widget(self, metadata: WidgetMetadata[T], user_key: str | None) -> RegisterWidgetResult[T]:
        """A widget is drawn."""
        found = super().register_widget(metadata, user_key)
        if metadata.value_type == "trigger_value" and found.value:
            presses_in(self._state).hear(metadata.id)
        return found


class KeptAnswers(ForwardMsgQueue):
    """What waits to go to a browser, in which a new run leaves the answers to its requests.

    Streamlit throws away what the run before has not yet sent. The address for a file just chosen is no part of any run:
    without it the browser waits for ever, and shows neither the file nor that it is missing.
    """

    def clear(self, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None) -> None:
        """A run begins; or, where nothing is to be retained, the browser has gone."""
        answers = [one for one in self._queue if one.WhichOneof("type") == "file_urls_response"]
        super().clear(retain_lifecycle_msgs, fragment_ids_this_run)
        for answer in answers if retain_lifecycle_msgs else ():
            self.enqueue(answer)


def drawn_elsewhere() -> bool:
    """Whether the page in the browser was drawn by another session: nothing of it counts here. Asked first in every run."""
    st.session_state[_DRAWN] = True
    return _ELSEWHERE in st.session_state


def held() -> Mapping[str, str]:
    """What the browser has sent of what is typed, by widget key."""
    found: Mapping[str, str] = st.session_state.get(HELD, {})
    return found


def _written(states: WidgetStates) -> dict[str, str]:
    found = {user_key_from_element_id(state.id): state for state in states.widgets}
    return {
        key: str(getattr(state, kind))
        for key, state in found.items()
        if key and (kind := state.WhichOneof("value")) in ("string_value", "double_value", "int_value")
    }


def install_whole_runs() -> None:
    """Have every run of this process be such a one."""
    for name, ours in (("SafeSessionState", WholeState), ("ScriptRequests", PatientRequests)):
        setattr(script_runner, name, ours)  # the names are not exported
    setattr(app_session, "ForwardMsgQueue", KeptAnswers)  # noqa: B010  # nor is this one
