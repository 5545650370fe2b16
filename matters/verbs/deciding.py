"""Deciding (审批): agree, refuse, abstain, report work as done, hand over."""

from matters.case.events.deciding import Abstained, Approved, Completed, Rejected
from matters.commands.items import Abstain, Approve, Complete, Conclude, Reject
from matters.course.children import outstanding
from matters.course.following import conclude as close_case
from matters.course.following import go_on, refuse, sign
from matters.engine.telling import Telling
from matters.errors.base import Refusal
from matters.errors.handling import NotPossible
from matters.language.route.steps import SubMatter
from matters.verbs.choosing import choose
from matters.verbs.passing import inform


def approve(telling: Telling, command: Approve) -> Refusal | None:
    """Agree: the seat is signed, or the step is passed, and with the decision the matter is granted."""
    item = telling.item(command.item)
    telling.learn(command.fills)
    telling.tell(Approved, item=command.item, wrote=tuple(command.fills))
    inform(telling, item)
    return choose(telling, command.choices, "previous_actor") or sign(
        telling, telling.signed(item.step), item.seat, passed=True
    )


def reject(telling: Telling, command: Reject) -> Refusal | None:
    """Refuse, which ends the case unless the refusal rule waits for others."""
    item = telling.item(command.item)
    telling.tell(Rejected, item=command.item)
    if isinstance(telling.matter.step(item.step), SubMatter):
        return refuse(telling, item.step)
    inform(telling, item)
    return sign(telling, telling.signed(item.step), item.seat, passed=False)


def abstain(telling: Telling, command: Abstain) -> Refusal | None:
    """Take no side; the vote is counted as given."""
    item = telling.item(command.item)
    telling.tell(Abstained, item=command.item)
    return sign(telling, telling.signed(item.step), item.seat, passed=None)


def complete(telling: Telling, command: Complete) -> Refusal | None:
    """The work is done; of a step that waits for sub-matters, it goes on without those that failed or were refused."""
    item = telling.item(command.item)
    step = telling.matter.step(item.step)
    if isinstance(step, SubMatter) and outstanding(step, telling.case):
        return NotPossible(action=telling.action, why="还有子事项没有办结，请等其办结后再办理")
    telling.learn(command.fills)
    telling.tell(Completed, item=command.item, wrote=tuple(command.fills))
    inform(telling, item)
    return choose(telling, command.choices, "previous_actor") or go_on(telling, step.id)


def conclude(telling: Telling, command: Conclude) -> Refusal | None:
    """The result is handed over."""
    close_case(telling, command.item)
    return None
