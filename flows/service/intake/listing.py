"""Which part of a list is asked for: the page, and what the query of a register means."""

from datetime import date, datetime, timedelta
from typing import Any

from flows.views.base import Page
from flows.views.registers import AuditQuery, SealQuery
from matters.calendar import day_begins
from matters.language.words.answers import MACHINES
from matters.organisation.snapshot import Organisation
from storage.queues import Listed, QueuePage
from storage.registers import AuditFilter, SealFilter

PAGE_SIZE = 20


def asked_page(number: int) -> QueuePage:
    """The page of that number; there is none before the first."""
    return QueuePage(max(number, 1), PAGE_SIZE)


def page_of(found: Listed[Any]) -> Page:
    """Where the answer stands in its list."""
    told = {"total": found.total, "more": found.more, "newest_only": found.newest_only}
    return Page(page=found.page.number, size=found.page.size, **told)


def seal_filter(query: SealQuery, bodies: tuple[str, ...] | None) -> SealFilter:
    """The query within what the caller answers for."""
    if query.body:
        bodies = (query.body,) if bodies is None or query.body in bodies else ()
    return SealFilter(bodies, _day_begins(query.since), _day_ends(query.until), query.text.strip())


def audit_filter(query: AuditQuery, organisation: Organisation) -> AuditFilter:
    """The query with the people whom an id or part of a name means."""
    return AuditFilter(
        _people(query.person.strip(), organisation),
        query.operation,
        query.object_id.strip(),
        query.outcome,
        _day_begins(query.since),
        _day_ends(query.until),
    )


def _people(text: str, organisation: Organisation) -> tuple[str, ...] | None:
    if not text:
        return None
    named = (person.id for person in organisation.people if text in person.name)
    machines = (machine for machine, name in MACHINES.items() if name == text)
    return tuple(dict.fromkeys((next(machines, text), *named)))


def _day_begins(day: date | None) -> datetime | None:
    return day_begins(day) if day else None


def _day_ends(day: date | None) -> datetime | None:
    """The first instant after it."""
    return _day_begins(day + timedelta(days=1)) if day and day < date.max else None
