"""Claiming an effect with a fresh token and the lease of the settings."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flows.resources import Resources
from matters.effects import Kind
from storage import ledger
from storage.database import Session
from storage.ledger import Claim, PlannedEffect

# Drawn and sealed from their ledger row to the same bytes. Number and notice are claimed and settled in one transaction;
# should one of them ever be found claimed, or any kind to come, nobody can know what happened.
PURE_REPLAYS: frozenset[Kind] = frozenset({"render", "seal"})


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
