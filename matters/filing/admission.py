"""When a filing may come: on which days the matter is open (申请窗口期), and how long before a day it must be there (提前量)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from matters.calendar import day_begins, day_in, day_text, local_day, moment_text
from matters.errors.base import Problem
from matters.errors.door import NotOpen
from matters.filing.asked import Values
from matters.filing.values import instant_said
from matters.language.clock import Clock, LeadTime, Window
from matters.language.document import Definition
from matters.language.words.answers import lead_text, windows_text
from matters.who.parties import Parties
from matters.world import World

Span = tuple[date, date]


def not_open(matter: Definition, today: date) -> NotOpen | None:
    """Why nothing can be filed today, and from when on it can again."""
    opens = opens_next(matter.clock, today)
    if matter.clock is None or opens is None:
        return None
    return NotOpen(matter=matter.name, windows=windows_text(matter.clock.window), opens=day_text(opens))


def opens_next(clock: Clock | None, today: date) -> date | None:
    """The day on which filing opens again; none while it is open."""
    spans = [span for window in (clock.window if clock else ()) for span in _spans(window, today)]
    if not spans or any(begins <= today <= ends for begins, ends in spans):
        return None
    return min(begins for begins, _ in spans if begins > today)


def _spans(window: Window, today: date) -> Iterator[Span]:
    """Those around that day: the one before, its own, the one that comes."""
    over = window.closes < window.opens  # into the next year or month
    for near in (-1, 0, 1):
        if "-" in window.opens:
            year = today.year + near
            yield _day(year, 1, window.opens), _day(year + over, 1, window.closes)
        else:
            month = today.year * 12 + today.month - 1 + near
            yield _in_month(month, window.opens), _in_month(month + over, window.closes)


def _in_month(months: int, written: str) -> date:
    return _day(months // 12, months % 12 + 1, written)


def _day(year: int, month: int, written: str) -> date:
    """MM-DD of that year, or DD of that month."""
    *named, day = (int(part) for part in written.split("-"))
    month = named[0] if named else month
    return day_in(year, month, day)


def too_soon(
    matter: Definition, says: Values, world: World, parties: Parties | None, found: Iterable[Problem] = ()
) -> tuple[Problem, ...]:
    """The day for which it is filed comes sooner than the office can be asked for; not told of a field with a problem already.

    What a case has said once was in time: as long as that day does not come sooner, nobody asks again.
    """
    lead = matter.clock.advance if matter.clock else None
    if lead is None or _urgent(lead, says) or any(one.target == lead.before_field for one in found):
        return ()
    comes, earliest = instant_said(says.get(lead.before_field)), _earliest(lead, world)
    said = instant_said(parties.says.get(lead.before_field)) if parties else None
    if comes is None or comes >= min(earliest, said or earliest):
        return ()
    return (Problem(lead.before_field, _told(matter, lead, earliest)),)


def _urgent(lead: LeadTime, says: Values) -> bool:
    return lead.urgent_exempt is not None and says.get(lead.urgent_exempt) is True


def _told(matter: Definition, lead: LeadTime, earliest: datetime) -> str:
    first = moment_text(earliest) if lead.hours else day_text(local_day(earliest))
    urgent = f"；确属紧急的，请在“{matter.label(lead.urgent_exempt)}”选“是”" if lead.urgent_exempt else ""
    return f"{matter.label(lead.before_field)}：须提前 {lead_text(lead)}申请，现在申请最早可填{first}{urgent}"


def _earliest(lead: LeadTime, world: World) -> datetime:
    """The first instant for which it may be filed now."""
    today, calendar = world.today, world.calendar
    last = calendar.add_working_days(today - timedelta(days=1), lead.working_days).day
    by_days = day_begins(last + timedelta(days=1)) if lead.working_days else world.now
    return max(by_days, world.now + timedelta(hours=lead.hours))
