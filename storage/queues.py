"""Queues and lists (待办、办件): read models over indexes, one page at a time."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar

from sqlalchemy import BindParameter, ColumnElement, Row, and_, bindparam, distinct, func, or_, select

from matters.case.items import CaseOrder, Handling, Purpose
from matters.case.values import ItemKey
from matters.organisation.proxies import Proxy
from matters.organisation.snapshot import Holder
from storage.cases import CaseHead, head_of
from storage.database import Session, asked
from storage.searching import items
from storage.searching.finding import ALL, EVERY, MOST_TOLD, CaseFilter, Found, Whose, find
from storage.searching.items import ALL_ITEMS, IN_ORDER, ItemFilter
from storage.searching.parts import Had, find_parts
from storage.tables.base import table_of
from storage.tables.cases import HELD, OPEN, CaseRow, WorkItemHolder, WorkItemRow

LARGEST_PAGE = 50
T = TypeVar("T")
_CASE, _ITEM, _HOLDER = table_of(CaseRow), table_of(WorkItemRow), table_of(WorkItemHolder)
_MINE = (_HOLDER.c.person == bindparam("person"), HELD)
_COUNT = select(func.count(distinct(_HOLDER.c.item_id))).where(*_MINE)
_COUNT_DUE = (
    select(_ITEM.c.due, func.count(distinct(_ITEM.c.id)).label("number"))
    .join_from(_HOLDER, _ITEM, _HOLDER.c.item_id == _ITEM.c.id)
    .where(*_MINE, OPEN, _ITEM.c.due <= bindparam("day"), _ITEM.c.handling != "suspended")
    .group_by(_ITEM.c.due)
)
_THESE = select(_ITEM).where(_ITEM.c.id.in_(bindparam("items", expanding=True)))
_WATCHED: BindParameter[list[str]] = bindparam("bodies", expanding=True)
_PRESSING = (
    select(_ITEM)
    .join(_CASE, _CASE.c.id == _ITEM.c.case_id)
    .where(OPEN, _ITEM.c.due <= bindparam("until"), _ITEM.c.handling != "suspended")
    .where(or_(_CASE.c.applicant_body.in_(_WATCHED), _CASE.c.owner_body.in_(_WATCHED)))
    .order_by(*IN_ORDER[1:])
    .limit(bindparam("most"))
)
_ONE = select(_ITEM).where(_ITEM.c.id == bindparam("item"))
_PLACE = select(_CASE.c.case_no, _ITEM.c.key).join_from(_ITEM, _CASE).where(_ITEM.c.id == bindparam("item"))
_TASK = select(_ITEM.c.id).where(_ITEM.c.case_id == bindparam("case"), _ITEM.c.key == bindparam("key"))
_OF_CASE = select(_ITEM).where(_ITEM.c.case_id == bindparam("case")).order_by(_ITEM.c.opened_at, _ITEM.c.id)
_OF_PURPOSE = (
    select(_ITEM.c.case_id, _ITEM.c.step, _ITEM.c.due, _ITEM.c.provisional)
    .where(
        _ITEM.c.case_id.in_(bindparam("cases", expanding=True)),
        # Of what is open there is an index, and SQLite would walk through all of it.
        func.coalesce(_ITEM.c.state, "") == "open",
        _ITEM.c.purpose == bindparam("purpose"),
    )
    .order_by(_ITEM.c.due, _ITEM.c.id)
)
_THEIR_CASES = select(_CASE).where(_CASE.c.id.in_(bindparam("cases", expanding=True)))
_NEWEST = (
    select(func.max(_CASE.c.id)).where(_CASE.c.id.in_(bindparam("cases", expanding=True))).group_by(_CASE.c.matter)
)
_MATTERS = select(_CASE.c.matter, _CASE.c.definition).where(_CASE.c.id.in_(_NEWEST)).order_by(_CASE.c.matter)
_BY_DUE = (
    select(_CASE.c.id)
    .where(_CASE.c.id.in_(bindparam("cases", expanding=True)))
    .order_by(_CASE.c.ended_at.is_not(None), _CASE.c.due.is_(None), _CASE.c.due, _CASE.c.id)
)
_THEIR_HOLDERS = (
    select(_HOLDER)
    .where(_HOLDER.c.item_id.in_(bindparam("items", expanding=True)))
    .order_by(_HOLDER.c.person, _HOLDER.c.post)
)


@dataclass(frozen=True, slots=True)
class QueuePage:
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
    """One page of a list and the length of the whole list, as far as it is counted.

    `more`: there are more than `total`; `newest_only`: what is older than some newest cases was not looked at.
    """

    rows: tuple[T, ...]
    total: int
    page: QueuePage
    more: bool = False
    newest_only: bool = False


@dataclass(frozen=True, slots=True)
class ItemView:
    """A work item with the case it belongs to. `holders` are those who may (or might) act on it."""

    id: str
    key: ItemKey
    step: str
    version: int
    state: Literal["open", "done", "closed"]
    purpose: Purpose
    handling: Handling
    provisional: bool
    opened_at: datetime
    due: date | None
    decided_by: str | None
    decided_post: str | None
    decided_at: datetime | None
    deed: str | None
    holders: tuple[Holder, ...]
    case: CaseHead


_SAME = tuple(
    name for name in ItemView.__dataclass_fields__ if name in _ITEM.c
)  # by one name in the table and in the view


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """The case that a work item belongs to, and its key within it."""

    case_no: str
    key: ItemKey


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """A duty after the decision that nobody has done yet: its id in the definition and its last day."""

    duty: str
    due: date | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class OpenLate:
    """The materials that a case owes since its filing (先办后补): their last day."""

    due: date
    provisional: bool


def open_items(
    session: Session, person: str, page: QueuePage, besides: Sequence[str] = (), wanted: ItemFilter = ALL_ITEMS
) -> Listed[ItemView]:
    """A person's queue: what is due first comes first and what has no due date last, or as it is wanted.

    `besides`: ids of open items that are others' and stand in it as well.
    """
    most = max(MOST_TOLD, page.skip + page.size)
    ids = items.waiting(session, person, besides, wanted, most + 1)
    shown = ids[:most][page.skip : page.skip + page.size]
    rows = {row.id: row for row in asked(session, _THESE, items=shown)} if shown else {}
    return Listed(_items(session, [rows[one] for one in shown]), min(len(ids), most), page, len(ids) > most)


def pressing(session: Session, bodies: Sequence[str], until: date, most: int) -> tuple[ItemView, ...]:
    """So many of the open items due until that day in cases between these bodies, what is due first on top.

    What rests (挂起) does not press: its day moves when it goes on.
    """
    rows = asked(session, _PRESSING, bodies=list(bodies), until=until, most=most).all() if bodies else ()
    return _items(session, rows)


def of_principals(session: Session, proxies: Iterable[Proxy], most: int) -> tuple[ItemView, ...]:
    """The open items on which the agents of these proxies may be allowed to act, in one statement, what is due first on top.

    What the rows can tell is sifted here; what the case must tell, `matters.who.standing_in` says.
    """
    given = list(proxies)
    people = {proxy.principal.person for proxy in given}
    held = (
        select(_ITEM.c.id)
        .join(_HOLDER, _HOLDER.c.item_id == _ITEM.c.id)
        .join(_CASE, _CASE.c.id == _ITEM.c.case_id)
        .where(_HOLDER.c.person.in_(people), HELD, or_(*(and_(*_within(proxy)) for proxy in given)))
    )
    first = select(_ITEM).where(_ITEM.c.id.in_(held)).order_by(*IN_ORDER).limit(most)
    return _items(session, asked(session, first).all())


def _within(proxy: Proxy) -> Iterable[ColumnElement[bool]]:
    yield _HOLDER.c.person == proxy.principal.person
    yield _HOLDER.c.post == proxy.principal.post
    if proxy.matters:
        yield _CASE.c.matter.in_(proxy.matters)
    if proxy.filing:
        yield _CASE.c.filed_by == proxy.agent
        return
    yield _CASE.c.applicant_person.not_in((proxy.principal.person, proxy.agent))
    if not proxy.open_items:
        yield _ITEM.c.opened_at >= proxy.begins


def count_open(session: Session, person: str) -> int:
    """The figure on the badge."""
    return int(asked(session, _COUNT, person=person).scalar_one())


def count_due(session: Session, person: str, day: date) -> tuple[int, int]:
    """How many open items of a person were due before that day, and how many are on it; what rests (挂起) is not."""
    counted = {row.due: int(row.number) for row in asked(session, _COUNT_DUE, person=person, day=day)}
    on_it = counted.get(day, 0)
    return sum(counted.values()) - on_it, on_it


def item(session: Session, item_id: str) -> ItemView | None:
    """The work item of that id, open or not."""
    found = _items(session, asked(session, _ONE, item=item_id).all())
    return found[0] if found else None


def place_of(session: Session, item_id: str) -> QueuePlace | None:
    """Where a work item belongs, open or not."""
    row = asked(session, _PLACE, item=item_id).first()
    return QueuePlace(row.case_no, row.key) if row else None


def task_of(session: Session, case_id: int, key: ItemKey) -> str | None:
    """The id of a case's work item of that key."""
    return asked(session, _TASK, case=case_id, key=key).scalar_one_or_none()


def items_of(session: Session, case_id: int) -> tuple[ItemView, ...]:
    """All work items of a case, oldest first."""
    return _items(session, asked(session, _OF_CASE, case=case_id).all())


def open_duties(session: Session, cases: Collection[int]) -> dict[int, tuple[OpenDuty, ...]]:
    """The open duties after the decision (办后义务) of these cases, what is due first on top."""
    found: dict[int, tuple[OpenDuty, ...]] = {}
    for row in asked(session, _OF_PURPOSE, cases=list(cases), purpose="duty") if cases else ():
        found[row.case_id] = (*found.get(row.case_id, ()), OpenDuty(row.step, row.due, row.provisional))
    return found


def open_late(session: Session, cases: Collection[int]) -> dict[int, OpenLate]:
    """Which of these cases owe materials still (先办后补); one item at most for each."""
    rows = asked(session, _OF_PURPOSE, cases=list(cases), purpose="late_materials") if cases else ()
    return {row.case_id: OpenLate(row.due, row.provisional) for row in rows}


def my_cases(session: Session, person: str, page: QueuePage, wanted: CaseFilter = EVERY) -> Listed[CaseHead]:
    """The cases a person has filed, newest first."""
    return cases_within(session, Whose(person=person), page, wanted)


def visible_cases(
    session: Session, bodies: Iterable[str], page: QueuePage, wanted: CaseFilter = EVERY
) -> Listed[CaseHead]:
    """The cases to which one of the bodies is party, newest first."""
    return cases_within(session, Whose(bodies=tuple(bodies)), page, wanted)


def cases_within(
    session: Session, whose: Whose | Had, page: QueuePage, wanted: CaseFilter = EVERY, order: CaseOrder = "newest"
) -> Listed[CaseHead]:
    """One page of these cases: newest first, or what somebody did last first.

    Page and length come from indexes alone, and only the cases of the page are read. Of a list too long to be counted only
    what was found is put in another order.
    """
    found = _found(session, whose, wanted, max(MOST_TOLD, page.skip + page.size))
    ids = _ordered(session, found.ids, order)[page.skip : page.skip + page.size]
    return Listed(_heads(session, ids), len(found.ids), page, found.more, found.newest_only)


def matters_among(session: Session, whose: Whose | Had) -> dict[str, str]:
    """The matters of the newest of these cases, each with the definition of the newest."""
    found = _found(session, whose, EVERY, MOST_TOLD)
    rows = asked(session, _MATTERS, cases=list(found.ids)) if found.ids else ()
    return {row.matter: row.definition for row in rows}


def first_filed(session: Session, person: str, limit: int, wanted: CaseFilter) -> tuple[CaseHead, ...]:
    """So many of the cases a person has filed, newest first, however long that takes."""
    return _heads(session, find(session, Whose(person=person), wanted, limit, ALL).ids)


def first_visible(session: Session, bodies: Iterable[str], limit: int, wanted: CaseFilter) -> tuple[CaseHead, ...]:
    """So many of the cases to which one of the bodies is party, likewise."""
    return _heads(session, find(session, Whose(bodies=tuple(bodies)), wanted, limit, ALL).ids)


def _found(session: Session, whose: Whose | Had, wanted: CaseFilter, most: int) -> Found:
    return find(session, whose, wanted, most) if isinstance(whose, Whose) else find_parts(session, whose, wanted, most)


def _ordered(session: Session, ids: Sequence[int], order: CaseOrder) -> Sequence[int]:
    if order == "due" and ids:
        return tuple(asked(session, _BY_DUE, cases=list(ids)).scalars())
    return ids[::-1] if order == "oldest" else ids


def _heads(session: Session, ids: Sequence[int]) -> tuple[CaseHead, ...]:
    heads = {row.id: head_of(row) for row in asked(session, _THEIR_CASES, cases=list(ids))} if ids else {}
    return tuple(heads[case_id] for case_id in ids)


def _items(session: Session, found: Sequence[Row[Any]]) -> tuple[ItemView, ...]:
    """Two queries more for any number of items: their cases, their holders."""
    if not found:
        return ()
    cases = asked(session, _THEIR_CASES, cases=list({row.case_id for row in found}))
    heads = {row.id: head_of(row) for row in cases}
    holders: dict[str, list[Holder]] = {row.id: [] for row in found}
    for held in asked(session, _THEIR_HOLDERS, items=list(holders)):
        holders[held.item_id].append(Holder(person=held.person, post=held.post))
    return tuple(_item(row, heads[row.case_id], tuple(holders[row.id])) for row in found)


def _item(row: Row[Any], case: CaseHead, holders: tuple[Holder, ...]) -> ItemView:
    same: dict[str, Any] = {name: getattr(row, name) for name in _SAME}
    return ItemView(**same, holders=holders, case=case)
