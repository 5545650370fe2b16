"""The one pure engine: `decide` turns a command on a case into events or a refusal; every rule of the life cycle lives here.

`python -m matters.lifecycle` prints the table of what is allowed in which status.
"""

from collections.abc import Callable
from typing import Any

from matters.actors import Parties, Passed, actors, kept_apart, owner_of, signer
from matters.calendar import DueDate
from matters.case import STATUS_NAMES, Case, WorkItem
from matters.commands import (
    Accept,
    Approve,
    Command,
    Complete,
    Conclude,
    Itemised,
    OnItem,
    RecordPaper,
    RefuseAcceptance,
    Reject,
    RequestSupplement,
    Reresolve,
    ReturnToApplicant,
    Submit,
    Supplement,
    Withdraw,
)
from matters.course import (
    close_spoken_for,
    conclude,
    due_facts,
    go_on,
    hand_over,
    open_from,
    refuse,
    reopen_seats,
    resume,
    sign,
)
from matters.definition import Definition
from matters.definition.route import Accept as AcceptStep
from matters.definition.route import Countersign, Decide, Deliver, HumanStep
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
    Completed,
    Decided,
    Event,
    HoldersChanged,
    PaperIssued,
    Rejected,
    Submitted,
    Supplemented,
    SupplementRequested,
    Withdrawn,
)
from matters.filing import asked, filing_problems
from matters.forecast import ahead
from matters.guards import guard
from matters.limits import after_pause, due_date
from matters.organisation import Holder
from matters.routing import spot_of
from matters.telling import Telling
from matters.transitions import transition_table
from matters.world import World

Verdict = tuple[Event, ...] | Refusal


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


def _submit(telling: Telling, command: Submit) -> Refusal | None:
    matter, world = telling.matter, telling.world
    if matter.guide.access.kind == "offline":
        return OfflineOnly(matter=matter.name, pointer=matter.guide.access.pointer)
    body = world.organisation.post(command.actor.post).body
    owner = owner_of(matter, body, world)
    if isinstance(owner, Refusal):
        return owner
    refusal = _eligibility(matter, body, world)
    parties = Parties(command.actor, body, owner.id)
    problems = filing_problems(matter, command.answers, command.materials, world, parties)
    if refusal or problems:
        return refusal or Invalid(problems=problems)
    telling.tell(
        Submitted, case_no=command.case_no, matter=matter.code, definition=matter.digest, applicant=command.actor,
        applicant_body=body, owner_body=owner.id, **telling.resolved,
    )  # fmt: skip
    telling.learn(command.answers)
    return _everybody_there(telling) or open_from(telling, matter.steps)


def _eligibility(matter: Definition, body_id: str, world: World) -> Refusal | None:
    body, rule = world.organisation.body(body_id), matter.guide.applicants
    fits = (not rule.levels or body.level in rule.levels) and (not rule.kinds or body.kind in rule.kinds)
    return None if fits else NotEligible(matter=matter.name, applicants="办事指南所列单位")


def _everybody_there(telling: Telling) -> Refusal | None:
    """Nobody is let in who would get stuck: each step that may come must find its actor now."""
    for step in ahead(telling.matter, telling.parties, telling.world, telling.case):
        if step.missing:
            return step.missing
    return None


def _accept(telling: Telling, command: Accept) -> Refusal | None:
    clock, world = telling.matter.clock, telling.world
    same_day = clock is not None and clock.first_day == "same_day"
    due = due_date(clock.promised, world.now, world.calendar, same_day) if clock else None
    step, tell = _step_of(telling, command), (telling.case.applicant.person,)
    telling.learn(command.fills)
    telling.tell(Accepted, item=command.item, paper=telling.paper("accepted"), tell=tell, **due_facts(due))
    return go_on(telling, step)


def _refuse_acceptance(telling: Telling, command: RefuseAcceptance) -> Refusal | None:
    tell = (telling.case.applicant.person,)
    telling.tell(AcceptanceRefused, item=command.item, paper=telling.paper("acceptance_refused"), tell=tell)
    return None


def _request_supplement(telling: Telling, command: Itemised) -> Refusal | None:
    problems = _finding_problems(telling.matter, command)
    if not command.findings:
        return FindingsRequired()
    if problems:
        return Invalid(problems=problems)
    others = tuple(item for item in telling.case.items if item.key != command.item)
    resume_at, also = _where_to_resume(telling, command, others)
    telling.tell(
        SupplementRequested, item=command.item, targets=tuple(command.findings), holder=telling.case.applicant,
        resume=resume_at, also=also, paper=telling.paper("supplement_requested"),
    )  # fmt: skip
    telling.close(others, "returned")
    return None


def _finding_problems(matter: Definition, command: Itemised) -> tuple[Problem, ...]:
    problems = []
    for target, message in command.findings.items():
        field, material = matter.field(target), matter.material(target)
        if not (material and asked(material)) and not (field and field.filled_by == "applicant" and field.type != "computed"):
            problems.append(Problem(target, f"“{matter.label(target)[:40]}”不是申请人填报的内容"))
        elif not message.strip():
            problems.append(Problem(target, f"请写明“{matter.label(target)}”的问题"))
    return tuple(problems)


def _where_to_resume(
    telling: Telling, command: Itemised, others: tuple[WorkItem, ...]
) -> tuple[str, tuple[str, ...]]:
    """The step that opens after the supplement, and the interrupted ones of other branches that go on with it.

    The returning step itself, or the first after acceptance when all run again.
    """
    step = telling.matter.step(_step_of(telling, command))
    if isinstance(step, AcceptStep) or getattr(step, "return_resumes", "rerun") == "straight_back":
        return step.id, tuple(dict.fromkeys(item.step for item in others))
    first = next(n for n, s in enumerate(telling.matter.steps) if isinstance(s, AcceptStep))
    return telling.matter.steps[first + 1].id, ()


def _supplement(telling: Telling, command: Supplement) -> Refusal | None:
    problems = _supplement_problems(telling, command)
    if problems:
        return Invalid(problems=problems)
    case = telling.case
    telling.learn(command.answers)
    telling.tell(Supplemented, item=command.item, **due_facts(_moved(telling, case)))
    refusal = resume(telling, spot_of(telling.matter, case.resume or ""))
    for step_id in case.also:
        refusal = refusal or _go_on_with(telling, step_id)
    return refusal


def _go_on_with(telling: Telling, step_id: str) -> Refusal | None:
    """An interrupted step of another branch opens again; of a countersigned one the seats that had not signed."""
    step = telling.matter.step(step_id)
    return reopen_seats(telling, step) if isinstance(step, Countersign) else resume(telling, spot_of(telling.matter, step_id))


def _supplement_problems(telling: Telling, command: Supplement) -> tuple[Problem, ...]:
    """Only what was asked for may change, and what that change makes wrong: a field it shows, a paper it demands."""
    matter, world = telling.matter, telling.world
    given = {**command.answers, **command.materials}
    allowed = set(telling.case.targets)
    while True:
        answers = _applicants(matter, world) | {k: v for k, v in command.answers.items() if k in allowed}
        files = {**world.materials, **{k: v for k, v in command.materials.items() if k in allowed}}
        problems = filing_problems(matter, answers, files, world, telling.parties)
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
    item, step = _open_item(telling, command), telling.matter.step(_step_of(telling, command))
    telling.learn(command.fills)
    telling.tell(Approved, item=command.item)
    if isinstance(step, Countersign):
        return sign(telling, step, item.seat or "", passed=True)
    if isinstance(step, Decide):
        telling.tell(Decided, result="granted", paper=telling.paper("granted"))
    return go_on(telling, step.id)


def _reject(telling: Telling, command: Reject) -> Refusal | None:
    item, step = _open_item(telling, command), telling.matter.step(_step_of(telling, command))
    telling.tell(Rejected, item=command.item)
    if isinstance(step, Countersign):
        return sign(telling, step, item.seat or "", passed=False)
    return refuse(telling, step.id)


def _complete(telling: Telling, command: Complete) -> Refusal | None:
    step = _step_of(telling, command)
    telling.learn(command.fills)
    telling.tell(Completed, item=command.item)
    return go_on(telling, step)


def _withdraw(telling: Telling, command: Withdraw) -> Refusal | None:
    case = telling.case
    waiting = (holder.person for item in case.items for holder in item.holders)
    involved = (*waiting, *(deed.actor.person for deed in case.deeds))
    telling.tell(Withdrawn, tell=tuple(dict.fromkeys(p for p in involved if p != case.applicant.person)))
    return None


def _conclude(telling: Telling, command: Conclude) -> Refusal | None:
    conclude(telling, command.item)
    return None


def _reresolve(telling: Telling, command: Reresolve) -> Refusal | None:
    """Who may act on an open item after the organisation has changed; nothing is told when it is the same people."""
    item = telling.case.item(command.item)
    if item is None or item.supplement:
        return None
    found = _found_now(telling, item)
    if isinstance(found, Refusal):
        return found
    if found and set(found) != set(item.holders):
        before = {holder.person for holder in item.holders}
        tell = tuple(dict.fromkeys(holder.person for holder in found if holder.person not in before))
        version = telling.world.organisation.version
        telling.tell(HoldersChanged, item=item.key, holders=found, organisation=version, tell=tell)
    step = telling.matter.step(item.step)
    return close_spoken_for(telling, step) if isinstance(step, Countersign) else None


def _found_now(telling: Telling, item: WorkItem) -> tuple[Holder, ...] | NobodyFound:
    """The holders by today's organisation; none where the step would pass by rule now, which it did not when it opened."""
    step = telling.matter.step(item.step)
    if isinstance(step, Countersign):
        found = signer(step, item.seat or "", telling.parties, telling.world)
    elif isinstance(step, (HumanStep, Deliver)):
        found = actors(step, telling.parties, telling.world, kept_apart(step, telling.case))
    else:
        raise ValueError(f"nobody acts at {step.kind}")
    return () if isinstance(found, Passed) else found


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
    waits_for_it_alone = command.paper == case.result_paper and not case.items
    if case.status == "decided" and waits_for_it_alone:
        hand_over(telling)
    return None


def _open_item(telling: Telling, command: OnItem) -> WorkItem:
    item = telling.case.item(command.item)
    if item is None:
        raise ValueError(f"no open item {command.item}")
    return item


def _step_of(telling: Telling, command: OnItem) -> str:
    return _open_item(telling, command).step


_PERFORM: dict[type[Command], Callable[[Telling, Any], Refusal | None]] = {
    Accept: _accept, RefuseAcceptance: _refuse_acceptance, RequestSupplement: _request_supplement,
    ReturnToApplicant: _request_supplement, Supplement: _supplement, Approve: _approve, Reject: _reject,
    Complete: _complete, Withdraw: _withdraw, Conclude: _conclude, RecordPaper: _record_paper, Reresolve: _reresolve,
}  # fmt: skip


if __name__ == "__main__":
    print(transition_table())
