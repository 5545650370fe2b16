"""Decision others (告知): copies and their reading, urging, discussion. None of it decides anything or holds anything up."""

from datetime import date

from matters.calendar import local_day
from matters.case.aggregate import Case
from matters.case.events.handing import CopyRead, CopyRetracted, CopySent, Discussed, Urged
from matters.commands.cases import Discuss, ReadCopy, RetractCopy, Urge
from matters.commands.items import SendCopy
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.errors.handling import NotPossible, UnfitPerson
from matters.who.colleagues import readers
from matters.who.presence import present
from matters.world import World

URGED_A_DAY = 1  # each case and person; the holders are told, not besieged


def send_copy(decision: Decision, command: SendCopy) -> Refusal | None:
    """People of the bodies that take part may read the case from now on."""
    fit = readers(decision.case, command.hat, decision.world, command.actor.person)
    for holder in command.to:
        if holder not in fit:
            person = decision.world.organisation.find_person(holder.person)
            return UnfitPerson(who=person.name if person else "所选人员")
    step = decision.item(command.item).step
    decision.tell(CopySent, item=command.item, step=step, to=tuple(dict.fromkeys(command.to)))
    return None


def read_copy(decision: Decision, command: ReadCopy) -> Refusal | None:
    """Read once; a second time is no news."""
    mine = [copy for copy in decision.case.copies if copy.to.person == command.actor.person]
    if not mine:
        return NotPossible(action=decision.action, why="本办件没有抄送给您")
    if any(copy.read_at is None for copy in mine):
        decision.tell(CopyRead)
    return None


def retract_copy(decision: Decision, command: RetractCopy) -> Refusal | None:
    """Only who sent it, and only as long as it is unread."""
    copy = next((copy for copy in decision.case.copies if copy.to.person == command.person), None)
    if copy is None or copy.by.person != command.hat.person:
        return NotPossible(action=decision.action, why="只能收回本人发出的抄送")
    if copy.read_at:
        return NotPossible(action=decision.action, why="对方已阅，无需收回")
    decision.tell(CopyRetracted, person=command.person)
    return None


def urge(decision: Decision, command: Urge) -> Refusal | None:
    """A notice to the holders, and nothing else. For the applicant, and for who supervises one of the bodies (督查).

    Each of them has their own: who waits does not use up what supervision needs, nor the other way round.
    """
    case, who, world = decision.case, command.actor.person, decision.world
    if who != case.applicant.person and not _supervises(case, who, world):
        return NotPossible(action=decision.action, why="只有申请人和督查人员可以催办")
    waiting = (holder.person for item in case.items for holder in present(item, world.organisation, world.today))
    tell = tuple(dict.fromkeys(person for person in waiting if person != who))
    if not tell:
        return NotPossible(action=decision.action, why=_nobody_to_urge(case, who))
    if _urged_on(case, who, world.today) >= URGED_A_DAY:
        return NotPossible(action=decision.action, why=f"您今日已催办 {URGED_A_DAY} 次，请改日再催")
    decision.tell(Urged, tell=tell)
    return None


def _nobody_to_urge(case: Case, who: str) -> str:
    if all(holder.person == who for item in case.items for holder in item.holders):
        return "本办件目前没有等待他人办理的环节，无需催办"
    return "原办理人已不在岗，正由机构管理员确定接办人员，接办后再催"


def _urged_on(case: Case, person: str, day: date) -> int:
    return sum(by == person and local_day(at) == day for by, at in case.urged)


def _supervises(case: Case, person: str, world: World) -> bool:
    """Whether the person supervises one of the two bodies of the case (督查)."""
    bodies = (case.applicant_body, case.owner_body)
    return any(world.organisation.granted(person, "supervisor", body, world.today) for body in bodies)


def discuss(decision: Decision, command: Discuss) -> Refusal | None:
    """Heard by everybody who handles the case; the applicant is not among them."""
    handlers = decision.case.handlers
    if command.actor.person not in handlers:
        return NotPossible(action=decision.action, why="只有办理过本办件的人员可以参加讨论")
    decision.tell(Discussed, tell=tuple(person for person in handlers if person != command.actor.person))
    return None
