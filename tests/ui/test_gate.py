"""The gate: nothing but the public list without a login, over http and websocket, and a logout that cuts at once.

Covers: ui/shell/page.py, ui/app.py, ui/access_log.py
"""

import asyncio
import logging
import re

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.ui.serving import Browser
from tests.ui.stub import TOKEN, ZHONG, StubService
from ui.arrivals import Arrivals
from ui.gate import Gate, OpenSockets
from ui.session import session_digest

PAGE = {"Accept": "text/html"}
SHOWN = [
    "/login",
    "/logout",
    "/verify",
    "/healthz",
    "/readyz",
    "/root.pem",
    "/root.crl",
    "/assets/once.css",
    "/assets/zh.js",
]
CLOSED = [
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/stream",
    "/media/0.png",
    "/files/f1",
    "/documents/d1",
    "/component/x/y",
    "/api/v2/x",
    "/favicon.png",
    "/nothing",
]
PAGES = ["/", "/tasks", "/case?case=1", "/filing?matter=XX001"]
ODD = [
    "/static/%2e%2e/_stcore/health",
    "/static//x",
    "/static/%2e/index.html",
    "/assets/%2e%2e/x",
    "/static/..%2f_stcore/health",
    "/a%5cb",
    "/_stcore/agent/interact",
]


def websocket(browser: Browser, **changes: str | None) -> ClientConnection:
    """Streamlit's websocket, opened as its page opens it."""
    given: dict[str, str | None] = {"Cookie": browser.cookie_header, "origin": browser.origin, **changes}
    headers = {name: value for name, value in given.items() if value and name != "origin"}
    return connect(
        browser.origin.replace("http", "ws") + "/_stcore/stream",
        origin=Origin(given["origin"]) if given["origin"] else None,
        additional_headers=headers,
        subprotocols=[Subprotocol("streamlit")],
        proxy=None,
    )


@pytest.mark.parametrize("path", SHOWN)
def test_the_public_list_is_open(browser: Browser, path: str) -> None:
    """What needs no login."""
    assert browser.get(path).status_code == 200


@pytest.mark.parametrize("path", CLOSED)
def test_everything_else_is_closed(browser: Browser, path: str) -> None:
    """Streamlit's own routes, files, papers and addresses that do not exist: all the same."""
    assert browser.get(path).status_code == 401
    assert browser.get(path, headers={"Cookie": "once_session=forged"}).status_code == 401
    assert browser.post(path).status_code == 401


@pytest.mark.parametrize("path", PAGES)
def test_a_page_leads_to_the_login_and_back(browser: Browser, path: str) -> None:
    """The address asked for is kept, query and all."""
    answer = browser.get(path, headers=PAGE)
    assert answer.status_code == 303
    assert httpx.URL(answer.headers["location"]).params["next"] == path


@pytest.mark.parametrize("path", ODD)
def test_odd_addresses_are_refused_before_anything_reads_them(browser: Browser, path: str) -> None:
    """With a login too: what two layers may read differently is no address."""
    raw = httpx.URL(str(browser.base_url)).copy_with(raw_path=path.encode())
    assert browser.get(raw).status_code == 404
    browser.log_in()
    assert browser.get(raw, headers=PAGE).status_code == 404


def test_a_logged_in_browser_gets_the_page_in_chinese(browser: Browser) -> None:
    """Language, title, dictionary; no inline script and no English left for people without JavaScript."""
    browser.log_in()
    page = browser.get("/tasks", headers={**PAGE, "Accept-Encoding": "gzip", "If-None-Match": "*"})
    assert page.status_code == 200
    assert '<html lang="zh-CN">' in page.text
    assert '<script src="/assets/zh.js">' in page.text
    assert "<script>" not in page.text
    assert "You need to enable" not in page.text
    assert "script-src 'self' 'wasm-unsafe-eval'" in page.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/login", "/healthz", "/tasks", "/files/f1", "/files/gone", "/nothing"])
def test_every_answer_carries_the_security_headers(browser: Browser, path: str) -> None:
    """Refusals too."""
    browser.log_in()
    headers = browser.get(path, headers=PAGE).headers
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "changes",
    [{"Cookie": ""}, {"Cookie": "once_session=forged"}, {"origin": "https://elsewhere.example"}, {"origin": None}],
    ids=["nobody", "forged", "foreign page", "no page"],
)
def test_a_websocket_without_login_never_reaches_streamlit(browser: Browser, changes: dict[str, str | None]) -> None:
    """It is refused in the handshake."""
    browser.log_in()
    with pytest.raises(InvalidStatus) as refused:
        websocket(browser, **changes)
    assert refused.value.response.status_code == 403


def test_a_logout_cuts_the_open_websockets(browser: Browser) -> None:
    """Without waiting for the next frame; the old cookie opens nothing any more."""
    browser.log_in()
    old = browser.cookie_header
    with websocket(browser) as stream:
        assert browser.send_form("/logout").headers["location"] == "/login"
        with pytest.raises(ConnectionClosed) as closed:
            stream.recv(timeout=10)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008
    assert "once_session" not in browser.cookies
    with pytest.raises(InvalidStatus):
        websocket(browser, Cookie=old)


def test_a_frame_after_the_login_was_revoked_is_not_read(browser: Browser, stub: StubService) -> None:
    """The login is asked for at every frame, so that a page that stays open cannot act."""
    browser.log_in()
    with websocket(browser) as stream:
        stub.people.clear()
        stream.send(b"\x08\x01")
        with pytest.raises(ConnectionClosed) as closed:
            list(stream)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008


def test_only_a_post_with_the_token_logs_out(browser: Browser, stub: StubService) -> None:
    """A link or an image that names the address does nothing."""
    browser.log_in()
    browser.get("/logout")
    assert browser.send_form("/logout", csrf="guessed").status_code == 403
    assert browser.post("/logout", data={}, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert TOKEN in stub.people


def test_a_changing_request_with_the_cookie_must_say_where_it_is_from(browser: Browser) -> None:
    """Uploads and API calls included."""
    browser.log_in()
    for headers in ({}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}):
        assert browser.post("/api/v1/cases", json={}, headers=headers).status_code == 403
        assert browser.put("/_stcore/upload_file/a/b", headers=headers).status_code == 403


def test_the_api_checks_for_itself(browser: Browser) -> None:
    """The gate lets it through; without a login it answers with a problem document."""
    assert browser.get("/api/v1/me").status_code == 401
    browser.log_in()
    assert browser.get("/api/v1/me").json()["person"] == "zhong"


def test_the_application_says_when_it_is_not_well(browser: Browser, stub: StubService) -> None:
    """503 with the check that failed."""
    assert browser.get("/healthz").json()["checks"][0]["ok"] is True
    stub.answers["health"] = (stub.operations.health()[0].model_copy(update={"ok": False}),)
    assert browser.get("/healthz").status_code == 503
    assert browser.get("/readyz").status_code == 503


def test_each_answer_is_logged_under_the_request_it_names(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    """By method, path, status and time; neither who asked nor what the query says; what watchers ask all day is left out."""
    caplog.set_level(logging.INFO, "once.access")
    browser.get("/healthz")
    named = browser.get("/verify?d=秘密", headers={"X-Request-Id": "proxy-7"})
    assert named.headers["X-Request-Id"] == "proxy-7"
    ours = browser.get("/tasks", headers={"X-Request-Id": "a b"}).headers["X-Request-Id"]
    assert re.fullmatch("[0-9a-f]{16}", ours)
    told = [(vars(one)["method"], vars(one)["path"], vars(one)["status"]) for one in caplog.records]
    assert told == [("GET", "/verify", 200), ("GET", "/tasks", 401)]
    assert not [one for one in caplog.records if "秘密" in str(vars(one))]


def test_identity_headers_of_the_client_are_taken_off() -> None:
    """Whatever a client claims to be, only the cookie counts; the caller travels in the scope."""
    seen: list[Scope] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)
        await PlainTextResponse("")(scope, receive, send)

    gate = Gate(inner, lambda token, address: ZHONG, "once_session", True, OpenSockets(), Arrivals("once_session"))
    claimed = {
        "X-Forwarded-User": "root",
        "Remote-User": "root",
        "X-Once-Person": "root",
        "X-Once-Address": "10.9.9.9",
        "Cookie": "once_session=t",
    }

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(gate), base_url="https://x") as client:
            return await client.get("/files/f1", headers=claimed)

    answer = asyncio.run(ask())
    assert not {name for name, _ in seen[0]["headers"]} & {b"x-forwarded-user", b"remote-user", b"x-once-person"}
    assert [value for name, value in seen[0]["headers"] if name == b"x-once-address"] == [b"127.0.0.1"]
    assert seen[0]["once.caller"] is ZHONG
    assert answer.headers["strict-transport-security"]


def test_watching_sockets_leaves_nothing_behind() -> None:
    """A closed websocket is forgotten; cutting an unknown login does nothing."""
    sockets = OpenSockets()
    with sockets.watched(session_digest("a")) as alarm:
        sockets.cut(session_digest("b"))
        assert not alarm.is_set()
        sockets.cut(session_digest("a"))
        assert alarm.is_set()
    assert sockets == OpenSockets()
