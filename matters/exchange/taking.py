"""Taking matters over from tables (导入): row by row onto the version in force; one wrong row, and nothing is taken."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from pydantic import ValidationError

from matters.errors.base import Problem
from matters.exchange.of_materials import ID, MATERIALS
from matters.exchange.of_matters import CODE, MATTERS, NAME
from matters.exchange.parts import Content, Described, Element, Standard, UnfitCellError
from matters.exchange.tables import MATERIALS_SHEET, MATTERS_SHEET, elements
from matters.language.document import Definition
from matters.language.text.reading import read_definition
from matters.language.text.writing import content_text

T = TypeVar("T")
MOST_TOLD = 100
_UNIQUE = tuple(element for element in MATTERS if element.name in ("基本编码", "实施编码"))


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row as it was found: where it stands, and its cells by head."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FoundTables:
    """What a file holds, after which standard."""

    standard: Standard
    matters: Sequence[FoundRow]
    materials: Sequence[FoundRow] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What a row makes of a matter. `before`: the version it changes, nothing of a new matter.

    `changed`: the heads that were taken over. `derived`: those that say something else than follows here, and were not.
    """

    row: int
    definition: Definition
    before: Definition | None
    changed: tuple[str, ...]
    derived: tuple[str, ...]

    @property
    def unchanged(self) -> bool:
        """Whether it says what is in force already."""
        return self.before is not None and not self.changed


@dataclass(frozen=True)
class Known:
    """What is there: the versions in force by code, and what a new matter begins with."""

    matters: Mapping[str, Described]
    template: Definition


@dataclass
class _Taking:
    """One pass over the tables."""

    tables: FoundTables
    known: Known
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def materials(self) -> Mapping[str, Sequence[FoundRow]]:
        """The rows of materials by the matter they belong to."""
        head, found = CODE.head(self.tables.standard), defaultdict[str, list[FoundRow]](list)
        for row in self.tables.materials:
            found[row.cells.get(head, "")].append(row)
        return found

    def wrong(self, sheet: str, row: FoundRow, message: str, head: str = "") -> None:
        place = f"“{sheet}”第 {row.number} 行" + (f"“{head}”" if head else "")
        self.problems.append(Problem(f"{sheet}:{row.number}", f"{place}：{message}"))

    def cells(
        self, known: Sequence[Element[T]], row: FoundRow, one: T, content: Content, sheet: str
    ) -> tuple[list[str], list[str]]:
        """The heads that were taken over into the content, and those that say something else than follows."""
        changed, derived = [], []
        for element in elements(known, self.tables.standard):
            head = element.head(self.tables.standard)
            if (said := row.cells.get(head)) is None or said == element.said(one).strip():
                continue
            if element.take is None:
                derived.append(head)
                continue
            try:
                element.take(content, said)
                changed.append(head)
            except UnfitCellError as error:
                self.wrong(sheet, row, str(error), head)
        return changed, derived


def taken(tables: FoundTables, known: Known) -> tuple[tuple[Taken, ...], tuple[Problem, ...]]:
    """What every row makes of its matter, and every defect with its row; with a defect nothing may be kept."""
    taking = _Taking(tables, known)
    head = CODE.head(tables.standard)
    rows: dict[str, FoundRow] = {}
    for row in tables.matters:
        if (first := rows.setdefault(row.cells.get(head, ""), row)) is not row:
            taking.wrong(MATTERS_SHEET, row, f"事项代码与第 {first.number} 行相同。每个事项写一行。", head)
    _materials_belong(taking, rows)
    found = tuple(one for code, row in rows.items() if (one := _matter(taking, code, row)))
    _codes_differ(taking, found)
    return found, tuple(taking.problems[:MOST_TOLD])


def _materials_belong(taking: _Taking, matters: Mapping[str, FoundRow]) -> None:
    told = "“事项”表中没有这个事项代码。请补上事项，或删去本行。"
    for row in (row for code, rows in taking.materials.items() if code not in matters for row in rows):
        taking.wrong(MATERIALS_SHEET, row, told, CODE.head(taking.tables.standard))


def _matter(taking: _Taking, code: str, row: FoundRow) -> Taken | None:
    base = _base(taking, code, row)
    if base is None:
        return None
    wrong, known = len(taking.problems), code in taking.known.matters
    content: Content = base.matter.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    changed, derived = taking.cells(MATTERS, row, base, content, MATTERS_SHEET)
    changed += _materials(taking, code, base.matter, content)
    if len(taking.problems) > wrong:
        return None
    if known and changed:
        content["edition"]["version"] = base.matter.edition.version + 1
    definition = _read(taking, content, row) if changed or not known else base.matter
    before = base.matter if known else None
    return Taken(row.number, definition, before, tuple(changed), tuple(derived)) if definition else None


def _base(taking: _Taking, code: str, row: FoundRow) -> Described | None:
    """What the row is laid over: the version in force, or of a new matter the template."""
    if there := taking.known.matters.get(code):
        return there
    name = row.cells.get(NAME.head(taking.tables.standard), "")
    if code and name:
        return Described(taking.known.template.model_copy(update={"code": code, "name": name}))
    taking.wrong(MATTERS_SHEET, row, "新事项须写明事项代码和事项名称。")
    return None


def _materials(taking: _Taking, code: str, matter: Definition, content: Content) -> Iterable[str]:
    """What changes of the materials; a material that is not there is none that a table could describe in full."""
    standard, changed = taking.tables.standard, []
    written = {one["id"]: one for one in content.get("materials", ())}
    for row in taking.materials.get(code, ()):
        material = matter.material(row.cells.get(ID.head(standard), ""))
        if material is None:
            told = "本事项没有这个材料标识。新增材料须写明来源和可信等级，请在“事项管理”中增加。"
            taking.wrong(MATERIALS_SHEET, row, told, ID.head(standard))
            continue
        heads, _ = taking.cells(MATERIALS, row, material, written[material.id], MATERIALS_SHEET)
        changed += [f"{material.name}·{head}" for head in heads]
    return changed


def _read(taking: _Taking, content: Mapping[str, Any], row: FoundRow) -> Definition | None:
    """The definition of that content; where it is none, the sentences that the reader of texts says."""
    try:
        return Definition.model_validate(content)
    except ValidationError:
        found = read_definition(content_text(content), MATTERS_SHEET)
        for problem in found if isinstance(found, tuple) else ():
            taking.wrong(MATTERS_SHEET, row, problem.message.partition("：")[2])
        return None


def _codes_differ(taking: _Taking, found: Iterable[Taken]) -> None:
    """A code of the directory or of the local list belongs to one matter."""
    rows = {row.number: row for row in taking.tables.matters}
    now = {code: described.matter for code, described in taking.known.matters.items()}
    now |= {one.definition.code: one.definition for one in found}
    for element in _UNIQUE:
        holders: dict[str, str] = {}
        for matter in now.values():
            if said := element.said(Described(matter)):
                holders.setdefault(said, matter.code)
        for one in found:
            said = element.said(Described(one.definition))
            if said and holders[said] != one.definition.code:
                told = f"“{said}”已是事项 {holders[said]} 的编码。一个编码只用于一个事项，请更正。"
                taking.wrong(MATTERS_SHEET, rows[one.row], told, element.head(taking.tables.standard))
