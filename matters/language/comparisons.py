"""How two values are compared (比较), what each comparison is called, and how it reads beside a written value."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Literal, NamedTuple

Comparison = Literal["equals", "not_equals", "above", "at_least", "below", "at_most"]


class Comparing(NamedTuple):
    """A comparison: what it does, its word between two answers, and how it reads of a number, a day and a choice that are
    written in the definition. `denied`: what holds when it does not."""

    holds: Callable[[Any, Any], bool]
    word: str
    number: str
    day: str
    choice: str
    denied: Comparison


COMPARISONS: Mapping[Comparison, Comparing] = {
    "equals": Comparing(eq, "等于", "{}为{}", "{}为{}", "“{}”选“{}”", "not_equals"),
    "not_equals": Comparing(ne, "不等于", "{}不为{}", "{}不为{}", "“{}”未选“{}”", "equals"),
    "above": Comparing(gt, "大于", "{}超过{}", "{}晚于{}", "", "at_most"),
    "at_least": Comparing(ge, "不小于", "{}{}以上（含）", "{}不早于{}", "", "below"),
    "below": Comparing(lt, "小于", "{}不足{}", "{}早于{}", "", "at_least"),
    "at_most": Comparing(le, "不大于", "{}{}以下（含）", "{}不晚于{}", "", "above"),
}


WHETHER = "是否"  # begins the label of a question of yes or no


def answered(label: str, *, so: bool) -> str:
    """What such a question says once it is answered: 跨市, 不属于跨市."""
    return f"{'' if so else '不属于'}{label.removeprefix(WHETHER)}"


def alike(left: object, right: object) -> tuple[Any, Any] | None:
    """Bring both sides to one kind: numbers when both are numbers, else ISO dates and text as text."""
    if isinstance(left, bool) or isinstance(right, bool):
        return (left, right) if isinstance(left, bool) and isinstance(right, bool) else None
    numbers = (decimal_of(left), decimal_of(right))
    if None not in numbers:
        return numbers
    return (left, right) if isinstance(left, str) and isinstance(right, str) else None


def decimal_of(value: object) -> Decimal | None:
    """The number that is meant. Not one: NaN and infinity, and what has over 40 digits (sums of such would overflow)."""
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= 40 else None


def day_of(value: object) -> date | None:
    """The day that a date or a time as it is written lies on."""
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) and value[10:11] in ("", "T") else None
    except ValueError:
        return None
