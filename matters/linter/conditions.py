"""Conditions must be able to hold: both sides of one kind, options that exist, sums over rows of numbers."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from matters.language.comparisons import decimal_of
from matters.language.conditions import Compare, PercentOf, Quantity
from matters.language.document import Definition
from matters.language.form import ChoiceField, ChoicesField, ComputedField, DateField, FormField, RowsField, conditional
from matters.language.places import Path, parts
from matters.language.quantities import Calculation, Constant, FieldValue, OverRows, QuantityBase, Scalar, ValueKind
from matters.language.single_answers import OneOf
from matters.linter.columns import columns_named_at
from matters.linter.finding import Finding, error, guess, warning

_ORDERED: frozenset[ValueKind] = frozenset({ValueKind.NUMBER, ValueKind.DATE, ValueKind.DATETIME})
_COMPARABLE: frozenset[ValueKind] = _ORDERED | {ValueKind.TEXT, ValueKind.CHOICE, ValueKind.YES_NO}
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
            case OverRows():
                yield from _column(part, path, fields)
            case Calculation():
                yield from _operands(part, path, fields)


def quantity_types(matter: Definition) -> Iterator[Finding]:
    """A computed value is a number; the ends of a date range are days."""
    for path, part in parts(matter.form, ("form",)):
        fields = _fields(matter, path)
        if isinstance(part, ComputedField):
            yield from _must_be((ValueKind.NUMBER,), part.value, (*path, "value"), fields)
            yield from _may_lack(part, path, fields)
        if isinstance(part, DateField):
            yield from _must_be((ValueKind.DATE,), part.earliest, (*path, "earliest"), fields)
            yield from _must_be((ValueKind.DATE,), part.latest, (*path, "latest"), fields)


def _fields(matter: Definition, path: Path) -> Fields:
    return {field.id: field for field in matter.fields} | columns_named_at(matter, path)


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
        yield error("condition_type", path, f"{kind.value}不能与{other.value}比较。请改为同类内容。")
    elif kind not in (_COMPARABLE if condition.compare in ("equals", "not_equals") else _ORDERED):
        yield error("condition_type", path, f"{kind.value}不能作这种比较。请改用 one_of、filled 或 equals。")
    yield from _constant(left, right, kind, path, fields)
    yield from _constant(right, left, kind, path, fields)


def _constant(side: Quantity, opposite: Quantity, kind: ValueKind, path: Path, fields: Fields) -> Iterator[Finding]:
    """A constant is something that the other side can be."""
    if not isinstance(opposite, Constant):
        return
    if isinstance(side, FieldValue) and side.field in fields:
        yield from _fits(fields[side.field], opposite.value, path)
    elif not _is_a(kind, opposite.value):
        yield error("condition_type", path, f"“{opposite.value}”不是{kind.value}，条件永远不成立。请更正常量。")


def _fits(field: FormField, value: Scalar, path: Path) -> Iterator[Finding]:
    if isinstance(field, (ChoiceField, ChoicesField)):
        options = [option.id for option in field.options]
        if value not in options:
            message = f"“{field.label}”没有选项“{value}”，可用：{'、'.join(options)}。{guess(str(value), options)}"
            yield error("condition_option", path, message)
    elif not _is_a(kind := field.holds, value):
        message = f"“{field.label}”是{kind.value}，“{value}”不是，条件永远不成立。请更正常量。"
        yield error("condition_type", path, message)


def _is_a(kind: ValueKind, value: Scalar) -> bool:
    """Whether a constant can equal an answer of that kind."""
    if isinstance(value, bool) or kind is ValueKind.YES_NO:
        return isinstance(value, bool) and kind is ValueKind.YES_NO
    if kind is ValueKind.NUMBER:
        return _is_number(value)
    if isinstance(value, int):
        return False
    return _is_day(value) if kind is ValueKind.DATE else _is_minute(value) if kind is ValueKind.DATETIME else True


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


def _column(quantity: OverRows, path: Path, fields: Fields) -> Iterator[Finding]:
    rows = fields.get(quantity.rows)
    if isinstance(rows, RowsField):
        column = next((c for c in rows.columns if c.id == quantity.column), None)
        if column is None:
            yield error("unknown_column", path, f"“{rows.label}”没有列“{quantity.column}”。请更正列的标识。")
        elif column.holds is not ValueKind.NUMBER:
            yield error("condition_type", path, f"列“{column.label}”不是数值，不能计算。请改用数值列。")


def _operands(formula: Calculation, path: Path, fields: Fields) -> Iterator[Finding]:
    """Each of a kind that can be worked with, and no share of nothing."""
    for operand in formula.operands:
        yield from _must_be(formula.takes, operand, path, fields)
    if isinstance(formula, PercentOf) and isinstance(formula.of, Constant) and decimal_of(formula.of.value) == 0:
        yield error("share_of_nothing", (*path, "of"), "不能计算占零的比例。请更正 of。")


def _may_lack(computed: ComputedField, path: Path, fields: Fields) -> Iterator[Finding]:
    """What always stands on the form is not worked out from what may be left blank."""
    named = (part.field for _, part in parts(computed.value) if isinstance(part, FieldValue))
    for field in (fields[name] for name in named if name in fields):
        if conditional(field) and not conditional(computed):
            message = f"“{field.label}”可能未填，“{computed.label}”就算不出来。请改为必填，或给计算项加 shown_when。"
            yield warning("computed_from_blank", (*path, "value"), message)


def _must_be(
    kinds: tuple[ValueKind, ...], quantity: QuantityBase | None, path: Path, fields: Fields
) -> Iterator[Finding]:
    wanted = "或".join(kind.value for kind in kinds)
    if isinstance(quantity, Constant):
        if not any(_is_a(kind, quantity.value) for kind in kinds):
            yield error("condition_type", path, f"“{quantity.value}”不是{wanted}。请更正。")
    elif quantity is not None and _kind(quantity, fields) not in (*kinds, None):
        yield error("condition_type", path, f"此处应为{wanted}。请改用合适的填报项。")


def _kind(quantity: QuantityBase, fields: Fields) -> ValueKind | None:
    """The kind of a quantity; nothing for a constant and for a field that does not exist."""
    if isinstance(quantity, FieldValue):
        field = fields.get(quantity.field)
        return field.holds if field else None
    return quantity.holds
