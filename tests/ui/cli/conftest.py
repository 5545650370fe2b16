"""A prepared data folder, and the command line as a function."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flows.sample import DEMO_ACCOUNTS, prepare_sample
from flows.settings import Settings
from tests.passwords import light_passwords
from ui.cli import main


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:  # noqa: ANN401 - any JSON value
        """What it said to machines."""
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """The one line on stderr."""
        (line,) = self.err.splitlines()
        return line


Once = Callable[..., Said]


@pytest.fixture
def once(capsys: pytest.CaptureFixture[str]) -> Once:
    """`once` with these words."""

    def run(*words: str | Path) -> Said:
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample people."""
    folder = tmp_path_factory.mktemp("data") / "once"
    with light_passwords():
        prepare_sample(Settings(data_dir=folder))
    return folder


@pytest.fixture(scope="session")
def people(data: Path) -> dict[str, str]:
    """The account behind each post."""
    listed: Sequence[dict[str, Any]] = json.loads((data / DEMO_ACCOUNTS).read_text("utf-8"))
    return {post["post"]: account["username"] for account in listed for post in account["posts"]}
