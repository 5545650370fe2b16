"""The sheet of all words: what each part, key and word of the matter language is called in Chinese, wherever that is said.

`python -m tests.matters.language.words.sheet` writes it to `sheet.txt`, where somebody reads what has changed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from matters.language.document import Definition
from matters.language.quantities import ValueKind
from matters.language.words.keys import key_name, part_name, word_name

SHEET = Path(__file__).with_name("sheet.txt")


def models(kind: Any, found: dict[type[BaseModel], None]) -> dict[type[BaseModel], None]:  # noqa: ANN401 - a type
    """Every model that is reached from an annotation."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        if kind not in found:
            found[kind] = None
            for field in kind.model_fields.values():
                models(field.annotation, found)
    else:
        for part in get_args(kind):
            models(part, found)
    return found


def words(kind: Any) -> set[str]:  # noqa: ANN401 - a type
    """The words that an annotation allows."""
    if get_origin(kind) is Literal:
        return {word for word in get_args(kind) if isinstance(word, str)}
    return set().union(*(words(part) for part in get_args(kind))) if get_args(kind) else set()


PARTS = tuple(models(Definition, {}))


def keys_and_words() -> set[tuple[str, str]]:
    """Each word with the key under which it may stand."""
    return {
        (key, word) for part in PARTS for key, field in part.model_fields.items() for word in words(field.annotation)
    }


def lines() -> Iterator[str]:
    """The sheet."""
    yield from sorted(f"part {part.__name__} {part_name(part)}" for part in PARTS)
    yield from sorted({f"key {key} {key_name(part, key)}" for part in PARTS for key in part.model_fields})
    yield from sorted(f"word {key}: {word} {word_name(key, word)}" for key, word in keys_and_words())
    yield from sorted(f"kind of value {kind.name} {kind.value}" for kind in ValueKind)


if __name__ == "__main__":
    SHEET.write_text("\n".join(lines()) + "\n", encoding="utf-8")
