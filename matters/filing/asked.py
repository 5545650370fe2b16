"""What a form asks with the answers given so far, and what it computes from them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from matters.case.filed import Filed
from matters.language.document import Definition
from matters.language.form import ComputedField, FieldBase, FormField, Requirement, RowsField, SimpleField, When
from matters.language.materials import Material
from matters.language.quantities import Unknown, filled

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


def asked(material: Material) -> bool:
    """Whether the applicant hands the material in; papers the administration holds are never asked for."""
    return material.source.kind == "applicant"


def complete(matter: Definition, answers: Values, today: date) -> dict[str, Any]:
    """The answers with the value of every computed field (计算项), in reading order, whatever stood there before.

    A computed field may use those above it. One that is not shown, or whose value nobody can tell yet, has no answer.
    """
    ids = {field.id for field in matter.computed if isinstance(field, ComputedField)}
    says = {key: value for key, value in answers.items() if key not in ids}
    for field in matter.computed:
        value = (
            _complete_rows(field, says, today) if isinstance(field, RowsField) else computed_value(field, says, today)
        )
        if filled(value) and (isinstance(field, RowsField) or shown(matter, field, says, today)):
            says[field.id] = value
    return says


def _complete_rows(field: RowsField, answers: Values, today: date) -> object:
    given = answers.get(field.id)
    return [complete_row(field, row, answers, today) for row in given] if isinstance(given, (list, tuple)) else given


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
