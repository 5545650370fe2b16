"""Notices (通知) in people's in-boxes: one per effect and person, however often the effect is tried."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select, update

from matters.case.news import NewsChoice, QuietHours
from storage.database import Session, changed, insert_rows, record_of
from storage.tables.people import NewsChoiceRow, Notice

NOBODY: Mapping[str, datetime] = {}


@dataclass(frozen=True, slots=True)
class Message:
    """Message 通知. `key` stands for the fact that is told: under one key a person is told once."""

    key: str
    to: tuple[str, ...]
    case_no: str
    topic: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StoredNotice:
    """A notice as its reader sees it."""

    id: int
    effect_key: str
    person: str
    case_no: str
    topic: str
    text: str
    at: datetime
    read_at: datetime | None


def choices(session: Session, people: Collection[str]) -> dict[str, NewsChoice]:
    """What these people have chosen; who has chosen nothing is left out."""
    rows = session.exec(select(NewsChoiceRow).where(col(NewsChoiceRow.person).in_(people)))
    return {row.person: _choice(row) for row in rows}


def choose(session: Session, person: str, choice: NewsChoice) -> None:
    """It holds from now on."""
    row = session.get(NewsChoiceRow, person) or NewsChoiceRow(person=person)
    row.muted = " ".join(choice.muted)
    row.quiet_since = f"{choice.quiet.since:%H:%M}" if choice.quiet else None
    row.quiet_until = f"{choice.quiet.until:%H:%M}" if choice.quiet else None
    session.add(row)
    session.flush()


def _choice(row: NewsChoiceRow) -> NewsChoice:
    quiet = None
    if row.quiet_since and row.quiet_until:
        quiet = QuietHours(time.fromisoformat(row.quiet_since), time.fromisoformat(row.quiet_until))
    return NewsChoice(tuple(row.muted.split()), quiet)


def post(session: Session, message: Message, outside_from: Mapping[str, datetime] = NOBODY) -> int:
    """Put a notice into the in-box of each person who has not got it yet; returns how many were new.

    `outside_from`: from when on it may be sent outside too, to those of them to whom it is.
    """
    return post_all(session, [(message, outside_from)])


def post_all(session: Session, messages: Collection[tuple[Message, Mapping[str, datetime]]]) -> int:
    """The same of several messages, each with from when on it may be sent outside, in two statements."""
    keys = [message.key for message, _ in messages]
    told = select(Notice.effect_key, Notice.person).where(col(Notice.effect_key).in_(keys))
    known = {(key, person) for key, person in session.exec(told)}
    rows = {
        (message.key, person): _row(message, person, outside_from.get(person))
        for message, outside_from in messages
        for person in message.to
        if (message.key, person) not in known
    }
    insert_rows(session, Notice, list(rows.values()))
    return len(rows)


def _row(message: Message, person: str, send_at: datetime | None) -> dict[str, object]:
    told = {"case_no": message.case_no, "topic": message.topic, "text": message.text, "at": message.at}
    return {"effect_key": message.key, "person": person, **told, "send_at": send_at}


def inbox(session: Session, person: str, limit: int = 50, before: int | None = None) -> tuple[StoredNotice, ...]:
    """A person's notices, newest first, before an id."""
    rows = select(Notice).where(Notice.person == person).order_by(col(Notice.id).desc()).limit(limit)
    if before is not None:
        rows = rows.where(col(Notice.id) < before)
    return tuple(record_of(StoredNotice, row) for row in session.exec(rows))


def to_send(session: Session, now: datetime, since: datetime, most: int) -> tuple[StoredNotice, ...]:
    """What may go outside by now and was told after `since`, the oldest first; what was read meanwhile is no news."""
    due = (col(Notice.sent_at).is_(None), col(Notice.send_at) <= now, col(Notice.send_at).is_not(None))
    new = (col(Notice.read_at).is_(None), col(Notice.at) > since)
    rows = select(Notice).where(*due, *new).order_by(col(Notice.send_at), col(Notice.id)).limit(most)
    return tuple(record_of(StoredNotice, row) for row in session.exec(rows))


def mark_sent(session: Session, notice_id: int, now: datetime) -> bool:
    """It has gone outside."""
    return changed(session, update(Notice).where(col(Notice.id) == notice_id).values(sent_at=now))


def unread(session: Session, person: str, case_no: str | None = None) -> int:
    """How many notices a person has not read, of all or about one case."""
    return session.exec(select(func.count()).where(*_new(person, case_no))).one()


def new_of(session: Session, person: str, case_no: str) -> tuple[StoredNotice, ...]:
    """What the person was told of a case and has not read, the oldest first."""
    rows = select(Notice).where(*_new(person, case_no)).order_by(col(Notice.id))
    return tuple(record_of(StoredNotice, row) for row in session.exec(rows))


def told_of(session: Session, people: Collection[str], topic: str) -> tuple[str, ...]:
    """The cases of which any of these people was told that, the newest first."""
    told = (col(Notice.person).in_(people), col(Notice.topic) == topic)
    rows = select(Notice.case_no).where(*told).group_by(col(Notice.case_no)).order_by(func.max(Notice.id).desc())
    return tuple(session.exec(rows))


def mark_all_read(session: Session, person: str, now: datetime, case_no: str | None = None) -> None:
    """The person has read everything, or everything about one case; what was read before keeps its time."""
    changed(session, update(Notice).where(*_new(person, case_no)).values(read_at=now))


def mark_read(session: Session, person: str, notice_id: int, now: datetime) -> bool:
    """The person has read it; the first time counts."""
    one = col(Notice.id) == notice_id
    return changed(session, update(Notice).where(one, *_new(person)).values(read_at=now))


def _new(person: str, case_no: str | None = None) -> list[ColumnElement[bool]]:
    """What the person has not read, of all or about one case."""
    new = [col(Notice.person) == person, col(Notice.read_at).is_(None)]
    return new if case_no is None else [*new, col(Notice.case_no) == case_no]
