"""How items go from hand to hand, and what is told to others."""

from matters.calendar import local_day
from matters.case.aggregate import Case
from matters.case.changing import changed, handed, involving, item_of, with_arm
from matters.case.deeds import Copy
from matters.case.events.handing import (
    Advised,
    Claimed,
    CopyRead,
    CopyRetracted,
    CopySent,
    Delegated,
    Recalled,
    Released,
    SignerRemoved,
    SignersAdded,
    Transferred,
    Urged,
)
from matters.case.events.passing import PassedOn, Replied
from matters.case.forks import Arm, Fork
from matters.organisation.snapshot import Holder


@changed.register
def _(event: SignerRemoved, case: Case) -> Case:
    return with_arm(case, event.step, event.seat, end="removed")


@changed.register
def _(event: SignersAdded, case: Case) -> Case:
    """The adder's seat waits for those before it; those after it wait for it, as do all who came after it anyway."""
    item = item_of(case, event.item)
    fork = case.fork(item.step) or Fork(item.step, (Arm(event.seat),))
    new = tuple(seat.id for seat in event.seats)
    after = (event.seat,) if event.where == "after" else ()
    adder = event.behalf or event.actor
    added = (Arm(s.id, after=after, adds_to=event.seat, adder=adder, who=(s.holder,)) for s in event.seats)
    arms = (arm.replaced(after=(*arm.after, *new)) if event.seat in arm.after else arm for arm in fork.arms)
    fork = fork.replaced(arms=(*arms, *added)).with_arm(event.seat, who=(adder,), legs=item.legs)
    if event.where == "before":
        fork = fork.with_arm(event.seat, after=new)
    items = tuple(i.replaced(seat=event.seat, version=i.version + 1) if i is item else i for i in case.items)
    forks = (*(other for other in case.forks if other.step != item.step), fork)
    return case.replaced(items=items, forks=forks)


@changed.register
def _(event: Claimed, case: Case) -> Case:
    item = item_of(case, event.item)
    claim = {"group": item.holders, "claimed_on": local_day(event.at), "heads": item.heads}
    return handed(case, event.item, (event.behalf or event.actor,), **claim)


@changed.register
def _(event: Released, case: Case) -> Case:
    item = item_of(case, event.item)
    return handed(case, event.item, item.group, heads=item.heads)


@changed.register
def _(event: Transferred, case: Case) -> Case:
    """Who passed it on has had it before their eyes, and may look at the case still."""
    return involving(handed(case, event.item, (event.to,), by_hand=True), event, event.item)


@changed.register
def _(event: Delegated, case: Case) -> Case:
    item = item_of(case, event.item)
    lender = event.behalf or event.actor
    kept = {"group": item.group, "claimed_on": item.claimed_on, "by_hand": item.by_hand, "heads": item.heads}
    return handed(case, event.item, (event.to,), lender=lender, **kept)


@changed.register
def _(event: PassedOn, case: Case) -> Case:
    item = item_of(case, event.item)
    passed = handed(case, item.key, event.holders, legs=(*item.legs, event.leg), organisation=event.organisation)
    return involving(passed, event, event.item)


@changed.register
def _(event: Replied, case: Case) -> Case:
    return involving(_answered(case, event, event.to, organisation=event.organisation), event, event.item)


def _answered(case: Case, event: Recalled | Replied, to: tuple[Holder, ...], **more: int) -> Case:
    """Back to who had asked another body, out of the group it was claimed from; the claim counts from today."""
    item = item_of(case, event.item)
    group = item.asking.group if item.asking and to == (item.asker,) else ()
    claimed_on = local_day(event.at) if group else None
    return handed(case, item.key, to, group=group, claimed_on=claimed_on, legs=item.legs_before, **more)


@changed.register
def _(event: Advised | Recalled, case: Case) -> Case:
    item = item_of(case, event.item)
    who = event.behalf or event.actor
    if isinstance(event, Recalled) and who != item.lender:
        return _answered(case, event, (who,))
    lender = (item.lender,) if item.lender else ()
    kept = {"group": item.group, "claimed_on": item.claimed_on, "by_hand": item.by_hand, "heads": item.heads}
    if isinstance(event, Recalled):
        return handed(case, event.item, lender, **kept)
    return involving(handed(case, event.item, lender, advisers=(*item.advisers, who), **kept), event, event.item)


@changed.register
def _(event: CopySent, case: Case) -> Case:
    """Who is sent another copy has it to read afresh."""
    people = {holder.person for holder in event.to}
    kept = tuple(copy for copy in case.copies if copy.to.person not in people)
    by = event.behalf or event.actor
    return case.replaced(copies=(*kept, *(Copy(holder, by, event.step, event.at) for holder in event.to)))


@changed.register
def _(event: CopyRead, case: Case) -> Case:
    reader = event.actor.person
    copies = (c.replaced(read_at=c.read_at or event.at) if c.to.person == reader else c for c in case.copies)
    return case.replaced(copies=tuple(copies))


@changed.register
def _(event: CopyRetracted, case: Case) -> Case:
    return case.replaced(copies=tuple(copy for copy in case.copies if copy.to.person != event.person))


@changed.register
def _(event: Urged, case: Case) -> Case:
    return case.replaced(urged=(*case.urged, event.at))
