"""The seats (席) of a step of which several have a part: who may act on each, in which order, and what it weighs."""

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeGuard

from matters.case.values import SeatKey
from matters.errors.handling import NobodyFound
from matters.language.route.steps import Countersign, HumanStep, Inquiry, Signed, Staffed, Step
from matters.language.route.votes import VoteWeighted
from matters.language.route.who import ByHeads, Who
from matters.organisation.snapshot import Holder
from matters.who.actors import Passed, actors, asked, fitting, heads_in_turn
from matters.who.parties import Parties, body_name
from matters.world import World


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat (席) of a step that several sign: who may sign on it, and what it weighs in a vote by share."""

    id: SeatKey
    holders: tuple[Holder, ...]
    weight: int = 1


def several(step: Step) -> TypeGuard[Signed]:
    """Whether the definition has several sign the step: countersigned, or heads in a row (多级负责人)."""
    return isinstance(step, Countersign) or (isinstance(step, HumanStep) and isinstance(step.who, ByHeads))


def named(
    step: Staffed, parties: Parties, world: World, barred: frozenset[str] = frozenset()
) -> tuple[Holder, ...] | Passed | NobodyFound:
    """Everybody whom the step names: those who act, all signers of one that several sign, or those who are asked."""
    if isinstance(step, Countersign) or several(step):
        seats = signers(step, parties, world)
        return seats if isinstance(seats, NobodyFound) else tuple(one for seat in seats for one in seat.holders)
    return asked(step, parties, world) if isinstance(step, Inquiry) else actors(step, parties, world, barred)


def signers(step: Signed, parties: Parties, world: World) -> tuple[Seat, ...] | NobodyFound:
    """The seats of a step that several sign, in order; seats that pass by rule are left out.

    A person named twice has one task and one vote: seats of the very same people become one, to be signed under either hat,
    which weighs what the heavier of them does.
    """
    seats: dict[frozenset[str], Seat] = {}
    for seat, rule in _seat_rules(step, parties, world).items():
        found = fitting(step, rule, step.exceptions, parties, world, frozenset())
        if isinstance(found, NobodyFound):
            return found
        if not isinstance(found, Passed):
            people = frozenset(holder.person for holder in found)
            before = seats.get(people, Seat(seat, (), 0))
            both = tuple(dict.fromkeys((*before.holders, *found)))
            seats[people] = Seat(before.id, both, max(before.weight, _weight(step, seat)))
    return tuple(seats.values())


def one_by_one(step: Signed, seats: tuple[Seat, ...]) -> dict[SeatKey, tuple[SeatKey, ...]]:
    """Which seat each seat waits for: 依次 the one before it, of heads in a row the one below."""
    in_turn = not isinstance(step, Countersign) or step.vote.in_turn
    return {seat.id: (before.id,) for before, seat in pairwise(seats) if in_turn or before.id.signer == seat.id.signer}


def signer(step: Signed, seat: SeatKey, parties: Parties, world: World) -> tuple[Holder, ...] | Passed | NobodyFound:
    """Who may sign one seat that is open already, whoever sits on the others now."""
    rule = _seat_rules(step, parties, world).get(seat)
    if rule is None:
        return NobodyFound(body=body_name(step.actor_rules[seat.signer - 1][0], parties, world), step=step.name)
    return fitting(step, rule, step.exceptions, parties, world, frozenset())


def _seat_rules(step: Signed, parties: Parties, world: World) -> dict[SeatKey, Who]:
    """The actor rule of each seat, that of heads in a row told for each of them."""
    rules: dict[SeatKey, Who] = {}
    for number, (who,) in enumerate(step.actor_rules, start=1):
        if isinstance(who, ByHeads):
            heads = enumerate(heads_in_turn(who, parties, world), start=1)
            rules |= {SeatKey(number, level): head for level, head in heads}
        else:
            rules[SeatKey(number)] = who
    return rules


def _weight(step: Signed, seat: SeatKey) -> int:
    if isinstance(step, Countersign) and isinstance(step.vote, VoteWeighted):
        return next((one.weight for one in step.vote.weights if one.signer == seat.signer), 1)
    return 1
