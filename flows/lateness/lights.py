"""The light of a last day (绿、黄、红): by the rule of the house where whoever owns the case sits."""

from dataclasses import dataclass
from datetime import date, timedelta

from flows.resources import Resources
from matters.calendar import Calendar
from matters.lateness import HouseRules, Light
from matters.organisation.snapshot import Organisation
from storage.database import Session
from storage.overseeing import house_rules


def rules_in_force(session: Session, resources: Resources) -> HouseRules:
    """The rules of the regions as they are now."""
    newest = house_rules.newest(session)
    found: HouseRules = resources.newest("house rules", newest, lambda: house_rules.in_force(session))
    return found


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

    @property
    def yellow_until(self) -> date:
        """The last day on which a light may be yellow; later ones are green in every region."""
        return self.calendar.add_working_days(self.today, self.rules.earliest + 1).day - timedelta(days=1)


def lights(session: Session, resources: Resources) -> Lights:
    """As they are now."""
    organisation, calendar = resources.organisation(session), resources.calendar(session)
    return Lights(rules_in_force(session, resources), organisation, calendar, resources.today)
