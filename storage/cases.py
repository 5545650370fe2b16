"""Cases: locked, extended by events, projected for readers, and rebuilt from their events."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlmodel import col, select, update

from matters.case import Case, Status, fold
from matters.events import Event, read_event
from storage.collisions import CaseMovedOnError
from storage.database import Session, changed
from storage.tables import Access, CaseEvent, CaseRow, Revision
from storage.tables.base import JsonObject
from storage.vault import SecretKey
from storage.work import random_id, sync


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
    row = CaseRow(
        case_no=case.case_no,
        matter=case.matter,
        definition=case.definition,
        title=title,
        applicant_person=case.applicant.person,
        applicant_post=case.applicant.post,
        applicant_body=case.applicant_body,
        owner_body=case.owner_body,
        filed_at=case.filed_at,
        wrapped_key=key.wrapped,
        **_projection(case, events),
    )
    session.add(row)
    session.flush()
    _store(session, row.id, 0, events)
    sync(session, row.id, case, new_id)
    grant_access(session, row.id, case.applicant_body, "applicant")
    grant_access(session, row.id, case.owner_body, "owner")
    return head_of(row)


def lock(session: Session, case_no: str) -> CaseHead | None:
    """The case, locked until the end of the transaction: the first statement of every change to a case.

    Without it PostgreSQL left 111 to 196 of 200 parallel countersigned cases never concluded.
    """
    row = session.exec(select(CaseRow).where(CaseRow.case_no == case_no).with_for_update()).first()
    return head_of(row) if row else None


def find(session: Session, case_no: str) -> CaseHead | None:
    """The case, for reading."""
    row = session.exec(select(CaseRow).where(CaseRow.case_no == case_no)).first()
    return head_of(row) if row else None


def by_id(session: Session, case_id: int) -> CaseHead | None:
    """The case that a file or document belongs to."""
    row = session.exec(select(CaseRow).where(CaseRow.id == case_id)).first()
    return head_of(row) if row else None


def history(session: Session, case_id: int) -> tuple[Event, ...]:
    """All events of a case in order."""
    payloads = select(CaseEvent.payload).where(CaseEvent.case_id == case_id).order_by(col(CaseEvent.seq))
    return tuple(read_event(dict(payload)) for payload in session.exec(payloads))


def append(
    session: Session, head: CaseHead, events: Sequence[Event], after: Case, new_id: Callable[[], str] = random_id
) -> CaseHead:
    """Add events to a locked case; `after` is what they make of it. Raises `CaseMovedOnError` if another decision came first."""
    values = _projection(after, events)
    unmoved = (col(CaseRow.id) == head.id, col(CaseRow.seq) == head.seq)
    if not changed(session, update(CaseRow).where(*unmoved).values(**values)):
        raise CaseMovedOnError("case_row.seq")
    _store(session, head.id, head.seq, events)
    sync(session, head.id, after, new_id)
    return replace(head, **values)


def rebuild(session: Session, case_id: int, new_id: Callable[[], str] = random_id) -> Case:
    """Compute the projection again from the events alone and store it; on a sound database nothing changes."""
    events = history(session, case_id)
    case = fold(events)
    if case is None:
        raise HistoryError(f"case {case_id} has no events")
    changed(session, update(CaseRow).where(col(CaseRow.id) == case_id).values(**_projection(case, events)))
    sync(session, case_id, case, new_id)
    return case


def write_revision(session: Session, case_id: int, seq: int, key: SecretKey, content: JsonObject) -> str:
    """Keep what was written in the act of event `seq`, encrypted; returns its salted digest, as the event has it."""
    digest = key.digest(content)
    session.add(Revision(case_id=case_id, seq=seq, digest=digest, ciphertext=key.encrypt(content, str(seq))))
    session.flush()
    return digest


def read_revisions(session: Session, case_id: int, key: SecretKey) -> tuple[Written, ...]:
    """Everything that was written in the case, in order."""
    rows = session.exec(select(Revision).where(Revision.case_id == case_id).order_by(col(Revision.seq)))
    return tuple(_written(row, key) for row in rows)


def grant_access(session: Session, case_id: int, body: str, why: str) -> None:
    """Make a body party to the case, once per reason; called under the case lock."""
    known = session.exec(select(Access).where(Access.case_id == case_id, Access.body == body, Access.why == why)).first()
    if known is None:
        session.add(Access(case_id=case_id, body=body, why=why))
        session.flush()


def may_see(session: Session, case_id: int, bodies: Iterable[str]) -> bool:
    """Whether one of the bodies is party to the case."""
    party = select(Access.body).where(Access.case_id == case_id, col(Access.body).in_(list(bodies)))
    return session.exec(party.limit(1)).first() is not None


def head_of(row: CaseRow) -> CaseHead:
    """What a row says; for the storage room itself."""
    values = {name: getattr(row, name) for name in CaseHead.__dataclass_fields__}
    return CaseHead(**values)


def _store(session: Session, case_id: int, seq: int, events: Sequence[Event]) -> None:
    """Insert events after `seq`; an event of that number in the table already is a unique violation."""
    if [event.seq for event in events] != list(range(seq + 1, seq + 1 + len(events))):
        raise HistoryError(f"case {case_id}: {[event.seq for event in events]} after {seq}")
    for event in events:
        payload = event.model_dump(mode="json")
        stored = CaseEvent(
            case_id=case_id, seq=event.seq, type=event.type, version=event.version, at=event.at, payload=payload
        )
        session.add(stored)
    session.flush()


def _projection(case: Case, events: Sequence[Event]) -> dict[str, Any]:
    at = events[-1].at
    return {
        "status": case.status,
        "seq": case.seq,
        "due": case.due,
        "provisional": case.provisional,
        "result": case.result,
        "updated_at": at,
        "ended_at": at if case.ended else None,
    }


def _written(row: Revision, key: SecretKey) -> Written:
    content = key.decrypt(row.ciphertext, str(row.seq))
    return Written(row.seq, content, row.digest, intact=key.digest(content) == row.digest)
