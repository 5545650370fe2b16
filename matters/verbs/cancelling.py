"""Ending what is open of a matter that is cancelled (事项取消)."""

from matters.case.events.cancelling import EndedByCancellation
from matters.commands.reports import EndCancelled
from matters.engine.decision import Decision
from matters.errors.base import Refusal


def end(decision: Decision, command: EndCancelled) -> Refusal | None:
    """Too late once it is decided: then it takes its course, duties and all."""
    case = decision.case
    if case.ended or case.result:
        return None
    decision.tell(EndedByCancellation, ground=command.ground, tell=case.affected)
    return None
