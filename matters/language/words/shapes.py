"""What a form needs to know to edit a part of a definition (逐项修改): its keys, what may stand there, and a blank one.

Read from the models of the language, so that a new word of it can be edited as soon as it is there.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from matters.language.places import Data
from matters.language.vocabulary import TO_FILL_IN
from matters.language.words.keys import key_name, part_name, word_name

_LONG = 200  # characters: what may be longer is typed on several lines


class Shape(ABC):
    """What may stand at a place."""

    @abstractmethod
    def blank(self, taken: Collection[str], today: date) -> Data:
        """What stands there before anybody has filled it in. `taken`: ids that are used up."""

    @abstractmethod
    def holds(self, value: Data) -> bool:
        """Whether that may stand there."""


@dataclass(frozen=True, slots=True)
class Words(Shape):
    """One word of several, each by what it means."""

    meanings: Mapping[str, str]

    def blank(self, taken: Collection[str], today: date) -> Data:
        return next(iter(self.meanings))

    def holds(self, value: Data) -> bool:
        return isinstance(value, str) and value in self.meanings


@dataclass(frozen=True, slots=True)
class Flag(Shape):
    """Yes or no."""

    def blank(self, taken: Collection[str], today: date) -> Data:
        return False

    def holds(self, value: Data) -> bool:
        return isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class Whole(Shape):
    """A whole number."""

    least: int | None = None
    most: int | None = None

    def blank(self, taken: Collection[str], today: date) -> Data:
        return max(self.least or 0, 0 if self.most == 0 else 1)

    def holds(self, value: Data) -> bool:
        if not isinstance(value, int) or isinstance(value, bool):
            return False
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


@dataclass(frozen=True, slots=True)
class Line(Shape):
    """Text, or what is written as text. `example`: a blank one, of what has an exact form; ids are made up."""

    most: int | None = None
    is_id: bool = False
    example: str = TO_FILL_IN

    @property
    def long(self) -> bool:
        """Whether it is typed on several lines."""
        return self.most is not None and self.most > _LONG

    def blank(self, taken: Collection[str], today: date) -> Data:
        return _new_id(taken) if self.is_id else self.example.format(today=today)

    def holds(self, value: Data) -> bool:
        return isinstance(value, str)


@dataclass(frozen=True, slots=True)
class OnePart(Shape):
    """A part, of one of several kinds, or one of these words instead."""

    kinds: tuple[type[BaseModel], ...]
    words: Words | None = None

    def blank(self, taken: Collection[str], today: date) -> Data:
        return blank_part(self.kinds[0], taken, today)

    def holds(self, value: Data) -> bool:
        return kind_of(self, value) is not None


@dataclass(frozen=True, slots=True)
class Many(Shape):
    """A list."""

    item: Shape
    least: int = 0

    def blank(self, taken: Collection[str], today: date) -> Data:
        made: list[Data] = []
        for _ in range(self.least):
            made.append(self.item.blank({*taken, *ids_in(made)}, today))
        return made

    def holds(self, value: Data) -> bool:
        return isinstance(value, list)


@dataclass(frozen=True, slots=True)
class Free(Shape):
    """What only the text can say."""

    def blank(self, taken: Collection[str], today: date) -> Data:
        return {}

    def holds(self, value: Data) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a part: as it is written, as it is called, what may stand there, and whether it must."""

    key: str
    name: str
    shape: Shape
    required: bool


def keys_of(part: type[BaseModel]) -> tuple[Key, ...]:
    """The keys of a part in the order of its model."""
    return tuple(
        Key(
            field.alias or name,
            key_name(part, name),
            _shape(field.annotation, field.metadata, name),
            field.is_required(),
        )
        for name, field in part.model_fields.items()
    )


def kind_of(shape: OnePart, value: Data) -> type[BaseModel] | None:
    """Of which kind the part is that is written there; nothing where it is a word, or of no kind."""
    if not isinstance(value, Mapping):
        return None
    fitting = [kind for kind in shape.kinds if _may_be(kind, value)]
    return max(fitting, key=lambda kind: len(value.keys() & _written_keys(kind)), default=None)


def kind_names(shape: OnePart) -> dict[str, type[BaseModel]]:
    """The kinds by what people call them."""
    return {part_name(kind): kind for kind in shape.kinds}


def blank_part(kind: type[BaseModel], taken: Collection[str], today: date) -> dict[str, Data]:
    """A part of that kind with what it cannot be without."""
    made: dict[str, Data] = {}
    used = set(taken)
    for key in keys_of(kind):
        if key.required:
            made[key.key] = key.shape.blank(used, today)
            used |= set(ids_in(made[key.key]))
    return made


def another_kind(kind: type[BaseModel], value: Data, taken: Collection[str], today: date) -> dict[str, Data]:
    """A part of another kind in the place of what is there: what both may say stays."""
    allowed = {one.key: one.shape for one in keys_of(kind)}
    written = value if isinstance(value, Mapping) else {}
    kept = {name: held for name, held in written.items() if name in allowed and allowed[name].holds(held)}
    return blank_part(kind, taken, today) | kept


def ids_in(data: Data) -> Iterator[str]:
    """Every id that is written in it."""
    if isinstance(data, Mapping):
        if isinstance(own := data.get("id"), str):
            yield own
        for value in data.values():
            yield from ids_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from ids_in(value)
    elif isinstance(data, str):
        yield data


def _new_id(taken: Collection[str]) -> str:
    return next(name for number in range(1, len(taken) + 2) if (name := f"item_{number}") not in taken)


def _written_keys(kind: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in kind.model_fields.items()}


def _may_be(kind: type[BaseModel], value: Mapping[str, Data]) -> bool:
    """Whether the keys by which parts are told apart say so: words that only it has, and what it cannot be without."""
    for name, field in kind.model_fields.items():
        written = value.get(field.alias or name)
        if (
            get_origin(field.annotation) is Literal
            and written is not None
            and written not in get_args(field.annotation)
        ):
            return False
    first = next(iter(kind.model_fields.values()))
    return not first.is_required() or (first.alias or next(iter(kind.model_fields))) in value


def _shape(kind: Any, said: Sequence[Any], key: str) -> Shape:  # noqa: ANN401 - a type as it is annotated
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _shape(inner[0], (*said, *_flat(inner[1:])), key)
    if origin in (Union, UnionType):
        return _one_of([_shape(one, said, key) for one in inner if one is not NoneType])
    if origin is Literal:
        return _words(inner, key)
    if origin is tuple:
        return _listed(inner, said, key)
    return OnePart((kind,)) if isinstance(kind, type) and issubclass(kind, BaseModel) else _plain(kind, said)


def _listed(inner: Sequence[Any], said: Sequence[Any], key: str) -> Shape:
    return Many(_shape(inner[0], (), key), _bound(said, "min_length") or 0) if inner[1:] == (...,) else Free()


def _plain(kind: object, said: Sequence[Any]) -> Shape:
    looks = next((found for one in said if (found := getattr(one, "pattern", None))), "")
    shapes: Mapping[object, Shape] = {
        bool: Flag(),
        int: Whole(_bound(said, "ge"), _bound(said, "le")),
        str: Line(_bound(said, "max_length"), is_id=str(looks).startswith("^[a-z][a-z0-9_]")),
        Decimal: Line(example="1"),
        date: Line(example="{today}"),
        datetime: Line(example="{today}T09:00:00+08:00"),
    }
    return shapes.get(kind, Free())


def _bound(said: Sequence[Any], name: str) -> int | None:
    return next((int(found) for one in said if (found := getattr(one, name, None)) is not None), None)


def _one_of(shapes: Sequence[Shape]) -> Shape:
    """Parts, words, or a word instead of a part; anything mixed otherwise is left to the text."""
    given = {type(one) for one in shapes}
    if len(shapes) == 1:
        return shapes[0]
    if given <= {Flag, Whole, Line}:
        return Line()
    return _part_or_word(shapes) if given <= {Words, OnePart} else Free()


def _part_or_word(shapes: Sequence[Shape]) -> Shape:
    words = {word: name for one in shapes if isinstance(one, Words) for word, name in one.meanings.items()}
    parts = tuple(kind for one in shapes if isinstance(one, OnePart) for kind in one.kinds)
    return OnePart(parts, Words(words) if words else None) if parts else Words(words)


def _words(words: Sequence[object], key: str) -> Shape:
    texts = [word for word in words if isinstance(word, str)]
    return Words({word: word_name(key, word) for word in texts}) if len(texts) == len(words) else Free()


def _flat(said: Sequence[Any]) -> Iterator[Any]:
    for one in said:
        yield from one.metadata if isinstance(one, FieldInfo) else (one,)
