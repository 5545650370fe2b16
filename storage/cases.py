"""Cases: locked, extended by events, projected for readers, and rebuilt from their events."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Row, and_, bindparam, insert, select, text, update

from matters.case.aggregate import Case, Status
from matters.case.channel import ChannelKind
from matters.case.events import Event, read_event
from matters.case.fold import fold
from matters.case.values import ItemKey
from storage import audit
from storage.collisions import CaseMovedOnError
from storage.database import Session, asked, changed, record_of
from storage.definitions import holidays
from storage.people import organisations
from storage.people.organisations import NEWEST
from storage.tables.base import JsonObject, lean, table_of
from storage.tables.cases import AccessRow, CaseEvent, CaseRow, Revision, WorkItemRow
from storage.vault import SecretKey
from storage.work import MissingRowError, known_since, random_id, rows_of, said, sync, write_anew

log = logging.getLogger("once.storage")
_HEALED = "办件 %s 的登记与办理记录不符，已按办理记录更正：%s"

_CASE, _EVENT, _REVISION, _ACCESS = table_of(CaseRow), table_of(CaseEvent), table_of(Revision), table_of(AccessRow)
_ITEM = table_of(WorkItemRow)
_BEGIN = insert(_CASE).returning(_CASE.c.id)
_NUMBERED = select(_CASE, NEWEST, holidays.NEWEST).where(_CASE.c.case_no == bindparam("case_no"))
_LOCKED = select(_CASE).where(_CASE.c.case_no == bindparam("case_no")).with_for_update(of=_CASE)
_WITH_ITEM = (
    select(_CASE, _ITEM.c.key.label("item"))
    .join(_ITEM, _ITEM.c.case_id == _CASE.c.id)
    .where(_ITEM.c.id == bindparam("item_id"))
)
_LOCKED_WITH_ITEM = _WITH_ITEM.with_for_update(of=_CASE)
_NAMED = select(_CASE).where(_CASE.c.case_no.in_(bindparam("case_nos", expanding=True)))
_LOCKED_ALL = _NAMED.order_by(_CASE.c.id)
_BY_ID = select(_CASE).where(_CASE.c.id == bindparam("case_id"))
_NEXT = select(_CASE).where(_CASE.c.id > bindparam("last")).order_by(_CASE.c.id).limit(200)
_BEFORE = select(_CASE).where(_CASE.c.id < bindparam("next")).order_by(_CASE.c.id.desc()).limit(500)
_OLDEST = select(_CASE).order_by(_CASE.c.id).limit(1)
_PROJECT = update(_CASE).where(_CASE.c.id == bindparam("case"))
_MOVE_ON = _PROJECT.where(_CASE.c.seq == bindparam("after"))
# An event is stored as its payload beside what these columns say; those of earlier releases say it in the payload too.
_COLUMNS = (_EVENT.c.type, _EVENT.c.version, _EVENT.c.seq, _EVENT.c.at)
_EVENTS = select(_CASE.c.case_no, *_COLUMNS, _EVENT.c.payload).join(_CASE, _CASE.c.id == _EVENT.c.case_id)
# The newest version of the organisation comes with the events: a statement that waits for a lock sees all but the locked row
# as it was before the wait.
_STORY = (
    _EVENTS.add_columns(
        NEWEST, holidays.NEWEST, _REVISION.c.seq.label("written"), _REVISION.c.digest, _REVISION.c.ciphertext
    )
    .outerjoin(_REVISION, and_(_REVISION.c.case_id == _EVENT.c.case_id, _REVISION.c.seq == _EVENT.c.seq))
    .where(_EVENT.c.case_id == bindparam("case_id"))
    .order_by(_EVENT.c.seq)
)
_HISTORY = _EVENTS.where(_EVENT.c.case_id == bindparam("case_id")).order_by(_EVENT.c.seq)
_HISTORIES = (
    _EVENTS.add_columns(_EVENT.c.case_id)
    .where(_EVENT.c.case_id.in_(bindparam("cases", expanding=True)))
    .order_by(_EVENT.c.case_id, _EVENT.c.seq)
)
_ALL_WRITTEN = (
    select(_REVISION)
    .where(_REVISION.c.case_id.in_(bindparam("cases", expanding=True)))
    .order_by(_REVISION.c.case_id, _REVISION.c.seq)
)
# By the index over who has filed; the first event is the filing.
_FIRST_WRITTEN = (
    select(_CASE, _REVISION.c.digest.label("written"), _REVISION.c.ciphertext)
    .join(_REVISION, and_(_REVISION.c.case_id == _CASE.c.id, _REVISION.c.seq == 1))
    .where(_CASE.c.applicant_person == bindparam("person"), _CASE.c.matter == bindparam("matter"))
    .where(_CASE.c.filed_at >= bindparam("since"))
    .order_by(_CASE.c.id.desc())
    .limit(bindparam("most"))
)
_GRANT = text("INSERT INTO access (body, case_id, why) VALUES (:body, :case_id, :why) ON CONFLICT DO NOTHING")
_PARTY = select(_ACCESS.c.body).where(
    _ACCESS.c.case_id == bindparam("case_id"), _ACCESS.c.body.in_(bindparam("bodies", expanding=True))
)
_THEIRS = select(_ACCESS.c.case_id).where(
    _ACCESS.c.case_id.in_(bindparam("cases", expanding=True)), _ACCESS.c.body.in_(bindparam("bodies", expanding=True))
)


@dataclass(frozen=True, slots=True)
class CaseHead:
    """What the case row says. From `lock` or `begin` it is held until the end of the transaction."""

    id: int
    case_no: str
    matter: str
    definition: str
    title: str | None
    applicant_person: str
    applicant_post: str
    applicant_body: str
    owner_body: str
    status: Status
    seq: int
    due: date | None
    provisional: bool
    result: Literal["granted", "denied"] | None
    filed_at: datetime
    updated_at: datetime
    ended_at: datetime | None
    wrapped_key: bytes | None = field(repr=False)
    filed_by: str | None = None
    channel: ChannelKind | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class LockedItem:
    """A work item of a case that is held."""

    head: CaseHead
    key: ItemKey


@dataclass(frozen=True, slots=True)
class Written:
    """What was written in the act of that event. `intact` is false when it is not what the digest stands for."""

    seq: int
    content: JsonObject
    digest: str
    intact: bool


class HistoryError(Exception):
    """Events that do not follow each other."""


def begin(
    session: Session,
    events: Sequence[Event],
    case: Case,
    key: SecretKey,
    title: str | None = None,
    new_id: Callable[[], str] = random_id,
) -> CaseHead:
    """Store a new case: `case` is what its `events` make; the applicant's and the owner body get access."""
    facts = {
        "case_no": case.case_no,
        "matter": case.matter,
        "definition": case.definition,
        "title": title,
        "applicant_body": case.applicant_body,
        "owner_body": case.owner_body,
        "filed_at": case.filed_at,
        "wrapped_key": key.wrapped,
        **_projection(case, events),
    }
    case_id = asked(session, _BEGIN, **facts).scalar_one()
    _store(session, case_id, 0, events)
    sync(session, case_id, {}, case, new_id)
    grant_access(session, case_id, [(case.applicant_body, "applicant"), (case.owner_body, "owner")])
    return CaseHead(id=case_id, **facts)


def lock(session: Session, case_no: str) -> CaseHead | None:
    """The case, locked until the end of the transaction: the first statement of every change to a case.

    Without it PostgreSQL left 111 to 196 of 200 parallel countersigned cases never concluded.
    """
    row = asked(session, _LOCKED, case_no=case_no).first()
    return head_of(row) if row else None


def lock_all(session: Session, case_nos: Sequence[str]) -> tuple[CaseHead, ...]:
    """Several cases, locked likewise. Who holds some of them does not wait for others: it is refused when one is not free."""
    locked = _LOCKED_ALL.with_for_update(of=_CASE, nowait=len(case_nos) > 1)
    return tuple(map(head_of, asked(session, locked, case_nos=list(case_nos))))


def lock_with_item(session: Session, item_id: str) -> LockedItem | None:
    """The case of a work item, locked likewise. Whether the item is open, only a later statement can tell."""
    row = asked(session, _LOCKED_WITH_ITEM, item_id=item_id).first()
    return LockedItem(head_of(row), row.item) if row else None


def find(session: Session, case_no: str) -> CaseHead | None:
    """The case, for reading."""
    row = asked(session, _NUMBERED, case_no=case_no).first()
    if row is None:
        return None
    _note(session, row)
    return head_of(row)


def find_all(session: Session, case_nos: Iterable[str]) -> tuple[CaseHead, ...]:
    """Those of these cases that there are, in one statement."""
    return tuple(map(head_of, asked(session, _NAMED, case_nos=list(case_nos))))


def by_id(session: Session, case_id: int) -> CaseHead | None:
    """The case that a file or document belongs to."""
    row = asked(session, _BY_ID, case_id=case_id).first()
    return head_of(row) if row else None


def oldest(session: Session) -> CaseHead | None:
    """The first case of all."""
    row = asked(session, _OLDEST).first()
    return head_of(row) if row else None


def before(session: Session, case_id: int) -> tuple[CaseHead, ...]:
    """Some of the cases that came before that one, newest first."""
    return tuple(head_of(row) for row in asked(session, _BEFORE, next=case_id))


def story(session: Session, case_id: int, key: SecretKey | None) -> tuple[tuple[Event, ...], tuple[Written, ...]]:
    """All events of a case in order, and what was written in them; nothing of that once the key was destroyed."""
    rows = asked(session, _STORY, case_id=case_id).all()
    if rows:
        _note(session, rows[0])
    written = (_written(row.seq, row.digest, row.ciphertext, key) for row in rows if key and row.written is not None)
    return tuple(_event(row) for row in rows), tuple(written)


def _note(session: Session, row: Row[tuple[Any, ...]]) -> None:
    """What was read with the case: the newest organisation and the newest calendar."""
    organisations.note(session, row.organisation)
    holidays.note(session, row.calendar)


def history(session: Session, case_id: int) -> tuple[Event, ...]:
    """All events of a case in order."""
    return tuple(_event(row) for row in asked(session, _HISTORY, case_id=case_id))


def last_of_each(session: Session, case_nos: Iterable[str], types: Iterable[str]) -> dict[str, Event]:
    """The last event of these types of each case that has one, by case number, in one statement."""
    among = (_CASE.c.case_no.in_(tuple(case_nos)), _EVENT.c.type.in_(tuple(types)))
    rows = session.execute(_EVENTS.where(*among).order_by(_EVENT.c.seq))
    return {row.case_no: _event(row) for row in rows}


def histories(session: Session, case_ids: Iterable[int]) -> dict[int, tuple[Event, ...]]:
    """All events of several cases, by case, in one statement."""
    found: dict[int, list[Event]] = {}
    for row in asked(session, _HISTORIES, cases=list(case_ids)):
        found.setdefault(row.case_id, []).append(_event(row))
    return {case_id: tuple(events) for case_id, events in found.items()}


def append(
    session: Session,
    head: CaseHead,
    events: Sequence[Event],
    before: Case,
    after: Case,
    new_id: Callable[[], str] = random_id,
) -> CaseHead:
    """Add events to a locked case; `after` is what they make of it. Raises `CaseMovedOnError` if another decision came first.

    Rows that have gone astray from the events are set right by it.
    """
    values = _projection(after, events)
    if not changed(session, _MOVE_ON, {"case": head.id, "after": head.seq, **values}):
        raise CaseMovedOnError("case_row.seq")
    _store(session, head.id, before.seq, events)
    if head.seq != before.seq:
        log.warning(_HEALED, head.case_no, f"seq {head.seq}, events {before.seq}")
    try:
        sync(session, head.id, known_since(before), after, new_id)
    except MissingRowError as missing:
        log.warning(_HEALED, head.case_no, missing)
        write_anew(session, head.id, after, new_id)
    return replace(head, **values)


def rebuild(session: Session, case_id: int, new_id: Callable[[], str] = random_id) -> Case | None:
    """Compute the projection again from the events alone and store it; on a sound database nothing changes."""
    events = history(session, case_id)
    case = fold(events)
    if case is None:
        return None
    changed(session, _PROJECT, {"case": case_id, **_projection(case, events)})
    write_anew(session, case_id, case, new_id)
    return case


def astray(session: Session) -> Iterator[str]:
    """The numbers of the cases whose rows do not say what their events say, a batch at a time: the cases outgrow memory."""
    last = 0
    while heads := asked(session, _NEXT, last=last).all():
        ids = [head.id for head in heads]
        stories, items = histories(session, ids), rows_of(session, ids)
        for head in heads:
            events = stories.get(head.id, ())
            case = fold(events)
            if case is None or not _tells(head, _projection(case, events)) or items.get(head.id, {}) != said(case):
                yield head.case_no
        last = ids[-1]


def _tells(head: object, projection: Mapping[str, Any]) -> bool:
    return all(getattr(head, name) == value for name, value in projection.items())


def write_revision(session: Session, case_id: int, seq: int, key: SecretKey, content: JsonObject) -> str:
    """Keep what was written in the act of event `seq`, encrypted; returns its salted digest, as the event has it."""
    digest = key.digest(content)
    row = {"case_id": case_id, "seq": seq, "digest": digest, "ciphertext": key.encrypt(content, str(seq))}
    audit.keep(session, Revision, [row])
    return digest


def all_revisions(session: Session, keys: Mapping[int, SecretKey]) -> dict[int, tuple[Written, ...]]:
    """Everything that was written in several cases, by case, in one statement; each is read with its own key."""
    found: dict[int, list[Written]] = {case_id: [] for case_id in keys}
    for row in asked(session, _ALL_WRITTEN, cases=list(keys)):
        found[row.case_id].append(_written(row.seq, row.digest, row.ciphertext, keys[row.case_id]))
    return {case_id: tuple(written) for case_id, written in found.items()}


def first_written(
    session: Session, key_of: Callable[[CaseHead], SecretKey | None], like: CaseHead, since: datetime, most: int
) -> Iterator[tuple[CaseHead, Written]]:
    """What the same person has filed in the same matter since then, newest first and as it was filed, in one statement.

    The case that is asked for is among it.
    """
    same = {"person": like.applicant_person, "matter": like.matter, "since": since, "most": most}
    for row in asked(session, _FIRST_WRITTEN, **same):
        head = head_of(row)
        if key := key_of(head):
            yield head, _written(1, row.written, row.ciphertext, key)


def grant_access(session: Session, case_id: int, grants: Iterable[tuple[str, str]]) -> None:
    """Make bodies party to the case, each with a reason and once per reason; called under the case lock."""
    rows = [{"case_id": case_id, "body": body, "why": why} for body, why in grants]
    if rows:
        session.connection().execute(_GRANT, rows)


def may_see(session: Session, case_id: int, bodies: Iterable[str]) -> bool:
    """Whether one of the bodies is party to the case."""
    return asked(session, _PARTY, case_id=case_id, bodies=list(bodies)).first() is not None


def seen_by(session: Session, case_ids: Iterable[int], bodies: Iterable[str]) -> frozenset[int]:
    """The same of several cases, in one statement: those to which one of the bodies is party."""
    return frozenset(asked(session, _THEIRS, cases=list(case_ids), bodies=list(bodies)).scalars())


def head_of(row: object) -> CaseHead:
    """What a row says; for the storage room itself."""
    return record_of(CaseHead, row)


def _store(session: Session, case_id: int, seq: int, events: Sequence[Event]) -> None:
    """Insert events after `seq`; an event of that number in the table already is a unique violation."""
    if [event.seq for event in events] != list(range(seq + 1, seq + 1 + len(events))):
        raise HistoryError(f"case {case_id}: {[event.seq for event in events]} after {seq}")
    audit.keep(session, CaseEvent, [_event_row(case_id, event) for event in events])


def _projection(case: Case, events: Sequence[Event]) -> dict[str, Any]:
    at = events[-1].at
    return {
        "applicant_person": case.applicant.person,
        "applicant_post": case.applicant.post,
        "filed_by": case.filed_by.person if case.filed_by else None,
        "channel": case.channel.kind if case.channel else None,
        "period": case.period or None,
        "status": case.status,
        "seq": case.seq,
        "due": case.due,
        "provisional": case.provisional,
        "result": case.result,
        "updated_at": at,
        "ended_at": at if case.ended else None,
    }


def _event_row(case_id: int, event: Event) -> dict[str, Any]:
    columns = {column.name: getattr(event, column.name) for column in _COLUMNS}
    return {"case_id": case_id, **columns, "payload": lean(event, "case_no", *columns)}


def _event(row: Row[Any]) -> Event:
    columns = {column.name: getattr(row, column.name) for column in _COLUMNS}
    return read_event({"case_no": row.case_no, **columns, **row.payload})


def _written(seq: int, digest: str, ciphertext: bytes, key: SecretKey) -> Written:
    content = key.decrypt(ciphertext, str(seq))
    return Written(seq, content, digest, intact=key.digest(content) == digest)
