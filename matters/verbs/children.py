"""What the system reports of the matters that a case begins, and what whoever takes over does about them (子事项)."""

from matters.case.events.children import BegunAgain, CalledOff, SubMatterBegun, SubMatterEnded, SubMatterFailed
from matters.commands.items import BeginAgain
from matters.commands.reports import CallOff, RecordBegun, RecordEnd, RecordFailure
from matters.course.children import want
from matters.course.following import weigh
from matters.engine.telling import Telling
from matters.errors.base import Refusal
from matters.language.route.steps import SubMatter
from matters.organisation.snapshot import SYSTEM


def begin_again(telling: Telling, command: BeginAgain) -> Refusal | None:
    """What failed or was refused is begun anew, as the form is now."""
    step = telling.matter.step(telling.item(command.item).step)
    if not isinstance(step, SubMatter):
        raise ValueError(f"{step.id} begins no other matter")
    telling.tell(BegunAgain, item=command.item)
    want(telling, step, again=True)
    return weigh(telling, step)


def record_begun(telling: Telling, command: RecordBegun) -> Refusal | None:
    """Once; a second report is no news."""
    child = telling.case.child(command.child)
    if child is None or child.case_no:
        return None
    telling.tell(SubMatterBegun, step=child.step, child=child.key, child_case=command.child_case)
    return _weigh(telling, child.step)


def record_failure(telling: Telling, command: RecordFailure) -> Refusal | None:
    """At a step somebody takes over; the next link of a chain is left to the applicant, who is told."""
    child = telling.case.child(command.child)
    if child is None or child.failed or child.case_no:
        return None
    tell = () if child.step else (child.applicant.person,)
    telling.tell(SubMatterFailed, step=child.step, child=child.key, tell=tell)
    return _weigh(telling, child.step)


def record_end(telling: Telling, command: RecordEnd) -> Refusal | None:
    """Told once, also where the case has ended itself or goes on elsewhere."""
    child = telling.case.child(command.child)
    if child is None or child.end:
        return None
    telling.learn(command.fills)
    telling.tell(
        SubMatterEnded,
        step=child.step,
        child=child.key,
        how=command.how,
        number=command.number,
        wrote=tuple(command.fills),
    )
    return _weigh(telling, child.step)


def call_off(telling: Telling, command: CallOff) -> Refusal | None:
    """Too late once it is decided: then it takes its course."""
    case = telling.case
    if case.ended or case.result:
        return None
    people = dict.fromkeys((case.applicant.person, *case.handlers))
    telling.tell(CalledOff, tell=tuple(person for person in people if person != SYSTEM.person))
    return None


def _weigh(telling: Telling, step_id: str) -> Refusal | None:
    step = telling.matter.find_step(step_id)
    return weigh(telling, step) if isinstance(step, SubMatter) else None
