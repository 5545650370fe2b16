"""Handing an item on (交办): claim and release, transfer, delegate and its answer. The due date stays."""

from matters.case.events.handing import Advised, Claimed, Delegated, Recalled, Released, Transferred
from matters.case.values import ItemKey
from matters.commands.items import Advise, Claim, Delegate, Recall, Release, Transfer
from matters.course.following import close_spoken_for
from matters.engine.telling import Telling
from matters.errors.base import Refusal
from matters.who.colleagues import unfit


def claim(telling: Telling, command: Claim) -> Refusal | None:
    """The others of the group do not see the item any more."""
    telling.tell(Claimed, item=command.item)
    return None


def release(telling: Telling, command: Release) -> Refusal | None:
    """The whole group sees it again."""
    telling.tell(Released, item=command.item)
    return None


def transfer(telling: Telling, command: Transfer) -> Refusal | None:
    """Item and responsibility are another's."""
    refusal = unfit(telling.matter, telling.case, telling.item(command.item), command, telling.world)
    if refusal:
        return refusal
    telling.tell(Transferred, item=command.item, to=command.to[0])
    return None


def delegate(telling: Telling, command: Delegate) -> Refusal | None:
    """Another is asked; the decision stays with who asked."""
    refusal = unfit(telling.matter, telling.case, telling.item(command.item), command, telling.world)
    if refusal:
        return refusal
    telling.tell(Delegated, item=command.item, to=command.to[0])
    return None


def advise(telling: Telling, command: Advise) -> Refusal | None:
    """The item is back with who asked."""
    telling.tell(Advised, item=command.item, to=telling.item(command.item).lender)
    return _back(telling, command.item)


def recall(telling: Telling, command: Recall) -> Refusal | None:
    """Nobody is asked any more, neither a colleague for an opinion nor another body for its answer."""
    item = telling.item(command.item)
    lending = (item.lender,) if item.lender and item.lender != command.hat else ()
    asked = tuple(holder.person for holder in (*item.holders, *lending))
    telling.tell(Recalled, item=command.item, tell=asked)
    return _back(telling, command.item)


def _back(telling: Telling, key: ItemKey) -> Refusal | None:
    """Who has signed another seat of the step meanwhile is not asked again."""
    item = telling.item(key)
    return close_spoken_for(telling, telling.signed(item.step)) if item.seat else None
