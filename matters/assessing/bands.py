"""Points by bands (分档计分): every value falls into exactly one of them."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from matters.assessing.formulas import UnreadableError

_NUMBER = r"-?\d{1,9}(?:\.\d{1,4})?"
_BAND = re.compile(
    rf"(?:低于\s*(?P<end>{_NUMBER})|(?P<start>{_NUMBER})\s*以上|(?P<low>{_NUMBER})\s*至\s*(?P<high>{_NUMBER}))"
    rf"\s*[：:]\s*(?P<points>\d{{1,4}}(?:\.\d{{1,2}})?)"
)
HOW = "每档写成“低于 80：0”“80 至 90：5”“90 以上：10”，用分号隔开；含起点，不含终点。"


@dataclass(frozen=True, slots=True)
class Band:
    """Points for values from `start` on and below `end`; nothing is without bound."""

    start: Fraction | None
    end: Fraction | None
    points: Fraction

    def has(self, value: Fraction) -> bool:
        """Whether the value falls into it."""
        return (self.start is None or self.start <= value) and (self.end is None or value < self.end)


@lru_cache(maxsize=1000)  # the same for each of the bodies that a scheme assesses
def read_bands(text: str) -> tuple[Band, ...]:
    """Lowest first; empty where none are written. Raises `UnreadableError` where two overlap or a value would have no band."""
    written = [part for part in map(str.strip, re.split(r"[；;\n]", text)) if part]
    bands = sorted(map(_band, written), key=lambda band: (band.start is not None, band.start or 0))
    if bands and (bands[0].start is not None or bands[-1].end is not None):
        raise UnreadableError(f"最低一档写“低于……”，最高一档写“……以上”，使任何数值都有分数。{HOW}")
    for lower, upper in pairwise(bands):
        _adjoin(lower, upper)
    return tuple(bands)


def _band(text: str) -> Band:
    found = _BAND.fullmatch(text)
    if found is None:
        raise UnreadableError(f"看不懂分档“{text[:40]}”。{HOW}")
    start, end = found["start"] or found["low"], found["end"] or found["high"]
    band = Band(Fraction(start) if start else None, Fraction(end) if end else None, Fraction(found["points"]))
    if band.start is not None and band.end is not None and band.start >= band.end:
        raise UnreadableError(f"分档“{text[:40]}”的起点应当小于终点。")
    return band


def _adjoin(lower: Band, upper: Band) -> None:
    if lower.end is None or upper.start is None or upper.start < lower.end:
        raise UnreadableError(f"分档有重叠，同一数值会有两个分数，请核对各档的起点和终点。{HOW}")
    if upper.start > lower.end:
        raise UnreadableError(f"分档之间有空档，有的数值没有分数，请核对各档的起点和终点。{HOW}")
