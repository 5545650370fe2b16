"""The hand that draws a paper (制作文书): a pure replay, the same facts give the same bytes."""

from typing import Any

from flows.cases.booking import resource_names
from flows.cases.composing import Issue, compose
from flows.cases.deciding import open_case, world_of
from flows.documents.drawing import draw
from flows.effects.claims import claim, keep
from flows.effects.papers import issuers_kept, outcome_of, paper_of
from flows.resources import Resources
from flows.watching import address_of_web
from storage import installations, ledger
from storage.database import Session
from storage.ledger import PlannedEffect
from storage.work import random_id


def render(resources: Resources, effect: PlannedEffect, owner: str) -> bool:
    """Draw the effect's paper and keep the drawn file by its digest."""
    with resources.database.transaction() as session:
        held = claim(session, resources, effect, owner, lambda: _fixed(session, resources))
        if held is None:
            return False
        opened = open_case(session, resources, effect.case_no)
        if opened is None:
            raise ValueError(f"{effect.key}: no case")
        numbered = outcome_of(session, effect, "number")
        number, world = numbered["number"], world_of(session, resources)
        template = paper_of(opened, effect)
        issuers = issuers_kept(opened, template, numbered, world)
        organisation = resources.organisation(session, held.data["organisation"])
        then = opened.until(effect.seq)
        lent = resource_names(session, then.matter, then.answers)
        note = resources.installation(session, held.data.get("installation", installations.FIRST)).note
    issue = Issue(number, issuers, held.data, organisation, lent, note, effect.effect.row)
    paper = compose(then, template, issue, held.data.get("address", resources.settings.address))
    digest = keep(resources, effect, owner, draw(paper))
    if digest is None:
        return False
    outcome = {"unsigned_digest": digest, "title": paper.title, "number": number}
    with resources.database.transaction() as session:
        return ledger.settle(session, held, outcome, resources.clock())


def _fixed(session: Session, resources: Resources) -> dict[str, Any]:
    """What would differ from one replay to the next, fixed by the first claim."""
    return {
        "document_id": random_id(),
        "issued_on": resources.today.isoformat(),
        "organisation": resources.organisation(session).version,
        "address": address_of_web(session, resources.settings),
        "installation": resources.installation(session).version,
    }
