"""Which part of the language a mistake is in: the models that may stand at a place, their keys, and how one is written."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import zip_longest
from typing import Any, TypeGuard, get_args

from pydantic import BaseModel

from matters.language.places import Path

# How a part is written that people try to say in words, by one of the models it may be.
_EXAMPLES: Mapping[str, str] = {
    "WorkingDays": "kind: working_days, days: 3",
    "ByHead": "by: head, of: {body: owner}",
    "PartyToCase": "body: owner",
    "Compare": "compare: at_least, left: {field: 填报项的标识}, right: {value: 10}",
    "FieldValue": "field: 填报项的标识",
    "Option": "id: first, label: 第一项",
    "Online": "kind: online",
}


def holds(data: object, part: str | int | None) -> TypeGuard[Any]:
    """Whether the data has that key or position."""
    if isinstance(data, list):
        return isinstance(part, int) and part < len(data)
    return isinstance(data, dict) and part in data


def keys_at(model: type[BaseModel], location: Path, data: object) -> frozenset[str]:
    """The keys that may be written beside the one at pydantic's location."""
    return frozenset(key for part in _parts_at(model, location, data, 1) for key in _keys(part))


def example_at(model: type[BaseModel], location: Path, data: object) -> str:
    """How the part at the location is written; nothing where no example is known."""
    names = {part.__name__ for part in _parts_at(model, location, data)}
    return next((example for name, example in _EXAMPLES.items() if name in names), "")


def _parts_at(model: type[BaseModel], location: Path, data: object, but_last: int = 0) -> tuple[type[BaseModel], ...]:
    """The location also holds names of union members: those that are not in the data, or whose next part stands beside them."""
    found: tuple[type[BaseModel], ...] = (model,)
    for part, following in list(zip_longest(location, location[1:]))[: len(location) - but_last]:
        if not holds(data, part) or (following is not None and holds(data, following)):
            found = _chosen(found, str(part))
        else:
            data = data[part]
            found = _below(found, part) if isinstance(part, str) else found
    return found


def _chosen(models: tuple[type[BaseModel], ...], tag: str) -> tuple[type[BaseModel], ...]:
    return tuple(one for one in models if _called(one, tag)) or models


def _below(models: tuple[type[BaseModel], ...], key: str) -> tuple[type[BaseModel], ...]:
    return tuple(inner for one in models for inner in _inside(_keys(one).get(key)))


def _called(model: type[BaseModel], tag: str) -> bool:
    """Whether the tag chooses the model: by a word of its own, by the key that only it carries, or by its name."""
    words = (get_args(field.annotation) for field in model.model_fields.values())
    return model.__name__ == tag or tag in _keys(model) or any(tag in some for some in words)


@cache
def _keys(model: type[BaseModel]) -> Mapping[str, Any]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _inside(annotation: object) -> Iterator[type[BaseModel]]:
    """The models that a value of that annotation may be, or be a list of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _inside(inner)
