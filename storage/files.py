"""Files handed in (电子材料): bytes in one folder by digest, names and owners only as rows."""

import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from sqlalchemy import ColumnElement
from sqlmodel import col, delete, func, select, update

from storage.database import Session, record_of
from storage.durable import sync_folder, write_durably
from storage.tables.definitions import MatterFile
from storage.tables.records import DocumentRow, FileRow


class DamagedFileError(Exception):
    """The bytes of a stored file are gone, or are not those that were stored."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file handed in: size in bytes, digest SHA-256 in hex."""

    id: str
    digest: str
    size: int
    media_type: str
    name: str
    owner_person: str
    uploaded_at: datetime
    case_id: int | None = None


class FileStore(Protocol):
    """Where the bytes of files lie, each under its digest: a folder of this machine, later a store that several share.

    What `put` has returned survives a power cut. Names and owners are rows of the database; the store knows none.
    """

    def put(self, content: bytes) -> str:
        """Keep the bytes and return their digest; the same bytes are kept once."""
        ...

    def remove(self, digest: str, before: datetime) -> bool:
        """Remove bytes that nobody needs, unless they were put again since `before`."""
        ...

    def read(self, digest: str) -> bytes:
        """The bytes of that digest, checked; raises `DamagedFileError`, and ValueError for what is no digest."""
        ...


class FileFolder:
    """A folder of this machine: `<digest[:2]>/<digest>`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder = folder

    def put(self, content: bytes) -> str:
        """On the disk before it returns."""
        digest = sha256(content).hexdigest()
        target = self._path(digest)
        try:
            os.utime(target)  # young again, so that `remove` leaves it
        except FileNotFoundError:
            target.parent.mkdir(exist_ok=True, mode=0o700)
            write_durably(target, content)
            sync_folder(self.folder)
        return digest

    def remove(self, digest: str, before: datetime) -> bool:
        """Put aside first, then looked at: somebody may be putting them again."""
        target = self._path(digest)
        aside = target.with_name(f".gone-{digest}")
        try:
            target.replace(aside)
        except FileNotFoundError:
            return False
        if aside.stat().st_mtime >= before.timestamp():
            aside.replace(target)
            return False
        aside.unlink()
        return True

    def read(self, digest: str) -> bytes:
        """Read whole, and compared with the digest."""
        try:
            content = self._path(digest).read_bytes()
        except FileNotFoundError as error:
            raise DamagedFileError(f"{digest} is missing") from error
        if sha256(content).hexdigest() != digest:
            raise DamagedFileError(f"{digest} was changed")
        return content

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise ValueError("not a SHA-256 digest")
        return self.folder / digest[:2] / digest


def add(session: Session, file: StoredFile) -> None:
    """Record a file whose bytes are in the store."""
    session.add(FileRow(**asdict(file)))
    session.flush()


def find(session: Session, file_id: str) -> StoredFile | None:
    """The file of that id."""
    row = session.exec(select(FileRow).where(FileRow.id == file_id)).first()
    return record_of(StoredFile, row) if row else None


def find_all(session: Session, ids: Iterable[str]) -> dict[str, StoredFile]:
    """Those of the ids that exist."""
    wanted = list(ids)
    rows = session.exec(select(FileRow).where(col(FileRow.id).in_(wanted))) if wanted else ()
    return {row.id: record_of(StoredFile, row) for row in rows}


def attach(session: Session, ids: Iterable[str], owner: str, case_id: int) -> bool:
    """Bind files of that owner to a case; false if one is not theirs or is bound to another case already."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return True
    theirs = (col(FileRow.id).in_(wanted), col(FileRow.owner_person) == owner)
    unbound = col(FileRow.case_id).is_(None) | (col(FileRow.case_id) == case_id)
    bound = update(FileRow).where(*theirs, unbound).values(case_id=case_id)
    return session.exec(bound, execution_options={"synchronize_session": False}).rowcount == len(wanted)


@dataclass(frozen=True, slots=True)
class Usage:
    """How many files, and how many bytes they have together."""

    count: int
    size: int


def waiting(session: Session, owner: str) -> Usage:
    """What a person has handed in that no case has taken up."""
    return _usage(session, col(FileRow.owner_person) == owner, col(FileRow.case_id).is_(None))


def used_by(session: Session, case_id: int) -> Usage:
    """What a case has taken up so far."""
    return _usage(session, col(FileRow.case_id) == case_id)


def expired(session: Session, before: datetime) -> tuple[StoredFile, ...]:
    """Files handed in before that instant that no case has taken up."""
    rows = select(FileRow).where(col(FileRow.case_id).is_(None), col(FileRow.uploaded_at) < before)
    return tuple(record_of(StoredFile, row) for row in session.exec(rows.order_by(col(FileRow.uploaded_at))))


def forget(session: Session, ids: Iterable[str]) -> tuple[str, ...]:
    """Forget files no case has taken up; returns the digests that nothing else has any more."""
    theirs = (col(FileRow.id).in_(list(ids)), col(FileRow.case_id).is_(None))
    digests = set(session.exec(select(FileRow.digest).where(*theirs)))
    session.exec(delete(FileRow).where(*theirs), execution_options={"synchronize_session": False})
    needed = set(session.exec(select(FileRow.digest).where(col(FileRow.digest).in_(digests))))
    for digest in (col(DocumentRow.digest), col(DocumentRow.unsigned_digest), col(MatterFile.digest)):
        needed |= set(session.exec(select(digest).where(digest.in_(digests))))
    return tuple(sorted(digests - needed))


def _usage(session: Session, *which: ColumnElement[bool]) -> Usage:
    found = session.exec(select(func.count(), func.coalesce(func.sum(FileRow.size), 0)).where(*which)).one()
    return Usage(int(found[0]), int(found[1]))


def of_case(session: Session, case_id: int) -> tuple[StoredFile, ...]:
    """The files of a case, oldest first."""
    rows = select(FileRow).where(FileRow.case_id == case_id).order_by(col(FileRow.uploaded_at), col(FileRow.id))
    return tuple(record_of(StoredFile, row) for row in session.exec(rows))
