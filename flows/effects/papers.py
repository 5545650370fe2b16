"""The paper (文书) that an effect is about: its definition, its issuer, and what became of it before."""

from collections.abc import Mapping
from typing import Any

from flows.cases.composing import issuer_of
from flows.cases.deciding import Opened
from matters.case.effect_kinds import Kind
from matters.language.outcome import Paper
from matters.organisation.snapshot import Body
from matters.world import World
from storage import ledger
from storage.database import Session
from storage.ledger import PlannedEffect


def paper_of(opened: Opened, effect: PlannedEffect) -> Paper:
    """The definition's paper that the effect is about."""
    if opened.matter.outcome is None or effect.effect.paper is None:
        raise ValueError(f"{effect.key}: no paper")
    return opened.matter.outcome.paper(effect.effect.paper)


def issuer_kept(opened: Opened, paper: Paper, numbered: Mapping[str, Any], world: World) -> Body:
    """The body that numbered the paper, to whom its duty may have passed since; outcomes of release 1 do not name it."""
    return world.organisation.body(numbered["body"]) if "body" in numbered else issuer_of(opened, paper, world)


def outcome_of(session: Session, effect: PlannedEffect, kind: Kind) -> dict[str, Any]:
    """What another effect of the same event came to, with what its claim had fixed."""
    wanted = effect.key.beside(kind)
    found = next(other for other in ledger.effects_of(session, effect.case_id) if other.key == wanted)
    if found.outcome is None:
        raise ValueError(f"{wanted} is not settled")
    return {**(found.data or {}), **found.outcome}
