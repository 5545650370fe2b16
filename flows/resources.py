"""What the service and the effects work with: database, keys, clock, what is behind each port; chosen in `flows.bootstrap`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from typing import Any, TypeVar

from flows.adapters.calendars import statutory_calendar
from flows.adapters.channel import Channel
from flows.adapters.identity import Identity
from flows.adapters.outside import NOTHING_OUTSIDE, Outside
from flows.documents.sealing.sealer import Sealer
from flows.machine.tally import Tally
from flows.refused import RefusedAccess
from flows.settings import Settings
from matters.calendar import Calendar, local_day
from matters.holidays import calendar_of
from matters.language.document import Definition
from matters.lateness import HouseRules
from matters.organisation.snapshot import Organisation
from storage import installations
from storage.database import Database, Session
from storage.definitions import holidays
from storage.definitions import matters as matter_store
from storage.files import FileStore
from storage.installations import Installation
from storage.overseeing import house_rules
from storage.people import organisations
from storage.vault import Vault

T = TypeVar("T")


@dataclass(frozen=True)
class Resources:
    """The real world, injected. `clock` gives aware UTC instants.

    `at_hand`: cases as they were last read, by number; kept while one advance is carried out, and never longer.
    """

    settings: Settings
    database: Database
    files: FileStore
    vault: Vault
    sealer: Sealer
    channel: Channel
    identity: Identity
    clock: Callable[[], datetime]
    outside: Outside = NOTHING_OUTSIDE
    at_hand: dict[str, Any] | None = None
    refused: RefusedAccess = field(default_factory=RefusedAccess)
    tally: Tally = field(default_factory=Tally)
    _kept: dict[Any, Any] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _newest: dict[str, tuple[object, Any]] = field(default_factory=dict)
    _making: Lock = field(default_factory=Lock)

    @property
    def today(self) -> date:
        """The day in Asia/Shanghai."""
        return local_day(self.clock())

    def organisation(self, session: Session, version: int | None = None) -> Organisation:
        """The organisation as it is now, or as it was at a version; once read it is kept, a version cannot change."""
        wanted = version or organisations.latest_version(session) or 0
        found: Organisation = self._keep(("organisation", wanted), lambda: organisations.by_version(session, wanted))
        return found

    def installation(self, session: Session, version: int | None = None) -> Installation:
        """What the office says of itself now, or said at a version; kept likewise."""
        wanted = version or installations.latest_version(session) or 0
        found: Installation = self._keep(("installation", wanted), lambda: installations.by_version(session, wanted))
        return found

    def calendar(self, session: Session, number: int | None = None) -> Calendar:
        """The calendar as it is now, or as it was at a notice; before any is kept, what the product brings."""
        newest = holidays.latest(session) if number is None else number
        found: Calendar = self._keep(("calendar", newest), lambda: _calendar(session, newest))
        return found

    def house_rules(self, session: Session) -> HouseRules:
        """The rules of the house by region as they are now."""
        newest = house_rules.newest(session)
        found: HouseRules = self.newest("house rules", newest, lambda: house_rules.in_force(session))
        return found

    def definition(self, session: Session, digest: str) -> Definition:
        """The definition of that digest; kept likewise."""
        found: Definition = self._keep(("definition", digest), lambda: matter_store.by_digest(session, digest))
        return found

    def newest(self, name: str, state: object, make: Callable[[], T]) -> T:
        """What is made of something in its newest state; what was made of an earlier one is let go."""
        with self._making:
            if self._newest.get(name, (None,))[0] != state:
                self._newest[name] = (state, make())
            made: T = self._newest[name][1]
            return made

    def _keep(self, key: tuple[str, object], read: Callable[[], Any]) -> Any:  # noqa: ANN401 - a cache of several kinds
        with self._lock:
            if self._kept.get(key) is None:
                self._kept[key] = read()
            if self._kept[key] is None:
                raise LookupError(f"no {key[0]} {key[1]}")
            return self._kept[key]


def _calendar(session: Session, newest: int) -> Calendar:
    return calendar_of(holidays.in_force(session, newest), f"notice {newest}") if newest else statutory_calendar()
