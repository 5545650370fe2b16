"""The figures as they are asked for: sums over months, matters and bodies, and the cases behind a sum."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, func, select

from matters.figures.facts import MEASURES, WEEKDAYS
from storage.cases import CaseHead, head_of
from storage.database import Session
from storage.queues import Listed, QueuePage
from storage.tables.base import table_of
from storage.tables.cases import CaseRow
from storage.tables.figures import CaseFact, CaseSum, StepSum

_CASE, _FACT, _SUM, _STEP = (table_of(row) for row in (CaseRow, CaseFact, CaseSum, StepSum))
_OF_FILING = ("filed", *WEEKDAYS)
By = Literal["month", "matter", "body"]


@dataclass(frozen=True, slots=True)
class Span:
    """Which sums are meant: of these months, both included, as 202603; of these bodies and matters, nothing meaning all."""

    since: int
    until: int
    bodies: tuple[str, ...] | None = None
    matters: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """How often something was done at a step, and how many minutes it had waited in all."""

    matter: str
    step: str
    done: int
    minutes: int


def totals(session: Session, span: Span) -> Mapping[str, int]:
    """By measure."""
    row = session.connection().execute(select(*_summed()).where(*_within(_SUM.c, span))).one()
    return {name: int(value or 0) for name, value in row._mapping.items()}


def totals_by(session: Session, span: Span, by: By) -> Mapping[Any, Mapping[str, int]]:
    """By month, matter or body, those that have any."""
    key = _SUM.c[by]
    rows = session.connection().execute(select(key, *_summed()).where(*_within(_SUM.c, span)).group_by(key))
    return {row[0]: {name: int(row._mapping[name]) for name in MEASURES} for row in rows}


def slowest(session: Session, span: Span, most: int) -> tuple[Spent, ...]:
    """The steps at which most time was spent in all, the first before the others."""
    done, minutes = func.sum(_STEP.c.done).label("done"), func.sum(_STEP.c.minutes).label("minutes")
    found = select(_STEP.c.matter, _STEP.c.step, done, minutes).where(*_within(_STEP.c, span))
    rows = session.connection().execute(
        found.group_by(_STEP.c.matter, _STEP.c.step).order_by(minutes.desc(), _STEP.c.matter, _STEP.c.step).limit(most)
    )
    return tuple(Spent(row.matter, row.step, int(row.done), int(row.minutes)) for row in rows)


def behind(session: Session, span: Span, counts: str, among: str, page: QueuePage) -> Listed[CaseHead]:
    """The cases that a measure counts, or, with `among`, that count there and not in it; newest month first.

    The sums say how many there are in each month, matter and body, so only those of this page are looked up.
    """
    number = (_SUM.c[among] - _SUM.c[counts]) if among else _SUM.c[counts]
    connection, there = session.connection(), _within(_SUM.c, span)
    found: list[CaseHead] = []
    for cell in connection.execute(_cells(there, number, page)).all():
        skip, left = max(page.skip - int(cell.before), 0), page.size - len(found)
        found += map(head_of, connection.execute(_in_cell(cell, counts, among).offset(skip).limit(left)))
    total = connection.execute(select(func.sum(number)).where(*there)).scalar()
    return Listed(tuple(found), int(total or 0), page)


def _cells(there: tuple[ColumnElement[bool], ...], number: ColumnElement[int], page: QueuePage) -> Select[Any]:
    """The months, matters and bodies that the page falls in, each with how many come before it."""
    order = (_SUM.c.month.desc(), _SUM.c.matter, _SUM.c.body)
    through = func.sum(number).over(order_by=order, rows=(None, 0)).label("through")
    cells = select(_SUM.c.month, _SUM.c.matter, _SUM.c.body, number.label("number"), through)
    counted = cells.where(*there, number > 0).subquery()
    before = counted.c.through - counted.c.number
    on_page = (counted.c.through > page.skip, before < page.skip + page.size)
    return select(counted, before.label("before")).where(*on_page).order_by(counted.c.through)


def _in_cell(cell: Row[Any], counts: str, among: str) -> Select[Any]:
    month = _FACT.c.filed if counts in _OF_FILING else _FACT.c.ended
    there = (month == cell.month, _FACT.c.matter == cell.matter, _FACT.c.body == cell.body)
    cases = select(_CASE).join(_FACT, _FACT.c.case_id == _CASE.c.id)
    return cases.where(*there, *_counting(counts, among)).order_by(_FACT.c.case_id.desc())


def _counting(counts: str, among: str) -> tuple[ColumnElement[bool], ...]:
    if counts in WEEKDAYS:
        return (_FACT.c.weekday == WEEKDAYS.index(counts) + 1,)
    if counts in ("filed", "ended"):
        return ()
    return (_FACT.c[among] > 0, _FACT.c[counts] == 0) if among else (_FACT.c[counts] > 0,)


def _summed() -> tuple[Any, ...]:
    return tuple(func.sum(_SUM.c[name]).label(name) for name in MEASURES)


def _within(columns: Any, span: Span) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401 - those of a table
    parts: list[ColumnElement[bool]] = [columns.month.between(span.since, span.until)]
    parts += [columns.body.in_(span.bodies)] if span.bodies is not None else []
    parts += [columns.matter.in_(span.matters)] if span.matters is not None else []
    return tuple(parts)
