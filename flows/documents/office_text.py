"""What an office file says (DOCX, XLSX, OFD), as lines of text to be read beside a decision; how it looks is not told."""

import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from itertools import islice
from xml.etree import ElementTree
from zipfile import ZipFile

MOST_LINES = 1000
MOST_CHARACTERS = 40_000
_CELL = "　｜　"
_NUMBER = re.compile(r"\d+")
_BLANKS = {"tab": "　", "br": "\n", "cr": "\n"}


def text_of(kind: str, content: bytes) -> tuple[str, bool]:
    """The text from its beginning, and whether there is more than is shown."""
    with ZipFile(BytesIO(content)) as archive:
        lines = [*islice(_READERS[kind](archive), MOST_LINES + 1)]
    text = "\n".join(lines[:MOST_LINES])
    return text[:MOST_CHARACTERS], len(lines) > MOST_LINES or len(text) > MOST_CHARACTERS


def _document(archive: ZipFile) -> Iterator[str]:
    body = _tree(archive, "word/document.xml").find("{*}body")
    yield from _blocks(body) if body is not None else ()


def _blocks(part: ElementTree.Element) -> Iterator[str]:
    """Paragraphs as lines; a row of a table is one line."""
    for block in part:
        name = _local(block)
        if name == "p":
            yield _said(block)
        elif name == "tbl":
            for row in _each(block, "tr"):
                yield _CELL.join(" ".join(_blocks(cell)) for cell in row.iterfind("{*}tc"))
        elif name in ("sdt", "sdtContent", "ins"):
            yield from _blocks(block)


def _said(paragraph: ElementTree.Element) -> str:
    return "".join(one.text or "" if _local(one) == "t" else _BLANKS.get(_local(one), "") for one in paragraph.iter())


def _workbook(archive: ZipFile) -> Iterator[str]:
    """Sheet after sheet, in the order of their parts."""
    shared = _shared(archive)
    sheets = _numbered(archive, re.compile(r"xl/worksheets/sheet\d+\.xml$", re.IGNORECASE))
    for number, part in enumerate(sheets, 1):
        if len(sheets) > 1:
            yield f"【第 {number} 张表】"
        for row in _each(_tree(archive, part), "row"):
            cells = [_cell(cell, shared) for cell in row.iterfind("{*}c")]
            if any(cells):
                yield _CELL.join(cells)


def _shared(archive: ZipFile) -> list[str]:
    part = next((name for name in archive.namelist() if name.lower() == "xl/sharedstrings.xml"), None)
    return [_said(item) for item in _each(_tree(archive, part), "si")] if part else []


def _cell(cell: ElementTree.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _said(cell).strip()
    value = cell.findtext("{*}v") or ""
    return (shared[int(value)] if cell.get("t") == "s" else value).strip()


def _pages(archive: ZipFile) -> Iterator[str]:
    """Of an OFD, each text object as a line, page after page."""
    for part in _numbered(archive, re.compile(r"/Pages/Page_\d+/Content\.xml$", re.IGNORECASE)):
        for text in _each(_tree(archive, part), "TextObject"):
            yield "".join(code.text or "" for code in text.iterfind("{*}TextCode"))


def _numbered(archive: ZipFile, named: re.Pattern[str]) -> list[str]:
    """The parts so named, by the numbers in their names."""
    found = (name for name in archive.namelist() if named.search(name))
    return sorted(found, key=lambda name: [int(number) for number in _NUMBER.findall(name)])


def _tree(archive: ZipFile, part: str) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read(part))


def _each(element: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (one for one in element.iter() if _local(one) == name)


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


_READERS: Mapping[str, Callable[[ZipFile], Iterator[str]]] = {"docx": _document, "xlsx": _workbook, "ofd": _pages}
