"""Local lists (实施清单) as bodies keep them: what each changes of a matter; the newest confirmed one holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Row, and_, bindparam, func, insert, select, update

from matters.editions.local import LocalEdition
from matters.language.document import DIRECTORY
from storage.database import Session, asked, changed
from storage.tables.base import canonical, table_of
from storage.tables.definitions import LocalEditionRow, MatterVersion

EditionState = Literal["waiting", "confirmed", "sent_back"]

_TABLE, _VERSION = table_of(LocalEditionRow), table_of(MatterVersion)
_NOTED = "local lists in force"
_ALL = select(_TABLE).order_by(_TABLE.c.id.desc())
_ONE = select(_TABLE).where(_TABLE.c.id == bindparam("which"))
_AT = (
    select(_TABLE)
    .where(_TABLE.c.code == bindparam("matter"), _TABLE.c.body == bindparam("at"))
    .order_by(_TABLE.c.id.desc())
)
_OF = select(_TABLE).where(_TABLE.c.code == bindparam("matter"), _TABLE.c.number.is_not(None)).order_by(_TABLE.c.id)
_LAST = select(func.max(_TABLE.c.number)).where(_TABLE.c.code == bindparam("matter"), _TABLE.c.body == bindparam("at"))
_THIS = update(_TABLE).where(_TABLE.c.id == bindparam("which"))
_WAITING = _TABLE.c.settled_at.is_(None)
_NEWEST = (
    select(_VERSION.c.code, _VERSION.c.publisher, func.max(_VERSION.c.version).label("version"))
    .where(_VERSION.c.state == "published", _VERSION.c.publisher != DIRECTORY)
    .group_by(_VERSION.c.code, _VERSION.c.publisher)
    .subquery()
)
_DIGESTS = select(_VERSION.c.code, _VERSION.c.publisher, _VERSION.c.digest).join(
    _NEWEST,
    and_(
        _VERSION.c.code == _NEWEST.c.code,
        _VERSION.c.publisher == _NEWEST.c.publisher,
        _VERSION.c.version == _NEWEST.c.version,
    ),
)


@dataclass(frozen=True, slots=True)
class KeptEdition:
    """One with who asked for it and what became of it.

    `number`: the how many-th of the body it was to come into force; `origin`: which other body's it was copied from. `unfit_for`:
    the version of the directory that it does not fit; what was in force before goes on meanwhile.
    """

    id: int
    edition: LocalEdition
    origin: int | None
    asked_by: str
    asked_at: datetime
    settled_by: str | None
    settled_at: datetime | None
    number: int | None
    unfit_for: int | None

    @property
    def state(self) -> EditionState:
        """What became of it."""
        if self.settled_at is None:
            return "waiting"
        return "confirmed" if self.number else "sent_back"


def in_force(session: Session) -> Mapping[tuple[str, str], str]:
    """By matter and body the digest of the definition that holds there; the same within one transaction."""
    if _NOTED not in session.info:
        rows = asked(session, _DIGESTS)
        session.info[_NOTED] = {(row.code, row.publisher): row.digest for row in rows}
    noted: Mapping[tuple[str, str], str] = session.info[_NOTED]
    return noted


def renewed(session: Session) -> None:
    """A further one has been published: what was noted of this transaction is out of date."""
    session.info.pop(_NOTED, None)


def all_of(session: Session) -> tuple[KeptEdition, ...]:
    """Every one that was ever asked for, the last first."""
    return tuple(_kept(row) for row in asked(session, _ALL))


def at(session: Session, code: str, body: str) -> tuple[KeptEdition, ...]:
    """Those of one body for one matter, the last first."""
    return tuple(_kept(row) for row in asked(session, _AT, matter=code, at=body))


def standing(session: Session, code: str) -> tuple[KeptEdition, ...]:
    """Of every body the one that was confirmed last for this matter."""
    newest = {row.body: _kept(row) for row in asked(session, _OF, matter=code)}
    return tuple(newest.values())


def find(session: Session, which: int) -> KeptEdition | None:
    """The one of that id."""
    row = asked(session, _ONE, which=which).first()
    return _kept(row) if row else None


def ask(session: Session, edition: LocalEdition, origin: int | None, by: str, now: datetime) -> int:
    """It waits for a second person; its id."""
    document = canonical(edition.model_dump(mode="json", exclude_defaults=True))
    said = {"code": edition.code, "body": edition.body, "document": document, "origin": origin}
    made = insert(_TABLE).values(**said, asked_by=by, asked_at=now).returning(_TABLE.c.id)
    return int(asked(session, made).scalar_one())


def confirm(session: Session, kept: KeptEdition, by: str, now: datetime) -> bool:
    """It holds from now on; false when somebody has settled it before."""
    last = asked(session, _LAST, matter=kept.edition.code, at=kept.edition.body).scalar()
    values = {"settled_by": by, "settled_at": now, "number": (last or 0) + 1}
    return changed(session, _THIS.where(_WAITING).values(**values), {"which": kept.id})


def send_back(session: Session, which: int, by: str, now: datetime) -> bool:
    """It does not come about; false when somebody has settled it before."""
    return changed(session, _THIS.where(_WAITING).values(settled_by=by, settled_at=now), {"which": which})


def misfit(session: Session, which: int, version: int | None) -> None:
    """It does not fit that version of the directory; or it fits again."""
    changed(session, _THIS.values(unfit_for=version), {"which": which})


def _kept(row: Row[tuple[object, ...]]) -> KeptEdition:
    told = (row.origin, row.asked_by, row.asked_at, row.settled_by, row.settled_at, row.number, row.unfit_for)
    return KeptEdition(row.id, LocalEdition.model_validate_json(row.document), *told)
