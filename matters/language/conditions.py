"""Conditions as closed data: comparison, membership, presence, all/any/not over answers; nothing is evaluated as code.

Each part says beside its keys what it looks at, what it means over given answers, and how it reads in Chinese.
"""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from operator import eq, ge, gt, le, lt, ne
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Protocol

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

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


class Term(BaseModel):
    """Base of all parts of a condition."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @property
    @abstractmethod
    def looks_at(self) -> tuple[str, ...]:
        """Every field it looks at."""

    @abstractmethod
    def phrase(self, words: Words) -> str:
        """How it reads."""


class QuantityBase(Term):
    """What may be compared. `holds`: what kind of value it is, where that does not hang on a field."""

    holds: ClassVar[ValueKind | None] = None

    @abstractmethod
    def value_in(self, answers: Answers, today: date) -> object:
        """What it says over these answers on that day; nothing for a field that has no answer."""


class FieldValue(QuantityBase):
    """The answer to a field. 字段取值."""

    field: str

    @property
    def looks_at(self) -> tuple[str, ...]:
        return (self.field,)

    def value_in(self, answers: Answers, today: date) -> object:
        return answers.get(self.field)

    def phrase(self, words: Words) -> str:
        return f"“{words.label(self.field)}”"


class SumOf(QuantityBase):
    """The sum of one column over the rows of a repeating field. 合计."""

    holds = ValueKind.NUMBER

    sum: str
    column: str

    @property
    def looks_at(self) -> tuple[str, ...]:
        return (self.sum,)

    def value_in(self, answers: Answers, today: date) -> object:
        cells = (_decimal(row.get(self.column)) for row in rows_of(answers.get(self.sum)))
        return sum((number for number in cells if number is not None), Decimal(0))

    def phrase(self, words: Words) -> str:
        return f"“{words.label(self.sum)}”的“{words.label(self.column)}”合计"


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
        return f"“{words.label(self.count)}”行数"


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
        return "当天" if self.today_plus == 0 else f"当天起第 {self.today_plus} 日"


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

Comparison = Literal["equals", "not_equals", "above", "at_least", "below", "at_most"]


class Comparing(NamedTuple):
    """A comparison: what it does, what it is called, and how it reads before a written value where that is another word."""

    holds: Callable[[Any, Any], bool]
    word: str
    before_value: str = ""


COMPARISONS: Mapping[Comparison, Comparing] = {
    "equals": Comparing(eq, "等于", "为"),
    "not_equals": Comparing(ne, "不等于", "不为"),
    "above": Comparing(gt, "大于"),
    "at_least": Comparing(ge, "不小于"),
    "below": Comparing(lt, "小于"),
    "at_most": Comparing(le, "不大于"),
}


class ConditionBase(Term):
    """What answers meet or do not meet."""

    @abstractmethod
    def met(self, answers: Answers, today: date) -> bool:
        """Whether it holds for these answers on that day (Asia/Shanghai)."""


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
        pair = _alike(left, right)
        return pair is not None and COMPARISONS[self.compare].holds(*pair)

    def phrase(self, words: Words) -> str:
        left, right = self.left.phrase(words), words.beside(self.left, self.right)
        how = COMPARISONS[self.compare]
        if how.before_value and isinstance(self.right, Constant):
            return f"{left}{how.before_value}“{right}”"
        return f"{left}{how.word}{right}"


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
        return f"“{words.label(self.field)}”为{''.join(f'“{words.text(one)}”' for one in self.one_of)}之一"


class Filled(ConditionBase):
    """The field has been answered. 已填."""

    filled: str

    @property
    def looks_at(self) -> tuple[str, ...]:
        return (self.filled,)

    def met(self, answers: Answers, today: date) -> bool:
        return filled(answers.get(self.filled))

    def phrase(self, words: Words) -> str:
        return f"“{words.label(self.filled)}”已填写"


class AllOf(ConditionBase):
    """Every part holds. 并且."""

    all: tuple["Condition", ...] = Field(min_length=1)

    @property
    def looks_at(self) -> tuple[str, ...]:
        return _seen_by(self.all)

    def met(self, answers: Answers, today: date) -> bool:
        return all(part.met(answers, today) for part in self.all)

    def phrase(self, words: Words) -> str:
        return _joined(self.all, "且", words)


class AnyOf(ConditionBase):
    """At least one part holds. 或者."""

    any: tuple["Condition", ...] = Field(min_length=1)

    @property
    def looks_at(self) -> tuple[str, ...]:
        return _seen_by(self.any)

    def met(self, answers: Answers, today: date) -> bool:
        return any(part.met(answers, today) for part in self.any)

    def phrase(self, words: Words) -> str:
        return _joined(self.any, "或", words)


class NotSo(ConditionBase):
    """The part does not hold. 非."""

    not_: "Condition" = Field(alias="not")

    @property
    def looks_at(self) -> tuple[str, ...]:
        return self.not_.looks_at

    def met(self, answers: Answers, today: date) -> bool:
        return not self.not_.met(answers, today)

    def phrase(self, words: Words) -> str:
        return f"不满足（{self.not_.phrase(words)}）"


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


def _alike(left: object, right: object) -> tuple[Any, Any] | None:
    """Bring both sides to one kind: numbers when both are numbers, else ISO dates and text as text."""
    if isinstance(left, bool) or isinstance(right, bool):
        return (left, right) if isinstance(left, bool) and isinstance(right, bool) else None
    numbers = (_decimal(left), _decimal(right))
    if None not in numbers:
        return numbers
    return (left, right) if isinstance(left, str) and isinstance(right, str) else None


def _decimal(value: object) -> Decimal | None:
    """The number that is meant. Not one: NaN and infinity, and what has over 40 digits (sums of such would overflow)."""
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= 40 else None
