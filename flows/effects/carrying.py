"""Carry out the effects of one advance in their order, until all are settled or one cannot go on."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from flows.effects.automating import ask_register, call_out, check_rules
from flows.effects.children import begin, call_off, report
from flows.effects.claims import WaitsError
from flows.effects.faults import put_down, put_off
from flows.effects.noticing import notify
from flows.effects.numbering import number
from flows.effects.rendering import render
from flows.effects.sealing import seal_paper
from flows.resources import Resources
from matters.case.effect_keys import AdvanceId
from matters.case.effect_kinds import KINDS, Kind
from storage import ledger
from storage.database import UnavailableError
from storage.ledger import PlannedEffect

log = logging.getLogger("once.effects")

Carried = Literal["settled", "waiting", "failed", "doubt", "lost"]
Hand = Callable[[Resources, PlannedEffect, str], bool]

# A hand returns whether the effect is settled by it; false = somebody else has or had the claim.
HANDS: dict[Kind, Hand] = {
    "number": number,
    "render": render,
    "seal": seal_paper,
    "notice": notify,
    "rule_check": check_rules,
    "look_up": ask_register,
    "outside_call": call_out,
    "submatter": begin,
    "report_up": report,
    "call_off": call_off,
}


def carry_out(resources: Resources, advance_id: AdvanceId, owner: str) -> Carried:
    """Perform what the advance owes; the caller holds its lease.

    `settled` all is done; `waiting` an effect is held by another worker whose lease runs; `failed` a hand raised and the
    advance rests; `doubt` a person must settle one; `lost` the lease of the advance went to somebody else. The case is read
    once, though each effect asks its row, locked where something is added, whether it is still the same.
    """
    resources = replace(resources, at_hand={})
    while True:
        with resources.database.transaction() as session:
            now = resources.clock()
            until = now + timedelta(seconds=resources.settings.lease_seconds)
            if not ledger.renew(session, advance_id, owner, until):
                return "lost"
            effect = ledger.next_effect(session, advance_id)
            if effect is None:
                return "settled" if ledger.finish_advance(session, advance_id, now) else "doubt"
        begun = time.perf_counter()
        try:
            if not HANDS[effect.effect.kind](resources, effect, owner):
                return "waiting"
            _log_done(effect, time.perf_counter() - begun)
        except (
            UnavailableError
        ):  # the database's own fault: no fault of this effect, and none that could be written down
            raise
        except WaitsError as reason:
            put_off(resources, effect, owner, str(reason))
            return "failed"
        except Exception as error:
            return put_down(resources, effect, owner, error)


def _log_done(effect: PlannedEffect, seconds: float) -> None:
    """By the advance, which the log of whoever decided names beside the request; Prefect's console shows the sentence alone."""
    kind = effect.effect.kind
    said = {"advance": str(effect.advance_id), "effect": kind, "ms": round(seconds * 1000)}
    again = f"（第 {effect.attempts + 1} 次）" if effect.attempts else ""
    log.info("%s办妥%s，用时 %.2f 秒", KINDS[kind].word, again, seconds, extra=said)
