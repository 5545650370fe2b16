"""The registers that administrators page through (用印登记、文号簿、审计日志): newest first, over indexes, a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from matters.organisation.snapshot import SYSTEM
from storage import audit
from storage.audit import AuditEntry
from storage.database import Session, asked, record_of
from storage.queues import Listed, QueuePage
from storage.seals import LINES, RegisteredUse, line_of
from storage.tables.cases import CaseRow
from storage.tables.records import BY_PEOPLE, AuditRow, DocumentRow, SealUseRow

LAST = "\U0010ffff"  # the last of all characters, byte by byte as well
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SealFilter:
    """Which uses of seals: of these bodies (nothing = of all), from `since` to before `until`, with this text.

    The text begins the number of a paper, seal or case that is there, or else occurs in the paper's title. The numbers
    are in indexes; the titles are walked through within the other conditions, a second for 300,000 of them.
    """

    bodies: tuple[str, ...] | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which lines of the audit chain: by these people (nothing = by all), of this operation, object and outcome.

    The object is named by its beginning: a case number finds what was done to the case and by its effects.
    """

    people: tuple[str, ...] | None = None
    operation: str = ""
    object_id: str = ""
    outcome: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """A line of the audit chain with its number."""

    seq: int
    entry: AuditEntry


def seals(session: Session, wanted: SealFilter, page: QueuePage) -> Listed[RegisteredUse]:
    """One page of the seal register."""
    conditions = list(_seals(session, wanted))
    newest = LINES.where(*conditions).offset(page.skip).limit(page.size)
    return Listed(tuple(map(line_of, asked(session, newest))), _count(session, SealUseRow, conditions), page)


def first_seals(session: Session, wanted: SealFilter, limit: int) -> tuple[RegisteredUse, ...]:
    """The newest uses, at most `limit`, for an export."""
    return tuple(map(line_of, asked(session, LINES.where(*_seals(session, wanted)).limit(limit))))


def audit_lines(session: Session, wanted: AuditFilter, page: QueuePage) -> Listed[AuditRecord]:
    """One page of the audit chain."""
    conditions = list(_audited(wanted))
    # The chain has no gaps, so that its whole length need not be counted.
    total = _count(session, AuditRow, conditions) if conditions else audit.head(session).seq
    newest = select(AuditRow).where(*conditions).order_by(col(AuditRow.seq).desc())
    return Listed(tuple(map(_audit_line, session.exec(_cut(newest, page)))), total, page)


def first_audit_lines(session: Session, wanted: AuditFilter, limit: int) -> tuple[AuditRecord, ...]:
    """The newest lines, at most `limit`, for an export."""
    newest = select(AuditRow).where(*_audited(wanted)).order_by(col(AuditRow.seq).desc())
    return tuple(map(_audit_line, session.exec(newest.limit(limit))))


def operations(session: Session) -> tuple[str, ...]:
    """The names of all operations ever recorded, each found by one step in the index: the chain has millions of lines."""
    names: list[str] = []
    while True:
        after = col(AuditRow.operation) > names[-1] if names else col(AuditRow.operation) != ""
        found = session.exec(select(func.min(AuditRow.operation)).where(after)).one()
        if found is None:
            return tuple(names)
        names.append(found)


def _seals(session: Session, wanted: SealFilter) -> Iterable[ColumnElement[bool]]:
    if wanted.bodies is not None:
        yield col(SealUseRow.body).in_(wanted.bodies)
    yield from _between(SealUseRow.used_at, wanted.since, wanted.until)
    if wanted.text:
        numbered = _papers(
            _begins(DocumentRow.number, wanted.text),
            col(DocumentRow.id).in_(select(SealUseRow.document).where(_begins(SealUseRow.number, wanted.text))),
            col(DocumentRow.case_id).in_(select(CaseRow.id).where(_begins(CaseRow.case_no, wanted.text))),
        )
        known = session.exec(select(SealUseRow.id).where(numbered).limit(1)).first() is not None
        yield numbered if known else _papers(col(DocumentRow.title).contains(wanted.text, autoescape=True))


def _papers(*either: ColumnElement[bool]) -> ColumnElement[bool]:
    """The lines of the papers of which one of these is so."""
    return col(SealUseRow.document).in_(select(DocumentRow.id).where(or_(*either)))


def _begins(column: Any, text: str) -> ColumnElement[bool]:  # noqa: ANN401 - a column that SQLModel types by its value
    """As a range: LIKE would walk the whole table on SQLite."""
    return and_(col(column) >= text, col(column) < text + LAST)


def _audited(wanted: AuditFilter) -> Iterable[ColumnElement[bool]]:
    if wanted.people is not None:
        theirs = col(AuditRow.person).in_(wanted.people)
        yield theirs if SYSTEM.person in wanted.people else and_(theirs, BY_PEOPLE)
    if wanted.operation:
        yield col(AuditRow.operation) == wanted.operation
    if wanted.object_id:
        yield _begins(AuditRow.object_id, wanted.object_id)
    if wanted.outcome:
        yield col(AuditRow.outcome) == wanted.outcome
    yield from _between(AuditRow.at, wanted.since, wanted.until)


def _between(
    column: Any,  # noqa: ANN401 - a column that SQLModel types by its Python value
    since: datetime | None,
    until: datetime | None,
) -> Iterable[ColumnElement[bool]]:
    if since is not None:
        yield col(column) >= since
    if until is not None:
        yield col(column) < until


def _cut(rows: SelectOfScalar[T], page: QueuePage) -> SelectOfScalar[T]:
    return rows.offset(page.skip).limit(page.size)


def _count(session: Session, table: type[Any], conditions: Iterable[ColumnElement[bool]]) -> int:
    return session.exec(select(func.count()).select_from(table).where(*conditions)).one()


def _audit_line(row: AuditRow) -> AuditRecord:
    entry = record_of(AuditEntry, row)
    return AuditRecord(row.seq, entry)
