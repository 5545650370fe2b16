"""What bodies have filled in of the matters they accept (本地内容), version after version."""

from datetime import datetime

from sqlalchemy import bindparam, func, select

from matters.language.local import LocalPart
from storage import audit
from storage.database import Session, asked
from storage.tables.base import canonical, table_of
from storage.tables.definitions import LocalPartRow

_PART = table_of(LocalPartRow)
_LATEST = (
    select(_PART.c.version, _PART.c.document)
    .where(_PART.c.code == bindparam("matter"), _PART.c.body == bindparam("of"))
    .order_by(_PART.c.version.desc())
    .limit(1)
)
_COUNT = select(func.count()).select_from(_PART)


def latest(session: Session, code: str, body: str) -> tuple[int, LocalPart]:
    """What holds now, with its version; version 0 says nothing."""
    row = asked(session, _LATEST, matter=code, of=body).first()
    return (row.version, LocalPart.model_validate_json(row.document)) if row else (0, LocalPart())


def count(session: Session) -> int:
    """How many versions there are of all of them."""
    return int(asked(session, _COUNT).scalar_one())


def add(session: Session, code: str, body: str, part: LocalPart, by: str, at: datetime) -> int:
    """Keep a further version and return it; raises `VersionTakenError` if somebody else was first."""
    version = latest(session, code, body)[0] + 1
    document = canonical(part.model_dump(mode="json"))
    row = {"code": code, "body": body, "version": version, "document": document, "by": by, "at": at}
    audit.keep(session, LocalPartRow, [row])
    return version
