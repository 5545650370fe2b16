"""Formulas (公式) over figures: numbers, figures, + − × ÷, 最小 and 最大. Closed data, worked out exactly, never run as code."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import chain

from matters.figures.catalogue import BY_ID

Value = Fraction | None
Known = Mapping[str, Value]
MOST_LETTERS = 200
_DEEPEST = 8  # brackets in brackets; nobody reads more


class UnreadableError(ValueError):
    """A formula that says nothing that can be worked out, with a sentence for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is written out."""

    number: Fraction

    @property
    def figures(self) -> tuple[str, ...]:
        """None."""
        return ()

    def value(self, _known: Known) -> Value:
        """Itself."""
        return self.number


@dataclass(frozen=True, slots=True)
class Named:
    """A figure of the catalogue, by its id."""

    figure: str

    @property
    def figures(self) -> tuple[str, ...]:
        """That one."""
        return (self.figure,)

    def value(self, known: Known) -> Value:
        """What it is; nothing where there is nothing to count it of."""
        return known.get(self.figure)


@dataclass(frozen=True, slots=True)
class Worked:
    """What is worked out of other parts, from the left."""

    sign: str
    parts: "tuple[Formula, ...]"

    @property
    def figures(self) -> tuple[str, ...]:
        """Each once, in the order in which they are written."""
        return tuple(dict.fromkeys(chain.from_iterable(part.figures for part in self.parts)))

    def value(self, known: Known) -> Value:
        """Nothing where a part has no value, or where it would be divided by zero."""
        values = [value for part in self.parts if (value := part.value(known)) is not None]
        if len(values) < len(self.parts) or (self.sign == "÷" and 0 in values[1:]):
            return None
        return reduce(_SUMS[self.sign], values)


Formula = Number | Named | Worked
_SUMS: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": lambda first, second: first + second,
    "−": lambda first, second: first - second,
    "×": lambda first, second: first * second,
    "÷": lambda first, second: first / second,
    "最小": min,
    "最大": max,
}
_TYPED = {
    "-": "−",
    "－": "−",
    "＋": "+",
    "*": "×",
    "/": "÷",
    "(": "（",
    ")": "）",
    ",": "，",
    "min": "最小",
    "max": "最大",
}
_BY_NAME = {figure.name: figure.id for figure in BY_ID.values()} | {name: name for name in BY_ID}
_WORDS = sorted((*_BY_NAME, *_SUMS, *_TYPED, "（", "）", "，"), key=len, reverse=True)
_TOKEN = re.compile(
    rf"(?P<number>\d{{1,9}}(\.\d{{1,4}})?)(?![\d.])|(?P<word>{'|'.join(map(re.escape, _WORDS))})|(?P<other>\S+)"
)


@lru_cache(maxsize=1000)  # the same for each of the bodies that a scheme assesses
def read(text: str) -> Formula:
    """The formula that is written, with figures by their names or ids; raises `UnreadableError` with a sentence."""
    if len(text) > MOST_LETTERS:
        raise UnreadableError(f"公式过长，请控制在 {MOST_LETTERS} 个字以内。")
    reader = _Reader([_token(found) for found in _TOKEN.finditer(text)])
    if not reader.tokens:
        raise UnreadableError("请填写公式，例如“按时率”。")
    formula = reader.sum()
    if reader.tokens:
        raise UnreadableError(f"“{reader.tokens[0]}”前面缺少运算符号，或者括号不成对。")
    return formula


def _token(found: re.Match[str]) -> str:
    if other := found["other"]:
        raise UnreadableError(f"没有“{other[:40]}”这个指标，请从指标名称中选用；数字至多写四位小数。")
    return _TYPED.get(found[0], found[0])


@dataclass(slots=True)
class _Reader:
    """The tokens that are still to be read."""

    tokens: list[str]
    depth: int = 0

    def sum(self) -> Formula:
        return self._chain(("+", "−"), lambda: self._chain(("×", "÷"), self._part))

    def _chain(self, signs: tuple[str, ...], part: Callable[[], Formula]) -> Formula:
        result = part()
        while self.tokens and self.tokens[0] in signs:
            result = Worked(self.tokens.pop(0), (result, part()))
        return result

    def _part(self) -> Formula:
        token = self._next()
        if token[0].isdigit():
            return Number(Fraction(token))
        if token in _BY_NAME:
            return Named(_BY_NAME[token])
        if token in ("最小", "最大"):
            self._expect("（")
            return Worked(token, self._bracketed())
        if token == "（":
            return self._one(self._bracketed())
        raise UnreadableError(f"“{token}”处应当是数字、指标或者括号。")

    def _bracketed(self) -> tuple[Formula, ...]:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise UnreadableError(f"括号至多套 {_DEEPEST} 层，请拆成几个指标。")
        parts = [self.sum()]
        while (token := self._next()) == "，":
            parts.append(self.sum())
        if token != "）":
            raise UnreadableError("括号不成对，请补上缺少的括号。")
        self.depth -= 1
        return tuple(parts)

    def _one(self, parts: tuple[Formula, ...]) -> Formula:
        if len(parts) > 1:
            raise UnreadableError("逗号只用在“最小”“最大”的括号中。")
        return parts[0]

    def _expect(self, wanted: str) -> None:
        if self._next() != wanted:
            raise UnreadableError("“最小”“最大”后面请写括号，例如“最小（按时率，100）”。")

    def _next(self) -> str:
        if not self.tokens:
            raise UnreadableError("公式没有写完，请补全运算符号后面的部分或者括号。")
        return self.tokens.pop(0)
