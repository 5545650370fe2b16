"""Golden cases told again today (金样重演): which can be within a day, with whose days moved, and what has to be there before."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from matters.calendar import Calendar
from matters.language.document import Definition
from matters.language.form import (
    BookingField,
    ChoiceField,
    DateField,
    DateTimeField,
    EntryField,
    FieldBase,
    FormField,
    RowsField,
    TextField,
)
from matters.language.golden import GoldenCase
from matters.language.rosters import Roster
from matters.linter.runnable import not_runnable
from matters.organisation.snapshot import Organisation
from matters.trials import golden_run


class StoryBrokenError(Exception):
    """Something stands in the way of what the golden case says."""


class KnownBefore(NamedTuple):
    """An entry that stands in a roster before the case is filed which names it."""

    roster: str
    body: str
    belongs: str
    values: Mapping[str, Any]


def told_within_a_day(matter: Definition, golden: GoldenCase, organisation: Organisation, calendar: Calendar) -> bool:
    """Whether it comes to the same end when everybody acts at once: nothing in it waits for a day, or for nobody's acting."""
    if golden.until or not_runnable(matter):
        return False
    story = tuple(
        act.model_copy(update={"at": golden.now + timedelta(minutes=number)})
        for number, act in enumerate(golden.story, start=1)
    )
    expect = golden.expect.model_copy(update={"due": {}})
    at_once = golden.model_copy(update={"story": story, "expect": expect})
    return not golden_run.run(matter, at_once, organisation, calendar)


def known_before(
    matter: Definition,
    golden: GoldenCase,
    answers: Mapping[str, Any],
    rosters: Mapping[str, Roster],
    organisation: Organisation,
) -> Iterator[KnownBefore]:
    """The entries that these answers name, kept where the case is handled; what the form does not take over is made up."""
    bodies = {post.id: post.body for post in organisation.posts}
    belongs = bodies[golden.filed_as]
    keeper = next((bodies[act.by] for act in golden.story if act.by != golden.filed_as), belongs)
    for field, asks in matter.entry_fields:
        if field is asks and answers.get(asks.id):
            yield KnownBefore(asks.roster, keeper, belongs, _entry(rosters[asks.roster], asks, answers))


def _entry(roster: Roster, asks: EntryField, answers: Mapping[str, Any]) -> dict[str, Any]:
    made_up = {column.id: _any_value(column) for column in roster.columns if column.required == "always"}
    taken_over = {column: answers[own] for column, own in asks.copies.items() if answers.get(own)}
    return made_up | taken_over | {roster.key[0]: answers[asks.id]}


def _any_value(column: FieldBase) -> object:
    match column:
        case ChoiceField():
            return column.options[0].id
        case DateField():
            return "2026-12-31"
        case TextField():
            return "样例"
        case _:
            return "1"


def moved(field: FormField | None, value: Any, by: timedelta) -> Any:  # noqa: ANN401 - the answer of any field
    """An answer of a golden case as it would be given today: `by` is whole weeks, the last of which may lie ahead."""
    match field:
        case DateField() if field.latest and not field.earliest:  # what is over must stay over
            return (date.fromisoformat(value) + by - timedelta(weeks=1)).isoformat()
        case DateField():
            return (date.fromisoformat(value) + by).isoformat()
        case DateTimeField():
            return _later(value, by)
        case BookingField():
            return {**value, "from": _later(value["from"], by), "to": _later(value["to"], by)}
        case RowsField():
            columns = {column.id: column for column in field.columns}
            return [{name: moved(columns.get(name), cell, by) for name, cell in row.items()} for row in value]
        case _:
            return value


def _later(minute: str, by: timedelta) -> str:
    return (datetime.fromisoformat(minute) + by).isoformat(timespec="minutes")


def stand_in(name: str) -> bytes:
    """A one-page stand-in for a fixture. Golden cases hand in PDF files."""
    if not name.endswith(".pdf"):
        raise StoryBrokenError(f"没有 {name} 这种格式的样例材料")
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ]
    pdf, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(b"%010d 00000 n \n" % len(pdf))
        pdf += b"%d 0 obj%sendobj\n" % (number, part)
    start = len(pdf)
    table = b"0000000000 65535 f \n" + b"".join(places)
    return pdf + b"xref\n0 4\n%strailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (table, start)
