"""For whom a caller may file (代办申请、窗口登记), asked by pages and drafts before; the filing itself is asked by the engine."""

from dataclasses import dataclass

from flows.cases.deciding import world_of
from flows.resources import Resources
from flows.views.people import Caller
from matters.language.document import Definition
from matters.organisation.proxies import Proxy
from matters.organisation.snapshot import Holder
from matters.who.filing_for import desk_of, is_there, no_mandate
from matters.who.parties import Parties, owners_of
from matters.world import World
from storage.database import Session
from storage.people import proxies


@dataclass(frozen=True, slots=True)
class ForOthers:
    """The mandates and the window of one caller within one session."""

    session: Session
    resources: Resources
    caller: Caller

    @property
    def mandates(self) -> tuple[Proxy, ...]:
        """By which the caller may file today."""
        found = proxies.of_agent(self.session, self.caller.person, self.resources.today)
        return tuple(one for one in found if one.filing)

    def by_mandate(self, matter: Definition, applicant: Holder) -> Proxy | None:
        """The mandate by which the caller may file the matter for the applicant."""
        world = self._world
        fit = (one for one in self.mandates if not no_mandate(one, self.caller.person, applicant, matter, world))
        return next(fit, None)

    def at_window(self, matter: Definition, applicant: Holder) -> str | None:
        """The post under which the caller accepts the matter from the applicant; nobody does so from himself."""
        world = self._world
        body = world.organisation.post(applicant.post).body
        if "window" not in self.caller.roles or applicant.person == self.caller.person:
            return None
        between = (Parties(applicant, body, owner.id) for owner in owners_of(matter, body, world))
        desks = (one for parties in between for one in desk_of(matter, parties, world))
        return next((one.post for one in desks if one.person == self.caller.person), None)

    def may(self, matter: Definition, applicant: Holder) -> bool:
        """Whether the caller may file the matter for the applicant, in one way or the other."""
        if not is_there(applicant, self._world.organisation, self.resources.today):
            return False
        return bool(self.by_mandate(matter, applicant) or self.at_window(matter, applicant))

    @property
    def _world(self) -> World:
        return world_of(self.session, self.resources)
