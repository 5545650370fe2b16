"""What the ways in which events change a case share."""

from functools import singledispatch
from typing import Any

from matters.case.aggregate import Case
from matters.case.deeds import Deed, Involved
from matters.case.events import Event
from matters.case.items import WorkItem
from matters.case.values import ItemKey
from matters.organisation.snapshot import Holder


@singledispatch
def changed(event: object, case: Case) -> Case:
    """Events that leave the case as it is: a second submission does not exist, a step passed by rule opens nothing."""
    return case


def item_of(case: Case, key: ItemKey) -> WorkItem:
    """The open item of that key."""
    item = case.item(key)
    if item is None:
        raise ValueError(f"no open item {key}")
    return item


def with_item(case: Case, new: WorkItem) -> Case:
    """The case with this in place of the open item of the same key."""
    return case.replaced(items=tuple(new if item.key == new.key else item for item in case.items))


def with_arm(case: Case, step: str, arm: str, **changes: Any) -> Case:  # noqa: ANN401 - fields of an arm
    """The case with one arm of a fork changed."""
    forks = (fork.with_arm(arm, **changes) if fork.step == step else fork for fork in case.forks)
    return case.replaced(forks=tuple(forks))


def handed(case: Case, key: ItemKey, holders: tuple[Holder, ...], **more: Any) -> Case:  # noqa: ANN401 - fields of an item
    """The item waits for others now, plainly but for what is said besides; whoever had it open is told by its version."""
    item = item_of(case, key)
    handed = {"group": (), "claimed_on": None, "lender": None, "by_hand": False, "heads": (), **more}
    return with_item(case, item.replaced(holders=holders, version=item.version + 1, **handed))


def involving(case: Case, event: Event, item: ItemKey | None = None) -> Case:
    """The case, which who acted, and in whose stead, has had before them: by that item, or as an administrator."""
    step = item.step if item else None
    people = (event.actor, *((event.behalf,) if event.behalf else ()))
    involved = (Involved(one.person, step) for one in people)
    return case.replaced(involved=tuple(dict.fromkeys((*case.involved, *involved))))


def without(case: Case, key: ItemKey) -> Case:
    """The item closes, and nobody has done anything at it."""
    item = item_of(case, key)
    return case.replaced(items=tuple(other for other in case.items if other is not item), closed=(*case.closed, item))


def close_with_deed(case: Case, event: Event, key: ItemKey) -> Case:
    """The item closes with a deed of the actor."""
    item = item_of(case, key)
    deed = Deed(
        item=key, step=item.step, actor=event.actor, at=event.at, seq=event.seq, what=event.type, behalf=event.behalf
    )
    rest = tuple(other for other in case.items if other.key != key)
    return case.replaced(items=rest, closed=(*case.closed, item), deeds=(*case.deeds, deed))
