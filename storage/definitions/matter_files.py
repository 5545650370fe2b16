"""Samples and blank forms (样表、空白表格) handed in for matters, by the digest of their content."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import col, select

from storage.database import Session, record_of
from storage.tables.definitions import MatterFile

MOST = 200  # of one matter: forty versions with five each


@dataclass(frozen=True, slots=True)
class FormRecord:
    """A file handed in for a matter; `size` in bytes."""

    code: str
    digest: str
    name: str
    media_type: str
    size: int
    by: str
    at: datetime


def add(session: Session, file: FormRecord) -> FormRecord:
    """Record it; the same content for the same matter stays what it was called first."""
    known = session.get(MatterFile, (file.code, file.digest))
    if known is None:
        session.add(MatterFile(**asdict(file)))
        session.flush()
    return record_of(FormRecord, known) if known else file


def of_matter(session: Session, code: str) -> tuple[FormRecord, ...]:
    """Those of a matter, the newest first."""
    rows = select(MatterFile).where(MatterFile.code == code).order_by(col(MatterFile.at).desc(), col(MatterFile.digest))
    return tuple(record_of(FormRecord, row) for row in session.exec(rows))


def by_digest(session: Session, digest: str) -> tuple[FormRecord, ...]:
    """Of every matter for which that content was handed in."""
    rows = select(MatterFile).where(MatterFile.digest == digest).order_by(col(MatterFile.code))
    return tuple(record_of(FormRecord, row) for row in session.exec(rows))


def digests(session: Session) -> frozenset[str]:
    """The contents of all of them."""
    return frozenset(session.exec(select(MatterFile.digest)))
