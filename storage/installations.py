"""What the office says of itself (安装信息): every version with who said it and when; none is changed or removed."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from storage import audit
from storage.database import Session, asked, record_of
from storage.tables.base import table_of
from storage.tables.definitions import InstallationVersion

FIRST = 1  # what papers were drawn with before their ledger rows said with which words
_SAID = table_of(InstallationVersion)
_NEWEST = select(func.max(_SAID.c.version))
_ALL = select(_SAID).order_by(_SAID.c.version.desc())
_THAT = select(_SAID).where(_SAID.c.version == bindparam("that"))


@dataclass(frozen=True, slots=True)
class Installation:
    """The words of one installation. `note` stands at the foot of each page of a paper, `legend` below the star of an official
    seal, both may be empty; `root_name` is that of the root certificate. `sample`: it is there for trying the product out.
    """

    name: str
    note: str
    legend: str
    root_name: str
    sample: bool
    by: str
    at: datetime
    version: int = FIRST


def add(session: Session, said: Installation) -> None:
    """Keep a further version; raises `VersionTakenError` if somebody else was first."""
    audit.keep(session, InstallationVersion, [asdict(said)])


def latest_version(session: Session) -> int | None:
    """The newest version's number; nothing where nobody has set the installation up."""
    newest: int | None = asked(session, _NEWEST).scalar()
    return newest


def by_version(session: Session, version: int) -> Installation | None:
    """What was said at that version."""
    row = asked(session, _THAT, that=version).first()
    return record_of(Installation, row) if row else None


def history(session: Session) -> tuple[Installation, ...]:
    """Every version, newest first."""
    return tuple(record_of(Installation, row) for row in asked(session, _ALL))
