"""What the ways in which events change a case share."""

from datetime import date
from typing import Any

from matters.case.aggregate import Case
from matters.case.items import WorkItem
from matters.case.values import ArmKey, ItemKey
from matters.organisation.snapshot import Holder


def item_of(case: Case, key: ItemKey) -> WorkItem:
    """The open item of that key."""
    item = case.item(key)
    if item is None:
        raise ValueError(f"no open item {key}")
    return item


def waiting_for(case: Case, new: WorkItem) -> Case:
    """The case with one more open item."""
    return case.replaced(items=(*case.items, new))


def with_item(case: Case, new: WorkItem) -> Case:
    """The case with this in place of the open item of the same key."""
    return case.replaced(items=tuple(new if item.key == new.key else item for item in case.items))


def with_arm(case: Case, step: str, arm: ArmKey, **changes: Any) -> Case:  # noqa: ANN401 - fields of an arm
    """The case with one arm of a fork changed."""
    forks = (fork.with_arm(arm, **changes) if fork.step == step else fork for fork in case.forks)
    return case.replaced(forks=tuple(forks))


def due_on(case: Case, due: date | None, provisional: bool) -> Case:
    """The case with that last day, by the account of its time so far."""
    return case.replaced(due=due, provisional=provisional, counted=case.accounted)


def handed(case: Case, key: ItemKey, holders: tuple[Holder, ...], **more: Any) -> Case:  # noqa: ANN401 - fields of an item
    """The item waits for others now, plainly but for what is said besides; whoever had it open is told by its version."""
    item = item_of(case, key)
    handed = {"group": (), "claimed_on": None, "lender": None, "by_hand": False, "heads": (), **more}
    return with_item(case, item.replaced(holders=holders, version=item.version + 1, **handed))


def without(case: Case, key: ItemKey) -> Case:
    """The item closes, and nobody has done anything at it."""
    item = item_of(case, key)
    return case.replaced(items=tuple(other for other in case.items if other is not item), closed=(*case.closed, item))


def all_closed(case: Case) -> Case:
    """Nothing waits any more, and nobody has done anything at what did."""
    return case.replaced(items=(), closed=(*case.closed, *case.items))
