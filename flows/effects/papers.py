"""The paper (文书) that an effect is about: its definition, who issues it, and what became of it before."""

from collections.abc import Mapping
from typing import Any

from flows.cases.composing import Issuer, issuers_of
from flows.cases.deciding import Opened
from matters.case.effect_kinds import Kind
from matters.language.outcome import Paper
from matters.world import World
from storage import ledger
from storage.database import Session
from storage.ledger import PlannedEffect


def paper_of(opened: Opened, effect: PlannedEffect) -> Paper:
    """The definition's paper that the effect is about."""
    if opened.matter.outcome is None or effect.effect.paper is None:
        raise ValueError(f"{effect.key}: no paper")
    return opened.matter.outcome.paper(effect.effect.paper)


def issuers_kept(opened: Opened, paper: Paper, numbered: Mapping[str, Any], world: World) -> tuple[Issuer, ...]:
    """The body that numbered the paper and those that sign it with it (`joint`), though their duties may have passed on since.

    Outcomes of release 1 do not name it.
    """
    if "body" not in numbered:
        return issuers_of(opened, paper, world)
    signed = ((numbered["body"], paper.seals[0].kind), *numbered.get("joint", ()))
    return tuple(Issuer(world.organisation.body(body), kind) for body, kind in signed)


def outcome_of(session: Session, effect: PlannedEffect, kind: Kind) -> dict[str, Any]:
    """What another effect on the same paper came to, with what its claim had fixed."""
    wanted = effect.key.beside(kind)
    found = ledger.find(session, wanted)
    if found is None or found.outcome is None:
        raise ValueError(f"{wanted} is not settled")
    return {**(found.data or {}), **found.outcome}
