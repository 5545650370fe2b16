"""What the parts are started from: a folder full of files with our names, those of libraries, and their settings."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.machine.programs import NOWHERE, program
from flows.processes import executor_part, prefect_part, run_part, settings_environment, start, web_part
from flows.settings import Settings
from flows.uploads.pdfs import inspect_pdf
from tests.flows.good_files import PDF

NAMES = (
    "ui",
    "flows",
    "storage",
    "matters",
    "uvicorn",
    "prefect",
    "streamlit",
    "json",
    "sitecustomize",
    "usercustomize",
)
PARTS = {
    "prefect": (prefect_part, "address already in use"),
    "executor": (executor_part, "secret.key"),
    "web": (lambda settings: web_part(settings, "ui.app:create_app"), "secret.key"),
}


@pytest.fixture
def baited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The current folder; `met` in it names what was taken from there."""
    bait, met = tmp_path / "bait", tmp_path / "met"
    (bait / ".streamlit").mkdir(parents=True)
    met.mkdir()
    for name in NAMES:
        (bait / f"{name}.py").write_text(f"import pathlib; pathlib.Path({str(met / name)!r}).touch()")
    for settings in (".env", "prefect.toml", ".streamlit/config.toml", ".streamlit/secrets.toml"):
        (bait / settings).write_text("= no settings\n")
    monkeypatch.chdir(bait)
    monkeypatch.setenv("PYTHONPATH", "")
    yield bait
    assert [file.name for file in met.iterdir()] == []


@pytest.mark.parametrize("name", ["executor", "web", pytest.param("prefect", marks=pytest.mark.long)])
def test_nothing_of_the_current_folder_is_run_or_read_by_a_part(name: str, baited: Path) -> None:
    """The part comes as far as what it lacks: a free port, or a data folder that was set up."""
    part, lacking = PARTS[name]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = Settings(data_dir=Path("data"), prefect_port=taken.getsockname()[1])
        assert start(part(settings), baited.parent / "logs").wait(120) != 0
    log = (baited.parent / "logs" / f"{name}.log").read_text("utf-8")
    assert lacking in log
    assert "toml" not in log.lower()


def test_a_part_alone_is_elsewhere_too(baited: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`once web` becomes the part instead of starting it."""
    became: list[object] = []
    monkeypatch.setattr(os, "execve", lambda program, command, environment: became.extend([Path.cwd(), *command]))
    run_part(executor_part(Settings()))
    assert became == [Path(NOWHERE), *program("flows.runs.executor")]


def test_nothing_of_the_current_folder_is_run_by_the_reader_of_files(baited: Path) -> None:
    """It reads what strangers hand in."""
    assert inspect_pdf(PDF) is None


def test_what_was_told_relative_to_the_current_folder_is_still_meant(baited: Path) -> None:
    """A part starts elsewhere."""
    told = Settings(
        data_dir=Path("data"), tls_certfile=Path("c.pem"), database_url="sqlite:///a.db", prefect_database_url=""
    )
    given = settings_environment(told)
    assert given["ONCE_DATA_DIR"] == f"{baited}/data"
    assert given["ONCE_TLS_CERTFILE"] == f"{baited}/c.pem"
    assert given["ONCE_DATABASE_URL"] == f"sqlite:///{baited}/a.db"
    assert settings_environment(Settings(database_url="sqlite:////b/a.db"))["ONCE_DATABASE_URL"] == "sqlite:////b/a.db"


def test_a_program_is_looked_for_where_it_is_installed() -> None:
    """Neither the current folder nor the one of the parent counts."""
    assert "-P" in program("flows.runs.executor")
    assert NOWHERE == "/"
