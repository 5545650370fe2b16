"""Quantities as closed data: what a condition compares and a computed field works out; nothing is evaluated as code.

Each part says beside its keys what it looks at, what it comes to over given answers, and how it reads in Chinese.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar, NamedTuple, Protocol

from pydantic import BaseModel, ConfigDict, Discriminator, Field

from matters.language.arithmetic import Lack, Worked, total
from matters.language.comparisons import decimal_of

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
    BODIES = "若干单位"
    BOOKING = "预约"
    ROWS = "重复行"


CHOSEN = (ValueKind.CHOICE, ValueKind.CHOICES, ValueKind.YES_NO)


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
    """What may be compared. `holds`: what kind of value it is, where that does not hang on a field; `unit`: what it counts."""

    holds: ClassVar[ValueKind | None] = None
    unit: ClassVar[str] = ""

    @property
    def like(self) -> str:
        """The field or column like whose answers a value beside it reads; empty where there is none."""
        return ""

    @property
    def grows(self) -> bool:
        """Whether it has more places than what it is worked out from."""
        return False

    @abstractmethod
    def value_in(self, answers: Answers, today: date) -> object:
        """What it says over these answers on that day; nothing for a field that has no answer."""

    def number(self, answers: Answers, today: date) -> "Decimal | Unknown":
        """The number it says, or why it says none."""
        value = self.value_in(answers, today)
        if not filled(value):
            return Unknown("“{}”尚无内容", (self,), blank=True)
        number = decimal_of(value)
        return Unknown("“{}”不是数字", (self,)) if number is None else number


class FieldValue(QuantityBase):
    """The answer to a field. 填报项的内容."""

    field: str

    @property
    def looks_at(self) -> tuple[str, ...]:
        return (self.field,)

    @property
    def like(self) -> str:
        return self.field

    def value_in(self, answers: Answers, today: date) -> object:
        return answers.get(self.field)

    def phrase(self, words: Words) -> str:
        return words.label(self.field)


class OverRows(QuantityBase):
    """What is made of one column over the rows of a repeating field. `told`: how that reads behind the column."""

    holds = ValueKind.NUMBER
    told: ClassVar[str]

    column: str

    @property
    @abstractmethod
    def rows(self) -> str:
        """The repeating field."""

    @abstractmethod
    def made_of(self, numbers: Sequence[Decimal]) -> Worked:
        """What the numbers of the column come to; there is at least one."""

    @property
    def looks_at(self) -> tuple[str, ...]:
        return (self.rows,)

    @property
    def like(self) -> str:
        return self.column

    def value_in(self, answers: Answers, today: date) -> object:
        return _known(self.number(answers, today))

    def number(self, answers: Answers, today: date) -> "Decimal | Unknown":
        """Nothing while a cell says what is no number: a sum without it would be wrong. Blank cells are left out."""
        cells = [row.get(self.column) for row in rows_of(answers.get(self.rows))]
        given = {n: decimal_of(cell) for n, cell in enumerate(cells, 1) if filled(cell)}
        if unread := [str(n) for n, number in given.items() if number is None]:
            return Unknown(f"第 {'、'.join(unread)} 行的数字无法识别，改正后再计算")
        return self._made_of_all([number for number in given.values() if number is not None])

    def _made_of_all(self, numbers: Sequence[Decimal]) -> "Decimal | Unknown":
        if not numbers:
            return self.of_nothing()
        made = self.made_of(numbers)
        return Unknown(made.why) if isinstance(made, Lack) else made

    def of_nothing(self) -> "Decimal | Unknown":
        """What it comes to where no row says anything."""
        return Unknown("没有可供计算的行", blank=True)

    def phrase(self, words: Words) -> str:
        return f"{words.label(self.rows)}中{words.label(self.column)}{self.told}"


class SumOf(OverRows):
    """The sum of one column over the rows of a repeating field. 合计."""

    told = "合计"

    sum: str

    @property
    def rows(self) -> str:
        return self.sum

    def made_of(self, numbers: Sequence[Decimal]) -> Worked:
        return total(numbers)

    def of_nothing(self) -> Decimal:
        return Decimal(0)


class LeastOf(OverRows):
    """The least number of one column over the rows of a repeating field. 各行最小值."""

    told = "最小值"

    min_in: str

    @property
    def rows(self) -> str:
        return self.min_in

    def made_of(self, numbers: Sequence[Decimal]) -> Worked:
        return min(numbers)


class GreatestOf(OverRows):
    """The greatest number of one column over the rows of a repeating field. 各行最大值."""

    told = "最大值"

    max_in: str

    @property
    def rows(self) -> str:
        return self.max_in

    def made_of(self, numbers: Sequence[Decimal]) -> Worked:
        return max(numbers)


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


class Calculation(QuantityBase):
    """A number worked out from other quantities, exactly (算式).

    `told`: how it reads. `takes`: what kind of values. `multiplies`: not a number of the same things.
    Where one of them is missing there is no result: nobody would see what a sum has left out.
    """

    holds = ValueKind.NUMBER
    told: ClassVar[str]
    takes: ClassVar[tuple[ValueKind, ...]] = (ValueKind.NUMBER,)
    multiplies: ClassVar[bool] = False

    @property
    @abstractmethod
    def operands(self) -> "tuple[QuantityBase, ...]":
        """What it is worked out from, in the order in which it reads."""

    @abstractmethod
    def worked(self, values: Sequence[Any]) -> Worked:
        """What these come to."""

    @property
    def looks_at(self) -> tuple[str, ...]:
        return tuple(name for operand in self.operands for name in operand.looks_at)

    @property
    def like(self) -> str:
        return "" if self.multiplies else self.operands[0].like

    @property
    def grows(self) -> bool:
        return self.multiplies or any(operand.grows for operand in self.operands)

    def value_in(self, answers: Answers, today: date) -> object:
        return _known(self.number(answers, today))

    def number(self, answers: Answers, today: date) -> "Decimal | Unknown":
        read = [self.read(operand, answers, today) for operand in self.operands]
        if lacking := next((one for one in read if isinstance(one, Unknown)), None):
            return lacking
        result = self.worked(read)
        if isinstance(result, Lack):
            return Unknown(result.why, tuple(self.operands[n] for n in result.about))
        return result

    def read(self, operand: QuantityBase, answers: Answers, today: date) -> object:
        """The value of one operand, or why there is none."""
        return operand.number(answers, today)

    def phrase(self, words: Words) -> str:
        first, *rest = (_inside(operand, words) for operand in self.operands)
        return self.told.format(first, "、".join(rest))


class OfSeveral(Calculation):
    """What several numbers come to, written as a list under the key of the operation."""

    @property
    def operands(self) -> tuple[QuantityBase, ...]:
        (key,) = type(self).model_fields
        listed: tuple[QuantityBase, ...] = getattr(self, key)
        return listed


class Unknown(NamedTuple):
    """Why nobody can tell a number now (尚不能计算): half a sentence with places for the quantities it speaks of.

    `blank`: only because nothing was filled in.
    """

    why: str
    about: tuple[QuantityBase, ...] = ()
    blank: bool = False

    def text(self, words: Words) -> str:
        """The half sentence."""
        return self.why.format(*(one.phrase(words) for one in self.about))


def _known(number: "Decimal | Unknown") -> Decimal | None:
    return None if isinstance(number, Unknown) else number


def _inside(operand: QuantityBase, words: Words) -> str:
    """How an operand reads inside of a formula: another one in brackets."""
    text = operand.phrase(words)
    return f"（{text}）" if isinstance(operand, Calculation) else text


def _near_day(distance: int) -> str:
    return "当天" if distance == 0 else f"当天{'之后' if distance > 0 else '之前'} {abs(distance)} 日"


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


def filled(value: object) -> bool:
    """Whether an answer counts as given: blank text, nothing and an empty list do not, `False` and 0 do."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != [] and value != () and value != {}


def rows_of(value: object) -> list[Mapping[str, Any]]:
    """The rows of a repeating field; conditions are asked before anybody has checked that the answer is one."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, (list, tuple)) else []


def seen_from_rows(name: str, answers: Answers) -> list[Answers]:
    """What each row of a repeating field sees: its own columns before the rest of the form."""
    return [{**answers, **row} for row in rows_of(answers.get(name))]
