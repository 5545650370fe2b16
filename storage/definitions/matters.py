"""Matter definitions (事项定义) at run time: drafts that may change, published versions that never do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, Row, bindparam
from sqlmodel import and_, col, delete, func, select, update

from matters.language.document import DIRECTORY, Definition
from storage.collisions import VersionTakenError
from storage.database import Session, asked, changed
from storage.definitions import holidays
from storage.people import organisations
from storage.people.organisations import NEWEST
from storage.tables.base import canonical, table_of
from storage.tables.cases import CaseRow
from storage.tables.definitions import MatterVersion

VersionState = Literal["draft", "published"]


@dataclass(frozen=True, slots=True)
class MatterHead:
    """One version of a matter, without its content."""

    code: str
    publisher: str
    version: int
    digest: str
    state: VersionState
    name: str
    published_at: datetime | None
    published_by: str | None
    second_by: str | None


_MATTER = table_of(MatterVersion)
_HEAD = tuple(_MATTER.c[name] for name in MatterHead.__dataclass_fields__)
_IN_FORCE = (
    _MATTER.select()
    .with_only_columns(*_HEAD, NEWEST, holidays.NEWEST)
    .where(_MATTER.c.code == bindparam("code"), _MATTER.c.publisher == bindparam("publisher"))
    .where(_MATTER.c.state == "published")
    .order_by(_MATTER.c.version.desc())
    .limit(1)
)


class DamagedDefinitionError(Exception):
    """The stored definition is not the one its digest names."""


def save_draft(session: Session, definition: Definition, source: str | None = None) -> str:
    """Keep a draft and return its digest; it replaces a draft of that version, a published one never (`VersionTakenError`).

    `source` is the text it was read from, comments included.
    """
    identity = _identity(definition)
    published = session.exec(select(MatterVersion.digest).where(identity, MatterVersion.state == "published")).first()
    if published is not None:
        raise VersionTakenError(f"{definition.code} v{definition.edition.version} is published")
    session.exec(delete(MatterVersion).where(identity))
    row = MatterVersion(
        code=definition.code,
        publisher=definition.edition.publisher,
        version=definition.edition.version,
        digest=definition.digest,
        state="draft",
        name=definition.name,
        document=canonical(definition.model_dump(mode="json", by_alias=True)),
        source=source,
    )
    session.add(row)
    session.flush()
    return row.digest


def publish(session: Session, digest: str, by: str, second: str | None, now: datetime) -> bool:
    """Publish a draft, once; from now on it does not change."""
    draft = (col(MatterVersion.digest) == digest, col(MatterVersion.state) == "draft")
    values = {"state": "published", "published_at": now, "published_by": by, "second_by": second}
    return changed(session, update(MatterVersion).where(*draft).values(**values))


def by_digest(session: Session, digest: str) -> Definition | None:
    """The definition that a case pinned; raises `DamagedDefinitionError` if its content is not that of the digest."""
    document = session.exec(select(MatterVersion.document).where(MatterVersion.digest == digest)).first()
    if document is None:
        return None
    definition = Definition.model_validate_json(document)
    if definition.digest != digest:
        raise DamagedDefinitionError(digest)
    return definition


def published(session: Session) -> tuple[MatterHead, ...]:
    """The newest published version of every matter of the directory, by code; local lists (实施清单) are looked up by body."""
    newest = (
        select(MatterVersion.code, func.max(MatterVersion.version).label("newest"))
        .where(MatterVersion.state == "published", MatterVersion.publisher == DIRECTORY)
        .group_by(col(MatterVersion.code))
        .subquery()
    )
    same = and_(
        _MATTER.c.code == newest.c.code,
        _MATTER.c.publisher == DIRECTORY,
        _MATTER.c.version == newest.c.newest,
    )
    rows = _MATTER.select().with_only_columns(*_HEAD).join(newest, same).order_by(_MATTER.c.code)
    return tuple(_head(row) for row in session.execute(rows))


def count_published(session: Session) -> int:
    """All versions that were ever published: with each publication it grows, and never falls."""
    return session.exec(select(func.count()).where(MatterVersion.state == "published")).one()


def newest(session: Session, code: str, publisher: str = DIRECTORY) -> MatterHead | None:
    """The newest published version of one matter."""
    row = asked(session, _IN_FORCE, code=code, publisher=publisher).first()
    if row is None:
        return None
    organisations.note(session, row.organisation)
    holidays.note(session, row.calendar)
    return _head(row)


def versions(session: Session, code: str) -> tuple[MatterHead, ...]:
    """All versions of a matter, drafts too, newest first."""
    rows = select(MatterVersion).where(MatterVersion.code == code).order_by(col(MatterVersion.version).desc())
    return tuple(_head(row) for row in session.exec(rows))


def numbered(session: Session) -> frozenset[tuple[str, str, int]]:
    """Code, publisher and number of every version that is there, drafts too."""
    named = (col(MatterVersion.code), col(MatterVersion.publisher), col(MatterVersion.version))
    return frozenset((code, publisher, number) for code, publisher, number in session.exec(select(*named)))


def source_of(session: Session, digest: str) -> str | None:
    """The text of a version as it was typed; nothing for versions kept before texts were."""
    return session.exec(select(MatterVersion.source).where(MatterVersion.digest == digest)).first()


def running(session: Session) -> dict[str, int]:
    """How many cases are under way on each version, by its digest."""
    under_way = select(CaseRow.definition, func.count()).where(col(CaseRow.ended_at).is_(None))
    return dict(session.exec(under_way.group_by(col(CaseRow.definition))).all())


def _identity(definition: Definition) -> ColumnElement[bool]:
    return and_(
        col(MatterVersion.code) == definition.code,
        col(MatterVersion.publisher) == definition.edition.publisher,
        col(MatterVersion.version) == definition.edition.version,
    )


def _head(row: MatterVersion | Row[Any]) -> MatterHead:
    return MatterHead(
        code=row.code,
        publisher=row.publisher,
        version=row.version,
        digest=row.digest,
        state=cast("VersionState", row.state),
        name=row.name,
        published_at=row.published_at,
        published_by=row.published_by,
        second_by=row.second_by,
    )
