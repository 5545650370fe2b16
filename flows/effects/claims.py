"""Claiming an effect with a fresh token and the lease of the settings."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flows.resources import Resources
from matters.effects import Kind
from storage import audit, ledger
from storage.audit import AuditEntry
from storage.database import Session
from storage.ledger import Claim, PlannedEffect

# Drawn and sealed from their ledger row to the same bytes. Number and notice are claimed and settled in one transaction;
# should one of them ever be found claimed, or any kind to come, nobody can know what happened.
PURE_REPLAYS: frozenset[Kind] = frozenset({"render", "seal"})


def note(session: Session, resources: Resources, effect: PlannedEffect, operation: str) -> None:
    """The audit row of an effect, last in the transaction that settles it."""
    entry = AuditEntry(
        at=resources.clock(), person="system", post="", operation=operation, object_id=effect.key, outcome="done"
    )
    audit.record(session, entry)


def claim(
    session: Session,
    resources: Resources,
    effect: PlannedEffect,
    owner: str,
    data: Callable[[], dict[str, Any]],
) -> Claim | None:
    """The right to act on the effect. `data` is fixed by the first claim and the same in every replay."""
    now = resources.clock()
    until = now + timedelta(seconds=resources.settings.lease_seconds)
    token = secrets.token_hex(16)
    replayable = effect.effect.kind in PURE_REPLAYS
    return ledger.claim(session, effect.key, owner, token, data, now, until, replayable=replayable)
