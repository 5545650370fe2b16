"""Reading definitions and organisations from YAML text; every mistake is told in Chinese with source, line, path and mend."""

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from matters.errors.base import Problem
from matters.language.document import Definition
from matters.language.places import Path, path_text, place_text
from matters.language.text.models import example_at, holds, keys_at
from matters.language.text.yaml_text import Parsed, Unreadable, parse_yaml
from matters.language.words.keys import word_name
from matters.organisation.snapshot import Organisation

M = TypeVar("M", bound=BaseModel)
MOST_PARTS = 12_000
MOST_TOLD = 50

_SENTENCES: Mapping[str, str] = {
    "missing": "缺少这一项。请补上。",
    "extra_forbidden": "{absent}{near}请删除或更正拼写。",
    "literal_error": "不能写“{input}”，可用：{expected}。",
    "union_tag_invalid": "没有这种类型“{tag}”，可用：{expected_tags}。",
    "union_tag_not_found": "没有写明类型。请补上 {discriminator}。",
    "unknown_form": "{written}{example}。",
    "string_type": "应为文字。数字形式的编码请加引号。",
    "string_too_short": "至少 {min_length} 个字。请补充。",
    "string_too_long": "至多 {max_length} 个字。请删减。",
    "string_pattern_mismatch": "“{input}”的写法不合要求。{written_as}",
    "int_type": "应为整数。",
    "int_parsing": "“{input}”不是整数。请写整数。",
    "int_from_float": "应为整数，不能带小数。",
    "bool_type": "应为 true 或 false。",
    "bool_parsing": "“{input}”不是 true 或 false。",
    "decimal_type": "应为数。",
    "decimal_parsing": "“{input}”不是数。请写数字，比例写小数，如 0.5。",
    "finite_number": "应为有限的数。",
    "date_type": "应为日期，写作 2026-03-02。",
    "date_parsing": "“{input}”不是日期，应写作 2026-03-02。",
    "date_from_datetime_parsing": "“{input}”不是日期，应写作 2026-03-02。",
    "date_from_datetime_inexact": "“{input}”不是日期，应写作 2026-03-02。",
    "datetime_type": "应为时间，写作 2026-03-02T09:00:00+08:00。",
    "datetime_parsing": "“{input}”不是时间，应写作 2026-03-02T09:00:00+08:00。",
    "datetime_from_date_parsing": "“{input}”不是时间，应写作 2026-03-02T09:00:00+08:00。",
    "greater_than": "不能是“{input}”，应大于 {gt}。请更正。",
    "greater_than_equal": "不能是“{input}”，不应小于 {ge}。请更正。",
    "less_than": "不能是“{input}”，应小于 {lt}。请更正。",
    "less_than_equal": "不能是“{input}”，不应大于 {le}。请更正。",
    "too_short": "至少要有 {min_length} 项。请补上。",
    "too_long": "至多 {max_length} 项。请删减。",
    "tuple_type": "应为列表，每项前写“- ”。",
    "dict_type": "应为“名称: 内容”的分组。",
    "model_type": "应为“名称: 内容”的分组。{example}。",
    "model_attributes_type": "应为“名称: 内容”的分组。{example}。",
    "value_error": "{error}。",
}
# What a text must look like, by the pattern of its field.
_WRITTEN_AS: Mapping[str, str] = {
    r"^[a-z][a-z0-9_]{0,39}$": "应以小写字母开头，只含小写字母、数字和下划线，至多 40 个字符。",
    r"^[A-Z]{2,4}[0-9]{3}$": "应为 2 至 4 个大写字母加 3 位数字，如 MS032。",
    r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$": "应为月-日，写作 03-02。",
    r"^\d\d-\d\d$": "应为月-日，写作 03-02。",
    r"^\d{6}(\d{3})?(\d{3})?$": "应为 6、9 或 12 位数字。",
    r"^\d{3}$": "应为三位数字。",
}
_FALLBACK = "内容不合要求。请对照定义的格式说明更正。"


def parse_definition(text: str) -> Parsed | Unreadable:
    """A definition's text as plain data; what has more parts than eight times the largest known is not looked at."""
    return parse_yaml(text, MOST_PARTS)


def read_definition(text: str, source: str) -> Definition | tuple[Problem, ...]:
    """The matter definition written in this text, or every defect found. `source` is the name people know the text by."""
    return _read(Definition, parse_definition(text), source)


def read_organisation(text: str, source: str) -> Organisation | tuple[Problem, ...]:
    """The organisation written in this text, or every defect found; whether it hangs together is `organisation_check`."""
    return _read(Organisation, parse_yaml(text), source)


def read_plain(model: type[M], text: str, source: str) -> M | tuple[Problem, ...]:
    """Whatever else is written in this form, or every defect found."""
    return _read(model, parse_yaml(text), source)


def _read(model: type[M], parsed: Parsed | Unreadable, source: str) -> M | tuple[Problem, ...]:
    if isinstance(parsed, Unreadable):
        return (Problem(source, f"{source} 第 {parsed.line} 行：{parsed.message}"),)
    if not isinstance(parsed.data, dict):
        return (Problem(source, f"{source} 第 1 行：内容应为“名称: 内容”的分组，第一级写 {_first_keys(model)} 等项。"),)
    try:
        return model.model_validate(parsed.data)
    except ValidationError as error:
        return _problems(_causes(error.errors(include_url=False)), parsed, source, model)


def _first_keys(model: type[BaseModel]) -> str:
    return "、".join(list(model.model_fields)[:3])


def _causes(errors: Sequence[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Without the lists that are too short only because an item of theirs is wrong: pydantic counts the sound ones."""
    around = Counter(error["loc"][:depth] for error in errors for depth in range(len(error["loc"]) + 1))
    yield from (error for error in errors if error["type"] != "too_short" or around[error["loc"]] < 2)


def _problems(
    errors: Iterable[ErrorDetails], parsed: Parsed, source: str, model: type[BaseModel]
) -> tuple[Problem, ...]:
    """One problem per place; the alternatives of a union that all failed there are told together, in file order."""
    found: dict[Path, list[ErrorDetails]] = {}
    for error in errors:
        found.setdefault(_place(error, parsed.data), []).append(error)
    places = sorted(found, key=parsed.line)
    told = tuple(_problem(found[place], place, parsed, source, model) for place in places[:MOST_TOLD])
    if len(places) <= MOST_TOLD:
        return told
    line = parsed.line(places[MOST_TOLD])
    more = f"从这里起还有 {len(places) - MOST_TOLD} 处问题没有列出。请先改正已列出的，再检查。"
    return (*told, Problem(path_text(places[MOST_TOLD]), f"{source} 第 {line} 行：{more}"))


def _problem(
    errors: Iterable[ErrorDetails], place: Path, parsed: Parsed, source: str, model: type[BaseModel]
) -> Problem:
    sentences = dict.fromkeys(_sentence(error, model, parsed.data) for error in errors)
    return Problem(path_text(place), f"{source} 第 {parsed.line(place)} 行：{place_text(place)}：{_or(sentences)}")


def _or(sentences: Iterable[str]) -> str:
    return "，或者".join(sentence.removesuffix("。") for sentence in sentences) + "。"


def _sentence(error: ErrorDetails, model: type[BaseModel], data: object) -> str:
    details = {name: _listed(value) for name, value in error.get("ctx", {}).items()}
    details["written_as"] = _WRITTEN_AS.get(str(error.get("ctx", {}).get("pattern")), "请更正。")
    details |= {"input": str(error.get("input"))[:60], "written": error["msg"] + "。"}
    for name, key in (("expected", _last_key(error)), ("expected_tags", details.get("discriminator", ""))):
        if name in details:
            details[name] = _in_words(details[name], key)
    if error["type"] == "extra_forbidden":
        details |= _misplaced(str(error["loc"][-1]), keys_at(model, error["loc"], data), model)
    details["example"] = f"请写作 {{{found}}}" if (found := example_at(model, error["loc"], data)) else "请更正"
    return _SENTENCES.get(error["type"], _FALLBACK).format_map(details)


def _last_key(error: ErrorDetails) -> str:
    return next((part for part in reversed(error["loc"]) if isinstance(part, str)), "")


def _in_words(listed: str, key: str) -> str:
    """Each word that may be written, with what it means in Chinese."""
    meant = ((word, word_name(key, word)) for word in listed.split("、"))
    return "、".join(word if word == name else f"{word}（{name}）" for word, name in meant)


def _listed(value: object) -> str:
    """Pydantic lists words as `'a', 'b' or 'c'`."""
    return str(value).replace(" or ", "、").replace(", ", "、").replace("'", "")


def _misplaced(word: str, here: Collection[str], model: type[BaseModel]) -> dict[str, str]:
    """A near key of this very part; a key that other parts have is told to be at the wrong place, with those of this one."""
    near = difflib.get_close_matches(word, sorted(here), n=1)
    if near:
        return {"absent": "没有这一项。", "near": f"是不是想写“{near[0]}”？"}
    elsewhere = "不能写在这里" if word in _known_words(model) else "没有这一项"
    return {"absent": f"{elsewhere}。", "near": f"这里可以写：{'、'.join(sorted(here))}。" if here else ""}


@cache
def _known_words(model: type[BaseModel]) -> frozenset[str]:
    """Every key that may be written anywhere in the model."""
    schema = model.model_json_schema()
    parts = (schema, *schema.get("$defs", {}).values())
    return frozenset(name for part in parts for name in part.get("properties", {}))


def _place(error: ErrorDetails, data: object) -> Path:
    """Where the mistake is in the text. Pydantic's location also holds the names of union members; they are left out."""
    place = _walked(error["loc"], data)
    if error["type"] == "missing":
        return (*place, error["loc"][-1])
    if error["type"] == "union_tag_invalid":
        return (*place, error["ctx"]["discriminator"].strip("'"))
    return place


def _walked(location: Path, data: object) -> Path:
    """Follow the location along the data. A part that is not there names a union member, and so does one whose next part
    stands beside it: in `(text, when)` the mistake is in `when`, and `text` names the member."""
    place: list[str | int] = []
    for part, following in zip(location, (*location[1:], None), strict=True):
        if holds(data, part) and not holds(data, following):
            place.append(part)
            data = data[part]
    return tuple(place)
