"""Whether answers and materials satisfy the definition: every defect at once (一次性告知), nothing coerced."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import singledispatch
from typing import Any

from matters.calendar import SHANGHAI
from matters.conditions import filled, holds
from matters.definition import Definition
from matters.definition.form import (
    ChoiceField,
    ChoicesField,
    DateField,
    DateTimeField,
    DecimalField,
    FormField,
    IdNumberField,
    IntegerField,
    LongTextField,
    Material,
    MoneyField,
    PhoneField,
    PledgeField,
    Requirement,
    TextField,
    When,
    YesNoField,
)
from matters.errors import Problem
from matters.world import World

Values = Mapping[str, Any]
Files = Mapping[str, tuple[str, ...]]

_PHONE = re.compile(r"1[3-9]\d{9}|(0\d{2,3}-?)?[2-9]\d{6,7}(-\d{1,5})?", re.ASCII)
_ID_NUMBER = re.compile(r"\d{17}[\dX]", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def filing_problems(matter: Definition, answers: Values, files: Files, world: World) -> tuple[Problem, ...]:
    """All defects of an applicant's filing."""
    unknown = [Problem(key, f"没有“{key[:40]}”这个填报项") for key in answers if matter.field(key) is None]
    fields = [p for f in matter.fields if (p := _field_problem(matter, f, answers, world))]
    return (*unknown, *fields, *_material_problems(matter, answers, files, world))


def fill_problems(matter: Definition, fills: Values, editable: tuple[str, ...], world: World) -> tuple[Problem, ...]:
    """All defects of the fields an official fills at a step that may edit these."""
    found, now = [], {**world.answers, **fills}
    for key, value in fills.items():
        field = matter.field(key)
        if field is None or key not in editable:
            found.append(Problem(key, f"本环节不能填写“{matter.label(key)[:40]}”"))
        elif filled(value) and (message := value_problem(field, value, now, world)):
            found.append(Problem(key, f"{field.label}：{message}"))
    return tuple(found)


def is_required(requirement: Requirement, answers: Values, today: date) -> bool:
    """Whether it must be given, with these answers."""
    if isinstance(requirement, When):
        return holds(requirement.when, answers, today)
    return requirement == "always"


def shown(matter: Definition, field: FormField, answers: Values, today: date) -> bool:
    """Whether the applicant is asked this field at all."""
    if field.filled_by == "office" or matter.form is None:
        return False
    section = next(section for section in matter.form.sections if field in section.fields)
    conditions = (field.shown_when, section.shown_when)
    return all(condition is None or holds(condition, answers, today) for condition in conditions)


def asked(material: Material) -> bool:
    """Whether the applicant hands the material in; papers the administration holds are never asked for."""
    return material.source.kind == "applicant"


def _field_problem(matter: Definition, field: FormField, answers: Values, world: World) -> Problem | None:
    value = answers.get(field.id)
    if not shown(matter, field, answers, world.today):
        reason = "由受理机构填写，申请时不能填" if field.filled_by == "office" else "按已填内容无需填写，请清空"
        return Problem(field.id, f"{field.label}：{reason}") if filled(value) else None
    if not filled(value):
        missing = is_required(field.required, answers, world.today)
        return Problem(field.id, f"请填写“{field.label}”") if missing else None
    message = value_problem(field, value, answers, world)
    return Problem(field.id, f"{field.label}：{message}") if message else None


def _material_problems(matter: Definition, answers: Values, files: Files, world: World) -> tuple[Problem, ...]:
    found = [Problem(key, f"没有“{key[:40]}”这份材料") for key in files if matter.material(key) is None]
    for material in matter.materials:
        given = files.get(material.id, ())
        if not asked(material):
            found += [Problem(material.id, f"“{material.name}”由机关内部获取，无需提交")] if given else []
        elif not given and is_required(material.required, answers, world.today):
            found.append(Problem(material.id, f"请提交材料“{material.name}”"))
        elif len(given) > material.max_files:
            found.append(Problem(material.id, f"“{material.name}”最多 {material.max_files} 个文件"))
    return tuple(found)


@singledispatch
def value_problem(field: object, value: object, answers: Values, world: World) -> str | None:
    """What is wrong with a given answer, as half a sentence; nothing when it is right."""
    return "此类填报项尚不能受理"


@value_problem.register
def _(field: TextField, value: object, answers: Values, world: World) -> str | None:
    if not isinstance(value, str):
        return "应为文字"
    if "\n" in value or len(value) > field.max_length:
        return f"不超过 {field.max_length} 字，不换行"
    if field.pattern and not re.fullmatch(field.pattern, value):
        return field.pattern_help or "格式不正确"
    return None


@value_problem.register
def _(field: LongTextField, value: object, answers: Values, world: World) -> str | None:
    if not isinstance(value, str):
        return "应为文字"
    return f"不超过 {field.max_length} 字" if len(value) > field.max_length else None


@value_problem.register
def _(field: IntegerField, value: object, answers: Values, world: World) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return "应为整数"
    return _range_problem(Decimal(value), field.min, field.max, field.unit)


@value_problem.register
def _(field: DecimalField | MoneyField, value: object, answers: Values, world: World) -> str | None:
    places = field.places if isinstance(field, DecimalField) else 2
    unit = field.unit if isinstance(field, DecimalField) else "元"
    fraction = rf"(\.\d{{1,{places}}})?" if places else ""
    if not isinstance(value, str) or not re.fullmatch(rf"-?\d{{1,15}}{fraction}", value, re.ASCII):
        return f"应为数字，最多 {places} 位小数"
    try:
        return _range_problem(Decimal(value), field.min, field.max, unit)
    except InvalidOperation:
        return "应为数字"


@value_problem.register
def _(field: DateField, value: object, answers: Values, world: World) -> str | None:
    return None if _day(value) else "应为日期，如 2026-03-02"


@value_problem.register
def _(field: DateTimeField, value: object, answers: Values, world: World) -> str | None:
    given = _minute(value)
    if given is None:
        return "应为时间，如 2026-03-02T09:30"
    if field.not_before == "now":
        return "不能早于现在" if given.replace(tzinfo=SHANGHAI) < world.now else None
    earlier = _minute(answers.get(field.not_before or ""))
    return "不能早于前一时间" if earlier and given < earlier else None


@value_problem.register
def _(field: ChoiceField, value: object, answers: Values, world: World) -> str | None:
    return None if value in [option.id for option in field.options] else "请从列出的选项中选择"


@value_problem.register
def _(field: ChoicesField, value: object, answers: Values, world: World) -> str | None:
    options = {option.id for option in field.options}
    if not isinstance(value, (list, tuple)) or not all(isinstance(v, str) and v in options for v in value):
        return "请从列出的选项中选择"
    most = field.at_most or len(options)
    if len(set(value)) != len(value) or not field.at_least <= len(value) <= most:
        return f"请选择 {field.at_least} 至 {most} 项，不重复"
    return None


@value_problem.register
def _(field: YesNoField, value: object, answers: Values, world: World) -> str | None:
    return None if isinstance(value, bool) else "请选择是或否"


@value_problem.register
def _(field: PledgeField, value: object, answers: Values, world: World) -> str | None:
    return None if value is True else "须勾选承诺后才能提交"


@value_problem.register
def _(field: PhoneField, value: object, answers: Values, world: World) -> str | None:
    return None if isinstance(value, str) and _PHONE.fullmatch(value) else "请填写 11 位手机号，或带区号的座机号"


@value_problem.register
def _(field: IdNumberField, value: object, answers: Values, world: World) -> str | None:
    if not isinstance(value, str) or not _ID_NUMBER.fullmatch(value):
        return "应为 18 位公民身份号码"
    total = sum(int(digit) * weight for digit, weight in zip(value[:17], _ID_WEIGHTS, strict=True))
    return None if "10X98765432"[total % 11] == value[17] else "校验位不正确，请核对"


def _range_problem(value: Decimal, low: Decimal | int | None, high: Decimal | int | None, unit: str) -> str | None:
    if low is not None and value < low:
        return f"不小于 {low}{unit}"
    if high is not None and value > high:
        return f"不大于 {high}{unit}"
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
