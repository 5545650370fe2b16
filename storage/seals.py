"""The seal register (用印登记): one line per use of a seal, written in the transaction that records the document."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from matters.language.outcome import SealKind
from storage import audit
from storage.database import Session, asked, record_of
from storage.tables.base import table_of
from storage.tables.cases import CaseRow
from storage.tables.records import DocumentRow, SealUseRow

SealState = Literal["valid", "superseded", "revoked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealUse:
    """Use of a seal 用印: which seal of which body on which paper, by what number, and on whose decision (`actor`).

    `certificate` is the serial of the seal's certificate in hexadecimal, empty for lines entered by the migration.
    """

    document: str
    number: str
    body: str
    kind: SealKind
    certificate: str
    actor_person: str
    actor_post: str
    used_at: datetime
    state: SealState = "valid"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredUse(SealUse):
    """A line of the register as it is read: the use with what its paper and its case say."""

    case_no: str
    matter: str
    definition: str
    title: str
    document_no: str
    digest: str


_USE, _PAPER, _CASE = table_of(SealUseRow), table_of(DocumentRow), table_of(CaseRow)
LINES = (
    select(
        _USE,
        _CASE.c.case_no,
        _CASE.c.matter,
        _CASE.c.definition,
        _PAPER.c.title,
        _PAPER.c.number.label("document_no"),
        _PAPER.c.digest,
    )
    .join(_PAPER, _PAPER.c.id == _USE.c.document)
    .join(_CASE, _CASE.c.id == _PAPER.c.case_id)
    .order_by(_USE.c.used_at.desc(), _USE.c.id.desc())
)


def record(session: Session, uses: Iterable[SealUse]) -> None:
    """Enter the uses on one paper, which is recorded already; their numbers are theirs alone (`EffectKeyTakenError`)."""
    audit.keep(session, SealUseRow, [asdict(use) for use in uses])


def bodies_of(session: Session, case_id: int) -> Mapping[str, tuple[str, ...]]:
    """Whose seals each paper of a case bears, by document, the lead body first."""
    wanted = select(_USE.c.document, _USE.c.body).join(_PAPER, _PAPER.c.id == _USE.c.document)
    found: dict[str, tuple[str, ...]] = {}
    for use in asked(session, wanted.where(_PAPER.c.case_id == case_id).order_by(_USE.c.id)):
        found[use.document] = (*found.get(use.document, ()), use.body)
    return found


def line_of(row: object) -> RegisteredUse:
    """What a row of `LINES` says; for the storage room itself."""
    return record_of(RegisteredUse, row)
