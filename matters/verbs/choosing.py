"""Choosing who acts later (选定): by the applicant at filing, or by whoever acts before."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from matters.case.events.course import Chosen
from matters.course.forecast import ahead
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.errors.handling import ChoiceRequired, UnfitPerson
from matters.language.route.steps import HumanStep
from matters.language.route.who import ByChoice
from matters.organisation.snapshot import Holder
from matters.who.actors import actors

Chooser = Literal["applicant", "previous_actor"]


def choose(decision: Decision, choices: Mapping[str, Holder], chooser: Chooser) -> Refusal | None:
    """Tell each choice; only steps whose actor this chooser names, and only people the rule of the step lets act."""
    for step_id, holder in choices.items():
        step = decision.matter.find_step(step_id)
        if not isinstance(step, HumanStep) or not isinstance(step.who, ByChoice) or step.who.chooser != chooser:
            return UnfitPerson(who=_name(decision, holder))
        found = actors(step, replace(decision.parties, chosen={}), decision.world)
        if not isinstance(found, tuple) or holder not in found:
            return UnfitPerson(who=_name(decision, holder))
        decision.tell(Chosen, step=step_id, holder=holder)
    return None


def all_chosen(decision: Decision) -> Refusal | None:
    """Whether the applicant has named somebody for each step that may come and asks for it."""
    for one in ahead(decision.matter, decision.parties, decision.world, decision.case):
        step = decision.matter.step(one.step)
        who = getattr(step, "who", None)
        if isinstance(who, ByChoice) and who.chooser == "applicant" and step.id not in decision.parties.chosen:
            return ChoiceRequired(step=step.name)
    return None


def _name(decision: Decision, holder: Holder) -> str:
    person = decision.world.organisation.find_person(holder.person)
    return person.name if person else "所选人员"
