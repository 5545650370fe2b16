"""The audit chain (审计日志): every line covers the hash of the line before it, so that tampering shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import CursorResult
from sqlmodel import col, func, select, update

from storage.database import Session, asked, changed, insert_rows, record_of
from storage.tables.base import canonical, table_of
from storage.tables.records import AuditHead, AuditRow

HEAD = 1
START = "0" * 64
BATCH = 1000
_HEAD = table_of(AuditHead)
_END = select(_HEAD.c.seq, _HEAD.c.hash).where(_HEAD.c.id == HEAD)
_LOCKED_END = _END.with_for_update()
_MOVE_END = update(_HEAD).where(_HEAD.c.id == HEAD)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to which object under which hat, and how it ended. `detail_digest` stands for contents kept elsewhere."""

    at: datetime
    person: str
    post: str
    operation: str
    object_id: str
    outcome: str
    code: str = ""
    address: str = ""
    detail_digest: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The chain's end at some moment; kept elsewhere, it proves that the chain was not written anew since."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class ChainDefect:
    """A place where the chain does not hold."""

    seq: int
    kind: Literal["changed", "missing", "unlinked", "truncated", "anchor"]


def record(session: Session, entry: AuditEntry) -> int:
    """Add a line at the end of the chain and return its number.

    Call it last in a transaction: its lock orders all writers, and taking it last keeps them from waiting in a circle.
    """
    end = _anchor(asked(session, _LOCKED_END))
    seq = end.seq + 1
    line = _hash(seq, entry, end.hash)
    insert_rows(session, AuditRow, [{"seq": seq, "prev_hash": end.hash, "hash": line, **_facts(entry)}])
    changed(session, _MOVE_END, {"seq": seq, "hash": line})
    return seq


def head(session: Session) -> Anchor:
    """The end of the chain."""
    return _anchor(asked(session, _END))


def check(session: Session, anchor: Anchor | None = None) -> tuple[ChainDefect, ...]:
    """Walk the whole chain and name every place where a line was changed, removed, put in or moved."""
    defects: list[ChainDefect] = []
    seq, previous = 0, START
    anchored = anchor is None or anchor == Anchor(0, START)
    for row in _rows(session):
        if row.seq != seq + 1:
            defects.append(ChainDefect(seq + 1, "missing"))
        if row.prev_hash != previous:
            defects.append(ChainDefect(row.seq, "unlinked"))
        if row.hash != _hash(row.seq, record_of(AuditEntry, row), row.prev_hash):
            defects.append(ChainDefect(row.seq, "changed"))
        anchored = anchored or anchor == Anchor(row.seq, row.hash)
        seq, previous = row.seq, row.hash
    if head(session) != Anchor(seq, previous):
        defects.append(ChainDefect(seq, "truncated"))
    return (*defects, *_unanchored(anchor, anchored))


def entries(session: Session, before: int | None = None, limit: int = 50, **where: str) -> tuple[AuditEntry, ...]:
    """Lines, newest first, before a number; `where` narrows by person, operation, object_id or outcome."""
    rows = select(AuditRow).order_by(col(AuditRow.seq).desc()).limit(limit)
    if before is not None:
        rows = rows.where(AuditRow.seq < before)
    for name, value in where.items():
        rows = rows.where(getattr(AuditRow, name) == value)
    return tuple(record_of(AuditEntry, row) for row in session.exec(rows))


def count(session: Session) -> int:
    """How many lines there are."""
    return session.exec(select(func.count()).select_from(AuditRow)).one()


def _anchor(found: CursorResult[Any]) -> Anchor:
    row = found.one()
    return Anchor(row.seq, row.hash)


def _rows(session: Session) -> Iterator[AuditRow]:
    """All lines in order, a batch at a time: the chain outgrows memory."""
    last = -1
    while True:
        batch = session.exec(select(AuditRow).where(AuditRow.seq > last).order_by(col(AuditRow.seq)).limit(BATCH)).all()
        yield from batch
        if len(batch) < BATCH:
            return
        last = batch[-1].seq
        session.expunge_all()


def _facts(entry: AuditEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in AuditEntry.__dataclass_fields__}


def _hash(seq: int, entry: AuditEntry, previous: str) -> str:
    content = {**_facts(entry), "at": entry.at.timestamp(), "seq": seq, "prev": previous}
    return sha256(canonical(content).encode()).hexdigest()


def _unanchored(anchor: Anchor | None, anchored: bool) -> tuple[ChainDefect, ...]:
    return () if anchor is None or anchored else (ChainDefect(anchor.seq, "anchor"),)
