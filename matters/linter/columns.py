"""Which columns may be named at a place: inside a repeating field its own, inside a condition on rows, a paper or a matter
for each row those of the rows."""

from collections.abc import Iterator
from typing import Any

from matters.language.conditions import ConditionOnRows, CountOf
from matters.language.document import Definition
from matters.language.form import FormField, RowsField
from matters.language.outcome import Paper
from matters.language.places import Path
from matters.language.route.by_itself import SubMatter


def columns_named_at(matter: Definition, path: Path) -> dict[str, FormField]:
    """By id; none where no row is at hand."""
    if not {"columns", "where", "papers", "as_body"} & set(path):
        return {}
    return {name: column for rows in _rows_around(matter, path) for name, column in matter.columns(rows).items()}


def _rows_around(matter: Definition, path: Path) -> Iterator[str]:
    """The repeating fields in whose rows the place lies, outermost first."""
    part: Any = matter
    for key in path:
        if rows := _rows_at(part, key):
            yield rows
        part = part[key] if isinstance(key, int) else getattr(part, "not_" if key == "not" else key, None)


def _rows_at(part: Any, key: str | int) -> str | None:  # noqa: ANN401 - any part of a definition
    """Whose rows are at hand below that part, going down by that key."""
    match key, part:
        case "columns", RowsField():
            return part.id
        case "where", CountOf():
            return part.count
        case "where", ConditionOnRows():
            return part.rows
        case "as_body", SubMatter():
            return part.per_row
        case _, Paper():
            return part.per_row
    return None
