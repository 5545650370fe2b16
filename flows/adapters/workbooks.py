"""Reading a spreadsheet (XLSX): each sheet as rows of text under their heads, with what is merged; no formula is calculated."""

import re
import zlib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from matters.organisation.tables.reading import FoundSheet, TableRow

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MOST_BYTES = 64 * 1024 * 1024  # of one part, unpacked: a hundred times the largest organisation
_MOST_ROWS = 50_000
_LETTERS = re.compile(r"[A-Z]+")
NO_WORKBOOK = "不是 XLSX 表格。请用办公软件打开，另存为“.xlsx”后重试；设了密码的，先去掉密码。"


# What the readers of its layers raise over a file that is something else, cut off, forged or encrypted.
_BROKEN = (
    BadZipFile,
    EOFError,
    LookupError,
    ValueError,
    ArithmeticError,
    RuntimeError,
    ElementTree.ParseError,
    zlib.error,
)


class UnreadableWorkbookError(Exception):
    """The sentence that says why."""


def read_workbook(content: bytes) -> dict[str, FoundSheet]:
    """The sheets of a workbook by their titles."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = _Parts(packed)
            shared = parts.shared()
            return {title: _sheet(parts.tree(path), shared) for title, path in parts.sheets()}
    except _BROKEN as error:
        raise UnreadableWorkbookError(NO_WORKBOOK) from error


class _Parts:
    """The parts of the file, each read once and none larger than a workbook of people has."""

    def __init__(self, packed: ZipFile) -> None:
        self._packed = packed

    def tree(self, path: str) -> ElementTree.Element:
        """A part; entities, which only a forged file declares, are refused."""
        if self._packed.getinfo(path).file_size > _MOST_BYTES:
            raise UnreadableWorkbookError("表格太大，不予读取。请删去多余的行、列和工作表。")
        content = self._packed.read(path)
        if b"<!DOCTYPE" in content or b"\0" in content[:2]:
            raise UnreadableWorkbookError(NO_WORKBOOK)
        return ElementTree.fromstring(content)

    def sheets(self) -> Iterator[tuple[str, str]]:
        """Title and path of each sheet."""
        related = self.tree("xl/_rels/workbook.xml.rels").iter(_RELATED)
        targets = {one.attrib["Id"]: one.attrib["Target"] for one in related}
        for sheet in self.tree("xl/workbook.xml").iter(f"{_MAIN}sheet"):
            target = targets[sheet.attrib[_LINK]]
            yield sheet.attrib["name"].strip(), target[1:] if target.startswith("/") else f"xl/{target}"

    def shared(self) -> list[str]:
        """The texts that cells refer to."""
        if "xl/sharedStrings.xml" not in self._packed.namelist():
            return []
        return [_said(item) for item in self.tree("xl/sharedStrings.xml").iter(f"{_MAIN}si")]


def _said(item: ElementTree.Element) -> str:
    """Its text in one piece, without how it is pronounced."""
    runs = [item, *item.findall(f"{_MAIN}r")]
    return "".join(text.text or "" for run in runs for text in run.findall(f"{_MAIN}t"))


def _sheet(tree: ElementTree.Element, shared: list[str]) -> FoundSheet:
    merged = tuple(one.attrib["ref"] for one in tree.iter(f"{_MAIN}mergeCell"))
    rows = [row for row in _rows(tree, shared) if any(row[1].values())]
    if len(rows) > _MOST_ROWS:
        raise UnreadableWorkbookError(f"一张表超过 {_MOST_ROWS} 行，不予读取。请删去多余的行。")
    if not rows:
        return FoundSheet((), (), merged)
    heads = {column: "".join(cell.split()) for column, cell in rows[0][1].items() if cell}
    below = (TableRow(number, _under(heads, cells)) for number, cells in rows[1:])
    return FoundSheet(tuple(heads.values()), tuple(below), merged)


def _under(heads: Mapping[str, str], cells: Mapping[str, str]) -> dict[str, str]:
    return {head: cells.get(column, "") for column, head in heads.items()}


def _rows(tree: ElementTree.Element, shared: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its number and its cells by column; numbers that a writer left out are counted."""
    number = 0
    for row in tree.iter(f"{_MAIN}row"):
        number = int(row.get("r", number + 1))
        cells = enumerate(row.findall(f"{_MAIN}c"))
        yield number, {_column(cell, place): _cell(cell, shared).strip() for place, cell in cells}


def _column(cell: ElementTree.Element, place: int) -> str:
    found = _LETTERS.match(cell.get("r", ""))
    return found[0] if found else chr(ord("A") + place)


def _cell(cell: ElementTree.Element, shared: list[str]) -> str:
    kind, value = cell.get("t", "n"), cell.findtext(f"{_MAIN}v") or ""
    if kind == "inlineStr":
        inline = cell.find(f"{_MAIN}is")
        return _said(inline) if inline is not None else ""
    if kind == "s":
        return shared[int(value)]
    return _whole(value) if kind == "n" else value


def _whole(value: str) -> str:
    """A number as people typed it: long ones are kept as 9.90121E+11, whole ones as 3.0."""
    if not value or value.isdigit():
        return value
    number = Decimal(value)
    return str(int(number)) if number == number.to_integral_value() else value
