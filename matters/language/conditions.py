"""Conditions as closed data: comparison, membership, presence, all/any/not over answers; nothing is evaluated as code.

Each part says beside its keys what it looks at, what it means over given answers, and how it reads in Chinese.
"""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from matters.language.comparisons import COMPARISONS, WHETHER, Comparison, alike, answered, decimal_of

Scalar = bool | int | str
Answers = Mapping[str, Any]


class ValueKind(Enum):
    """What an answer or a quantity is (值的类别), with its Chinese name; only what is of one kind is compared."""

    TEXT = "文字"
    NUMBER = "数值"
    DATE = "日期"
    DATETIME = "时间"
    CHOICE = "单选"
    CHOICES = "多选"
    YES_NO = "是否"
    PERSON = "人员"
    BODY = "单位"
    BOOKING = "预约"
    ROWS = "重复行"


class Words(Protocol):
    """What a condition needs to be told in Chinese: the labels and answers of one definition."""

    def label(self, name: str) -> str:
        """What people call a field."""

    def text(self, value: object) -> str:
        """How a written value reads."""

    def beside(self, left: "QuantityBase", right: "QuantityBase") -> str:
        """How a quantity reads that another is compared with."""

    def kind(self, quantity: "QuantityBase") -> ValueKind | None:
        """What kind of value it is, as far as that is known."""


class Term(BaseModel):
    """Base of all parts of a condition."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @property
    @abstractmethod
    def looks_at(self) -> tuple[str, ...]:
        """Every field it looks at."""

    @abstractmethod
    def phrase(self, words: Words) -> str:
        """How it reads, as offices write it before 的: `申报总额200万元以上（含）`."""


class QuantityBase(Term):
    """What may be compared. `holds`: what kind of value it is, where that does not hang on a field."""

    holds: ClassVar[ValueKind | None] = None

    @abstractmethod
    def value_in(self, answers: Answers, today: date) -> object:
        """What it says over these answers on that day; nothing for a field that has no answer."""


class FieldValue(QuantityBase):
    """The answer to a field. 填报项的内容."""

    field: str

    @property
    def looks_at(self) -> tuple[str, ...]:
        return (self.field,)

    def value_in(self, answers: Answers, today: date) -> object:
        return answers.get(self.field)

    def phrase(self, words: Words) -> str:
        return words.label(self.field)


class SumOf(QuantityBase):
    """The sum of one column over the rows of a repeating field. 合计."""

    holds = ValueKind.NUMBER

    sum: str
    column: str

    @property
    def looks_at(self) -> tuple[str, ...]:
        return (self.sum,)

    def value_in(self, answers: Answers, today: date) -> object:
        """Nothing while a cell says what is no number: a sum without it would be wrong."""
        if self.unread(answers):
            return None
        numbers = map(decimal_of, self.cells(answers))
        return sum((number for number in numbers if number is not None), Decimal(0))

    def cells(self, answers: Answers) -> list[object]:
        """The column, row by row."""
        return [row.get(self.column) for row in rows_of(answers.get(self.sum))]

    def unread(self, answers: Answers) -> tuple[int, ...]:
        """The rows, from 1, whose cell says what is no number."""
        cells = enumerate(self.cells(answers), 1)
        return tuple(n for n, cell in cells if filled(cell) and decimal_of(cell) is None)

    def phrase(self, words: Words) -> str:
        return f"{words.label(self.sum)}中{words.label(self.column)}合计"


class CountOf(QuantityBase):
    """The number of rows of a repeating field. 行数."""

    holds = ValueKind.NUMBER

    count: str

    @property
    def looks_at(self) -> tuple[str, ...]:
        return (self.count,)

    def value_in(self, answers: Answers, today: date) -> object:
        return len(rows_of(answers.get(self.count)))

    def phrase(self, words: Words) -> str:
        return f"{words.label(self.count)}数量"


class Constant(QuantityBase):
    """A value written in the definition: text, whole number, yes/no, or a decimal or date as text. 常量."""

    value: Scalar

    @property
    def looks_at(self) -> tuple[str, ...]:
        return ()

    def value_in(self, answers: Answers, today: date) -> object:
        return self.value

    def phrase(self, words: Words) -> str:
        return words.text(self.value)


class DayFromToday(QuantityBase):
    """The day that lies so many calendar days after the day of evaluation. 相对日期."""

    holds = ValueKind.DATE

    today_plus: int = Field(ge=-3660, le=3660)

    @property
    def looks_at(self) -> tuple[str, ...]:
        return ()

    def value_in(self, answers: Answers, today: date) -> object:
        return (today + timedelta(days=self.today_plus)).isoformat()

    def phrase(self, words: Words) -> str:
        return _near_day(self.today_plus)


def by_key(*keys: str, or_word: bool = False) -> Discriminator:
    """Choose a union member by the key that only it carries, so that a mistake is reported for that member alone.

    `or_word`: a single word is also allowed; its member is tagged `word`.
    """

    def choose(value: object) -> str | None:
        if or_word and isinstance(value, str):
            return "word"
        held = value if isinstance(value, Mapping) else getattr(value, "__dict__", {})
        return next((key for key in keys if key in held or f"{key}_" in held), None)

    return Discriminator(
        choose,
        custom_error_type="unknown_form",
        custom_error_message=f"写法不认识，应{'为一个词，或' * or_word}含以下之一：{'、'.join(keys)}",
    )


Quantity = Annotated[
    Annotated[FieldValue, Tag("field")]
    | Annotated[SumOf, Tag("sum")]
    | Annotated[CountOf, Tag("count")]
    | Annotated[Constant, Tag("value")]
    | Annotated[DayFromToday, Tag("today_plus")],
    by_key("field", "sum", "count", "value", "today_plus"),
]


def _near_day(distance: int) -> str:
    return "当天" if distance == 0 else f"当天{'之后' if distance > 0 else '之前'} {abs(distance)} 日"


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

for _model in (AllOf, AnyOf, NotSo):
    _model.model_rebuild()


def filled(value: object) -> bool:
    """Whether an answer counts as given: blank text, nothing and an empty list do not, `False` and 0 do."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != [] and value != () and value != {}


def rows_of(value: object) -> list[Mapping[str, Any]]:
    """The rows of a repeating field; conditions are asked before anybody has checked that the answer is one."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, (list, tuple)) else []
