"""The hand that allots a document number (文号): claim, allot and settle in one transaction, so never twice and no gap."""

from collections.abc import Mapping
from typing import Any

from flows.cases.deciding import Opened, open_case, world_of
from flows.effects.claims import claim, note
from flows.resources import Resources
from matters.calendar import local_day
from matters.language.outcome import Paper
from matters.organisation.snapshot import Body
from matters.who.actors import body_of, parties_of
from matters.world import World
from storage import ledger, numbers
from storage.ledger import PlannedEffect


def number(resources: Resources, effect: PlannedEffect, owner: str) -> bool:
    """Allot the number of the effect's paper."""
    with resources.database.transaction() as session:
        opened = open_case(session, resources, case_no(effect), lock=True)
        held = claim(session, resources, effect, owner, dict)
        if opened is None or held is None:
            return False
        paper = paper_of(opened, effect)
        now = resources.clock()
        issuer = issuer_of(opened, paper, world_of(session, resources, opened))
        year = local_day(now).year
        sequence = paper.number.pattern.format(prefix=issuer.prefix, year=year, n="*")
        value = numbers.allot(session, sequence)
        document_no = paper.number.pattern.format(prefix=issuer.prefix, year=year, n=value)
        numbers.keep(session, sequence, value, document_no, effect.key, now)
        settled = ledger.settle(session, held, {"number": document_no, "body": issuer.id}, now)
        note(session, resources, effect)
        return settled


def case_no(effect: PlannedEffect) -> str:
    """The case an effect belongs to."""
    return effect.advance_id.rpartition(":")[0]


def event_seq(effect: PlannedEffect) -> int:
    """The event that owes the effect."""
    return effect.effect.seq


def paper_of(opened: Opened, effect: PlannedEffect) -> Paper:
    """The definition's paper that the effect is about."""
    if opened.matter.outcome is None or effect.effect.paper is None:
        raise ValueError(f"{effect.key}: no paper")
    return opened.matter.outcome.paper(effect.effect.paper)


def issuer_of(opened: Opened, paper: Paper, world: World) -> Body:
    """The body that numbers the paper and whose seal it bears, as duties are now."""
    body = body_of(paper.seals[0].of, parties_of(opened.case), world)
    if body is None:
        raise ValueError(f"{opened.case.case_no}: no body to seal {paper.id}")
    return body


def issuer_kept(opened: Opened, paper: Paper, numbered: Mapping[str, Any], world: World) -> Body:
    """The body that numbered the paper, to whom its duty may have passed since; outcomes of release 1 do not name it."""
    return world.organisation.body(numbered["body"]) if "body" in numbered else issuer_of(opened, paper, world)
