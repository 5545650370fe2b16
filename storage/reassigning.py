"""Open work items whose holders were found for an organisation of before, and those for whom nobody was found (无人可办)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, TextClause
from sqlmodel import col, func, or_, select, update

from matters.case.values import ItemKey
from storage.database import Session, changed
from storage.tables.cases import HELD, OPEN, CaseRow, WorkItemHolder, WorkItemRow


@dataclass(frozen=True, slots=True)
class Outdated:
    """An open item to be looked at again: its id, its key within the case, and the case."""

    id: str
    key: ItemKey
    case_no: str


@dataclass(frozen=True, slots=True)
class Burden:
    """How many open items wait for a person, under which post."""

    person: str
    post: str
    items: int


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What is under way in a body: its open cases, the open items of its posts, and the last day any of them is due."""

    cases: int
    items: int
    due: date | None


def outdated(session: Session, organisation: int, day: date, limit: int) -> tuple[Outdated, ...]:
    """Open items whose holders were found for an older version, or before that day; oldest version first."""
    wanted = select(WorkItemRow.id, col(WorkItemRow.key), CaseRow.case_no).join(
        CaseRow, col(CaseRow.id) == col(WorkItemRow.case_id)
    )
    order = (col(WorkItemRow.organisation), col(WorkItemRow.looked_at), col(WorkItemRow.id))
    rows = session.exec(wanted.where(*_outdated(organisation, day)).order_by(*order).limit(limit))
    return tuple(Outdated(*row) for row in rows)


def is_outdated(session: Session, item_id: str, organisation: int, day: date) -> bool:
    """Whether nobody has looked at the item meanwhile; asked under the lock of its case."""
    one = select(WorkItemRow.id).where(WorkItemRow.id == item_id, *_outdated(organisation, day))
    return session.exec(one).first() is not None


def note_looked(session: Session, item_id: str, organisation: int, day: date, *, unattended: bool) -> bool:
    """The item's holders are those of this version on this day, or (`unattended`) nobody is."""
    open_one = (col(WorkItemRow.id) == item_id, OPEN)
    values = {"organisation": organisation, "looked_at": day, "unattended": unattended}
    return changed(session, update(WorkItemRow).where(*open_one).values(**values))


def unattended(session: Session, limit: int) -> tuple[str, ...]:
    """The ids of open items nobody can act on (无人可办), longest waiting first."""
    rows = select(WorkItemRow.id).where(*_UNATTENDED).order_by(col(WorkItemRow.opened_at), col(WorkItemRow.id))
    return tuple(session.exec(rows.limit(limit)))


def count_unattended(session: Session) -> int:
    """How many open items nobody can act on."""
    return session.exec(select(func.count()).select_from(WorkItemRow).where(*_UNATTENDED)).one()


def burdens(session: Session, people: Iterable[str] = (), posts: Iterable[str] = ()) -> tuple[Burden, ...]:
    """The open items of these people and of these posts, counted by person and post."""
    person, post = col(WorkItemHolder.person), col(WorkItemHolder.post)
    wanted = or_(person.in_(list(people)), post.in_(list(posts)))
    counted = select(WorkItemHolder.person, WorkItemHolder.post, func.count()).where(wanted, HELD)
    return tuple(Burden(*row) for row in session.exec(counted.group_by(person, post).order_by(person, post)))


def unfinished(session: Session, body: str, posts: Iterable[str]) -> Unfinished:
    """The cases a body has accepted that have not ended, and the open items that wait for people under these posts."""
    owned = (col(CaseRow.owner_body) == body, col(CaseRow.ended_at).is_(None))
    cases, case_due = session.exec(select(func.count(), func.max(CaseRow.due)).where(*owned)).one()
    held = select(WorkItemHolder.item_id).where(col(WorkItemHolder.post).in_(list(posts)), HELD)
    waiting = select(func.count(), func.max(WorkItemRow.due)).where(col(WorkItemRow.id).in_(held))
    items, item_due = session.exec(waiting).one()
    return Unfinished(cases, items, max((day for day in (case_due, item_due) if day), default=None))


_UNATTENDED = (OPEN, col(WorkItemRow.unattended).is_(True))


def _outdated(organisation: int, day: date) -> tuple[TextClause, ColumnElement[bool]]:
    before = or_(col(WorkItemRow.organisation) < organisation, col(WorkItemRow.looked_at) < day)
    return OPEN, before
