"""One answer per request (交一次): the same key and content get the stored answer, other content is refused."""

from dataclasses import asdict, dataclass
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
class Request:
    """What a person asks for under a key; `digest` tells the content from any other."""

    person: str
    operation: str
    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Stored:
    """The answer that was given."""

    response: JsonObject


@dataclass(frozen=True, slots=True)
class OtherContent:
    """The key was used for other content."""


def look_up(session: Session, request: Request) -> Stored | OtherContent | None:
    """What is known of this key; asked before anything is validated."""
    row = asked(session, _ANSWER, person=request.person, operation=request.operation, key=request.key).first()
    if row is None:
        return None
    return Stored(row.response) if row.digest == request.digest else OtherContent()


def keep(session: Session, request: Request, response: JsonObject, now: datetime) -> None:
    """Keep the answer for ever; raises `RequestKeyTakenError` at the end if the same request was answered meanwhile."""
    insert_rows(session, IdempotencyRow, [{**asdict(request), "response": response, "at": now}])
