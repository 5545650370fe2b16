"""Lists as files: whatever people wrote stays text in Excel and WPS, in both formats."""

import csv
import re
from datetime import datetime
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from flows.adapters.spreadsheets import Column, Sheet, comma_separated, xlsx
from matters.calendar import SHANGHAI

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://elsewhere.example")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "{=1}",
    "http://elsewhere.example",
    "1234567890123456789012",
    "<b>&\"'",
    "",
)


def sheet(*values: str) -> Sheet:
    """A list of one column."""
    return Sheet("用印登记", ("筛选条件：无",), (Column("题名"),), tuple((value,) for value in values))


def parts(content: bytes) -> dict[str, str]:
    """The XML parts of a workbook."""
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_becomes_a_formula_or_link_in_a_workbook(value: str) -> None:
    """All cells are strings; there is no formula, no link and no number in the sheet."""
    made = parts(xlsx(sheet(value), NOW))
    page = made["xl/worksheets/sheet1.xml"]
    assert "<f>" not in page
    assert "<f " not in page
    assert "hyperlink" not in page
    cells = re.findall(r"<c [^>]*?(/?)>", page)
    typed = re.findall(r'<c [^>]*t="s"[^>]*>', page)
    assert len(typed) + sum(end == "/" for end in cells) == len(cells)


def test_a_workbook_says_what_it_is() -> None:
    """Title, filter, heading and rows in this order; cells are of the format Text, which outlives editing."""
    made = parts(xlsx(sheet("甲", "乙"), NOW))
    strings = re.findall(r"<t[^>]*>([^<]*)</t>", made["xl/sharedStrings.xml"])
    assert strings == ["用印登记", "筛选条件：无", "题名", "甲", "乙"]
    assert 'numFmtId="49"' in made["xl/styles.xml"]
    assert "2026-03-02T09:00:00Z" in made["docProps/core.xml"]


def test_a_text_longer_than_a_cell_is_cut() -> None:
    """The library would leave it out."""
    assert "长" * 32767 in parts(xlsx(sheet("长" * 40000), NOW))["xl/sharedStrings.xml"]


@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_begins_a_formula_in_a_csv(value: str) -> None:
    """It begins with an apostrophe instead; other values are as they were."""
    read = list(csv.reader(StringIO(comma_separated(sheet(value)).decode("utf-8-sig"), newline="")))
    (shown,) = read[-1]
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert shown in (value, f"'{value}")


def test_a_csv_begins_with_a_byte_order_mark_and_keeps_rows_apart() -> None:
    """Excel reads Chinese then; quotes, commas and line breaks stay inside their value."""
    content = comma_separated(sheet('a","b', "一\n二"))
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert read == [["用印登记"], ["筛选条件：无"], ["题名"], ['a","b'], ["一\n二"]]
