"""The hands that do what a step asks of a machine (自动办理): check rules, ask a register, call another system."""

import secrets
from collections.abc import Mapping
from typing import Any

from flows.adapters.outside import UnreachableError, hand_over, look_up
from flows.cases.deciding import Opened, act_on, open_case
from flows.effects.claims import claim, note
from flows.effects.faults import BlockedError
from flows.resources import Resources
from matters.case.values import ItemKey
from matters.commands.base import Command
from matters.commands.reports import CheckRules, RecordCall, RecordLookUp, ReportFault
from matters.errors.base import Refusal
from matters.language.route.by_itself import Automatic
from matters.language.route.machines import LookUp, OutsideCall
from matters.organisation.snapshot import SYSTEM
from storage import doubts, ledger, queues
from storage.database import Session
from storage.ledger import EffectClaim, PlannedEffect

TRIES = 3  # with the pauses of an advance about a minute; then a person takes over, who can have it tried again


def check_rules(resources: Resources, effect: PlannedEffect, owner: str) -> bool:
    """Check and go on, in one transaction."""
    with resources.database.transaction() as session:
        opened = open_case(session, resources, effect.case_no, lock=True)
        held = claim(session, resources, effect, owner, lambda: {"lot": secrets.randbelow(100)})
        if opened is None or held is None:
            return False
        command = CheckRules(actor=SYSTEM, item=_item(effect), lot=held.data["lot"])
        if not _report(session, resources, held, opened, command, {}):
            return False
        note(session, resources, effect, "规则核验")
        return True


def ask_register(resources: Resources, effect: PlannedEffect, owner: str) -> bool:
    """Ask, and write what comes back into the form; asking twice changes nothing outside."""
    with resources.database.transaction() as session:
        held = claim(session, resources, effect, owner, dict)
        opened = open_case(session, resources, effect.case_no)
    if opened is None or held is None:
        return False
    work = _work(opened, effect)
    answers: dict[str, Any] | None = {}
    if isinstance(work, LookUp):
        try:
            found = look_up(resources.outside, work.interface, _told(opened, work.asks))
        except UnreachableError:
            return _not_reached(resources, effect, owner, held)
        answers = found and {name: found[name] for name in work.fills if name in found}
    if answers is None:
        return _settle(resources, effect, held, ReportFault(actor=SYSTEM, item=_item(effect), why="not_found"), {})
    return _settle(resources, effect, held, RecordLookUp(actor=SYSTEM, item=_item(effect), answers=answers), answers)


def call_out(resources: Resources, effect: PlannedEffect, owner: str) -> bool:
    """Hand it over, once: a machine that cannot know whether it has arrived leaves that to a person (存疑)."""
    with resources.database.transaction() as session:
        held = claim(session, resources, effect, owner, dict)
        opened = open_case(session, resources, effect.case_no)
        task = queues.task_of(session, effect.case_id, _item(effect))
    if opened is None or held is None:
        return False
    work = _work(opened, effect)
    if isinstance(work, OutsideCall) and task:
        try:
            hand_over(resources.outside, work.system, task, str(effect.key), _request(opened, work, task, effect))
        except UnreachableError:
            return _not_reached(resources, effect, owner, held)
    return _settle(resources, effect, held, RecordCall(actor=SYSTEM, item=_item(effect)), {})


def _request(opened: Opened, work: OutsideCall, task: str, effect: PlannedEffect) -> dict[str, Any]:
    """What the other system gets: which item to report on, and what the definition hands over, no more."""
    return {
        "task": task,
        "key": str(effect.key),
        "case_no": opened.case.case_no,
        "matter": opened.matter.code,
        "matter_name": opened.matter.name,
        "answers": _told(opened, work.hands_over),
    }


def _told(opened: Opened, fields: tuple[str, ...]) -> dict[str, Any]:
    return {name: opened.answers[name] for name in fields if name in opened.answers}


def _work(opened: Opened, effect: PlannedEffect) -> object:
    """What the step asks for; nothing where the case has gone on without it."""
    item = opened.case.item(_item(effect))
    step = opened.matter.step(item.step) if item and item.work == effect.effect.kind else None
    return step.work if isinstance(step, Automatic) else None


def _item(effect: PlannedEffect) -> ItemKey:
    if effect.effect.item is None:
        raise ValueError(f"{effect.key}: no item")
    return effect.effect.item


def _not_reached(resources: Resources, effect: PlannedEffect, owner: str, held: EffectClaim) -> bool:
    """Tried again after the pause of the advance; after some tries the case says so, and a person takes over."""
    if held.attempts >= TRIES:
        return _settle(resources, effect, held, ReportFault(actor=SYSTEM, item=_item(effect), why="unreachable"), {})
    with resources.database.transaction() as session:
        doubts.give_back(session, effect, owner)
    return False


def _settle(
    resources: Resources, effect: PlannedEffect, held: EffectClaim, command: Command, answers: Mapping[str, Any]
) -> bool:
    with resources.database.transaction() as session:
        opened = open_case(session, resources, effect.case_no, lock=True)
        if opened is None:
            return False
        written = {"answers": {**opened.answers, **answers}} if answers else {}
        if not _report(session, resources, held, opened, command, written):
            return False
        note(session, resources, effect, "自动办理")
        return True


def _report(
    session: Session,
    resources: Resources,
    held: EffectClaim,
    opened: Opened,
    command: Command,
    written: Mapping[str, Any],
) -> bool:
    """Tell the case, settle the effect, in the caller's transaction."""
    if not ledger.settle(session, held, {}, resources.clock()):
        return False
    answer = act_on(session, resources, opened, command, written, advance=held.advance_id.seq)
    if isinstance(answer, Refusal):
        raise BlockedError(answer.message)
    return True
