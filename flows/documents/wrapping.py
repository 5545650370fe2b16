"""Chinese line breaking: where a line of a paper may end."""

import re
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache

_CLOSING = "，。、；：？！）〕】》〉」』”’…—%‰℃,.;:?!)]}·/％"
_OPENING = "（〔【《〈「『“‘([{￥$№"
_WORD = r"[0-9A-Za-z@#&*+/_=~'\"\\.,:;?!%-]{0,80}[0-9A-Za-z]|[^\s]|\s+"


def wrap(
    text: str,
    measure: Callable[[str], float],
    width: float,
    first: float | None = None,
    whole: Collection[str] = (),
) -> tuple[str, ...]:
    """Break one paragraph into lines no wider than `width`, the first no wider than `first`.

    避头尾 (CLREQ, level "GB"): no closing mark begins a line, no opening mark ends one; a number, a Latin word and what is
    named in `whole` stay whole unless wider than a line. Spaces at a break are dropped.
    """
    lines: list[str] = []
    line, used, room = "", 0.0, width if first is None else first
    for unit in _units(text, measure, width, whole):
        taken = measure(unit)
        if line and used + taken > room + 0.01:
            lines.append(line.rstrip(" "))
            line, used, room = "", 0.0, width
        if not line and lines and unit.isspace():
            continue
        line, used = line + unit, used + taken
    return (*lines, line.rstrip(" ")) if line or not lines else tuple(lines)


def balanced(text: str, measure: Callable[[str], float], width: float, whole: Collection[str] = ()) -> tuple[str, ...]:
    """Break a title into as few lines as fit, of about equal length, each a whole in its meaning (GB/T 9704-2012, 7.3.1)."""
    lines = wrap(text, measure, width, whole=whole)
    held = [taken for name in whole if name in text and (taken := measure(name)) <= width]
    target = max(measure(text) / len(lines), *held, 0)
    while len(even := wrap(text, measure, min(width, target), whole=whole)) > len(lines):
        target *= 1.04
    return even


def _units(text: str, measure: Callable[[str], float], width: float, whole: Collection[str]) -> Iterator[str]:
    for match in _unit(tuple(sorted(whole, key=len, reverse=True))).finditer(text):
        unit = match.group()
        if measure(unit) <= width:
            yield unit
        else:
            yield from unit


@lru_cache(64)
def _unit(whole: tuple[str, ...]) -> re.Pattern[str]:
    core = "|".join([*map(re.escape, whole), _WORD])
    return re.compile(rf"[{re.escape(_OPENING)}]*(?:{core})[{re.escape(_CLOSING)}]*")
