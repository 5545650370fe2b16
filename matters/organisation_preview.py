"""What a change of the organisation would leave behind: matters whose steps lose everybody who could act (办理人落空)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matters.actors import Parties, holders
from matters.definition import Definition
from matters.definition.route import ByHead, ByLiaison, ByPost, ByRole, Countersign, Deliver, HumanStep, Who, walk
from matters.organisation import Holder
from matters.world import World

_FIXED = (ByPost, ByRole, ByHead, ByLiaison)
_ANYBODY = Holder(person="", post="")


@dataclass(frozen=True, slots=True)
class Orphan:
    """A step of a matter that, handled by this body, has an actor before the change and none after it."""

    matter: str
    step: str
    body: str


def orphans(matters: Iterable[Definition], before: World, after: World) -> tuple[Orphan, ...]:
    """Every such step, for the bodies that accept the matter today; rules that hang on a form's answers are left out."""
    return tuple(orphan for matter in matters for orphan in _orphans(matter, before, after))


def _orphans(matter: Definition, before: World, after: World) -> Iterator[Orphan]:
    duty = matter.guide.owner.duty
    owners = [d.body for d in before.organisation.duties if d.duty == duty and d.valid(before.today)]
    for owner in dict.fromkeys(owners):
        parties = Parties(applicant=_ANYBODY, applicant_body=owner, owner_body=owner)
        for step, who in _rules(matter):
            if holders(who, parties, before) and not holders(who, parties, after):
                yield Orphan(matter.name, step, before.organisation.body_name(owner, before.today))


def _rules(matter: Definition) -> Iterator[tuple[str, Who]]:
    for step in walk(matter.steps):
        named: tuple[Who | None, ...] = ()
        if isinstance(step, (HumanStep, Deliver)):
            named = (step.who,)
        elif isinstance(step, Countersign):
            named = step.signers
        yield from ((step.name, who) for who in named if isinstance(who, _FIXED))
