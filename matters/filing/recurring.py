"""Recurring reports (周期性报送): who owes one for a period, who has filed it, who is late; and for which period a filing is.

All of it is worked out from the definition, the organisation, the filings there are, and the day: nothing of it is kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from matters.calendar import DueDate, day_text
from matters.errors.base import Refusal
from matters.errors.door import AlreadyReported, NotEligible
from matters.errors.handling import NotPossible
from matters.language.document import Definition
from matters.language.recurring.periods import Period
from matters.language.recurring.rule import Owing, Recurring
from matters.organisation.snapshot import Body
from matters.who.parties import owner_of
from matters.world import World

# Filed in time or late; owed still, or late by now; gone: the body has ended without having filed it.
ReportState = Literal["filed", "filed_late", "owed", "late", "gone"]
STATE_NAMES: Mapping[ReportState, str] = {
    "filed": "已报送",
    "filed_late": "逾期报送",
    "owed": "待报送",
    "late": "逾期未报",
    "gone": "单位已撤并，未报送",
}
OPEN: tuple[ReportState, ...] = ("owed", "late")


@dataclass(frozen=True, slots=True)
class Report:
    """A filing that stands for a period: whose, which case, and on which day it was filed."""

    body: str
    period: str
    case_no: str
    on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """How one body stands with its report of one period. `owner`: to which body it is owed."""

    body: str
    owner: str
    period: Period
    due: DueDate
    state: ReportState
    report: Report | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is to be filed still."""
        return self.state in OPEN


def standings(matter: Definition, period: Period, reports: Iterable[Report], world: World) -> tuple[Standing, ...]:
    """Each body that owes the report of that period, or has filed it all the same, in the order of the organisation."""
    rule, filed = matter.recurring, {one.body: one for one in reports if one.period == period.key}
    if rule is None:
        return ()
    due = rule.due_of(period, world.calendar)
    bodies = (one for one in world.organisation.bodies if one.id in filed or _owes(matter, one, period, world))
    found = (_standing(matter, one, period, due, filed.get(one.id), world) for one in bodies)
    return tuple(one for one in found if one)


def owed_by(matter: Definition, body_id: str, reports: Iterable[Report], world: World) -> Iterator[Standing]:
    """What that body owes by that day and has not filed, the newest period first."""
    rule, body = matter.recurring, world.organisation.body(body_id)
    filed = {one.period for one in reports if one.body == body_id}
    for period in rule.ended(world.today) if rule else ():
        if rule and period.key not in filed and _owes(matter, body, period, world):
            due = rule.due_of(period, world.calendar)
            if (standing := _standing(matter, body, period, due, None, world)) and standing.is_open:
                yield standing


def period_of(matter: Definition, asked: str, body_id: str, world: World) -> str | Refusal:
    """For which period a filing of that body is: the one that is asked for, else the last one that is over; none of most matters.

    Once for each body and period: as long as the first filing stands, another is refused by its number.
    """
    rule, today = matter.recurring, world.today
    if rule is None:
        why = f"“{matter.name}”不是周期性报送的事项，请不要写明报送期"
        return NotPossible(action="按期报送", why=why) if asked else ""
    period = rule.period(asked, today) if asked else next(rule.ended(today), None)
    if period is None:
        return NotPossible(action="报送", why=_why_none(rule, asked, today))
    if not _owes(matter, world.organisation.body(body_id), period, world):
        return NotEligible(matter=matter.name, applicants=f"应当报送{period.name}的单位")
    first = (world.reported or {}).get(period.key)
    return AlreadyReported(matter=matter.name, period=period.name, case_no=first) if first else period.key


def to_remind(matter: Definition, standing: Standing, world: World) -> Literal["before", "after"] | None:
    """Whether those who have not filed are told on that day that it is due soon, or that it is overdue."""
    if standing.state == "late":
        return "after"
    if standing.state != "owed" or matter.recurring is None:
        return None
    left = world.calendar.working_days_between(world.today, standing.due.day)
    return "before" if left <= matter.recurring.remind_days else None


def _why_none(rule: Recurring, asked: str, today: date) -> str:
    if asked and next(rule.ended(today), None):
        return f"没有报送期“{asked[:10]}”，或者该期还没有结束，请从待报送的各期中选择"
    return f"第一期是{rule.first.name}，自{day_text(rule.first.after.first)}起报送，请届时再报"


def _owes(matter: Definition, body: Body, period: Period, world: World) -> bool:
    """Whoever is there on the last day of the period owes it: who was founded in it does, who ended in it does not."""
    owing, applies = matter.recurring.owes if matter.recurring else Owing(), matter.guide.applicants
    narrowed = (
        (body.level, applies.levels),
        (body.level, owing.levels),
        (body.kind, applies.kinds),
        (body.kind, owing.kinds),
        (body.id, owing.bodies),
    )
    fits = all(not among or one in among for one, among in narrowed)
    return fits and body.valid(period.last) and _has_duty(owing.duty, body, period, world)


def _has_duty(duty: str | None, body: Body, period: Period, world: World) -> bool:
    held = (one for one in world.organisation.duties if one.duty == duty and one.body == body.id)
    return duty is None or any(one.valid(period.last) for one in held)


def _standing(
    matter: Definition, body: Body, period: Period, due: DueDate, report: Report | None, world: World
) -> Standing | None:
    """Nothing of a body from which nobody would take it."""
    owner = owner_of(matter, body.id, world)
    if not isinstance(owner, Body):
        return None
    return Standing(body.id, owner.id, period, due, _state(body, due, report, world.today), report)


def _state(body: Body, due: DueDate, report: Report | None, today: date) -> ReportState:
    if report:
        return "filed" if report.on <= due.day else "filed_late"
    if not body.valid(today):
        return "gone"
    return "late" if today > due.day else "owed"
