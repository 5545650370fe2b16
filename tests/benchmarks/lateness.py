"""Last days of many open cases: all counted anew, and the sweep with all of them newly late and with nothing new."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import text

from flows.cases import recounting
from flows.cases.recounting import recount
from flows.lateness import telling
from flows.lateness.telling import tell_late
from flows.resources import Resources
from matters.calendar import day_begins
from storage.definitions import holidays
from tests.benchmarks.in_process import prepared
from tests.benchmarks.measuring import Times
from tests.benchmarks.seeding import patterns_of, seed
from tests.flows.effects.story import BEGIN


def benchmark_lateness(folder: Path, url: str, size: int) -> None:
    """So many open cases with a promise that all have on one day; each in a transaction of its own for comparison."""
    with prepared(folder / "data", url) as resources:
        _, accepted, _ = patterns_of(resources)
        seed(resources, size, (accepted, accepted, accepted))
        with resources.database.transaction() as session:  # their days differ from those of their events
            session.connection().execute(text("UPDATE work_item SET due = NULL"))
        for batch in (1, recounting.BATCH):
            with patch.object(recounting, "BATCH", batch):
                _said(f"days counted anew, {batch} at a time", size, *_recounted(resources, _last(resources)))
        last = _last(resources)
        with resources.database.reading() as session:
            calendar = resources.calendar(session)
        for days, batch in ((1, 1), (3, telling.BATCH)):  # their holders, and then those who supervise them
            late = _on(resources, calendar.add_working_days(last, days).day)
            with patch.object(telling, "BATCH", batch):
                _said(f"sweep, all newly late, {batch} at a time", size, *_timed(partial(tell_late, late)))
        _said("sweep, nothing new", size, *_timed(partial(tell_late, late)))


def _last(resources: Resources) -> date:
    """The day by which nearly all of them are promised."""
    with resources.database.reading() as session:
        days = "SELECT due FROM case_row WHERE ended_at IS NULL GROUP BY due ORDER BY count(*) DESC LIMIT 1"
        due = session.connection().execute(text(days)).scalar_one()
    return date.fromisoformat(due) if isinstance(due, str) else due


def _recounted(resources: Resources, last: date) -> tuple[float, int]:
    """The last day of all of them is given free."""
    with resources.database.transaction() as session:
        now = resources.clock()
        known = next(one.notice for one in holidays.all_notices(session) if one.notice.year == last.year)
        notice = replace(known, days_off=known.days_off | {last}, working_days=known.working_days - {last})
        made = holidays.enter(session, notice, "one", now)
        holidays.put_into_force(session, made, "another", now)
    return _timed(lambda: recount(_on(resources, BEGIN.date() + timedelta(days=1))))


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    times = Times("")
    found = times.of(work)
    return times.taken[0] / 1000, found


def _on(resources: Resources, day: date) -> Resources:
    return replace(resources, clock=lambda: day_begins(day) + timedelta(hours=9))


def _said(name: str, size: int, seconds: float, number: int) -> None:
    print(f"{name:44}{size:8} open{number:8} done{seconds:9.2f} s{seconds / size * 1e6:9.0f} µs each")
