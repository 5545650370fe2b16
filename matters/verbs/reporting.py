"""What the system reports or asks for: a paper is sealed, the organisation has changed (出具文书、重新确定办理人)."""

from matters.actors import Passed, actors, asked, in_post, kept_apart, owing, signer, stand_ins
from matters.case import ASIDE, STATUS_NAMES, WorkItem
from matters.commands import RecordPaper, Reresolve
from matters.course import close_spoken_for, hand_over
from matters.definition.route import Automatic, Countersign, Deliver, HumanStep, Inquiry
from matters.errors import NobodyFound, Refusal, WrongStatus
from matters.events import HoldersChanged, PaperIssued
from matters.organisation import Holder
from matters.telling import Telling


def reresolve(telling: Telling, command: Reresolve) -> Refusal | None:
    """Who may act on an open item after the organisation has changed; nothing is told when it is the same people."""
    item = telling.case.item(command.item)
    if item is None or not (item.purpose == "act" or item.purpose in ASIDE):
        return None
    found = _found_now(telling, item)
    if isinstance(found, Refusal):
        return found
    if found and set(found) != set(item.holders):
        before = {holder.person for holder in item.holders}
        tell = tuple(dict.fromkeys(holder.person for holder in found if holder.person not in before))
        version = telling.world.organisation.version
        telling.tell(HoldersChanged, item=item.key, holders=found, organisation=version, tell=tell)
    step = telling.matter.find_step(item.step)
    return close_spoken_for(telling, step) if isinstance(step, HumanStep | Countersign) else None


def _found_now(telling: Telling, item: WorkItem) -> tuple[Holder, ...] | NobodyFound:
    """The holders by today's organisation; none where the step would pass by rule now, which it did not when it opened.

    Whom a person has named stays, as long as all of them are there.
    """
    case, duty = telling.case, telling.matter.duty(item.step)
    fork = case.fork(item.step)
    arm = fork.arm(item.seat) if fork and item.seat else None
    named = item.by_hand or item.lender or item.group or (arm and arm.who)
    if named and all(in_post(holder, telling.world) for holder in (*item.holders, *((item.lender,) if item.lender else ()))):
        return item.holders
    if duty:
        return owing(duty, telling.parties, telling.world)
    step = telling.matter.step(item.step)
    if arm and arm.adder:
        return NobodyFound(body="加签人员所在单位", step=step.name)
    if item.seat and isinstance(step, HumanStep | Countersign):
        found = signer(step, item.seat, telling.parties, telling.world)
    elif isinstance(step, Automatic):
        found = stand_ins(step, telling.parties, telling.world)
    elif isinstance(step, HumanStep | Deliver):
        found = actors(step, telling.parties, telling.world, kept_apart(step, case))
    elif isinstance(step, Inquiry):
        found = asked(step, telling.parties, telling.world)
    else:
        raise ValueError(f"nobody acts at {step.kind}")
    return () if isinstance(found, Passed) else found


def record_paper(telling: Telling, command: RecordPaper) -> Refusal | None:
    case, tell = telling.case, (telling.case.applicant.person,)
    if any(paper.paper == command.paper and paper.document == command.document for paper in case.papers):
        return None
    if command.paper == case.result_paper and any(paper.paper == command.paper for paper in case.papers):
        return WrongStatus(status=STATUS_NAMES[case.status], action="再次出具结果文书")
    telling.tell(
        PaperIssued, paper=command.paper, document=command.document, number=command.number, digest=command.digest,
        issued_on=command.issued_on, tell=tell,
    )  # fmt: skip
    waits_for_it_alone = command.paper == case.result_paper and not case.under_way
    if case.status == "decided" and waits_for_it_alone:
        hand_over(telling)
    return None
