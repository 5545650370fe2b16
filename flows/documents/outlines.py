"""Glyph outlines as PDF path operators: text that is a picture, as on a seal."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from flows.documents.faces import Face

_Point = tuple[float, float]
_ON, _X_SHORT, _Y_SHORT, _REPEAT, _X_SAME, _Y_SAME = 1, 2, 4, 8, 16, 32


@dataclass(frozen=True)
class _Tables:
    """Where a TrueType file keeps its outlines (OpenType 1.9, glyf and loca)."""

    glyf: int
    loca: tuple[int, ...]
    units: int


@cache
def outline(face: Face, character: str) -> bytes:
    """The closed paths of one glyph on an em square of 1, ready for `f`; empty for a space."""
    tables = _tables(face)
    glyph = face.glyphs[ord(character)]
    start, end = tables.loca[glyph], tables.loca[glyph + 1]
    if start == end:
        return b""
    contours = _contours(face.data, tables.glyf + start)
    return b"\n".join(_path(contour, tables.units) for contour in contours if len(contour) > 1)


@cache
def _tables(face: Face) -> _Tables:
    data = face.data
    count = struct.unpack_from(">H", data, 4)[0]
    offsets = {data[at : at + 4]: struct.unpack_from(">II", data, at + 8) for at in range(12, 12 + 16 * count, 16)}
    head = offsets[b"head"][0]
    units, long_offsets = struct.unpack_from(">H", data, head + 18)[0], struct.unpack_from(">h", data, head + 50)[0]
    at, length = offsets[b"loca"]
    if long_offsets:
        loca = struct.unpack_from(f">{length // 4}I", data, at)
    else:
        loca = tuple(2 * half for half in struct.unpack_from(f">{length // 2}H", data, at))
    return _Tables(offsets[b"glyf"][0], loca, units)


def _contours(data: bytes, at: int) -> Iterator[list[tuple[int, int, bool]]]:
    """Contours of a simple glyph as points with their on-curve flag; the vendored faces hold no composite ones."""
    count = struct.unpack_from(">h", data, at)[0]
    if count < 0:
        raise ValueError("composite glyph")
    ends = struct.unpack_from(f">{count}H", data, at + 10)
    at += 10 + 2 * count
    at += 2 + struct.unpack_from(">H", data, at)[0]
    flags, at = _flags(data, at, ends[-1] + 1)
    xs, at = _coordinates(data, at, flags, _X_SHORT, _X_SAME)
    ys, at = _coordinates(data, at, flags, _Y_SHORT, _Y_SAME)
    points = [(x, y, bool(flag & _ON)) for x, y, flag in zip(xs, ys, flags, strict=True)]
    for start, end in zip((-1, *ends), ends, strict=False):
        yield points[start + 1 : end + 1]


def _flags(data: bytes, at: int, count: int) -> tuple[list[int], int]:
    flags: list[int] = []
    while len(flags) < count:
        flag = data[at]
        at += 1
        repeat = 1
        if flag & _REPEAT:
            repeat += data[at]
            at += 1
        flags += [flag] * repeat
    return flags, at


def _coordinates(data: bytes, at: int, flags: Sequence[int], short: int, same: int) -> tuple[list[int], int]:
    values, value = [], 0
    for flag in flags:
        if flag & short:
            value += data[at] if flag & same else -data[at]
            at += 1
        elif not flag & same:
            value += struct.unpack_from(">h", data, at)[0]
            at += 2
        values.append(value)
    return values, at


def _path(contour: Sequence[tuple[int, int, bool]], units: int) -> bytes:
    """One closed contour; TrueType's quadratic curves raised to the cubic ones of PDF."""
    points = _explicit([((x / units, y / units), on) for x, y, on in contour])
    here = points[0][0]
    steps = [f"{here[0]:.4f} {here[1]:.4f} m"]
    index = 1
    while index < len(points):
        point, on = points[index]
        if on:
            steps.append(f"{point[0]:.4f} {point[1]:.4f} l")
            here, index = point, index + 1
        else:
            end = points[index + 1][0]
            steps.append(_curve(here, point, end))
            here, index = end, index + 2
    return "\n".join([*steps, "h"]).encode()


def _explicit(points: Sequence[tuple[_Point, bool]]) -> list[tuple[_Point, bool]]:
    """The contour begun and ended at an on-curve point, with the implied midpoints between two off-curve ones."""
    made: list[tuple[_Point, bool]] = []
    for (point, on), (following, next_on) in zip(points, (*points[1:], points[0]), strict=True):
        made.append((point, on))
        if not on and not next_on:
            made.append((((point[0] + following[0]) / 2, (point[1] + following[1]) / 2), True))
    start = next(index for index, (_, on) in enumerate(made) if on)
    return [*made[start:], *made[: start + 1]]


def _curve(start: _Point, control: _Point, end: _Point) -> str:
    first = [start[axis] + 2 / 3 * (control[axis] - start[axis]) for axis in (0, 1)]
    second = [end[axis] + 2 / 3 * (control[axis] - end[axis]) for axis in (0, 1)]
    return " ".join(f"{value:.4f}" for value in (*first, *second, *end)) + " c"
