"""The desk of exchange (事项要素交换): matters out as the tables of the national standards, and in again as drafts."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal

from flows.adapters.spreadsheets import Column, Sheet, tables
from flows.directory import accepted_at, directory
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.definitions import unfit_text
from flows.service.intake.matter_tables import read_tables
from flows.service.permissions import allowed_to, roles
from flows.service.shown.definitions import person_name
from flows.views.base import EXPORTED_AS
from flows.views.cases import FileContent
from flows.views.editing import TableFormat, TakenMatter, TakenTables
from flows.views.people import Caller
from matters.calendar import SHANGHAI
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid
from matters.exchange import tables as written
from matters.exchange.parts import STANDARDS, Described, Standard
from matters.exchange.taking import FoundTables, Known, Taken, taken
from matters.language.document import DIRECTORY, Definition
from matters.language.text.reading import read_definition
from matters.language.text.writing import definition_text
from matters.language.words.answers import Names
from storage.database import Session
from storage.definitions import catalog, matter_drafts

_ADMIN = roles("matter_admin")
_READER = roles("matter_admin", local=True)
_STATES: dict[str, str] = {"new": "新事项", "changed": "有改动", "unchanged": "没有改动"}


class MatterTableDesk(WorkingDesk):
    """What the standards describe of a matter. What is taken over is a draft, which goes its way by two people as any other."""

    @allowed_to(_READER, "导出事项要素表")
    def export(self, caller: Caller, standard: Standard, form: TableFormat) -> FileContent:
        """Every matter of the directory in its version in force, and which element corresponds to what."""
        with self._resources.database.reading() as session:
            found = written.tables(standard, self._described(session))
        now = self._resources.clock().astimezone(SHANGHAI)
        content = _workbook(found, now) if form == "xlsx" else _json(found)
        self._record(Operation(caller, "导出事项要素表", f"{STANDARDS[standard]} {len(found[0].rows)} 个事项"))
        return FileContent(name=f"事项要素表{now:%Y%m%d%H%M}.{form}", media_type=EXPORTED_AS[form], content=content)

    @allowed_to(_READER, "试导入事项要素表")
    def try_in(self, caller: Caller, content: bytes) -> TakenTables | Refusal:
        """What the tables would make of the matters here; nothing is kept."""
        found = read_tables(content)
        if isinstance(found, Invalid):
            return found
        with self._resources.database.reading() as session:
            drafts, problems = self._drafts(session, found)
        return Invalid(problems) if problems else _report(found, drafts, kept=False)

    @allowed_to(_ADMIN, "导入事项要素表")
    def take_in(self, caller: Caller, content: bytes, key: str | None = None) -> TakenTables | Refusal:
        """A draft for each matter that is new or said otherwise; where any row is wrong, none."""
        found = read_tables(content)

        def work(session: Session) -> TakenTables | Refusal:
            if isinstance(found, Invalid):
                return found
            drafts, problems = self._drafts(session, found)
            if problems:
                return Invalid(problems)
            for draft in drafts:
                self._begin(session, caller, draft)
            return _report(found, drafts, kept=True)

        digest = hashlib.sha256(content).hexdigest()
        taking = Operation(caller, "导入事项要素表", "事项目录", key=key, content=[digest])
        return self._change(taking, work, TakenTables)

    def _begin(self, session: Session, caller: Caller, draft: "_Draft") -> None:
        """Imported again, it is there already."""
        one, now = draft.taken, self._resources.clock()
        if not one.unchanged and matter_drafts.lock(session, one.definition.code) is None:
            based_on = one.before.edition.version if one.before else None
            matter_drafts.begin(session, one.definition.code, based_on, draft.text, caller.person, now)

    def _drafts(self, session: Session, found: FoundTables) -> tuple[tuple["_Draft", ...], tuple[Problem, ...]]:
        known = Known({one.matter.code: one for one in self._described(session)}, _template())
        made, problems = taken(found, known)
        drafts = tuple(_Draft(one, "" if one.unchanged else definition_text(one.definition)) for one in made)
        unfit = (self._unfit(session, draft) for draft in drafts if draft.text)
        return drafts, problems or tuple(filter(None, unfit))

    def _unfit(self, session: Session, draft: "_Draft") -> Problem | None:
        """Why this may be no draft: another one is being written, or a mark of secrecy stands in it."""
        code, there = draft.taken.definition.code, matter_drafts.find(session, draft.taken.definition.code)
        told = unfit_text(draft.text)
        message = told.message if told else ""
        if there and there.text != draft.text:
            who = person_name(self._resources.organisation(session), there.saved_by)
            message = f"{code} 已有{who}保存的草案。请先发布或者放弃那份草案。"
        place = f"“{written.MATTERS_SHEET}”第 {draft.taken.row} 行"
        return Problem(f"{written.MATTERS_SHEET}:{draft.taken.row}", f"{place}：{message}") if message else None

    def _described(self, session: Session) -> tuple[Described, ...]:
        """The directory in force, each with the bodies that accept it today."""
        names = Names(self._resources.organisation(session), self._resources.today)
        bodies = accepted_at(session, self._resources)
        return tuple(
            Described(one, tuple(map(names.body, bodies[one.code])))
            for one in directory(session, self._resources).matters
            if one.edition.publisher == DIRECTORY
        )


@dataclass(frozen=True, slots=True)
class _Draft:
    """What a row makes of a matter, and as what text it is kept; none where it says what is in force."""

    taken: Taken
    text: str


@cache
def _template() -> Definition:
    """The smallest matter that runs. Any code does: code and name will be those of a row."""
    text = catalog.matter_template(catalog.releases()[0].code, "新事项")
    found = read_definition(text, "matter_template.yaml")
    if not isinstance(found, Definition):
        raise catalog.BrokenCatalogueError(found[0].message)
    return found


def _report(found: FoundTables, drafts: Iterable[_Draft], *, kept: bool) -> TakenTables:
    items = tuple(_item(draft.taken) for draft in drafts)
    made = sum(one.state != "unchanged" for one in items)
    told = f"{len(items)} 个事项，其中 {made} 个与现行版本不同"
    after = "已成为草案，请逐个核对后提交发布。" if kept else "尚未导入。"
    return TakenTables(
        standard_name=STANDARDS[found.standard],
        kept=kept,
        items=items,
        message=f"{told}；{after}" if made else f"{told}，没有可以导入的内容。",
    )


def _item(one: Taken) -> TakenMatter:
    state: Literal["new", "changed", "unchanged"] = "unchanged" if one.unchanged else "changed" if one.before else "new"
    matter = one.definition
    return TakenMatter(
        row=one.row,
        code=matter.code,
        name=matter.name,
        state=state,
        state_name=_STATES[state],
        changed=one.changed,
        derived=one.derived,
    )


def _workbook(found: Iterable[written.Table], now: datetime) -> bytes:
    return tables([Sheet(t.title, (), tuple(Column(head, 20) for head in t.heads), t.rows) for t in found], now)


def _json(found: Iterable[written.Table]) -> bytes:
    said = {table.title: [dict(zip(table.heads, row, strict=True)) for row in table.rows] for table in found}
    return json.dumps(said, ensure_ascii=False, indent=1).encode()
