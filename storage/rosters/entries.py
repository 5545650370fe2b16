"""The entries of rosters (台账): each change is kept for ever, and an entry stands as its newest change says."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import bindparam, select, text, update

from matters.entries import Entry
from storage.database import Session, asked, changed, insert_rows
from storage.tables.base import table_of
from storage.tables.cases import CaseRow
from storage.tables.rosters import RosterChangeRow, RosterEntryRow, RosterRow
from storage.vault import SecretKey

EntryAct = Literal["enter", "change", "take_out", "put_back"]
_ROSTER, _ENTRY, _CHANGE, _CASE = (table_of(row) for row in (RosterRow, RosterEntryRow, RosterChangeRow, CaseRow))
_THERE = text("INSERT INTO roster (id) VALUES (:id) ON CONFLICT DO NOTHING")
_LOCKED = (
    select(_ROSTER).where(_ROSTER.c.id.in_(bindparam("ids", expanding=True))).order_by(_ROSTER.c.id).with_for_update()
)
_NOW = select(_ENTRY, _CHANGE.c.ciphertext).join_from(
    _ENTRY, _CHANGE, (_CHANGE.c.entry == _ENTRY.c.id) & (_CHANGE.c.version == _ENTRY.c.version)
)
_KEYED = _NOW.where(_ENTRY.c.roster == bindparam("of"), _ENTRY.c.key.in_(bindparam("keys", expanding=True)))
_NAMED = _NOW.where(_ENTRY.c.roster == bindparam("of"), _ENTRY.c.id.in_(bindparam("ids", expanding=True)))
_OF_ROSTER = _NOW.where(_ENTRY.c.roster == bindparam("of")).order_by(_ENTRY.c.id)
_STORY = (
    select(_CHANGE, _CASE.c.case_no)
    .join_from(_CHANGE, _CASE, isouter=True)
    .where(_CHANGE.c.entry == bindparam("entry"))
    .order_by(_CHANGE.c.version)
)
_MOVE_ON = (
    update(_ENTRY)
    .where(_ENTRY.c.id == bindparam("entry"), _ENTRY.c.version == bindparam("seen"))
    .values({name: bindparam(f"new_{name}") for name in ("key", "belongs", "version", "live")})
)


class EntryMovedOnError(Exception):
    """An entry is not as it was when its change was decided on."""


@dataclass(frozen=True, slots=True)
class By:
    """Where a change comes from: an event of a case, or somebody's hand with a reason."""

    at: datetime
    case_id: int | None = None
    seq: int | None = None
    person: str | None = None
    post: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of an entry as it is kept. `case_no`: of the case by whose result it came."""

    version: int
    act: EntryAct
    by: By
    live: bool
    key: str
    belongs: str
    values: Mapping[str, Any]
    case_no: str | None = None


def lock(session: Session, rosters: Collection[str]) -> None:
    """Nobody else writes into these rosters until the end of the transaction; always in the order of their ids."""
    for roster in sorted(rosters):
        session.connection().execute(_THERE, {"id": roster})
    asked(session, _LOCKED, ids=sorted(rosters)).all()


def keyed(session: Session, key: SecretKey, roster: str, keys: Collection[str]) -> tuple[Entry, ...]:
    """The entries of these keys in all parts of a roster, those taken out too."""
    digests = [key.digest(one) for one in keys]
    return _entries(asked(session, _KEYED, of=roster, keys=digests), key) if digests else ()


def named(session: Session, key: SecretKey, roster: str, ids: Collection[str]) -> tuple[Entry, ...]:
    """Those of the entries of these ids that stand in that roster."""
    return _entries(asked(session, _NAMED, of=roster, ids=list(ids)), key) if ids else ()


def of_roster(session: Session, key: SecretKey, roster: str) -> tuple[Entry, ...]:
    """All entries of a roster, by key."""
    found = _entries(asked(session, _OF_ROSTER, of=roster), key)
    return tuple(sorted(found, key=lambda one: (one.body, one.key)))


def story(session: Session, key: SecretKey, entry_id: str) -> tuple[Changed, ...]:
    """Every change of an entry, oldest first."""
    return tuple(_change(row, key) for row in asked(session, _STORY, entry=entry_id))


def write(session: Session, key: SecretKey, act: EntryAct, entry: Entry, by: By) -> None:
    """The entry as it stands from now on, one version after the one before; the caller has locked its roster.

    Raises `EntryMovedOnError` where it is not at that version.
    """
    facts = {"key": key.digest(entry.key), "belongs": entry.belongs, "version": entry.version, "live": entry.live}
    if entry.version == 1:
        insert_rows(session, RosterEntryRow, [{"id": entry.id, "roster": entry.roster, "body": entry.body, **facts}])
    elif not changed(
        session,
        _MOVE_ON,
        {"entry": entry.id, "seen": entry.version - 1, **{f"new_{name}": value for name, value in facts.items()}},
    ):
        raise EntryMovedOnError(entry.id)
    said = {
        "key": entry.key,
        "belongs": entry.belongs,
        "live": entry.live,
        "values": dict(entry.values),
        "reason": by.reason,
    }
    row = {"entry": entry.id, "version": entry.version, "act": act, "at": by.at, "case_id": by.case_id, "seq": by.seq}
    place = f"{entry.id}:{entry.version}"
    row |= {"person": by.person, "post": by.post, "ciphertext": key.encrypt(said, place)}
    insert_rows(session, RosterChangeRow, [row])


def _entries(rows: Iterable[Any], key: SecretKey) -> tuple[Entry, ...]:
    return tuple(_entry(row, key) for row in rows)


def _entry(row: Any, key: SecretKey) -> Entry:  # noqa: ANN401 - a row of a join
    said = key.decrypt(row.ciphertext, f"{row.id}:{row.version}")
    return Entry(row.id, row.roster, row.body, row.belongs, said["key"], row.version, row.live, said["values"])


def _change(row: Any, key: SecretKey) -> Changed:  # noqa: ANN401 - a row of a join
    said = key.decrypt(row.ciphertext, f"{row.entry}:{row.version}")
    by = By(row.at, row.case_id, row.seq, row.person, row.post, said["reason"])
    return Changed(row.version, row.act, by, said["live"], said["key"], said["belongs"], said["values"], row.case_no)
