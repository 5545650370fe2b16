"""Rosters (台账) in a transaction: what a decision must know of them, and what its events have written into them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flows.resources import Resources
from matters.calendar import local_day
from matters.case.aggregate import Case
from matters.case.events import Event
from matters.case.events.rosters import EntriesPutBack, EntriesWritten
from matters.case.values import EntryWritten
from matters.entries import Entry, Rosters, key_of
from matters.filing.asked import complete
from matters.filing.entries import keys_in, planned
from matters.language.document import Definition
from matters.language.rosters import Roster
from matters.world import World
from storage.database import Session
from storage.definitions import matters
from storage.rosters import entries
from storage.rosters.entries import By, EntryAct


@dataclass(frozen=True, slots=True)
class Declared:
    """A roster with the matter that declares it in its version in force."""

    roster: Roster
    matter: Definition


def declared(session: Session, resources: Resources) -> Mapping[str, Declared]:
    """The rosters of all matters in force, by id."""
    return resources.newest("rosters", matters.count_published(session), partial(_declared, session, resources))


def _declared(session: Session, resources: Resources) -> Mapping[str, Declared]:
    found = (resources.definition(session, head.digest) for head in matters.published(session))
    return {roster.id: Declared(roster, matter) for matter in found for roster in matter.rosters}


def look_up(
    session: Session,
    resources: Resources,
    world: World,
    matter: Definition,
    answers: Mapping[str, Any],
    case: Case | None = None,
) -> World:
    """The world with the rosters that the matter reads and writes, and the entries that the answers and the case name."""
    touched = _touched(matter)
    if not touched:
        return world
    known = declared(session, resources)
    rosters = Rosters({one: known[one].roster for one in sorted(touched) if one in known})
    says = complete(matter, answers, world.today)
    keys = keys_in(matter, says, world.today, rosters)
    ids = case.entries if case else frozenset()
    found: dict[str, Entry] = {}
    for roster in sorted(touched):
        wanted = {text for name, text in keys if name == roster}
        found |= {entry.id: entry for entry in _there(session, resources, roster, wanted, ids)}
    return replace(world, rosters=replace(rosters, entries=tuple(found.values())))


def _there(
    session: Session, resources: Resources, roster: str, keys: Collection[str], ids: Collection[str]
) -> tuple[Entry, ...]:
    key = resources.vault.roster_key(roster)
    return (*entries.keyed(session, key, roster, keys), *entries.named(session, key, roster, ids))


def lock(session: Session, matter: Definition) -> None:
    """Nobody else writes into what the matter reads and writes, until the transaction ends."""
    if touched := _touched(matter):
        entries.lock(session, touched)


def _touched(matter: Definition) -> set[str]:
    written = (rule.roster for rule in matter.outcome.result("granted").writes) if matter.outcome else ()
    return {asks.roster for _, asks in matter.entry_fields}.union(written)


@dataclass(frozen=True, slots=True)
class Hand:
    """The hand by which a case takes effect on rosters, in the transaction of its events. `answers`: what it says by then."""

    session: Session
    resources: Resources
    case_id: int
    matter: Definition
    case: Case
    answers: Mapping[str, Any]

    def keep(self, events: Sequence[Event]) -> None:
        """What the events have done to rosters stands there from now on."""
        for event in events:
            by = By(event.at, self.case_id, event.seq)
            if isinstance(event, EntriesWritten):
                for one, entry in self._written(event):
                    self._write(one, one.act, entry, by)
            elif isinstance(event, EntriesPutBack):
                for one in event.entries:
                    self._write(one, "put_back", self._as_before(one), by)

    def _write(self, one: EntryWritten, act: EntryAct, entry: Entry, by: By) -> None:
        entries.write(self.session, self.resources.vault.roster_key(one.roster), act, entry, by)

    def _written(self, event: EntriesWritten) -> Iterator[tuple[EntryWritten, Entry]]:
        day = local_day(event.at)
        plans = {(p.number, p.row): p for p in planned(self.matter, complete(self.matter, self.answers, day), day)}
        known = declared(self.session, self.resources)
        for one in event.entries:
            values = plans[one.write, one.row].values
            roster, before = known[one.roster].roster, self._before(one)
            yield one, _as_written(one, roster, values, before, self.case.applicant_body)

    def _before(self, one: EntryWritten) -> Entry | None:
        key = self.resources.vault.roster_key(one.roster)
        return next(iter(entries.named(self.session, key, one.roster, (one.entry,))), None)

    def _as_before(self, one: EntryWritten) -> Entry:
        """As it stood before it was written; what had come in by that is taken out."""
        key = self.resources.vault.roster_key(one.roster)
        (now,) = entries.named(self.session, key, one.roster, (one.entry,))
        story = {change.version: change for change in entries.story(self.session, key, one.entry)}
        earlier = story.get(one.version - 2)
        if earlier is None:
            return replace(now, version=one.version, live=False)
        before = replace(now, belongs=earlier.belongs, key=earlier.key, values=earlier.values)
        return replace(before, version=one.version, live=earlier.live)


def _as_written(
    one: EntryWritten, roster: Roster, values: Mapping[str, Any], before: Entry | None, applicant: str
) -> Entry:
    """How an entry stands once it is written; what is blank leaves a known entry as it was."""
    old = before.values if before and (one.act != "enter") else {}
    says = {**old, **values}
    key = key_of(roster, says) or (before.key if before else "")
    own = before.belongs if before and one.act != "enter" else applicant
    belongs = str(says.get(roster.belongs) or own) if roster.belongs else own
    return Entry(one.entry, one.roster, one.body, belongs, key, one.version, one.act != "take_out", says)
