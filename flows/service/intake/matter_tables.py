"""Tables of matters (事项表) as a file: which standard they follow is told by their heads."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from flows.adapters.workbooks import UnreadableWorkbookError, read_workbook
from matters.errors.door import Invalid
from matters.exchange.of_matters import NAME
from matters.exchange.parts import STANDARDS, Standard
from matters.exchange.tables import MATERIALS_SHEET, MATTERS_SHEET
from matters.exchange.taking import FoundRow, FoundTables

MOST_ROWS = 10_000
_NO_TABLES = (
    f"没有找到“{MATTERS_SHEET}”表，或者表头不是所支持的标准（{'、'.join(STANDARDS.values())}）。"
    "请先导出一份，照它的表头填写。"
)
_TOO_MANY = f"一次至多导入 {MOST_ROWS} 行。请分几次导入。"


def read_tables(content: bytes) -> FoundTables | Invalid:
    """What an XLSX or JSON file holds; nothing is judged yet but its form."""
    sheets = _workbook(content) if content.startswith(b"PK") else _json(content)
    if isinstance(sheets, Invalid):
        return sheets
    rows = sheets.get(MATTERS_SHEET, ())
    standard = _standard(rows)
    if standard is None:
        return Invalid.of("file", _NO_TABLES)
    if max(len(one) for one in sheets.values()) > MOST_ROWS:
        return Invalid.of("file", _TOO_MANY)
    return FoundTables(standard, rows, sheets.get(MATERIALS_SHEET, ()))


def _standard(rows: Sequence[FoundRow]) -> Standard | None:
    heads = rows[0].cells if rows else {}
    return next((one for one in get_args(Standard) if NAME.head(one) in heads), None)


def _workbook(content: bytes) -> dict[str, tuple[FoundRow, ...]] | Invalid:
    try:
        found = read_workbook(content)
    except UnreadableWorkbookError as error:
        return Invalid.of("file", str(error))
    return {
        title: tuple(FoundRow(row.number, row.cells) for row in sheet.rows)
        for title, sheet in found.items()
        if title in (MATTERS_SHEET, MATERIALS_SHEET)
    }


def _json(content: bytes) -> dict[str, tuple[FoundRow, ...]] | Invalid:
    """An object of the sheets, each a list of rows, each row an object of its heads; the first row is number 1."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return Invalid.of("file", "既不是 XLSX 表格，也不是 JSON。请用办公软件另存为“.xlsx”后重试。")
    if not isinstance(said, Mapping):
        return Invalid.of("file", _NO_TABLES)
    sheets = {title: said.get(title, []) for title in (MATTERS_SHEET, MATERIALS_SHEET)}
    if not all(isinstance(rows, list) and all(isinstance(row, Mapping) for row in rows) for rows in sheets.values()):
        return Invalid.of("file", _NO_TABLES)
    return {title: tuple(_rows(rows)) for title, rows in sheets.items()}


def _rows(rows: Iterable[Mapping[str, Any]]) -> Iterable[FoundRow]:
    for number, row in enumerate(rows, 1):
        cells = {str(head): "" if said is None else str(said).strip() for head, said in row.items()}
        yield FoundRow(number, cells)
