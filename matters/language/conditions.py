"""Conditions as closed data: comparison, membership, presence, all/any/not over answers; nothing is evaluated as code.

Each part says beside its keys what it looks at, what it means over given answers, and how it reads in Chinese.
"""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, Tag

from matters.language.arithmetic import Worked, days_between, difference, percentage, product, total
from matters.language.comparisons import COMPARISONS, WHETHER, Comparison, alike, answered, day_of
from matters.language.quantities import (
    Answers,
    Calculation,
    Constant,
    DayFromToday,
    FieldValue,
    GreatestOf,
    LeastOf,
    QuantityBase,
    Scalar,
    SumOf,
    Term,
    Unknown,
    ValueKind,
    Words,
    by_key,
    filled,
    rows_of,
)


class CountOf(QuantityBase):
    """The number of rows of a repeating field. 行数."""

    holds = ValueKind.NUMBER
    unit = "项"

    count: str

    @property
    def looks_at(self) -> tuple[str, ...]:
        return (self.count,)

    def value_in(self, answers: Answers, today: date) -> object:
        return len(rows_of(answers.get(self.count)))

    def phrase(self, words: Words) -> str:
        return f"{words.label(self.count)}数量"


class OfSeveral(Calculation):
    """What several numbers come to, written as a list under the key of the operation."""

    @property
    def operands(self) -> tuple[QuantityBase, ...]:
        (key,) = type(self).model_fields
        listed: tuple[QuantityBase, ...] = getattr(self, key)
        return listed

    @property
    def like(self) -> str:
        return self.operands[0].like


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

    times: tuple["Quantity", ...] = Field(min_length=2)

    @property
    def like(self) -> str:
        return ""

    @property
    def grows(self) -> bool:
        return True

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

    percent: "Quantity"
    of: "Quantity"

    @property
    def operands(self) -> tuple[QuantityBase, ...]:
        return (self.percent, self.of)

    @property
    def grows(self) -> bool:
        return True

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


_CHOSEN = (ValueKind.CHOICE, ValueKind.CHOICES, ValueKind.YES_NO)
_DAYS = (ValueKind.DATE, ValueKind.DATETIME)


class ConditionBase(Term):
    """What answers meet or do not meet."""

    @abstractmethod
    def met(self, answers: Answers, today: date) -> bool:
        """Whether it holds for these answers on that day (Asia/Shanghai)."""

    def denied(self, words: Words) -> str:
        """How it reads that it does not hold."""
        return f"不属于以下情形（{self.phrase(words)}）"


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
        if kind in _CHOSEN and how.choice:
            return how.choice.format(left, right)
        return how.number.format(f"“{left}”", f"“{right}”")


class OneOf(ConditionBase):
    """The answer is one of the listed values, or shares one with them where several may be chosen. 属于."""

    one_of: tuple[Scalar, ...] = Field(min_length=1)
    field: str

    @property
    def looks_at(self) -> tuple[str, ...]:
        return (self.field,)

    def met(self, answers: Answers, today: date) -> bool:
        given = answers.get(self.field)
        chosen = given if isinstance(given, (list, tuple)) else [given]
        return any(value in self.one_of for value in chosen)

    def phrase(self, words: Words) -> str:
        return self._phrased("选" if words.kind(FieldValue(field=self.field)) in _CHOSEN else "为", words)

    def denied(self, words: Words) -> str:
        return self._phrased("未选" if words.kind(FieldValue(field=self.field)) in _CHOSEN else "不为", words)

    def _phrased(self, word: str, words: Words) -> str:
        *first, last = (f"“{words.text(one)}”" for one in self.one_of)
        return f"“{words.label(self.field)}”{word}{''.join(first)}{'或者' if first else ''}{last}"


class Filled(ConditionBase):
    """The field has been answered. 已填."""

    filled: str

    @property
    def looks_at(self) -> tuple[str, ...]:
        return (self.filled,)

    def met(self, answers: Answers, today: date) -> bool:
        return filled(answers.get(self.filled))

    def phrase(self, words: Words) -> str:
        return f"填写了“{words.label(self.filled)}”"

    def denied(self, words: Words) -> str:
        return f"未填写“{words.label(self.filled)}”"


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


def _seen_by(conditions: Iterable[Term]) -> tuple[str, ...]:
    return tuple(name for one in conditions for name in one.looks_at)


def _joined(conditions: Iterable[Term], word: str, words: Words) -> str:
    told = ((one, one.phrase(words)) for one in conditions)
    return word.join(f"（{text}）" if isinstance(one, AllOf | AnyOf) else text for one, text in told)


Condition = Annotated[
    Annotated[Compare, Tag("compare")]
    | Annotated[OneOf, Tag("one_of")]
    | Annotated[Filled, Tag("filled")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[NotSo, Tag("not")],
    by_key("compare", "one_of", "filled", "all", "any", "not"),
]

for _model in (Plus, Minus, Times, PercentOf, DaysBetween, Smallest, Largest, AllOf, AnyOf, NotSo):
    _model.model_rebuild()
