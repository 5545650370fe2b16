"""The flow engine from outside: its secret, and what is said when it does not answer or does not know us."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from flows.adapters.engine import engine_secret, engine_silence, shared_secret
from flows.settings import Settings, UnfitError


class _Engine(BaseHTTPRequestHandler):
    status = 200
    knows = ""

    def do_GET(self) -> None:
        known = not self.knows or self.headers["Authorization"] == self.knows
        self.send_response((self.status if known else 401) if self.path == "/api/admin/version" else 404)
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


GIVEN = "Basic Y291bnR5OuS4tOayszEy"  # county:临河12


def test_one_that_refuses_our_password_is_told_apart_from_one_that_is_away(
    engine: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By the names of the settings that are to be looked at, and never by what they say."""
    monkeypatch.setattr(_Engine, "knows", GIVEN)
    own = engine.model_copy(update={"prefect_api_url": engine.prefect_api, "prefect_auth": "county:wrong"})
    assert engine_silence(own) == "不接受访问口令，请核对 ONCE_PREFECT_AUTH 或 ONCE_PREFECT_AUTH_FILE"
    (tmp_path / "password").write_text("county:临河12\n", "utf-8")
    assert engine_silence(own.model_copy(update={"prefect_auth": "county:临河12"})) == ""
    read = own.model_copy(update={"prefect_auth": "", "prefect_auth_file": tmp_path / "password"})
    assert engine_silence(read) == ""
    assert engine_silence(own.model_copy(update={"prefect_auth": ""})).startswith("不接受访问口令")


def test_a_file_of_the_password_that_cannot_be_read_is_refused_by_its_setting(tmp_path: Path) -> None:
    """With its path for whoever starts the product, and without for everybody else."""
    settings = Settings(
        data_dir=tmp_path, prefect_api_url="http://127.0.0.1:1/api", prefect_auth_file=tmp_path / "gone"
    )
    with pytest.raises(UnfitError, match=f"ONCE_PREFECT_AUTH_FILE 所指的文件 {tmp_path}/gone 无法读取（文件不存在）"):
        engine_secret(settings)
    assert engine_silence(settings) == "访问口令文件无法读取，请核对 ONCE_PREFECT_AUTH_FILE"
    (tmp_path / "gone").write_bytes(b"\xff\xfe")
    with pytest.raises(UnfitError, match="不是文本文件"):
        engine_secret(settings)


def test_an_engine_of_others_that_asks_for_no_password_is_told_none(tmp_path: Path) -> None:
    """No secret of ours is sent to it; where a folder has one already, it is of an engine of ours elsewhere."""
    others = Settings(data_dir=tmp_path, prefect_api_url="http://127.0.0.1:1/api")
    assert engine_secret(others) == ""
    assert list(tmp_path.iterdir()) == []
    made = engine_secret(Settings(data_dir=tmp_path))
    assert engine_secret(others) == made


def test_no_password_is_shown_where_settings_are(tmp_path: Path) -> None:
    """A traceback or a log may show them."""
    assert "hidden" not in repr(Settings(data_dir=tmp_path, prefect_auth="county:hidden"))


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    """Server and executor read the same one."""
    first = shared_secret(tmp_path / "prefect-auth")
    assert shared_secret(tmp_path / "prefect-auth") == first
    assert (tmp_path / "prefect-auth").stat().st_mode & 0o777 == 0o600
    assert len(first) > 40
    assert [file.name for file in tmp_path.iterdir()] == ["prefect-auth"]
