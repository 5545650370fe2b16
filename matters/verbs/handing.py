"""Handing an item on (交办): claim and release, transfer, delegate and its answer. The due date stays."""

from matters.case.events.handing import Advised, Claimed, Delegated, Recalled, Released, Transferred
from matters.case.values import ItemKey
from matters.commands.items import Advise, Claim, Delegate, Recall, Release, Transfer
from matters.course.following import close_spoken_for
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.who.colleagues import unfit


def claim(decision: Decision, command: Claim) -> Refusal | None:
    """The others of the group do not see the item any more."""
    decision.tell(Claimed, item=command.item)
    return None


def release(decision: Decision, command: Release) -> Refusal | None:
    """The whole group sees it again."""
    decision.tell(Released, item=command.item)
    return None


def transfer(decision: Decision, command: Transfer) -> Refusal | None:
    """Item and responsibility are another's."""
    refusal = unfit(decision.matter, decision.case, decision.item(command.item), command, decision.world)
    if refusal:
        return refusal
    decision.tell(Transferred, item=command.item, to=command.to[0])
    return None


def delegate(decision: Decision, command: Delegate) -> Refusal | None:
    """Another is asked; the decision stays with who asked."""
    refusal = unfit(decision.matter, decision.case, decision.item(command.item), command, decision.world)
    if refusal:
        return refusal
    decision.tell(Delegated, item=command.item, to=command.to[0])
    return None


def advise(decision: Decision, command: Advise) -> Refusal | None:
    """The item is back with who asked."""
    decision.tell(Advised, item=command.item, to=decision.item(command.item).lender)
    return _back(decision, command.item)


def recall(decision: Decision, command: Recall) -> Refusal | None:
    """Nobody is asked any more, neither a colleague for an opinion nor another body for its answer."""
    item = decision.item(command.item)
    lending = (item.lender,) if item.lender and item.lender != command.hat else ()
    asked = tuple(holder.person for holder in (*item.holders, *lending))
    decision.tell(Recalled, item=command.item, tell=asked)
    return _back(decision, command.item)


def _back(decision: Decision, key: ItemKey) -> Refusal | None:
    """Who has signed another seat of the step meanwhile is not asked again."""
    item = decision.item(key)
    return close_spoken_for(decision, decision.seated(item.step)) if item.seat else None
