"""Conditions must be able to hold: both sides of one kind, options that exist, sums over rows of numbers."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from matters.language.conditions import (
    Compare,
    Constant,
    CountOf,
    DayFromToday,
    FieldValue,
    OneOf,
    Quantity,
    Scalar,
    SumOf,
)
from matters.language.document import Definition
from matters.language.form import ChoiceField, ChoicesField, ComputedField, DateField, FormField, RowsField
from matters.language.places import Path, parts
from matters.linter.fieldkinds import KIND_NAMES, KIND_OF, FieldKind
from matters.linter.finding import Finding, error, guess

_ORDERED: frozenset[FieldKind] = frozenset({"number", "date", "datetime"})
_COMPARABLE: frozenset[FieldKind] = _ORDERED | {"text", "choice", "yes_no"}
Fields = dict[str, FormField]


def condition_types(matter: Definition) -> Iterator[Finding]:
    """Comparisons of unlike things, unknown options and sums over what is not a number."""
    for path, part in parts(matter):
        fields = _fields(matter, path)
        match part:
            case Compare():
                yield from _compare(part, path, fields)
            case OneOf() if part.field in fields:
                yield from (f for value in part.one_of for f in _fits(fields[part.field], value, (*path, "one_of")))
            case SumOf():
                yield from _sum(part, path, fields)


def quantity_types(matter: Definition) -> Iterator[Finding]:
    """A computed value is a number; the ends of a date range are days."""
    for path, part in parts(matter.form, ("form",)):
        fields = _fields(matter, path)
        if isinstance(part, ComputedField):
            yield from _must_be("number", part.value, (*path, "value"), fields)
        if isinstance(part, DateField):
            yield from _must_be("date", part.earliest, (*path, "earliest"), fields)
            yield from _must_be("date", part.latest, (*path, "latest"), fields)


def _fields(matter: Definition, path: Path) -> Fields:
    columns = [c for f in matter.fields if isinstance(f, RowsField) for c in f.columns] if "columns" in path else []
    return {field.id: field for field in (*matter.fields, *columns)}


def _compare(condition: Compare, path: Path, fields: Fields) -> Iterator[Finding]:
    left, right = condition.left, condition.right
    if isinstance(left, Constant) and isinstance(right, Constant):
        yield error("condition_type", path, "两边都是常量，没有可比较的填报项。请把一边改为 field。")
        return
    kinds = [kind for side in (left, right) if (kind := _kind(side, fields))]
    if not kinds:
        return
    kind, other = kinds[0], kinds[-1]
    if kind != other:
        yield error("condition_type", path, f"{KIND_NAMES[kind]}不能与{KIND_NAMES[other]}比较。请改为同类内容。")
    elif kind not in (_COMPARABLE if condition.compare in ("equals", "not_equals") else _ORDERED):
        yield error("condition_type", path, f"{KIND_NAMES[kind]}不能作这种比较。请改用 one_of、filled 或 equals。")
    yield from _constant(left, right, kind, path, fields)
    yield from _constant(right, left, kind, path, fields)


def _constant(side: Quantity, opposite: Quantity, kind: FieldKind, path: Path, fields: Fields) -> Iterator[Finding]:
    """A constant is something that the other side can be."""
    if not isinstance(opposite, Constant):
        return
    if isinstance(side, FieldValue) and side.field in fields:
        yield from _fits(fields[side.field], opposite.value, path)
    elif not _is_a(kind, opposite.value):
        yield error("condition_type", path, f"“{opposite.value}”不是{KIND_NAMES[kind]}，条件永远不成立。请更正常量。")


def _fits(field: FormField, value: Scalar, path: Path) -> Iterator[Finding]:
    if isinstance(field, (ChoiceField, ChoicesField)):
        options = [option.id for option in field.options]
        if value not in options:
            message = f"“{field.label}”没有选项“{value}”，可用：{'、'.join(options)}。{guess(str(value), options)}"
            yield error("condition_option", path, message)
    elif not _is_a(kind := KIND_OF[field.type], value):
        message = f"“{field.label}”是{KIND_NAMES[kind]}，“{value}”不是，条件永远不成立。请更正常量。"
        yield error("condition_type", path, message)


def _is_a(kind: FieldKind, value: Scalar) -> bool:
    """Whether a constant can equal an answer of that kind."""
    if isinstance(value, bool) or kind == "yes_no":
        return isinstance(value, bool) and kind == "yes_no"
    if kind == "number":
        return _is_number(value)
    if isinstance(value, int):
        return False
    return _is_day(value) if kind == "date" else _is_minute(value) if kind == "datetime" else True


def _is_number(value: Scalar) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _is_day(value: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value) and date.fromisoformat(value))
    except ValueError:
        return False


def _is_minute(value: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", value) and datetime.fromisoformat(value))
    except ValueError:
        return False


def _sum(quantity: SumOf, path: Path, fields: Fields) -> Iterator[Finding]:
    rows = fields.get(quantity.sum)
    if isinstance(rows, RowsField):
        column = next((c for c in rows.columns if c.id == quantity.column), None)
        if column is None:
            yield error("unknown_column", path, f"“{rows.label}”没有列“{quantity.column}”。请更正列的标识。")
        elif KIND_OF[column.type] != "number":
            yield error("condition_type", path, f"列“{column.label}”不是数值，不能合计。请改用数值列。")


def _must_be(kind: FieldKind, quantity: Quantity | None, path: Path, fields: Fields) -> Iterator[Finding]:
    if isinstance(quantity, Constant):
        if not _is_a(kind, quantity.value):
            yield error("condition_type", path, f"“{quantity.value}”不是{KIND_NAMES[kind]}。请更正。")
    elif quantity is not None and _kind(quantity, fields) not in (kind, None):
        yield error("condition_type", path, f"此处应为{KIND_NAMES[kind]}。请改用合适的填报项。")


def _kind(quantity: Quantity, fields: Fields) -> FieldKind | None:
    """The kind of a quantity; nothing for a constant and for a field that does not exist."""
    match quantity:
        case FieldValue():
            field = fields.get(quantity.field)
            return KIND_OF[field.type] if field else None
        case SumOf() | CountOf():
            return "number"
        case DayFromToday():
            return "date"
        case Constant():
            return None
