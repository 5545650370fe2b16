"""How a cell of a table is read: what is typed by people, or by a spreadsheet in their stead, as the value it stands for."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from unicodedata import normalize

from matters.organisation.snapshot import Vocabulary

_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?")
_SERIAL = re.compile(r"\d{5}")  # how a spreadsheet keeps a day
_DAY_ZERO = date(1899, 12, 30)


class UnfitCellError(Exception):
    """What is wrong with a cell, and what to do."""


@dataclass
class TableNames:
    """What cells may name: kinds of post and duties by Chinese names, bodies and people by name, posts by body and title."""

    vocabulary: Vocabulary
    bodies: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    posts: dict[tuple[str, str], str] = field(default_factory=dict)


def text_cell(cell: str, names: TableNames) -> str:
    return " ".join(cell.split())


def half_width(cell: str) -> str:
    if (plain := normalize("NFKC", cell)) != cell:
        raise UnfitCellError(f"“{cell}”含有全角字符，请改为半角，如 {plain.strip()}")
    if any(one.isspace() for one in cell):
        raise UnfitCellError(f"“{cell}”中间有空格，请删去")
    return cell


def written(pattern: str, how: str) -> Callable[[str, TableNames], str]:
    def read(cell: str, names: TableNames) -> str:
        plain = half_width(cell)
        if not re.fullmatch(pattern, plain):
            raise UnfitCellError(f"“{cell}”写法不对，{how}")
        return plain

    return read


def one_of(words: Mapping[Any, str]) -> Callable[[str, TableNames], str]:
    by_name = {name: key for key, name in words.items()} | {key: key for key in words}

    def read(cell: str, names: TableNames) -> str:
        if cell not in by_name:
            raise UnfitCellError(f"不能写“{cell}”，可用：{'、'.join(words.values())}")
        return str(by_name[cell])

    return read


def yes_cell(cell: str, names: TableNames) -> bool:
    if cell not in ("是", "否"):
        raise UnfitCellError(f"不能写“{cell}”，请写“是”或“否”，空着为“否”")
    return cell == "是"


def day_cell(cell: str, names: TableNames) -> str:
    plain = normalize("NFKC", cell)
    if _SERIAL.fullmatch(plain):
        return (_DAY_ZERO + timedelta(days=int(plain))).isoformat()
    if found := _DAY.fullmatch(plain):
        try:
            return date(*map(int, found.groups())).isoformat()
        except ValueError:
            pass
    raise UnfitCellError(f"“{cell}”不是日期，请写作 2026-03-02")


def many_cell(cell: str, names: TableNames) -> list[str]:
    return [part for part in re.split(r"[、，,；;]\s*", cell) if part]


def known_by(which: str) -> Callable[[str, TableNames], str]:
    """A word of the vocabulary by its Chinese name, or an id of one's own."""

    def read(cell: str, names: TableNames) -> str:
        known = names.vocabulary.duties if which == "duty" else names.vocabulary.post_kinds
        by_name = {name: key for key, name in known.items()}
        if cell in by_name:
            return by_name[cell]
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", cell):
            raise UnfitCellError(
                f"没有“{cell}”这一种，可写：{'、'.join(by_name)}；自设的写标识（小写字母开头），名称写在后一列"
            )
        return cell

    return read


def body_cell(cell: str, names: TableNames) -> str:
    if names.bodies.get(cell, cell) == "":
        raise UnfitCellError(f"有几个单位叫“{cell}”，请在这里改写单位的标识")
    return names.bodies.get(cell, cell)


def person_cell(cell: str, names: TableNames) -> str:
    if names.people.get(cell, cell) == "":
        raise UnfitCellError(f"有几位“{cell}”，请在这里改写人员的标识")
    return names.people.get(cell, cell)


def scope_cell(cell: str, names: TableNames) -> str:
    return "*" if cell in ("全部", "*") else body_cell(cell, names)
