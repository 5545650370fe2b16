"""Whose the time of a case was (各方用时): its working days split by who could have acted, so that lateness has an owner."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Literal

from matters.calendar import Calendar, local_day
from matters.case.aggregate import Case
from matters.case.events import Event
from matters.case.fold import evolve
from matters.case.items import OF_APPLICANT, WorkItem
from matters.case.standing import standing
from matters.case.values import ItemKey

Party = Literal["holder", "other_body", "proxy", "applicant", "system", "paused"]
# Where several could have acted at once the first of these has the time: the nearest to the handling.
PARTIES: Mapping[Party, str] = {
    "holder": "承办单位",
    "other_body": "其他单位",
    "proxy": "代理人",
    "applicant": "申请人",
    "system": "系统",
    "paused": "停止计时和等待",
}


def shares(
    events: Sequence[Event], now: datetime, calendar: Calendar, body_of: Callable[[str], str]
) -> Mapping[Party, int]:
    """The working days from the filing to the end, or to now, by whose they were; they sum up to all of them.

    A day is theirs who could have acted as it began: the day of the filing is nobody's, and what happens during a day changes
    the next one. `body_of`: the body of a post, empty where it has gone.
    """
    found: dict[Party, int] = dict.fromkeys(PARTIES, 0)
    for party, since, to in _stretches(events, now, body_of):
        found[party] += calendar.working_days_between(local_day(since), local_day(to))
    return found


def _stretches(
    events: Sequence[Event], now: datetime, body_of: Callable[[str], str]
) -> Iterator[tuple[Party, datetime, datetime]]:
    """From each event to the next; where the clock of the machine was set back, nothing has passed."""
    cases, moments = _cases(events), [*_forward(event.at for event in events)]
    by_proxy = frozenset(deed.item for deed in cases[-1].deeds if deed.behalf)
    ends = [*moments, max(moments[-1], now)]
    for case, (since, to) in zip(cases, pairwise(ends), strict=True):
        if not case.ended:
            yield _whose(case, since, by_proxy, body_of), since, to


def _cases(events: Sequence[Event]) -> list[Case]:
    """The case after each event."""
    found: list[Case] = []
    for event in events:
        found.append(evolve(found[-1] if found else None, event))
    return found


def _forward(moments: Iterator[datetime]) -> Iterator[datetime]:
    latest: datetime | None = None
    for moment in moments:
        latest = max(latest, moment) if latest else moment
        yield latest


def _whose(case: Case, at: datetime, by_proxy: frozenset[ItemKey], body_of: Callable[[str], str]) -> Party:
    """Nothing open and no end: a machine has something to do still."""
    reason = standing(case, at)[0]
    if reason == "supplement":
        return "applicant"
    if reason in ("special_procedure", "suspension"):
        return "paused"
    could = {_who_could(item, case, by_proxy, body_of) for item in case.under_way}
    return next((party for party in PARTIES if party in could), "system")


def _who_could(item: WorkItem, case: Case, by_proxy: frozenset[ItemKey], body_of: Callable[[str], str]) -> Party:
    if item.suspended or item.purpose == "wait":
        return "paused"
    if item.purpose in OF_APPLICANT:
        return "applicant"
    if item.purpose == "machine":
        return "system"
    if item.key in by_proxy:
        return "proxy"
    return _side(item, case, body_of)


def _side(item: WorkItem, case: Case, body_of: Callable[[str], str]) -> Party:
    """Where nobody is there to act (无人可办) it is the owner's to find somebody."""
    bodies = {body_of(holder.post) for holder in item.holders}
    if item.purpose == "sub_matter":
        return "other_body"
    if not bodies or case.owner_body in bodies:
        return "holder"
    return "applicant" if bodies == {case.applicant_body} else "other_body"
