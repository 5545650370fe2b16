"""Last days of many open cases: all counted anew, and the sweep with all of them newly late and with nothing new."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import text

from flows.cases.recounting import recount
from flows.lateness.telling import tell_late
from flows.resources import Resources
from matters.calendar import day_begins
from storage.definitions import holidays
from tests.benchmarks.in_process import prepared
from tests.benchmarks.measuring import Times
from tests.benchmarks.seeding import patterns_of, seed
from tests.flows.effects.story import BEGIN


def benchmark_lateness(folder: Path, url: str, size: int) -> None:
    """So many open cases with a promise that all have on one day; each figure in seconds for all of them."""
    with prepared(folder / "data", url) as resources:
        _, accepted, _ = patterns_of(resources)
        seed(resources, size, (accepted, accepted, accepted))
        with resources.database.transaction() as session:  # their days differ from those of their events
            session.connection().execute(text("UPDATE work_item SET due = NULL"))
            due = (
                session.connection().execute(text("SELECT max(due) FROM case_row WHERE ended_at IS NULL")).scalar_one()
            )
        last = date.fromisoformat(due) if isinstance(due, str) else due
        _said("days counted anew", size, *_recounted(resources, last))
        late = _on(resources, last + timedelta(days=7))
        for name in ("sweep, all of them late since the last", "sweep, nothing new"):
            _said(name, size, *_timed(lambda: tell_late(late)))


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
