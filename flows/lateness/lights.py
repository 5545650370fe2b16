"""The light of a last day (绿、黄、红): by the rule of the house where whoever owns the case sits."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flows.resources import Resources
from matters.calendar import Calendar
from matters.case.aggregate import Case
from matters.case.fold import fold
from matters.course.timekeeping import standstill
from matters.language.document import Definition
from matters.lateness import HouseRules, Light
from matters.organisation.snapshot import Organisation
from storage import cases
from storage.cases import CaseHead
from storage.database import Session
from storage.queues import ItemView
from storage.searching.finding import Span

_PRESSES: tuple[Light, ...] = ("yellow", "red")


@dataclass(frozen=True, slots=True)
class Lights:
    """What is needed to tell a light, for one day."""

    rules: HouseRules
    organisation: Organisation
    calendar: Calendar
    today: date

    def of(self, due: date | None, owner_body: str) -> Light | None:
        """Of a last day that a case of that body has; none where there is no last day."""
        if due is None:
            return None
        return self.rules.of(owner_body, self.organisation).light(due, self.today, self.calendar)

    def of_item(self, item: ItemView) -> Light | None:
        """Of what waits; of what rests (挂起) the clock has stopped."""
        found = self.of(item.due, item.case.owner_body)
        return "stopped" if found and item.handling == "suspended" else found

    def of_case(self, case: Case, matter: Definition, now: datetime) -> Light | None:
        """Of the promise of the whole case, as long as it is under way."""
        if case.ended or case.due is None:
            return None
        return "stopped" if stands_still(case, matter, now) else self.of(case.due, case.owner_body)

    @property
    def yellow_until(self) -> date:
        """The last day on which a light may be yellow, or a reminder be due, in any region."""
        return self._within(self.rules.earliest)

    @property
    def late(self) -> tuple[Span, ...]:
        """The last days that are red."""
        return (Span(until=self.today - timedelta(days=1)),)

    @property
    def near(self) -> tuple[Span, ...]:
        """The last days that are yellow, by the owners of the cases where that differs."""
        return tuple(Span(self.today, until, bodies) for until, bodies in self._horizons())

    @property
    def ample(self) -> tuple[Span, ...]:
        """The last days that are green, likewise."""
        return tuple(Span(until + timedelta(days=1), None, bodies) for until, bodies in self._horizons())

    def _horizons(self) -> list[tuple[date, tuple[str, ...]]]:
        owners: dict[int, list[str]] = defaultdict(list)
        for body in self.organisation.bodies:
            owners[self.rules.of(body.id, self.organisation).yellow].append(body.id)
        return [(self._within(days), () if len(owners) == 1 else tuple(some)) for days, some in owners.items()]

    def _within(self, workdays: int) -> date:
        """The last day that is so many workdays away or fewer."""
        return self.calendar.add_working_days(self.today, workdays + 1).day - timedelta(days=1)


def lights(session: Session, resources: Resources) -> Lights:
    """As they are now."""
    organisation, calendar = resources.organisation(session), resources.calendar(session)
    return Lights(resources.house_rules(session), organisation, calendar, resources.today)


def stands_still(case: Case, matter: Definition, now: datetime) -> bool:
    """Whether the clock of the case has stopped, so that its last day moves on: nothing of it is late meanwhile."""
    return matter.clock is not None and standstill(case, matter.clock, max(now, case.accounted)) is not None


def lights_of_cases(session: Session, resources: Resources, heads: Sequence[CaseHead]) -> Mapping[int, Light | None]:
    """The light of each case by its id; whose clock stands still is asked of the few that would be yellow or red."""
    now = lights(session, resources)
    found = {head.id: now.of(head.due, head.owner_body) if head.ended_at is None else None for head in heads}
    pressing = {head.id: head for head in heads if found[head.id] in _PRESSES}
    for case_id, events in cases.histories(session, pressing).items() if pressing else ():
        case, matter = fold(events), resources.definition(session, pressing[case_id].definition)
        if case and stands_still(case, matter, resources.clock()):
            found[case_id] = "stopped"
    return found
