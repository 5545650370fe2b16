"""Bounds of the web process: who asks too often waits, and a body that does not come ends its connection."""

import asyncio
import socket

import httpx
import pytest
from starlette.types import Message

from tests.ui.serving import Browser
from ui import bounds
from ui.bounds import OF_AN_ADDRESS, PatientReceive, RequestsInAMinute


def test_a_login_and_an_address_have_so_many_requests_in_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of another login, or in the next minute, others are answered; made-up logins are bounded by their address."""
    now = [0.0]
    monkeypatch.setattr(bounds, "monotonic", lambda: now[0])
    requests = RequestsInAMinute(2, 0.0)
    assert [requests.too_many("a", "1") for _ in range(3)] == [False, False, True]
    assert not requests.too_many("b", "1")
    now[0] = 60.0
    assert [requests.too_many("a", "1") for _ in range(3)] == [False, False, True]
    now[0] = 120.0
    made_up = [requests.too_many(f"x{number}", "1") for number in range(2 * OF_AN_ADDRESS + 1)]
    assert made_up == [False] * (2 * OF_AN_ADDRESS) + [True]
    assert not requests.too_many("", "2")


def test_a_body_that_stops_coming_counts_as_a_client_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two parts, and altogether; a whole body ends the waiting, not what waits for the client to leave."""
    monkeypatch.setattr(bounds, "PART_SECONDS", 0.05)

    async def told(*messages: Message) -> tuple[list[str], bool]:
        left = list(messages)

        async def receive() -> Message:
            if not left:
                await asyncio.sleep(0.2)
                return {"type": "left"}
            return left.pop(0)

        patient = PatientReceive(receive)
        return [(await patient())["type"] for _ in range(2)], patient.late

    half: Message = {"type": "http.request", "body": b"x", "more_body": True}
    whole: Message = {"type": "http.request", "body": b"x", "more_body": False}
    assert asyncio.run(told(half)) == (["http.request", "http.disconnect"], True)
    assert asyncio.run(told(whole)) == (["http.request", "left"], False)


@pytest.mark.parametrize("path", ["/login", "/verify", "/api/v1/session"])
def test_half_a_body_is_answered_and_the_connection_closed(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Thousands of them would hold the process open for nothing."""
    monkeypatch.setattr(bounds, "PART_SECONDS", 0.2)
    at = httpx.URL(browser.origin)
    kind = "application/json" if path.startswith("/api") else "application/x-www-form-urlencoded"
    with socket.create_connection((at.host, at.port or 80), 20) as raw:
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {at.host}:{at.port}\r\nOrigin: {browser.origin}\r\nContent-Type: {kind}\r\n"
        )
        raw.sendall(f"{head}Content-Length: 100\r\n\r\nusername=".encode())
        raw.settimeout(20)
        answer = b""
        while part := raw.recv(65536):
            answer += part
    assert answer.split(b" ", 2)[1] in (b"400", b"408")
    assert b"connection: close" in answer.lower()


def test_who_asks_too_often_is_told_to_wait(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages and API alike, in the form of each; what browsers keep by themselves is not counted."""
    monkeypatch.setattr(RequestsInAMinute, "too_many", lambda self, login, address: True)
    page, call = browser.get("/tasks"), browser.get("/api/v1/me")
    assert (page.status_code, page.headers["retry-after"]) == (429, "60")
    assert (call.status_code, call.json()["code"]) == (429, "too_many_requests")
    assert browser.get("/assets/once.css").status_code == 200
