"""The one pure engine: `decide` turns a command on a case into events or a refusal; every rule of the life cycle lives here.

`python -m matters.lifecycle` prints the table of what is allowed in which status.
"""

from collections.abc import Callable
from typing import Any

from matters.actors import Parties, Passed, actors, kept_apart, owner_of
from matters.calendar import DueDate
from matters.case import STATUS_NAMES, Case, evolve
from matters.commands import (
    Accept,
    Approve,
    Command,
    Conclude,
    OnItem,
    RecordPaper,
    RefuseAcceptance,
    Reject,
    RequestSupplement,
    ReturnToApplicant,
    Submit,
    Supplement,
    Withdraw,
)
from matters.definition import Definition
from matters.definition.outcome import Occasion
from matters.definition.route import Accept as AcceptStep
from matters.definition.route import Decide, Deliver, HumanStep, Review
from matters.errors import (
    FindingsRequired,
    Invalid,
    NobodyFound,
    NotEligible,
    NotFound,
    OfflineOnly,
    Problem,
    Refusal,
    WrongStatus,
)
from matters.events import (
    AcceptanceRefused,
    Accepted,
    Approved,
    Concluded,
    Decided,
    Event,
    EventBase,
    PaperIssued,
    Rejected,
    StepOpened,
    StepPassed,
    Submitted,
    Supplemented,
    SupplementRequested,
    Withdrawn,
)
from matters.filing import asked, filing_problems
from matters.guards import guard
from matters.limits import after_pause, due_date
from matters.transitions import transition_table
from matters.world import World

Verdict = tuple[Event, ...] | Refusal


class Telling:
    """The events of one decision as they are told, with the case they make so far."""

    def __init__(self, matter: Definition, case: Case | None, command: Command, world: World) -> None:
        self.matter = matter
        self.command = command
        self.world = world
        self.events: list[Event] = []
        self._case = case

    @property
    def case(self) -> Case:
        """The case after what has been told."""
        if self._case is None:
            raise ValueError("nothing told yet")
        return self._case

    def tell(self, kind: type[EventBase], **facts: Any) -> None:  # noqa: ANN401 - facts of any event
        """One more event; what the actor wrote belongs to the first."""
        seq = self._case.seq + 1 if self._case else 1
        case_no = self._case.case_no if self._case else facts.pop("case_no")
        said = "" if self.events else self.command.said
        event: Any = kind(case_no=case_no, seq=seq, at=self.world.now, actor=self.command.actor, said=said, **facts)
        self.events.append(event)
        self._case = evolve(self._case, event)

    @property
    def parties(self) -> Parties:
        """Who the case is between."""
        return parties_of(self.case)

    @property
    def resolved(self) -> dict[str, Any]:
        """The versions that what is resolved now was resolved in."""
        return {"organisation": self.world.organisation.version, "calendar": self.world.calendar.version}


def decide(matter: Definition, case: Case | None, command: Command, world: World) -> Verdict:
    """What follows from the command: the events in order, or the reason why not. No clock, no id, no I/O."""
    telling = Telling(matter, case, command, world)
    if isinstance(command, Submit):
        refusal = _submit(telling, command)
    elif case is None:
        refusal = NotFound(what="该办件")
    else:
        refusal = guard(matter, case, command, world) or _PERFORM[type(command)](telling, command)
    return refusal or tuple(telling.events)


def parties_of(case: Case) -> Parties:
    """The parties of a case."""
    return Parties(case.applicant, case.applicant_body, case.owner_body)


def _submit(telling: Telling, command: Submit) -> Refusal | None:
    matter, world = telling.matter, telling.world
    if matter.guide.access.kind == "offline":
        return OfflineOnly(matter=matter.name, pointer=matter.guide.access.pointer)
    body = world.organisation.post(command.actor.post).body
    owner = owner_of(matter, body, world)
    if isinstance(owner, Refusal):
        return owner
    refusal = _eligibility(matter, body, world)
    problems = filing_problems(matter, command.answers, command.materials, world)
    if refusal or problems:
        return refusal or Invalid(problems=problems)
    telling.tell(
        Submitted, case_no=command.case_no, matter=matter.code, definition=matter.digest, applicant=command.actor,
        applicant_body=body, owner_body=owner.id, **telling.resolved,
    )  # fmt: skip
    return _everybody_there(telling) or _open(telling, 0)


def _eligibility(matter: Definition, body_id: str, world: World) -> Refusal | None:
    body, rule = world.organisation.body(body_id), matter.guide.applicants
    fits = (not rule.levels or body.level in rule.levels) and (not rule.kinds or body.kind in rule.kinds)
    return None if fits else NotEligible(matter=matter.name, applicants="办事指南所列单位")


def _everybody_there(telling: Telling) -> Refusal | None:
    """Nobody is let in who would get stuck: each later step must find its actor now."""
    for step in telling.matter.steps:
        if isinstance(step, HumanStep) or (isinstance(step, Deliver) and step.who):
            found = actors(step, telling.parties, telling.world)
            if isinstance(found, NobodyFound):
                return found
    return None


def _open(telling: Telling, index: int) -> Refusal | None:
    """Open the next step from `index` on that somebody has to do; steps that pass by rule are told and left behind."""
    for step in telling.matter.steps[index:]:
        if not isinstance(step, (HumanStep, Deliver)):
            raise NotImplementedError(f"step kind {step.kind} is refused at publishing")
        found = actors(step, telling.parties, telling.world, kept_apart(step, telling.case))
        if isinstance(found, NobodyFound):
            return found
        if isinstance(found, Passed):
            telling.tell(StepPassed, step=step.id, reason=found.reason)
            continue
        due = due_date(step.limit, telling.world.now, telling.world.calendar) if step.limit else None
        telling.tell(StepOpened, step=step.id, holders=found, **_due(due), **telling.resolved)
        return None
    raise ValueError("no step left to open")


def _due(due: DueDate | None) -> dict[str, Any]:
    return {"due": due.day, "provisional": due.provisional} if due else {}


def _index(matter: Definition, step_id: str) -> int:
    return next(n for n, step in enumerate(matter.steps) if step.id == step_id)


def _paper(matter: Definition, occasion: Occasion) -> str | None:
    paper = matter.outcome.paper_on(occasion) if matter.outcome else None
    return paper.id if paper else None


def _accept(telling: Telling, command: Accept) -> Refusal | None:
    clock, world = telling.matter.clock, telling.world
    same_day = clock is not None and clock.first_day == "same_day"
    due = due_date(clock.promised, world.now, world.calendar, same_day) if clock else None
    step = _step_of(telling, command)
    tell = (telling.case.applicant.person,)
    telling.tell(Accepted, item=command.item, paper=_paper(telling.matter, "accepted"), tell=tell, **_due(due))
    return _open(telling, _index(telling.matter, step) + 1)


def _refuse_acceptance(telling: Telling, command: RefuseAcceptance) -> Refusal | None:
    paper, tell = _paper(telling.matter, "acceptance_refused"), (telling.case.applicant.person,)
    telling.tell(AcceptanceRefused, item=command.item, paper=paper, tell=tell)
    return None


def _request_supplement(telling: Telling, command: RequestSupplement | ReturnToApplicant) -> Refusal | None:
    problems = _finding_problems(telling.matter, command)
    if not command.findings:
        return FindingsRequired()
    if problems:
        return Invalid(problems=problems)
    telling.tell(
        SupplementRequested, item=command.item, targets=tuple(command.findings), holder=telling.case.applicant,
        resume=_resume(telling, command), paper=_paper(telling.matter, "supplement_requested"),
    )  # fmt: skip
    return None


def _finding_problems(matter: Definition, command: RequestSupplement | ReturnToApplicant) -> tuple[Problem, ...]:
    problems = []
    for target, message in command.findings.items():
        field, material = matter.field(target), matter.material(target)
        if not (material and asked(material)) and not (field and field.filled_by == "applicant"):
            problems.append(Problem(target, f"“{matter.label(target)[:40]}”不是申请人填报的内容"))
        elif not message.strip():
            problems.append(Problem(target, f"请写明“{matter.label(target)}”的问题"))
    return tuple(problems)


def _resume(telling: Telling, command: RequestSupplement | ReturnToApplicant) -> str:
    """The step that opens after the supplement: the returning one, or the first after acceptance when all run again."""
    step = telling.matter.step(_step_of(telling, command))
    if isinstance(step, (Review, Decide)) and step.return_resumes == "rerun":
        first = next(n for n, s in enumerate(telling.matter.steps) if isinstance(s, AcceptStep))
        return telling.matter.steps[first + 1].id
    return step.id


def _supplement(telling: Telling, command: Supplement) -> Refusal | None:
    problems = _supplement_problems(telling, command)
    if problems:
        return Invalid(problems=problems)
    case = telling.case
    resume = case.resume or ""
    telling.tell(Supplemented, item=command.item, **_due(_moved(telling, case)))
    return _open(telling, _index(telling.matter, resume))


def _supplement_problems(telling: Telling, command: Supplement) -> tuple[Problem, ...]:
    """Only what was asked for may change, and what that change makes wrong: a field it shows, a paper it demands."""
    matter, world = telling.matter, telling.world
    given = {**command.answers, **command.materials}
    allowed = set(telling.case.targets)
    while True:
        answers = _applicants(matter, world) | {k: v for k, v in command.answers.items() if k in allowed}
        files = {**world.materials, **{k: v for k, v in command.materials.items() if k in allowed}}
        problems = filing_problems(matter, answers, files, world)
        follows = {problem.target for problem in problems if problem.target in given} - allowed
        if not follows:
            break
        allowed |= follows
    outside = tuple(
        Problem(key, f"“{matter.label(key)[:40]}”不在本次补正范围内，不能修改") for key in given if key not in allowed
    )
    return outside or problems


def _applicants(matter: Definition, world: World) -> dict[str, Any]:
    """What the applicant has answered, without the fields the office filled."""
    office = {field.id for field in matter.fields if field.filled_by == "office"}
    return {key: value for key, value in world.answers.items() if key not in office}


def _moved(telling: Telling, case: Case) -> DueDate | None:
    clock = telling.matter.clock
    if case.due is None or case.paused_at is None:
        return None
    due = DueDate(case.due, case.provisional)
    stopped = clock is not None and "supplement" in clock.stops
    return after_pause(due, case.paused_at, telling.world.now, telling.world.calendar) if stopped else due


def _approve(telling: Telling, command: Approve) -> Refusal | None:
    step = telling.matter.step(_step_of(telling, command))
    telling.tell(Approved, item=command.item)
    if isinstance(step, Decide):
        telling.tell(Decided, result="granted", paper=_paper(telling.matter, "granted"))
        return None
    return _open(telling, _index(telling.matter, step.id) + 1)


def _reject(telling: Telling, command: Reject) -> Refusal | None:
    telling.tell(Rejected, item=command.item)
    telling.tell(Decided, result="denied", paper=_paper(telling.matter, "denied"))
    return None


def _withdraw(telling: Telling, command: Withdraw) -> Refusal | None:
    case = telling.case
    waiting = (holder.person for item in case.items for holder in item.holders)
    involved = (*waiting, *(deed.actor.person for deed in case.deeds))
    telling.tell(Withdrawn, tell=tuple(dict.fromkeys(p for p in involved if p != case.applicant.person)))
    return None


def _conclude(telling: Telling, command: Conclude) -> Refusal | None:
    tell = (telling.case.applicant.person,)
    telling.tell(Concluded, item=command.item, result=telling.case.result, tell=tell)
    return None


def _record_paper(telling: Telling, command: RecordPaper) -> Refusal | None:
    case, tell = telling.case, (telling.case.applicant.person,)
    if any(paper.paper == command.paper and paper.document == command.document for paper in case.papers):
        return None
    if command.paper == case.result_paper and any(paper.paper == command.paper for paper in case.papers):
        return WrongStatus(status=STATUS_NAMES[case.status], action="再次出具结果文书")
    telling.tell(
        PaperIssued, paper=command.paper, document=command.document, number=command.number, digest=command.digest,
        issued_on=command.issued_on, tell=tell,
    )  # fmt: skip
    if case.status != "decided" or command.paper != case.result_paper:
        return None
    deliver = telling.matter.steps[-1]
    if case.result == "granted" and isinstance(deliver, Deliver) and deliver.who:
        if _open(telling, len(telling.matter.steps) - 1) is None:
            return None
        # The paper is sealed and must come out, even when the posts that hand it over have fallen vacant since.
        telling.tell(StepPassed, step=deliver.id, reason="本环节暂无可办理人员，结果文书已出具，由系统办结")
    telling.tell(Concluded, result=case.result, tell=tell)
    return None


def _step_of(telling: Telling, command: OnItem) -> str:
    item = telling.case.item(command.item)
    if item is None:
        raise ValueError(f"no open item {command.item}")
    return item.step


_PERFORM: dict[type[Command], Callable[[Telling, Any], Refusal | None]] = {
    Accept: _accept, RefuseAcceptance: _refuse_acceptance, RequestSupplement: _request_supplement,
    ReturnToApplicant: _request_supplement, Supplement: _supplement, Approve: _approve, Reject: _reject,
    Withdraw: _withdraw, Conclude: _conclude, RecordPaper: _record_paper,
}  # fmt: skip


if __name__ == "__main__":
    print(transition_table())
