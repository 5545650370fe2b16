"""Which part of a list is asked for: the page, and what the query of a register means."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from flows.lateness.lights import Lights
from flows.views.base import Page, Turn
from flows.views.registers import AuditQuery, CaseQuery, SealQuery
from flows.views.tasks import SOON_DAYS, DueWithin, TaskQuery
from matters.calendar import day_begins
from matters.language.words.answers import MACHINES
from matters.organisation.snapshot import Organisation
from storage.queues import Listed, QueuePage
from storage.registers import AuditFilter, SealFilter
from storage.searching.finding import CaseFilter, Meaning, Span
from storage.searching.items import ItemFilter

T = TypeVar("T")
PAGE_SIZE = 20


def asked_page(page: int | Turn) -> QueuePage:
    """The page that is asked for; there is none before the first."""
    number, size = _turn(page)
    return QueuePage(number, size or PAGE_SIZE)


def cut(lines: Sequence[T], page: int | Turn, usual: int = PAGE_SIZE) -> tuple[tuple[T, ...], Page]:
    """What of a list in memory stands on the page that is asked for, and where that is."""
    number, asked = _turn(page)
    size = asked or usual
    return tuple(lines[(number - 1) * size : number * size]), Page(page=number, size=size, total=len(lines))


def _turn(page: int | Turn) -> tuple[int, int | None]:
    return (max(page.number, 1), page.size) if isinstance(page, Turn) else (max(page, 1), None)


def page_of(found: Listed[Any]) -> Page:
    """Where the answer stands in its list."""
    told = {"total": found.total, "more": found.more, "newest_only": found.newest_only}
    return Page(page=found.page.number, size=found.page.size, **told)


def case_filter(query: CaseQuery, words: tuple[Meaning, ...], lights: Lights) -> CaseFilter:
    """The query with what its words mean, on the day of the lights."""
    states, due = (query.state,) if query.state else (), _spans(query.due, lights)
    return CaseFilter(states, _given(query.matter), words=words, due=due)


def item_filter(query: TaskQuery, words: tuple[Meaning, ...], lights: Lights) -> ItemFilter:
    """The query, likewise."""
    of_cases = CaseFilter(matters=_given(query.matter), bodies=_given(query.body), words=words)
    return ItemFilter(query.step, _spans(query.due, lights), of_cases, query.order)


def _spans(due: DueWithin | None, lights: Lights) -> tuple[Span, ...]:
    match due:
        case None:
            return ()
        case "today":
            return (Span(lights.today, lights.today),)
        case "soon":
            return (Span(lights.today, lights.today + timedelta(days=SOON_DAYS)),)
        case by_light:
            return {"late": lights.late, "near": lights.near, "ample": lights.ample}[by_light]


def _given(one: str) -> tuple[str, ...]:
    return (one,) if one else ()


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
