"""Whether the actor has proved who they are (身份确认): asked last, of an act that is not refused for anything else."""

from datetime import timedelta

from matters.case.aggregate import Case
from matters.case.items import OF_APPLICANT, Purpose, WorkItem
from matters.case.owed import owed
from matters.commands.acts import ACT_OF, CaseAct
from matters.commands.base import OnItem
from matters.engine.decision import Decision
from matters.engine.transitions import OFFERED
from matters.errors.handling import ProofRequired
from matters.language.route.steps import Signed

_FOR_THIS = timedelta.min  # whatever was given before is too old
# What is the applicant's own, and what programs report: nobody decides by it, whatever is sealed since.
_NOBODYS: tuple[Purpose, ...] = (*OF_APPLICANT, "machine", "wait", "validity")


def prove(decision: Decision, before: Case) -> ProofRequired | None:
    """A step may ask for it with each act that brings it on; the installation, that it be not too old where a paper is sealed."""
    proof, most = decision.command.proof, _how_old(decision, before)
    if most is None:
        return None
    if proof is None or not (proof.for_this or decision.world.now - proof.at <= most):
        return ProofRequired()
    decision.prove(proof.at)
    return None


def _how_old(decision: Decision, before: Case) -> timedelta | None:
    """How old the proof for this act may be; nothing where none is asked for."""
    command, minutes = decision.command, decision.world.proof_minutes
    item = before.item(command.item) if isinstance(command, OnItem) else None
    if minutes is None or not _by_official(decision, item):
        return None
    if _asked_by_step(decision, item):
        return _FOR_THIS
    return timedelta(minutes=minutes) if minutes and _seals(decision) else None


def _by_official(decision: Decision, item: WorkItem | None) -> bool:
    """Administrators mend with two people, and decide nothing."""
    act = ACT_OF[type(decision.command)]
    return item.purpose not in _NOBODYS if item else not isinstance(act, CaseAct) or act.by == "people"


def _asked_by_step(decision: Decision, item: WorkItem | None) -> bool:
    """Whether the act brings on a step that asks for it."""
    step = decision.matter.find_step(item.step) if item and item.purpose == "act" else None
    asked = isinstance(step, Signed) and step.identity_check == "always"
    return asked and type(decision.command) in OFFERED[step.kind] if step else False


def _seals(decision: Decision) -> bool:
    """Whether a paper is sealed since it; every decision has one."""
    return any(effect.kind == "seal" for event in decision.events for effect in owed(event))
