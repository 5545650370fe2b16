"""Logging in: token and origin checked, one answer for every failure, no open redirect, cookies that cannot be read."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette

from tests.ui.serving import Browser
from tests.ui.stub import PASSWORD, TOKEN, StubService
from ui.gate import OpenSockets
from ui.login import MAX_FORM_BYTES, Login, local_path


def test_the_right_password_sets_an_unreadable_cookie(browser: Browser) -> None:
    """HttpOnly and same-site; plain http on loopback cannot carry Secure."""
    answer = browser.log_in(next="/case?case=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/case?case=1")
    [cookie] = [line for line in answer.headers.get_list("set-cookie") if line.startswith("once_session=")]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie


@pytest.mark.parametrize(("username", "password"), [("zhong", "wrong"), ("nobody", "right"), ("", "")])
def test_every_failure_reads_the_same(browser: Browser, username: str, password: str) -> None:
    """Who has an account is not told; the address asked for is kept."""
    answer = browser.send_form("/login", username=username, password=password, next="/tasks")
    assert answer.status_code == 401
    assert "用户名或密码不正确，或者账号暂时不能登录" in answer.text
    assert 'value="/tasks"' in answer.text
    assert "once_session" not in browser.cookies


def test_a_form_without_the_token_or_from_elsewhere_is_refused(browser: Browser) -> None:
    """Neither alone is enough."""
    browser.get("/login")
    good = {"username": "zhong", "password": PASSWORD, "csrf": browser.cookies["once_csrf"]}
    own, foreign = {"Origin": browser.origin}, {"Origin": "https://elsewhere.example"}
    assert browser.post("/login", data={**good, "csrf": ""}, headers=own).status_code == 403
    assert browser.post("/login", data={**good, "csrf": "错"}, headers=own).status_code == 403
    assert browser.post("/login", data=good, headers=foreign).status_code == 403
    assert browser.post("/login", data=good).status_code == 403
    browser.cookies.clear()
    assert browser.post("/login", data=good, headers=own).status_code == 403


def test_an_overlong_form_is_not_read(browser: Browser) -> None:
    """A login form is small."""
    assert browser.log_in(next="/" + "x" * MAX_FORM_BYTES).status_code == 403


@pytest.mark.parametrize(
    "wanted", ["//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example", "/a\nb", "", "x"]
)
def test_the_way_back_stays_on_this_host(browser: Browser, wanted: str) -> None:
    """Anything but a path with a single slash leads to the first page."""
    assert local_path(wanted) == "/"
    assert browser.log_in(next=wanted).headers["location"] == "/"
    assert 'name="next" value="/"' in browser.get("/login", params={"next": wanted}).text


def test_what_is_asked_for_is_escaped(browser: Browser) -> None:
    """The path goes into an attribute."""
    assert "<b>" not in browser.get("/login", params={"next": '/"><b>'}).text


def test_our_own_pages_forbid_everything_but_themselves(browser: Browser) -> None:
    """No script at all, no frame, no other origin."""
    policy = browser.get("/login").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy


def test_over_tls_the_cookies_are_bound_to_the_host() -> None:
    """`__Host-` and Secure, for the login and for the token."""
    app = Starlette(routes=Login(StubService(), OpenSockets(), secure=True).routes())  # type: ignore[arg-type]

    async def journey() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://once.example") as client:
            await client.get("/login")
            form = {"username": "zhong", "password": PASSWORD, "csrf": client.cookies["__Host-once_csrf"]}
            return await client.post("/login", data=form, headers={"Origin": "https://once.example"})

    [cookie] = asyncio.run(journey()).headers.get_list("set-cookie")
    assert cookie.startswith(f"__Host-once_session={TOKEN};")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
