"""Queues and lists (待办、办件): read models over indexes, one page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar

from sqlalchemy import ColumnElement
from sqlmodel import col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from matters.case import Status
from matters.organisation import Holder
from storage.cases import CaseHead, head_of
from storage.database import Session
from storage.tables import Access, CaseRow, WorkItemHolder, WorkItemRow

LARGEST_PAGE = 50
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """Which page of a list, from 1, with at most 50 rows."""

    number: int = 1
    size: int = 20

    def __post_init__(self) -> None:
        if self.number < 1 or not 1 <= self.size <= LARGEST_PAGE:
            raise ValueError(f"page {self.number} of size {self.size}")

    @property
    def skip(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * self.size


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """One page of a list and the length of the whole list."""

    rows: tuple[T, ...]
    total: int
    page: Page


@dataclass(frozen=True, slots=True)
class ItemView:
    """A work item with the case it belongs to. `holders` are those who may (or might) act on it."""

    id: str
    key: str
    step: str
    version: int
    state: Literal["open", "done", "closed"]
    supplement: bool
    provisional: bool
    opened_at: datetime
    due: date | None
    decided_by: str | None
    decided_post: str | None
    decided_at: datetime | None
    deed: str | None
    holders: tuple[Holder, ...]
    case: CaseHead


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What to look for: statuses (none = all), and text that begins the case number or occurs in the title."""

    statuses: tuple[Status, ...] = ()
    text: str = ""


def open_items(session: Session, person: str, page: Page) -> Listed[ItemView]:
    """A person's queue: what is due first comes first, what has no due date last."""
    mine = _held_by(person)
    due = col(WorkItemRow.due)
    order = (due.is_(None), due, col(WorkItemRow.opened_at), col(WorkItemRow.id))
    rows = select(WorkItemRow).where(mine).order_by(*order)
    return Listed(_items(session, rows, page), count_open(session, person), page)


def count_open(session: Session, person: str) -> int:
    """The figure on the badge."""
    items = select(func.count(func.distinct(WorkItemHolder.item_id)))
    return session.exec(items.where(col(WorkItemHolder.person) == person, col(WorkItemHolder.open).is_(True))).one()


def item(session: Session, item_id: str) -> ItemView | None:
    """The work item of that id, open or not."""
    found = _items(session, select(WorkItemRow).where(WorkItemRow.id == item_id), Page())
    return found[0] if found else None


def items_of(session: Session, case_id: int) -> tuple[ItemView, ...]:
    """All work items of a case, oldest first."""
    rows = select(WorkItemRow).where(WorkItemRow.case_id == case_id)
    return _items(session, rows.order_by(col(WorkItemRow.opened_at), col(WorkItemRow.id)), None)


def my_cases(session: Session, person: str, page: Page, wanted: CaseFilter = CaseFilter()) -> Listed[CaseHead]:
    """The cases a person has filed, newest first."""
    return _cases(session, col(CaseRow.applicant_person) == person, page, wanted)


def visible_cases(
    session: Session, bodies: Iterable[str], page: Page, wanted: CaseFilter = CaseFilter()
) -> Listed[CaseHead]:
    """The cases to which one of the bodies is party, newest first."""
    party = select(Access.case_id).where(col(Access.body).in_(list(bodies)))
    return _cases(session, col(CaseRow.id).in_(party), page, wanted)


def _held_by(person: str) -> ColumnElement[bool]:
    held = select(WorkItemHolder.item_id)
    return col(WorkItemRow.id).in_(held.where(WorkItemHolder.person == person, col(WorkItemHolder.open).is_(True)))


def _cases(session: Session, whose: ColumnElement[bool], page: Page, wanted: CaseFilter) -> Listed[CaseHead]:
    conditions = [whose, *_wanted(wanted)]
    total = session.exec(select(func.count()).select_from(CaseRow).where(*conditions)).one()
    rows = select(CaseRow).where(*conditions).order_by(col(CaseRow.id).desc()).offset(page.skip).limit(page.size)
    return Listed(tuple(head_of(row) for row in session.exec(rows)), total, page)


def _wanted(wanted: CaseFilter) -> Iterable[ColumnElement[bool]]:
    if wanted.statuses:
        yield col(CaseRow.status).in_(wanted.statuses)
    if wanted.text:
        begins = col(CaseRow.case_no).startswith(wanted.text, autoescape=True)
        yield or_(begins, col(CaseRow.title).contains(wanted.text, autoescape=True))


def _items(session: Session, rows: SelectOfScalar[WorkItemRow], page: Page | None) -> tuple[ItemView, ...]:
    """Three queries for any number of items: items, their cases, their holders."""
    if page is not None:
        rows = rows.offset(page.skip).limit(page.size)
    items = session.exec(rows).all()
    if not items:
        return ()
    cases = session.exec(select(CaseRow).where(col(CaseRow.id).in_({row.case_id for row in items})))
    heads = {row.id: head_of(row) for row in cases}
    holders = select(WorkItemHolder).where(col(WorkItemHolder.item_id).in_([row.id for row in items]))
    held = session.exec(holders.order_by(col(WorkItemHolder.person), col(WorkItemHolder.post))).all()
    return tuple(_item(row, heads[row.case_id], [h for h in held if h.item_id == row.id]) for row in items)


def _item(row: WorkItemRow, case: CaseHead, held: list[WorkItemHolder]) -> ItemView:
    holders = tuple(Holder(person=h.person, post=h.post) for h in held)
    same: dict[str, Any] = {name: getattr(row, name) for name in ItemView.__dataclass_fields__ if hasattr(row, name)}
    return ItemView(**same, holders=holders, case=case)
