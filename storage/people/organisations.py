"""Snapshots of the organisation (组织机构), version by version; an event names the version it was resolved in."""

from datetime import datetime
from hashlib import sha256

from sqlmodel import func, select

from matters.organisation.snapshot import Organisation
from storage.database import Session, asked
from storage.tables.base import canonical
from storage.tables.definitions import OrganisationVersion

_NEWEST = select(func.max(OrganisationVersion.version))


def add(session: Session, organisation: Organisation, now: datetime) -> None:
    """Keep a new version; raises `VersionTakenError` at the end if that version exists."""
    document = canonical(organisation.model_dump(mode="json"))
    digest = sha256(document.encode()).hexdigest()
    session.add(OrganisationVersion(version=organisation.version, digest=digest, document=document, at=now))
    session.flush()


def latest_version(session: Session) -> int | None:
    """The newest version's number: cheap, so that a caller may keep the snapshot it has."""
    newest: int | None = asked(session, _NEWEST).scalar()
    return newest


def by_version(session: Session, version: int) -> Organisation | None:
    """The organisation as it was at that version."""
    one = select(OrganisationVersion.document).where(OrganisationVersion.version == version)
    document = session.exec(one).first()
    return Organisation.model_validate_json(document) if document else None


def latest(session: Session) -> Organisation | None:
    """The organisation of today."""
    version = latest_version(session)
    return None if version is None else by_version(session, version)
