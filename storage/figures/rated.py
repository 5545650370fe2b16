"""Ratings (好差评) as the figures count them: in the month in which one was given, at the body that decided."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, extract, func, select

from matters.case.rating import BAD
from storage.cases import CaseHead, head_of
from storage.database import Session
from storage.figures.asking import By, Span
from storage.queues import Listed, QueuePage
from storage.tables.base import table_of
from storage.tables.cases import CaseRow
from storage.tables.ratings import RatingRow

_CASE, _RATING = table_of(CaseRow), table_of(RatingRow)
_IS_BAD = _RATING.c.grade.in_(sorted(BAD))
# By measure, which ratings count.
_COUNTS: Mapping[str, ColumnElement[bool]] = {
    "rated": _RATING.c.grade.is_not(None),
    "pleased": ~_IS_BAD,
    "bad": _IS_BAD,
    "mended": and_(_IS_BAD, _RATING.c.answered_on.is_not(None)),
}
_SUMS = tuple(func.sum(case((which, 1), else_=0)).label(name) for name, which in _COUNTS.items())
_KEYS: Mapping[By, ColumnElement[Any]] = {
    "month": extract("year", _RATING.c.day) * 100 + extract("month", _RATING.c.day),
    "matter": _RATING.c.matter,
    "body": _RATING.c.body,
}


def totals(session: Session, span: Span) -> Mapping[str, int]:
    """By measure."""
    row = session.connection().execute(select(*_SUMS).where(*_within(span))).one()
    return {name: int(value or 0) for name, value in row._mapping.items()}


def totals_by(session: Session, span: Span, by: By) -> Mapping[Any, Mapping[str, int]]:
    """By month, matter or body, those that have any."""
    key = _KEYS[by]
    rows = session.connection().execute(select(key, *_SUMS).where(*_within(span)).group_by(key))
    return {
        int(row[0]) if by == "month" else row[0]: {name: int(row._mapping[name]) for name in _COUNTS} for row in rows
    }


def behind(session: Session, span: Span, counts: str, among: str, page: QueuePage) -> Listed[CaseHead]:
    """The cases whose rating a measure counts, or, with `among`, counts there and not in it; newest rating first."""
    which = and_(_COUNTS[among], ~_COUNTS[counts]) if among else _COUNTS[counts]
    there, connection = (*_within(span), which), session.connection()
    cases = select(_CASE).join(_RATING, _RATING.c.case_id == _CASE.c.id).where(*there)
    rows = cases.order_by(_RATING.c.day.desc(), _RATING.c.case_id.desc()).offset(page.skip).limit(page.size)
    total = connection.execute(select(func.count()).select_from(_RATING).where(*there)).scalar()
    return Listed(tuple(map(head_of, connection.execute(rows))), int(total or 0), page)


def _within(span: Span) -> tuple[ColumnElement[bool], ...]:
    parts: list[ColumnElement[bool]] = [_RATING.c.day.between(_first(span.since), _first(span.until + 1, -1))]
    parts += [_RATING.c.body.in_(span.bodies)] if span.bodies is not None else []
    parts += [_RATING.c.matter.in_(span.matters)] if span.matters is not None else []
    return tuple(parts)


def _first(month: int, days: int = 0) -> date:
    """The first day of a month, as 202603, and so many days after it; the thirteenth is January."""
    year, number = divmod(month, 100)
    return date(year + (number - 1) // 12, (number - 1) % 12 + 1, 1) + timedelta(days=days)
