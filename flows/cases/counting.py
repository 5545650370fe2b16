"""What the cases of earlier releases count towards the figures: they were begun before anything was counted."""

from collections.abc import Iterable

from flows.cases.deciding import count_end, open_case
from flows.resources import Resources
from matters.case.aggregate import Case
from matters.case.events import Event
from matters.case.fold import evolve
from storage import cases
from storage.cases import CaseHead
from storage.database import Session
from storage.figures import counting

_NEWEST = (1 << 31) - 1  # no case has an id beyond


def count_earlier(resources: Resources) -> None:
    """Let every case count, as it stood when it ended.

    The newest come first, some at a time: what is broken off begins anew while the oldest case does not count.
    """
    heads = () if _is_done(resources) else _before(resources, _NEWEST)
    while heads:
        with resources.database.transaction() as session:
            for head in sorted(heads, key=lambda one: one.id):
                _count(session, resources, head)
        heads = _before(resources, heads[-1].id)


def _is_done(resources: Resources) -> bool:
    with resources.database.reading() as session:
        oldest = cases.oldest(session)
        return oldest is None or counting.is_counted(session, oldest.id)


def _before(resources: Resources, case_id: int) -> tuple[CaseHead, ...]:
    with resources.database.reading() as session:
        return cases.before(session, case_id)


def _count(session: Session, resources: Resources, head: CaseHead) -> None:
    """Locked, so that nobody ends it meanwhile."""
    opened = open_case(session, resources, head.case_no, lock=True)
    if opened is None or not counting.begun(session, opened.head):
        return
    if last := _end(opened.events):
        count_end(session, resources, opened.until(last))


def _end(events: Iterable[Event]) -> int | None:
    """The event by which the case ended first; a decision may be revoked after that."""
    case: Case | None = None
    for event in events:
        case = evolve(case, event)
        if case.ended:
            return event.seq
    return None
