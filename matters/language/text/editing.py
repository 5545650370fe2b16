"""Changes to YAML text at a place (逐项修改): whatever is not touched stays as it was written, comments too."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from matters.errors.base import Problem
from matters.language.places import Data, Path, path_text
from matters.language.text.writing import block_text, inline_text
from matters.language.text.yaml_text import Parsed, Unreadable, parse_yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ROOM = 118  # characters of a line; what does not fit is written below its key


@dataclass(frozen=True, slots=True)
class Put:
    """A value, instead of what is there. A key that is not there comes after the last of those before it in `order`."""

    path: Path
    value: Data
    order: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Remove:
    """A key or an item of a list is taken out."""

    path: Path


@dataclass(frozen=True, slots=True)
class Insert:
    """One more item of the list at `path`, to stand at that position."""

    path: Path
    at: int
    value: Data


@dataclass(frozen=True, slots=True)
class MoveDown:
    """An item changes places with the one after it."""

    path: Path


Change: TypeAlias = Put | Remove | Insert | MoveDown


def changed(text: str, change: Change) -> str | Problem:
    """The text with that change, which reads as the data with that change; a problem where it cannot be made so.

    The place must be there: of a `Put` the part around it, of an `Insert` the list.
    """
    before = parse_yaml(text)
    if isinstance(before, Unreadable):
        return Problem(f"line {before.line}", before.message)
    wanted = deepcopy(before.data)
    _apply(wanted, change)
    if wanted == before.data:
        return text
    made = _Written(text).with_change(change)
    after = parse_yaml(made)
    if not isinstance(after, Parsed) or after.data != wanted:
        return Problem(path_text(change.path), "这一处的写法不能在此修改，请在“内容”中直接修改文字。")
    return made


def part_at(data: Data, path: Path) -> Any:  # noqa: ANN401 - whatever stands there
    """What stands at that place; a `LookupError` where nothing does."""
    found: Any = data
    for key in path:
        found = found[key]
    return found


def _apply(data: Data, change: Change) -> None:
    *around, last = change.path
    match change:
        case Insert():
            part_at(data, change.path).insert(change.at, deepcopy(change.value))
        case Put():
            part_at(data, tuple(around))[last] = deepcopy(change.value)
        case Remove():
            del part_at(data, tuple(around))[last]
        case MoveDown():
            items, at = part_at(data, tuple(around)), _number(last)
            items[at], items[at + 1] = items[at + 1], items[at]


def _number(key: str | int) -> int:
    """The position of an item."""
    if isinstance(key, str):
        raise TypeError(key)
    return key


class _Written:
    """A text with where each part of it begins and ends."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._root: Any = yaml.compose(text, Loader=_LOADER)

    def with_change(self, change: Change) -> str:
        match change:
            case Put():
                return self._put(change)
            case Remove():
                return self._removed(change.path)
            case Insert():
                return self._inserted(change)
            case MoveDown():
                return self._swapped(change.path)

    def _put(self, change: Put) -> str:
        *around, last = change.path
        parent, flow = self._node(tuple(around))
        if isinstance(parent, yaml.SequenceNode):
            item = parent.value[last]
            said = _said(change.value, item.start_mark.column, flow, beside_dash=True)
            return self._cut(item.start_mark.index, self._end(item), said)
        for key, value in parent.value:
            if key.value == last:
                return self._cut(key.end_mark.index, self._end(value), _after_key(change.value, key, flow))
        return self._added(parent, flow, change)

    def _added(self, parent: yaml.MappingNode, flow: bool, change: Put) -> str:
        """A key that is not there yet."""
        key = str(change.path[-1])
        before = set(change.order[: change.order.index(key)]) if key in change.order else set()
        held = [value for name, value in parent.value if name.value in before] or [value for _, value in parent.value]
        if flow:
            said = f"{key}: {inline_text(change.value, flow=True)}"
            place = self._end(held[-1]) if held else parent.start_mark.index + 1
            return self._cut(place, place, f", {said}" if held else said)
        first = parent.value[0][0]
        place = self._line_end(self._end(held[-1]))
        return self._cut(place, place, f"\n{' ' * first.start_mark.column}{key}{_after_key(change.value, first, flow)}")

    def _removed(self, path: Path) -> str:
        *around, last = path
        parent, flow = self._node(tuple(around))
        spans = self._spans(parent)
        at = self._position(parent, last)
        if len(spans) == 1:
            nothing: Data = [] if isinstance(parent, yaml.SequenceNode) else {}
            return self._put(Put(tuple(around), nothing)) if around else "{}\n"
        begins, ends = spans[at]
        if flow or self._text[self._line_begin(begins) : begins].strip():
            return self._cut(spans[at - 1][1], ends) if at == len(spans) - 1 else self._cut(begins, spans[at + 1][0])
        return self._cut(self._line_begin(self._lead(begins)), self._line_end(ends) + 1)

    def _inserted(self, change: Insert) -> str:
        items, flow = self._node(change.path)
        spans = self._spans(items)
        if not spans:
            return self._put(Put(change.path, [change.value]))
        if flow:
            said = inline_text(change.value, flow=True)
            begins, ends = spans[min(change.at, len(spans) - 1)]
            return (
                self._cut(begins, begins, f"{said}, ") if change.at < len(spans) else self._cut(ends, ends, f", {said}")
            )
        column = items.start_mark.column
        said = f"- {_said(change.value, column + 2, flow, beside_dash=True)}"
        if change.at < len(spans):
            begins = spans[change.at][0]
            return self._cut(begins, begins, f"{said}\n{' ' * column}")
        place = self._line_end(spans[-1][1])
        return self._cut(place, place, f"\n{' ' * column}{said}")

    def _swapped(self, path: Path) -> str:
        *around, last = path
        items, flow = self._node(tuple(around))
        (a, b), (c, d) = self._spans(items)[_number(last) :][:2]
        if not flow:  # the remark above an item and the one behind it go with it
            a, c = self._lead(a), self._lead(c)
            b, d = self._line_end(b), self._line_end(d)
        text = self._text
        return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]

    def _node(self, path: Path) -> tuple[Any, bool]:
        """The node at that place, and whether it is written within braces or brackets."""
        node, flow = self._root, bool(self._root.flow_style)
        for key in path:
            node = (
                node.value[key]
                if isinstance(key, int)
                else next(value for name, value in node.value if name.value == key)
            )
            flow = flow or bool(getattr(node, "flow_style", False))
        return node, flow

    def _spans(self, parent: Any) -> list[tuple[int, int]]:  # noqa: ANN401 - a node of the parser
        """Where each item or key begins, its dash included where it has one, and where what it says ends."""
        if isinstance(parent, yaml.MappingNode):
            return [(key.start_mark.index, self._end(value)) for key, value in parent.value]
        dashed: Callable[[int], int] = lambda at: self._text.rindex("-", 0, at)  # noqa: E731
        return [
            (item.start_mark.index if parent.flow_style else dashed(item.start_mark.index), self._end(item))
            for item in parent.value
        ]

    def _position(self, parent: Any, key: str | int) -> int:  # noqa: ANN401
        return key if isinstance(key, int) else next(n for n, (name, _) in enumerate(parent.value) if name.value == key)

    def _end(self, node: Any) -> int:  # noqa: ANN401
        """Where it ends; the parser counts the blank lines and remarks after a block to it."""
        if isinstance(node, yaml.ScalarNode):
            end: int = node.end_mark.index
            return len(self._text[:end].rstrip()) if node.style in ("|", ">") else end
        if node.flow_style or not node.value:
            return int(node.end_mark.index)
        last = node.value[-1]
        return self._end(last[1] if isinstance(node, yaml.MappingNode) else last)

    def _lead(self, at: int) -> int:
        """Where the remarks begin that stand directly above the line."""
        begins = self._line_begin(at)
        indent = at - begins
        while begins:
            above = self._line_begin(begins - 1)
            if not self._text[above:begins].lstrip().startswith("#"):
                break
            begins = above
        return at if begins == self._line_begin(at) else begins + indent

    def _line_begin(self, at: int) -> int:
        return self._text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        end = self._text.find("\n", at)
        return len(self._text) if end < 0 else end

    def _cut(self, begins: int, ends: int, instead: str = "") -> str:
        return self._text[:begins] + instead + self._text[ends:]


def _after_key(value: Data, key: yaml.ScalarNode, flow: bool) -> str:
    said = _said(value, key.start_mark.column, flow, beside_dash=False, taken=len(key.value) + 2)
    return f":{said}" if said.startswith("\n") else f": {said}"


def _said(value: Data, column: int, flow: bool, *, beside_dash: bool, taken: int = 0) -> str:
    """How a value is written behind its key or dash: on the line where it fits, else below."""
    inline = inline_text(value, flow=flow)
    if flow or not isinstance(value, (dict, list)) or not value or len(inline) + column + taken <= _ROOM:
        return inline
    margin = " " * (column if beside_dash else column + 2)
    lines = [margin + line if line else "" for line in block_text(value).rstrip("\n").split("\n")]
    return "\n".join(lines)[column:] if beside_dash else "\n" + "\n".join(lines)
