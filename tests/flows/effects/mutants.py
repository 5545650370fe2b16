"""The product with one protection taken away: a crash test that cannot tell it from the product proves nothing."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import col, select, update

from flows.cases import composing
from flows.cases.deciding import open_case, world_of
from flows.documents.sealing.order import SealOrder
from flows.documents.sealing.sealer import SealedPdf
from flows.effects import carrying, numbering, papers, sealing
from flows.resources import Resources
from matters.case.effect_keys import EffectKey
from storage import ledger, numbers
from storage.database import Session, changed
from storage.ledger import Claimant, EffectClaim, PlannedEffect
from storage.tables.duties import EffectRow


def _claim_without_guard() -> None:
    """A claim is given to whoever asks, whatever the effect's state."""

    def claim(
        session: Session, key: EffectKey, by: Claimant, data: Callable[[], dict[str, Any]], *, replayable: bool
    ) -> EffectClaim:
        values = {"state": "claimed", "token": by.token, "claimed_by": by.owner, "lease_until": by.until}
        changed(session, update(EffectRow).where(col(EffectRow.key) == key).values(**values))
        row = session.exec(select(EffectRow).where(EffectRow.key == key)).one()
        if row.claim is None:
            row.claim = data()
            session.flush()
        return ledger._claim(row)

    _put(ledger, "claim", claim)


def _number_before_claim() -> None:
    """The number is allotted in a transaction of its own, before the claim's."""
    hand, allot = numbering.number, numbers.allot

    def number(resources: Resources, effect: PlannedEffect, owner: str) -> bool:
        with resources.database.reading() as session:
            opened = open_case(session, resources, effect.case_no)
            assert opened is not None
            paper = papers.paper_of(opened, effect)
            issuer = composing.issuers_of(opened, paper, world_of(session, resources))[0].body
        year = resources.clock().year
        with resources.database.transaction() as session:
            value = allot(session, paper.number.pattern.format(prefix=issuer.prefix, year=year, n="*"))
        _put(numbers, "allot", lambda session, sequence: value)
        try:
            return hand(resources, effect, owner)
        finally:
            _put(numbers, "allot", allot)

    carrying.HANDS["number"] = number


def _seed_not_from_claim() -> None:
    """The seal draws its random bytes when it is used."""
    order = sealing._order

    def forgetful(data: Mapping[str, Any]) -> SealOrder:
        return replace(order(data), seed=secrets.token_bytes(32))

    _put(sealing, "_order", forgetful)


def _claim_data_not_kept() -> None:
    """A replay fixes number, time and seed anew."""
    claim = ledger.claim

    def forgetful(session: Session, key: EffectKey, *rest: Any, **how: Any) -> EffectClaim | None:  # noqa: ANN401
        session.exec(update(EffectRow).where(col(EffectRow.key) == key).values(claim=None))
        return claim(session, key, *rest, **how)

    _put(ledger, "claim", forgetful)


def _settle_without_fence() -> None:
    """Whoever has acted settles, whoever holds the claim by now."""

    def settle(session: Session, claim: EffectClaim, outcome: dict[str, Any], now: datetime) -> bool:
        done = {"state": "done", "outcome": outcome, "settled_at": now}
        return changed(session, update(EffectRow).where(col(EffectRow.key) == claim.key).values(**done))

    _put(ledger, "settle", settle)


def _document_after_settle() -> None:
    """The seal's effect is settled before its document is recorded, in a transaction of its own."""
    recorded = sealing._settle

    def late(resources: Resources, effect: PlannedEffect, held: EffectClaim, sealed: SealedPdf) -> bool:
        settle = ledger.settle
        with resources.database.transaction() as session:
            settle(session, held, {"digest": sealed.digest}, resources.clock())
        _put(ledger, "settle", lambda *given: True)
        try:
            return recorded(resources, effect, held, sealed)
        finally:
            _put(ledger, "settle", settle)

    _put(sealing, "_settle", late)


def _put(where: object, name: str, what: object) -> None:
    setattr(where, name, what)


MUTANTS: dict[str, Callable[[], None]] = {
    "": lambda: None,
    "claim without guard": _claim_without_guard,
    "number before claim": _number_before_claim,
    "seed not from claim": _seed_not_from_claim,
    "claim data not kept": _claim_data_not_kept,
    "settle without fence": _settle_without_fence,
    "document after settle": _document_after_settle,
}
