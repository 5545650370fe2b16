"""Presses: each is heard once, whatever else arrives while the page is being drawn, or is known as not heard."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import (
    ScriptRequest,
    ScriptRequests,
    ScriptRequestType,
    _has_active_trigger_value,
)
from streamlit.runtime.state import SessionState, SessionStateProxy

_PRESSES = "once.presses"


@dataclass
class Presses:
    """Of one page: what was pressed and no button has answered to yet, by widget id, and the ids of what was heard last."""

    waiting: dict[str, WidgetState] = field(default_factory=dict)
    heard: set[str] = field(default_factory=set)

    def hear(self, widget_id: str) -> None:
        """A button has answered."""
        if self.waiting.pop(widget_id, None):
            self.heard.add(widget_id)

    @property
    def lost(self) -> bool:
        """Whether something waits. Not a second click on what was heard: its button has gone because of the first."""
        return not self.waiting.keys() <= self.heard


class PatientRequests(ScriptRequests):
    """What the browser asks for while a page is being drawn.

    Streamlit ends that run at its next element and forgets what was pressed, also where the run had not come to the button
    yet; so it does when the connection is lost. With this a run that carries a press goes to its end, and what arrived
    meanwhile begins the next. Only the run itself may end before: anew, with what it has not heard, or for good.
    """

    _carries_press = False
    _ends_itself = False

    def request_rerun(self, new_data: RerunData) -> bool:
        """Called for the browser, and by the run for itself."""
        if self._asked_by_run:
            self._ends_itself = True
            waiting = presses_in(st.session_state).waiting.values()
            new_data = replace(new_data, replay_trigger_states=WidgetStates(widgets=waiting))
        return super().request_rerun(new_data)

    def request_stop(self) -> None:
        """The same; a run that ends itself leaves what has arrived to the next."""
        self._ends_itself = self._ends_itself or self._asked_by_run
        if not (self._asked_by_run and self._state is ScriptRequestType.RERUN):
            super().request_stop()

    @property
    def _asked_by_run(self) -> bool:
        run = get_script_run_ctx(suppress_warning=True)
        return run is not None and run.script_requests is self

    def on_scriptrunner_yield(self) -> ScriptRequest | None:
        """At every element that is drawn: whether the run ends here."""
        if self._carries_press and not self._ends_itself:
            return None
        return self._taken_up(super().on_scriptrunner_yield())

    def on_scriptrunner_ready(self) -> ScriptRequest:
        """Between two runs."""
        request = super().on_scriptrunner_ready()
        self._taken_up(request)
        return request

    def _taken_up(self, request: ScriptRequest | None) -> ScriptRequest | None:
        if request and request.type is ScriptRequestType.RERUN:
            data = request.rerun_data
            self._carries_press = any(_pressed(data.widget_states, data.replay_trigger_states))
            self._ends_itself = False
        return request


def await_presses(state: SessionState, fresh: WidgetStates | None, taken_along: WidgetStates | None) -> None:
    """Before a run and its callbacks: what it is to hear. What has a callback is heard by that."""
    presses, known = presses_in(state), state._new_widget_state.widget_metadata
    pressed = (one for one in _pressed(fresh, taken_along) if one.WhichOneof("value") == "trigger_value")
    presses.waiting = {one.id: one for one in pressed}
    if presses.lost:
        presses.heard = set()
    for one in tuple(presses.waiting):
        if one in known and known[one].callback and not known[one].disabled:
            presses.hear(one)


def presses_in(state: SessionState | SessionStateProxy) -> Presses:
    """Those of a session."""
    if _PRESSES not in state:
        state[_PRESSES] = Presses()
    found: Presses = state[_PRESSES]
    return found


def unheard() -> bool:
    """Whether something was pressed that the page, drawn to its end, had no button for."""
    return presses_in(st.session_state).lost


def _pressed(*sent: WidgetStates | None) -> Iterator[WidgetState]:
    return (one for states in sent if states for one in states.widgets if _has_active_trigger_value(one))
