"""`once matter cancel`: a matter is cancelled at the machine, and what was asked for is listed."""

import shutil
from pathlib import Path

import pytest

from tests.ui.cli.conftest import Once

ASKED = ("--since", "2099-01-01", "--ground", "关于取消一批事项的通知", "--number", "样政办〔2098〕8号")


@pytest.fixture
def folder(data: Path, tmp_path: Path) -> Path:
    """A data folder of its own."""
    return Path(shutil.copytree(data, tmp_path / "once"))


def test_it_is_asked_for_confirmed_and_withdrawn(once: Once, folder: Path) -> None:
    """Each with its receipt; afterwards it stands in the list."""
    assert once("matter", "cancel", "list", "--data", folder).out == "没有提请过的事项取消。\n"
    made = once("matter", "cancel", "ask", "MS032", *ASKED, "--open-cases", "go_on", "--data", folder, "--json")
    assert made.code == 0
    number = str(made.data["id"])
    for word in ("confirm", "withdraw"):
        assert once("matter", "cancel", word, number, "--data", folder).code == 0
    (line,) = once("matter", "cancel", "list", "--data", folder, "--json").data
    assert (line["code"], line["state"]) == ("MS032", "withdrawn")
    assert once("matter", "cancel", "return", number, "--data", folder).code == 1


def test_a_wrong_day_is_refused_and_no_day_is_wrong_use(once: Once, folder: Path) -> None:
    """One Chinese line each."""
    early = ("--since", "2020-01-01", *ASKED[2:], "--open-cases", "ended", "--data", folder)
    refused = once("matter", "cancel", "ask", "MS032", *early)
    assert refused.code == 1
    assert "应在今天之后" in refused.complaint
    wrong = once("matter", "cancel", "ask", "MS032", "--since", "明年", *early[2:])
    assert wrong.code == 2
