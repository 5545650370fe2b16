"""The world as it is while a command is decided: organisation, calendar, the instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from matters.calendar import Calendar, local_day
from matters.entries import Rosters
from matters.lateness import HouseRule
from matters.organisation.proxies import Proxy
from matters.organisation.resources import Register
from matters.organisation.snapshot import Organisation


@dataclass(frozen=True)
class World:
    """Everything a decision may look at besides definition, case, what the case says, and command. `now` is aware.

    `register`: what can be booked and what others hold of it; none where nobody has looked, and then any resource passes.
    `rosters`: the rosters (台账) that the case reads and writes, likewise.
    `house`: the rule of the house for whoever owns the case, where the decision may need it.
    `reported`: of a recurring report, the periods for which the applicant's body has filed it, each with its case; likewise.
    `proxies` (代理): those not revoked of whoever is to stand in for somebody; nobody may stand in by others.
    `proof_minutes`: how old the proof of who one is may be when a paper is to be sealed (身份确认), 0 where only steps ask for
    one; nothing where an act is only tried, and nobody is asked.
    """

    organisation: Organisation
    calendar: Calendar
    now: datetime
    register: Register | None = None
    proxies: tuple[Proxy, ...] = ()
    proof_minutes: int | None = None
    rosters: Rosters | None = None
    reported: Mapping[str, str] | None = None
    house: HouseRule | None = None

    @property
    def today(self) -> date:
        """The day in Asia/Shanghai."""
        return local_day(self.now)
