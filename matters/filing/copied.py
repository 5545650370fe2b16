"""What of an earlier case goes into a fresh draft (再办一件), and what is left out and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from matters.filing.asked import Values, asked
from matters.filing.checking import wrong_so_far
from matters.filing.known import settled
from matters.language.document import Definition
from matters.language.form import (
    BookingField,
    ComputedField,
    DateField,
    DateTimeField,
    FieldBase,
    FormField,
    PledgeField,
    RowsField,
)
from matters.language.quantities import filled
from matters.who.parties import Parties
from matters.world import World

_ANEW: Mapping[type[FieldBase], str] = {
    PledgeField: "承诺须重新作出",
    DateField: "日期须重新填写",
    DateTimeField: "时间须重新填写",
    BookingField: "预约须重新选择",
}


@dataclass(frozen=True, slots=True)
class Copied:
    """The answers for the draft, and what does not go along: each part's name with the reason."""

    answers: dict[str, Any]
    left_out: tuple[tuple[str, str], ...]


def copied(old: Definition, now: Definition, answers: Values, world: World, parties: Parties | None) -> Copied:
    """`answers` were given in `old`. What the matter asks no longer, or would refuse today, is left out.

    What is computed, settled by the post or taken over from a roster comes by itself, and nobody misses it.
    """
    given = _given(old, answers)
    reasons = {field.id: _reason(field, now.field(field.id)) for field in given}
    offered = {one.id: _taken_over(now.field(one.id), answers[one.id]) for one in given if not reasons[one.id]}
    reasons |= _refused(offered, now, world, parties)
    left = tuple((field.label, reasons[field.id]) for field in given if reasons[field.id])
    return Copied({key: offered[key] for key in offered if not reasons[key]}, (*left, *_in_rows(given, now)))


def _given(old: Definition, answers: Values) -> list[FormField]:
    typed = (field for field in old.fields if _written(field) and field.id not in old.taken_over)
    return [field for field in typed if filled(answers.get(field.id))]


def _refused(offered: Values, now: Definition, world: World, parties: Parties | None) -> dict[str, str]:
    wrong = wrong_so_far(now, offered, world, parties)
    return {one.target: one.message.removeprefix(f"{now.label(one.target)}：") for one in wrong}


def _written(field: FormField) -> bool:
    return field.filled_by == "applicant" and not isinstance(field, ComputedField) and not settled(field)


def _reason(field: FormField, now: FormField | None) -> str:
    if now is None or now.type != field.type or not _written(now):
        return "现行版本没有这一项"
    return _ANEW.get(type(field), "")


def _taken_over(now: FormField | None, value: Any) -> Any:  # noqa: ANN401 - answers are JSON
    """Of rows only the columns that are still asked and may be taken over."""
    if not isinstance(now, RowsField) or not isinstance(value, (list, tuple)):
        return value
    columns = {column.id for column in now.columns if type(column) not in (*_ANEW, ComputedField)}
    return [{key: cell for key, cell in row.items() if key in columns - now.taken_over} for row in value]


def _in_rows(given: list[FormField], now: Definition) -> Iterator[tuple[str, str]]:
    """The columns that are filled in anew."""
    tables = (field for field in given if isinstance(field, RowsField) and now.field(field.id))
    for table in tables:
        yield from ((f"{table.label}·{one.label}", _ANEW[type(one)]) for one in table.columns if type(one) in _ANEW)


def papers_to_bring(now: Definition, handed_in: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The materials of the earlier case: its files stay with it."""
    return ((one.name, "材料留在原办件中，须重新提交") for one in now.materials if asked(one) and handed_in.get(one.id))
