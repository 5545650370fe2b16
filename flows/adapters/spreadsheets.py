"""Lists as files (导出): a sheet of text as XLSX or CSV, in which no value can become a formula; the only home of XlsxWriter."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 10_000
_TEXT = 49  # the built-in cell format Text
_LONGEST = 32_767  # characters in a cell, a limit of the format
# What Excel and WPS take for the beginning of a formula in a CSV, the full-width signs of a Chinese keyboard included.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_AS_TEXT = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "in_memory": True}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and its width in characters."""

    heading: str
    width: int = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list to be written. `notes` stand above it: the filter, who exported it and when, and whether rows were left out."""

    title: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Sequence[str], ...]


def xlsx(sheet: Sheet, now: datetime) -> bytes:
    """A workbook of one sheet. All cells are strings of the format Text, which stay text when somebody edits them."""
    content = BytesIO()
    with Workbook(content, _AS_TEXT) as book:
        book.set_properties({"title": sheet.title, "created": now.replace(tzinfo=None)})
        page = book.add_worksheet(sheet.title[:31])
        _head(book, page, sheet)
        text = book.add_format({"num_format": _TEXT, "text_wrap": True, "valign": "top", "border": 1})
        for number, row in enumerate(sheet.rows, len(sheet.notes) + 2):
            for column, value in enumerate(row):
                page.write_string(number, column, value[:_LONGEST], text)
    return content.getvalue()


def tables(sheets: Sequence[Sheet], now: datetime) -> bytes:
    """A workbook that other programs read, and this one again: in each sheet the heads stand in the first row."""
    content = BytesIO()
    with Workbook(content, _AS_TEXT) as book:
        book.set_properties({"created": now.replace(tzinfo=None)})
        head = book.add_format({"bold": True, "num_format": _TEXT, "bg_color": "#F2F4F7", "border": 1})
        text = book.add_format({"num_format": _TEXT, "text_wrap": True, "valign": "top", "border": 1})
        for sheet in sheets:
            page = book.add_worksheet(sheet.title[:31])
            for column, heading in enumerate(sheet.columns):
                page.set_column(column, column, heading.width)
                page.write_string(0, column, heading.heading, head)
            for number, row in enumerate(sheet.rows, 1):
                for column, value in enumerate(row):
                    page.write_string(number, column, value[:_LONGEST], text)
            page.freeze_panes(1, 0)
    return content.getvalue()


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet to be filled in: heads, and rows that explain them and show how; below these people write."""

    title: str
    heads: tuple[str, ...]
    shown: tuple[tuple[str, ...], ...]


def forms(sheets: Sequence[Form], now: datetime) -> bytes:
    """A workbook of forms. Every column is text, so that a leading zero and a long number stay as they are typed."""
    content = BytesIO()
    with Workbook(content, _AS_TEXT) as book:
        book.set_properties({"created": now.replace(tzinfo=None)})
        text = book.add_format({"num_format": _TEXT})
        head = book.add_format({"bold": True, "num_format": _TEXT, "bg_color": "#F2F4F7", "border": 1})
        told = book.add_format({"num_format": _TEXT, "text_wrap": True, "valign": "top", "font_color": "#5A6472"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.title)
            page.set_column(0, len(sheet.heads) - 1, 18, text)
            for number, cells in enumerate((sheet.heads, *sheet.shown)):
                for column, cell in enumerate(cells):
                    page.write_string(number, column, cell, told if number else head)
            page.freeze_panes(1, 0)
    return content.getvalue()


def comma_separated(sheet: Sheet) -> bytes:
    """The same as CSV in UTF-8 with a byte order mark, every value quoted.

    A value that Excel or WPS would take for a formula gets an apostrophe before it: there is no text cell in a CSV.
    """
    content = StringIO()
    writer = csv.writer(content, quoting=csv.QUOTE_ALL)
    headings = [column.heading for column in sheet.columns]
    for row in ([sheet.title], *([note] for note in sheet.notes), headings, *sheet.rows):
        writer.writerow([f"'{value}" if value.startswith(_FORMULA_SIGNS) else value for value in row])
    return content.getvalue().encode("utf-8-sig")


def as_json(sheet: Sheet) -> bytes:
    """The same for programs: a row is an object of its headings."""
    headings = [column.heading for column in sheet.columns]
    rows = [dict(zip(headings, row, strict=True)) for row in sheet.rows]
    said = {"title": sheet.title, "notes": sheet.notes, "rows": rows}
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _head(book: Workbook, page: Worksheet, sheet: Sheet) -> None:
    bold = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "num_format": _TEXT, "bg_color": "#F2F4F7", "border": 1})
    page.write_string(0, 0, sheet.title, bold)
    for number, note in enumerate(sheet.notes, 1):
        page.write_string(number, 0, note)
    below = len(sheet.notes) + 1
    for column, heading in enumerate(sheet.columns):
        page.set_column(column, column, heading.width)
        page.write_string(below, column, heading.heading, head)
    page.freeze_panes(below + 1, 0)
