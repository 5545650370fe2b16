"""How the case goes its way: steps and forks, returns, rests, mends."""

from matters.case.aggregate import Case
from matters.case.changing import changed, close_with_deed, handed, involving, item_of, with_arm
from matters.case.deeds import Drop, Repair
from matters.case.events.course import (
    ApplicantReplaced,
    Arrived,
    Chosen,
    ClockResumed,
    Forked,
    HandedOver,
    HoldersChanged,
    ItemsClosed,
    ProcedureBegun,
    Reopened,
    RepairAsked,
    RepairDropped,
    Repaired,
    Resumed,
    ReturnedToStep,
    StepOpened,
    Suspended,
    SuspensionAsked,
    SuspensionRefused,
    TakenBack,
    Waited,
    WaitOpened,
    WentOverdue,
)
from matters.case.forks import Arm, ArmEnd, Detour, Fork
from matters.case.items import OF_APPLICANT, Suspension, WorkItem
from matters.case.values import ItemKey


@changed.register
def _(event: Chosen, case: Case) -> Case:
    others = tuple(one for one in case.chosen if one[0] != event.step)
    return case.replaced(chosen=(*others, (event.step, event.holder)))


@changed.register
def _(event: StepOpened, case: Case) -> Case:
    """A step that opens as a whole has no signers of its earlier round any more; where a machine waited, now somebody does."""
    forks = case.forks if event.seat else tuple(fork for fork in case.forks if fork.step != event.step)
    over = tuple(item for item in case.items if item.step == event.step and item.purpose == "sub_matter")
    items = tuple(item for item in case.items if item not in over)
    return case.replaced(items=(*items, _opened(event)), closed=(*case.closed, *over), forks=forks)


@changed.register
def _(event: Forked, case: Case) -> Case:
    others = tuple(fork for fork in case.forks if fork.step != event.step)
    arms = (Arm(arm, event.weights.get(arm, 1), event.after.get(arm, ())) for arm in event.branches)
    return case.replaced(forks=(*others, Fork(event.step, tuple(arms))))


@changed.register
def _(event: Arrived, case: Case) -> Case:
    end: ArmEnd = "abstained" if event.passed is None else "passed" if event.passed else "refused"
    return with_arm(case, event.step, event.branch, end=end)


@changed.register
def _(event: ItemsClosed, case: Case) -> Case:
    rest = tuple(item for item in case.items if item.key not in event.items)
    gone = tuple(item for item in case.items if item.key in event.items)
    drops = (*case.drops, *(Drop(item.key, event.actor, event.at, event.why, event.seq, event.behalf) for item in gone))
    return case.replaced(items=rest, closed=(*case.closed, *gone), drops=drops)


@changed.register
def _(event: HoldersChanged, case: Case) -> Case:
    heads = tuple(head for head in item_of(case, event.item).heads if head in event.holders)
    return handed(case, event.item, event.holders, organisation=event.organisation, heads=heads)


@changed.register
def _(event: WentOverdue, case: Case) -> Case:
    """Who has the item open is not disturbed, unless others may act on it from now on."""
    item = item_of(case, event.item)
    warned = item.replaced(warned=event.due)
    if event.heads:
        group = (*item.group, *event.heads) if item.group else ()
        holders = (*item.holders, *event.heads)
        warned = warned.replaced(
            holders=holders, group=group, heads=(*item.heads, *event.heads), version=item.version + 1
        )
    return case.replaced(items=tuple(warned if other is item else other for other in case.items))


@changed.register
def _(event: SuspensionAsked, case: Case) -> Case:
    """The consent is an item of its own; the work goes on until it is given."""
    about = item_of(case, event.item)
    asked = WorkItem(
        key=ItemKey(event.seq, about.step),
        step=about.step,
        holders=event.holders,
        opened_at=event.at,
        due=None,
        purpose="suspension",
        organisation=event.organisation,
        about=event.item,
        until=event.until,
        askers=(event.actor.person, *((event.behalf.person,) if event.behalf else ())),
    )
    return case.replaced(items=(*case.items, asked))


@changed.register
def _(event: Suspended, case: Case) -> Case:
    about = item_of(case, event.about)
    rests = about.replaced(suspended=Suspension(event.at, event.until), version=about.version + 1)
    items = tuple(rests if item is about else item for item in case.items)
    done = close_with_deed(case.replaced(items=items), event, event.item)
    return done.replaced(stopped_at=event.at) if event.stops_clock else done


@changed.register
def _(event: SuspensionRefused, case: Case) -> Case:
    return close_with_deed(case, event, event.item)


@changed.register
def _(event: Resumed, case: Case) -> Case:
    item = item_of(case, event.item)
    works = item.replaced(suspended=None, due=event.due, provisional=event.provisional, version=item.version + 1)
    items = tuple(works if other is item else other for other in case.items)
    if event.case_due is None:
        return case.replaced(items=items)
    return case.replaced(items=items, stopped_at=None, due=event.case_due, provisional=event.case_provisional)


@changed.register
def _(event: ProcedureBegun, case: Case) -> Case:
    """Two at once stop the clock from the first on."""
    if not event.stops_clock:
        return case
    return case.replaced(stopped_at=case.stopped_at or event.at, stopped_by=event.step)


@changed.register
def _(event: ClockResumed, case: Case) -> Case:
    return case.replaced(stopped_at=None, stopped_by=None, due=event.due, provisional=event.provisional)


@changed.register
def _(event: WaitOpened, case: Case) -> Case:
    waiting = WorkItem(
        key=ItemKey(event.seq, event.step),
        step=event.step,
        holders=event.holders,
        opened_at=event.at,
        due=None,
        purpose="wait",
        organisation=event.organisation,
        until=event.until,
    )
    return case.replaced(items=(*case.items, waiting))


@changed.register
def _(event: Waited, case: Case) -> Case:
    return close_with_deed(case, event, event.item)


@changed.register
def _(event: RepairAsked, case: Case) -> Case:
    asked = Repair(event.what, event.actor, event.at, event.item, event.step, event.to)
    return involving(case.replaced(repair=asked), event)


@changed.register
def _(event: RepairDropped, case: Case) -> Case:
    return case.replaced(repair=None)


@changed.register
def _(event: Repaired, case: Case) -> Case:
    """What stood open is closed, or handed on; where the case goes from here is told by the events that follow."""
    case = involving(case.replaced(repair=None), event)
    if event.what == "reassign" and event.item and event.to:
        return handed(case, event.item, (event.to,), by_hand=True)
    gone = _needless(event, case)
    rest = tuple(item for item in case.items if item not in gone)
    drops = (*case.drops, *(Drop(item.key, event.actor, event.at, "repaired", event.seq) for item in gone))
    case = case.replaced(items=rest, closed=(*case.closed, *gone), drops=drops)
    if event.what == "end":
        return case.replaced(paused_at=None, ended="terminated")
    if event.what == "jump":
        return case.replaced(jumped=event.seq, detours=(), paused_at=None, targets=(), resume=None, also=())
    return case


def _needless(event: Repaired, case: Case) -> tuple[WorkItem, ...]:
    """What waits for nobody after the mend; a case that is led elsewhere keeps what lies beside its way."""
    if event.what == "end":
        return case.items
    return case.under_way if event.what == "jump" else tuple(item for item in case.items if item.key == event.item)


@changed.register
def _(event: HandedOver, case: Case) -> Case:
    """Of several holders only the leaver is replaced."""
    item = item_of(case, event.item)
    others = tuple(holder for holder in item.holders if holder.person not in (event.leaver, event.to.person))
    return handed(case, event.item, (*others, event.to), by_hand=True)


@changed.register
def _(event: ApplicantReplaced, case: Case) -> Case:
    old = case.applicant.person
    items = tuple(
        item.replaced(holders=(event.to,), version=item.version + 1)
        if (item.purpose in OF_APPLICANT or item.purpose == "duty") and item.holders[0].person == old
        else item
        for item in case.items
    )
    return case.replaced(applicant=event.to, items=items)


@changed.register
def _(event: ReturnedToStep, case: Case) -> Case:
    done = close_with_deed(case, event, event.item)
    others = tuple(detour for detour in case.detours if detour.step != event.to)
    beside = tuple(detour for detour in others if detour.step in event.beside)
    detours = (*others, Detour(event.to, event.back, event.also)) if event.back else beside
    return done.replaced(detours=detours)


@changed.register
def _(event: Reopened, case: Case) -> Case:
    for arm in event.arms:
        case = with_arm(case, event.step, arm, signer=None, agent=None, end=None)
    return case


@changed.register
def _(event: TakenBack, case: Case) -> Case:
    deeds = tuple(deed for deed in case.deeds if deed.item != event.item)
    drops = (*case.drops, Drop(event.item, event.actor, event.at, "taken_back", event.seq, event.behalf))
    return involving(case.replaced(deeds=deeds, drops=drops), event, event.item)


def _opened(event: StepOpened) -> WorkItem:
    return WorkItem(
        key=ItemKey(event.seq, event.step),
        step=event.step,
        holders=event.holders,
        opened_at=event.at,
        due=event.due,
        provisional=event.provisional,
        seat=event.seat,
        overdue=event.overdue,
        legs=event.legs,
        organisation=event.organisation,
        purpose=event.purpose,
    )
