"""What a result does to rosters (台账): entries come in, change or go with the decision, and come back when it is revoked."""

from collections.abc import Iterator

from matters.case.events.rosters import EntriesPutBack, EntriesSeen, EntriesWritten
from matters.case.values import EntrySeen, EntryWritten
from matters.engine.decision import Decision
from matters.entries import Entry, Rosters, key_of
from matters.errors.base import Refusal
from matters.errors.handling import NotPossible
from matters.filing.entries import Planned, entry_of, moved, named_in, part_of, planned

_UNKNOWN = 0  # the version of an entry where nobody has looked


def note_seen(decision: Decision) -> None:
    """Which entries the act has named, and as they stood: a decision must not rest on what has changed since."""
    fields = _named_now(decision)
    if fields and decision.world.rosters is not None:
        seen = tuple(
            EntrySeen(field=one.field.id, row=one.row, entry=entry.id, version=entry.version)
            for one in named_in(decision.matter, decision.filed.answers)
            if one.field.id in fields and (entry := entry_of(one, decision.world, decision.parties))
        )
        decision.tell(EntriesSeen, fields=fields, seen=seen)


def _named_now(decision: Decision) -> tuple[str, ...]:
    """The fields naming entries that this act has filled in."""
    brought = {*getattr(decision.command, "answers", ()), *getattr(decision.command, "fills", ())}
    return tuple(dict.fromkeys(field.id for field, _ in decision.matter.entry_fields if field.id in brought))


def take_effect(decision: Decision) -> Refusal | None:
    """The matter is granted: what it writes stands from now on, or all that is in the way is told."""
    entering = _Entering(decision)
    written = tuple(entering.written())
    if entering.wrong:
        return NotPossible(action=decision.action, why="；".join(dict.fromkeys(entering.wrong)))
    if written:
        decision.rule(EntriesWritten, entries=written)
    return None


def put_back(decision: Decision) -> Refusal | None:
    """The decision does not stand: each entry is as it was before it, unless somebody has changed it since."""
    entered, rosters = decision.case.entered, decision.world.rosters
    for one in entered:
        entry = rosters.of(one.entry) if rosters else None
        if rosters and (entry is None or entry.version != one.version):
            key = f"中的“{entry.key}”" if entry else ""
            why = f"台账“{rosters.called(one.roster)}”{key}在本件登入之后又有变更，请先在台账中更正，再撤销决定"
            return NotPossible(action=decision.action, why=why)
    if entered:
        back = (one.model_copy(update={"version": one.version + 1}) for one in reversed(entered))
        decision.rule(EntriesPutBack, entries=tuple(back))
    return None


class _Entering:
    """One decision that takes effect on rosters. `wrong`: what is in its way."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        self.rosters = decision.world.rosters
        self.wrong = list(_moved(decision, self.rosters)) if self.rosters else []
        self._touched: set[str] = set()

    def written(self) -> Iterator[EntryWritten]:
        """What is written, as far as it can be."""
        for count, one in enumerate(
            planned(self.decision.matter, self.decision.filed.answers, self.decision.world.today), 1
        ):
            body = part_of(one.rule.of, self.decision.world, self.decision.parties)
            if body is None:
                self.wrong.append("找不到保管该台账的单位，请核对填报内容")
                continue
            found = self._entry(one, body.id, f"{self.decision.case.case_no}.{count}")
            if found:
                entry, version = found
                facts = {"roster": one.rule.roster, "body": body.id, "entry": entry, "version": version}
                yield EntryWritten(write=one.number, row=one.row, act=one.rule.act, **facts)

    def _entry(self, one: Planned, body: str, fresh: str) -> tuple[str, int] | None:
        """Which entry is written, and its version then."""
        if self.rosters is None:
            return fresh, _UNKNOWN
        declared = self.rosters.declared.get(one.rule.roster)
        key = one.key if one.rule.act != "enter" else key_of(declared, one.values) if declared else None
        name = self.rosters.called(one.rule.roster)
        if key is None:
            self.wrong.append(f"登入台账“{name}”所需的内容不全，请补全后再办")
            return None
        entry = self.rosters.find(one.rule.roster, body, key)
        problem = self._problem(one, entry, f"{one.rule.roster}\n{body}\n{key}")
        if problem:
            self.wrong.append(f"台账“{name}”{problem.format(key)}")
            return None
        return (entry.id, entry.version + 1) if entry else (fresh, 1)

    def _problem(self, one: Planned, entry: Entry | None, place: str) -> str | None:
        """Why the entry cannot be written so; an entry is written once by one decision."""
        twice, there = place in self._touched, entry is not None and entry.live
        self._touched.add(place)
        if twice:
            return "中的“{}”在本件中出现两次，请退回申请人更正"
        if one.rule.act == "enter":
            return "中已有“{}”，不能重复登记，请退回申请人更正，或者不予同意" if there else None
        return None if there else "中的“{}”已经注销，请退回申请人重新选择，或者不予同意"


def _moved(decision: Decision, rosters: Rosters) -> list[str]:
    """What has changed since it was chosen, but for what this act has chosen anew, with what to do about it."""
    found = moved(decision.matter, decision.case, rosters, _named_now(decision))
    return [f"{what}，请退回{who}重新选择“{label}”，或者不予同意" for what, who, label in found]
