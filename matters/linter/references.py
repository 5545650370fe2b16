"""Every id that points at something must find it: fields, materials, steps and papers; and no id is given twice."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from pydantic import BaseModel

from matters.language.clock import LATE_MATERIALS, FromField, FromStep, LeadTime
from matters.language.conditions import AnyRow, CountOf, EveryRow
from matters.language.document import Definition
from matters.language.form import ChoiceField, ChoicesField, DateTimeField, RowsField
from matters.language.golden import Act, Expected, GoldenCase, GoldenFinding
from matters.language.outcome import PLACEHOLDERS, VALIDITY, FactTable, Opinions, Paper, Result, RowsTable, Validity
from matters.language.places import Path, parts, place_of
from matters.language.quantities import FieldValue, GreatestOf, LeastOf, SumOf, ValueKind
from matters.language.recurring.rule import Recurring
from matters.language.rosters import RosterWrite
from matters.language.route.by_itself import SubMatter, Wait
from matters.language.route.demands import Rights
from matters.language.route.machines import LookUp, OutsideCall
from matters.language.route.steps import HumanStep, Inquiry, walk
from matters.language.route.who import ByField
from matters.language.single_answers import Filled, OneOf
from matters.language.vocabulary import EachNamed, NamedInField
from matters.linter.columns import columns_named_at
from matters.linter.finding import Finding, error, guess

Target = Literal["field", "material", "either", "step", "paper", "step_or_duty"]
_TARGET_NAMES: Mapping[Target, str] = {
    "field": "填报项",
    "material": "材料",
    "either": "填报项或材料",
    "step": "环节",
    "paper": "文书",
    "step_or_duty": "环节或办后义务",
}


class Named(Protocol):
    """What has an id."""

    @property
    def id(self) -> str:
        """The id."""


@dataclass(frozen=True)
class Pointer:
    """An attribute that holds ids. `kinds`: what the field must be; `words`: what may stand there instead of an id."""

    model: type[BaseModel]
    attribute: str
    target: Target
    kinds: tuple[ValueKind, ...] = ()
    words: frozenset[str] = frozenset()


POINTERS: tuple[Pointer, ...] = (
    Pointer(FieldValue, "field", "field"),
    Pointer(SumOf, "sum", "field", (ValueKind.ROWS,)),
    Pointer(LeastOf, "min_in", "field", (ValueKind.ROWS,)),
    Pointer(GreatestOf, "max_in", "field", (ValueKind.ROWS,)),
    Pointer(CountOf, "count", "field", (ValueKind.ROWS,)),
    Pointer(AnyRow, "any_row", "field", (ValueKind.ROWS,)),
    Pointer(EveryRow, "every_row", "field", (ValueKind.ROWS,)),
    Pointer(OneOf, "field", "field"),
    Pointer(Filled, "filled", "field"),
    Pointer(DateTimeField, "not_before", "field", (ValueKind.DATETIME,), frozenset({"now"})),
    Pointer(NamedInField, "field", "field", (ValueKind.BODY,)),
    Pointer(EachNamed, "each", "field", (ValueKind.BODIES,)),
    Pointer(ByField, "field", "field", (ValueKind.PERSON,)),
    Pointer(FromField, "field", "field", (ValueKind.DATE, ValueKind.DATETIME)),
    Pointer(FromStep, "step", "step"),
    Pointer(LeadTime, "before_field", "field", (ValueKind.DATE, ValueKind.DATETIME, ValueKind.BOOKING)),
    Pointer(LeadTime, "urgent_exempt", "field", (ValueKind.YES_NO,)),
    Pointer(Wait, "for_field", "field", (ValueKind.DATE, ValueKind.DATETIME, ValueKind.BOOKING)),
    Pointer(RosterWrite, "per_row", "field", (ValueKind.ROWS,)),
    Pointer(SubMatter, "per_row", "field", (ValueKind.ROWS,)),
    Pointer(Recurring, "sums", "field", (ValueKind.NUMBER,)),
    Pointer(LookUp, "asks", "field"),
    Pointer(LookUp, "fills", "field"),
    Pointer(OutsideCall, "hands_over", "field"),
    Pointer(OutsideCall, "fills", "field"),
    Pointer(Paper, "at", "step"),
    Pointer(Paper, "per_row", "field", (ValueKind.ROWS,)),
    Pointer(FactTable, "facts", "field"),
    Pointer(RowsTable, "rows", "field", (ValueKind.ROWS,)),
    Pointer(Rights, "edit", "field"),
    Pointer(Rights, "required", "field"),
    Pointer(Rights, "hidden", "either"),
    Pointer(Rights, "read", "either"),
    Pointer(Inquiry, "shows", "either", words=frozenset({"applicant_body", "applicant_person"})),
    Pointer(HumanStep, "apart_from", "step"),
    Pointer(Opinions, "opinions", "step", words=frozenset({"every"})),
    Pointer(Result, "paper", "paper"),
    Pointer(Validity, "until_field", "field", (ValueKind.DATE,)),
    Pointer(GoldenCase, "answers", "field"),
    Pointer(GoldenCase, "materials", "material"),
    Pointer(Act, "answers", "field"),
    Pointer(Act, "fills", "field"),
    Pointer(Act, "materials", "material"),
    Pointer(GoldenFinding, "target", "either"),
    Pointer(Expected, "path", "step"),
    Pointer(Expected, "due", "step_or_duty", words=frozenset({"case", LATE_MATERIALS, VALIDITY})),
    Pointer(Expected, "papers", "paper"),
)


def unknown_references(matter: Definition) -> Iterator[Finding]:
    """Every pointer must find its target, and a field of the kind it needs."""
    known = _known(matter)
    for path, part in parts(matter):
        for pointer in POINTERS:
            if isinstance(part, pointer.model):
                for name in _names(getattr(part, pointer.attribute), pointer.words):
                    yield from _checked(matter, pointer, name, (*path, pointer.attribute), known)


def _checked(
    matter: Definition, pointer: Pointer, name: str, path: Path, known: Mapping[Target, frozenset[str]]
) -> Iterator[Finding]:
    there = known[pointer.target] | columns_named_at(matter, path).keys()
    field = matter.field(name)
    if name not in there:
        kind = _TARGET_NAMES[pointer.target]
        message = _of_a_row(matter, name) or f"没有“{name}”这个{kind}。{guess(name, there)}请更正或补上。"
        yield error(f"unknown_{pointer.target}", path, message)
    elif field and pointer.kinds and field.holds not in pointer.kinds:
        wanted = "或".join(kind.value for kind in pointer.kinds)
        yield error("field_kind", path, f"此处须引用{wanted}类填报项，“{field.label}”不是。请改用合适的填报项。")


def _of_a_row(matter: Definition, name: str) -> str:
    """What to write where a column is named beside its rows: a case has many of it, so their sum or number is meant."""
    for field in matter.fields:
        if name in matter.columns(field.id):
            return (
                f"“{name}”是“{field.label}”中的一列，每行各有一个值，此处不能用。"
                f"请写合计 {{sum: {field.id}, column: {name}}} 或行数 {{count: {field.id}}}，或者改用表单上的填报项。"
            )
    return ""


def _names(value: object, words: frozenset[str]) -> tuple[str, ...]:
    names = value if isinstance(value, (tuple, dict)) else (value,)
    return tuple(name for name in names if isinstance(name, str) and name not in words)


def _known(matter: Definition) -> dict[Target, frozenset[str]]:
    fields = frozenset(field.id for field in matter.fields)
    materials = frozenset(material.id for material in matter.materials)
    papers = frozenset(paper.id for paper in matter.outcome.papers) if matter.outcome else frozenset()
    steps = frozenset(step.id for step in walk(matter.steps))
    return {
        "field": fields,
        "material": materials,
        "either": fields | materials,
        "step": steps,
        "paper": papers,
        "step_or_duty": steps.union(duty.id for duty in matter.duties),
    }


def duplicate_ids(matter: Definition) -> Iterator[Finding]:
    """An id is given once within its kind; fields, materials and the fixed placeholders share one set of names."""
    sections = matter.form.sections if matter.form else ()
    steps = walk(matter.steps)
    branches = [branch for step in steps for branch in getattr(step, "branches", ())]
    yield from _twice(matter, "填报项、材料", (*matter.fields, *matter.materials))
    yield from _reserved(matter)
    yield from _twice(matter, "分组", sections)
    yield from _twice(matter, "环节、分支或办后义务", (*steps, *branches, *matter.duties))
    yield from _twice(matter, "文书", matter.outcome.papers if matter.outcome else ())
    yield from _twice(matter, "金样", matter.golden)
    for _, part in parts(matter.form):
        if isinstance(part, (ChoiceField, ChoicesField)):
            yield from _twice(matter, "选项", part.options)
        if isinstance(part, RowsField):
            yield from _twice(matter, "列", part.columns)


def _twice(matter: Definition, kind: str, named: Iterable[Named]) -> Iterator[Finding]:
    """Told at the second of them, and at each that follows."""
    first: dict[str, Named] = {}
    for part in named:
        if first.setdefault(part.id, part) is not part:
            message = f"{kind}的标识“{part.id}”已经用过。请改为不同的标识。"
            yield error("duplicate_id", (*place_of(matter, part), "id"), message)


def _reserved(matter: Definition) -> Iterator[Finding]:
    """Papers name fields and the facts of a case by one set of placeholders."""
    for part in (*matter.fields, *matter.materials):
        if part.id in PLACEHOLDERS:
            message = f"标识“{part.id}”是文书中的系统占位符。请改为不同的标识。"
            yield error("duplicate_id", (*place_of(matter, part), "id"), message)
