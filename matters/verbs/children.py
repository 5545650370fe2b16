"""What the system reports of the matters that a case begins, and what whoever takes over does about them (子事项)."""

from matters.case.events.children import BegunAgain, CalledOff, SubMatterBegun, SubMatterEnded, SubMatterFailed
from matters.commands.items import BeginAgain
from matters.commands.reports import CallOff, RecordBegun, RecordEnd, RecordFailure
from matters.course.children import want
from matters.course.following import weigh
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.language.route.by_itself import SubMatter
from matters.organisation.snapshot import SYSTEM


def begin_again(decision: Decision, command: BeginAgain) -> Refusal | None:
    """What failed, was refused or was withdrawn is begun anew, as the form is now."""
    step = decision.matter.step(decision.item(command.item).step)
    if not isinstance(step, SubMatter):
        raise ValueError(f"{step.id} begins no other matter")
    decision.tell(BegunAgain, item=command.item)
    ended = (child for child in decision.case.children_of(step.id) if child.refused or child.withdrawn)
    want(decision, step, {child.key for child in ended})
    return weigh(decision, step)


def record_begun(decision: Decision, command: RecordBegun) -> Refusal | None:
    """Once; a second report is no news."""
    child = decision.case.child(command.child)
    if child is None or child.case_no:
        return None
    decision.tell(SubMatterBegun, step=child.step, child=child.key, child_case=command.child_case)
    return _weigh(decision, child.step)


def record_failure(decision: Decision, command: RecordFailure) -> Refusal | None:
    """At a step somebody takes over; the next link of a chain is left to the applicant, who is told."""
    child = decision.case.child(command.child)
    if child is None or child.failed or child.case_no:
        return None
    tell = () if child.step else (child.applicant.person,)
    decision.tell(SubMatterFailed, step=child.step, child=child.key, tell=tell)
    return _weigh(decision, child.step)


def record_end(decision: Decision, command: RecordEnd) -> Refusal | None:
    """Told once, also where the case has ended itself or goes on elsewhere."""
    child = decision.case.child(command.child)
    if child is None or child.end:
        return None
    decision.learn(command.fills)
    decision.tell(
        SubMatterEnded,
        step=child.step,
        child=child.key,
        how=command.how,
        number=command.number,
        wrote=tuple(command.fills),
    )
    return _weigh(decision, child.step)


def call_off(decision: Decision, command: CallOff) -> Refusal | None:
    """Too late once it is decided: then it takes its course."""
    case = decision.case
    if case.ended or case.result:
        return None
    people = dict.fromkeys((case.applicant.person, *case.handlers))
    decision.tell(CalledOff, tell=tuple(person for person in people if person != SYSTEM.person))
    return None


def _weigh(decision: Decision, step_id: str) -> Refusal | None:
    step = decision.matter.find_step(step_id)
    return weigh(decision, step) if isinstance(step, SubMatter) else None
