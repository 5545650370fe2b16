"""The audit chain (审计日志): every line covers the hash of the line before it and the rows of record written with it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, TypeAlias

from sqlalchemy import CursorResult
from sqlmodel import col, func, select, update

from matters.organisation.snapshot import SYSTEM
from storage.database import Session, asked, before_end, changed, completed, insert_completed, insert_rows, record_of
from storage.evidence import binding
from storage.evidence.binding import Bound, RowDefect
from storage.tables.base import EPOCH, Row, canonical, table_of
from storage.tables.records import AuditHead, AuditRow

HEAD = 1
START = "0" * 64
BATCH = 1000
TAKEN_IN, ADDED = "既有记录纳入审计链", "记入审计链"
_BOUND, _AT = "bound", "bound at"
_HEAD = table_of(AuditHead)
_END = select(_HEAD.c.seq, _HEAD.c.hash).where(_HEAD.c.id == HEAD)
_LOCKED_END = _END.with_for_update()
_MOVE_END = update(_HEAD).where(_HEAD.c.id == HEAD)
_LINE = table_of(AuditRow)
# The newest first: an installation of long standing has many lines of before, and a start looks at few of its own.
_TAKES_PART = select(_LINE.c.seq).where(_LINE.c.bound.is_not(None)).order_by(_LINE.c.seq.desc()).limit(1)


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


Defect: TypeAlias = ChainDefect | RowDefect


def record(session: Session, entry: AuditEntry) -> int:
    """Add a line at the end of the chain and return its number.

    Call it last in a transaction: its lock orders all writers, and taking it last keeps them from waiting in a circle.
    """
    end = _anchor(asked(session, _LOCKED_END))
    seq, bound = end.seq + 1, session.info.pop(_BOUND, None)
    kept = binding.stored(bound) if bound else None
    line = _hash(seq, entry, end.hash, kept)
    insert_rows(session, AuditRow, [{"seq": seq, "prev_hash": end.hash, "hash": line, "bound": kept, **_facts(entry)}])
    changed(session, _MOVE_END, {"seq": seq, "hash": line})
    return seq


def keep(session: Session, kind: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of record, and bind them by the next line of this transaction.

    Where nothing else is recorded afterwards the transaction ends with a line of its own for them.
    """
    full = completed(kind, rows)
    insert_completed(session, kind, full)
    if _BOUND not in session.info:
        session.info[_BOUND] = {}
        before_end(session, _bind_the_rest)
    session.info[_BOUND].setdefault(str(kind.__tablename__), {}).update(binding.digests(kind, full))
    instants = (value for row in full for value in row.values() if isinstance(value, datetime))
    session.info[_AT] = max(instants, default=session.info.get(_AT, EPOCH))


@contextmanager
def attempt(session: Session) -> Iterator[None]:
    """A part of a transaction that may be undone by an exception; what it has kept is then not bound either."""
    before = {table: dict(rows) for table, rows in session.info.get(_BOUND, {}).items()}
    try:
        with session.begin_nested():
            yield
    except BaseException:
        if _BOUND in session.info:
            session.info[_BOUND] = before
        raise


def take_in(session: Session, now: datetime) -> None:
    """Bind the rows of record of an earlier release as they are found, once: nothing where a line binds any already."""
    if asked(session, _TAKES_PART).first():
        return
    for bound in binding.in_batches(session):
        session.info[_BOUND] = bound
        record(session, AuditEntry(now, SYSTEM.person, "", TAKEN_IN, ", ".join(bound), "done"))


def head(session: Session) -> Anchor:
    """The end of the chain."""
    return _anchor(asked(session, _END))


def check(session: Session, anchor: Anchor | None = None) -> tuple[Defect, ...]:
    """Walk the whole chain and name every line and every row of record that was changed, removed, put in or moved."""
    defects: list[Defect] = []
    seq, previous, bound = 0, START, Bound()
    anchored = anchor is None or anchor == Anchor(0, START)
    for row in _rows(session):
        if row.seq != seq + 1:
            defects.append(ChainDefect(seq + 1, "missing"))
        if row.prev_hash != previous:
            defects.append(ChainDefect(row.seq, "unlinked"))
        if row.hash != _hash(row.seq, record_of(AuditEntry, row), row.prev_hash, row.bound):
            defects.append(ChainDefect(row.seq, "changed"))
        if row.bound is not None:
            bound.take(row.seq, row.bound)
        anchored = anchored or anchor == Anchor(row.seq, row.hash)
        seq, previous = row.seq, row.hash
    if head(session) != Anchor(seq, previous):
        defects.append(ChainDefect(seq, "truncated"))
    return (*defects, *_unanchored(anchor, anchored), *bound.compare(session))


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


def _bind_the_rest(session: Session) -> None:
    if bound := session.info.get(_BOUND):
        record(session, AuditEntry(session.info[_AT], SYSTEM.person, "", ADDED, ", ".join(bound), "done"))


def _hash(seq: int, entry: AuditEntry, previous: str, bound: bytes | None = None) -> str:
    content = {**_facts(entry), "at": entry.at.timestamp(), "seq": seq, "prev": previous}
    if bound is not None:  # lines of releases that bound nothing have no word of it
        content["bound"] = sha256(bound).hexdigest()
    return sha256(canonical(content).encode()).hexdigest()


def _unanchored(anchor: Anchor | None, anchored: bool) -> tuple[ChainDefect, ...]:
    return () if anchor is None or anchored else (ChainDefect(anchor.seq, "anchor"),)
