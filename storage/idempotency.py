"""One answer per request (交一次): the same key and content get the stored answer, other content is refused."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from storage.database import Session, asked, insert_rows
from storage.tables.base import JsonObject, table_of
from storage.tables.duties import IdempotencyRow

_KEY = table_of(IdempotencyRow)
_SAME = (
    _KEY.c.person == bindparam("person"),
    _KEY.c.operation == bindparam("operation"),
    _KEY.c.key == bindparam("key"),
)
_ANSWER = select(_KEY.c.digest, _KEY.c.response).where(*_SAME)


@dataclass(frozen=True, slots=True)
class Stored:
    """The answer that was given."""

    response: JsonObject


@dataclass(frozen=True, slots=True)
class OtherContent:
    """The key was used for other content."""


def look_up(session: Session, person: str, operation: str, key: str, digest: str) -> Stored | OtherContent | None:
    """What is known of this key; asked before anything is validated."""
    row = asked(session, _ANSWER, person=person, operation=operation, key=key).first()
    if row is None:
        return None
    return Stored(row.response) if row.digest == digest else OtherContent()


def keep(
    session: Session, person: str, operation: str, key: str, digest: str, response: JsonObject, now: datetime
) -> None:
    """Keep the answer for ever; raises `RequestKeyTakenError` at the end if the same request was answered meanwhile."""
    row = {"person": person, "operation": operation, "key": key, "digest": digest, "response": response, "at": now}
    insert_rows(session, IdempotencyRow, [row])
