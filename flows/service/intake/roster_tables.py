"""A roster (台账) as a spreadsheet: written so that it can be changed and read again under the names of its columns."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from flows.adapters.spreadsheets import Form, forms
from flows.adapters.workbooks import UnreadableWorkbookError, read_workbook
from matters.entries import Entry
from matters.errors.base import Problem
from matters.errors.door import Invalid
from matters.filing.taken import taken
from matters.language.form import BodyField, ChoiceField, ChoicesField, FieldBase, YesNoField
from matters.language.rosters import Roster
from matters.language.words.answers import Names, answer_text
from matters.organisation.tables.reading import FoundSheet

_YES_NO = {"是": True, "否": False}
_BY_NAME = (
    ChoiceField,
    ChoicesField,
    YesNoField,
    BodyField,
)  # whose answers are codes: they stand here as people read them
Rows = tuple[tuple[int, dict[str, Any]], ...]


def written(roster: Roster, found: tuple[Entry, ...], names: Names, now: datetime) -> bytes:
    """The entries under the names of their columns."""
    heads = tuple(column.label for column in roster.columns)
    rows = tuple(tuple(_cell(column, one.values.get(column.id), names) for column in roster.columns) for one in found)
    return forms((Form(roster.name[:31], heads, rows),), now)


def _cell(column: FieldBase, value: Any, names: Names) -> str:  # noqa: ANN401 - answers are JSON
    if value is None or value == "":
        return ""
    return answer_text(column, value, names) if isinstance(column, _BY_NAME) else str(value)


def read(roster: Roster, content: bytes, names: Names) -> Rows | Invalid:
    """What the first sheet says, each row with its number and the columns it fills in."""
    try:
        sheet = next(iter(read_workbook(content).values()))
    except (UnreadableWorkbookError, StopIteration) as error:
        return Invalid.of("file", str(error) or "表格中没有工作表。")
    columns = {"".join(column.label.split()): column for column in roster.columns}
    if problems := (*_misnamed(columns, sheet.heads), *_without_rows(sheet)):
        return Invalid(problems=problems)
    return tuple((row.number, _values(columns, row.cells, names)) for row in sheet.rows)


def _misnamed(columns: Mapping[str, FieldBase], heads: tuple[str, ...]) -> Iterator[Problem]:
    for head in heads:
        if head not in columns:
            yield Problem("file", f"没有“{head[:40]}”这一列，请删去")
    for name in columns.keys() - set(heads):
        yield Problem("file", f"缺少“{columns[name].label}”一列，请补上")


def _without_rows(sheet: FoundSheet) -> Iterator[Problem]:
    if not sheet.rows:
        yield Problem("file", "表格中没有记录，请逐行填写后导入")


def _values(columns: Mapping[str, FieldBase], cells: Mapping[str, str], names: Names) -> dict[str, Any]:
    said = {columns[head].id: _value(columns[head], text.strip(), names) for head, text in cells.items()}
    return {name: value for name, value in said.items() if value not in ("", [])}


def _value(column: FieldBase, text: str, names: Names) -> Any:  # noqa: ANN401 - answers are JSON
    """What a cell says as an answer is written; what is not understood stays, and the rule of its column then tells it."""
    match column:
        case ChoiceField():
            return _option(column, text)
        case ChoicesField():
            return [_option(column, one) for one in text.split("、")] if text else []
        case YesNoField():
            return _YES_NO.get(text, text)
        case BodyField():
            return _body(text, names)
        case _:
            return taken(column, text)


def _option(column: ChoiceField | ChoicesField, text: str) -> str:
    return next((option.id for option in column.options if option.label == text), text)


def _body(text: str, names: Names) -> str:
    """The body of that name, where no two share it."""
    there = (one.id for one in names.organisation.bodies if one.valid(names.on))
    called = [one for one in there if names.body(one) == text]
    return called[0] if len(called) == 1 else text
