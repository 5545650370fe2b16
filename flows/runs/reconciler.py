"""What to do about a run that Prefect left hanging, for it never starts one again: read our ledger, then tell Prefect.

Every step is a conditional update of the ledger, so two reconcilers at once do no harm.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Literal

from flows.cases.calling import doubt_arisen
from flows.cases.reassigning import close_accounts_of_leavers, reassign
from flows.cases.sending import send_notices
from flows.resources import Resources
from flows.runs.client import Prefect, Run
from matters.case.effect_kinds import KINDS
from storage import doubts, ledger
from storage.database import Session
from storage.ledger import EffectClaim, OpenAdvance

Reading = Literal["settled", "doubt", "owed"]

CRASHED = "执行中断，无法确知是否已办，已列为存疑，请在系统中由人工核定"
BROKEN = "执行中断，下一轮照常进行"
COMPLETED = "台账载明事后动作已全部办妥"
SCHEDULED = "执行中断，重新排队"


class Reconciler:
    """Reads the ledger for advances whose executor died, and brings their runs in line."""

    def __init__(self, resources: Resources, prefect: Prefect) -> None:
        self._resources = resources
        self._prefect = prefect

    async def sweep(self) -> int:
        """At start and every minute: put in doubt what nobody can know, follow the organisation, pass notices on, close old runs.

        Returns how many runs that were.
        """
        await asyncio.to_thread(self._put_all_in_doubt)
        await asyncio.to_thread(close_accounts_of_leavers, self._resources)
        await asyncio.to_thread(reassign, self._resources)
        await asyncio.to_thread(send_notices, self._resources)
        # A run younger than a lease may be about to be closed by its own executor.
        before = self._resources.clock() - timedelta(seconds=self._resources.settings.lease_seconds)
        return sum([await self._close(run) for run in await self._prefect.unfinished(before)])

    async def _close(self, run: Run) -> bool:
        match await asyncio.to_thread(self._glance, run):
            case "settled":
                await self._prefect.force_state(run.id, "COMPLETED", COMPLETED)
            case "doubt":
                await self._prefect.force_state(run.id, "CRASHED", CRASHED)
            case "broken":
                await self._prefect.force_state(run.id, "CRASHED", BROKEN)
            case "owed":
                return False
        return True

    async def take_over(self, advance: OpenAdvance, run: Run) -> bool:
        """Make a run that is not scheduled claimable again; the caller holds the advance. False: nothing is left to run."""
        match await asyncio.to_thread(self._read, advance):
            case "settled":
                await self._prefect.force_state(run.id, "COMPLETED", COMPLETED)
                return False
            case "doubt":
                await self._prefect.force_state(run.id, "CRASHED", CRASHED)
                return False
            case "owed":
                await self._prefect.force_state(run.id, "SCHEDULED", SCHEDULED)
                return True

    def _read(self, advance: OpenAdvance) -> Reading:
        with self._resources.database.transaction() as session:
            if self._put_in_doubt(session, lambda claim: claim.advance_id == advance.id):
                return "doubt"
            if ledger.next_effect(session, advance.id):
                return "owed"
            return "settled" if ledger.finish_advance(session, advance.id, self._resources.clock()) else "doubt"

    def _put_all_in_doubt(self) -> None:
        with self._resources.database.transaction() as session:
            self._put_in_doubt(session, lambda claim: True)

    def _glance(self, run: Run) -> Reading | Literal["broken"]:
        with self._resources.database.reading() as session:
            if run.advance is None:
                # Of a sweep; the longest counts last days anew for some minutes.
                lasts = run.begun is not None and self._resources.clock() - run.begun < ledger.FARTHEST
                return "owed" if lasts else "broken"
            if ledger.advance(session, run.advance) is None:
                return "settled"
            doubtful = {found.effect.advance_id for found in doubts.in_doubt(session)}
            return "doubt" if run.advance in doubtful else "owed"

    def _put_in_doubt(self, session: Session, concerns: Callable[[EffectClaim], bool]) -> list[EffectClaim]:
        now = self._resources.clock()
        expired = ledger.expired_claims(session, now)
        unknowable = (claim for claim in expired if not KINDS[claim.effect.kind].replayable and concerns(claim))
        doubtful = [claim for claim in unknowable if doubts.doubt(session, claim, CRASHED, now)]
        for claim in doubtful:
            doubt_arisen(session, self._resources, claim.key)
        return doubtful
