"""What a command answers: lines for people, data for machines, and the exit code."""

import getpass
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import east_asian_width

from pydantic import BaseModel

from matters.calendar import SHANGHAI
from matters.errors.base import Problem, Refusal

T = TypeVar("T")


@dataclass(frozen=True)
class CommandOutcome:
    """`code` 0 done, 1 refused or check failed."""

    lines: Sequence[str]
    data: Any
    code: int = 0


class Unusable(Exception):  # noqa: N818 - not an error of the program
    """The command cannot be carried out as it was written: exit code 2."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Declined(Exception):  # noqa: N818 - carries a refusal
    """The service, or the state of the machine, says no: exit code 1."""

    def __init__(self, message: str, code: str = "refused", problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.problems = [{"target": problem.target, "message": problem.message} for problem in problems]


def given(outcome: T | Refusal) -> T:
    """What the service answered, or the way out with its refusal."""
    if not isinstance(outcome, Refusal):
        return outcome
    raise Declined(outcome.message, outcome.code, getattr(outcome, "problems", ()))


def read_json(path: Path) -> Any:  # noqa: ANN401 - any JSON value
    """The JSON value in a file the user named."""
    try:
        return json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Unusable(f"文件 {path} 无法读取，请核对路径和权限") from error
    except (ValueError, RecursionError) as error:
        raise Unusable(f"文件 {path} 不是有效的 JSON（UTF-8）") from error


def read_bytes(path: Path) -> bytes:
    """The bytes of a file the user named."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unusable(f"文件 {path} 无法读取，请核对路径和权限") from error


def as_json(data: Any) -> str:  # noqa: ANN401 - models, and lists and dictionaries of them
    """Data for machines; instants carry the offset +08:00."""
    return json.dumps(data, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump()
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return str(value)


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows in columns; a Chinese character is two wide."""
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def read_password(prompt: str, *, from_stdin: bool) -> str:
    """Never an argument: those are seen by every process of the machine."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Unusable("没有终端可以输入密码，请用 --password-stdin 从标准输入读取")
    return getpass.getpass(prompt)
