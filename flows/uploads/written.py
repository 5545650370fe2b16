"""Secrecy marks that stand written out in bytes, in any coding of Chinese: raw data, and the properties of pictures."""

import html
import re
from collections.abc import Iterator

from flows.uploads.finding import UNREAD, UploadFinding
from matters.secrecy import secrecy_mark

_CODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
_AROUND = 64  # bytes on either side: a mark with its gaps and term
_MOST = 200_000  # by chance a file of 50 MB has 3,000
_FIRST = "绝絕絶机機秘祕级級等"  # one of these stands near every mark
_NEAR = 40
_APART = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffd\ufffe\uffff]+")


def written_mark(data: bytes) -> UploadFinding | None:
    """A mark in bytes of which nothing else is known. A scanned picture of one cannot be read; people are told so."""
    for coding in _CODINGS:
        for count, window in enumerate(_windows(data, coding)):
            if count > _MOST:
                return UNREAD
            mark = secrecy_mark(window)
            if mark:
                return UploadFinding(mark=mark)
    return None


def property_mark(data: bytes) -> UploadFinding | None:
    """A mark in properties: strings between other bytes, in any coding, XML or not; a string may be a level alone."""
    mark = next((mark for text in _readings(data) if (mark := secrecy_mark(text))), "")
    return UploadFinding(mark=mark) if mark else None


def _windows(data: bytes, coding: str) -> Iterator[str]:
    needle = "密".encode(coding)
    near = [first.encode(coding, "ignore") or needle for first in _FIRST]
    at = data.find(needle)
    while at >= 0:
        about = data[max(at - _NEAR, 0) : at + _NEAR]
        if any(first in about for first in near):
            start = max(at - _AROUND, at % 2)  # two bytes a character, counted from this one
            yield data[start : at + _AROUND].decode(coding, "ignore")
        at = data.find(needle, at + 1)


def _readings(data: bytes) -> Iterator[str]:
    for coding in _CODINGS:
        if "密".encode(coding) in data:
            for shifted in (data, data[1:]) if coding.startswith("utf-16") else (data,):
                yield _APART.sub("\n", shifted.decode(coding, "replace"))
    if b"&#" in data or b"</" in data:
        yield re.sub(r"<[^>]*>|[\"']", "\n", html.unescape(data.decode("utf-8", "replace")))
