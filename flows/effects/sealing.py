"""The hand that uses the seal (用印): number and seed fixed by the claim, so that a repeat gives the same bytes."""

import secrets
from datetime import date, datetime
from typing import Any

from flows.cases.deciding import Opened, act_on, open_case, world_of
from flows.documents.sealing.order import SealOrder
from flows.documents.sealing.sealer import SealedPdf
from flows.effects.claims import WaitsError, claim, keep, note
from flows.effects.papers import issuer_kept, outcome_of, paper_of
from flows.resources import Resources
from flows.views.registers import SEAL_STOP_NAMES
from matters.calendar import day_text, local_day
from matters.commands.reports import RecordPaper
from matters.errors.base import Refusal
from matters.organisation.snapshot import SYSTEM
from storage import documents, installations, ledger, numbers, seal_stops, seals
from storage.database import Session
from storage.documents import Document
from storage.ledger import EffectClaim, PlannedEffect
from storage.seals import SealUse

_SPECIAL_LEGEND = "业务专用章"  # below the star of every special seal; of an official one the installation says it


def seal_paper(resources: Resources, effect: PlannedEffect, owner: str) -> bool:
    """Seal the drawn paper, keep it by its digest, and tell the case that it is issued; with a seal that rests it waits."""
    with resources.database.transaction() as session:
        if resting := _resting(session, resources, effect):
            raise WaitsError(resting)
        held = claim(session, resources, effect, owner, lambda: _order_data(session, resources, effect))
    if held is None:
        return False
    drawn = resources.files.read(held.data["unsigned_digest"])
    sealed = resources.sealer.seal(drawn, _order(held))
    kept = keep(resources, effect, owner, sealed.content)
    return kept is not None and _settle(resources, effect, held, sealed)


def _resting(session: Session, resources: Resources, effect: PlannedEffect) -> str:
    """Why the seal may not be used now; asked at every try, so that what was claimed before does not pass either."""
    opened = open_case(session, resources, effect.case_no)
    if opened is None:
        return ""
    world = world_of(session, resources)
    issuer = issuer_kept(opened, paper_of(opened, effect), outcome_of(session, effect, "number"), world)
    stop = seal_stops.of_body(session, issuer.id)
    body = world.organisation.body_name(issuer.id, resources.today)
    if stop is None:
        ends = resources.sealer.valid_until(issuer.id, body)
        return (
            ""
            if resources.clock() < ends
            else f"{body}的印章证书已于{day_text(local_day(ends))}到期，换发导入后自动办理"
        )
    return f"{body}的电子印章已{SEAL_STOP_NAMES[stop.kind]}（{stop.reason}），恢复用印后自动办理"


def _order_data(session: Session, resources: Resources, effect: PlannedEffect) -> dict[str, Any]:
    opened = open_case(session, resources, effect.case_no)
    if opened is None:
        raise ValueError(f"{effect.key}: no case")
    drawn = outcome_of(session, effect, "render")
    now = resources.clock()
    organisation = resources.organisation(session)
    paper = paper_of(opened, effect)
    numbered = outcome_of(session, effect, "number")
    issuer = issuer_kept(opened, paper, numbered, world_of(session, resources))
    year = local_day(now).year
    used = numbers.allot(session, f"seal:{issuer.id}:{year}")
    words = resources.installation(session, drawn.get("installation", installations.FIRST))
    return {
        "document_id": drawn["document_id"],
        "unsigned_digest": drawn["unsigned_digest"],
        "seal_number": f"{issuer.prefix}印〔{year}〕{used}号",
        "sealed_at": now.isoformat(timespec="seconds"),
        "seed": secrets.token_hex(32),
        "legend": _SPECIAL_LEGEND if paper.seals[0].kind == "special" else words.legend,
        "body_id": issuer.id,
        "body_name": organisation.body_name(issuer.id, local_day(now)),
    }


def _order(held: EffectClaim) -> SealOrder:
    data = dict(held.data)
    sealed_at, seed = datetime.fromisoformat(data.pop("sealed_at")), bytes.fromhex(data.pop("seed"))
    return SealOrder(sealed_at=sealed_at, seed=seed, **data)


def _settle(resources: Resources, effect: PlannedEffect, held: EffectClaim, sealed: SealedPdf) -> bool:
    with resources.database.transaction() as session:
        opened = open_case(session, resources, effect.case_no, lock=True)
        drawn = outcome_of(session, effect, "render")
        outcome = {"digest": sealed.digest, "seal_number": held.data["seal_number"]}
        if opened is None or not ledger.settle(session, held, outcome, resources.clock()):
            return False
        document = _document(opened, effect, held, drawn, sealed)
        documents.add(session, document, resources.vault.words.of_paper(document.number))
        seals.record(session, _use(opened, effect, held, document, sealed.certificate))
        command = RecordPaper(
            actor=SYSTEM,
            paper=effect.effect.paper or "",
            document=held.data["document_id"],
            number=drawn["number"],
            digest=sealed.digest,
            issued_on=date.fromisoformat(drawn["issued_on"]),
        )
        result = act_on(session, resources, opened, command, {}, advance=effect.advance_id.seq)
        if isinstance(result, Refusal):
            raise ValueError(f"{effect.key}: {result.message}")
        note(session, resources, effect)
    return True


def _document(
    opened: Opened, effect: PlannedEffect, held: EffectClaim, drawn: dict[str, Any], sealed: SealedPdf
) -> Document:
    paper = paper_of(opened, effect)
    return Document(
        id=held.data["document_id"],
        case_id=effect.case_id,
        paper=paper.id,
        title=drawn["title"],
        number=drawn["number"],
        seal_number=held.data["seal_number"],
        digest=sealed.digest,
        unsigned_digest=held.data["unsigned_digest"],
        issued_on=date.fromisoformat(drawn["issued_on"]),
        effect_key=effect.key,
        is_result=paper.on in ("granted", "denied", "acceptance_refused"),
    )


def _use(opened: Opened, effect: PlannedEffect, held: EffectClaim, document: Document, certificate: str) -> SealUse:
    """The line of the seal register; the decision is the event that owes the paper."""
    decision = next(event for event in opened.events if event.seq == effect.seq)
    return SealUse(
        document=document.id,
        body=held.data["body_id"],
        kind=paper_of(opened, effect).seals[0].kind,
        certificate=certificate,
        actor_person=decision.actor.person,
        actor_post=decision.actor.post,
        used_at=datetime.fromisoformat(held.data["sealed_at"]),
    )
