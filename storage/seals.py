"""The seal register (用印登记): one line per use of a seal, written in the transaction that records the document."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from storage.database import Session
from storage.tables.records import SealUseRow

SealKind = Literal["official", "special"]
SealState = Literal["valid", "superseded", "revoked"]


@dataclass(frozen=True, slots=True)
class SealUse:
    """Use of a seal 用印: which seal of which body on which paper, and on whose decision (`actor`).

    `certificate` is the serial of the seal's certificate in hexadecimal, empty for lines entered by the migration.
    """

    document: str
    case_no: str
    matter: str
    definition: str
    body: str
    kind: SealKind
    certificate: str
    title: str
    document_no: str
    seal_no: str
    actor_person: str
    actor_post: str
    used_at: datetime
    digest: str
    state: SealState = "valid"


def record(session: Session, use: SealUse) -> None:
    """Enter a use; its seal number is its alone."""
    session.add(SealUseRow(**asdict(use)))
    session.flush()


def use_of(row: SealUseRow) -> SealUse:
    """What a line says; for the storage room itself."""
    return SealUse(**{name: getattr(row, name) for name in SealUse.__dataclass_fields__})
