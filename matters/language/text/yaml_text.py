"""YAML text as plain data with the line of every part; only the plain subset of YAML is read.

What a value becomes is decided here and nowhere else, so that no reader is surprised:
`true`, `false`, `null` and whole numbers of up to nine digits without a leading zero are what they look like; **everything
else is text**, also `yes`, `on`, `1.50`, `2026-03-02`, `12:30`, `001` and a phone number. The schema turns text into a date,
an instant or a decimal where it asks for one; in answers it stays the text that was written.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from matters.language.places import Data, Path

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(0|[1-9]\d{0,8})")
_WORDS: Mapping[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
_SYNTAX: Mapping[str, str] = {
    "mapping values are not allowed": "这里不能再出现冒号。含冒号的文字请加引号，并检查缩进。",
    "could not find expected ':'": "缺少冒号。每一项写作“名称: 内容”，冒号后留一个空格。",
    "did not find expected key": "缩进与上文不一致，或引号没有配对。请对齐同一级的各项。",
    "expected <block end>": "缩进与上文不一致，或引号没有配对。请对齐同一级的各项。",
    "did not find expected '-' indicator": "列表各项没有对齐。请把同一级的“-”写在同一列。",
    "while scanning a quoted scalar": "引号没有配对。请检查本行及上文的引号。",
    "unexpected end of stream": "引号或括号没有配对。请检查本行及上文。",
    "did not find expected node content": "这里缺少内容，或者括号没有配对。",
    "expected the node content": "这里缺少内容，或者括号没有配对。",
    "cannot start any token": "这里有不能用作开头的符号。以 @、`、% 等开头的文字请加引号。",
    "did not find expected ',' or": "方括号或花括号没有配对，或各项之间缺少逗号。",
    "expected ',' or": "方括号或花括号没有配对，或各项之间缺少逗号。",
}


@dataclass(frozen=True)
class Parsed:
    """Plain data and the line (from 1) on which each part begins."""

    data: Data
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """The line of the part, or of the nearest part around it that is written down."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass(frozen=True)
class Unreadable:
    """Why the text is not read, and on which line."""

    line: int
    message: str


def parse_yaml(text: str, most_parts: int | None = None) -> Parsed | Unreadable:
    """Read one YAML document.

    Refused: over 1 MB or so many parts, tabs as indent, anchors, aliases, tags, duplicate keys, a second document.
    """
    odd = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if odd:
        line = text.count("\n", 0, odd.start()) + 1
        return Unreadable(line, "有不可见的控制字符。请删除后重试。")
    if len(text.encode()) > MAX_BYTES:
        return Unreadable(1, "超过 1 MB，不予读取。请拆分或精简内容。")
    try:
        builder = _Builder(yaml.parse(text, Loader=_LOADER), most_parts)
        return Parsed(builder.document(), builder.lines)
    except _RefusedError as refused:
        return refused.reason
    except yaml.MarkedYAMLError as error:
        return _syntax(error, text)


class _RefusedError(Exception):
    def __init__(self, event: yaml.Event, message: str) -> None:
        self.reason = Unreadable(_line(event), message)


class _Builder:
    """Builds data from parser events, so that nothing is resolved or constructed behind our back."""

    def __init__(self, events: Iterator[yaml.Event], most_parts: int | None) -> None:
        self._events = events
        self._most = most_parts
        self.lines: dict[Path, int] = {}

    def document(self) -> Data:
        next(self._events)
        start = next(self._events)
        if isinstance(start, yaml.StreamEndEvent):
            return None
        data = self._value(next(self._events), ())
        next(self._events)
        after = next(self._events)
        if isinstance(after, yaml.DocumentStartEvent):
            raise _RefusedError(after, "一个文件只写一份内容，请删去“---”之后的部分。")
        return data

    def _value(self, event: yaml.Event, path: Path) -> Data:
        _refuse_extras(event, len(path))
        self.lines.setdefault(path, _line(event))
        if self._most is not None and len(self.lines) > self._most:
            raise _RefusedError(event, f"内容超过 {self._most} 项，不予检查。请精简，或拆成几个事项。")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return _scalar(event) if isinstance(event, yaml.ScalarEvent) else None

    def _mapping(self, path: Path) -> dict[str, Data]:
        found: dict[str, Data] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            _refuse_extras(event, len(path))
            if not isinstance(event, yaml.ScalarEvent):
                raise _RefusedError(event, "名称只能是一个词，不能是列表或分组。")
            key = event.value
            here = (*path, key)
            if key in found:
                raise _RefusedError(event, f"“{key}”在同一处写了两次（上一次在第 {self.lines[here]} 行）。请删去一处。")
            self.lines[here] = _line(event)
            found[key] = self._value(next(self._events), here)
        return found

    def _sequence(self, path: Path) -> list[Data]:
        found: list[Data] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            found.append(self._value(event, (*path, len(found))))
        return found


def _refuse_extras(event: yaml.Event, depth: int) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _RefusedError(event, "不支持锚点和别名（& 和 *）。请把内容直接写出；以这两个符号开头的文字请加引号。")
    if getattr(event, "tag", None):
        raise _RefusedError(event, "不支持类型标记（!）。请直接写内容；以叹号开头的文字请加引号。")
    if depth > MAX_DEPTH:
        raise _RefusedError(event, f"层次超过 {MAX_DEPTH} 级。请减少嵌套。")


def _scalar(event: yaml.ScalarEvent) -> str | int | bool | None:
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _INTEGER.fullmatch(text) else text


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark else 1


def _syntax(error: yaml.MarkedYAMLError, text: str) -> Unreadable:
    mark = error.problem_mark or error.context_mark
    lines = text.rstrip().split("\n")
    number = min(mark.line + 1 if mark else 1, len(lines))
    written = lines[number - 1]
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return Unreadable(number, "缩进用了制表符（Tab）。请改用空格。")
    said = f"{error.context or ''} {error.problem or ''}"
    sentence = next((chinese for english, chinese in _SYNTAX.items() if english in said), None)
    return Unreadable(number, sentence or "不符合 YAML 写法。请检查本行及上一行的缩进、冒号和引号。")
