"""One's own password: open to everybody who is logged in, and the only thing open to an initial one."""

import pytest

from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid
from tests.ui.serving import Browser
from tests.ui.stub import TOKEN, ZHONG, StubService

GOOD = {"old": "right", "new": "my-own-secret-7", "again": "my-own-secret-7"}


@pytest.fixture
def changed(stub: StubService, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What was asked of the service; `wrong` is not the present password."""
    asked: list[tuple[str, ...]] = []

    def change(caller: object, old: str, new: str, token: str) -> str | Refusal:
        asked.append((old, new, token))
        return Invalid(problems=(Problem("old", "现在的密码不正确。"),)) if old == "wrong" else "zhong"

    monkeypatch.setattr(stub.accounts, "change_password", change, raising=False)
    return asked


def test_who_is_logged_in_changes_the_password(browser: Browser, changed: list[tuple[str, ...]]) -> None:
    """The login goes on; the service learns which one it is, so that the others can end."""
    browser.log_in()
    assert "再输入一遍新密码" in browser.get("/password").text
    answer = browser.send_form("/password", **GOOD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert changed == [("right", "my-own-secret-7", TOKEN)]


def test_what_is_wrong_is_told_on_the_form(browser: Browser, changed: list[tuple[str, ...]]) -> None:
    """Two different new ones, or a wrong present one."""
    browser.log_in()
    assert "不一致" in browser.send_form("/password", **{**GOOD, "again": "other"}).text
    assert changed == []
    assert "现在的密码不正确" in browser.send_form("/password", **{**GOOD, "old": "wrong"}).text


def test_without_a_login_it_leads_to_the_login(browser: Browser) -> None:
    """And a form is not taken."""
    answer = browser.get("/password", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/password")
    browser.get("/login")
    assert browser.send_form("/password", **GOOD).status_code == 401


def test_a_form_from_elsewhere_is_refused(browser: Browser, changed: list[tuple[str, ...]]) -> None:
    """Neither without the token nor from another origin."""
    browser.log_in()
    assert browser.post("/password", data=GOOD, headers={"Origin": browser.origin}).status_code == 403
    assert browser.post("/password", data=GOOD, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert changed == []


def test_an_initial_password_opens_no_other_page(browser: Browser, stub: StubService) -> None:
    """Pages lead to the form, files are refused; the login page and the way out stay open."""
    browser.log_in()
    stub.people[TOKEN] = ZHONG.model_copy(update={"roles": frozenset(), "posts": (), "must_change": True})
    page = browser.get("/tasks", headers={"Accept": "text/html"}, follow_redirects=False)
    assert (page.status_code, page.headers["location"]) == (303, "/password")
    file = browser.get("/files/f1")
    assert (file.status_code, file.text) == (403, "请先修改初始密码。")
    assert browser.get("/password").status_code == 200
    assert browser.get("/logout").status_code == 200
