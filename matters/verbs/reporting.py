"""What the system reports or asks for: a paper is sealed, the organisation has changed (出具文书、重新确定办理人)."""

from matters.case.aggregate import STATUS_NAMES, Case
from matters.case.deeds import IssuedPaper
from matters.case.events.course import HoldersChanged
from matters.case.events.deciding import ConcernedNamed, PaperIssued
from matters.case.items import BY_RULE, WorkItem
from matters.commands.reports import RecordPaper, Reresolve
from matters.course.children import taking_over
from matters.course.following import close_spoken_for, hand_over
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.errors.handling import NobodyFound, WrongStatus
from matters.language.route.by_itself import Automatic, SubMatter
from matters.language.route.steps import Seated, Staffed, Step
from matters.organisation.snapshot import Holder
from matters.who.actors import Passed, decides_business, kept_apart, must_step_aside, owing, stand_ins
from matters.who.concerned import kept_out
from matters.who.other_bodies import receivers
from matters.who.presence import in_post
from matters.who.seats import named, sitting


def reresolve(decision: Decision, command: Reresolve) -> Refusal | None:
    """Who may act on an open item after the organisation has changed; nothing is told when it is the same people."""
    item = decision.case.item(command.item)
    if item is None or item.purpose not in BY_RULE:
        return None
    found = found_now(decision, item)
    if isinstance(found, Refusal):
        return found
    if found and set(found) != set(item.holders):
        _give(decision, item, found)
    step = decision.matter.find_step(item.step)
    return close_spoken_for(decision, step) if isinstance(step, Seated) else None


def name_concerned(decision: Decision) -> None:
    """Whom the case is about by what the form says now (当事人), where that has changed."""
    named = decision.parties.concerned
    if named != set(decision.case.concerned):
        decision.tell(ConcernedNamed, named=tuple(sorted(named)))


def step_aside(decision: Decision) -> None:
    """Whoever has come into a conflict of interest by what was just done, or is concerned, leaves what is open (回避).

    Those who hold an item besides keep it; if there are none, whom the step names now. Where it names nobody, the item stays
    as it is: whoever holds it is refused, and an administrator mends the case.
    """
    for item in (item for item in decision.case.items if item.purpose == "act"):
        step = decision.matter.step(item.step)
        if _unbiased(decision, step, item.holders) != item.holders:
            found = _unbiased(decision, step, item.group or item.holders) or _by_rule(decision, item)
            if found and isinstance(found, tuple):
                _give(decision, item, found)


def _unbiased(decision: Decision, step: Step, holders: tuple[Holder, ...]) -> tuple[Holder, ...]:
    case = decision.case
    out = kept_out(case.concerned, step)
    free = (holder for holder in holders if holder.person not in out)
    return tuple(holder for holder in free if not must_step_aside(holder, step, case.deeds))


def _give(decision: Decision, item: WorkItem, found: tuple[Holder, ...]) -> None:
    before = {holder.person for holder in item.holders}
    tell = tuple(dict.fromkeys(holder.person for holder in found if holder.person not in before))
    version = decision.world.organisation.version
    decision.rule(HoldersChanged, item=item.key, holders=found, organisation=version, tell=tell)


def found_now(decision: Decision, item: WorkItem) -> tuple[Holder, ...] | NobodyFound:
    """The holders by today's organisation; none where the step would pass by rule now, which it did not when it opened.

    Whom a person has named stays, as long as all of them are there.
    """
    arm = decision.case.arm(item.step, item.seat)
    named = item.by_hand or item.lender or item.group or (arm and arm.who)
    if named and all(there(decision, holder) for holder in (*item.holders, *((item.lender,) if item.lender else ()))):
        return item.holders
    return _by_rule(decision, item)


def _by_rule(decision: Decision, item: WorkItem) -> tuple[Holder, ...] | NobodyFound:
    """Whom the definition names for an open item; none where the step would pass by rule."""
    duty = decision.matter.duty(item.step)
    if duty:
        return owing(duty, decision.parties, decision.world)
    step, arm = decision.matter.step(item.step), decision.case.arm(item.step, item.seat)
    if arm and arm.adder:
        return NobodyFound(body="加签人员所在单位", step=step.name)
    found = _named(decision, item, step)
    if isinstance(found, Passed | NobodyFound):
        return () if isinstance(found, Passed) else found
    heads = (h for h in item.heads if there(decision, h) and not must_step_aside(h, step, decision.case.deeds))
    return tuple(dict.fromkeys((*found, *heads)))


def _named(decision: Decision, item: WorkItem, step: Step) -> tuple[Holder, ...] | Passed | NobodyFound:
    """By the rule of the step, for that seat of it; in the body it was passed on to."""
    parties, world = decision.parties, decision.world
    if item.legs:
        found = receivers(decision.matter, decision.case, item, item.legs[-1].body, world)
        return found or NobodyFound(body=world.organisation.body_name(item.legs[-1].body, world.today), step=step.name)
    if item.seat and isinstance(step, Seated):
        return sitting(step, item.seat, parties, world)
    if isinstance(step, Staffed):
        return named(step, parties, world, kept_apart(step, decision.case))
    if isinstance(step, Automatic):
        return stand_ins(step, parties, world)
    if isinstance(step, SubMatter):
        return taking_over(step, decision.case, parties, world)
    raise ValueError(f"nobody acts at {step.kind}")


def there(decision: Decision, holder: Holder) -> bool:
    """Whether the person still holds the post, and has not become one of the three administrators."""
    return in_post(holder, decision.world.organisation, decision.world.today) and decides_business(
        holder, decision.world
    )


def record_paper(decision: Decision, command: RecordPaper) -> Refusal | None:
    """Once for each paper that was due; who applied is told of those of several rows with the last of them."""
    case = decision.case
    there = [paper for paper in case.papers if paper.paper == command.paper]
    if command.document in {paper.document for paper in there}:
        return None
    if any(_same(case, paper, command) for paper in there):
        return WrongStatus(status=STATUS_NAMES[case.status], action="再次出具结果文书")
    decision.tell(
        PaperIssued,
        paper=command.paper,
        document=command.document,
        number=command.number,
        digest=command.digest,
        issued_on=command.issued_on,
        row=command.row,
        due_by=command.due_by,
        tell=() if _more_to_come(case, command) else (case.applicant.person,),
    )
    if _of_result(case, command):
        _hand_over_when_all_is_out(decision)
    return None


def _hand_over_when_all_is_out(decision: Decision) -> None:
    case = decision.case
    if case.status == "decided" and case.result_out and not case.under_way:
        hand_over(decision)


def _same(case: Case, paper: IssuedPaper, command: RecordPaper) -> bool:
    """Whether it is what the report says to have issued: there is one result, and one paper for each row of an order."""
    return paper.paper == case.result_paper or (command.due_by, command.row) == (paper.due_by, paper.row) != (
        None,
        None,
    )


def _more_to_come(case: Case, command: RecordPaper) -> bool:
    """Whether other rows still wait for theirs."""
    order = case.order_of(command.paper)
    if order is None or order.rows is None or order.seq != command.due_by:
        return False
    return sum(paper.due_by == order.seq for paper in case.papers) + 1 < order.rows


def _of_result(case: Case, command: RecordPaper) -> bool:
    """Whether the paper tells the result, of the case or of a row."""
    order = case.order_of(command.paper)
    return command.paper == case.result_paper or (order is not None and order.step is None)
