"""Items that are asked for (待办): which of a queue, and what comes first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select, true

from matters.case.items import ASIDE, ItemOrder, Purpose
from storage.database import Session, asked, record_of
from storage.searching.finding import EVERY, MOST_TOLD, CaseFilter, Span, conditions, owned
from storage.tables.base import table_of
from storage.tables.cases import HELD, OPEN, CaseRow, WorkItemHolder, WorkItemRow

MANY = 3_000  # items of one person: a look at each of them takes some 30 ms

_CASE, _ITEM, _HOLDER = table_of(CaseRow), table_of(WorkItemRow), table_of(WorkItemHolder)
_MINE = (_HOLDER.c.person == bindparam("person"), HELD)
_HELD = select(_HOLDER.c.item_id).where(*_MINE)
_HAS_MANY = _HELD.offset(bindparam("many")).limit(1)
_NAMED = _ITEM.c.id.in_(bindparam("named", expanding=True))
_HELD_OR_NAMED = _HELD.union(select(_ITEM.c.id).where(_NAMED))
# Looked up item by item: there is an index over all that is open, and no plan may walk through everybody's.
_IS_OPEN = func.coalesce(_ITEM.c.state, "") == "open"
IN_ORDER = (_ITEM.c.due.is_(None), _ITEM.c.due, _ITEM.c.opened_at, _ITEM.c.id)
_ORDERS: dict[ItemOrder, tuple[ColumnElement[Any], ...]] = {
    "due": IN_ORDER,
    "newest": (_ITEM.c.opened_at.desc(), _ITEM.c.id),
    "oldest": (_ITEM.c.opened_at, _ITEM.c.id),
}
_SOME = _HELD_OR_NAMED.limit(2 * MOST_TOLD).subquery()  # of a longer queue these have every kind, or nearly so
_KINDS = (
    select(_CASE.c.matter, _CASE.c.definition, _ITEM.c.step, _ITEM.c.purpose, _CASE.c.applicant_body)
    .distinct()
    .select_from(_SOME)
    .join(_ITEM, _ITEM.c.id == _SOME.c[0])
    .join(_CASE, _CASE.c.id == _ITEM.c.case_id)
    .order_by(_CASE.c.matter, _ITEM.c.step, _CASE.c.definition, _ITEM.c.purpose, _CASE.c.applicant_body)
)


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items of a queue: of this step, due within any of these spans, of these cases; and what comes first."""

    step: str = ""
    due: tuple[Span, ...] = ()
    cases: CaseFilter = EVERY
    order: ItemOrder = "due"


ALL_ITEMS = ItemFilter()


@dataclass(frozen=True, slots=True)
class ItemKind:
    """What items have in common: the matter in its version, the step, what they are for, and who has applied."""

    matter: str
    definition: str
    step: str
    purpose: Purpose
    applicant_body: str


def waiting(session: Session, person: str, besides: Sequence[str], wanted: ItemFilter, most: int) -> list[str]:
    """So many ids of what waits for somebody, or is named besides, in the order that is wanted."""
    given = {"person": person, "named": list(besides)}
    if wanted.order == "due" and asked(session, _HAS_MANY, person=person, many=MANY).first():
        ways = _in_due_order(wanted)
    else:
        ways = (select(_ITEM.c.id).where(_ITEM.c.id.in_(_HELD_OR_NAMED), _IS_OPEN).order_by(*_ORDERS[wanted.order]),)
    found: list[str] = []
    for way in ways:
        if len(found) < most:
            rows = way.where(*_narrowed(wanted)).limit(most - len(found))
            found.extend(asked(session, rows, **given).scalars())
    return found


def _in_due_order(wanted: ItemFilter) -> tuple[Select[tuple[str]], ...]:
    """Along the index of all that is open, until enough is found: of a long queue every stretch of it has a share."""
    mine = select(_ITEM.c.id).where(OPEN, or_(exists().where(_HOLDER.c.item_id == _ITEM.c.id, *_MINE), _NAMED))
    dated = mine.where(_ITEM.c.due.is_not(None)).order_by(*IN_ORDER[1:])
    return (dated, mine.where(_ITEM.c.due.is_(None)).order_by(*IN_ORDER[2:]))


def kinds(session: Session, person: str, besides: Sequence[str] = ()) -> tuple[ItemKind, ...]:
    """What waits for somebody, each kind once."""
    return tuple(record_of(ItemKind, row) for row in asked(session, _KINDS, person=person, named=list(besides)))


def _within(span: Span) -> ColumnElement[bool]:
    theirs = exists().where(_CASE.c.id == _ITEM.c.case_id, owned(span)) if span.owners else true()
    return and_(span.holds(_ITEM.c.due), theirs)


def _narrowed(wanted: ItemFilter) -> Iterator[ColumnElement[bool]]:
    """What is done beside the handling (协查、办后义务) is not found by what it may not show of its case."""
    if wanted.step:
        yield _ITEM.c.step == wanted.step
    if wanted.due:
        yield or_(*map(_within, wanted.due))
        yield _ITEM.c.handling != "suspended"  # its day moves on until it goes on
    if wanted.cases.bodies or wanted.cases.words:
        yield _ITEM.c.purpose.not_in(ASIDE)
    yield from conditions(wanted.cases, _ITEM.c.case_id)
