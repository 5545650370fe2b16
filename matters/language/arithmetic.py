"""Exact sums on decimals (算术): what a result is, and in half a sentence why there is none; never a fault, never a float."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_05UP, Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow
from typing import Literal, NamedTuple

from matters.language.comparisons import decimal_of

Rounding = Literal["half_up", "up", "down"]
_ROUNDINGS: dict[Rounding, str] = {"half_up": "ROUND_HALF_UP", "up": "ROUND_UP", "down": "ROUND_DOWN"}
_MOST_DIGITS = 100  # more than four numbers of a form multiplied have
_TRAPS = [InvalidOperation, DivisionByZero, Overflow]
_EXACT = Context(prec=_MOST_DIGITS, traps=[*_TRAPS, Inexact])
# A quotient seldom ends. Cut off in this way, it is rounded afterwards as if it had been kept whole.
_CUT = Context(prec=_MOST_DIGITS, rounding=ROUND_05UP, traps=_TRAPS)


class Lack(NamedTuple):
    """Why there is no number (不能计算): half a sentence with a place for each operand it speaks of, and which these are."""

    why: str
    about: tuple[int, ...] = ()


TOO_LARGE = Lack("数字位数过多，不能计算")
Worked = Decimal | Lack


def total(numbers: Sequence[Decimal]) -> Worked:
    """和."""
    return _folded(_EXACT.add, numbers)


def difference(numbers: Sequence[Decimal]) -> Worked:
    """差: the first without the others."""
    return _folded(_EXACT.subtract, numbers)


def product(numbers: Sequence[Decimal]) -> Worked:
    """积."""
    return _folded(_EXACT.multiply, numbers)


def percentage(numbers: Sequence[Decimal]) -> Worked:
    """百分比: how many hundredths of the second the first is."""
    part, whole = numbers
    if not whole:
        return Lack("“{}”为零，不能计算比例", (1,))
    return _within(_CUT.divide(_CUT.multiply(part, Decimal(100)), whole))


def days_between(days: Sequence[date]) -> Worked:
    """相隔天数: the first day does not count."""
    first, last = days
    if last < first:
        return Lack("“{}”早于“{}”，不能计算天数", (1, 0))
    return Decimal((last - first).days)


def rounded(number: Decimal, places: int, rounding: Rounding) -> Decimal:
    """With so many places."""
    return number.quantize(Decimal(1).scaleb(-places), _ROUNDINGS[rounding], _CUT)


def shortest(number: Decimal) -> Decimal:
    """Without zeros at the end."""
    return number.normalize(_CUT) if number else Decimal(0)


def _folded(step: Callable[[Decimal, Decimal], Decimal], numbers: Sequence[Decimal]) -> Worked:
    result = numbers[0]
    try:
        for number in numbers[1:]:
            result = step(result, number)
    except (Inexact, Overflow):
        return TOO_LARGE
    return _within(result)


def _within(number: Decimal) -> Worked:
    """No more digits than an answer may have: what is computed is computed with again."""
    return number if decimal_of(number) is not None else TOO_LARGE
