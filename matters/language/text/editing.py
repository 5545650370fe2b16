"""Changes to YAML text at a place (逐项修改): whatever is not touched stays as it was written, comments too."""

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, TypeAlias

import yaml

from matters.errors.base import Problem
from matters.language.places import Data, Path, path_text
from matters.language.text.writing import block_text, inline_text
from matters.language.text.yaml_text import Parsed, Unreadable, parse_yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BY_TEXT = "这一处的写法不能在此修改，请在“内容”中直接修改文字。"
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


class _LeftToTextError(Exception):
    """It cannot be done without moving a remark to something else."""


Change: TypeAlias = Put | Remove | Insert | MoveDown


def changed(text: str, change: Change) -> str | Problem:
    """The text with that change, which reads as the data with that change; a problem where it cannot be made so.

    Of a `Put` the part around it must be there, of an `Insert` the list.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""  # the parser does not count it
    before = parse_yaml(text.removeprefix(mark))
    if isinstance(before, Unreadable):
        return Problem(f"line {before.line}", before.message)
    wanted = deepcopy(before.data)
    try:
        _apply(wanted, change)
        if _spelt(wanted) == _spelt(before.data):
            return text
        made = _made(text.removeprefix(mark), before.data, wanted, change)
    except _LeftToTextError:
        made = None
    except (LookupError, TypeError, AttributeError):
        return Problem(path_text(change.path), "这一处已经不在，或者已经改作别的内容。请看清现在的内容后再改。")
    return mark + made if made is not None else Problem(path_text(change.path), _BY_TEXT)


def seen_by(data: Data, change: Change) -> object:
    """What a change was meant for, as whoever made it saw it: of other data the same change would be another one.

    An item that goes is the item itself, those that change places are both, an item more comes to a list of that length, and
    a value is put into parts with these ids.
    """
    try:
        match change:
            case Insert():
                return len(part_at(data, change.path))
            case MoveDown():
                *around, last = change.path
                return _spelt(part_at(data, tuple(around))[_number(last) :][:2])
            case Remove():
                return _spelt(part_at(data, change.path))
            case Put():
                return [
                    _item_seen(data, change.path[: n + 1]) for n, key in enumerate(change.path) if isinstance(key, int)
                ]
    except (LookupError, TypeError):
        return None


def _item_seen(data: Data, path: Path) -> object:
    item = part_at(data, path)
    return item["id"] if isinstance(item, dict) and "id" in item else len(part_at(data, path[:-1]))


def _spelt(data: Data) -> str:
    """Equal only where every value is, also its kind: `true` is not 1."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def _made(text: str, before: Data, wanted: Data, change: Change) -> str | None:
    """In steps as fine as can be, so that remarks stay with what they speak of; else at once; nothing where neither is right."""
    for steps in (tuple(_finer(before, change)), (change,)):
        made = text
        for step in steps:
            made = _Written(made).with_change(step)
        made = _not_too_wide(made, text, wanted, change.path)
        if _reads_as(made, wanted):
            return made
    return None


def _reads_as(text: str, wanted: Data) -> bool:
    after = parse_yaml(text)
    return isinstance(after, Parsed) and _spelt(after.data) == _spelt(wanted)


def _finer(data: Data, change: Change) -> Iterator[Change]:
    """A value that is put instead of another of its kind, as the changes of what differs in it."""
    old = _there(data, change.path) if isinstance(change, Put) else None
    match old, change:
        case dict(), Put(value=dict() as new) if old.keys() & new.keys():
            yield from _keys_changed(change.path, old, new)
        case list(), Put(value=list() as new) if old and new:
            yield from _items_changed(change.path, old, new)
        case _:
            yield change


def _there(data: Data, path: Path) -> Data:
    """What stands there, if anything does."""
    try:
        found: Data = part_at(data, path)
    except LookupError:
        return None
    return found


def _keys_changed(path: Path, old: Mapping[str, Data], new: Mapping[str, Data]) -> Iterator[Change]:
    yield from (Remove((*path, key)) for key in old if key not in new)
    for key, value in new.items():
        if key not in old or _spelt(old[key]) != _spelt(value):
            yield Put((*path, key), value, tuple(new))


def _items_changed(path: Path, old: list[Data], new: list[Data]) -> Iterator[Change]:
    """The last first, so that the positions before it hold."""
    before, after = ([_spelt(one) for one in items] for items in (old, new))
    for _, a, b, c, d in reversed(SequenceMatcher(None, before, after, autojunk=False).get_opcodes()):
        if before[a:b] != after[c:d]:
            both = min(b - a, d - c)
            yield from (Remove((*path, at)) for at in range(b - 1, a + both - 1, -1))
            yield from (Insert(path, a + both, value) for value in reversed(new[c + both : d]))
            yield from (Put((*path, a + n), new[c + n]) for n in range(both))


def _not_too_wide(made: str, text: str, wanted: Data, path: Path) -> str:
    """A line that has grown beyond its room is written below its key, item by item."""
    if max(map(len, made.split("\n"))) <= max(_ROOM, *map(len, text.split("\n"))):
        return made
    return _Written(made).unfolded(path, wanted)


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
        if flow:
            self._without_remarks(parent)
        if flow or self._text[self._line_begin(begins) : begins].strip():
            return self._cut(spans[at - 1][1], ends) if at == len(spans) - 1 else self._cut(begins, spans[at + 1][0])
        after = spans[at - 1][1] if at else 0
        return self._cut(self._line_begin(self._lead(begins, after)), self._line_end(ends) + 1)

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
        if flow:
            self._without_remarks(items)
        else:  # the remark above an item and the one behind it go with it
            a, c = self._lead(a, 0), self._lead(c, b)
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
        column = parent.start_mark.column
        return [
            (item.start_mark.index if parent.flow_style else self._dash(item.start_mark.index, column), self._end(item))
            for item in parent.value
        ]

    def _dash(self, at: int, column: int) -> int:
        """Where the dash of an item stands: in the column of its list, on the last line above that has one there."""
        begins = self._line_begin(at)
        while self._text[begins + column : begins + column + 1] != "-" or begins + column > at:
            begins = self._line_begin(begins - 1)
        return begins + column

    def _without_remarks(self, node: Any) -> None:  # noqa: ANN401
        """Between brackets over several lines, a remark would end up beside another item."""
        if "#" in self._text[node.start_mark.index : node.end_mark.index]:
            raise _LeftToTextError

    def unfolded(self, path: Path, wanted: Data) -> str:
        """The outermost part within braces or brackets around that place, written anew below its key."""
        for length in range(1, len(path) + 1):
            node, flow = self._node(path[:length])
            if flow:
                remarked = "#" in self._text[node.start_mark.index : node.end_mark.index]
                return self._text if remarked else self._put(Put(path[:length], part_at(wanted, path[:length])))
        return self._text

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

    def _lead(self, at: int, after: int) -> int:
        """Where the remarks begin that stand directly above the line, in its column; the head of the text is nobody's."""
        begins = first = self._line_begin(at)
        column = at - begins
        while begins > after:
            above = self._line_begin(begins - 1)
            written = self._text[above:begins]
            if above < after or len(written) - len(written.lstrip()) != column or not written.lstrip().startswith("#"):
                break
            begins = above
        return at if begins in (0, first) else begins + column

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
