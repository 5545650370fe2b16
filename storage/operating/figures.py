"""Figures of the whole installation for whoever watches over it: each from an index, none names a person or a case."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, text
from sqlmodel import col, select

from matters.case.effect_kinds import Kind
from storage.database import Session
from storage.tables.cases import OPEN, CaseRow, WorkItemRow
from storage.tables.duties import UNSETTLED, EffectRow
from storage.tables.people import Notice
from storage.tables.records import SealUseRow


@dataclass(frozen=True, slots=True)
class OpenItems:
    """Work items that wait for people: how many, how many of them overdue, and since when the oldest waits."""

    count: int
    overdue: int
    oldest: datetime | None


def ever(session: Session) -> Mapping[str, int]:
    """How many cases, sealed papers and notices there ever were: no row of theirs is removed, so the newest id says it."""
    newest = {"cases": func.max(CaseRow.id), "papers": func.max(SealUseRow.id), "notices": func.max(Notice.id)}
    return {name: session.exec(select(value)).one() or 0 for name, value in newest.items()}


def registered_at_windows(session: Session) -> int:
    """How many of the cases were filed at a window (窗口登记): by the index over those that others filed."""
    at_window = (col(CaseRow.filed_by).is_not(None), CaseRow.channel == "window")
    return session.exec(select(func.count()).where(*at_window)).one()


def open_items(session: Session, today: date) -> OpenItems:
    """By the index over what is open."""
    count, oldest = session.exec(select(func.count(), func.min(WorkItemRow.opened_at)).where(OPEN)).one()
    overdue = session.exec(select(func.count()).where(OPEN, col(WorkItemRow.due) < today)).one()
    return OpenItems(count, overdue, oldest)


def unsettled_effects(session: Session) -> Mapping[tuple[Kind, str], int]:
    """What a machine still owes, by kind and state."""
    rows = session.exec(select(col(EffectRow.key), EffectRow.state).where(UNSETTLED))
    return Counter((key.kind, state) for key, state in rows)


def database_bytes(session: Session) -> int:
    """How large the database is, without SQLite's write-ahead log, which is a file of its own."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        pages = int(connection.execute(text("PRAGMA page_count")).scalar_one())
        return pages * int(connection.execute(text("PRAGMA page_size")).scalar_one())
    return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
