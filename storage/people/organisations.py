"""Snapshots of the organisation (组织机构), version by version; an event names the version it was resolved in."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import bindparam, func, select

from matters.organisation.snapshot import Organisation
from storage import audit
from storage.database import Session, asked
from storage.tables.base import canonical, table_of
from storage.tables.definitions import OrganisationVersion

_VERSION = table_of(OrganisationVersion)
_NEWEST = select(func.max(_VERSION.c.version))
_NOTED = "newest organisation"
_DOCUMENT = select(_VERSION.c.document).where(_VERSION.c.version == bindparam("version"))

# A column for the row that a transaction reads first, for `note`.
NEWEST = _NEWEST.scalar_subquery().label("organisation")


def add(session: Session, organisation: Organisation, now: datetime) -> None:
    """Keep a new version; raises `VersionTakenError` at the end if that version exists."""
    document = canonical(organisation.model_dump(mode="json"))
    digest = sha256(document.encode()).hexdigest()
    row = {"version": organisation.version, "digest": digest, "document": document, "at": now}
    audit.keep(session, OrganisationVersion, [row])


def latest_version(session: Session) -> int | None:
    """The newest version's number, the same within one transaction, so that a caller may keep the snapshot it has."""
    if _NOTED not in session.info:
        note(session, asked(session, _NEWEST).scalar())
    newest: int | None = session.info[_NOTED]
    return newest


def note(session: Session, newest: int | None) -> None:
    """Remember the newest version for the rest of the transaction: it was read with another row, see `NEWEST`."""
    session.info.setdefault(_NOTED, newest)


def by_version(session: Session, version: int) -> Organisation | None:
    """The organisation as it was at that version."""
    document = asked(session, _DOCUMENT, version=version).scalar()
    return Organisation.model_validate_json(document) if document else None


def latest(session: Session) -> Organisation | None:
    """The organisation of today."""
    version = latest_version(session)
    return None if version is None else by_version(session, version)
