"""The hands between a case and those it begins (子事项): file one, report its end, call it off; each one transaction.

Of two cases only one is ever locked: the one that is told. What is read of the other no longer changes, or is looked at again
by its own hand.
"""

import secrets
from dataclasses import replace
from typing import Any, cast

from flows.cases.beginning import begin as file_anew
from flows.cases.beginning import published
from flows.cases.deciding import Opened, act_on, open_case
from flows.cases.editions import edition_for
from flows.effects.claims import claim, note
from flows.offering import unlisted
from flows.resources import Resources
from matters.case.aggregate import STATUS_NAMES, Case
from matters.case.deeds import Child
from matters.case.values import ChildEnd, ChildKey, Origin
from matters.commands.base import Command
from matters.commands.cases import Submit
from matters.commands.reports import CallOff, RecordBegun, RecordEnd, RecordFailure
from matters.course.handing_over import Ended, brought_back, row_of, told
from matters.errors.base import Refusal
from matters.errors.door import NotFound
from matters.errors.handling import NotPossible
from matters.language.begun_cases import HandsOver
from matters.language.document import Definition
from matters.language.route.by_itself import SubMatter
from matters.organisation.snapshot import NOBODY, SYSTEM
from storage import audit, files, ledger
from storage.database import Session
from storage.ledger import PlannedEffect


class _RefusedError(Exception):
    """Carries a refusal out of a savepoint, so that nothing of the filing is kept, its number least of all."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def begin(resources: Resources, effect: PlannedEffect, owner: str) -> bool:
    """File the case that the other one wants, and tell it the number, or why it could not be filed."""
    with resources.database.transaction() as session:
        opened = open_case(session, resources, effect.case_no, lock=True)
        held = claim(session, resources, effect, owner, dict)
        if opened is None or held is None:
            return False
        outcome = _begun(session, resources, opened, effect)
        settled = ledger.settle(session, held, outcome, resources.clock())
        note(session, resources, effect)
        return settled


def _begun(session: Session, resources: Resources, opened: Opened, effect: PlannedEffect) -> dict[str, Any]:
    """What came of it; a child that is filed already, or needed no more since it was planned, is left as it is."""
    child = opened.case.child(effect.effect.child)
    if child is None:
        raise ValueError(f"{effect.key}: no child")
    if child.case_no or not child.needed:
        return {"case_no": child.case_no}
    advance = effect.advance_id.seq
    filed = _filed(session, resources, opened, child)
    if isinstance(filed, Refusal):
        report: Command = RecordFailure(actor=SYSTEM, child=child.key)
        _tell(session, resources, opened, report, {"reason": filed.message}, advance)
        return {"case_no": None, "refused": filed.code}
    report = RecordBegun(actor=SYSTEM, child=child.key, child_case=filed.case_no)
    _tell(session, resources, opened, report, {}, advance)
    return {"case_no": filed.case_no}


def _filed(session: Session, resources: Resources, opened: Opened, child: Child) -> Case | Refusal:
    """A filing like any other, with what the case said when it wanted the child."""
    matter = _fileable(session, resources, child)
    if isinstance(matter, Refusal):
        return matter
    step, hands_over = _beginning(opened, child)
    then = opened.until(child.seq)
    row = row_of(step, then.answers, child.row)
    answers = told(hands_over, matter, then.answers, row, resources.today)
    wanted = {name: then.materials[own] for name, own in hands_over.materials.items() if then.materials.get(own)}
    try:
        with audit.attempt(session):
            handed = {name: _handed(session, resources, ids, child) for name, ids in wanted.items()}
            filing = Submit(
                actor=SYSTEM,
                behalf=child.applicant,
                case_no="",
                answers=answers,
                materials=handed,
                origin=_origin(opened.case, child),
            )
            begun = file_anew(session, resources, matter, filing)
            if isinstance(begun, Refusal):
                raise _RefusedError(begun)
            head, case = begun
            files.attach(session, (one for ids in handed.values() for one in ids), child.applicant.person, head.id)
            return case
    except _RefusedError as refused:
        return refused.refusal


def _fileable(session: Session, resources: Resources, child: Child) -> Definition | Refusal:
    """The matter, if it is there to be filed and there is somebody to file it."""
    if child.applicant == NOBODY:
        return NotPossible(
            action="派发", why="所派发的单位已经撤并，或者没有人可以代表该单位填报，请更正单位，或者请其明确人员"
        )
    matter = published(session, resources, child.matter)
    if isinstance(matter, NotFound):
        return matter
    body = resources.organisation(session).post(child.applicant.post).body
    return unlisted(session, resources, matter) or edition_for(session, resources, matter, body)


def _beginning(opened: Opened, child: Child) -> tuple[SubMatter | None, HandsOver]:
    """The step that begins the child, if it is not the next link of a chain, and what is handed over."""
    step = opened.matter.find_step(child.step)
    if isinstance(step, SubMatter):
        return step, step.hands_over
    outcome, result = opened.matter.outcome, opened.case.result
    link = outcome.result(result).follow_up if outcome and result else None
    if link is None:
        raise ValueError(f"{opened.case.case_no}: nothing begins {child.key}")
    return None, link.hands_over


def _origin(case: Case, child: Child) -> Origin:
    depth = case.origin.depth if case.origin else 0
    follows = child.step == ""
    return Origin(case_no=case.case_no, child=child.key, depth=depth if follows else depth + 1, follows=follows)


def _handed(session: Session, resources: Resources, ids: tuple[str, ...], child: Child) -> tuple[str, ...]:
    """The same files once more, for the child: a file belongs to one case."""
    found, now, owner = files.find_all(session, ids), resources.clock(), child.applicant.person
    handed = (found[one] for one in ids)
    copies = [
        replace(file, id=secrets.token_hex(10), owner_person=owner, uploaded_at=now, case_id=None) for file in handed
    ]
    for copy in copies:
        files.add(session, copy)
    return tuple(copy.id for copy in copies)


def report(resources: Resources, effect: PlannedEffect, owner: str) -> bool:
    """Tell the case that began this one how it has ended, and what it brings back."""
    with resources.database.transaction() as session:
        ended = open_case(session, resources, effect.case_no)
        origin = ended.case.origin if ended else None
        parent = open_case(session, resources, origin.case_no, lock=True) if origin else None
        held = claim(session, resources, effect, owner, dict)
        if ended is None or origin is None or parent is None or held is None:
            return False
        fills = _fills(parent, ended, origin.child)
        command = RecordEnd(
            actor=SYSTEM,
            child=origin.child,
            how=cast("ChildEnd", ended.case.outcome),
            number=_number(ended.case),
            fills=fills,
        )
        _tell(session, resources, parent, command, {"answers": {**parent.answers, **fills}} if fills else {})
        settled = ledger.settle(session, held, {"told": origin.case_no}, resources.clock())
        note(session, resources, effect)
        return settled


def _fills(parent: Opened, ended: Opened, key: ChildKey) -> dict[str, Any]:
    """What is written into the case that began it; nothing where that one is over, or needs it no more."""
    child = parent.case.child(key)
    step = parent.matter.find_step(child.step) if child and child.needed and not child.end else None
    if child is None or not isinstance(step, SubMatter) or parent.case.ended:
        return {}
    back = Ended(_outcome_name(ended), _number(ended.case), ended.answers)
    return brought_back(parent.matter, step, parent.answers, child.row, back)


def _outcome_name(opened: Opened) -> str:
    outcome, result = opened.matter.outcome, opened.case.result
    concluded = opened.case.ended == "concluded" and outcome and result
    return outcome.result(result).name if concluded and outcome and result else STATUS_NAMES[opened.case.status]


def _number(case: Case) -> str | None:
    return next((paper.number for paper in case.papers if paper.paper == case.result_paper), None)


def call_off(resources: Resources, effect: PlannedEffect, owner: str) -> bool:
    """Tell a case that the one which began it needs it no more."""
    with resources.database.transaction() as session:
        asking = open_case(session, resources, effect.case_no)
        child = asking.case.child(effect.effect.child) if asking else None
        called = open_case(session, resources, child.case_no, lock=True) if child and child.case_no else None
        held = claim(session, resources, effect, owner, dict)
        if called is None or held is None:
            return False
        after = _tell(session, resources, called, CallOff(actor=SYSTEM), {})
        settled = ledger.settle(session, held, {"status": after.status}, resources.clock())
        note(session, resources, effect)
        return settled


def _tell(
    session: Session,
    resources: Resources,
    opened: Opened,
    command: Command,
    written: dict[str, Any],
    advance: int | None = None,
) -> Case:
    """What a machine reports is never refused; if it is, nothing of the transaction is kept and a person must look."""
    after = act_on(session, resources, opened, command, written, advance)
    if isinstance(after, Refusal):
        raise ValueError(f"{opened.case.case_no}: {after.message}")
    return after
