"""The sweeps of the executor (例行工作) as scheduled flows: seen, started and paused in Prefect's console as any deployment is.

The executor does them by its own clock besides, so that none waits for Prefect. Each is safe against itself: started twice at
once it is two rounds, of which the second finds nothing left to do.
"""

import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flows.machine.parts import NAMED
from flows.resources import Resources
from flows.runs.client import PrefectServer, RunLine, ServedFlow

LOOK_SECONDS = 5.0  # whoever presses “Run” waits no longer for it
SERVE_SECONDS = 600.0  # Prefect's database may be a new one by then

log = logging.getLogger("once.executor")


@dataclass(frozen=True, slots=True)
class Round:
    """One sweep: `seconds` by the executor's clock, `shown_every` by Prefect's. What it came to is said in a sentence."""

    part: str
    seconds: float
    shown_every: timedelta
    act: Callable[[], Awaitable[str]]

    @property
    def served(self) -> ServedFlow:
        """How Prefect is to show and schedule it."""
        part = NAMED[self.part]
        about = (
            f"{part.word}。执行器另按自己的时钟每 {self.seconds:.0f} 秒做一次，不依赖本计划；停了的后果：{part.harm}。"
        )
        return ServedFlow(self.part, part.word, about, self.shown_every)


class Rounds:
    """Those of one executor. Of several executors one claims a run."""

    def __init__(self, resources: Resources, prefect: PrefectServer, rounds: Sequence[Round]) -> None:
        self._clock = resources.clock
        self._prefect = prefect
        self._rounds = rounds
        self._served: dict[str, Round] = {}
        self._served_at = 0.0

    async def look(self) -> None:
        """Take up what is due, one after the other.

        Asked anew after each: Prefect lets a run that has ended be claimed once more, and the next one may have ended meanwhile.
        """
        if not self._served or time.monotonic() - self._served_at > SERVE_SECONDS:
            self._served = {await self._prefect.serve(one.served): one for one in self._rounds}
            self._served_at = time.monotonic()
        seen = set[str]()
        while new := [one for one in await self._prefect.due(tuple(self._served), self._clock()) if one[0] not in seen]:
            run, deployment = new[0]
            seen.add(run)
            if await self._prefect.claim(run):
                await self._do(self._served[deployment], run)

    async def _do(self, this: Round, run: str) -> None:
        from flows.runs.flow import run_round

        began = time.monotonic()
        if said := await run_round(this.part, run, lambda: _guarded(this)):
            text = f"{said}，用时 {time.monotonic() - began:.2f} 秒"
            await self._prefect.tell([RunLine(run, self._clock(), logging.INFO, text)])


async def _guarded(this: Round) -> tuple[bool, str]:
    """What it came to. The text of an exception is not for the console."""
    try:
        return True, await this.act()
    except Exception:
        log.exception("%s出错", NAMED[this.part].word)
        return False, "出错，详见执行器的日志"
