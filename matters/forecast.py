"""What lies ahead (预告): the remaining steps and who will see them, by the same rules that open them."""

from collections.abc import Iterator
from dataclasses import dataclass

from matters.actors import Parties, Passed, actors, kept_apart
from matters.case import Case
from matters.definition import Definition
from matters.definition.clock import Limit
from matters.definition.route import Deliver, HumanStep, Step
from matters.errors import NobodyFound
from matters.organisation import Holder
from matters.world import World


@dataclass(frozen=True, slots=True)
class Ahead:
    """A step ahead. No holders: nobody is found today, or nobody has to act."""

    step: str
    name: str
    holders: tuple[Holder, ...]
    limit: Limit | None


def ahead(matter: Definition, parties: Parties, world: World, case: Case | None = None) -> tuple[Ahead, ...]:
    """The steps still to be opened, in order; all of them for a case not filed yet."""
    if case is not None and case.ended:
        return ()
    return tuple(_foreseen(_remaining(matter, case), parties, world, case))


def _remaining(matter: Definition, case: Case | None) -> tuple[Step, ...]:
    if case is None:
        return matter.steps
    if case.result == "denied":
        return ()
    opened = {item.step for item in (*case.items, *case.closed)}
    last = max((n for n, step in enumerate(matter.steps) if step.id in opened), default=-1)
    current = next((n for n, step in enumerate(matter.steps) if case.items and step.id == case.items[0].step), last)
    awaits_applicant = bool(case.items) and case.items[0].supplement  # then the step of the item opens again
    return matter.steps[current if awaits_applicant else current + 1 :]


def _foreseen(steps: tuple[Step, ...], parties: Parties, world: World, case: Case | None) -> Iterator[Ahead]:
    for step in steps:
        if isinstance(step, HumanStep) or (isinstance(step, Deliver) and step.who):
            found = actors(step, parties, world, kept_apart(step, case) if case else frozenset())
            if not isinstance(found, Passed):
                holders = () if isinstance(found, NobodyFound) else found
                yield Ahead(step.id, step.name, holders, step.limit)
        elif isinstance(step, Deliver):
            yield Ahead(step.id, step.name, (), step.limit)
