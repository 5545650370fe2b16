"""What a case counts (计数): taken from it once, when it is filed and when it ends, and never altered since."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from matters.calendar import local_day
from matters.case.aggregate import Case
from matters.case.deeds import HANDED_IN, Deed
from matters.case.events import Event
from matters.case.events.inquiries import MaterialsBrought
from matters.language.document import Definition
from matters.language.errands import MOST, errands_made
from matters.organisation.snapshot import SYSTEM, Organisation

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# By which a signature is given (签字), as events are called.
_SIGNING = frozenset({"approved", "rejected", "abstained"})


@dataclass(frozen=True, slots=True)
class StepTime:
    """How long what waited at a step waited until it was done, in minutes, and how often that was."""

    step: str
    done: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What a case counts that has ended. `month`: in which, as 202603.

    All but `month` are nought unless it was concluded (办结). `timed`: it had a last day; `once`: it took one errand at most;
    `sealed`: its result is a sealed paper; `bodies`, `steps`, `signatures`: how many bodies and steps had it to handle, and how
    often somebody signed; `minutes`: how long it took from its filing, nights and days off included.
    """

    month: int
    concluded: int = 0
    timed: int = 0
    on_time: int = 0
    once: int = 0
    sealed: int = 0
    bodies: int = 0
    steps: int = 0
    signatures: int = 0
    minutes: int = 0
    waits: tuple[StepTime, ...] = ()


# What cases are summed by: how many were filed (on each day of the week), how many have ended, and what these count.
ENDED = ("concluded", "timed", "on_time", "once", "sealed", "bodies", "steps", "signatures", "minutes")
MEASURES = ("filed", *WEEKDAYS, "ended", *ENDED)
# What ratings (好差评) of cases are summed by: how many were given, how many are not bad, are bad, and of these were answered.
OF_RATINGS = ("rated", "pleased", "bad", "mended")


def month_of(at: datetime) -> int:
    """The month in Asia/Shanghai, as 202603."""
    day = local_day(at)
    return day.year * 100 + day.month


def facts_of(
    matter: Definition, events: Sequence[Event], case: Case, materials: Collection[str], organisation: Organisation
) -> Facts:
    """What it counts as it stood when it ended, after these events. `materials`: those that were handed in."""
    ended = events[-1].at
    month = month_of(ended)
    if case.ended != "concluded":
        return Facts(month)
    handled = tuple(_handling(case))
    posts = (organisation.find_post(deed.hat.post) for deed in handled)
    return Facts(
        month,
        concluded=1,
        timed=int(case.due is not None),
        on_time=int(case.due is not None and local_day(ended) <= case.due),
        once=int(errands_of(matter, events, case, materials) <= MOST),
        sealed=int(any(paper.paper == case.result_paper for paper in case.papers)),
        bodies=len({post.body for post in posts if post}),
        steps=len({deed.step for deed in handled}),
        signatures=sum(deed.what in _SIGNING for deed in handled),
        minutes=_minutes(case.filed_at, ended),
        waits=tuple(_waits(case, handled)),
    )


def errands_of(matter: Definition, events: Sequence[Event], case: Case, materials: Collection[str]) -> int:
    """How often the applicant really came in person (实际跑动次数); of a filing at a window that is once at least."""
    opened = {item.step for item in (*case.closed, *case.items)}
    late = [name for event in events if isinstance(event, MaterialsBrought) for name in event.wrote]
    made = errands_made(matter, opened, materials, case.result == "granted", late)
    return max(made, int(case.at_window))


def _handling(case: Case) -> Iterator[Deed]:
    """What officials have done on the way of the case, not beside it (协查、办后义务)."""
    aside, others = case.aside, case.applying | {SYSTEM.person}
    for deed in case.deeds:
        if deed.what not in HANDED_IN and deed.step not in aside and deed.actor.person not in others:
            yield deed


def _waits(case: Case, handled: Collection[Deed]) -> Iterator[StepTime]:
    opened = {item.key: item.opened_at for item in case.closed}
    spent: dict[str, list[int]] = {}
    for deed in handled:
        if since := opened.get(deed.item):
            spent.setdefault(deed.step, []).append(_minutes(since, deed.at))
    yield from (StepTime(step, len(minutes), sum(minutes)) for step, minutes in spent.items())


def _minutes(since: datetime, to: datetime) -> int:
    """Nothing where the clock of the machine was set back meanwhile."""
    return max(int((to - since).total_seconds()) // 60, 0)
