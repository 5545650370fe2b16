"""Looking again at what a machine has decided (抽检): it was right, or does not stand (撤销决定)."""

from matters.case.events.automatic import Revoked, SpotCheckPassed
from matters.commands.items import PassSpotCheck, Revoke
from matters.engine.telling import Telling
from matters.errors.base import Refusal
from matters.errors.handling import NotPossible


def pass_spot_check(telling: Telling, command: PassSpotCheck) -> Refusal | None:
    telling.tell(SpotCheckPassed, item=command.item)
    return None


def revoke(telling: Telling, command: Revoke) -> Refusal | None:
    """Only what has come out can be called back: a paper that is still being drawn would come out after it."""
    case = telling.case
    if not any(paper.paper == case.result_paper for paper in case.papers):
        return NotPossible(action=telling.action, why="结果文书正在出具，请稍后再办")
    tell = (case.applicant.person, *case.handlers)
    telling.tell(Revoked, item=command.item, paper=telling.paper("revoked"), tell=tuple(dict.fromkeys(tell)))
    return None
