"""Uploads to Streamlit: whose session it is and how much may wait is decided before a byte is kept, and nothing stays behind."""

import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.sync.client import ClientConnection

from tests.ui.conftest import Open
from tests.ui.serving import Browser
from tests.ui.stub import StubService
from tests.ui.test_gate import websocket
from ui import arrivals
from ui.arrivals import PATH

MEGABYTE = 1024 * 1024


@pytest.fixture
def waiting(runtime: Runtime) -> Iterator[MemoryUploadedFileManager]:
    """What waits in the process, empty before."""
    manager = runtime.uploaded_file_mgr
    assert isinstance(manager, MemoryUploadedFileManager)
    manager.file_storage.clear()
    yield manager
    manager.file_storage.clear()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three megabytes for a login, four for all."""
    monkeypatch.setattr(arrivals, "MOST_OF_A_LOGIN", 3 * MEGABYTE)
    monkeypatch.setattr(arrivals, "MOST_OF_ALL", 4 * MEGABYTE)


def sessions() -> set[str]:
    """The Streamlit sessions of the moment."""
    return {info.session.id for info in Runtime.instance()._session_mgr.list_active_sessions()}


def opened(browser: Browser, user: str = "zhong") -> tuple[ClientConnection, str]:
    """A page of that login, with the id of its session."""
    before = sessions()
    browser.cookies.clear()
    browser.log_in(user)
    stream = websocket(browser)
    assert eventually(lambda: bool(sessions() - before))
    return stream, (sessions() - before).pop()


def eventually(so: Callable[[], bool]) -> bool:
    """Whether it becomes so within ten seconds."""
    end = time.monotonic() + 10
    while not so() and time.monotonic() < end:
        time.sleep(0.02)
    return so()


def put(browser: Browser, session: str, megabytes: int, name: str = "a", **headers: str) -> httpx.Response:
    """An upload as Streamlit's page makes it."""
    token = generate_xsrf_token_string()
    browser.cookies.set("_streamlit_xsrf", token)
    return browser.put(
        f"{PATH}{session}/{name}",
        files={"file": (name, bytes(megabytes * MEGABYTE - 1000))},
        headers={"Origin": browser.origin, "X-Xsrftoken": token, **headers},
    )


def held(waiting: MemoryUploadedFileManager) -> int:
    """How many files wait."""
    return sum(len(files) for files in waiting.file_storage.values())


def test_an_upload_into_the_session_of_another_login_is_refused(
    browser: Browser, waiting: MemoryUploadedFileManager
) -> None:
    """Neither put nor taken away, though the id is right; nor into a session that does not exist."""
    stream, mine = opened(browser)
    with stream:
        assert put(browser, mine, 1).status_code == 204
        other, _ = opened(browser, "liao")
        with other:
            for session in (mine, "no-such-session"):
                refused = put(browser, session, 1, "b")
                assert refused.status_code == 403
                assert "请刷新页面后重新上传" in refused.text
            token = browser.cookies["_streamlit_xsrf"]
            headers = {"Origin": browser.origin, "X-Xsrftoken": token}
            assert browser.delete(f"{PATH}{mine}/a", headers=headers).status_code == 403
    assert held(waiting) == 1


@pytest.mark.usefixtures("small")
def test_a_login_has_only_so_much_waiting(browser: Browser, waiting: MemoryUploadedFileManager) -> None:
    """Over all its pages together, counted from before the first byte; what is taken away makes room."""
    first, one = opened(browser)
    with first:
        second, two = opened(browser)
        with second:
            answers = [
                put(browser, session, 1, name).status_code
                for session, name in ((one, "a"), (two, "b"), (one, "c"), (two, "d"))
            ]
            assert answers == [204, 204, 204, 413]
            assert held(waiting) == 3
            waiting.remove_file(one, "a")
            assert put(browser, two, 1, "d").status_code == 204
            assert "请分批上传" in put(browser, one, 1, "e").text


@pytest.mark.usefixtures("small")
def test_all_logins_together_have_only_so_much(browser: Browser, waiting: MemoryUploadedFileManager) -> None:
    """So that many people at once do not fill the process."""
    first, one = opened(browser)
    with first:
        assert [put(browser, one, 1, name).status_code for name in "abc"] == [204, 204, 204]
        second, two = opened(browser, "liao")
        with second:
            assert [put(browser, two, 1, name).status_code for name in "ab"] == [204, 503]


def test_an_upload_must_say_how_large_it_is(browser: Browser, waiting: MemoryUploadedFileManager) -> None:
    """In pieces of any number it could not be counted beforehand; one file has its bound as well."""
    stream, mine = opened(browser)
    with stream:
        chunked = browser.put(f"{PATH}{mine}/a", content=iter([b"x"] * 3), headers={"Origin": browser.origin})
        assert chunked.status_code == 411
        assert put(browser, mine, 52).status_code == 413
    assert held(waiting) == 0


def test_what_waits_goes_with_the_tab(browser: Browser, waiting: MemoryUploadedFileManager) -> None:
    """A closed tab never comes back."""
    stream, mine = opened(browser)
    with stream:
        assert put(browser, mine, 1).status_code == 204
        assert held(waiting) == 1
        stream.close(code=1001)
    assert eventually(lambda: held(waiting) == 0)


def test_what_waits_outlives_a_broken_connection_for_a_while(
    browser: Browser, waiting: MemoryUploadedFileManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may come back, as long as Streamlit keeps the session; when the time is over, the next to go takes it along."""
    stream, mine = opened(browser)
    assert put(browser, mine, 1).status_code == 204
    monkeypatch.setattr(arrivals, "SECONDS_TO_COME_BACK", 1)
    stream.close(code=1011)
    assert eventually(lambda: mine not in sessions())
    assert held(waiting) == 1
    assert eventually(lambda: held(waiting) == 0)


def test_a_page_lets_go_of_what_the_server_has(open_page: Open, office: StubService) -> None:
    """Otherwise everything uploaded would stay in memory as long as the page is open."""
    page = open_page("filing_page", matter="XX001")
    gone: list[str] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            MemoryUploadedFileManager, "remove_file", lambda self, session_id, file_id: gone.append(file_id)
        )
        page.file_uploader(key="filing.XX001.1.0.notice.0").upload("通知.pdf", b"%PDF-", "application/pdf").run()
    assert len(gone) == 1
    assert len(office.did("upload")) == 1
