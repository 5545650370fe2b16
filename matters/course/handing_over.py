"""What passes between a case and those it begins (移交、带回): answers and materials to file with, and what comes back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from matters.filing.asked import complete, shown
from matters.language.begun_cases import HandsOver, TakesBack
from matters.language.document import Definition
from matters.language.form import FormField, LongTextField, TextField
from matters.language.quantities import filled, rows_of
from matters.language.route.by_itself import SubMatter


@dataclass(frozen=True, slots=True)
class Ended:
    """How a sub-matter has ended: the name of its outcome, the number of its result paper, and what it says."""

    result: str
    number: str | None
    answers: Mapping[str, Any]


def row_of(step: SubMatter | None, answers: Mapping[str, Any], row: int) -> Mapping[str, Any]:
    """The cells of the row that a child is for; none where it is for the case as a whole."""
    if step is None or step.per_row is None:
        return {}
    rows = rows_of(answers.get(step.per_row))
    return rows[row - 1] if 0 < row <= len(rows) else {}


def told(
    hands_over: HandsOver, begun: Definition, answers: Mapping[str, Any], row: Mapping[str, Any], today: date
) -> dict[str, Any]:
    """The answers to file with: a column comes before a field of the same id; what the begun matter does not ask is left out."""
    says = {**answers, **row}
    given = {child: says[own] for child, own in hands_over.fields.items() if filled(says.get(own))}
    given |= hands_over.fixed
    whole = complete(begun, given, today)
    return {key: value for key, value in given.items() if (f := begun.field(key)) and shown(begun, f, whole, today)}


def brought_back(
    matter: Definition, step: SubMatter, answers: Mapping[str, Any], row: int, ended: Ended
) -> dict[str, Any]:
    """The own fields as they are after a child of the step has ended; a text is cut to what its field may hold."""
    columns = matter.columns(step.per_row)
    fields = {field.id: field for field in matter.fields} | columns
    brought = dict(_brought(step.takes_back, ended))
    written = {own: _cut(fields[own], value) for own, value in brought.items() if filled(value)}
    cells = {own: written.pop(own) for own in tuple(written) if own in columns}
    if step.per_row and cells:
        written[step.per_row] = _with_cells(answers.get(step.per_row), row, cells)
    return written


def _brought(back: TakesBack, ended: Ended) -> Iterator[tuple[str, Any]]:
    """What is said of the child, each with the own field or column where it belongs."""
    for child, own in back.fields.items():
        yield own, ended.answers.get(child)
    if back.result:
        yield back.result, ended.result
    if back.number:
        yield back.number, ended.number


def _with_cells(value: object, row: int, cells: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{**one, **cells} if n == row else dict(one) for n, one in enumerate(rows_of(value), start=1)]


def _cut(field: FormField, value: object) -> object:
    if isinstance(field, TextField | LongTextField) and isinstance(value, str):
        return value[: field.max_length]
    return value
