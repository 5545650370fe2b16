"""The desk of rosters (台账): what stands in them as one may see it, and how those who keep them mend it by hand."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from flows.cases.deciding import world_of
from flows.cases.rosters import Declared, declared
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.listing import cut
from flows.service.intake.roster_tables import read, written
from flows.service.intake.rosters import Correcting
from flows.service.permissions import SIGNED_IN, allowed_to, roles
from flows.service.shown.rosters import choice_of, columns_of, entry_line, history_of
from flows.views.base import EXPORTED_AS, Turn
from flows.views.cases import FileContent
from flows.views.people import Caller
from flows.views.rosters import (
    EntryAddition,
    EntryChoice,
    EntryChoices,
    EntryCorrection,
    EntryLine,
    EntryList,
    EntryView,
    RosterLine,
    RosterList,
    RosterReceipt,
)
from matters.calendar import SHANGHAI
from matters.entries import Entry
from matters.errors.base import Refusal
from matters.errors.door import NotFound
from matters.language.vocabulary import BodyRef
from matters.language.words.answers import Names
from matters.organisation.snapshot import Holder
from matters.typed import cleaned
from matters.who.parties import Parties, body_of
from storage.database import Session
from storage.rosters import entries

_KEEPERS = roles("window", "approver")
_MOST = 100  # to choose from at once: more are searched
_NOBODY = Holder(person="", post="")


class RosterDesk(WorkingDesk):
    """Whoever keeps a roster or supervises its keeper sees their part of it; others what it is open to."""

    @allowed_to(SIGNED_IN, "查看台账")
    def list(self, caller: Caller) -> RosterList:
        """The rosters in which the caller may see anything, or keeps a part."""
        with self._resources.database.reading() as session:
            known = declared(session, self._resources)
            lines = (self._line(session, caller, one) for one in known.values())
            return RosterList(items=tuple(line for line in lines if line))

    @allowed_to(SIGNED_IN, "查看台账")
    def show(
        self, caller: Caller, roster: str, q: str = "", page: int | Turn = 1, *, gone: bool = False
    ) -> EntryList | NotFound:
        """The entries the caller may see, or those taken out, in which each of the words stands."""
        with self._resources.database.reading() as session:
            known = declared(session, self._resources).get(roster)
            line = self._line(session, caller, known) if known else None
            if known is None or line is None:
                return NotFound(what=f"台账 {roster[:40]}")
            names = self._names(session)
            seen = (one for one in self._seen(session, caller, known) if one.live != gone)
            found = [line for line in (entry_line(known, one, names) for one in seen) if _says(line, q)]
        items, where = cut(found, page)
        return EntryList(roster=line, columns=columns_of(known.roster), items=items, page=where)

    @allowed_to(SIGNED_IN, "查看台账记录")
    def entry(self, caller: Caller, roster: str, entry_id: str) -> EntryView | NotFound:
        """One entry with its history."""
        with self._resources.database.reading() as session:
            known = declared(session, self._resources).get(roster)
            line = self._line(session, caller, known) if known else None
            key = self._resources.vault.roster_key(roster)
            there = next(iter(entries.named(session, key, roster, (entry_id,))), None) if known else None
            if known is None or line is None or there is None or not self._sees(session, caller, known, there):
                return NotFound(what="该台账记录", denied=entry_id if there else "")
            reach = self._reach(session, caller)
            told = entries.story(session, key, entry_id)
            history = history_of(
                known.roster,
                told,
                self._resources.organisation(session),
                lambda case_no: not isinstance(reach.some(case_no), NotFound),
            )
            return EntryView(
                line=entry_line(known, there, self._names(session)),
                roster=line,
                columns=columns_of(known.roster),
                history=tuple(reversed(tuple(history))),
                may_correct=there.body in line.corrects,
            )

    @allowed_to(SIGNED_IN, "选用台账记录")
    def choices(
        self,
        caller: Caller,
        roster: str,
        of: BodyRef,
        parties: Mapping[str, str],
        answers: Mapping[str, Any],
        q: str = "",
    ) -> EntryChoices:
        """The entries that a field may name in a case between these parties, as far as the caller may see them."""
        with self._resources.database.reading() as session:
            known = declared(session, self._resources).get(roster)
            whose = self._part(session, of, parties, answers)
            found = self._open(session, caller, known, whose) if known else ()
        items, where = cut([one for one in found if all(word in one.text for word in q.split())], 1, _MOST)
        return EntryChoices(items=items, page=where)

    def _open(self, session: Session, caller: Caller, known: Declared, whose: str | None) -> tuple[EntryChoice, ...]:
        """What stands in that body's part, or in all of them, as choices."""
        names = self._names(session)
        seen = (one for one in self._seen(session, caller, known) if one.live and whose in (None, one.body))
        return tuple(choice_of(known.roster, one, names) for one in seen)

    @allowed_to(_KEEPERS, "更正台账记录")
    def correct(
        self, caller: Caller, roster: str, entry_id: str, request: EntryCorrection, key: str | None = None
    ) -> RosterReceipt | Refusal:
        """Mend an entry by hand, with a reason that is kept with it."""
        content = [roster, entry_id, request.model_dump(mode="json")]
        correcting = Operation(caller, "更正台账记录", entry_id, key=key, content=content)

        def work(session: Session) -> RosterReceipt | Refusal:
            hand = self._hand(session, caller, roster)
            return hand.correct(entry_id, request) if isinstance(hand, Correcting) else hand

        return self._change(correcting, work, RosterReceipt)

    @allowed_to(_KEEPERS, "手工登记台账记录")
    def add(
        self, caller: Caller, roster: str, request: EntryAddition, key: str | None = None
    ) -> RosterReceipt | Refusal:
        """Enter an entry by hand into the part of a body in the caller's charge."""
        content = [roster, request.model_dump(mode="json")]
        adding = Operation(caller, "手工登记台账记录", roster, key=key, content=content)

        def work(session: Session) -> RosterReceipt | Refusal:
            hand = self._hand(session, caller, roster)
            return hand.add(request) if isinstance(hand, Correcting) else hand

        return self._change(adding, work, RosterReceipt, lambda done: done.entry)

    @allowed_to(SIGNED_IN, "导出台账")
    def workbook(self, caller: Caller, roster: str) -> FileContent | NotFound:
        """What stands there as the caller may see it, to be taken along, or changed and loaded again; that is recorded."""
        with self._resources.database.reading() as session:
            known = declared(session, self._resources).get(roster)
            if known is None or self._line(session, caller, known) is None:
                return NotFound(what=f"台账 {roster[:40]}")
            found = tuple(one for one in self._seen(session, caller, known) if one.live)
            now, names = self._resources.clock().astimezone(SHANGHAI), self._names(session)
        content = written(known.roster, found, names, now)
        self._record(Operation(caller, "导出台账", f"{roster} {len(found)} 条", content=roster))
        return FileContent(
            name=f"{known.roster.name}{now:%Y%m%d%H%M}.xlsx", media_type=EXPORTED_AS["xlsx"], content=content
        )

    @allowed_to(_KEEPERS, "导入台账")
    def load(
        self, caller: Caller, roster: str, body: str, content: bytes, reason: str, key: str | None = None
    ) -> RosterReceipt | Refusal:
        """Enter or change an entry for each row of a workbook, or none where any row is wrong."""
        asked = [roster, body, hashlib.sha256(content).hexdigest(), reason]
        loading = Operation(caller, "导入台账", roster, key=key, content=asked)

        def work(session: Session) -> RosterReceipt | Refusal:
            hand = self._hand(session, caller, roster)
            if not isinstance(hand, Correcting):
                return hand
            rows = read(hand.known.roster, content, self._names(session))
            return rows if isinstance(rows, Refusal) else hand.load(body, rows, cleaned(reason))

        return self._change(loading, work, RosterReceipt)

    def _hand(self, session: Session, caller: Caller, roster: str) -> Correcting | NotFound:
        known = declared(session, self._resources).get(roster)
        line = self._line(session, caller, known) if known else None
        if known is None or line is None:
            return NotFound(what=f"台账 {roster[:40]}")
        return Correcting(session, self._resources, caller, known, frozenset(line.corrects))

    def _line(self, session: Session, caller: Caller, known: Declared) -> RosterLine | None:
        """The roster as the caller has it; nothing where there is nothing for the caller in it."""
        names = self._names(session)
        mends = self._reach(session, caller).bodies_in_charge(*known.roster.corrected_by)
        corrects = {body: names.body(body) for body in self._keeping(session, known).intersection(mends)}
        keeps = self._keeping(session, known).intersection(self._kept(session, caller))
        live = sum(one.live for one in self._seen(session, caller, known))
        if known.roster.seen_by == "keepers" and not (keeps or live):
            return None
        return RosterLine(
            id=known.roster.id,
            name=known.roster.name,
            matter=known.matter.code,
            matter_name=known.matter.name,
            entries=live,
            corrects=dict(sorted(corrects.items())),
        )

    def _seen(self, session: Session, caller: Caller, known: Declared) -> Iterator[Entry]:
        key = self._resources.vault.roster_key(known.roster.id)
        kept, own = self._kept(session, caller), {hat.body for hat in caller.posts}
        for one in entries.of_roster(session, key, known.roster.id):
            if known.roster.seen_by == "everybody" or one.body in kept:
                yield one
            elif known.roster.seen_by == "belonging" and one.belongs in own:
                yield one

    def _sees(self, session: Session, caller: Caller, known: Declared, entry: Entry) -> bool:
        return any(one.id == entry.id for one in self._seen(session, caller, known))

    def _kept(self, session: Session, caller: Caller) -> frozenset[str]:
        """The bodies whose part the caller sees: those in the caller's charge, and those supervised."""
        reach = self._reach(session, caller)
        return frozenset((*reach.bodies_in_charge("window", "approver"), *reach.bodies_overseen()))

    def _keeping(self, session: Session, known: Declared) -> frozenset[str]:
        """The bodies that keep a part: those that accept the matter by which the roster is declared."""
        organisation, today = self._resources.organisation(session), self._resources.today
        owner = known.matter.guide.owner
        holding = (duty.body for duty in organisation.duties if duty.duty == owner.duty and duty.valid(today))
        return frozenset(body for body in holding if organisation.body(body).level in owner.levels)

    def _part(
        self, session: Session, of: BodyRef, parties: Mapping[str, str], answers: Mapping[str, Any]
    ) -> str | None:
        """The body whose part a field means; nothing as long as a page cannot tell."""
        if not {"applicant", "owner"} <= set(parties):
            return None
        between = Parties(_NOBODY, parties["applicant"], parties["owner"], says=answers)
        found = body_of(of, between, world_of(session, self._resources))
        return found.id if found else None

    def _names(self, session: Session) -> Names:
        return Names(self._resources.organisation(session), self._resources.today)


def _says(line: EntryLine, q: str) -> bool:
    """Whether each of the words stands somewhere in the entry."""
    said = "\n".join((line.key, line.belongs_name, *line.texts.values()))
    return all(word in said for word in q.split())
