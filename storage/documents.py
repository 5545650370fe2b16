"""Documents (文书): what was numbered, drawn and sealed, findable by the digest of the sealed file."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date

from sqlmodel import col, select

from matters.case.effect_keys import EffectKey
from storage import audit
from storage.database import Session, record_of
from storage.searching import words
from storage.tables.cases import CaseRow
from storage.tables.records import DocumentRow


@dataclass(frozen=True, slots=True)
class Document:
    """A sealed paper of a case. `digest` is that of the sealed file, `unsigned_digest` that of the drawing."""

    id: str
    case_id: int
    paper: str
    title: str
    number: str
    seal_number: str
    digest: str
    unsigned_digest: str
    issued_on: date
    effect_key: EffectKey
    is_result: bool


@dataclass(frozen=True, slots=True)
class Issued:
    """A sealed paper with the number and the status of its case."""

    document: Document
    case_no: str
    status: str


def add(session: Session, document: Document, known_by: Collection[int] = ()) -> None:
    """Record a document; its number, seal number and effect are its alone (`EffectKeyTakenError`).

    `known_by`: the words by which its case is found on account of it.
    """
    audit.keep(session, DocumentRow, [asdict(document)])
    words.learn(session, document.case_id, known_by)


def find(session: Session, document_id: str) -> Document | None:
    """The document of that id."""
    return _first(session, DocumentRow.id == document_id)


def by_digest(session: Session, digest: str) -> Issued | None:
    """The document whose sealed file has that digest, and its case."""
    wanted = select(DocumentRow, CaseRow.case_no, CaseRow.status).join(CaseRow).where(DocumentRow.digest == digest)
    found = session.exec(wanted).first()
    return Issued(record_of(Document, found[0]), found[1], found[2]) if found else None


def of_effect(session: Session, effect_key: EffectKey) -> Document | None:
    """The document that an effect has sealed."""
    return _first(session, DocumentRow.effect_key == effect_key)


def of_case(session: Session, case_id: int) -> tuple[Document, ...]:
    """The documents of a case by day and seal number; the case itself knows in which order they were issued."""
    rows = select(DocumentRow).where(DocumentRow.case_id == case_id)
    ordered = rows.order_by(col(DocumentRow.issued_on), col(DocumentRow.seal_number))
    return tuple(record_of(Document, row) for row in session.exec(ordered))


def numbers_of(session: Session, cases: Iterable[int]) -> Iterator[tuple[int, str]]:
    """The document numbers of several cases, each with its case."""
    numbers = select(DocumentRow.case_id, DocumentRow.number).where(col(DocumentRow.case_id).in_(list(cases)))
    yield from session.exec(numbers)


def _first(session: Session, condition: bool) -> Document | None:
    row = session.exec(select(DocumentRow).where(condition)).first()
    return record_of(Document, row) if row else None
