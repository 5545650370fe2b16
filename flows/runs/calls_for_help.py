"""Administrators hear of it when effects wait: once until nothing waits any more, then at most every hour."""

from datetime import datetime, timedelta

from flows.cases.calling import CALLED_AFTER, effects_waiting
from flows.resources import Resources
from storage import ledger

CALL_AGAIN = timedelta(hours=1)


class CallsForHelp:
    """Looks at what waits, and remembers whether somebody was called."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._called: datetime | None = None

    def look(self) -> None:
        """Call if it is time."""
        now = self._resources.clock()
        with self._resources.database.reading() as session:
            backlog = ledger.backlog(session)
        if backlog.waited(now) <= CALLED_AFTER:
            self._called = None
        elif self._called is None or now - self._called >= CALL_AGAIN:
            with self._resources.database.transaction() as session:
                effects_waiting(session, self._resources, backlog)
            self._called = now
