"""Adding and removing signers (加签、减签): a step that one signs becomes one that several sign."""

from matters.case.events.handing import AddedSeat, SignerRemoved, SignersAdded
from matters.case.items import WorkItem
from matters.case.values import SeatKey
from matters.commands.cases import RemoveSigner
from matters.commands.items import AddSigners
from matters.course.following import open_seats, settle
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.errors.handling import NotPossible
from matters.who.colleagues import unfit

ALONE = SeatKey(1)  # the seat of the one who signs a step that was for one
DEEPEST = 2  # somebody added may add others, who may not


def add_signers(decision: Decision, command: AddSigners) -> Refusal | None:
    """Those before it sign first, and it comes back; those after it sign when its holder has."""
    item = decision.item(command.item)
    seat = item.seat or ALONE
    fork = decision.case.fork(item.step) if item.seat else None
    if len(seat.added) >= DEEPEST:
        return NotPossible(action=decision.action, why="您由被加签人员加签，不能再行加签，可以改用“转办”或“委派”")
    refusal = unfit(decision.matter, decision.case, item, command, decision.world)
    if refusal:
        return refusal
    taken = sum(arm.adds_to == seat for arm in fork.arms) if fork else 0
    seats = tuple(AddedSeat(id=seat.adding(nth), holder=to) for nth, to in enumerate(command.to, start=taken + 1))
    decision.tell(SignersAdded, item=item.key, seat=seat, where=command.where, seats=seats)
    if command.where == "before":
        decision.close((decision.item(item.key),), "signers_before")
    return open_seats(decision, decision.seated(item.step))


def remove_signer(decision: Decision, command: RemoveSigner) -> Refusal | None:
    """The votes are counted anew at once, which may end the step."""
    arm = decision.case.arm(command.step, command.seat)
    if arm is None or arm.adder is None:
        return NotPossible(action=decision.action, why="没有加签该人员")
    if arm.adder.person != command.hat.person:
        return NotPossible(action=decision.action, why="只能减去您本人加签的人员")
    if arm.end is not None:
        return NotPossible(action=decision.action, why="该人员已经签署，或者已经减去")
    if not any(item.step == command.step for item in decision.case.items):
        return NotPossible(action=decision.action, why="该环节目前不在办理中")
    return take_off(decision, command.step, arm.seat)


def take_off(decision: Decision, step: str, seat: SeatKey) -> Refusal | None:
    """The added signer is needed no more, nor whom they have added in turn."""
    fork = decision.case.fork(step)
    further = tuple(other.seat for other in fork.under_way if other.adds_to == seat) if fork else ()
    _remove(decision, tuple(item for item in decision.case.items if item.step == step), (seat, *further), step)
    return settle(decision, decision.seated(step))


def _remove(decision: Decision, here: tuple[WorkItem, ...], gone: tuple[SeatKey, ...], step: str) -> None:
    """Those seats are needed no more, nor what waits there."""
    items = tuple(item for item in here if item.seat in gone)
    for seat in gone:
        tell = tuple(holder.person for item in items if item.seat == seat for holder in item.holders)
        decision.tell(SignerRemoved, step=step, seat=seat, tell=tell)
    decision.close(items, "removed")
