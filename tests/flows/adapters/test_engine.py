"""The flow engine from outside: a health that answers, and one that does not."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from flows.adapters.engine import engine_silence
from flows.settings import Settings


class _Engine(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/api/health" else 404)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written to the terminal."""


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Something that listens where Prefect would."""
    with HTTPServer(("127.0.0.1", 0), _Engine) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Settings(data_dir=tmp_path, prefect_port=server.server_port)
        server.shutdown()


def test_an_engine_that_answers_has_no_trouble(engine: Settings) -> None:
    """Nothing is said of it."""
    assert engine_silence(engine) == ""


def test_one_that_answers_with_a_fault_is_silent_for_us(engine: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told with its number."""
    monkeypatch.setattr(_Engine, "status", 503)
    assert engine_silence(engine) == "应答 HTTP 503"


def test_one_that_is_not_there_is_silent(tmp_path: Path) -> None:
    """Told with what was met."""
    assert engine_silence(Settings(data_dir=tmp_path, prefect_port=1)) == "没有应答（ConnectError）"
