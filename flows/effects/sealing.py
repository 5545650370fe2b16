"""The hand that uses the seals (用印): numbers and seeds fixed by the claim, so that a repeat gives the same bytes."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flows.cases.composing import Issuer
from flows.cases.deciding import Opened, act_on, open_case, world_of
from flows.documents.sealing.order import SealOrder
from flows.documents.sealing.sealer import SealedPdf
from flows.effects.claims import WaitsError, claim, keep, note
from flows.effects.papers import issuers_kept, outcome_of, paper_of
from flows.resources import Resources
from flows.views.registers import SEAL_STOP_NAMES
from matters.calendar import day_text, local_day
from matters.commands.reports import RecordPaper
from matters.errors.base import Refusal
from matters.organisation.snapshot import SYSTEM, Body
from storage import documents, installations, ledger, numbers, seal_stops, seals
from storage.database import Session
from storage.documents import Document
from storage.ledger import EffectClaim, PlannedEffect
from storage.seals import SealUse

_TOGETHER = "联合行文的各枚印章一次盖齐，其余单位的印章一并等候，文书暂不出具"
_SPECIAL_LEGEND = "业务专用章"  # below the star of every special seal; of an official one the installation says it


def seal_paper(resources: Resources, effect: PlannedEffect, owner: str) -> bool:
    """Set all seals of the drawn paper in their order, keep it by its digest, and tell the case that it is issued.

    While one of the seals rests it waits, and none is set: no paper exists with some of its seals.
    """
    with resources.database.transaction() as session:
        if resting := _resting(session, resources, effect):
            raise WaitsError(resting)
        held = claim(session, resources, effect, owner, lambda: _order_data(session, resources, effect))
    if held is None:
        return False
    drawn = resources.files.read(held.data["unsigned_digest"])
    sealed = resources.sealer.seal(drawn, *_orders(held.data))
    kept = keep(resources, effect, owner, sealed.content)
    return kept is not None and _settle(resources, effect, held, sealed)


def _resting(session: Session, resources: Resources, effect: PlannedEffect) -> str:
    """Why a seal may not be used now; asked at every try, so that what was claimed before does not pass either."""
    opened = open_case(session, resources, effect.case_no)
    if opened is None:
        return ""
    issuers = _issuers(session, resources, opened, effect)
    whys = [why for one in issuers if (why := _rests(session, resources, one.body.id))]
    return "；".join((*whys, *((_TOGETHER,) if len(issuers) > 1 and whys else ())))


def _issuers(session: Session, resources: Resources, opened: Opened, effect: PlannedEffect) -> tuple[Issuer, ...]:
    numbered = outcome_of(session, effect, "number")
    return issuers_kept(opened, paper_of(opened, effect), numbered, world_of(session, resources))


def _rests(session: Session, resources: Resources, body_id: str) -> str:
    """Why the seal of that body may not be used now."""
    stop = seal_stops.of_body(session, body_id)
    body = resources.organisation(session).body_name(body_id, resources.today)
    if stop:
        return f"{body}的电子印章已{SEAL_STOP_NAMES[stop.kind]}（{stop.reason}），恢复用印后自动办理"
    ends = resources.sealer.valid_until(body_id, body)
    return (
        "" if resources.clock() < ends else f"{body}的印章证书已于{day_text(local_day(ends))}到期，换发导入后自动办理"
    )


def _order_data(session: Session, resources: Resources, effect: PlannedEffect) -> dict[str, Any]:
    """What the paper is sealed with, fixed by the first claim: the first seal, and in `joint` what differs in the others."""
    opened = open_case(session, resources, effect.case_no)
    if opened is None:
        raise ValueError(f"{effect.key}: no case")
    drawn = outcome_of(session, effect, "render")
    issuers = _issuers(session, resources, opened, effect)
    legend = resources.installation(session, drawn.get("installation", installations.FIRST)).legend
    first, *joint = (
        _seal_data(session, resources, one.body, _SPECIAL_LEGEND if one.kind == "special" else legend)
        for one in issuers
    )
    about = {
        "document_id": drawn["document_id"],
        "unsigned_digest": drawn["unsigned_digest"],
        "sealed_at": resources.clock().isoformat(timespec="seconds"),
    }
    return about | first | ({"joint": joint} if joint else {})


def _seal_data(session: Session, resources: Resources, body: Body, legend: str) -> dict[str, Any]:
    today = resources.today
    used = numbers.allot(session, f"seal:{body.id}:{today.year}")
    return {
        "seal_number": f"{body.prefix}印〔{today.year}〕{used}号",
        "seed": secrets.token_hex(32),
        "legend": legend,
        "body_id": body.id,
        "body_name": resources.organisation(session).body_name(body.id, today),
    }


def _orders(data: Mapping[str, Any]) -> tuple[SealOrder, ...]:
    """One for each seal, in their order."""
    first = {name: value for name, value in data.items() if name != "joint"}
    return tuple(_order(first | other) for other in ({}, *data.get("joint", ())))


def _order(data: Mapping[str, Any]) -> SealOrder:
    sealed_at, seed = datetime.fromisoformat(data["sealed_at"]), bytes.fromhex(data["seed"])
    return SealOrder(**{**data, "sealed_at": sealed_at, "seed": seed})


def _settle(resources: Resources, effect: PlannedEffect, held: EffectClaim, sealed: SealedPdf) -> bool:
    with resources.database.transaction() as session:
        opened = open_case(session, resources, effect.case_no, lock=True)
        drawn = outcome_of(session, effect, "render")
        outcome = {"digest": sealed.digest, "seal_number": held.data["seal_number"]}
        if opened is None or not ledger.settle(session, held, outcome, resources.clock()):
            return False
        document = _document(opened, effect, held, drawn, sealed)
        documents.add(session, document, resources.vault.words.of_paper(document.number))
        issuers = _issuers(session, resources, opened, effect)
        seals.record(session, _uses(opened, effect, _orders(held.data), issuers, sealed.certificates))
        command = RecordPaper(
            actor=SYSTEM,
            paper=effect.effect.paper or "",
            document=held.data["document_id"],
            number=drawn["number"],
            digest=sealed.digest,
            issued_on=date.fromisoformat(drawn["issued_on"]),
            due_by=effect.seq,
            row=effect.effect.row,
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
        is_result=paper.is_result,
    )


def _uses(
    opened: Opened,
    effect: PlannedEffect,
    orders: Sequence[SealOrder],
    issuers: Sequence[Issuer],
    certificates: Sequence[str],
) -> Iterator[SealUse]:
    """The lines of the seal register; the decision is the event that owes the paper."""
    decision = next(event for event in opened.events if event.seq == effect.seq)
    for order, issuer, certificate in zip(orders, issuers, certificates, strict=True):
        yield SealUse(
            document=order.document_id,
            number=order.seal_number,
            body=order.body_id,
            kind=issuer.kind,
            certificate=certificate,
            actor_person=decision.actor.person,
            actor_post=decision.actor.post,
            used_at=order.sealed_at,
        )
