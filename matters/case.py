"""The case (办件) folded from its events: frozen, with a status that is computed and never set."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import singledispatch
from typing import Literal

from matters.events import (
    AcceptanceRefused,
    Accepted,
    Approved,
    Arrived,
    Completed,
    Concluded,
    Decided,
    Dropped,
    Event,
    Forked,
    HoldersChanged,
    ItemsClosed,
    PaperIssued,
    Rejected,
    StepOpened,
    Submitted,
    Supplemented,
    SupplementRequested,
    Withdrawn,
)
from matters.organisation import Holder

Status = Literal["submitted", "supplementing", "in_progress", "decided", "concluded", "acceptance_refused", "withdrawn"]
STATUS_NAMES: dict[Status, str] = {
    "submitted": "待受理", "supplementing": "待补正", "in_progress": "办理中", "decided": "已决定",
    "concluded": "已办结", "acceptance_refused": "不予受理", "withdrawn": "已撤回",
}  # fmt: skip
ENDED: frozenset[Status] = frozenset({"concluded", "acceptance_refused", "withdrawn"})


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Work item 待办: a step waiting for one of its holders. `key` is `<seq>:<step>` of the event that opened it.

    `seat`: which signer of a countersigned step. `organisation`: the version in which the holders were found.
    """

    key: str
    step: str
    holders: tuple[Holder, ...]
    opened_at: datetime
    due: date | None
    provisional: bool = False
    version: int = 1
    supplement: bool = False
    seat: str | None = None
    organisation: int = 0


@dataclass(frozen=True, slots=True)
class Deed:
    """What one person did at one item, for the separation of hands and for “who and when”."""

    item: str
    step: str
    actor: Holder
    at: datetime
    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Why an item needs nobody any more, through whose act, and when."""

    item: str
    actor: Holder
    at: datetime
    why: Dropped


@dataclass(frozen=True, slots=True)
class Fork:
    """The branches taken at a step, or the signers of a countersigned one, and how those that are done ended.

    `since`: the event that opened it, so that what was done in an earlier round is told apart.
    """

    step: str
    branches: tuple[str, ...]
    since: int
    passed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    def after(self, branch: str, passed: bool) -> "Fork":
        """The fork once that branch has arrived."""
        if passed:
            return replace(self, passed=(*self.passed, branch))
        return replace(self, refused=(*self.refused, branch))

    @property
    def under_way(self) -> tuple[str, ...]:
        """The branches that have not arrived."""
        return tuple(b for b in self.branches if b not in self.passed and b not in self.refused)


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """A paper that exists: number, document id and digest of its sealed file."""

    paper: str
    number: str
    document: str
    digest: str


@dataclass(frozen=True, slots=True)
class Case:
    """Case 办件. Built by `evolve` alone."""

    case_no: str
    matter: str
    definition: str
    applicant: Holder
    applicant_body: str
    owner_body: str
    filed_at: datetime
    seq: int
    items: tuple[WorkItem, ...] = ()
    closed: tuple[WorkItem, ...] = ()
    deeds: tuple[Deed, ...] = ()
    drops: tuple[Drop, ...] = ()
    forks: tuple[Fork, ...] = ()
    papers: tuple[IssuedPaper, ...] = ()
    accepted_at: datetime | None = None
    due: date | None = None
    provisional: bool = False
    targets: tuple[str, ...] = ()
    resume: str | None = None
    also: tuple[str, ...] = ()
    paused_at: datetime | None = None
    result: Literal["granted", "denied"] | None = None
    result_paper: str | None = None
    decided_at: datetime | None = None
    ended: Literal["concluded", "acceptance_refused", "withdrawn"] | None = None

    @property
    def status(self) -> Status:
        """The status people read, computed from what has happened."""
        if self.ended:
            return self.ended
        if self.result:
            return "decided"
        if self.paused_at:
            return "supplementing"
        return "in_progress" if self.accepted_at else "submitted"

    def item(self, key: str) -> WorkItem | None:
        """The open item of that key."""
        return next((item for item in self.items if item.key == key), None)

    def fork(self, step: str) -> Fork | None:
        """The fork at that step as it was taken last."""
        return next((fork for fork in self.forks if fork.step == step), None)

    def signed(self, step: str) -> dict[str, bool]:
        """Who has signed the countersigned step in its present round, and whether they agreed."""
        fork = self.fork(step)
        since = fork.since if fork else 0
        deeds = (deed for deed in self.deeds if deed.step == step and deed.seq > since)
        return {d.actor.person: d.what == "approved" for d in deeds if d.what in ("approved", "rejected")}

    def drop_of(self, item: str) -> Drop | None:
        """Why an item was closed without a deed."""
        return next((drop for drop in self.drops if drop.item == item), None)

    def deed_on(self, item: str) -> Deed | None:
        """What was done at an item that is closed."""
        return next((deed for deed in self.deeds if deed.item == item), None)


def fold(events: Iterable[Event]) -> Case | None:
    """The case that these events, in order, make."""
    case: Case | None = None
    for event in events:
        case = evolve(case, event)
    return case


def evolve(case: Case | None, event: Event) -> Case:
    """The case after one more event."""
    if isinstance(event, Submitted):
        return _begun(event)
    if case is None:
        raise ValueError(f"{event.type} before submitted")
    return replace(_changed(event, case), seq=event.seq)


def _begun(event: Submitted) -> Case:
    return Case(
        case_no=event.case_no,
        matter=event.matter,
        definition=event.definition,
        applicant=event.applicant,
        applicant_body=event.applicant_body,
        owner_body=event.owner_body,
        filed_at=event.at,
        seq=event.seq,
    )


@singledispatch
def _changed(event: object, case: Case) -> Case:
    """Events that leave the case as it is: a second submission does not exist, a step passed by rule opens nothing."""
    return case


@_changed.register
def _(event: StepOpened, case: Case) -> Case:
    return replace(case, items=(*case.items, _opened(event)))


@_changed.register
def _(event: Accepted, case: Case) -> Case:
    done = _done(case, event, event.item)
    return replace(done, accepted_at=event.at, due=event.due, provisional=event.provisional)


@_changed.register
def _(event: AcceptanceRefused, case: Case) -> Case:
    return replace(_done(case, event, event.item), ended="acceptance_refused")


@_changed.register
def _(event: SupplementRequested, case: Case) -> Case:
    done = _done(case, event, event.item)
    items = (*done.items, _asked(event))
    return replace(
        done, items=items, targets=event.targets, resume=event.resume, also=event.also, paused_at=event.at
    )


@_changed.register
def _(event: Supplemented, case: Case) -> Case:
    done = _done(case, event, event.item)
    return replace(done, paused_at=None, targets=(), resume=None, also=(), due=event.due, provisional=event.provisional)


@_changed.register
def _(event: Forked, case: Case) -> Case:
    others = tuple(fork for fork in case.forks if fork.step != event.step)
    return replace(case, forks=(*others, Fork(event.step, event.branches, event.seq)))


@_changed.register
def _(event: Arrived, case: Case) -> Case:
    forks = (fork.after(event.branch, event.passed) if fork.step == event.step else fork for fork in case.forks)
    return replace(case, forks=tuple(forks))


@_changed.register
def _(event: ItemsClosed, case: Case) -> Case:
    rest = tuple(item for item in case.items if item.key not in event.items)
    gone = tuple(item for item in case.items if item.key in event.items)
    drops = (*case.drops, *(Drop(item.key, event.actor, event.at, event.why) for item in gone))
    return replace(case, items=rest, closed=(*case.closed, *gone), drops=drops)


@_changed.register
def _(event: HoldersChanged, case: Case) -> Case:
    items = (
        replace(item, holders=event.holders, organisation=event.organisation, version=item.version + 1)
        if item.key == event.item
        else item
        for item in case.items
    )
    return replace(case, items=tuple(items))


@_changed.register
def _(event: Approved | Rejected | Completed, case: Case) -> Case:
    return _done(case, event, event.item)


@_changed.register
def _(event: Decided, case: Case) -> Case:
    return replace(case, result=event.result, result_paper=event.paper, decided_at=event.at)


@_changed.register
def _(event: PaperIssued, case: Case) -> Case:
    paper = IssuedPaper(event.paper, event.number, event.document, event.digest)
    return replace(case, papers=(*case.papers, paper))


@_changed.register
def _(event: Withdrawn, case: Case) -> Case:
    return replace(case, items=(), closed=(*case.closed, *case.items), paused_at=None, ended="withdrawn")


@_changed.register
def _(event: Concluded, case: Case) -> Case:
    done = _done(case, event, event.item) if event.item else case
    return replace(done, ended="concluded")


def _opened(event: StepOpened) -> WorkItem:
    return WorkItem(
        key=f"{event.seq}:{event.step}",
        step=event.step,
        holders=event.holders,
        opened_at=event.at,
        due=event.due,
        provisional=event.provisional,
        seat=event.seat,
        organisation=event.organisation,
    )


def _asked(event: SupplementRequested) -> WorkItem:
    return WorkItem(
        key=f"{event.seq}:{event.resume}",
        step=event.resume,
        holders=(event.holder,),
        opened_at=event.at,
        due=None,
        supplement=True,
    )


def _done(case: Case, event: Event, key: str) -> Case:
    """The item closes with a deed of the actor."""
    item = case.item(key)
    if item is None:
        raise ValueError(f"{event.type}: no open item {key}")
    deed = Deed(item=key, step=item.step, actor=event.actor, at=event.at, seq=event.seq, what=event.type)
    rest = tuple(other for other in case.items if other.key != key)
    return replace(case, items=rest, closed=(*case.closed, item), deeds=(*case.deeds, deed))
