"""Schemes of assessment (考核办法), each as it was drafted; what was published stays as it is."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Row, bindparam, func, insert, select, update

from matters.assessing.scheme import Scheme
from storage.database import Session, asked, changed
from storage.tables.assessing import AssessmentSchemeRow
from storage.tables.base import table_of

_SCHEME = table_of(AssessmentSchemeRow)
_NEWEST = select(func.max(_SCHEME.c.number))
_ALL = select(_SCHEME).order_by(_SCHEME.c.year.desc(), _SCHEME.c.id.desc())
_ONE = select(_SCHEME).where(_SCHEME.c.id == bindparam("scheme"))
_FIRST = select(_SCHEME.c.id).order_by(_SCHEME.c.id).limit(1).with_for_update()
_SETTLE = update(_SCHEME).where(_SCHEME.c.id == bindparam("scheme"), _SCHEME.c.settled_at.is_(None))


@dataclass(frozen=True, slots=True)
class KeptScheme:
    """A scheme with who drafted it and what became of it. `number`: when it was published, among the others."""

    id: int
    scheme: Scheme
    entered_by: str
    entered_at: datetime
    settled_by: str | None
    settled_at: datetime | None
    number: int | None


def all_schemes(session: Session) -> tuple[KeptScheme, ...]:
    """Every one that was ever drafted, the last year first, and of a year the last drafted."""
    return tuple(_kept(row) for row in asked(session, _ALL))


def find(session: Session, scheme: int) -> KeptScheme | None:
    """The scheme of that id."""
    row = asked(session, _ONE, scheme=scheme).first()
    return _kept(row) if row else None


def enter(session: Session, scheme: Scheme, by: str, now: datetime) -> int:
    """It waits for a second person; its id."""
    said = json.dumps(asdict(scheme), ensure_ascii=False)
    told = {"region": scheme.region, "year": scheme.year, "said": said, "entered_by": by, "entered_at": now}
    return int(asked(session, insert(_SCHEME).values(**told).returning(_SCHEME.c.id)).scalar_one())


def publish(session: Session, scheme: int, by: str, now: datetime) -> bool:
    """It holds from now on; false when somebody has settled it before."""
    asked(session, _FIRST)  # the same row for all: of several at once one after another counts on
    number = func.coalesce(_NEWEST.scalar_subquery(), 0) + 1
    return changed(session, _SETTLE.values(settled_by=by, settled_at=now, number=number), {"scheme": scheme})


def send_back(session: Session, scheme: int, by: str, now: datetime) -> bool:
    """It will not hold; false when somebody has settled it before."""
    return changed(session, _SETTLE.values(settled_by=by, settled_at=now), {"scheme": scheme})


def _kept(row: Row[tuple[object, ...]]) -> KeptScheme:
    told = (row.entered_by, row.entered_at, row.settled_by, row.settled_at, row.number)
    return KeptScheme(row.id, Scheme.of(json.loads(row.said)), *told)
