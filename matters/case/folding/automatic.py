"""What machines do in a case, and the second look at it."""

from matters.case.aggregate import Case
from matters.case.changing import changed, close_with_deed, item_of, without
from matters.case.events.automatic import (
    AskedAgain,
    CalledOut,
    LookedUp,
    MachineAsked,
    MachineFailed,
    Revoked,
    RulesChecked,
    SpotCheckOpened,
    SpotCheckPassed,
)
from matters.case.items import WorkItem
from matters.case.values import ItemKey


@changed.register
def _(event: MachineAsked, case: Case) -> Case:
    """A step that begins anew has no signers of its earlier round any more."""
    asked = WorkItem(
        key=ItemKey(event.seq, event.step),
        step=event.step,
        holders=event.holders,
        opened_at=event.at,
        due=event.due,
        provisional=event.provisional,
        purpose="machine",
        organisation=event.organisation,
        work=event.work,
    )
    return case.replaced(
        items=(*case.items, asked), forks=tuple(fork for fork in case.forks if fork.step != event.step)
    )


@changed.register
def _(event: RulesChecked, case: Case) -> Case:
    """Where the machine acts, its act closes the item."""
    return case if event.acts else without(case, event.item)


@changed.register
def _(event: LookedUp | MachineFailed, case: Case) -> Case:
    return without(case, event.item)


@changed.register
def _(event: CalledOut, case: Case) -> Case:
    item = item_of(case, event.item)
    return case.replaced(items=tuple(other.replaced(called=True) if other is item else other for other in case.items))


@changed.register
def _(event: SpotCheckOpened, case: Case) -> Case:
    check = WorkItem(
        key=ItemKey(event.seq, event.step),
        step=event.step,
        holders=event.holders,
        opened_at=event.at,
        due=event.due,
        provisional=event.provisional,
        purpose="spot_check",
        organisation=event.organisation,
    )
    return case.replaced(items=(*case.items, check))


@changed.register
def _(event: AskedAgain | SpotCheckPassed, case: Case) -> Case:
    return close_with_deed(case, event, event.item)


@changed.register
def _(event: Revoked, case: Case) -> Case:
    """Nobody hands over any more what does not stand."""
    done = close_with_deed(case, event, event.item)
    return done.replaced(items=(), closed=(*done.closed, *done.items), ended="revoked")
