"""The command line speaks Chinese in every case, and never with a traceback.

Covers: ui/cli/performing.py, ui/cli/chinese.py, ui/cli/commands.py, ui/cli/door.py
"""

import errno
import logging
import re
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

import pytest

from flows.service.desks.operations import OperationsDesk
from tests.journeys.product import free_port
from tests.ui.cli.conftest import Once
from ui.cli.chinese import in_chinese

COMMANDS = (
    "",
    "up",
    "web",
    "executor",
    "prefect",
    "demo",
    "matter",
    "matter list",
    "matter show",
    "matter schema",
    "matter check",
    "matter forecast",
    "matter explore",
    "matter draft",
    "matter draft drop",
    "matter edition",
    "matter edition list",
    "matter edition ask",
    "matter edition touched",
    "matter cancel",
    "matter cancel list",
    "matter cancel ask",
    "case",
    "case submit",
    "case show",
    "task",
    "task list",
    "task act",
    "holidays",
    "holidays list",
    "holidays import",
    "holidays moved",
    "house-rules",
    "house-rules list",
    "house-rules set",
    "assessments",
    "assessments list",
    "verify",
    "doctor",
    "audit",
    "audit check",
    "db",
    "db upgrade",
    "user",
    "user add",
    "token",
    "token add",
)
ENGLISH = (
    "usage",
    "options",
    "positional",
    "optional",
    "show this",
    "help message",
    "arguments",
    "required",
    "default",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_is_chinese(once: Once, command: str) -> None:
    """Usage, headings and descriptions of each command."""
    said = once(*command.split(), "--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("用法：once")
    assert "显示帮助" in said.out
    assert not [word for word in ENGLISH if word in said.out.lower()]


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nonsense",),
        ("matter",),
        ("matter", "show"),
        ("matter", "list", "--colour"),
        ("up", "--port", "soon"),
        ("up", "--data"),
        ("task", "act", "1", "explode", "--as", "p01"),
        ("case", "show", "1"),
        ("user", "add", "zhang", "--person", "p01", "--password", "secret"),
        ("up", "--port", "99999"),
        ("matter", "check", "/no/such/file.yaml"),
        ("verify", "/no/such/file.pdf"),
    ],
)
def test_wrong_use_is_one_chinese_line(once: Once, words: tuple[str, ...]) -> None:
    """Exit code 2, nothing on stdout."""
    said = once(*words)
    assert (said.code, said.out) == (2, "")
    assert re.search("[一-鿿]", said.complaint)
    assert not re.search(r"\b(argument|invalid|expected|required|error|choose)\b", said.complaint)


def test_it_says_its_release(once: Once) -> None:
    """The same that the description of the API names, so that one report of a fault is enough."""
    said = once("--version")
    assert (said.code, said.err) == (0, "")
    name, release = said.out.split()
    assert name == "once"
    assert release == version("once-gov")


def test_a_message_nobody_foresaw_is_chinese() -> None:
    """A later Python may say it in other words."""
    assert in_chinese("something new") == "命令写法不正确"


@pytest.mark.parametrize("words", [("doctor",), ("task", "list", "--as", "p01"), ("case", "show", "1", "--as", "p01")])
def test_without_a_data_folder_it_says_what_to_do(once: Once, tmp_path: Path, words: tuple[str, ...]) -> None:
    """Refused, and nothing is created by asking."""
    said = once(*words, "--data", tmp_path / "none")
    assert said.code == 1
    assert "once up" in said.complaint
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_for_machines_has_its_code(once: Once, data: Path) -> None:
    """`--json` says the code on stdout; the sentence is on stderr all the same."""
    said = once("case", "show", "1", "--as", "nobody", "--data", data, "--json")
    assert (said.code, said.data["code"]) == (1, "not_found")
    assert said.complaint == said.data["detail"]


@pytest.mark.parametrize("words", [("doctor",), ("up",), ("executor",), ("seal", "list"), ("db", "upgrade")])
def test_a_variable_that_is_no_setting_is_wrong_use(
    once: Once, data: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """It would be left out without a word, and the product be another than its owner believes."""
    monkeypatch.setenv("ONCE_DATABSE_URL", "postgresql+psycopg://db/once")
    said = once(*words, "--data", data)
    assert (said.code, said.complaint) == (
        2,
        "没有“ONCE_DATABSE_URL”这项设置，是不是想写 ONCE_DATABASE_URL。请更正或者删去这个环境变量。",
    )


@pytest.mark.parametrize("words", [("doctor",), ("up",), ("db", "upgrade"), ("task", "list", "--as", "p01")])
def test_a_database_that_cannot_be_reached_is_told_to_the_administrator(
    once: Once, data: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """One sentence with the mend, whatever the command; no number of a fault."""
    monkeypatch.setenv("ONCE_DATABASE_URL", "postgresql+psycopg://once:hidden@127.0.0.1:1/once")
    for port in ("ONCE_PORT", "ONCE_PREFECT_PORT"):
        monkeypatch.setenv(port, str(free_port()))
    said = once(*words, "--data", data)
    assert said.code == 1
    assert said.complaint.startswith(
        "数据库无法使用：数据库没有启动，或者端口不对，请启动数据库，核对数据库地址中的端口。"
    )
    assert "hidden" not in said.complaint


def _refused(error: OSError, *_: object, **__: object) -> NoReturn:
    raise error


def test_a_fault_is_a_number(once: Once, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line with the number; the log of the data folder has the rest."""

    def broken(*args: object) -> object:
        raise RuntimeError("the cause")

    monkeypatch.setattr(OperationsDesk, "doctor", broken)
    with monkeypatch.context() as full:
        full.setattr(logging, "FileHandler", partial(_refused, OSError(errno.ENOSPC, "No space left on device")))
        assert "无法记入日志（磁盘已满）：RuntimeError: the cause" in once("doctor", "--data", data).complaint
    said = once("doctor", "--data", data)
    assert said.code == 1
    number = re.search(r"E[0-9A-F]{8}", said.complaint)
    assert number is not None
    assert "the cause" not in said.err
    log = (data / "logs" / "cli.log").read_text("utf-8")
    assert number.group() in log
    assert "RuntimeError: the cause" in log


def test_an_open_address_without_tls_does_not_start(once: Once, tmp_path: Path) -> None:
    """Not loopback, no TLS, no trusted proxy."""
    for command in ("up", "web"):
        said = once(command, "--host", "0.0.0.0", "--data", tmp_path)
        assert said.code == 1
        assert said.complaint.startswith("拒绝启动")
