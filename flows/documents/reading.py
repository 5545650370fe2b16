"""Every text a PDF carries, looked through for a secrecy mark: pages, notes, fields, bookmarks, titles, properties."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf

from flows.documents.unpacking import filters_of, portions, unpacked
from flows.uploads.finding import UploadFinding
from flows.uploads.pictures import properties_of_jpeg
from flows.uploads.written import property_mark, written_mark
from matters.secrecy import secrecy_mark

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

# 密 in the codings of strings, as digits or with escapes: only where it stands, strings are read one by one.
_SAID = (b"5bc6", b"c65b", b"e5af86", b"c3dc", b"[\\306", b"\\306[", b"\\345\\257\\206", b"\\303\\334")
_IN_DIGITS = re.compile(rb"<\s*(feff[0-9a-f\s]*5bc6[0-9a-f\s]*)>", re.IGNORECASE)
_DEEPEST = 50


class UnreadError(Exception):
    """Something in the file could not be looked through."""


def mark_in(content: bytes) -> str:
    """The first secrecy mark, or nothing. Raises `UnreadError` or the readers' own errors where there is no telling."""
    with pikepdf.open(BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
        mark = next(_in_strings(pdf), "") or next(_in_streams(pdf), "")
    return mark or next(_on_pages(content), "")


def _in_strings(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Titles, bookmarks, notes, fields, names of layers: all that is no page. The strings of one object are one text."""
    plain = unpacked(pdf)
    if not any(said in plain for said in _SAID):
        return
    for thing in (*pdf.objects, pdf.trailer):
        text = "\n".join(_strings(thing, 0))
        if "密" in text and (mark := secrecy_mark(text)):
            yield mark


def _strings(thing: object, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        raise UnreadError
    if isinstance(thing, pikepdf.String):
        yield str(thing)
        yield bytes(thing).decode("gb18030", "ignore")  # as older programs of this country write them
    elif isinstance(thing, pikepdf.Stream):
        yield from _strings(thing.stream_dict, depth)
    elif isinstance(thing, (pikepdf.Array, pikepdf.Dictionary)):
        inside = thing if isinstance(thing, pikepdf.Array) else thing.values()
        for part in inside:
            if not (isinstance(part, pikepdf.Object) and part.is_indirect):
                yield from _strings(part, depth + 1)


def _in_streams(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Properties (XMP), what is written beside pictures, and texts that pages have instead of their signs."""
    for thing in pdf.objects:
        found = _in_stream(thing) if isinstance(thing, pikepdf.Stream) else None
        if found and not found.mark:
            raise UnreadError
        if found:
            yield found.mark


def _in_stream(stream: pikepdf.Stream) -> UploadFinding | None:
    picture = str(stream.get("/Subtype", "")) == "/Image"
    if picture and not {"/DCTDecode", "/DCT", "/JPXDecode"} & set(filters_of(stream)):
        return None
    content = b"".join(portions(stream))
    if str(stream.get("/Type", "")) == "/Metadata":
        return property_mark(content)
    if picture:
        return properties_of_jpeg(content) if content.startswith(b"\xff\xd8") else written_mark(content)
    digits = (re.sub(rb"\s", b"", found[1]).decode() for found in _IN_DIGITS.finditer(content))
    texts = (bytes.fromhex(one[: len(one) // 2 * 2]).decode("utf-16", "ignore") for one in digits)
    mark = next(filter(None, map(secrecy_mark, texts)), "")
    return UploadFinding(mark=mark) if mark else written_mark(content)


def _on_pages(content: bytes) -> Iterator[str]:
    """The text of every page, and then with what notes, stamps and fields draw over it."""
    from pypdfium2 import PdfDocument, raw  # not needed for what is refused already

    pages = PdfDocument(content)
    for number in range(len(pages)):
        yield from _marks_of(pages[number])
        drawn = raw.FPDFPage_Flatten(pages[number], raw.FLAT_NORMALDISPLAY)
        if drawn == raw.FLATTEN_FAIL:
            raise UnreadError
        if drawn == raw.FLATTEN_SUCCESS:
            yield from _marks_of(pages[number])


def _marks_of(page: "PdfPage") -> Iterator[str]:
    mark = secrecy_mark(page.get_textpage().get_text_range())
    page.close()
    if mark:
        yield mark
