"""The hand that allots a document number (文号): claim, allot and settle in one transaction, so never twice and no gap."""

from flows.cases.composing import issuers_of
from flows.cases.deciding import open_case, world_of
from flows.effects.claims import claim, note
from flows.effects.papers import paper_of
from flows.resources import Resources
from matters.calendar import local_day
from matters.language.outcome import written_out
from storage import ledger, numbers
from storage.ledger import PlannedEffect


def number(resources: Resources, effect: PlannedEffect, owner: str) -> bool:
    """Allot the number of the effect's paper."""
    with resources.database.transaction() as session:
        opened = open_case(session, resources, effect.case_no, lock=True)
        held = claim(session, resources, effect, owner, dict)
        if opened is None or held is None:
            return False
        paper = paper_of(opened, effect)
        now = resources.clock()
        issuer, *joint = issuers_of(opened, paper, world_of(session, resources))
        year = local_day(now).year
        pattern, parts = paper.number.pattern, {"prefix": issuer.body.prefix, "year": year}
        sequence = written_out(pattern, {**parts, "n": "*"})
        value = numbers.allot(session, sequence)
        document_no = written_out(pattern, {**parts, "n": value})
        numbers.keep(session, sequence, value, document_no, effect.key, now)
        signed = {"joint": [[one.body.id, one.kind] for one in joint]} if joint else {}
        settled = ledger.settle(session, held, {"number": document_no, "body": issuer.body.id, **signed}, now)
        note(session, resources, effect)
        return settled
