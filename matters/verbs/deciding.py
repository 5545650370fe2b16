"""Deciding (审批): agree, refuse, abstain, report work as done, hand over."""

from matters.case.events.deciding import Abstained, Approved, Completed, Rejected
from matters.commands.items import Abstain, Approve, Complete, Conclude, Reject
from matters.course.children import outstanding
from matters.course.following import conclude as close_case
from matters.course.following import done, refuse, sign
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.errors.handling import NotPossible
from matters.language.route.by_itself import SubMatter
from matters.verbs.choosing import choose
from matters.verbs.passing import inform


def approve(decision: Decision, command: Approve) -> Refusal | None:
    """Agree: the seat is signed, or the step is passed, and with the decision the matter is granted."""
    item = decision.item(command.item)
    decision.learn(command.fills)
    decision.tell(Approved, item=command.item, wrote=tuple(command.fills))
    inform(decision, item)
    return choose(decision, command.choices, "previous_actor") or sign(
        decision, decision.seated(item.step), item.seat, passed=True
    )


def reject(decision: Decision, command: Reject) -> Refusal | None:
    """Refuse, which ends the case unless the refusal rule waits for others."""
    item = decision.item(command.item)
    decision.learn(command.fills)
    decision.tell(Rejected, item=command.item, wrote=tuple(command.fills))
    if isinstance(decision.matter.step(item.step), SubMatter):
        return refuse(decision, item.step)
    inform(decision, item)
    return sign(decision, decision.seated(item.step), item.seat, passed=False)


def abstain(decision: Decision, command: Abstain) -> Refusal | None:
    """Take no side; the vote is counted as given."""
    item = decision.item(command.item)
    decision.learn(command.fills)
    decision.tell(Abstained, item=command.item, wrote=tuple(command.fills))
    return sign(decision, decision.seated(item.step), item.seat, passed=None)


def complete(decision: Decision, command: Complete) -> Refusal | None:
    """The work is done; of a step that waits for sub-matters, it goes on without those that failed or were refused."""
    item = decision.item(command.item)
    step = decision.matter.step(item.step)
    if isinstance(step, SubMatter) and outstanding(step, decision.case):
        return NotPossible(action=decision.action, why="还有子事项没有办结，请等其办结后再办理")
    decision.learn(command.fills)
    decision.tell(Completed, item=command.item, wrote=tuple(command.fills))
    inform(decision, item)
    return choose(decision, command.choices, "previous_actor") or done(decision, step.id)


def conclude(decision: Decision, command: Conclude) -> Refusal | None:
    """The result is handed over."""
    close_case(decision, command.item)
    return None
