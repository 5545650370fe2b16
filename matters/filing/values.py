"""One answer against its field: half a sentence on what is wrong, by type."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import singledispatch

from matters.calendar import SHANGHAI, day_text, implausible, moment_text
from matters.filing.asked import Values, complete_row, must_be_given, shown_columns
from matters.filing.entries import entry_problem
from matters.filing.phones import is_phone
from matters.filing.slots import booking_problem
from matters.language.conditions import Quantity
from matters.language.form import (
    BodiesField,
    BodyField,
    BookingField,
    ChoiceField,
    ChoicesField,
    Choosing,
    ComputedField,
    DateField,
    DateTimeField,
    DecimalField,
    EntryField,
    IdNumberField,
    IntegerField,
    LongTextField,
    MoneyField,
    PersonField,
    PhoneField,
    PledgeField,
    RowsField,
    SimpleField,
    TextField,
    YesNoField,
)
from matters.language.quantities import filled, rows_of
from matters.language.vocabulary import BodyRef, NamedInField
from matters.language.words.answers import answer_text
from matters.organisation.kinds import BODY_KIND_NAMES, BodyKind
from matters.organisation.resources import hold_of
from matters.organisation.snapshot import Body
from matters.who.parties import Parties, body_of
from matters.world import World

_ID_NUMBER = re.compile(r"\d{17}[\dX]", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)
_EXAMPLES: Mapping[type, str] = {DecimalField: "如 12.5", MoneyField: "如 380000.00 或 38万"}
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Amid:
    """What surrounds an answer: all answers, the world, and between whom the case is, as far as that is known."""

    answers: Values
    world: World
    parties: Parties | None
    label: Callable[[str], str] = str

    def body(self, ref: BodyRef) -> Body | None:
        """The body a reference means here; nothing when it cannot be told."""
        if isinstance(ref, NamedInField):
            return self.world.organisation.find_body(str(self.answers.get(ref.field, "")))
        return body_of(ref, replace(self.parties, says=self.answers), self.world) if self.parties else None


def value_problem(
    field: object,
    value: object,
    answers: Values,
    world: World,
    parties: Parties | None = None,
    label: Callable[[str], str] = str,
) -> str | None:
    """What is wrong with a given answer, as half a sentence; nothing when it is right. `label`: what other fields are called."""
    return _problem(field, value, Amid(answers, world, parties, label))


@singledispatch
def _problem(field: object, value: object, amid: Amid) -> str | None:
    return "此类填报项尚不能受理"


@_problem.register
def _(field: TextField, value: object, amid: Amid) -> str | None:
    if not isinstance(value, str):
        return "应为文字"
    if len(value.splitlines()) > 1 or len(value) > field.max_length:
        return f"不能超过 {field.max_length} 字，不能换行"
    return None if field.fits(value) else field.pattern_help or "格式不正确，请对照填写说明修改"


@_problem.register
def _(field: LongTextField, value: object, amid: Amid) -> str | None:
    if not isinstance(value, str):
        return "应为文字"
    return f"不能超过 {field.max_length} 字" if len(value) > field.max_length else None


@_problem.register
def _(field: IntegerField, value: object, amid: Amid) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return "应为整数，如 12"
    return _range_problem(Decimal(value), field)


@_problem.register
def _(field: DecimalField | MoneyField, value: object, amid: Amid) -> str | None:
    fraction = rf"(\.\d{{1,{field.places}}})?" if field.places else ""
    if not isinstance(value, str) or not re.fullmatch(rf"-?\d{{1,15}}{fraction}", value, re.ASCII):
        return f"应为数字，最多 {field.places} 位小数，{_EXAMPLES[type(field)]}"
    return _range_problem(Decimal(value), field)


@_problem.register
def _(field: DateField, value: object, amid: Amid) -> str | None:
    given = _day(value)
    if given is None:
        return "应为日期，如 2026-03-02"
    if wrong := implausible(given):
        return wrong
    earliest, latest = (_bound(quantity, amid) for quantity in (field.earliest, field.latest))
    if earliest and given < earliest:
        return f"不能早于{day_text(earliest)}"
    return f"不能晚于{day_text(latest)}" if latest and given > latest else None


@_problem.register
def _(field: DateTimeField, value: object, amid: Amid) -> str | None:
    given = _minute(value)
    if given is None:
        return "应为时间，如 2026-03-02T09:30"
    if wrong := implausible(given.date()):
        return wrong
    if field.not_before == "now":
        return "不能早于现在" if given.replace(tzinfo=SHANGHAI) < amid.world.now else None
    before = field.not_before or ""
    earlier = _minute(amid.answers.get(before))
    if earlier is None or given > earlier:
        return None
    return f"应晚于“{amid.label(before)}”（{moment_text(earlier)}）"


@_problem.register
def _(field: ChoiceField, value: object, amid: Amid) -> str | None:
    return _choice_problem(field, [value], amid)


@_problem.register
def _(field: ChoicesField, value: object, amid: Amid) -> str | None:
    if not isinstance(value, (list, tuple)):
        return "请从所列选项中选择"
    if wrong := _choice_problem(field, value, amid):
        return wrong
    most = field.at_most or len(field.options)
    if len(set(value)) != len(value) or not field.at_least <= len(value) <= most:
        return f"请选择 {field.at_least} 至 {most} 项，不能重复"
    return None


def _choice_problem(field: Choosing, chosen: Sequence[object], amid: Amid) -> str | None:
    """What is chosen is an option, and one that can be chosen with what else is answered."""
    if any(value not in [option.id for option in field.options] for value in chosen):
        return "请从所列选项中选择"
    open_ = field.offered(amid.answers, amid.world.today)
    gone = [option.label for option in field.options if option.id in chosen and option not in open_]
    return f"按已填内容不能选“{gone[0]}”，请重新选择" if gone else None


@_problem.register
def _(field: YesNoField, value: object, amid: Amid) -> str | None:
    return None if isinstance(value, bool) else "请选择“是”或“否”"


@_problem.register
def _(field: PledgeField, value: object, amid: Amid) -> str | None:
    return None if value is True else "须勾选承诺后才能提交"


@_problem.register
def _(field: PhoneField, value: object, amid: Amid) -> str | None:
    known = isinstance(value, str) and is_phone(value)
    return None if known else "请填写一个电话号码，如 13800000000、0571-87654321，分机写作 0571-87654321转801"


@_problem.register
def _(field: IdNumberField, value: object, amid: Amid) -> str | None:
    if not isinstance(value, str) or not _ID_NUMBER.fullmatch(value):
        return "应为 18 位公民身份号码"
    total = sum(int(digit) * weight for digit, weight in zip(value[:17], _ID_WEIGHTS, strict=True))
    return None if "10X98765432"[total % 11] == value[17] else "校验位不正确，请核对"


@_problem.register
def _(field: ComputedField, value: object, amid: Amid) -> str | None:
    return "由系统计算，不能填写"


@_problem.register
def _(field: PersonField, value: object, amid: Amid) -> str | None:
    organisation, today = amid.world.organisation, amid.world.today
    person = organisation.find_person(value) if isinstance(value, str) else None
    if person is None or not person.valid(today):
        return "请从在册人员中选择"
    body = amid.body(field.within) if field.within else None
    if body is None or body.id in {post.body for post in organisation.posts_of(person.id, today)}:
        return None
    return f"应为{organisation.body_name(body.id, today)}的人员"


@_problem.register
def _(field: BodyField, value: object, amid: Amid) -> str | None:
    return _body_problem(field.kinds, value, amid)


def _body_problem(wanted: Sequence[BodyKind], value: object, amid: Amid) -> str | None:
    """It is a body of today, of one of those kinds."""
    body = amid.world.organisation.find_body(value) if isinstance(value, str) else None
    if body is None or not body.valid(amid.world.today):
        return "请从现有单位中选择"
    kinds = "、".join(BODY_KIND_NAMES[kind] for kind in wanted)
    return f"应为{kinds}" if wanted and body.kind not in wanted else None


@_problem.register
def _(field: BodiesField, value: object, amid: Amid) -> str | None:
    if not isinstance(value, (list, tuple)):
        return "请从现有单位中选择"
    wrong = next((problem for one in value if (problem := _body_problem(field.kinds, one, amid))), None)
    if wrong or len(set(value)) != len(value):
        return wrong or "同一单位只选一次"
    fits = field.at_least <= len(value) <= field.at_most
    return None if fits else f"请选择 {field.at_least} 至 {field.at_most} 个单位"


@_problem.register
def _(field: BookingField, value: object, amid: Amid) -> str | None:
    return booking_problem(field, value, amid.answers, amid.world, amid.body(field.of))


@_problem.register
def _(field: EntryField, value: object, amid: Amid) -> str | None:
    applicant = amid.parties.applicant_body if amid.parties else None
    return entry_problem(field, value, amid.world, amid.body(field.of), applicant)


@_problem.register
def _(field: RowsField, value: object, amid: Amid) -> str | None:
    if not isinstance(value, (list, tuple)):
        return "应为若干行明细"
    if not field.at_least <= len(value) <= field.at_most:
        return f"应有 {field.at_least} 至 {field.at_most} 行，现有 {len(value)} 行"
    found = (f"第 {n} 行{problem}" for n, row in enumerate(value, 1) for problem in _row_problems(field, row, amid))
    return "；".join(found) or None


def _row_problems(field: RowsField, row: object, amid: Amid) -> Iterator[str]:
    """Every defective cell of a row, named by its column."""
    if not isinstance(row, Mapping):
        yield "：应按列填写"
        return
    if not set(row) <= {column.id for column in field.columns}:
        yield "：含有表中没有的列"
    within = replace(amid, answers={**amid.answers, **row})
    asked = shown_columns(field.columns, row, amid.answers, amid.world.today)
    for column in field.columns:
        if isinstance(column, ComputedField) and row.get(column.id) in _worked_out(field, column, row, amid):
            continue
        message = _cell_problem(column, row.get(column.id), column in asked, within)
        if message:
            yield f" {column.label}：{message}"


def _worked_out(field: RowsField, column: ComputedField, row: Values, amid: Amid) -> tuple[object, ...]:
    """What may stand in a computed cell, which nobody types: nothing, its value, or what the case itself said before."""
    now = complete_row(field, row, amid.answers, amid.world.today).get(column.id)
    before = rows_of(amid.parties.says.get(field.id)) if amid.parties else ()
    return (None, "", now, *(one.get(column.id) for one in before))


def _cell_problem(column: SimpleField, value: object, asked: bool, amid: Amid) -> str | None:
    if filled(value):
        return _problem(column, value, amid) if asked else "按已填内容无需填写，请清空"
    missing = asked and must_be_given(column, amid.answers, amid.world.today)
    return "请填写" if missing else None


def _bound(quantity: Quantity | None, amid: Amid) -> date | None:
    return _day(quantity.value_in(amid.answers, amid.world.today)) if quantity else None


def _range_problem(value: Decimal, field: IntegerField | DecimalField | MoneyField) -> str | None:
    if field.min is not None and value < field.min:
        return f"不能小于 {answer_text(field, str(field.min))}"
    if field.max is not None and value > field.max:
        return f"不能大于 {answer_text(field, str(field.max))}"
    return None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else None
    except ValueError:
        return None


def _minute(value: object) -> datetime | None:
    """A wall-clock minute of Asia/Shanghai, written without offset."""
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) and _MINUTE.fullmatch(value) else None
    except ValueError:
        return None


def instant_said(value: object) -> datetime | None:
    """When a date begins, a minute comes or a booking begins; nothing of what is none of them."""
    if hold := hold_of(value):
        return hold.slot.begins
    try:
        when = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=SHANGHAI)
