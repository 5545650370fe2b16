"""Work items (待办): rows that follow the case, with random ids that a page or an address may carry."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, exists, select, update

from matters.calendar import local_day
from matters.case.aggregate import Case
from matters.case.deeds import Deed
from matters.case.items import WorkItem
from matters.case.values import ItemKey
from storage.database import Session, asked, changed, insert_rows
from storage.tables.base import table_of
from storage.tables.cases import WorkItemHolder, WorkItemRow
from storage.tables.people import OF_ITEM, DraftRow

_ITEM, _HOLDER, _DRAFT = table_of(WorkItemRow), table_of(WorkItemHolder), table_of(DraftRow)
_OF_CASE = _ITEM.c.case_id == bindparam("case")
_KNOWN = select(_ITEM).where(_OF_CASE)
_DROP_HELD = delete(_HOLDER).where(_HOLDER.c.item_id.in_(select(_ITEM.c.id).where(_OF_CASE)))
_DROP = delete(_ITEM).where(_OF_CASE)
_AMONG = _ITEM.c.case_id.in_(bindparam("cases", expanding=True))
_ALL = select(_ITEM).where(_AMONG)
_ALL_HELD = select(_HOLDER).where(_HOLDER.c.item_id.in_(select(_ITEM.c.id).where(_AMONG)))
_CHANGE = update(_ITEM).where(_OF_CASE, _ITEM.c.key == bindparam("item"))
_CHANGE_TOLD = _CHANGE.returning(_ITEM.c.id)
_CLOSE = _CHANGE.returning(_ITEM.c.id, exists().where(_DRAFT.c.matter == OF_ITEM + _ITEM.c.id).label("drafted"))
_LEAVE_QUEUES = update(_HOLDER).where(_HOLDER.c.item_id == bindparam("left"))
_FORGET = delete(_DRAFT).where(_DRAFT.c.matter == bindparam("left"))
_LET_GO = delete(_HOLDER).where(_HOLDER.c.item_id == bindparam("left"))


# What the events do not tell: under which id it is known, and for which organisation its holders were last looked for.
_KEPT = ("id", "organisation", "looked_at", "unattended")
# What the row says else, and who holds it: person, post, and whether it stands in the queue.
Told = tuple[dict[str, Any], set[tuple[str, str, bool]]]
TOLD = tuple(column.name for column in _ITEM.c if column.name not in (*_KEPT, "case_id", "key"))


_NOBODY: dict[str, object] = {"decided_by": None, "decided_post": None, "decided_at": None, "deed": None}


class MissingRowError(Exception):
    """An item of the case has no row."""


@dataclass(frozen=True, slots=True)
class KnownItem:
    """What the row of an item says of it."""

    version: int
    state: str
    alarm: date | None


def random_id() -> str:
    """An id that cannot be guessed: 80 bits, hexadecimal, so that none begins with a dash on a command line."""
    return secrets.token_hex(10)


def known_since(before: Case) -> dict[ItemKey, KnownItem]:
    """What the rows have said since the case was `before`; they were not read again for it."""
    states = {item.key: "done" if before.deed_on(item.key) else "closed" for item in before.closed}
    items = (*before.items, *before.closed)
    return {item.key: KnownItem(item.version, states.get(item.key, "open"), item.alarm) for item in items}


def sync(
    session: Session, case_id: int, known: Mapping[ItemKey, KnownItem], case: Case, new_id: Callable[[], str]
) -> None:
    """Make the rows say what the case says: new items open, decided ones done, the rest of the closed ones closed.

    An item whose decision was taken back is closed like one that nobody decided. A row that should be there and is not is a
    `MissingRowError`.
    """
    items = (*case.items, *case.closed)
    _open(session, case_id, [(new_id(), item) for item in items if item.key not in known])
    for item in items:
        if told := known.get(item.key):
            _follow(session, case_id, told, item)
    for item in case.closed:
        deed = case.deed_on(item.key)
        if _to_close(known.get(item.key), deed):
            _close(session, case_id, item.key, deed)


def write_anew(session: Session, case_id: int, case: Case, new_id: Callable[[], str]) -> None:
    """All rows of the case as the case says, whatever they said; those that there were keep their ids."""
    found = asked(session, _KNOWN, case=case_id).all()
    kept = {row.key: {name: getattr(row, name) for name in _KEPT} for row in found}
    asked(session, _DROP_HELD, case=case_id)
    asked(session, _DROP, case=case_id)
    items = (*case.items, *case.closed)
    rows = [_row(case_id, new_id(), item) | kept.get(item.key, {}) for item in items]
    insert_rows(session, WorkItemRow, rows)
    held = (_held(row["id"], item) for row, item in zip(rows, items, strict=True))
    insert_rows(session, WorkItemHolder, [one for holders in held for one in holders])
    for item in case.closed:
        _close(session, case_id, item.key, case.deed_on(item.key))


def said(case: Case) -> dict[ItemKey, Told]:
    """What the rows of the case have to say: of each item what its events tell, and who holds it."""
    waiting = {item.key: _told(item, _NOBODY, queued=True) for item in case.items}
    return waiting | {item.key: _told(item, _ended(case.deed_on(item.key)), queued=False) for item in case.closed}


def _told(item: WorkItem, end: Mapping[str, object], *, queued: bool) -> Told:
    row = {**_row(0, "", item), **end}
    return {name: row[name] for name in TOLD}, {(holder.person, holder.post, queued) for holder in item.holders}


def rows_of(session: Session, case_ids: Sequence[int]) -> dict[int, dict[ItemKey, Told]]:
    """What the rows of several cases say, by case."""
    held: dict[str, set[tuple[str, str, bool]]] = {}
    for row in asked(session, _ALL_HELD, cases=case_ids):
        held.setdefault(row.item_id, set()).add((row.person, row.post, row.open))
    found: dict[int, dict[ItemKey, Told]] = {}
    for row in asked(session, _ALL, cases=case_ids):
        told = {name: getattr(row, name) for name in TOLD}
        found.setdefault(row.case_id, {})[row.key] = (told, held.get(row.id, set()))
    return found


def _to_close(known: KnownItem | None, deed: Deed | None) -> bool:
    """Whether a closed item is new, or its row still says that it is open, or that something was done which is done no more."""
    return known is None or known.state == "open" or (known.state == "done" and deed is None)


def _open(session: Session, case_id: int, items: list[tuple[str, WorkItem]]) -> None:
    insert_rows(session, WorkItemRow, [_row(case_id, item_id, item) for item_id, item in items])
    insert_rows(session, WorkItemHolder, [held for item_id, item in items for held in _held(item_id, item)])


def _row(case_id: int, item_id: str, item: WorkItem) -> dict[str, Any]:
    return {
        "id": item_id,
        "case_id": case_id,
        "key": item.key,
        "step": item.step,
        "version": item.version,
        "state": "open",
        "purpose": item.purpose,
        "handling": item.handling,
        "provisional": item.provisional,
        "opened_at": item.opened_at,
        "due": item.due,
        "alarm": item.alarm,
        "organisation": item.organisation,
        "looked_at": local_day(item.opened_at),
    }


def _held(item_id: str, item: WorkItem) -> list[dict[str, Any]]:
    hats = dict.fromkeys((holder.person, holder.post) for holder in item.holders)
    return [{"item_id": item_id, "person": person, "post": post, "open": True} for person, post in hats]


def _follow(session: Session, case_id: int, known: KnownItem, item: WorkItem) -> None:
    """A new version of an item has other holders, another due date, or shows something else; its day may come without one."""
    if known.version == item.version:
        if known.alarm != item.alarm:
            changed(session, _CHANGE, {"case": case_id, "item": item.key, "alarm": item.alarm})
        return
    values = {
        "version": item.version,
        "handling": item.handling,
        "due": item.due,
        "alarm": item.alarm,
        "provisional": item.provisional,
        "organisation": item.organisation,
        "unattended": False,
    }
    item_id = asked(session, _CHANGE_TOLD, case=case_id, item=item.key, **values).scalar()
    if item_id is None:
        raise MissingRowError(f"case {case_id}: {item.key}")
    asked(session, _LET_GO, left=item_id)
    insert_rows(session, WorkItemHolder, _held(item_id, item))


def _close(session: Session, case_id: int, key: ItemKey, deed: Deed | None) -> None:
    """It leaves the queues; what people had begun to write on it is forgotten, whoever they are."""
    row = asked(session, _CLOSE, case=case_id, item=key, **_ended(deed)).first()
    if row is None:
        raise MissingRowError(f"case {case_id}: {key}")
    asked(session, _LEAVE_QUEUES, left=row.id, open=False)
    if row.drafted:
        asked(session, _FORGET, left=OF_ITEM + row.id)


def _ended(deed: Deed | None) -> dict[str, object]:
    if deed is None:
        return {"state": "closed", **_NOBODY}
    return {
        "state": "done",
        "decided_by": deed.actor.person,
        "decided_post": deed.actor.post,
        "decided_at": deed.at,
        "deed": deed.what,
    }
