"""A roster (台账) mended by hand: what may be written, and that nobody overwrites what others have changed meanwhile."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flows.cases.deciding import world_of
from flows.cases.rosters import Declared
from flows.documents.faces import misprint
from flows.resources import Resources
from flows.service.intake.roster_tables import Rows
from flows.service.intake.texts import marked
from flows.views.people import Caller
from flows.views.rosters import EntryAddition, EntryCorrection, RosterReceipt
from matters.entries import Entry, key_of
from matters.errors.base import Problem, Refusal
from matters.errors.door import Forbidden, Invalid, NotFound
from matters.errors.handling import NotPossible
from matters.filing.taken import taken
from matters.filing.values import value_problem
from matters.language.quantities import filled
from storage.database import Session
from storage.rosters import entries
from storage.rosters.entries import By, EntryAct
from storage.work import random_id

_ACTS: Mapping[str, EntryAct] = {"change": "change", "take_out": "take_out", "restore": "put_back"}
_DONE = {"change": "更正", "take_out": "注销", "restore": "恢复"}
_CHANGED = "该记录在您打开页面之后有了变化，请刷新页面，核对后重新提交"


@dataclass(frozen=True, slots=True)
class Correcting:
    """What one caller mends in a roster within one session. `bodies`: whose parts they may mend."""

    session: Session
    resources: Resources
    caller: Caller
    known: Declared
    bodies: frozenset[str]

    def correct(self, entry_id: str, request: EntryCorrection) -> RosterReceipt | Refusal:
        """An entry says something else, goes, or comes back."""
        roster = self.known.roster
        entries.lock(self.session, (roster.id,))
        entry = next(iter(entries.named(self.session, self._key, roster.id, (entry_id,))), None)
        if entry is None:
            return NotFound(what="该台账记录")
        if entry.body not in self.bodies:
            return Forbidden(operation="更正该单位的台账")
        if entry.version != request.expected_version:
            return NotPossible(action="更正台账记录", why=_CHANGED)
        if entry.live == (request.act == "restore"):
            return NotPossible(action=_DONE[request.act], why="记录已注销" if not entry.live else "记录仍在册")
        values = self._taken(request.values) if request.act == "change" else {}
        if refusal := self._unknown(values):
            return refusal
        now = replace(entry, values={**entry.values, **values}, live=request.act != "take_out")
        return self._written(_ACTS[request.act], now, request.reason, _DONE[request.act])

    def add(self, request: EntryAddition) -> RosterReceipt | Refusal:
        """One more entry; one that was taken out comes back under its key."""
        roster = self.known.roster
        entries.lock(self.session, (roster.id,))
        if request.body not in self.bodies:
            return Forbidden(operation="登记该单位的台账")
        belongs = request.belongs or request.body
        if self.resources.organisation(self.session).find_body(belongs) is None:
            return Invalid.of("belongs", "请从现有单位中选择。")
        values = self._taken(request.values)
        if refusal := self._unknown(values):
            return refusal
        key = key_of(roster, values) or ""
        there = self._of_key(request.body, key)
        fresh = Entry(random_id(), roster.id, request.body, belongs, key, 0, live=False, values={})
        entry = there or fresh
        if entry.live:
            return Invalid.of(roster.key[0], f"台账中已有“{key}”，请在该记录上更正。")
        return self._written("enter", replace(entry, values=values, belongs=belongs, live=True), request.reason, "登记")

    def load(self, body: str, rows: Rows, reason: str) -> RosterReceipt | Refusal:
        """An entry is entered or changed for each row; whatever is wrong with any of them is told, and none is kept then."""
        entries.lock(self.session, (self.known.roster.id,))
        if body not in self.bodies:
            return Forbidden(operation="登记该单位的台账")
        told: list[Problem] = []
        changed, seen = 0, set[str]()
        for number, values in rows:
            done = self._row(body, values, reason, seen)
            if isinstance(done, Refusal):
                told += [Problem("file", f"第 {number} 行：{one}") for one in _sentences(done)]
            else:
                changed += done
        if told:
            return Invalid(problems=tuple(told))
        return RosterReceipt(entry="", entries=changed, message=f"已导入，登记或者变更 {changed} 条记录。")

    def _row(self, body: str, values: dict[str, Any], reason: str, seen: set[str]) -> int | Refusal:
        """How many entries one row changes: none where it says what stands there."""
        key = key_of(self.known.roster, values) or ""
        if key in seen:
            return Invalid.of("file", f"“{key}”在表中出现两次，请合并。")
        seen.add(key)
        there = self._of_key(body, key)
        if there and there.live and dict(there.values) == values:
            return 0
        fresh = Entry(random_id(), self.known.roster.id, body, body, key, 0, live=False, values={})
        entry = replace(there or fresh, values=values, live=True)
        done = self._written("change" if there and there.live else "enter", entry, reason, "登记")
        return done if isinstance(done, Refusal) else 1

    @property
    def _key(self) -> Any:  # noqa: ANN401 - the key of a roster, which this room only passes on
        return self.resources.vault.roster_key(self.known.roster.id)

    def _of_key(self, body: str, key: str) -> Entry | None:
        found = entries.keyed(self.session, self._key, self.known.roster.id, (key,)) if key else ()
        return next((one for one in found if one.body == body), None)

    def _taken(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: taken(self.known.roster.column(name), value) for name, value in values.items()}

    def _unknown(self, values: Mapping[str, Any]) -> Invalid | None:
        unknown = (name[:40] for name in values if self.known.roster.column(name) is None)
        said = (name if name.isprintable() else "（无法显示）" for name in unknown)
        problems = tuple(Problem("values", f"台账没有“{name}”这一列，请删去") for name in said)
        return Invalid(problems=problems) if problems else None

    def _written(self, act: EntryAct, entry: Entry, reason: str, done: str) -> RosterReceipt | Refusal:
        """The entry is kept, or all that is wrong with it is told."""
        roster = self.known.roster
        key = key_of(roster, entry.values) or ""
        if refusal := self._wrong(entry, reason) or self._taken_key(entry, key):
            return refusal
        belongs = str(entry.values.get(roster.belongs) or entry.belongs) if roster.belongs else entry.belongs
        now = replace(entry, key=key, belongs=belongs, version=entry.version + 1)
        hat = next((hat.post for hat in self.caller.posts if hat.body == entry.body), None)
        by = By(self.resources.clock(), person=self.caller.person, post=hat, reason=reason.strip())
        entries.write(self.session, self._key, act, now, by)
        return RosterReceipt(entry=now.id, entries=1, message=f"“{key}”已{done}。")

    def _wrong(self, entry: Entry, reason: str) -> Refusal | None:
        problems = (*self._problems(entry), *([] if reason.strip() else [Problem("reason", "请写明理由")]))
        return Invalid(problems=problems) if problems else marked("台账", [dict(entry.values), reason])

    def _taken_key(self, entry: Entry, key: str) -> Refusal | None:
        other = self._of_key(entry.body, key)
        if other is None or other.id == entry.id:
            return None
        return Invalid.of(self.known.roster.key[0], f"台账中已有“{key}”，不能改为同样的内容。")

    def _problems(self, entry: Entry) -> Iterator[Problem]:
        """All defects of what the entry would say."""
        roster, world = self.known.roster, world_of(self.session, self.resources)
        for column in roster.columns:
            value = entry.values.get(column.id)
            wrong = value_problem(column, value, entry.values, world) if filled(value) else None
            if not filled(value) and column.required == "always":
                yield Problem(column.id, f"请填写“{column.label}”")
            elif wrong := wrong or (misprint(value) if isinstance(value, str) else None):
                yield Problem(column.id, f"{column.label}：{wrong}")


def _sentences(refusal: Refusal) -> tuple[str, ...]:
    return tuple(one.message for one in refusal.problems) if isinstance(refusal, Invalid) else (refusal.message,)
