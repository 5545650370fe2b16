"""Drafts of definitions (草案) as text: kept as typed, changed under their row's lock, one per matter and publisher."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlmodel import col, delete, select, update

from matters.language.document import DIRECTORY
from storage.database import Session, changed, record_of
from storage.tables.definitions import MatterDraft


@dataclass(frozen=True, slots=True)
class TextDraft:
    """A draft as it stands. `submitted_digest` pins the text that waits for a second person."""

    code: str
    publisher: str
    based_on: int | None
    text: str
    revision: int
    saved_by: str
    saved_at: datetime
    submitted_by: str | None = None
    submitted_at: datetime | None = None
    submitted_digest: str | None = None
    returned_by: str | None = None
    returned_at: datetime | None = None
    return_reason: str | None = None

    @property
    def digest(self) -> str:
        """Of the text as typed."""
        return text_digest(self.text)


def text_digest(text: str) -> str:
    """SHA-256 of a text: another space, another digest."""
    return sha256(text.encode()).hexdigest()


def begin(session: Session, code: str, based_on: int | None, text: str, by: str, now: datetime) -> TextDraft:
    """A new draft; when another was begun meanwhile, the database refuses (`VersionTakenError`)."""
    row = MatterDraft(
        code=code, publisher=DIRECTORY, based_on=based_on, text=text, revision=1, saved_by=by, saved_at=now
    )
    session.add(row)
    session.flush()
    return record_of(TextDraft, row)


def lock(session: Session, code: str) -> TextDraft | None:
    """The draft, locked until the end of the transaction: the first statement of every change to it."""
    row = session.exec(_one(code).with_for_update()).first()
    return record_of(TextDraft, row) if row else None


def find(session: Session, code: str) -> TextDraft | None:
    """The draft, for reading."""
    row = session.exec(_one(code)).first()
    return record_of(TextDraft, row) if row else None


def all_drafts(session: Session) -> tuple[TextDraft, ...]:
    """Every draft of the directory, by code."""
    rows = select(MatterDraft).where(MatterDraft.publisher == DIRECTORY).order_by(col(MatterDraft.code))
    return tuple(record_of(TextDraft, row) for row in session.exec(rows))


def write(session: Session, held: TextDraft, text: str, by: str, now: datetime) -> TextDraft:
    """Another text for a locked draft."""
    values = {"text": text, "revision": held.revision + 1, "saved_by": by, "saved_at": now}
    return _changed(session, held, values)


def submit(session: Session, held: TextDraft, by: str, now: datetime) -> TextDraft:
    """The text as it is now waits for a second person; what was said when it was sent back is settled."""
    values = {"submitted_by": by, "submitted_at": now, "submitted_digest": held.digest}
    return _changed(session, held, {**values, **_NOT_RETURNED})


def take_back(session: Session, held: TextDraft) -> TextDraft:
    """It waits no longer."""
    return _changed(session, held, _NOT_SUBMITTED)


def send_back(session: Session, held: TextDraft, by: str, reason: str, now: datetime) -> TextDraft:
    """It waits no longer, for the second person wants it mended."""
    values = {"returned_by": by, "returned_at": now, "return_reason": reason}
    return _changed(session, held, {**values, **_NOT_SUBMITTED})


def drop(session: Session, held: TextDraft) -> None:
    """The draft was published or thrown away."""
    session.exec(delete(MatterDraft).where(*_identity(held.code)))


_NOT_SUBMITTED = {"submitted_by": None, "submitted_at": None, "submitted_digest": None}
_NOT_RETURNED = {"returned_by": None, "returned_at": None, "return_reason": None}


def _identity(code: str) -> tuple[Any, ...]:
    return (col(MatterDraft.code) == code, col(MatterDraft.publisher) == DIRECTORY)


def _one(code: str) -> Any:  # noqa: ANN401 - a select of one row
    return select(MatterDraft).where(*_identity(code))


def _changed(session: Session, held: TextDraft, values: Mapping[str, Any]) -> TextDraft:
    if not changed(session, update(MatterDraft).where(*_identity(held.code)).values(**values)):
        raise LookupError(f"no draft of {held.code}: it was not locked")
    return replace(held, **values)
