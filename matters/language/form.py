"""The form (表单) that the applicant fills: its fields by type, each with its source and reuse rule."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field, Tag

from matters.language.arithmetic import Rounding, rounded, shortest
from matters.language.conditions import Condition, Quantity
from matters.language.patterns import fits
from matters.language.prefill import Prefill
from matters.language.quantities import Answers, ValueKind, by_key
from matters.language.vocabulary import BodyRef, Id, LongText, Part, PartyToCase, Text
from matters.organisation.kinds import BodyKind


class When(Part):
    """Required under a condition (条件必填)."""

    when: Condition


Requirement = Annotated[
    Annotated[Literal["always", "advised", "optional"], Tag("word")] | Annotated[When, Tag("when")],
    by_key("when", or_word=True),
]
Sensitivity = Literal["open", "internal", "personal", "work_secret"]


class FieldBase(Part):
    """What every field has. `filled_by` office: hidden from the filing form, filled by a step that has the right to edit it.

    Each type says by which Chinese `word` it is called, what kind of value it `holds`, and whether that is always `personal`.
    """

    word: ClassVar[str]
    holds: ClassVar[ValueKind]
    personal: ClassVar[bool] = False

    id: Id
    label: Text
    help: str = Field(default="", max_length=400)
    required: Requirement = "always"
    shown_when: Condition | None = None
    filled_by: Literal["applicant", "office"] = "applicant"
    sensitivity: Sensitivity = "internal"
    reuse: Literal["never", "offer"] = "never"
    prefill: Prefill | None = None

    @property
    def filler(self) -> Literal["applicant", "office"] | None:
        """Who fills it in; nobody, what is computed."""
        return self.filled_by


def conditional(field: FieldBase) -> bool:
    """Whether it may be left blank: not always demanded, or not always asked."""
    return field.required != "always" or field.shown_when is not None


class TextField(FieldBase):
    """One line of text (单行文本)."""

    word = "单行文字"
    holds = ValueKind.TEXT

    type: Literal["text"]
    max_length: int = Field(default=100, ge=1, le=400)
    pattern: str = ""
    pattern_help: str = ""

    def fits(self, text: str) -> bool:
        """Whether the text is written as the pattern asks; without one any text is."""
        return not self.pattern or fits(self.pattern, text)


class LongTextField(FieldBase):
    """Several lines of text (多行文本)."""

    word = "多行文字"
    holds = ValueKind.TEXT

    type: Literal["long_text"]
    max_length: int = Field(default=2000, ge=1, le=200_000)


class IntegerField(FieldBase):
    """A whole number (整数) with its unit of measure."""

    word = "整数"
    holds = ValueKind.NUMBER

    type: Literal["integer"]
    min: int | None = None
    max: int | None = None
    unit: str = ""


class DecimalField(FieldBase):
    """A decimal number kept as text (小数)."""

    word = "小数"
    holds = ValueKind.NUMBER

    type: Literal["decimal"]
    min: Decimal | None = None
    max: Decimal | None = None
    places: int = Field(default=2, ge=0, le=6)
    unit: str = ""


class MoneyField(FieldBase):
    """An amount in 元 with two places, kept as decimal text (金额)."""

    word = "金额"
    holds = ValueKind.NUMBER
    places: ClassVar[int] = 2
    unit: ClassVar[str] = "元"

    type: Literal["money"]
    min: Decimal | None = Decimal(0)
    max: Decimal | None = None


class DateField(FieldBase):
    """A day (日期)."""

    word = "日期"
    holds = ValueKind.DATE

    type: Literal["date"]
    earliest: Quantity | None = None
    latest: Quantity | None = None


class DateTimeField(FieldBase):
    """A minute in Asia/Shanghai (时间), written YYYY-MM-DDTHH:MM. `not_before` names an earlier field of the same type."""

    word = "时间"
    holds = ValueKind.DATETIME

    type: Literal["datetime"]
    not_before: Id | Literal["now"] | None = None


class Option(Part):
    """One option of a choice (选项). `when`: it can be chosen only then, by what stands above (联动)."""

    id: Id
    label: Text
    when: Condition | None = None


class Choosing(FieldBase):
    """What every choice has."""

    options: tuple[Option, ...] = Field(min_length=2)

    @property
    def looks_at(self) -> tuple[str, ...]:
        """The fields on which it hangs what can be chosen (联动); none where that is always the same."""
        return tuple(name for option in self.options if option.when for name in option.when.looks_at)

    def offered(self, answers: Answers, today: date) -> tuple[Option, ...]:
        """The options that can be chosen with these answers."""
        return tuple(option for option in self.options if option.when is None or option.when.met(answers, today))


class ChoiceField(Choosing):
    """One of several (单选)."""

    word = "单选"
    holds = ValueKind.CHOICE

    type: Literal["choice"]


class ChoicesField(Choosing):
    """Some of several (多选)."""

    word = "多选"
    holds = ValueKind.CHOICES

    type: Literal["choices"]
    at_least: int = Field(default=1, ge=0)
    at_most: int | None = None


class YesNoField(FieldBase):
    """Yes or no (是否)."""

    word = "是否"
    holds = ValueKind.YES_NO

    type: Literal["yes_no"]


class PledgeField(FieldBase):
    """A commitment the applicant ticks anew each time (承诺); never prefilled, never reused."""

    word = "承诺"
    holds = ValueKind.YES_NO

    type: Literal["pledge"]
    text: LongText


class PhoneField(FieldBase):
    """A telephone number (联系电话): mobile, or landline with optional area code."""

    word = "电话"
    holds = ValueKind.TEXT

    type: Literal["phone"]


class IdNumberField(FieldBase):
    """An 18-digit citizen identity number with check digit (公民身份号码, GB 11643-1999)."""

    word = "公民身份号码"
    holds = ValueKind.TEXT
    personal = True

    type: Literal["id_number"]


class PersonField(FieldBase):
    """A person of the organisation (人员), within a body when `within` is given.

    `concerned`: it names whom the case is about (当事人), who then has no say in it (回避).
    """

    word = "人员"
    holds = ValueKind.PERSON

    type: Literal["person"]
    within: BodyRef | None = None
    concerned: bool = False


class BodyField(FieldBase):
    """A body of the organisation (单位)."""

    word = "单位"
    holds = ValueKind.BODY

    type: Literal["body"]
    kinds: tuple[BodyKind, ...] = ()


class BodiesField(FieldBase):
    """Some bodies of the organisation, each once (若干单位)."""

    word = "若干单位"
    holds = ValueKind.BODIES

    type: Literal["bodies"]
    kinds: tuple[BodyKind, ...] = ()
    at_least: int = Field(default=1, ge=0)
    at_most: int = Field(default=20, ge=1, le=500)


class BookingField(FieldBase):
    """A slot of a bookable resource (资源预约): room, car, seat. Held while the case runs and once it is granted.

    `resource`: the kind of resource, `of`: whose. `by_seat`: so many seats of it are booked, not the whole (按座位预约).
    """

    word = "资源预约"
    holds = ValueKind.BOOKING

    type: Literal["booking"]
    resource: Id
    of: BodyRef
    by_seat: bool = False
    days_ahead: int = Field(default=60, ge=1, le=366)
    longest_hours: int = Field(default=72, ge=1, le=720)


class EntryField(FieldBase):
    """An entry of a roster (台账记录), chosen by its key among those that the applicant may see; the answer is that key.

    `of`: whose part of the roster. `copies`: by column, the field beside it that takes over what the entry says, so that the
    case keeps what it saw.
    """

    word = "台账记录"
    holds = ValueKind.TEXT

    type: Literal["entry"]
    roster: Id
    of: BodyRef = PartyToCase(body="owner")
    copies: dict[Id, Id] = Field(default_factory=dict)


class ComputedField(FieldBase):
    """A value computed from others (计算项), of a case or of one row; never typed.

    `places` and `rounding`: how it is rounded (取整). Without places a sum stays as exact as its parts; what is multiplied or
    divided is rounded to two, zeros at the end left out.
    """

    word = "计算项"
    holds = ValueKind.NUMBER

    type: Literal["computed"]
    value: Quantity
    unit: str = ""
    places: int | None = Field(default=None, ge=0, le=6)
    rounding: Rounding = "half_up"

    @property
    def filler(self) -> None:
        """Nobody."""
        return None

    def written(self, number: Decimal) -> str:
        """As an answer is written."""
        if self.places is not None:
            number = rounded(number, self.places, self.rounding)
        elif self.value.grows:
            number = shortest(rounded(number, MoneyField.places, self.rounding))
        return format(number or abs(number), "f")


OneValueField = (
    TextField
    | LongTextField
    | IntegerField
    | DecimalField
    | MoneyField
    | DateField
    | DateTimeField
    | ChoiceField
    | ChoicesField
    | YesNoField
    | PledgeField
    | PhoneField
    | IdNumberField
    | PersonField
    | BodyField
    | BodiesField
    | BookingField
    | EntryField
    | ComputedField
)
SimpleField = Annotated[OneValueField, Field(discriminator="type")]


class RowsField(FieldBase):
    """Repeating rows (重复行, 明细)."""

    word = "重复行"
    holds = ValueKind.ROWS

    type: Literal["rows"]
    columns: tuple[SimpleField, ...] = Field(min_length=1)
    at_least: int = Field(default=1, ge=0)
    at_most: int = Field(default=200, ge=1, le=5000)

    @property
    def computed(self) -> tuple[ComputedField, ...]:
        """The columns nobody fills in, from left to right."""
        return tuple(column for column in self.columns if isinstance(column, ComputedField))

    @property
    def taken_over(self) -> frozenset[str]:
        """The columns that say what an entry of a roster says which is chosen in the row."""
        asks = (column for column in self.columns if isinstance(column, EntryField))
        return frozenset(own for one in asks for own in one.copies.values())


FormField = Annotated[OneValueField | RowsField, Field(discriminator="type")]
FIELD_TYPES: tuple[type[FieldBase], ...] = (*get_args(OneValueField), RowsField)


class Section(Part):
    """A group of fields under one heading (分组)."""

    id: Id
    title: Text
    fields: tuple[FormField, ...] = Field(min_length=1)
    shown_when: Condition | None = None


class Form(Part):
    """Everything asked in one filing (表单)."""

    sections: tuple[Section, ...] = Field(min_length=1)

    @property
    def fields(self) -> tuple[FormField, ...]:
        """All fields in reading order."""
        return tuple(f for section in self.sections for f in section.fields)

    def conditions_of(self, field: FormField) -> tuple[Condition, ...]:
        """What must hold for the field to be asked: its own condition and that of its section."""
        section = next(section for section in self.sections if field in section.fields)
        return tuple(when for when in (field.shown_when, section.shown_when) if when is not None)
