"""A press while the page is being drawn, at Streamlit's own runner: heard once, or known as not heard."""

from pathlib import Path
from threading import Event
from typing import Any
from unittest.mock import MagicMock

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime import Runtime
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import RerunData
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import parse_tree_from_messages
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from ui.shell.runs import install_whole_runs

SECONDS = 5.0
PROGRAM = f"""
import streamlit as st
from ui.shell.presses import unheard
from ui.shell.runs import drawn_elsewhere

(page,) = __args
assert not drawn_elsewhere()
st.text_input("先画的", key="first")
page.drawing.set()
page.go_on.wait({SECONDS})
if page.ends_by:
    getattr(st, page.ends_by.pop())()
for name in page.buttons:
    if name == "回调":
        st.button(name, key=name, on_click=page.called)
    elif st.button(name, key=name):
        page.heard.append(name)
        if name == "办理":
            page.buttons.remove(name)
            st.rerun()
st.write("画完")
page.ends.append(unheard())
"""
TELLS = """
import streamlit as st
from ui.shell.frame import to_its_end
from ui.shell.runs import drawn_elsewhere

def draw():
    st.session_state["turn"] = st.session_state.get("turn", 0) + 1
    if st.session_state["turn"] == 1:
        st.button("办理")

assert not drawn_elsewhere()
to_its_end(draw)
"""


class Page:
    """A page that stops in the middle of its drawing until it is told to go on, in one session."""

    def __init__(self, program: Path) -> None:
        self.program, self.state = program, SessionState()
        self.drawing, self.go_on = Event(), Event()
        self.ends_by = list[str]()
        self.buttons, self.heard, self.ends = ["办理", "回调", "看看"], list[str](), list[bool]()
        self.go_on.set()
        tree: Any = parse_tree_from_messages(self.run(None).forward_msgs())
        self.ids = {button.label: button.id for button in tree.get("button")}
        self.ends.clear()

    def called(self) -> None:
        """The callback of a button."""
        self.heard.append("回调")

    def pressed(self, *names: str) -> RerunData:
        """What the browser sends when these are pressed; with none, what it sends for a text."""
        pressed = [WidgetState(id=self.ids[name], trigger_value=True) for name in names]
        return RerunData(widget_states=WidgetStates(widgets=pressed))

    def run(self, *events: RerunData | None) -> LocalScriptRunner:
        """The first event begins a run; the others come while it is drawing, before its first button. None: the line is lost."""
        pages = PagesManager(str(self.program), ScriptCache(), setup_watcher=False)
        state: Any = SafeSessionState(self.state, lambda: None)
        runner = LocalScriptRunner(str(self.program), state, pages, args=(self,))
        if events[0]:
            runner.request_rerun(events[0])
        if events[1:]:
            self.drawing.clear()
            self.go_on.clear()
        runner.start()
        assert self.drawing.wait(SECONDS)
        for event in events[1:]:
            if event:
                assert runner.request_rerun(event)
            else:
                runner.request_stop()
        self.go_on.set()
        runner.join()
        return runner


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    """It was drawn to its end once."""
    install_whole_runs()
    monkeypatch.setattr(Runtime, "_instance", MagicMock(spec=Runtime))
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    return Page(program)


@pytest.mark.parametrize("name", ["办理", "回调", "看看"])
def test_another_event_before_the_button_is_drawn_takes_no_press_away(page: Page, name: str) -> None:
    """Streamlit would end the run there and forget the press; it is heard, once, and the other event after it."""
    page.run(page.pressed(name), page.pressed())
    assert page.heard == [name]
    assert page.ends[-1] is False


def test_what_comes_of_a_press_is_drawn_to_its_end(page: Page) -> None:
    """The event that came meanwhile begins a run of its own."""
    page.run(page.pressed("看看"), page.pressed(), page.pressed())
    assert page.ends == [False, False]


def test_a_run_without_a_press_gives_way_at_once(page: Page) -> None:
    """What was typed during it is shown without waiting for its end; a press that comes during it is heard."""
    page.run(page.pressed(), page.pressed("看看"))
    assert (page.heard, page.ends) == (["看看"], [False])


def test_each_of_several_presses_is_heard_once(page: Page) -> None:
    """Though the first draws the page anew before the others are reached, and a callback comes before any."""
    page.run(page.pressed(), page.pressed("办理"), page.pressed("回调"), page.pressed("看看"))
    assert page.heard == ["回调", "办理", "看看"]
    assert page.ends == [False]


def test_a_page_that_begins_anew_by_itself_takes_the_press_along(page: Page) -> None:
    """As after an upload that came together with the press."""
    page.ends_by = ["rerun"]
    page.run(page.pressed("办理"))
    assert page.heard == ["办理"]


def test_a_page_that_ends_by_itself_loses_nothing_that_arrived_meanwhile(page: Page) -> None:
    """As where what it shows may not be seen any more: the next event begins a run all the same."""
    page.ends_by = ["stop"]
    page.run(page.pressed("办理"), page.pressed("看看"))
    assert (page.heard, page.ends) == (["看看"], [False])


def test_a_lost_connection_takes_no_press_away(page: Page) -> None:
    """Streamlit stops the run then; it has arrived, and is carried out."""
    page.run(page.pressed("看看"), None)
    assert page.heard == ["看看"]
    page.run(page.pressed(), None)
    assert page.heard == ["看看"]


def test_a_press_whose_button_is_gone_is_known(page: Page) -> None:
    """The page tells it; the next page is a new one."""
    page.buttons.remove("看看")
    page.run(page.pressed("看看"))
    assert (page.heard, page.ends) == ([], [True])
    page.run(page.pressed())
    assert page.ends == [True, False]


def test_a_second_click_on_what_was_answered_is_nothing_to_tell(page: Page) -> None:
    """Its button is gone because the first was heard."""
    page.run(page.pressed("办理"), page.pressed("办理"))
    page.run(page.pressed("办理"))
    assert page.heard == ["办理"]
    assert page.ends == [False, False]


def test_a_person_is_told_of_a_press_that_was_not_heard() -> None:
    """On the page that has no such button any more, until it is drawn again."""
    install_whole_runs()
    page = AppTest.from_string(TELLS).run()
    assert not page.warning
    assert "没有生效" in page.button[0].click().run().warning[0].value
    assert not page.run().warning
