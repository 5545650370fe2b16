"""What a form asks with the answers given so far, and what it computes from them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from matters.case.filed import Filed
from matters.language.document import Definition
from matters.language.form import (
    Choosing,
    ComputedField,
    FieldBase,
    FormField,
    Requirement,
    RowsField,
    SimpleField,
    When,
)
from matters.language.materials import Material
from matters.language.quantities import Unknown, filled, rows_of

Values = Mapping[str, Any]


def is_required(requirement: Requirement, answers: Values, today: date) -> bool:
    """Whether it must be given, with these answers."""
    if isinstance(requirement, When):
        return requirement.when.met(answers, today)
    return requirement == "always"


def must_be_given(part: FieldBase | Material, answers: Values, today: date) -> bool:
    """The same of a field or material: what is computed nobody gives, and a table that may have no row may stay empty."""
    if isinstance(part, ComputedField) or (isinstance(part, RowsField) and part.at_least == 0):
        return False
    return is_required(part.required, answers, today)


def shown(matter: Definition, field: FormField, answers: Values, today: date) -> bool:
    """Whether the applicant is asked this field at all; of a computed field, whether its value belongs on the form."""
    if field.filled_by == "office" or matter.form is None:
        return False
    return all(condition.met(answers, today) for condition in matter.form.conditions_of(field))


def shown_columns(
    columns: tuple[SimpleField, ...], row: Values, answers: Values, today: date
) -> tuple[SimpleField, ...]:
    """The columns that are asked in this row of a repeating field; a condition sees the row before the form."""
    says = {**answers, **row}
    return tuple(c for c in columns if c.shown_when is None or c.shown_when.met(says, today))


def still_chosen(field: FieldBase, value: Any, answers: Values, today: date) -> Any:  # noqa: ANN401 - answers are JSON
    """The answer as far as it can still be chosen: a choice that these answers have taken away is none."""
    if not isinstance(field, Choosing) or not field.looks_at:
        return value
    ids = [option.id for option in field.offered(answers, today)]
    return [one for one in value if one in ids] if isinstance(value, (list, tuple)) else value if value in ids else None


def without_stale(matter: Definition, answers: Values, today: date) -> dict[str, Any]:
    """A draft without the choices that other answers have taken away since, from top to bottom: one may hang on another."""
    kept = dict(answers)
    for field in matter.fields:
        columns = field.columns if isinstance(field, RowsField) else (field,)
        if field.id in kept and any(isinstance(one, Choosing) and one.looks_at for one in columns):
            says = complete(matter, kept, today)
            kept[field.id] = (
                [_row_without_stale(field, row, says, today) for row in rows_of(kept[field.id])]
                if isinstance(field, RowsField)
                else still_chosen(field, kept[field.id], says, today)
            )
    return kept


def _row_without_stale(field: RowsField, row: Values, answers: Values, today: date) -> dict[str, Any]:
    kept = dict(row)
    for column in field.columns:
        if column.id in kept:
            kept[column.id] = still_chosen(column, kept[column.id], {**answers, **kept}, today)
    return {key: value for key, value in kept.items() if value is not None}


def asked(material: Material) -> bool:
    """Whether the applicant hands the material in; papers the administration holds are never asked for."""
    return material.source.kind == "applicant"


def complete(matter: Definition, answers: Values, today: date) -> dict[str, Any]:
    """The answers with the value of every computed field (计算项), in reading order, whatever stood there before.

    A computed field may use those above it. One that is not shown, or whose value nobody can tell yet, has no answer.
    """

    def belongs(field: FormField, says: Values) -> bool:
        return isinstance(field, RowsField) or shown(matter, field, says, today)

    return complete_among(matter.computed, answers, today, belongs)


def complete_among(
    fields: Iterable[FormField], answers: Values, today: date, belongs: Callable[[FormField, Values], bool]
) -> dict[str, Any]:
    """The same where some fields of a form are at hand. `belongs`: whether the value of one belongs on the form."""
    computed = [field for field in fields if isinstance(field, ComputedField | RowsField)]
    ids = {field.id for field in computed if isinstance(field, ComputedField)}
    says = {key: value for key, value in answers.items() if key not in ids}
    for field in computed:
        value = _worked_out(field, says, today)
        if filled(value) and belongs(field, says):
            says[field.id] = value
    return says


def _worked_out(field: ComputedField | RowsField, answers: Values, today: date) -> object:
    """The value of a computed field, or the rows with the values of their computed columns."""
    if isinstance(field, ComputedField):
        return computed_value(field, answers, today)
    given = answers.get(field.id)
    if not field.computed or not isinstance(given, (list, tuple)):
        return given
    return [complete_row(field, row, answers, today) for row in given]


def complete_row(field: RowsField, row: Any, answers: Values, today: date) -> Any:  # noqa: ANN401 - answers are JSON
    """The row with the value of every computed column, from left to right; what is no row stays as it is."""
    if not isinstance(row, Mapping):
        return row
    ids = {column.id for column in field.computed}
    cells = {key: value for key, value in row.items() if key not in ids}
    for column in field.computed:
        value = computed_value(column, {**answers, **cells}, today)
        if filled(value) and column in shown_columns((column,), cells, answers, today):
            cells[column.id] = value
    return cells


def completed(matter: Definition, filed: Filed, today: date) -> Filed:
    """The same with every computed field."""
    return replace(filed, answers=complete(matter, filed.answers, today))


def unknown(field: ComputedField, answers: Values, today: date) -> Unknown | None:
    """Why the field has no value with these answers; nothing when it has one."""
    number = field.value.number(answers, today)
    return number if isinstance(number, Unknown) else None


def computed_value(field: ComputedField, answers: Values, today: date) -> object:
    """The value of a computed field as an answer is written: decimals as text."""
    value = field.value.value_in(answers, today)
    return field.written(value) if isinstance(value, Decimal) else value
