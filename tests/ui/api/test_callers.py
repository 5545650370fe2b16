"""A token or the login cookie opens the door; another site's page cannot use the cookie."""

import httpx
import pytest

from tests.ui.api.stub import TOKEN, StubService
from ui.session import cookie_name

PLAIN = {cookie_name(secure=False): TOKEN}


@pytest.mark.parametrize("path", ["me", "matters", "cases", "tasks", "files/f1", "documents/d1", "cases/1/documents"])
def test_nothing_is_shown_without_login(anonymous: httpx.Client, path: str) -> None:
    """401 with the scheme to use."""
    answer = anonymous.get(path)
    assert (answer.status_code, answer.json()["code"]) == (401, "login_required")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["Bearer wrong", "Basic dXNlcjpwYXNz", "Bearer", "Bearer \xe9"])
def test_a_wrong_token_does_not_open(anonymous: httpx.Client, header: str) -> None:
    """Wrong token, wrong scheme, no token, odd characters."""
    assert anonymous.get("me", headers={b"Authorization": header.encode("latin-1")}).status_code == 401


def test_logging_in_answers_a_token_with_local_time(anonymous: httpx.Client) -> None:
    """Instants carry the offset +08:00."""
    answer = anonymous.post("session", json={"username": "zhangsan", "password": "secret"})
    assert answer.json()["token"] == TOKEN
    assert answer.json()["expires_at"] == "2026-03-02T09:00:00+08:00"


def test_logging_out_ends_the_session(client: httpx.Client, stub: StubService) -> None:
    """The token presented is the one that ends."""
    assert client.delete("session").status_code == 204
    assert stub.ended == [TOKEN]


def test_reading_with_the_cookie_needs_nothing_else(anonymous: httpx.Client) -> None:
    """The pages' own login works here."""
    anonymous.cookies.update(PLAIN)
    assert anonymous.get("me").json()["username"] == "zhangsan"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"X-Requested-With": "XMLHttpRequest"}, 403),
        ({"X-Requested-With": "once"}, 204),
    ],
)
def test_a_change_by_cookie_must_come_from_our_page(
    anonymous: httpx.Client, headers: dict[str, str], status: int
) -> None:
    """A form on another site sends the cookie, but neither the header nor our origin."""
    anonymous.cookies.update(PLAIN)
    answer = anonymous.delete("session", headers=headers)
    assert answer.status_code == status
    assert status == 204 or answer.json()["code"] == "cross_site"


def test_a_change_by_cookie_from_our_origin_passes(anonymous: httpx.Client, stub: StubService) -> None:
    """A browser names the origin by itself."""
    anonymous.cookies.update(PLAIN)
    origin = str(anonymous.base_url.copy_with(path="/")).rstrip("/")
    assert anonymous.delete("session", headers={"Origin": origin}).status_code == 204
    assert stub.ended == [TOKEN]
