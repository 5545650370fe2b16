"""How events make the case (折叠): one function per event, reading the event alone."""

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatch
from typing import Any

from matters.case import Arm, ArmEnd, Case, Copy, Deed, Detour, Drop, Fork, IssuedPaper, Suspension, WorkItem
from matters.events import (
    Abstained,
    AcceptanceRefused,
    Accepted,
    Advised,
    Approved,
    Arrived,
    Chosen,
    Claimed,
    Completed,
    Concluded,
    CopyRead,
    CopyRetracted,
    CopySent,
    Decided,
    Delegated,
    Event,
    Forked,
    HoldersChanged,
    ItemsClosed,
    PaperIssued,
    Recalled,
    Rejected,
    Released,
    Reopened,
    Resumed,
    ReturnedToStep,
    SignerRemoved,
    SignersAdded,
    StepOpened,
    Submitted,
    Supplemented,
    SupplementRequested,
    Suspended,
    SuspensionAsked,
    SuspensionRefused,
    TakenBack,
    Transferred,
    Urged,
    Waited,
    WaitOpened,
    Withdrawn,
)
from matters.organisation import Holder


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
    wrote = getattr(event, "wrote", ())
    written = (*case.written, (event.seq, wrote)) if wrote else case.written
    return replace(_changed(event, case), seq=event.seq, written=written)


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
def _(event: Chosen, case: Case) -> Case:
    others = tuple(one for one in case.chosen if one[0] != event.step)
    return replace(case, chosen=(*others, (event.step, event.holder)))


@_changed.register
def _(event: StepOpened, case: Case) -> Case:
    """A step that opens as a whole has no signers of its earlier round any more."""
    forks = case.forks if event.seat else tuple(fork for fork in case.forks if fork.step != event.step)
    return replace(case, items=(*case.items, _opened(event)), forks=forks)


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
    detours = case.detours if event.straight else ()
    return replace(
        done, items=items, targets=event.targets, resume=event.resume, also=event.also, straight=event.straight,
        detours=detours, paused_at=event.at,
    )  # fmt: skip


@_changed.register
def _(event: Supplemented, case: Case) -> Case:
    done = _done(case, event, event.item)
    return replace(done, paused_at=None, targets=(), resume=None, also=(), due=event.due, provisional=event.provisional)


@_changed.register
def _(event: Forked, case: Case) -> Case:
    others = tuple(fork for fork in case.forks if fork.step != event.step)
    arms = (Arm(arm, event.weights.get(arm, 1), event.after.get(arm, ())) for arm in event.branches)
    return replace(case, forks=(*others, Fork(event.step, tuple(arms))))


@_changed.register
def _(event: Arrived, case: Case) -> Case:
    end: ArmEnd = "abstained" if event.passed is None else "passed" if event.passed else "refused"
    return _arm(case, event.step, event.branch, end=end)


@_changed.register
def _(event: SignerRemoved, case: Case) -> Case:
    return _arm(case, event.step, event.seat, end="removed")


@_changed.register
def _(event: SignersAdded, case: Case) -> Case:
    """The adder's seat waits for those before it; those after it wait for it, as do all who came after it anyway."""
    item = _item(case, event.item)
    fork = case.fork(item.step) or Fork(item.step, (Arm(event.seat),))
    new = tuple(seat.id for seat in event.seats)
    after = (event.seat,) if event.where == "after" else ()
    adder = event.behalf or event.actor
    added = (Arm(s.id, after=after, adds_to=event.seat, adder=adder, who=(s.holder,)) for s in event.seats)
    arms = (replace(arm, after=(*arm.after, *new)) if event.seat in arm.after else arm for arm in fork.arms)
    fork = replace(fork, arms=(*arms, *added)).with_arm(event.seat, who=(adder,))
    if event.where == "before":
        fork = fork.with_arm(event.seat, after=new)
    items = tuple(replace(i, seat=event.seat, version=i.version + 1) if i is item else i for i in case.items)
    forks = (*(other for other in case.forks if other.step != item.step), fork)
    return replace(case, items=items, forks=forks)


@_changed.register
def _(event: ItemsClosed, case: Case) -> Case:
    rest = tuple(item for item in case.items if item.key not in event.items)
    gone = tuple(item for item in case.items if item.key in event.items)
    drops = (*case.drops, *(Drop(item.key, event.actor, event.at, event.why) for item in gone))
    return replace(case, items=rest, closed=(*case.closed, *gone), drops=drops)


@_changed.register
def _(event: HoldersChanged, case: Case) -> Case:
    return _handed(case, event.item, event.holders, organisation=event.organisation)


@_changed.register
def _(event: Claimed, case: Case) -> Case:
    group = _item(case, event.item).holders
    return _handed(case, event.item, (event.behalf or event.actor,), group=group)


@_changed.register
def _(event: Released, case: Case) -> Case:
    return _handed(case, event.item, _item(case, event.item).group)


@_changed.register
def _(event: Transferred, case: Case) -> Case:
    """Who passed it on has had it before their eyes, and may look at the case still."""
    return _involving(_handed(case, event.item, (event.to,), by_hand=True), event.actor)


@_changed.register
def _(event: Delegated, case: Case) -> Case:
    item = _item(case, event.item)
    lender = event.behalf or event.actor
    return _handed(case, event.item, (event.to,), group=item.group, lender=lender, by_hand=item.by_hand)


@_changed.register
def _(event: Advised | Recalled, case: Case) -> Case:
    item = _item(case, event.item)
    lender = (item.lender,) if item.lender else ()
    back = _handed(case, event.item, lender, group=item.group, by_hand=item.by_hand)
    return _involving(back, event.actor) if isinstance(event, Advised) else back


@_changed.register
def _(event: SuspensionAsked, case: Case) -> Case:
    """The consent is an item of its own; the work goes on until it is given."""
    about = _item(case, event.item)
    asked = WorkItem(
        key=f"{event.seq}:{about.step}", step=about.step, holders=event.holders, opened_at=event.at, due=None,
        purpose="suspension", organisation=event.organisation, about=event.item, until=event.until,
    )  # fmt: skip
    return replace(case, items=(*case.items, asked))


@_changed.register
def _(event: Suspended, case: Case) -> Case:
    about = _item(case, event.about)
    rests = replace(about, suspended=Suspension(event.at, event.until), version=about.version + 1)
    items = tuple(rests if item is about else item for item in case.items)
    done = _done(replace(case, items=items), event, event.item)
    return replace(done, stopped_at=event.at) if event.stops_clock else done


@_changed.register
def _(event: SuspensionRefused, case: Case) -> Case:
    return _done(case, event, event.item)


@_changed.register
def _(event: Resumed, case: Case) -> Case:
    item = _item(case, event.item)
    works = replace(item, suspended=None, due=event.due, provisional=event.provisional, version=item.version + 1)
    items = tuple(works if other is item else other for other in case.items)
    if event.case_due is None:
        return replace(case, items=items)
    return replace(case, items=items, stopped_at=None, due=event.case_due, provisional=event.case_provisional)


@_changed.register
def _(event: WaitOpened, case: Case) -> Case:
    waiting = WorkItem(
        key=f"{event.seq}:{event.step}", step=event.step, holders=(), opened_at=event.at, due=None, purpose="wait",
        organisation=event.organisation, until=event.until,
    )  # fmt: skip
    return replace(case, items=(*case.items, waiting))


@_changed.register
def _(event: Waited, case: Case) -> Case:
    return _done(case, event, event.item)


@_changed.register
def _(event: ReturnedToStep, case: Case) -> Case:
    done = _done(case, event, event.item)
    others = tuple(detour for detour in case.detours if detour.step != event.to)
    detours = (*others, Detour(event.to, event.back, event.also)) if event.back else ()
    return replace(done, detours=detours)


@_changed.register
def _(event: Reopened, case: Case) -> Case:
    for arm in event.arms:
        case = _arm(case, event.step, arm, signer=None, end=None)
    return case


@_changed.register
def _(event: TakenBack, case: Case) -> Case:
    deeds = tuple(deed for deed in case.deeds if deed.item != event.item)
    drops = (*case.drops, Drop(event.item, event.actor, event.at, "taken_back"))
    return _involving(replace(case, deeds=deeds, drops=drops), event.actor)


@_changed.register
def _(event: Completed, case: Case) -> Case:
    return _done(case, event, event.item)


@_changed.register
def _(event: Approved | Rejected | Abstained, case: Case) -> Case:
    item = _item(case, event.item)
    done = _done(case, event, event.item)
    return _arm(done, item.step, item.seat, signer=event.actor.person) if item.seat else done


@_changed.register
def _(event: CopySent, case: Case) -> Case:
    """Who is sent another copy has it to read afresh."""
    people = {holder.person for holder in event.to}
    kept = tuple(copy for copy in case.copies if copy.to.person not in people)
    return replace(case, copies=(*kept, *(Copy(holder, event.behalf or event.actor, event.at) for holder in event.to)))


@_changed.register
def _(event: CopyRead, case: Case) -> Case:
    reader = event.actor.person
    copies = (replace(c, read_at=c.read_at or event.at) if c.to.person == reader else c for c in case.copies)
    return replace(case, copies=tuple(copies))


@_changed.register
def _(event: CopyRetracted, case: Case) -> Case:
    return replace(case, copies=tuple(copy for copy in case.copies if copy.to.person != event.person))


@_changed.register
def _(event: Urged, case: Case) -> Case:
    return replace(case, urged=(*case.urged, event.at))


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
        purpose="supplement",
    )


def _item(case: Case, key: str) -> WorkItem:
    item = case.item(key)
    if item is None:
        raise ValueError(f"no open item {key}")
    return item


def _arm(case: Case, step: str, arm: str, **changes: Any) -> Case:  # noqa: ANN401 - fields of an arm
    forks = (fork.with_arm(arm, **changes) if fork.step == step else fork for fork in case.forks)
    return replace(case, forks=tuple(forks))


def _handed(case: Case, key: str, holders: tuple[Holder, ...], **more: Any) -> Case:  # noqa: ANN401 - fields of an item
    """The item waits for others now, plainly but for what is said besides; whoever had it open is told by its version."""
    item = _item(case, key)
    handed = {"group": (), "lender": None, "by_hand": False, **more}
    new = replace(item, holders=holders, version=item.version + 1, **handed)
    return replace(case, items=tuple(new if other is item else other for other in case.items))


def _involving(case: Case, actor: Holder) -> Case:
    return replace(case, involved=tuple(dict.fromkeys((*case.involved, actor.person))))


def _done(case: Case, event: Event, key: str) -> Case:
    """The item closes with a deed of the actor."""
    item = _item(case, key)
    deed = Deed(item=key, step=item.step, actor=event.actor, at=event.at, seq=event.seq, what=event.type)
    rest = tuple(other for other in case.items if other.key != key)
    return replace(case, items=rest, closed=(*case.closed, item), deeds=(*case.deeds, deed))
