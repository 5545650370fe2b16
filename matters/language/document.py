"""The definition of a matter version: one document from which everything else is computed."""

import hashlib
import json
from collections.abc import Container, Iterable
from functools import cached_property
from typing import Literal, Self

from pydantic import Field

from matters.language.clock import LATE_MATERIALS, Clock
from matters.language.form import ComputedField, EntryField, FieldBase, Form, FormField, PersonField, RowsField
from matters.language.golden import GoldenCase
from matters.language.guide import Gap, Guide
from matters.language.materials import Material
from matters.language.outcome import VALIDITY, DutyAfter, Outcome
from matters.language.recurring.rule import Recurring
from matters.language.rosters import Roster
from matters.language.route.demands import ExtensionRule, SuspensionRule
from matters.language.route.spots import Spot, spots
from matters.language.route.steps import Step
from matters.language.vocabulary import Id, MatterCode, Part, Text

DIRECTORY = "directory"
MOST_CLAUSES = 6  # more are no sentence that one takes in


class Edition(Part):
    """Whose list it is and which version. `publisher` is `directory` (目录, the root edition) or a body's id (实施清单).

    A local edition names the root version it stands on with its digest; `local_may_change` of the root says what it may
    differ in.
    """

    publisher: Id = DIRECTORY
    version: int = Field(ge=1)
    stands_on: int | None = Field(default=None, ge=1)
    directory_digest: str = Field(default="", max_length=64)
    local_may_change: tuple[Literal["promised", "contacts", "questions", "number_rules", "materials_fewer"], ...] = ()

    @property
    def called(self) -> str:
        """Which version it is, and of a local list on which version of the directory it stands."""
        return f"第 {self.version} 版" + (f"（实施清单，依据目录第 {self.stands_on} 版）" if self.stands_on else "")


class Definition(Part):
    """Matter definition 事项定义. Identity = code + edition (publisher) + version; published = immutable.

    `brief` (摘要): what a filing asks for in one sentence, clause by clause, `赴{destination}`. A clause is left out where one of
    its answers is missing; it stands in lists and on top of the page on which one decides, so that nothing hidden may be in it.
    """

    format: Literal[1]
    code: MatterCode
    name: Text
    aliases: tuple[Text, ...] = ()
    brief: tuple[Text, ...] = Field(default=(), max_length=MOST_CLAUSES)
    edition: Edition
    guide: Guide
    form: Form | None = None
    materials: tuple[Material, ...] = ()
    steps: tuple[Step, ...] = ()
    clock: Clock | None = None
    suspension: SuspensionRule | None = None
    extension: ExtensionRule | None = None
    outcome: Outcome | None = None
    rosters: tuple[Roster, ...] = ()
    recurring: Recurring | None = None
    gaps: tuple[Gap, ...] = ()
    golden: tuple[GoldenCase, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical content: equal meaning, equal digest, whatever the layout of the file.

        What says no more than the default is left out, so that a new part of the language changes nothing published.
        """
        said = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        content = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()

    @cached_property
    def fields(self) -> tuple[FormField, ...]:
        """All fields in reading order; none for a matter handled off line."""
        return self.form.fields if self.form else ()

    @cached_property
    def computed(self) -> tuple[ComputedField | RowsField, ...]:
        """The fields nobody fills in (计算项) and the rows that have such a column, in reading order."""
        worked_out = (field for field in self.fields if isinstance(field, ComputedField | RowsField))
        return tuple(field for field in worked_out if isinstance(field, ComputedField) or field.computed)

    @cached_property
    def entry_fields(self) -> tuple[tuple[FormField, EntryField], ...]:
        """The fields that name an entry of a roster (台账记录), each with itself or with its column that does."""
        columns = ((field, one) for field in self.fields for one in (*self.columns(field.id).values(), field))
        return tuple((field, one) for field, one in columns if isinstance(one, EntryField))

    @cached_property
    def taken_over(self) -> frozenset[str]:
        """The fields of the form that say what a chosen entry of a roster says; nobody types them."""
        return self.taken_over_with([field.id for field in self.fields])

    def taken_over_with(self, names: Container[str]) -> frozenset[str]:
        """The same for the entries that are chosen in these fields."""
        asked = (asks for field, asks in self.entry_fields if field is asks and asks.id in names)
        return frozenset(own for asks in asked for own in asks.copies.values())

    @cached_property
    def naming_concerned(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The fields that say whom a case is about (当事人), repeating rows with the columns that do: asked at every act."""
        columns = {field.id: _concerned(field.columns) for field in self.fields if isinstance(field, RowsField)}
        rows = ((name, found) for name, found in columns.items() if found)
        return (*((name, ()) for name in _concerned(self.fields)), *rows)

    @property
    def touches_rosters(self) -> bool:
        """Whether it reads or writes a roster (台账)."""
        return bool(self.entry_fields) or bool(self.outcome and self.outcome.result("granted").writes)

    def roster(self, roster_id: str) -> Roster | None:
        """The roster of that id, if this matter declares it."""
        return next((roster for roster in self.rosters if roster.id == roster_id), None)

    def field(self, field_id: str) -> FormField | None:
        """The field of that id."""
        return next((f for f in self.fields if f.id == field_id), None)

    def columns(self, field_id: str | None) -> dict[str, FormField]:
        """The columns of repeating rows by their id; none of any other field."""
        field = self.field(field_id or "")
        return {column.id: column for column in field.columns} if isinstance(field, RowsField) else {}

    def material(self, material_id: str) -> Material | None:
        """The material of that id."""
        return next((m for m in self.materials if m.id == material_id), None)

    def step(self, step_id: str) -> Step:
        """The step of that id; asked only with ids that came from this definition."""
        return self.spot(step_id).step

    def find_step(self, step_id: str) -> Step | None:
        """The step of that id, or nothing: for ids that come from outside."""
        spot = self._spots.get(step_id)
        return spot.step if spot else None

    def spot(self, step_id: str) -> Spot:
        """Where the step of that id stands on the route; asked only with ids that came from this definition."""
        return self._spots[step_id]

    @cached_property
    def _spots(self) -> dict[str, Spot]:
        """Every place on the route: one act looks up thirty. Of steps with the same id, a mistake, the first."""
        return {spot.step.id: spot for spot in reversed(tuple(spots(self.steps)))}

    def __copy__(self) -> Self:
        """What `model_copy` begins with: what is computed once is of this content, and the copy may say something else."""
        copied = super().__copy__()
        for computed in ("fields", "computed", "naming_concerned", "entry_fields", "taken_over", "_spots"):
            copied.__dict__.pop(computed, None)
        return copied

    def called(self, step_id: str) -> str:
        """What people call the step or the duty that an item of this definition stands for, or the bringing of what is owed."""
        if step_id == LATE_MATERIALS:
            return "补交材料"
        if step_id == VALIDITY:
            return "结果有效期"
        duty = self.duty(step_id)
        return duty.name if duty else self.step(step_id).name

    def duty(self, duty_id: str) -> DutyAfter | None:
        """The duty after the decision (办后义务) of that id."""
        return next((duty for duty in self.duties if duty.id == duty_id), None)

    @property
    def duties(self) -> tuple[DutyAfter, ...]:
        """The duties after the decision, whatever it is."""
        return self.outcome.duties if self.outcome else ()

    def label(self, target: str) -> str:
        """How people call a field or material."""
        field, material = self.field(target), self.material(target)
        return field.label if field else material.name if material else target


def _concerned(fields: Iterable[FieldBase]) -> tuple[str, ...]:
    return tuple(field.id for field in fields if isinstance(field, PersonField) and field.concerned)
