"""Chinese line breaking: where a line of a paper may end."""

import re
from collections.abc import Callable, Iterator

_CLOSING = "，。、；：？！）〕】》〉」』”’…—%‰℃,.;:?!)]}·/％"
_OPENING = "（〔【《〈「『“‘([{￥$№"
_UNIT = re.compile(
    rf"[{re.escape(_OPENING)}]*"
    r"(?:[0-9A-Za-z@#&*+/_=~'\"\\.,:;?!%-]{0,80}[0-9A-Za-z]|[^\s]|\s+)"
    rf"[{re.escape(_CLOSING)}]*"
)


def wrap(text: str, measure: Callable[[str], float], width: float, first: float | None = None) -> tuple[str, ...]:
    """Break one paragraph into lines no wider than `width`, the first no wider than `first`.

    避头尾 (CLREQ, level "GB"): no closing mark begins a line, no opening mark ends one, a number or Latin word stays
    whole unless it is wider than a line. Spaces at a break are dropped.
    """
    lines: list[str] = []
    line, used, room = "", 0.0, width if first is None else first
    for unit in _units(text, measure, width):
        taken = measure(unit)
        if line and used + taken > room + 0.01:
            lines.append(line.rstrip(" "))
            line, used, room = "", 0.0, width
        if not line and lines and unit.isspace():
            continue
        line, used = line + unit, used + taken
    return (*lines, line.rstrip(" ")) if line or not lines else tuple(lines)


def balanced(text: str, measure: Callable[[str], float], width: float) -> tuple[str, ...]:
    """Break a title into as few lines as fit, of about equal length."""
    lines = wrap(text, measure, width)
    target = measure(text) / len(lines)
    while len(even := wrap(text, measure, min(width, target))) > len(lines):
        target *= 1.04
    return even


def _units(text: str, measure: Callable[[str], float], width: float) -> Iterator[str]:
    for match in _UNIT.finditer(text):
        unit = match.group()
        if measure(unit) <= width:
            yield unit
        else:
            yield from unit
