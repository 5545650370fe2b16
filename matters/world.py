"""The world as it is while a command is decided: organisation, calendar, the instant, and what the case says now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from matters.calendar import Calendar, local_day
from matters.organisation import Organisation


@dataclass(frozen=True)
class World:
    """Everything a decision may look at besides definition, case and command. `now` is aware."""

    organisation: Organisation
    calendar: Calendar
    now: datetime
    answers: Mapping[str, Any] = field(default_factory=dict)
    materials: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day in Asia/Shanghai."""
        return local_day(self.now)
