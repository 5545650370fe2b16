"""The matter language described from its own models, part by part: for the admin's quick reference (写法速查)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from matters.language.document import Definition
from matters.language.words.keys import key_name, part_name, word_name

_PLAIN: dict[object, str] = {
    str: "文字",
    int: "整数",
    bool: "true 或 false",
    Decimal: "数",
    date: "日期，如 2026-03-02",
    datetime: "时间，如 2026-03-02T09:00:00+08:00",
}
_MOST_PARTS = 8  # of a choice between parts; more are told by their number


@dataclass(frozen=True, slots=True)
class KeyHelp:
    """One key: how it is written, what it is called, what may stand there, and whether it must."""

    key: str
    name: str
    written: str
    required: bool


@dataclass(frozen=True, slots=True)
class PartHelp:
    """One part of the language with its keys."""

    name: str
    keys: tuple[KeyHelp, ...]


def parts_of_language() -> tuple[PartHelp, ...]:
    """Every part that a definition may hold, the whole first, then in the order in which they are met."""
    return tuple(PartHelp(part_name(part), tuple(_keys(part))) for part in _reached(Definition, {}))


def schema_in_chinese() -> dict[str, Any]:
    """The JSON Schema of definitions, for editors: each part and each key by its Chinese name, with what may stand there."""
    schema = Definition.model_json_schema()
    described = {"Definition": schema, **schema["$defs"]}
    for part in _reached(Definition, {}):
        told = described[part.__name__]
        told |= {"title": part_name(part), "description": part_name(part)}
        for key in _keys(part):
            told["properties"][key.key] |= {"title": key.name, "description": f"{key.name}：{key.written}"}
    return schema


def _reached(kind: Any, known: dict[type[BaseModel], None]) -> dict[type[BaseModel], None]:  # noqa: ANN401 - a type
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        if kind in known:
            return known
        known[kind] = None
        for field in kind.model_fields.values():
            _reached(field.annotation, known)
    else:
        for part in get_args(kind):
            _reached(part, known)
    return known


def _keys(part: type[BaseModel]) -> Iterator[KeyHelp]:
    for name, field in part.model_fields.items():
        written = field.description or _written(field.annotation, name)
        yield KeyHelp(field.alias or name, key_name(part, name), written, field.is_required())


def _written(kind: Any, key: str) -> str:  # noqa: ANN401 - a type as it is annotated
    """What may stand there."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return "、".join(_word(key, word) for word in inner)
    if origin is tuple:
        return f"列表：{_written(inner[0], key)}"
    if origin is dict:
        return "“名称: 内容”的分组"
    if origin is Annotated:
        return _written(inner[0], key)
    if origin in (Union, UnionType):
        return _choice([one for one in inner if one is not NoneType], key)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return f"〔{part_name(kind)}〕"
    return _PLAIN.get(kind, "内容")


def _choice(kinds: list[Any], key: str) -> str:
    told = list(dict.fromkeys(_written(one, key) for one in kinds))
    more = f"等 {len(told)} 种" if len(told) > _MOST_PARTS else ""
    return " 或 ".join(told[:_MOST_PARTS]) + more


def _word(key: str, word: object) -> str:
    said = word_name(key, str(word))
    return f"{word}（{said}）" if said != str(word) else str(word)
