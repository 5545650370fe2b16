"""What two versions of a definition differ in (版本差异), as sentences; every difference of meaning has at least one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import BaseModel

from matters.language.document import Definition
from matters.language.errands import errands
from matters.language.places import Path, path_text
from matters.language.words.keys import key_name
from matters.language.words.phrases import NOTHING, WHOLE, Phrasing, phrasing_of
from matters.organisation.snapshot import NAMELESS, Vocabulary

DifferenceWeight = Literal["safe", "promise", "running"]
WEIGHT_NAMES: Mapping[DifferenceWeight, str] = {"safe": "文字说明", "promise": "改变承诺", "running": "改变办理"}

_NOUNS: Mapping[str, str] = {"otherwise": "其他情形的环节", "sections": "分组"}
# Containers that need not be named: “承诺时限”, not “时限的承诺时限”.
_UNNAMED = frozenset({"guide", "form", "clock", "outcome", "edition", "sections", "number"})
_TITLES = ("name", "label", "title", "id")
# What applicants are promised or asked: parts of the guide, and keys anywhere.
_PROMISING_GUIDE = frozenset({"access", "owner", "applicants", "conditions", "case_type"})
_PROMISING_KEYS = frozenset({"on_site", "how", "why_in_person"})
_PROMISING_TOPS = frozenset({"code", "form", "materials", "clock", "recurring"})
_WORDS_ONLY = frozenset(
    {
        "label",
        "help",
        "title",
        "name",
        "instructions",
        "phrases",
        "preset",
        "pattern_help",
        "note",
    }
)
_CONTEXT = 12  # characters shown before and after a change inside a long text
_LONG = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. 差异. `weight`: words only, what applicants are promised or asked, or the way cases are handled.

    Cases under way stay on their version, so a difference of handling means that two ways run side by side for a while.
    """

    target: str
    sentence: str
    weight: DifferenceWeight


@dataclass(frozen=True)
class _Place:
    """Where we are: the path, and how people call it. `old` and `new` phrase the two sides."""

    old: Phrasing
    new: Phrasing
    path: Path = ()
    called: tuple[str, ...] = ()

    def at(self, key: str | int, name: str = "") -> "_Place":
        return replace(self, path=(*self.path, key), called=(*self.called, name) if name else self.called)

    @property
    def key(self) -> str:
        return next((part for part in reversed(self.path) if isinstance(part, str)), "")

    @property
    def subject(self) -> str:
        return "的".join(self.called)

    def says(self, sentence: str) -> Difference:
        return Difference(path_text(self.path), sentence, _weight(self.path))


def differences(old: Definition, new: Definition, vocabulary: Vocabulary = NAMELESS) -> tuple[Difference, ...]:
    """All differences in reading order; none for equal definitions. The worst path's errands are told first."""
    before, after = errands(old).worst, errands(new).worst
    visits = (Difference("errands", f"跑动次数由 {before} 次改为 {after} 次", "promise"),) if before != after else ()
    return (*visits, *_parts(old, new, _Place(phrasing_of(old, vocabulary), phrasing_of(new, vocabulary))))


def _parts(old: BaseModel, new: BaseModel, place: _Place) -> Iterator[Difference]:
    """Key by key; a key that only one of two kinds of part has is compared with nothing."""
    for key in dict.fromkeys((*type(old).model_fields, *type(new).model_fields)):
        owner = type(new) if key in type(new).model_fields else type(old)
        name = "" if key in _UNNAMED else key_name(owner, key)
        yield from _values(getattr(old, key, None), getattr(new, key, None), place.at(key, name))


def _values(old: object, new: object, place: _Place) -> Iterator[Difference]:
    if type(old) is type(new) and old == new:
        return
    match old, new:
        case tuple(), tuple():
            yield from _lists(old, new, place)
        case Mapping(), Mapping():
            for key in dict.fromkeys((*old, *new)):
                label = place.new.labels.get(key, key)
                yield from _values(old.get(key), new.get(key), place.at(key, f"“{label}”"))
        case BaseModel(), BaseModel() if not isinstance(old, WHOLE):
            yield from _parts(old, new, place)
        case _:
            yield place.says(_changed(old, new, place))


def _changed(old: object, new: object, place: _Place) -> str:
    before, after = place.old.text(old, place.key), place.new.text(new, place.key)
    if before == after:  # two ids with one label, or nothing in two spellings
        before, after = repr(old), repr(new)
    if before == NOTHING:
        return f"{place.subject}：增加{_quoted(after)}"
    if after == NOTHING:
        return f"{place.subject}：取消（原为{_quoted(before)}）"
    if max(len(before), len(after)) > _LONG:
        before, after = _where_they_part(before, after)
    return f"{place.subject}由{_quoted(before)}改为{_quoted(after)}"


def _quoted(text: str) -> str:
    """In quotation marks; those inside become the inner ones."""
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


def _where_they_part(before: str, after: str) -> tuple[str, str]:
    """The two texts around their difference."""
    start = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    rest = min(len(before), len(after)) - start
    tail = next((n for n in range(rest) if before[-1 - n] != after[-1 - n]), rest)
    return _window(before, start, len(before) - tail), _window(after, start, len(after) - tail)


def _window(text: str, start: int, end: int) -> str:
    first, last = max(start - _CONTEXT, 0), min(end + _CONTEXT, len(text))
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")


def _lists(old: tuple[Any, ...], new: tuple[Any, ...], place: _Place) -> Iterator[Difference]:
    before, after = _by_identity(old), _by_identity(new)
    if before is not None and after is not None:
        yield from _matched(before, after, place)
    elif _alike(old, new):
        for position, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _values(one, other, place.at(position, f"第 {position + 1} 项"))
    else:
        yield from _members(old, new, place)


def _by_identity(items: Sequence[Any]) -> dict[str, BaseModel] | None:
    """The items by their id, or by the occasion that names them; nothing when they have none of their own."""
    found = {str(getattr(item, "id", None) or getattr(item, "on", "")): item for item in items}
    return found if len(found) == len(items) and "" not in found else None


def _matched(old: Mapping[str, BaseModel], new: Mapping[str, BaseModel], place: _Place) -> Iterator[Difference]:
    noun = _noun(place)
    for key, item in old.items():
        if key not in new:
            yield place.says(f"{_within(place)}删除{noun}“{_title(item)}”")
    for position, (key, item) in enumerate(new.items()):
        here = replace(place.at(position), called=(*place.called[:-1], f"{noun}“{_title(item)}”"))
        if key not in old:
            yield here.says(f"{_within(place)}新增{noun}“{_title(item)}”")
        else:
            yield from _values(old[key], item, here)
    if _shared(old, new) != _shared(new, old):
        titles = "、".join(_title(item) for item in new.values())
        yield place.says(f"{_within(place)}{noun}的顺序调整为：{titles}")


def _shared(items: Mapping[str, BaseModel], others: Mapping[str, BaseModel]) -> list[str]:
    return [key for key in items if key in others]


def _noun(place: _Place) -> str:
    return _NOUNS.get(place.key) or (place.called[-1] if place.called else place.key)


def _within(place: _Place) -> str:
    around = "的".join(place.called[:-1])
    return f"{around}：" if around else ""


def _title(item: BaseModel) -> str:
    return next(str(text) for name in _TITLES if (text := getattr(item, name, None)))


def _alike(old: Sequence[Any], new: Sequence[Any]) -> bool:
    """As many parts of the same kinds, so that each is compared with its counterpart."""
    kinds = [type(item) for item in old]
    return kinds == [type(item) for item in new] and all(issubclass(kind, BaseModel) for kind in kinds)


def _members(old: tuple[Any, ...], new: tuple[Any, ...], place: _Place) -> Iterator[Difference]:
    gone = [item for item in old if item not in new]
    come = [item for item in new if item not in old]
    for item in gone:
        yield place.says(f"{place.subject}：删除{_quoted(place.old.text(item, place.key))}")
    for item in come:
        yield place.says(f"{place.subject}：新增{_quoted(place.new.text(item, place.key))}")
    if not gone and not come:
        yield place.says(f"{place.subject}的次序调整为：{place.new.text(new, place.key)}")


def _weight(path: Path) -> DifferenceWeight:
    keys = [part for part in path if isinstance(part, str)]
    if keys[-1] in _WORDS_ONLY:
        return "safe"
    if _promising(keys):
        return "promise"
    return "running" if keys[0] in ("steps", "outcome") else "safe"


def _promising(keys: list[str]) -> bool:
    match keys:
        case "guide", part, *_ if part in _PROMISING_GUIDE:
            return True
        case "outcome", "results", *inside if "archive" not in inside:
            return True
    return keys[0] in _PROMISING_TOPS or not _PROMISING_KEYS.isdisjoint(keys)
