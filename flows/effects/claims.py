"""Claiming an effect with a fresh token and the lease of the settings."""

import logging
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flows.resources import Resources
from matters.case.effect_kinds import KINDS
from storage import audit, doubts, ledger
from storage.audit import AuditEntry
from storage.database import Session
from storage.durable import is_full
from storage.ledger import Claimant, EffectClaim, PlannedEffect


class WaitsError(Exception):
    """What the effect needs is withheld by people for the reason that is said: no fault, and to be tried until it is given."""


log = logging.getLogger("once.effects")


def note(session: Session, resources: Resources, effect: PlannedEffect, operation: str = "") -> None:
    """The audit row of an effect, last in the transaction that settles it; its kind says what was done, or the caller."""
    operation = operation or KINDS[effect.effect.kind].word
    entry = AuditEntry(
        at=resources.clock(), person="system", post="", operation=operation, object_id=str(effect.key), outcome="done"
    )
    audit.record(session, entry)


def claim(
    session: Session,
    resources: Resources,
    effect: PlannedEffect,
    owner: str,
    data: Callable[[], dict[str, Any]],
) -> EffectClaim | None:
    """The right to act on the effect. `data` is fixed by the first claim and the same in every replay."""
    now = resources.clock()
    by = Claimant(owner, secrets.token_hex(16), now, now + timedelta(seconds=resources.settings.lease_seconds))
    return ledger.claim(session, effect.key, by, data, replayable=KINDS[effect.effect.kind].replayable)


def keep(resources: Resources, effect: PlannedEffect, owner: str, content: bytes) -> str | None:
    """Keep what was made and return its digest; nothing when there is no room.

    Then the effect is free again at once and done after the pause of its advance, as often as it takes: a full disk says
    nothing about the effect, so it never counts as its fault.
    """
    try:
        return resources.files.put(content)
    except OSError as error:
        if not is_full(error):
            raise
    log.warning("存储空间不足，%s 稍后自动再办", effect.key)
    with resources.database.transaction() as session:
        doubts.give_back(session, effect, owner)
    return None
