"""What a form says of rosters (台账): the entries it names, what is taken over from them, and what its result would write."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from matters.case.aggregate import Case
from matters.entries import Entry, Rosters, key_of
from matters.errors.base import Problem
from matters.filing.asked import Values
from matters.language.document import Definition
from matters.language.form import EntryField, FormField, RowsField
from matters.language.quantities import filled, rows_of
from matters.language.rosters import RosterWrite
from matters.language.vocabulary import BodyRef, NamedInField
from matters.organisation.snapshot import Body
from matters.who.parties import Parties, body_of
from matters.world import World


@dataclass(frozen=True, slots=True)
class Named:
    """An entry that an answer names by its key. `field`: of the form; `row`: which of its rows, 0 for the form itself."""

    field: FormField
    row: int
    asks: EntryField
    key: str
    beside: Values

    @property
    def says(self) -> Iterator[tuple[str, str]]:
        """By column of the entry, the field or column beside it that takes it over."""
        return iter(self.asks.copies.items())


@dataclass(frozen=True, slots=True)
class Planned:
    """What one rule of a result writes, for one row or for the form as a whole. `key`: of the entry that was chosen."""

    number: int
    row: int
    rule: RosterWrite
    values: dict[str, Any]
    key: str | None


def named_in(matter: Definition, answers: Values) -> Iterator[Named]:
    """The entries that the answers name, in reading order."""
    for field, asks in matter.entry_fields:
        rows = enumerate(rows_of(answers.get(field.id)), 1) if isinstance(field, RowsField) else ((0, answers),)
        for row, cells in rows:
            key = cells.get(asks.id)
            if isinstance(key, str) and key:
                yield Named(field, row, asks, key, cells)


def planned(matter: Definition, answers: Values, today: date) -> Iterator[Planned]:
    """What granting the matter writes, as the form stands: rule by rule, row by row."""
    for number, rule in enumerate(matter.outcome.result("granted").writes if matter.outcome else ()):
        rows = enumerate(rows_of(answers.get(rule.per_row)), 1) if rule.per_row else ((0, {}),)
        for row, cells in rows:
            says = {**answers, **cells}
            if rule.when is None or rule.when.met(says, today):
                yield _plan(number, row, rule, says)


def _plan(number: int, row: int, rule: RosterWrite, says: Values) -> Planned:
    values = {column: says[own] for column, own in rule.values.items() if filled(says.get(own))}
    chosen = says.get(rule.entry or "")
    return Planned(number, row, rule, values, chosen if isinstance(chosen, str) else None)


def keys_in(matter: Definition, answers: Values, today: date, rosters: Rosters) -> set[tuple[str, str]]:
    """The entries that a decision on these answers must know, each as roster and key."""
    keys = {(one.asks.roster, one.key) for one in named_in(matter, answers)}
    for one in planned(matter, answers, today):
        declared = rosters.declared.get(one.rule.roster)
        if declared and (key := key_of(declared, one.values)):
            keys.add((one.rule.roster, key))
    return keys


def entry_problem(
    field: EntryField, value: object, world: World, body: Body | None, applicant: str | None
) -> str | None:
    """What is wrong with an entry that is named, as half a sentence. `body`: whose part it stands in, where that is known."""
    if not isinstance(value, str):
        return "请从台账中选择"
    if world.rosters is None or body is None:
        return None
    entry = world.rosters.find(field.roster, body.id, value)
    if entry is None or not entry.live or not _open_to(field, entry, world.rosters, applicant):
        return f"台账“{world.rosters.called(field.roster)}”中没有“{value[:40]}”，请从台账中选择"
    return None


def _open_to(field: EntryField, entry: Entry, rosters: Rosters, applicant: str | None) -> bool:
    """Whether whoever fills in the field may see the entry; officials see the roster that they keep."""
    roster = rosters.declared.get(field.roster)
    if roster is None or field.filled_by == "office":
        return roster is not None
    return roster.seen_by == "everybody" or (roster.seen_by == "belonging" and entry.belongs == applicant)


def entry_of(named: Named, world: World, parties: Parties | None) -> Entry | None:
    """The entry that is named, as it stands; nothing where nobody has looked."""
    body = part_of(named.asks.of, world, parties)
    return world.rosters.find(named.asks.roster, body.id, named.key) if world.rosters and body else None


def part_of(ref: BodyRef, world: World, parties: Parties | None) -> Body | None:
    """The body whose part of a roster is meant; nothing when it cannot be told."""
    if parties is None:
        return None
    if isinstance(ref, NamedInField):
        return world.organisation.find_body(str(parties.says.get(ref.field, "")))
    return body_of(ref, parties, world)


def with_copied(matter: Definition, answers: Values, world: World, parties: Parties | None) -> dict[str, Any]:
    """The answers with what is taken over from the entries they name, wherever nothing else stands."""
    says = dict(answers)
    for one in named_in(matter, answers):
        entry = entry_of(one, world, parties)
        taken = {own: entry.values[name] for name, own in one.says if filled(entry.values.get(name))} if entry else {}
        if one.row:
            says[one.field.id] = _with_cells(says[one.field.id], one.row, taken)
        else:
            says |= {own: value for own, value in taken.items() if not filled(says.get(own))}
    return says


def _with_cells(value: object, row: int, taken: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows with what is taken over into one of them."""
    return [
        {**taken, **{key: cell for key, cell in one.items() if filled(cell)}} if number == row else dict(one)
        for number, one in enumerate(rows_of(value), 1)
    ]


def copying_problems(
    matter: Definition, answers: Values, world: World, parties: Parties | None, fields: Container[str]
) -> Iterator[Problem]:
    """Where something else was typed than the entry says which is named in one of these fields."""
    for one in named_in(matter, answers):
        entry = entry_of(one, world, parties) if one.field.id in fields else None
        yield from _altered(matter, one, entry.values) if entry else ()


def _altered(matter: Definition, one: Named, says: Values) -> Iterator[Problem]:
    for column, own in one.says:
        told, written = says.get(column), one.beside.get(own)
        if filled(told) and filled(written) and told != written:
            name = f"第 {one.row} 行 {matter.columns(one.field.id)[own].label}" if one.row else matter.label(own)
            yield Problem(one.field.id if one.row else own, f"{name}：由台账带出“{told}”，不能改写")


def named_anew(answers: Values, parties: Parties | None) -> tuple[str, ...]:
    """The fields that say something else than the case; of a new filing all. What a case has seen it may go on saying."""
    if parties is None or not parties.deeds:
        return tuple(answers)
    return tuple(name for name, value in answers.items() if parties.says.get(name) != value)


def entering_problems(matter: Definition, answers: Values, world: World, parties: Parties) -> Iterator[Problem]:
    """What a filing wants to enter and is there already, as far as the applicant may see it."""
    rosters = world.rosters or Rosters()
    for one in planned(matter, answers, world.today):
        declared = rosters.declared.get(one.rule.roster)
        entry = _standing(one, rosters, world, parties) if declared and one.rule.act == "enter" else None
        if declared and entry and (declared.seen_by == "everybody" or entry.belongs == parties.applicant_body):
            target = one.rule.per_row or one.rule.values[declared.key[0]]
            yield Problem(target, f"台账“{declared.name}”中已有“{entry.key}”，不能重复登记，请核对")


def _standing(one: Planned, rosters: Rosters, world: World, parties: Parties) -> Entry | None:
    """The entry that stands already under the key that is to be entered."""
    body = part_of(one.rule.of, world, parties)
    key = key_of(rosters.declared[one.rule.roster], one.values)
    entry = rosters.find(one.rule.roster, body.id, key) if body and key else None
    return entry if entry and entry.live else None


def moved(
    matter: Definition, case: Case, rosters: Rosters, anew: Container[str] = ()
) -> Iterator[tuple[str, str, str]]:
    """The entries that are not as they were when the case chose them: what became of each, who chooses again, and in which field.

    `anew`: the fields in which they are being chosen again.
    """
    for one in case.seen:
        entry, field = rosters.of(one.entry), matter.field(one.field)
        if entry and field and one.field not in anew and (entry.version != one.version or not entry.live):
            what = (
                f"台账“{rosters.called(entry.roster)}”中的“{entry.key}”在选用之后已经{'变更' if entry.live else '注销'}"
            )
            yield what, "申请人" if field.filled_by == "applicant" else "填写的环节", field.label
