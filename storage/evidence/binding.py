"""Rows of record as the audit chain binds them: which they are, their digests, and what the tables hold otherwise."""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import islice
from typing import Any, Literal, TypeAlias

from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from storage.database import Session
from storage.tables.base import Row, canonical, table_of
from storage.tables.cases import CaseEvent, CaseRow, Revision
from storage.tables.definitions import InstallationVersion, LocalPartRow, OrganisationVersion
from storage.tables.packing import packed, unpacked
from storage.tables.records import DocumentRow, SealUseRow

Digests: TypeAlias = dict[str, dict[str, str]]
Mismatch = Literal["row_changed", "row_missing", "row_added", "row_twice", "unreadable"]

BATCH = 1000

# Tables that are only ever added to, with the columns that a row is known by.
OF_RECORD: Mapping[type[Row], tuple[str, ...]] = {
    CaseEvent: ("case_id", "seq"),
    Revision: ("case_id", "seq"),
    DocumentRow: ("id",),
    SealUseRow: ("number",),
    OrganisationVersion: ("version",),
    InstallationVersion: ("version",),
    LocalPartRow: ("code", "body", "version"),
}
_CASE = table_of(CaseRow)


@dataclass(frozen=True, slots=True)
class RowDefect:
    """A row that is not as the chain has it. `line`: of the chain, 0 where none knows the row; `case_no`: of its case, if any."""

    kind: Mismatch
    table: str
    key: str = ""
    line: int = 0
    case_no: str = ""


class Bound:
    """What a walk along the chain has found bound so far."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, tuple[int, bytes]]] = {str(kind.__tablename__): {} for kind in OF_RECORD}
        self._twice: list[RowDefect] = []

    def take(self, line: int, stored: bytes) -> None:
        """What a line binds; nothing where it is not readable, which the hash of the line tells."""
        for table, digests in _read(stored).items():
            rows = self._rows.setdefault(table, {})
            for key, digest in digests.items():
                if key in rows:
                    self._twice.append(RowDefect("row_twice", table, key, line))
                rows[key] = line, bytes.fromhex(digest)

    def compare(self, session: Session) -> tuple[RowDefect, ...]:
        """Every row of record that was changed, removed or put in since; once only, for it uses up what was found."""
        found = [*self._twice]
        for kind in OF_RECORD:
            found += _differences(session, kind, self._rows[str(kind.__tablename__)])
        return tuple(found)


def digests(kind: type[Row], rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The digest of each row by its key, over what it means rather than over the bytes that one database keeps of it."""
    return {_key(kind, row): _digest(kind, row).hex() for row in rows}


def stored(bound: Digests) -> bytes:
    """As a line of the chain keeps it."""
    return packed(bound)


def in_batches(session: Session) -> Iterator[Digests]:
    """All rows of record there are, so many at a time."""
    for kind in OF_RECORD:
        rows = _rows(session, kind)
        while batch := list(islice(rows, BATCH)):
            yield {str(kind.__tablename__): digests(kind, batch)}


def _differences(session: Session, kind: type[Row], bound: dict[str, tuple[int, bytes]]) -> Iterator[RowDefect]:
    table = str(kind.__tablename__)
    try:
        for row in _rows(session, kind):
            key = _key(kind, row)
            line, digest = bound.pop(key, (0, b""))
            if digest != _digest(kind, row):
                case_no = _case_no(session, row["case_id"]) if "case_id" in row else ""
                yield RowDefect("row_changed" if line else "row_added", table, key, line, case_no)
    except (DatabaseError, zlib.error, ValueError, TypeError):
        yield RowDefect("unreadable", table)
        return
    of_case = OF_RECORD[kind][0] == "case_id"
    for key, (line, _) in bound.items():
        yield RowDefect("row_missing", table, key, line, _case_no(session, key.split("/")[0]) if of_case else "")


def _rows(session: Session, kind: type[Row]) -> Iterator[Mapping[str, Any]]:
    with session.connection().execute(select(table_of(kind)).execution_options(yield_per=BATCH)) as found:
        for row in found.mappings():
            yield dict(row)


def _case_no(session: Session, case_id: object) -> str:
    known = select(_CASE.c.case_no).where(_CASE.c.id == int(str(case_id)))
    return session.connection().execute(known).scalar() or ""


def _read(kept: bytes) -> Digests:
    try:
        return unpacked(kept)
    except (zlib.error, json.JSONDecodeError, UnicodeDecodeError):
        return {}


def _key(kind: type[Row], row: Mapping[str, Any]) -> str:
    return "/".join(str(row[name]) for name in OF_RECORD[kind])


def _digest(kind: type[Row], row: Mapping[str, Any]) -> bytes:
    counted = table_of(kind).autoincrement_column
    given = counted.name if counted is not None else ""  # the database's own number, known only afterwards
    said = {name: _plain(value) for name, value in row.items() if value is not None and name != given}
    return sha256(canonical([kind.__tablename__, said]).encode()).digest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return value if isinstance(value, str | int | float | dict | list) else str(value)
