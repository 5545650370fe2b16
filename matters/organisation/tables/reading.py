"""Reading an organisation from tables: the parts it has, where each record stands, and every defect with sheet and row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from matters.errors.base import Problem
from matters.organisation.snapshot import Vocabulary
from matters.organisation.tables.cells import TableNames, UnfitCellError
from matters.organisation.tables.sheets import FORMER_NAMES, OPTIONAL, SHEETS, TableSheet

_SKIPPED = ("说明", "例：")  # what the first cell of a row begins with that holds no record
MOST_TOLD = 100


@dataclass(frozen=True)
class TableRow:
    """A row as it was found: its number in the sheet and its cells by head."""

    number: int
    cells: Mapping[str, str]

    @property
    def explains(self) -> bool:
        """Whether it holds no record: it explains, or shows how to fill in."""
        return next((cell for cell in self.cells.values() if cell), "").startswith(_SKIPPED)


@dataclass(frozen=True)
class FoundSheet:
    """A sheet of a file: its rows, the ranges that are merged, and the heads that stand there."""

    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    merged: tuple[str, ...] = ()


@dataclass(frozen=True)
class TabledOrganisation:
    """The parts as an organisation is written elsewhere, where each record stands, and every defect of a cell."""

    data: Mapping[str, Any]
    places: Mapping[tuple[str, int], str]
    problems: tuple[Problem, ...]


def parts_of(found: Mapping[str, FoundSheet], vocabulary: Vocabulary) -> TabledOrganisation:
    """The parts written in the sheets. Every cell is looked at, so that all defects are told at once."""
    reading = _Reading(TableNames(vocabulary))
    reading.names.bodies |= _ids(found, "单位", "名称")
    reading.names.people |= _ids(found, "人员", "姓名")
    data: dict[str, Any] = {"version": 1}
    for sheet in (*SHEETS, FORMER_NAMES):
        data[sheet.part] = list(reading.records(sheet, found.get(sheet.title)))
        if sheet.part == "posts":
            reading.name_posts(data["posts"])
    return TabledOrganisation(_joined(data, vocabulary), reading.places, tuple(reading.problems[:MOST_TOLD]))


def records_of(
    sheet: TableSheet, found: FoundSheet, names: TableNames
) -> tuple[tuple[dict[str, Any], ...], tuple[Problem, ...]]:
    """The records of one sheet that stands for itself, and every defect of a cell."""
    reading = _Reading(names)
    return tuple(reading.records(sheet, found)), tuple(reading.problems)


def _ids(found: Mapping[str, FoundSheet], sheet: str, name: str) -> dict[str, str]:
    """The id behind each name; nothing behind one that several have."""
    known: dict[str, str] = {}
    for row in (row for row in found[sheet].rows if not row.explains) if sheet in found else ():
        called, id_ = " ".join(row.cells.get(name, "").split()), row.cells.get("标识", "").strip()
        if called:
            known[called] = "" if called in known and known[called] != id_ else id_
    return known


class _Reading:
    """What was found so far."""

    def __init__(self, names: TableNames) -> None:
        self.names = names
        self.problems: list[Problem] = []
        self.places: dict[tuple[str, int], str] = {}

    def records(self, sheet: TableSheet, found: FoundSheet | None) -> Iterator[dict[str, Any]]:
        """The records of a sheet; what cannot be read is told and left out."""
        if found is None:
            if sheet.title not in OPTIONAL:
                self._tell(sheet.title, f"缺少“{sheet.title}”表。请从模板中补上")
            return
        self._tell_of_sheet(sheet, found)
        number = 0
        for row in (row for row in found.rows if not row.explains):
            place = f"“{sheet.title}”表第 {row.number} 行"
            record = self._record(sheet, row, place)
            self.places[sheet.part, number] = place
            number += 1
            yield record

    def _tell_of_sheet(self, sheet: TableSheet, found: FoundSheet) -> None:
        for merged in found.merged:
            self._tell(sheet.title, f"“{sheet.title}”表有合并单元格（{merged}）。请取消合并，每行都写全")
        for column in sheet.columns:
            if column.needed and column.head not in found.heads:
                self._tell(sheet.title, f"“{sheet.title}”表第 1 行缺少“{column.head}”一列。请从模板中补上")

    def _record(self, sheet: TableSheet, row: TableRow, place: str) -> dict[str, Any]:
        record: dict[str, Any] = {}
        for column in sheet.columns:
            cell = row.cells.get(column.head, "").strip()
            if not cell:
                if column.needed:
                    self._tell(place, f"{place}“{column.head}”空着。请填写（{column.said or column.head}）")
                continue
            try:
                record[column.key] = column.read(cell, self.names)
            except UnfitCellError as unfit:
                self._tell(place, f"{place}“{column.head}”：{unfit}")
        if sheet.part == "holdings":
            self._post_of(record, place)
        return record

    def _post_of(self, record: dict[str, Any], place: str) -> None:
        """The post by its title in the body, where it is not named by its id."""
        body, post = record.pop("body", ""), record.get("post", "")
        found = self.names.posts.get((body, post))
        if found == "":
            self._tell(place, f"{place}“岗位”：该单位有几个“{post}”，请改写岗位标识")
        elif found or body:
            record["post"] = found or post

    def name_posts(self, posts: Sequence[dict[str, Any]]) -> None:
        """An id for every post that was given none; titles that are one of a kind stand for it."""
        taken = {post["id"] for post in posts if "id" in post}
        for post in posts:
            if "id" not in post:
                stem = f"{post.get('body', '')}.{post.get('kind', '')}"
                free = (stem if n == 1 else f"{stem}.{n}" for n in range(1, len(posts) + 2))
                post["id"] = next(one for one in free if one not in taken)
                taken.add(post["id"])
            key = (post.get("body", ""), post.get("title", ""))
            self.names.posts[key] = "" if key in self.names.posts else post["id"]

    def _tell(self, target: str, message: str) -> None:
        self.problems.append(Problem(target, f"{message}。"))


def _joined(data: dict[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """The tables as parts: names into bodies, what kinds and duties are called into lists of their own."""
    former: list[dict[str, Any]] = data.pop("former")
    for body in data["bodies"]:
        earlier = [_without(one, "body") for one in former if one.get("body") == body.get("id")]
        last = max((one["until"] for one in earlier if "until" in one), default=None)
        since = {"since": (date.fromisoformat(last) + timedelta(days=1)).isoformat()} if last else {}
        body["names"] = [*earlier, {"text": body.pop("name", ""), **since}]
    data["post_kind_names"] = _called(data["posts"], "kind", vocabulary.post_kinds)
    data["duty_names"] = _called(data["duties"], "duty", vocabulary.duties)
    return data


def _called(records: Iterable[dict[str, Any]], key: str, known: Mapping[str, str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for record in records:
        called, word = record.pop("called", ""), record.get(key, "")
        if word and (called or word in known):
            names.setdefault(word, called or known[word])
    return names


def _without(record: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != key}
