"""What must hold after any crash once the work was taken up again."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlmodel import col, select

from flows.documents.sealing.order import SealOrder
from flows.resources import Resources
from matters.case.effect_kinds import Kind
from matters.case.events.deciding import PaperIssued
from matters.case.fold import fold
from storage import audit, cases
from storage.database import Session
from storage.tables.cases import CaseRow
from storage.tables.duties import AdvanceRow, EffectRow, NumberAllotted, Sequence
from storage.tables.people import Notice
from storage.tables.records import DocumentRow, SealUseRow
from tests.flows.effects.conftest import Place


def assert_sound(place: Place) -> None:
    """Nothing is open, nothing is missing and nothing is there twice."""
    with place.resources() as resources:
        assert complaints(resources) == []


def complaints(resources: Resources) -> list[str]:
    """Everything that does not hold: open work, gaps and twins in numbers, seals, notices, events and audit chain."""
    with resources.database.reading() as session:
        return [
            *_open_work(session),
            *_numbers(session),
            *_papers(session, resources),
            *_notices(session),
            *_cases(session),
            *(f"audit {defect}" for defect in audit.check(session)),
        ]


def _open_work(session: Session) -> Iterator[str]:
    for advance in session.exec(select(AdvanceRow).where(AdvanceRow.state != "settled")):
        yield f"advance {advance.id} is {advance.state}"
    for effect in session.exec(select(EffectRow).where(col(EffectRow.state).not_in(["done", "cancelled"]))):
        yield f"effect {effect.key} is {effect.state}"


def _numbers(session: Session) -> Iterator[str]:
    """Every number of a paper and of a seal belongs to a document, without gap or twin."""
    documents = session.exec(select(DocumentRow)).all()
    allotted = session.exec(select(NumberAllotted).order_by(col(NumberAllotted.value))).all()
    if Counter(n.document_no for n in allotted) != Counter(d.number for d in documents):
        yield f"numbers {[n.document_no for n in allotted]} for papers {[d.number for d in documents]}"
    sequences = session.exec(select(Sequence)).all()
    for sequence in (each for each in sequences if not each.name.startswith(("seal:", "case:"))):
        values = [n.value for n in allotted if n.sequence == sequence.name]
        if values != list(range(1, sequence.value + 1)):
            yield f"{sequence.name} stands at {sequence.value}, allotted {values}"
    seals = [each for each in sequences if each.name.startswith("seal:")]
    used = session.exec(select(SealUseRow)).all()
    if sum(sequence.value for sequence in seals) != len(used):
        yield f"seal used {[(s.name, s.value) for s in seals]}, registered {len(used)} times"
    if unsealed := {d.id for d in documents} ^ {use.document for use in used}:
        yield f"papers without a use of a seal, or uses without a paper: {sorted(unsealed)}"


def _papers(session: Session, resources: Resources) -> Iterator[str]:
    """Each sealing effect has one document, whose digest is that of its file and of the sealing done again."""
    documents = {d.effect_key: d for d in session.exec(select(DocumentRow))}
    sealed = _done(session, "seal")
    if set(documents) != {effect.key for effect in sealed}:
        yield f"documents of {sorted(documents)}, seals of {[effect.key for effect in sealed]}"
    for effect in sealed:
        document = documents.get(effect.key)
        if document is None or effect.claim is None:
            continue
        drawn = resources.files.read(document.unsigned_digest)
        again = resources.sealer.seal(drawn, *_orders(effect.claim))
        kept = sha256(resources.files.read(document.digest)).hexdigest()
        if {document.digest, again.digest, kept} != {(effect.outcome or {}).get("digest")}:
            yield f"{document.number}: document {document.digest}, sealed again {again.digest}, kept {kept}"


def _orders(claim: Mapping[str, Any]) -> Iterator[SealOrder]:
    """What was ordered, read from the row by itself: a product that forgot part of it would seal the same twice."""
    first = {name: value for name, value in claim.items() if name != "joint"}
    for other in ({}, *claim.get("joint", ())):
        data = {**first, **other}
        sealed_at, seed = datetime.fromisoformat(data.pop("sealed_at")), bytes.fromhex(data.pop("seed"))
        yield SealOrder(sealed_at=sealed_at, seed=seed, **data)


def _done(session: Session, kind: Kind) -> list[EffectRow]:
    done = session.exec(select(EffectRow).where(EffectRow.state == "done"))
    return [effect for effect in done if effect.key.kind == kind]


def _notices(session: Session) -> Iterator[str]:
    """Everybody a notice is owed to has it, once."""
    owed = Counter((str(effect.key), person) for effect in _done(session, "notice") for person in effect.payload["to"])
    of_cases = select(Notice).where(Notice.case_no != "")  # administrators are told besides
    left = Counter((notice.effect_key, notice.person) for notice in session.exec(of_cases))
    if owed != left:
        yield f"notices owed {owed - left}, too many {left - owed}"


def _cases(session: Session) -> Iterator[str]:
    for row in session.exec(select(CaseRow)):
        events = cases.history(session, row.id)
        case = fold(events)
        issued = Counter(event.document for event in events if isinstance(event, PaperIssued))
        documents = Counter(session.exec(select(DocumentRow.id).where(DocumentRow.case_id == row.id)))
        if issued != documents:
            yield f"{row.case_no}: issued {issued}, documents {documents}"
        if case is None or (case.seq, case.status) != (row.seq, row.status):
            yield f"{row.case_no}: the row does not say what the events make"
