"""Stacking strips into pages, so that the seal stands on a page with text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flows.documents.strips import MM, Strip

TOP = 37 * MM  # 天头, GB/T 9704-2012, 5.2.1
HEIGHT = 225 * MM
_CARRIED = 3  # strips at least above the sign-off on a further page; the standard forbids 「此页无正文」


@dataclass(frozen=True)
class Placed:
    """A strip and its upper edge, in points below the upper edge of the sheet."""

    top: float
    strip: Strip


@dataclass(frozen=True)
class Pages:
    """Every page's strips, and where on the last page the sign-off begins."""

    pages: tuple[tuple[Placed, ...], ...]
    end: float


def paginate(strips: Sequence[Strip], first_top: float, sign_off: float) -> Pages:
    """Fill pages from the top, the first from `first_top`, and leave `sign_off` points after the last strip."""
    pages: list[list[Strip]] = [[]]
    used, bottom = first_top, TOP + HEIGHT
    for chunk in _chunks(strips):
        height = _height(chunk)
        if used + height > bottom + 0.01 and pages[-1]:
            pages.append([])
            used = TOP + _height(chunk[0].heads)
        pages[-1] += chunk
        used += height
    if used + sign_off > bottom:
        pages.append([])
    if len(pages) > 1 and len(pages[-1]) < _CARRIED:
        pages[-1][:0] = _carry(pages[-2], _CARRIED - len(pages[-1]))
    pages[1:] = [_continued(page) for page in pages[1:]]
    tops = [first_top] + [TOP] * (len(pages) - 1)
    placed = tuple(tuple(_stack(page, top)) for page, top in zip(pages, tops, strict=True))
    return Pages(placed, tops[-1] + _height(pages[-1]))


def _chunks(strips: Iterable[Strip]) -> Iterator[list[Strip]]:
    """Strips that stay together; a group taller than half a page may be broken anywhere."""
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.bound:
            yield from [group] if _height(group) <= HEIGHT / 2 else [[single] for single in group]
            group = []
    if group:
        yield group


def _carry(page: list[Strip], count: int) -> list[Strip]:
    start = max(len(page) - count, 1)
    while start > 1 and page[start - 1].bound:
        start -= 1
    carried = page[start:]
    del page[start:]
    return carried


def _continued(page: list[Strip]) -> list[Strip]:
    """What a further page says again above and beside its first strip: heads of the table, and which row goes on."""
    first = page[0]
    beside = [replace(strip, runs=(*strip.runs, run)) for strip, run in zip(page, first.again, strict=False)]
    return [*first.heads, *beside, *page[len(beside) :]]


def _height(strips: Iterable[Strip]) -> float:
    return sum(strip.height for strip in strips)


def _stack(strips: Iterable[Strip], top: float) -> Iterator[Placed]:
    for strip in strips:
        yield Placed(top, strip)
        top += strip.height
