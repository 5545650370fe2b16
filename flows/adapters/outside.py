"""Registers and systems outside (外部接口、外部系统): how each is reached, by a file or folder of this machine or over HTTP.

What lies behind a name of a definition is said in the file that `ONCE_OUTSIDE_FILE` names; none there, none is reachable.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import httpx
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, ValidationError, model_validator

from flows.machine.causes import os_cause
from flows.settings import UnfitError
from matters.language.text.yaml_text import Parsed, parse_yaml
from storage.durable import write_durably

SECONDS = 10.0  # a person waits for none of these; a hand works on one effect at a time


class UnreachableError(Exception):
    """It is not set up, or did not answer; nothing has been handed over."""


class _Place(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    url: HttpUrl | None = None
    token_file: Path | None = None

    def headers(self) -> dict[str, str]:
        """The token is read each time, so that it can be changed while the product runs."""
        return {"Authorization": f"Bearer {self.token_file.read_text('utf-8').strip()}"} if self.token_file else {}


class OutsideRegister(_Place):
    """Register 数据接口: a JSON list of records in a file, or an address that answers one record, or 404 for none."""

    file: Path | None = None

    @model_validator(mode="after")
    def _one(self) -> "OutsideRegister":
        if (self.url is None) == (self.file is None):
            raise ValueError("数据接口须写明 url 或 file，只写其一")
        return self


class System(_Place):
    """System 外部系统: a folder into which its requests are put, or an address to which they are sent."""

    folder: Path | None = None

    @model_validator(mode="after")
    def _one(self) -> "System":
        if (self.url is None) == (self.folder is None):
            raise ValueError("外部系统须写明 url 或 folder，只写其一")
        return self


class Outside(BaseModel):
    """Everything outside that definitions may name; and the `messages` system, which passes notices on to people (消息)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    interfaces: Annotated[dict[str, OutsideRegister], Field(default_factory=dict)]
    systems: Annotated[dict[str, System], Field(default_factory=dict)]
    messages: System | None = None


NOTHING_OUTSIDE = Outside(interfaces={}, systems={})


def read_outside(path: Path) -> Outside:
    """What the file says; nothing is outside without one. What is wrong in it is told with its line."""
    if not path.exists():
        return NOTHING_OUTSIDE
    try:
        text = path.read_text("utf-8")
        return Outside.model_validate(json.loads(text))
    except OSError as error:
        raise UnfitError(f"外部接口文件 {path} 无法读取（{os_cause(error)}）。请核对权限。") from error
    except UnicodeDecodeError as error:
        raise UnfitError(f"外部接口文件 {path} 不是 UTF-8 编码。请另存为 UTF-8。") from error
    except json.JSONDecodeError as error:
        raise UnfitError(
            f"外部接口文件 {path} 第 {error.lineno} 行第 {error.colno} 个字符附近不是有效的 JSON。"
            "请核对逗号、冒号、引号和括号。"
        ) from error
    except ValidationError as error:
        raise UnfitError(f"外部接口文件 {path} {_misplaced(text, error)}") from error


def _misplaced(text: str, error: ValidationError) -> str:
    """The first part that is wrong: its line, where it stands, and what may stand there."""
    first = error.errors()[0]
    place = first["loc"]
    parsed = parse_yaml(text)  # JSON is YAML: its lines are known
    line = parsed.line(place) if isinstance(parsed, Parsed) else 1
    own = first["type"] == "value_error"
    said = first["msg"].removeprefix("Value error, ") if own else _WRONG.get(first["type"], "写法不对")
    return f"第 {line} 行的“{'.'.join(map(str, first['loc']))}”：{said}。{_MAY}"


_WRONG = {
    "extra_forbidden": "没有这一项",
    "url_parsing": "不是有效的网址",
    "url_scheme": "网址须以 http:// 或 https:// 开头",
    "missing": "缺少这一项",
}
_MAY = "数据接口（interfaces）各写 url 或 file，外部系统（systems）和消息（messages）各写 url 或 folder，另可写 token_file。"


def look_up(outside: Outside, interface: str, asked: Mapping[str, Any]) -> dict[str, Any] | None:
    """The one record that fits all that is asked; nothing where none or several do. Asking changes nothing."""
    register = outside.interfaces.get(interface)
    if register is None:
        raise UnreachableError(interface)
    if register.file:
        return _in_file(register.file, asked)
    try:
        answer = httpx.post(str(register.url), json={"asks": dict(asked)}, headers=register.headers(), timeout=SECONDS)
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        found = answer.raise_for_status().json()
    except (httpx.HTTPError, OSError, ValueError) as error:
        raise UnreachableError(interface) from error
    return dict(found) if isinstance(found, dict) else None


def _in_file(file: Path, asked: Mapping[str, Any]) -> dict[str, Any] | None:
    try:
        records = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UnreachableError(file.name) from error
    fits = [record for record in records if all(record.get(name) == value for name, value in asked.items())]
    return dict(fits[0]) if len(fits) == 1 else None


def hand_over(outside: Outside, system: str, task: str, key: str, request: Mapping[str, Any]) -> None:
    """Give the system a request; `key` is the same when a person has it sent again, so that the other side can tell.

    Raises `UnreachableError` when it has certainly not arrived; anything else leaves open whether it has.
    """
    place = outside.systems.get(system)
    if place is None:
        raise UnreachableError(system)
    send(place, task, key, request)


def send(place: System, name: str, key: str, request: Mapping[str, Any]) -> None:
    """Put it into the folder under that name, or send it with that key; raises as said above."""
    if place.folder:
        place.folder.mkdir(parents=True, exist_ok=True)
        write_durably(place.folder / f"{name}.json", json.dumps(request, ensure_ascii=False, indent=1).encode())
        return
    try:
        headers = {**place.headers(), "Idempotency-Key": key}
        httpx.post(str(place.url), json=dict(request), headers=headers, timeout=SECONDS).raise_for_status()
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise UnreachableError(name) from error
