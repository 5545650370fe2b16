"""What a change of the organisation would leave behind: matters whose steps lose everybody who could act (办理人落空)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matters.language.document import Definition
from matters.language.route.steps import walk
from matters.language.route.who import ByHead, ByLiaison, ByPost, ByRole, Who, answering
from matters.organisation.snapshot import Holder
from matters.who.actors import holders
from matters.who.parties import Parties
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
        for step, rules in _rules(matter):
            if _anybody(rules, parties, before) and not _anybody(rules, parties, after):
                yield Orphan(matter.name, step, before.organisation.body_name(owner, before.today))


def _anybody(rules: tuple[Who, ...], parties: Parties, world: World) -> bool:
    return any(holders(who, parties, world) for who in rules)


def _rules(matter: Definition) -> Iterator[tuple[str, tuple[Who, ...]]]:
    """For each actor a step needs the rules that name one, any of which is enough."""
    for step in walk(matter.steps):
        yield from _fixed(step.name, step.actor_rules)
    for duty in matter.duties:
        yield from _fixed(duty.name, (answering(None, duty.owed_by),))


def _fixed(name: str, named: tuple[tuple[Who, ...], ...]) -> Iterator[tuple[str, tuple[Who, ...]]]:
    """Those of the rules that hang on no answer of a form."""
    rules = (tuple(who for who in some if isinstance(who, _FIXED)) for some in named)
    yield from ((name, some) for some in rules if some)
