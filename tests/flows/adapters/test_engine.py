"""The flow engine from outside: a health that answers, one that does not, and what is known of why."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from flows.adapters.engine import EngineState, engine_state
from flows.part_logs import PartLog
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
    """Something that listens where Prefect would, and ended once before."""
    with HTTPServer(("127.0.0.1", 0), _Engine) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings = Settings(data_dir=tmp_path, prefect_port=server.server_port)
        settings.logs_dir.mkdir()
        PartLog(settings.logs_dir / "prefect.log").note_end("原因")
        yield settings
        server.shutdown()


def test_an_engine_that_answers_has_no_trouble(engine: Settings) -> None:
    """However often it ended before."""
    assert engine_state(engine) == EngineState()


def test_one_that_answers_with_a_fault_is_silent_for_us(engine: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told with its number, and with why it ended last."""
    monkeypatch.setattr(_Engine, "status", 503)
    assert engine_state(engine) == EngineState("应答 HTTP 503", "原因")


def test_one_that_is_not_there_is_silent(tmp_path: Path) -> None:
    """Nothing is known of why."""
    assert engine_state(Settings(data_dir=tmp_path, prefect_port=1)) == EngineState("没有应答（ConnectError）")
