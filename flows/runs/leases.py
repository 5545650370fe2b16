"""Holding advances in our own ledger: what an executor may work on, for how long, and when it may be tried again."""

import os
import secrets
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.resources import Resources
from flows.runs.client import WantedRun
from storage import ledger
from storage.ledger import OpenAdvance

RETRY_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class HeldAdvance:
    """An advance, and the name under which this attempt holds it."""

    advance: OpenAdvance
    owner: str

    @property
    def wanted(self) -> WantedRun:
        """The run that shows it."""
        advance = self.advance
        tags = (f"matter:{advance.matter}", f"case:{advance.case_no}", f"body:{advance.body}")
        return WantedRun(advance.matter, advance.id, f"{advance.case_no} · {advance.label}", tags)

    @property
    def retry_seconds(self) -> float:
        """How long it rests after this attempt: 0.5 s after the first, doubling up to 30 s."""
        return min(RETRY_SECONDS, 0.5 * 2.0 ** min(self.advance.attempts, 10))


class Leases:
    """The leases of one executor. Everything here is a conditional update, so executors need not know each other."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._me = f"{socket.gethostname()}:{os.getpid()}"

    @property
    def seconds(self) -> float:
        """How long a lease runs unless it is renewed."""
        return self._resources.settings.lease_seconds

    def take(self) -> HeldAdvance | None:
        """Hold the oldest open advance that nobody else takes first; nothing when there is none."""
        with self._resources.database.reading() as session:
            waiting = ledger.open_advances(session, self._now(), self._resources.settings.executor_concurrency)
        held = (HeldAdvance(advance, f"{self._me}:{secrets.token_hex(8)}") for advance in waiting)
        return next(filter(self._lease, held), None)

    def renew(self, held: HeldAdvance) -> bool:
        """Hold it longer; false when somebody else has it."""
        with self._resources.database.transaction() as session:
            return ledger.renew(session, held.advance.id, held.owner, self._until())

    def release(self, held: HeldAdvance, rest_seconds: float = 0.0) -> None:
        """Let it go, to be taken again after a rest; one that is settled or held by another is left alone."""
        not_before = self._now() + timedelta(seconds=rest_seconds) if rest_seconds else None
        with self._resources.database.transaction() as session:
            ledger.release(session, held.advance.id, held.owner, not_before)

    def note_run(self, held: HeldAdvance, run_id: str) -> None:
        """Remember the run that shows it."""
        with self._resources.database.transaction() as session:
            ledger.note_run(session, held.advance.id, run_id)

    def _lease(self, held: HeldAdvance) -> bool:
        with self._resources.database.transaction() as session:
            return ledger.lease(session, held.advance.id, held.owner, self._now(), self._until())

    def _now(self) -> datetime:
        return self._resources.clock()

    def _until(self) -> datetime:
        return self._now() + timedelta(seconds=self.seconds)
