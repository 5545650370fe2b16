"""A Prefect server of the office itself, a second one beside ours as far as the product is concerned.

Covers: flows/runs/environment.py
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server
from typing import Any

import httpx
import pytest

from flows.adapters.engine import engine_silence
from flows.bootstrap import open_resources
from flows.processes import executor_part, start
from flows.settings import Settings
from tests.flows.effects import story
from tests.sample_folder import planted

pytestmark = [pytest.mark.prefect, pytest.mark.long]

SECRET = "county:its own"


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    """As somebody else runs it: with none of our settings but the password; its API."""
    with create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    theirs = {"PREFECT_HOME": str(folder), "PREFECT_SERVER_API_AUTH_STRING": SECRET, "DO_NOT_TRACK": "1"}
    command = (
        sys.executable,
        "-m",
        "uvicorn",
        "--factory",
        "prefect.server.api.server:create_app",
        "--port",
        str(port),
    )
    with subprocess.Popen(
        command,
        env=os.environ | theirs | {"PREFECT__SERVER_FINAL": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield f"http://127.0.0.1:{port}/api"
        finally:
            process.kill()


def test_effects_are_carried_through_the_server_that_the_office_has(tmp_path: Path) -> None:
    """By the password in a file; the doctor's question is answered, and nothing of a server of ours is made."""
    (tmp_path / "password").write_text(f"{SECRET}\n")
    with _server(tmp_path / "theirs") as api:
        settings = Settings(data_dir=tmp_path / "data", prefect_api_url=api, prefect_auth_file=tmp_path / "password")
        planted(settings)
        _wait(lambda: not engine_silence(settings), 120)
        wrong = settings.model_copy(update={"prefect_auth_file": None, "prefect_auth": "county:guessed"})
        assert engine_silence(wrong).startswith("不接受访问口令")
        with open_resources(settings) as resources, start(executor_part(settings), settings.logs_dir) as executor:
            try:
                case_no = story.submit(resources)
                _wait(lambda: _states(api, case_no) == ["COMPLETED"], 120)
            finally:
                executor.kill()
    assert "guessed" not in (log := (settings.logs_dir / "executor.log").read_text())
    assert SECRET not in log
    assert not (settings.data_dir / "prefect-auth").exists()


def _states(api: str, case_no: str) -> list[Any]:
    sought = {"flow_runs": {"tags": {"all_": [f"case:{case_no}"]}}}
    user, _, password = SECRET.partition(":")
    found = httpx.post(f"{api}/flow_runs/filter", json=sought, auth=(user, password)).raise_for_status().json()
    return [run["state_type"] for run in found]


def _wait(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
