"""What follows a notice of days off (放假安排): the last days of what is under way are counted anew, and what moves is kept."""

import logging
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from flows.cases.deciding import Opened, act_on, open_locked
from flows.cases.walking import Walk
from flows.resources import Resources
from matters.case.aggregate import Case
from matters.commands.reports import CountAnew
from matters.errors.base import Refusal
from matters.organisation.snapshot import SYSTEM
from storage.database import Session
from storage.definitions import holidays
from storage.definitions.holidays import KeptNotice

BATCH = 50  # counted in one transaction of a tenth of a second
# Whoever began to file by the older calendar has committed by then: a transaction that idles for a minute is ended.
SETTLED_AFTER = timedelta(minutes=1)
OF_CASE = "办结期限"

_Found = tuple[int, str]  # id and number of a case
_Moved = tuple[int, str, date, date]  # the case, what of it, its last day before and after

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
    cases = Walk[_Found](log, lambda one: f"办件 {one[1]} 按{kept.notice.year}年放假安排重新计算期限出错", shared=False)
    moved = cases.together(_under_way(resources, kept.counted_to or 0), partial(_count_all, resources, kept), BATCH)
    with resources.database.transaction() as session:
        holidays.counted(session, kept.id, resources.clock())
    return moved


def _under_way(resources: Resources, after: int) -> Iterator[_Found]:
    while True:
        with resources.database.reading() as session:
            found = holidays.under_way(session, after, BATCH)
        if not found:
            return
        yield from found
        after = found[-1][0]


def _count_all(resources: Resources, kept: KeptNotice, some: Sequence[_Found]) -> int:
    """How many last days of these have moved. The row of the notice is locked first, as by everybody who counts."""
    case_nos = dict(some)
    with resources.database.transaction() as session:
        left = holidays.count_on(session, kept.id, tuple(case_nos))
        if not left or kept.number is None:
            return 0
        before, now = (resources.calendar(session, number) for number in (kept.number - 1, kept.number))
        command = CountAnew(actor=SYSTEM, before=before, now=now)
        opened = open_locked(session, resources, [case_nos[one] for one in left])
        moved = [day for one in opened for day in _count(session, resources, one, command)]
        holidays.keep_moved(session, kept.id, moved)
        return len(moved)


def _count(session: Session, resources: Resources, opened: Opened, command: CountAnew) -> Iterator[_Moved]:
    answer = act_on(session, resources, opened, command, {})
    if isinstance(answer, Refusal):
        raise ValueError(answer.message)
    return ((opened.head.id, *one) for one in _moved(opened, answer))


def _moved(opened: Opened, case: Case) -> Iterator[tuple[str, date, date]]:
    """What says another day than before: the case, and what is open of it."""
    if opened.case.due and case.due and case.due != opened.case.due:
        yield OF_CASE, opened.case.due, case.due
    for item in case.items:
        before = opened.case.item(item.key)
        if before and before.due and item.due and item.due != before.due:
            yield opened.matter.called(item.step), before.due, item.due
