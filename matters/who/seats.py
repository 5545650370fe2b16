"""The seats (席) of a step of which several have a part: who may act on each, in which order, and what it weighs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeGuard

from matters.case.values import SeatKey
from matters.errors.handling import NobodyFound, NobodyNamed
from matters.language.route.steps import Countersign, HumanStep, Inquiry, Seated, Staffed, Step
from matters.language.route.votes import VoteWeighted
from matters.language.route.who import ByHeads, each_of
from matters.language.vocabulary import AsPassed
from matters.organisation.snapshot import Holder
from matters.who.actors import Passed, actors, asked, fitting, heads_in_turn
from matters.who.parties import Parties, body_name
from matters.world import World


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat (席) of a step in which several take part: who may act on it, and what it weighs in a vote by share."""

    id: SeatKey
    holders: tuple[Holder, ...]
    weight: int = 1


def several(step: Step) -> TypeGuard[Seated]:
    """Whether the definition has several take part in it: signers, heads in a row (多级负责人), each of the bodies asked."""
    if isinstance(step, Inquiry):
        return each_of(step.of) is not None
    return isinstance(step, Countersign) or (isinstance(step, HumanStep) and isinstance(step.who, ByHeads))


def named(
    step: Staffed, parties: Parties, world: World, barred: frozenset[str] = frozenset()
) -> tuple[Holder, ...] | Passed | NobodyFound:
    """Everybody whom the step names: those who act, all who have a seat where there are several, or those who are asked."""
    if isinstance(step, Countersign) or several(step):
        seats = seats_of(step, parties, world)
        return tuple(one for seat in seats for one in seat.holders) if isinstance(seats, tuple) else seats
    return asked(step, parties, world) if isinstance(step, Inquiry) else actors(step, parties, world, barred)


def seats_of(step: Seated, parties: Parties, world: World) -> tuple[Seat, ...] | Passed | NobodyFound:
    """The seats of a step in which several take part, in order; seats that pass by rule are left out.

    A person named twice has one task and one vote: seats of the very same people become one, to be signed under either hat,
    which weighs what the heavier of them does.
    """
    none = _nobody_named(step, parties)
    if isinstance(none, NobodyFound):
        return none
    seats: dict[frozenset[str], Seat] = {}
    for seat in _seat_keys(step, parties, world):
        found = sitting(step, seat, parties, world)
        if isinstance(found, NobodyFound):
            return found
        if not isinstance(found, Passed):
            people = frozenset(holder.person for holder in found)
            before = seats.get(people, Seat(seat, (), 0))
            both = tuple(dict.fromkeys((*before.holders, *found)))
            seats[people] = Seat(before.id, both, max(before.weight, _weight(step, seat)))
    return tuple(seats.values()) or none or ()


def _nobody_named(step: Seated, parties: Parties) -> Passed | NobodyFound | None:
    """What the definition says where none of the bodies is named that should be: it is refused, or they are done without."""
    empty = (each for (rule, *_) in step.actor_rules if (each := each_of(rule)) and not any(parties.apart(rule)))
    words = [each.if_none for each in empty]
    if "refuse" in words:
        return NobodyNamed(body="", step=step.name)
    return next((Passed(one.passes) for one in words if isinstance(one, AsPassed)), None)


def done_without(step: Staffed) -> bool:
    """Whether the step may pass because none of the bodies is named that could be."""
    named_apart = (each_of(rule) for rule, *_ in step.actor_rules)
    return any(each and each.if_none != "refuse" for each in named_apart)


def one_by_one(step: Seated, seats: tuple[Seat, ...]) -> dict[SeatKey, tuple[SeatKey, ...]]:
    """Which seat each seat waits for: 依次 the one before it, of heads in a row the one below."""
    in_turn = isinstance(step, Countersign) and step.vote.in_turn
    return {seat.id: (before.id,) for before, seat in pairwise(seats) if in_turn or seat.id.above(before.id)}


def sitting(step: Seated, seat: SeatKey, parties: Parties, world: World) -> tuple[Holder, ...] | Passed | NobodyFound:
    """Who may sit on one seat, whoever sits on the others; of a body that is named, whether or not it still is."""
    rule = step.actor_rules[seat.signer - 1][0]
    if (each := each_of(rule)) and seat.body:
        parties = parties.with_body(each, seat.body)
    if isinstance(step, Inquiry):
        return asked(step, parties, world)
    if isinstance(rule, ByHeads):
        heads = tuple(heads_in_turn(rule, parties, world))
        if not 0 < seat.head <= len(heads):
            return NobodyFound(body=body_name(rule, parties, world), step=step.name)
        rule = heads[seat.head - 1]
    return fitting(step, rule, step.exceptions, parties, world, frozenset())


def _seat_keys(step: Seated, parties: Parties, world: World) -> Iterator[SeatKey]:
    """A seat for each signer: of heads in a row one for each of them, of bodies that are named one for each body."""
    for number, (rule, *_) in enumerate(step.actor_rules, start=1):
        for body, among in parties.apart(rule):
            if isinstance(rule, ByHeads):
                levels = len(tuple(heads_in_turn(rule, among, world)))
                yield from (SeatKey(number, level, body=body) for level in range(1, levels + 1))
            else:
                yield SeatKey(number, body=body)


def _weight(step: Seated, seat: SeatKey) -> int:
    if isinstance(step, Countersign) and isinstance(step.vote, VoteWeighted):
        return next((one.weight for one in step.vote.weights if one.signer == seat.signer), 1)
    return 1
