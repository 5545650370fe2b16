"""Heartbeats (心跳): which parts of the product are at work, by the database's clock, which all machines share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnClause, literal_column, text
from sqlmodel import col, select, update

from storage.database import Session, changed
from storage.tables.base import EPOCH, UtcInstant
from storage.tables.duties import Heartbeat

_NOW = {
    "sqlite": "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)",
    "postgresql": "clock_timestamp()",
}
_NEVER = {"sqlite": "0", "postgresql": "to_timestamp(0)"}
_WRITE = "INSERT INTO heartbeat (part, at, missed) VALUES (:part, {}, false) ON CONFLICT (part) DO {}"


@dataclass(frozen=True, slots=True)
class LastBeat:
    """When a part was last at work. `age`: before now, negative once the clock was put back; nothing if it never was."""

    age: timedelta | None
    missed: bool


def beat(session: Session, parts: Iterable[str]) -> None:
    """These parts are at work."""
    _write(session, parts, _NOW, "UPDATE SET at = excluded.at")


def say_address(session: Session, part: str, address: str) -> None:
    """Under which address people reach that part."""
    _write(session, [part], _NEVER, "NOTHING")
    changed(session, update(Heartbeat).where(col(Heartbeat.part) == part).values(address=address))


def address_of(session: Session, part: str) -> str | None:
    """The address that part has said; nothing before it ever did."""
    return session.exec(select(Heartbeat.address).where(Heartbeat.part == part)).first()


def clock(session: Session) -> datetime:
    """What time it is for the database."""
    now: datetime = session.exec(select(_now(session))).one()
    return now


def last_beats(session: Session) -> Mapping[str, LastBeat]:
    """The last beat of each part that ever had one, or was missed."""
    now = _now(session)
    rows = session.exec(select(Heartbeat.part, Heartbeat.at, Heartbeat.missed, now))
    return {part: LastBeat(None if at == EPOCH else read - at, missed) for part, at, missed, read in rows}


def mark(session: Session, part: str, *, missed: bool) -> bool:
    """The administrators are told that it is missed, or that it is back; true for one caller of several."""
    _write(session, [part], _NEVER, "NOTHING")
    other = (col(Heartbeat.part) == part, col(Heartbeat.missed).is_(not missed))
    return changed(session, update(Heartbeat).where(*other).values(missed=missed))


def _now(session: Session) -> ColumnClause[datetime]:
    return literal_column(_NOW[session.connection().dialect.name], UtcInstant())


def _write(session: Session, parts: Iterable[str], at: Mapping[str, str], known: str) -> None:
    connection = session.connection()
    if rows := [{"part": part} for part in parts]:
        connection.execute(text(_WRITE.format(at[connection.dialect.name], known)), rows)
