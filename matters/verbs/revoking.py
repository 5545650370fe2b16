"""Looking again at what a machine has decided (抽检): it was right, or does not stand (撤销决定)."""

from matters.case.events.automatic import Revoked, SpotCheckPassed
from matters.commands.items import PassSpotCheck, Revoke
from matters.course.entering import put_back
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.errors.handling import NotPossible


def pass_spot_check(decision: Decision, command: PassSpotCheck) -> Refusal | None:
    decision.tell(SpotCheckPassed, item=command.item)
    return None


def revoke(decision: Decision, command: Revoke) -> Refusal | None:
    """Only what has come out can be called back: a paper that is still being drawn would come out after it."""
    case = decision.case
    if not case.result_out:
        return NotPossible(action=decision.action, why="结果文书正在出具，请稍后再办")
    tell = (case.applicant.person, *case.handlers)
    decision.tell(Revoked, item=command.item, paper=decision.paper("revoked"), tell=tuple(dict.fromkeys(tell)))
    return put_back(decision)
