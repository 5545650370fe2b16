"""What an element of a standard is here: how it is said of a definition, and how what is written in its cell is taken over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from matters.language.document import Definition

Standard = Literal["gbt39046", "national"]
STANDARDS: dict[Standard, str] = {
    "gbt39046": "GB/T 39046-2020 表4（事项管理）",
    "national": "国家政务服务平台交换表（up_task_general_*）",
}
Content = dict[str, Any]  # a part of a definition as data, in the words of its text
T = TypeVar("T")


class UnfitCellError(Exception):
    """What is written in the cell cannot be taken over; the sentence says what to write, or where it is changed instead."""


@dataclass(frozen=True, slots=True)
class Described:
    """A definition with the bodies that accept it: the organisation says who, not the definition."""

    matter: Definition
    bodies: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Element(Generic[T]):
    """An element (要素). `name`: in GB/T 39046, `column`: in the exchange tables; empty where that one does not have it.

    `ours`: what corresponds to it here, in words. Without `take` it follows from other parts and is only given out.
    """

    name: str
    column: str
    ours: str
    said: Callable[[T], str]
    take: Callable[[Content, str], None] | None = None

    def head(self, standard: Standard) -> str:
        """How the column is called in the tables of that standard."""
        return self.name if standard == "gbt39046" else self.column


@dataclass(frozen=True, slots=True)
class Unmapped:
    """An element that nothing here corresponds to, and why."""

    name: str
    column: str
    why: str


def words_at(*path: str) -> Callable[[Content, str], None]:
    """Takes the words over as they stand."""

    def take(content: Content, said: str) -> None:
        for key in path[:-1]:
            content = content.setdefault(key, {})
        if said:
            content[path[-1]] = said
        else:
            content.pop(path[-1], None)

    return take


def lines_at(*path: str) -> Callable[[Content, str], None]:
    """Takes a line for each item over."""

    def take(content: Content, said: str) -> None:
        for key in path[:-1]:
            content = content.setdefault(key, {})
        content[path[-1]] = [line.strip() for line in said.splitlines() if line.strip()]

    return take


def number_in(said: str, least: int, most: int) -> int:
    """A whole number as people type it; an `UnfitCellError` that says the range."""
    if not said.isdecimal() or not least <= int(said) <= most:
        raise UnfitCellError(f"“{said[:20]}”应为 {least} 至 {most} 的整数。")
    return int(said)
