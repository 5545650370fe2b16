"""One act on one case, in the caller's transaction: open it, decide, append events, keep what was written, plan effects."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from flows.cases import around, booking, rosters
from flows.resources import Resources
from matters.calendar import local_day
from matters.case.aggregate import Case
from matters.case.effect_kinds import KINDS
from matters.case.events import Event
from matters.case.filed import Filed
from matters.case.fold import evolve, fold
from matters.case.owed import owed
from matters.case.values import ItemKey
from matters.commands.base import Command, Itemised, OnItem
from matters.commands.cases import Submit
from matters.commands.reports import (
    CheckRules,
    RecordBegun,
    RecordCall,
    RecordEnd,
    RecordFailure,
    RecordLookUp,
    RecordPaper,
    ReportFault,
    Reresolve,
    Ring,
)
from matters.errors.base import Refusal
from matters.figures.facts import facts_of
from matters.filing.asked import complete
from matters.language.document import Definition
from matters.language.recurring.periods import period_called
from matters.lifecycle import Verdict, decide
from matters.organisation.proxies import Proxy
from matters.organisation.snapshot import Organisation
from matters.world import World
from storage import cases, ledger
from storage.cases import CaseHead, Written
from storage.database import Session, when_kept
from storage.figures import counting
from storage.people import proxies
from storage.recurring import reports
from storage.searching import words
from storage.vault import SecretKey

_KEPT = tuple(kind.name for kind in KINDS.values() if kind.outlives)  # people and other cases are still told

log = logging.getLogger("once.cases")


@dataclass(frozen=True)
class Opened:
    """A case with everything a decision or a page needs. `answers` and `materials` are what it says now."""

    head: CaseHead
    matter: Definition
    events: tuple[Event, ...]
    case: Case
    key: SecretKey | None
    written: tuple[Written, ...]

    @property
    def answers(self) -> dict[str, Any]:
        """What the form says: the answers as last written, with what is computed from them."""
        return complete(self.matter, self._latest("answers"), local_day(self.events[-1].at))

    @property
    def filed(self) -> Filed:
        """What it says, as a decision takes it."""
        return Filed(self.answers, self.materials)

    @property
    def materials(self) -> dict[str, tuple[str, ...]]:
        """File ids by material as last written."""
        return {key: tuple(ids) for key, ids in self._latest("materials").items()}

    def _latest(self, part: str) -> dict[str, Any]:
        return next((dict(w.content[part]) for w in reversed(self.written) if part in w.content), {})

    def until(self, seq: int) -> "Opened":
        """The case as it stood after event `seq`, so that a replay draws the same paper."""
        if seq >= self.events[-1].seq:
            return self
        events = tuple(event for event in self.events if event.seq <= seq)
        case = fold(events)
        if case is None:
            raise ValueError(f"{self.head.case_no} has no event up to {seq}")
        written = tuple(w for w in self.written if w.seq <= seq)
        return replace(self, events=events, case=case, written=written)


def open_case(session: Session, resources: Resources, case_no: str, *, lock: bool = False) -> Opened | None:
    """The case of that number, locked for a change when asked."""
    head = cases.lock(session, case_no) if lock else cases.find(session, case_no)
    return _read(session, resources, head) if head else None


def open_locked(session: Session, resources: Resources, case_nos: Sequence[str]) -> tuple[Opened, ...]:
    """Several cases, locked for a change; refused where somebody else is changing one of them, see `cases.lock_all`."""
    return tuple(open_cases(session, resources, cases.lock_all(session, case_nos)).values())


def open_item(session: Session, resources: Resources, item_id: str) -> tuple[Opened, ItemKey] | None:
    """The case of a work item, locked for an act, and the item's key."""
    found = cases.lock_with_item(session, item_id)
    return (_read(session, resources, found.head), found.key) if found else None


def _read(session: Session, resources: Resources, head: CaseHead) -> Opened:
    """The row says whether the case is still as it lies at hand: nothing is added to a case without changing its row."""
    known = (resources.at_hand or {}).get(head.case_no)
    if isinstance(known, Opened) and known.head == head:
        return known
    key = resources.vault.case_key(head.case_no, head.wrapped_key)
    events, written = cases.story(session, head.id, key)
    return _kept(session, resources, _opened(session, resources, head, events, key, written))


def _kept(session: Session, resources: Resources, opened: Opened) -> Opened:
    """It lies at hand once it is committed: the row of another act could say the same as that of one which was undone."""
    at_hand = resources.at_hand
    if at_hand is not None:
        when_kept(session, lambda: at_hand.update({opened.head.case_no: opened}))
    return opened


def open_cases(session: Session, resources: Resources, heads: Iterable[CaseHead]) -> dict[int, Opened]:
    """Several cases for reading, by their ids, in two statements for any number of them."""
    known = {head.id: head for head in heads}
    events = cases.histories(session, known)
    found = {one: resources.vault.case_key(head.case_no, head.wrapped_key) for one, head in known.items()}
    keys = {one: key for one, key in found.items() if key}
    written = cases.all_revisions(session, keys)
    return {
        one: _opened(session, resources, head, events[one], keys.get(one), written.get(one, ()))
        for one, head in known.items()
    }


def _opened(
    session: Session,
    resources: Resources,
    head: CaseHead,
    events: tuple[Event, ...],
    key: SecretKey | None,
    written: tuple[Written, ...],
) -> Opened:
    case = fold(events)
    if case is None:
        raise ValueError(f"{head.case_no} has no events")
    return Opened(head, resources.definition(session, head.definition), events, case, key, written)


def world_of(session: Session, resources: Resources, given: tuple[Proxy, ...] = ()) -> World:
    """The world as it is now, with the proxies given to whoever is to stand in."""
    return World(
        organisation=resources.organisation(session),
        calendar=resources.calendar(session),
        now=resources.clock(),
        proxies=given,
    )


def file_case(
    session: Session, resources: Resources, matter: Definition, command: Submit, title: str, about: str
) -> tuple[CaseHead, Case] | Refusal:
    """Begin a case from a submission. `about`: the text by which it is found."""
    key = resources.vault.new_key(command.case_no)
    written = {"answers": dict(command.answers), "materials": dict(command.materials)}
    written |= {"places": dict(command.places)} if command.places else {}
    signed = command.model_copy(update={"said": key.digest(written)})
    filing = _world_of_filing(session, resources, matter, command)
    world = around.look_up_locked(session, resources, filing, matter, command.answers)
    events = decide(matter, None, Filed(), signed, world)
    if isinstance(events, Refusal):
        return events
    case = fold(events)
    assert case is not None
    head = cases.begin(session, events, case, key, _of_period(case, title))
    words.learn(session, head.id, resources.vault.words.of_case(case.case_no, about))
    cases.write_revision(session, head.id, events[0].seq, key, written)
    booking.hold(session, head.id, matter, case, command.answers)
    counting.begun(session, head)
    _admit(session, resources, head, case, events)
    _owe(session, resources, head, events, "申请")
    return head, case


def _of_period(case: Case, title: str) -> str:
    """A report is told from that of another period at a glance."""
    return f"{period_called(case.period)}{title}" if case.period else title


def refusal_of_filing(session: Session, resources: Resources, matter: Definition, command: Submit) -> Refusal | None:
    """Why the case would not be begun; nothing is."""
    filing = _world_of_filing(session, resources, matter, command)
    world = around.look_up(session, resources, filing, matter, command.answers)
    events = decide(matter, None, Filed(), command, world)
    return events if isinstance(events, Refusal) else None


def _world_of_filing(session: Session, resources: Resources, matter: Definition, command: Submit) -> World:
    """With the mandates given to whoever files for somebody else, and the periods for which the body has filed already.

    Two of the same body and day wait for each other at the number of their case, before this is read.
    """
    given = proxies.of_agent(session, command.actor.person, resources.today) if command.channel else ()
    world = world_of(session, resources, given)
    if matter.recurring is None:
        return world
    body = world.organisation.post(command.hat.post).body
    filed = reports.filed_by(session, matter.code, (body,))
    return replace(world, reported={one.period: one.case_no for one in filed})


def _decided(
    session: Session, resources: Resources, opened: Opened, command: Command, answers: Mapping[str, Any]
) -> Verdict:
    agent = command.actor.person if command.behalf else None
    given = proxies.of_agent(session, agent, resources.today) if agent else ()
    world = replace(world_of(session, resources, given), proof_minutes=resources.settings.identity_check_minutes)
    if isinstance(command, Itemised):
        house = resources.house_rules(session).of(opened.case.owner_body, world.organisation)
        world = replace(world, house=house)
    kept = (opened.head.id, opened.case)
    world = around.look_up_locked(session, resources, world, opened.matter, answers, kept)
    return decide(opened.matter, opened.case, opened.filed, command, world)


def refusal_of(
    session: Session, resources: Resources, opened: Opened, command: Command, written: Mapping[str, Any]
) -> Refusal | None:
    """Why the command on a locked case would be refused; nothing is done."""
    found = _decided(session, resources, opened, command, written.get("answers", opened.filed.answers))
    return found if isinstance(found, Refusal) else None


def act_on(
    session: Session,
    resources: Resources,
    opened: Opened,
    command: Command,
    written: Mapping[str, Any],
    advance: int | None = None,
) -> Case | Refusal:
    """Carry out a command on a locked case. `written` is what the person wrote; `advance` joins a running advance."""
    if written and opened.key:
        command = command.model_copy(update={"said": opened.key.digest(dict(written))})
    answers = written.get("answers", opened.filed.answers)
    events = _decided(session, resources, opened, command, answers)
    if isinstance(events, Refusal):
        return events
    if not events:
        return opened.case
    case = reduce(evolve, events, opened.case)
    head = cases.append(session, opened.head, events, opened.case, case)
    if written and opened.key:
        cases.write_revision(session, head.id, events[0].seq, opened.key, dict(written))
    else:
        _kept(session, resources, replace(opened, head=head, events=(*opened.events, *events), case=case))
    booking.hold(session, head.id, opened.matter, case, answers)
    rosters.Hand(session, resources, head.id, opened.matter, case, answers).keep(events)
    if case.ended and not opened.case.ended:
        count_end(session, resources, replace(opened, head=head, events=(*opened.events, *events), case=case))
    if case.ended in ("withdrawn", "terminated"):
        ledger.cancel_planned(session, head.id, keep=_KEPT)
    _admit(session, resources, head, case, events)
    _owe(session, resources, head, events, _label(opened, command), advance)
    return case


def count_end(session: Session, resources: Resources, opened: Opened) -> None:
    """What the case counts towards the figures, as it stands at its end."""
    organisation = resources.organisation(session)
    facts = facts_of(opened.matter, opened.events, opened.case, opened.materials, organisation)
    counting.ended(session, opened.head, facts)


def _admit(session: Session, resources: Resources, head: CaseHead, case: Case, events: Sequence[Event]) -> None:
    """Access of new parties, committed together with the events.

    A body that is asked something beside the handling is no party: those who are asked see what that takes.
    """
    cases.grant_access(session, head.id, _parties(case, events, resources.organisation(session)))


def _owe(
    session: Session,
    resources: Resources,
    head: CaseHead,
    events: Sequence[Event],
    label: str,
    advance: int | None = None,
) -> None:
    """The effects owed, planned together with the events: an advance of their own, or joining a running one."""
    effects = [effect for event in events for effect in owed(event)]
    if effects:
        now = resources.clock()
        if advance is None:
            planned = ledger.plan(session, head, events[0].seq, label, effects, now)
            when_kept(session, lambda: log.info("计划事后动作", extra={"advance": str(planned)}))
        else:
            ledger.plan_more(session, head, advance, effects, now)


def _parties(case: Case, events: Sequence[Event], organisation: Organisation) -> set[tuple[str, str]]:
    """The bodies of those for whom a step waits since the events, with that step; those it began with are party already."""
    return {
        (body, f"step:{event.place}")
        for event in events
        if event.place not in ("", *case.aside)
        for body in {organisation.post(holder.post).body for holder in event.waits_for}
        if body not in (case.applicant_body, case.owner_body)
    }


def _label(opened: Opened, command: Command) -> str:
    if isinstance(command, OnItem | Reresolve | Ring | CheckRules | RecordLookUp | RecordCall | ReportFault):
        item = opened.case.item(command.item)
        return opened.matter.called(item.step) if item else "办理"
    if isinstance(command, RecordBegun | RecordFailure | RecordEnd):
        return "子事项"
    return "文书" if isinstance(command, RecordPaper) else "撤回"
