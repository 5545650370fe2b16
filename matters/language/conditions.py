"""Conditions as closed data: comparison, membership, presence, all/any/not over answers; nothing is evaluated as code.

Each part says beside its keys what it looks at, what it means over given answers, and how it reads in Chinese.
"""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field, Tag

from matters.language.arithmetic import Worked, days_between, difference, percentage, product, total
from matters.language.comparisons import COMPARISONS, WHETHER, Comparison, alike, answered, day_of
from matters.language.quantities import (
    CHOSEN,
    Answers,
    Calculation,
    Constant,
    DayFromToday,
    FieldValue,
    GreatestOf,
    LeastOf,
    OfSeveral,
    QuantityBase,
    SumOf,
    Term,
    Unknown,
    ValueKind,
    Words,
    by_key,
    filled,
    seen_from_rows,
)
from matters.language.single_answers import ConditionBase, Filled, OneOf


class CountOf(QuantityBase):
    """The number of rows of a repeating field, or of those that meet a condition. 行数."""

    holds = ValueKind.NUMBER
    unit = "项"

    count: str
    where: "Condition | None" = None

    @property
    def looks_at(self) -> tuple[str, ...]:
        return (self.count, *(self.where.looks_at if self.where else ()))

    def value_in(self, answers: Answers, today: date) -> object:
        return sum(self.where is None or self.where.met(row, today) for row in seen_from_rows(self.count, answers))

    def phrase(self, words: Words) -> str:
        among = f"中{_whole(self.where, words)}的" if self.where else ""
        return f"{words.label(self.count)}{among}数量"


class Plus(OfSeveral):
    """Several added up. 之和."""

    told = "{0}与{1}之和"

    plus: tuple["Quantity", ...] = Field(min_length=2)

    def worked(self, values: Sequence[Decimal]) -> Worked:
        return total(values)


class Minus(OfSeveral):
    """The first without the others. 之差."""

    told = "{0}减去{1}的差"

    minus: tuple["Quantity", ...] = Field(min_length=2)

    def worked(self, values: Sequence[Decimal]) -> Worked:
        return difference(values)


class Times(OfSeveral):
    """Several multiplied. 乘积."""

    told = "{0}与{1}的乘积"
    multiplies = True

    times: tuple["Quantity", ...] = Field(min_length=2)

    def worked(self, values: Sequence[Decimal]) -> Worked:
        return product(values)


class Smallest(OfSeveral):
    """The least of several. 最小值."""

    told = "{0}、{1}中的最小值"

    min: tuple["Quantity", ...] = Field(min_length=2)

    def worked(self, values: Sequence[Decimal]) -> Worked:
        return min(values)


class Largest(OfSeveral):
    """The greatest of several. 最大值."""

    told = "{0}、{1}中的最大值"

    max: tuple["Quantity", ...] = Field(min_length=2)

    def worked(self, values: Sequence[Decimal]) -> Worked:
        return max(values)


class PercentOf(Calculation):
    """How many hundredths of the other it is. 占比."""

    told = "{0}占{1}的比例"
    unit = "%"
    multiplies = True

    percent: "Quantity"
    of: "Quantity"

    @property
    def operands(self) -> tuple[QuantityBase, ...]:
        return (self.percent, self.of)

    def worked(self, values: Sequence[Decimal]) -> Worked:
        return percentage(values)


class DaysBetween(Calculation):
    """Calendar days from one day to a later one; the first does not count. 相隔天数."""

    told = "{0}至{1}的天数"
    unit = "日"
    takes = (ValueKind.DATE, ValueKind.DATETIME)

    days_from: "Quantity"
    to: "Quantity"

    @property
    def operands(self) -> tuple[QuantityBase, ...]:
        return (self.days_from, self.to)

    def read(self, operand: QuantityBase, answers: Answers, today: date) -> date | Unknown:
        value = operand.value_in(answers, today)
        if not filled(value):
            return Unknown("“{}”尚无内容", (operand,), blank=True)
        return day_of(value) or Unknown("“{}”不是日期", (operand,))

    def worked(self, values: Sequence[date]) -> Worked:
        return days_between(values)


Quantity = Annotated[
    Annotated[FieldValue, Tag("field")]
    | Annotated[SumOf, Tag("sum")]
    | Annotated[LeastOf, Tag("min_in")]
    | Annotated[GreatestOf, Tag("max_in")]
    | Annotated[CountOf, Tag("count")]
    | Annotated[Constant, Tag("value")]
    | Annotated[DayFromToday, Tag("today_plus")]
    | Annotated[Plus, Tag("plus")]
    | Annotated[Minus, Tag("minus")]
    | Annotated[Times, Tag("times")]
    | Annotated[PercentOf, Tag("percent")]
    | Annotated[DaysBetween, Tag("days_from")]
    | Annotated[Smallest, Tag("min")]
    | Annotated[Largest, Tag("max")],
    by_key(
        *("field", "sum", "min_in", "max_in", "count", "value", "today_plus"),
        *("plus", "minus", "times", "percent", "days_from", "min", "max"),
    ),
]


_DAYS = (ValueKind.DATE, ValueKind.DATETIME)


class Compare(ConditionBase):
    """Two quantities of one kind compared. An unanswered field makes every comparison false. 比较."""

    compare: Comparison
    left: Quantity
    right: Quantity

    @property
    def looks_at(self) -> tuple[str, ...]:
        return (*self.left.looks_at, *self.right.looks_at)

    def met(self, answers: Answers, today: date) -> bool:
        left, right = (side.value_in(answers, today) for side in (self.left, self.right))
        if not filled(left) or not filled(right):
            return False
        pair = alike(left, right)
        return pair is not None and COMPARISONS[self.compare].holds(*pair)

    def phrase(self, words: Words) -> str:
        return self._phrased(self.compare, words)

    def denied(self, words: Words) -> str:
        return self._phrased(COMPARISONS[self.compare].denied, words)

    def _phrased(self, comparison: Comparison, words: Words) -> str:
        left, right = self.left.phrase(words), words.beside(self.left, self.right)
        how, kind = COMPARISONS[comparison], words.kind(self.left) or words.kind(self.right)
        if kind in _DAYS:
            return how.day.format(left, right)
        if not isinstance(self.right, Constant):
            return f"{left}{how.word}{right}"
        if kind is ValueKind.NUMBER:
            return how.number.format(left, right)
        if kind is ValueKind.YES_NO and left.startswith(WHETHER):
            return answered(left, so=self.right.value is (comparison == "equals"))
        if kind in CHOSEN and how.choice:
            return how.choice.format(left, right)
        return how.number.format(f"“{left}”", f"“{right}”")


class AllOf(ConditionBase):
    """Every part holds. 并且."""

    all: tuple["Condition", ...] = Field(min_length=1)

    @property
    def looks_at(self) -> tuple[str, ...]:
        return _seen_by(self.all)

    def met(self, answers: Answers, today: date) -> bool:
        return all(part.met(answers, today) for part in self.all)

    def phrase(self, words: Words) -> str:
        return _joined(self.all, "，且", words)


class AnyOf(ConditionBase):
    """At least one part holds. 或者."""

    any: tuple["Condition", ...] = Field(min_length=1)

    @property
    def looks_at(self) -> tuple[str, ...]:
        return _seen_by(self.any)

    def met(self, answers: Answers, today: date) -> bool:
        return any(part.met(answers, today) for part in self.any)

    def phrase(self, words: Words) -> str:
        return _joined(self.any, "，或者", words)


class NotSo(ConditionBase):
    """The part does not hold. 非."""

    not_: "Condition" = Field(alias="not")

    @property
    def looks_at(self) -> tuple[str, ...]:
        return self.not_.looks_at

    def met(self, answers: Answers, today: date) -> bool:
        return not self.not_.met(answers, today)

    def phrase(self, words: Words) -> str:
        return self.not_.denied(words)

    def denied(self, words: Words) -> str:
        return self.not_.phrase(words)


class ConditionOnRows(ConditionBase):
    """What the rows of a repeating field meet. `where` sees the columns of a row before the rest of the form.

    Without a row it does not hold, as no comparison holds without an answer. `told`, `told_denied`: how it reads.
    """

    told: ClassVar[str]
    told_denied: ClassVar[str]

    where: "Condition"

    @property
    @abstractmethod
    def rows(self) -> str:
        """The repeating field."""

    @property
    def looks_at(self) -> tuple[str, ...]:
        return (self.rows, *self.where.looks_at)

    def each(self, answers: Answers, today: date) -> list[bool]:
        """Row by row, whether it meets the condition."""
        return [self.where.met(row, today) for row in seen_from_rows(self.rows, answers)]

    def phrase(self, words: Words) -> str:
        return self.told.format(words.label(self.rows), _whole(self.where, words))

    def denied(self, words: Words) -> str:
        return self.told_denied.format(words.label(self.rows), _whole(self.where, words))


class AnyRow(ConditionOnRows):
    """At least one row meets it. 任一行."""

    told = "{}中任一行{}"
    told_denied = "{}中没有一行{}"

    any_row: str

    @property
    def rows(self) -> str:
        return self.any_row

    def met(self, answers: Answers, today: date) -> bool:
        return any(self.each(answers, today))


class EveryRow(ConditionOnRows):
    """Every row meets it, and there is one. 每一行."""

    told = "{}中每一行{}"
    told_denied = "{}中并非每一行{}"

    every_row: str

    @property
    def rows(self) -> str:
        return self.every_row

    def met(self, answers: Answers, today: date) -> bool:
        each = self.each(answers, today)
        return bool(each) and all(each)


def _seen_by(conditions: Iterable[Term]) -> tuple[str, ...]:
    return tuple(name for one in conditions for name in one.looks_at)


def _joined(conditions: Iterable[Term], word: str, words: Words) -> str:
    return word.join(_whole(one, words) for one in conditions)


def _whole(condition: Term, words: Words) -> str:
    """How it reads inside of another: in brackets where it is made of several."""
    text = condition.phrase(words)
    return f"（{text}）" if isinstance(condition, AllOf | AnyOf) else text


Condition = Annotated[
    Annotated[Compare, Tag("compare")]
    | Annotated[OneOf, Tag("one_of")]
    | Annotated[Filled, Tag("filled")]
    | Annotated[AnyRow, Tag("any_row")]
    | Annotated[EveryRow, Tag("every_row")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[NotSo, Tag("not")],
    by_key("compare", "one_of", "filled", "any_row", "every_row", "all", "any", "not"),
]

for _model in (
    CountOf,
    Plus,
    Minus,
    Times,
    PercentOf,
    DaysBetween,
    Smallest,
    Largest,
    AnyRow,
    EveryRow,
    AllOf,
    AnyOf,
    NotSo,
):
    _model.model_rebuild()
