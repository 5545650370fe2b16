"""What follows a notice of days off (放假安排): the last days of what is under way are counted anew, and what moves is kept."""

import logging
from collections.abc import Iterator
from datetime import date, timedelta

from flows.cases.deciding import Opened, act_on, open_case
from flows.resources import Resources
from matters.case.aggregate import Case
from matters.commands.reports import CountAnew
from matters.errors.base import Refusal
from matters.organisation.snapshot import SYSTEM
from storage.database import Session
from storage.definitions import holidays
from storage.definitions.holidays import KeptNotice

BATCH = 100  # cases read at once; each is then counted in a transaction of its own of some milliseconds
# Whoever began to file by the older calendar has committed by then: a transaction that idles for a minute is ended.
SETTLED_AFTER = timedelta(minutes=1)
OF_CASE = "办结期限"

log = logging.getLogger("once.recounting")


def recount(resources: Resources) -> int:
    """Count by each notice that came into force, in their order; returns how many last days have moved.

    Two of these at once do no harm, and one that is killed goes on where it stopped: that a case is counted is committed with
    what it says then. A fault of one is logged and does not keep the others waiting.
    """
    moved = 0
    while kept := _next(resources):
        moved += _by(resources, kept)
    return moved


def _next(resources: Resources) -> KeptNotice | None:
    with resources.database.reading() as session:
        return holidays.to_count(session, resources.clock() - SETTLED_AFTER)


def _by(resources: Resources, kept: KeptNotice) -> int:
    moved, after = 0, kept.counted_to or 0
    while found := _under_way(resources, after):
        moved += sum(_guarded(resources, kept, case, case_no) for case, case_no in found)
        after = found[-1][0]
    with resources.database.transaction() as session:
        holidays.counted(session, kept.id, resources.clock())
    return moved


def _under_way(resources: Resources, after: int) -> tuple[tuple[int, str], ...]:
    with resources.database.reading() as session:
        return holidays.under_way(session, after, BATCH)


def _guarded(resources: Resources, kept: KeptNotice, case: int, case_no: str) -> int:
    try:
        with resources.database.transaction() as session:
            return _count(session, resources, kept, case, case_no)
    except Exception:
        log.exception("办件 %s 按%s年放假安排重新计算期限出错", case_no, kept.notice.year)
        return 0


def _count(session: Session, resources: Resources, kept: KeptNotice, case: int, case_no: str) -> int:
    opened = open_case(session, resources, case_no, lock=True)
    if opened is None or kept.number is None or not holidays.count_on(session, kept.id, case):
        return 0
    before, now = (resources.calendar(session, number) for number in (kept.number - 1, kept.number))
    answer = act_on(session, resources, opened, CountAnew(actor=SYSTEM, before=before, now=now), {})
    if isinstance(answer, Refusal):
        raise ValueError(answer.message)
    moved = tuple(_moved(opened, answer))
    holidays.keep_moved(session, kept.id, case, moved)
    return len(moved)


def _moved(opened: Opened, case: Case) -> Iterator[tuple[str, date, date]]:
    """What says another day than before: the case, and what is open of it."""
    if opened.case.due and case.due and case.due != opened.case.due:
        yield OF_CASE, opened.case.due, case.due
    for item in case.items:
        before = opened.case.item(item.key)
        if before and before.due and item.due and item.due != before.due:
            yield opened.matter.called(item.step), before.due, item.due
