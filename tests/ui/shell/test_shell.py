"""Streamlit's shell: our configuration is the one in force, and its installed page is rewritten in every place.

Covers: ui/shell/runs.py
"""

import inspect
from pathlib import Path

import streamlit
from streamlit import config
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime import app_session
from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.state import SessionState

from tests.ui.serving import Browser
from ui.shell.page import in_chinese
from ui.shell.runs import KeptAnswers, WholeState, install_whole_runs

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"


def test_the_configuration_beside_the_script_is_in_force(browser: Browser) -> None:
    """Whatever the working directory: a missing file would cost an order of magnitude in latency."""
    assert browser.get("/healthz").status_code == 200
    assert config.get_option("runner.postScriptGC") is False
    assert config.get_option("browser.gatherUsageStats") is False
    assert config.get_option("client.showErrorDetails") == "none"
    assert config.get_option("server.fileWatcherType") == "none"
    assert config.get_option("runner.fastReruns") is False


def test_the_use_of_state_does_not_end_a_run() -> None:
    """A later Streamlit that makes its state otherwise must be seen: answers would be lost between two quick clicks."""
    install_whole_runs()
    asked: list[str] = []
    made = script_runner.SafeSessionState(SessionState(), lambda: asked.append("ended"))  # type: ignore[attr-defined]
    made["answer"] = 1
    assert made["answer"] == 1
    assert asked == []
    assert "SafeSessionState(" in inspect.getsource(script_runner.ScriptRunner.__init__)


def test_a_run_that_begins_leaves_the_address_for_a_file_just_chosen() -> None:
    """Seen on a busy machine: a click ran the page anew, and the file chosen right after it came to nothing, without a word."""
    install_whole_runs()
    address, drawn = ForwardMsg(), ForwardMsg()
    address.file_urls_response.response_id = "of the file"
    drawn.delta.new_element.text.body = "of the run before"
    waiting = KeptAnswers()
    for message in (address, drawn):
        waiting.enqueue(message)
    waiting.clear(retain_lifecycle_msgs=True)
    assert waiting.flush() == [address]
    waiting.enqueue(address)
    waiting.clear()
    assert waiting.is_empty()
    assert "= ForwardMsgQueue()" in inspect.getsource(app_session.AppSession.__init__)
    assert app_session.ForwardMsgQueue is KeptAnswers  # type: ignore[attr-defined]


def test_a_session_acts_on_no_page_it_has_not_drawn() -> None:
    """What a browser brings from a session that is gone is neither kept nor called back; later runs of the page are heard."""
    states = WidgetStates(widgets=[WidgetState(id="$$ID-0a-act.opinion", string_value="不同意")])
    kept = SessionState()
    WholeState(kept, lambda: None).on_script_will_rerun(states)
    assert "act.opinion" not in kept
    assert kept["once.held"] == {}
    assert "once.drawn.elsewhere" in kept
    drawn = SessionState()
    drawn["once.drawn"] = True
    WholeState(drawn, lambda: None).on_script_will_rerun(states)
    assert drawn["once.held"] == {"act.opinion": "不同意"}
    assert "once.drawn.elsewhere" not in drawn


def test_the_installed_page_leaves_nothing_english() -> None:
    """A new Streamlit that words its page otherwise must be seen."""
    page = in_chinese(INDEX.read_text("utf-8"))
    for gone in (
        'lang="en"',
        "<title>Streamlit",
        "You need to enable",
        "<script>",
        "service-desc",
        "./favicon.png",
        "Copyright",
    ):
        assert gone not in page, gone
    for there in (
        'lang="zh-CN"',
        "/assets/once.css",
        "/assets/zh.js",
        "/assets/favicon.png",
        "需要启用浏览器的 JavaScript",
    ):
        assert there in page, there
