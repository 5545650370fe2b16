"""Where things stand in a definition: walking all its parts, and writing a place the way people find it."""

from collections.abc import Iterator
from typing import TypeAlias

from pydantic import BaseModel

Path: TypeAlias = tuple[str | int, ...]
# What is written, before it is anything: groups, lists and values.
Data: TypeAlias = "dict[str, Data] | list[Data] | str | int | bool | None"


def parts(whole: object, path: Path = ()) -> Iterator[tuple[Path, BaseModel]]:
    """Every model inside, in reading order, with its place; the whole itself comes first."""
    if isinstance(whole, BaseModel):
        yield path, whole
        for name, field in type(whole).model_fields.items():
            yield from parts(getattr(whole, name), (*path, field.alias or name))
    elif isinstance(whole, tuple):
        for position, part in enumerate(whole):
            yield from parts(part, (*path, position))


def place_of(whole: BaseModel, part: object) -> Path:
    """Where this very part stands inside the whole."""
    return next(path for path, found in parts(whole) if found is part)


def path_text(path: Path) -> str:
    """A place as programs find it: `form.sections[1].fields[0].type`; list positions count from 0."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".") or "整份内容"


def place_text(path: Path) -> str:
    """The same place as people count: `form.sections第2项.fields第1项.type`."""
    text = "".join(f"第{part + 1}项" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".") or "整份内容"
