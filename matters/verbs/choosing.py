"""Choosing who acts later (选定): by the applicant at filing, or by whoever acts before."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, TypeGuard

from matters.case.events.course import Chosen
from matters.course.forecast import ahead
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.errors.handling import ChoiceRequired, UnfitPerson
from matters.language.document import Definition
from matters.language.route.steps import HumanStep, Step
from matters.language.route.who import ByChoice
from matters.organisation.snapshot import Holder
from matters.who.actors import actors
from matters.who.parties import Parties
from matters.world import World

Chooser = Literal["applicant", "previous_actor"]
Choices = Mapping[str, Holder]


def choose(decision: Decision, choices: Choices, chooser: Chooser) -> Refusal | None:
    """Tell each choice."""
    refusal = misfit(decision.matter, choices, chooser, decision.parties, decision.world)
    if refusal:
        return refusal
    for step_id, holder in choices.items():
        decision.tell(Chosen, step=step_id, holder=holder)
    return None


def misfit(
    matter: Definition, choices: Choices, chooser: Chooser, parties: Parties, world: World
) -> UnfitPerson | None:
    """Only steps whose actor this chooser names, and only people the rule of the step lets act."""
    for step_id, holder in choices.items():
        step = matter.find_step(step_id)
        named = _names(step, chooser) and actors(step, replace(parties, chosen={}), world)
        if not isinstance(named, tuple) or holder not in named:
            person = world.organisation.find_person(holder.person)
            return UnfitPerson(who=person.name if person else "所选人员")
    return None


def unchosen(matter: Definition, choices: Choices, parties: Parties, world: World) -> ChoiceRequired | None:
    """The steps that may come of a new filing and for which the applicant has named nobody."""
    steps = (matter.step(one.step) for one in ahead(matter, parties, world))
    missing = [step.name for step in steps if _names(step, "applicant") and step.id not in choices]
    return ChoiceRequired(step="”“".join(missing)) if missing else None


def _names(step: Step | None, chooser: Chooser) -> TypeGuard[HumanStep]:
    return isinstance(step, HumanStep) and isinstance(step.who, ByChoice) and step.who.chooser == chooser
