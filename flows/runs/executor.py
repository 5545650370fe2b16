"""The executor: has every open advance carried by one Prefect run; long-lived, async only because Prefect is."""

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import NoReturn

from flows.adapters.identity import LOCK_MINUTES
from flows.bootstrap import open_resources
from flows.cases.alarms import ring
from flows.cases.cancelling import carry_cancellations
from flows.cases.editions import catch_up
from flows.cases.recounting import recount
from flows.cases.renewing import call_to_renew
from flows.charges.telling import remind as remind_of_charges
from flows.effects.carrying import Carried, carry_out
from flows.housekeeping import forget_uploads
from flows.lateness.telling import tell_late
from flows.machine.logs import set_up_logging
from flows.machine.part_logs import refusal
from flows.machine.parts import BEAT_SECONDS
from flows.rating.telling import remind as remind_of_ratings
from flows.reporting.telling import remind
from flows.resources import Resources
from flows.runs.calls_for_help import CallsForHelp
from flows.runs.client import PrefectAwayError, PrefectServer, connected
from flows.runs.environment import prefect_environment
from flows.runs.leases import HeldAdvance, Leases
from flows.runs.reconciler import Reconciler
from flows.runs.rounds import LOOK_SECONDS, Round, Rounds
from flows.runs.showing import Showing
from flows.settings import Settings, UnfitError
from flows.watching import Watch
from storage.database import LOG_BYTES
from storage.people import accounts

IDLE_SECONDS = 0.2  # one indexed read; half of it is added to the way from the last approval to the sealed PDF
AWAY_SECONDS = (0.5, 1.0, 2.0, 4.0)  # rests while Prefect is away; asking a closed port costs next to nothing
FAULT_SECONDS = 5.0
SWEEP_SECONDS = 60.0
ALARM_SECONDS = 60.0  # alarms are of a day; one indexed read
WAITING_SECONDS = 15.0
SHOW_SECONDS = 1.0
LATENESS_SECONDS = 600.0  # of a day as well, but a sweep over 100,000 open cases takes a second or more
FORGET_SECONDS = 3600.0
CHECKPOINT_IDLE_SECONDS = 5.0
CHECKPOINT_BUSY_SECONDS = 30.0
GRACE_SECONDS = 3.5  # an effect takes 0.1 s; who waits for the executor to end waits 5 s, one of them for the console

log = logging.getLogger("once.executor")


class Executor:
    """Works until told to stop. Its hands: 1 on Prefect's SQLite, which stalls for seconds at 2; 2 to 4 on PostgreSQL."""

    def __init__(self, resources: Resources, prefect: PrefectServer, stop: asyncio.Event) -> None:
        self._resources = resources
        self._prefect = prefect
        self._stop = stop
        self._leases = Leases(resources)
        self._reconciler = Reconciler(resources, prefect)
        self._showing = Showing(resources, prefect)
        self._rounds = (
            Round("reconciling", SWEEP_SECONDS, timedelta(minutes=10), self._sweep),
            Round("alarms", ALARM_SECONDS, timedelta(minutes=10), self._ring),
            Round("lateness", LATENESS_SECONDS, timedelta(hours=1), self._tell_late),
            Round("housekeeping", FORGET_SECONDS, timedelta(hours=1), self._forget),
        )
        self._times_away = 0
        self._calls = CallsForHelp(resources)
        self._watch, self._swept = Watch(resources, "executor"), set[str]()
        self._worked_at = self._checkpointed_at = 0.0

    async def serve(self) -> bool:
        """False when a hand could not put its work down in time: its lease then runs out by itself."""
        hands = [self._again(0.0, self._next) for _ in range(self._resources.settings.executor_concurrency)]
        duties = [
            self._again(BEAT_SECONDS, self._look),
            self._again(1.0, self._checkpoint, "checkpoints"),
            *(self._again(one.seconds, one.act, one.part) for one in self._rounds),
            self._again(LOOK_SECONDS, Rounds(self._resources, self._prefect, self._rounds).look),
            self._again(WAITING_SECONDS, self._call_for_help),
            self._again(SHOW_SECONDS, self._show),
        ]
        with self._showing.gathering():
            tasks = [asyncio.create_task(part) for part in (*duties, *hands)]
            await self._stop.wait()
            _, late = await asyncio.wait(tasks, timeout=GRACE_SECONDS)
            with suppress(PrefectAwayError, TimeoutError):
                await asyncio.wait_for(self._showing.send(), SHOW_SECONDS)
        return not late

    async def _again(self, seconds: float, act: Callable[[], Awaitable[object]], sweep: str = "") -> None:
        """Do it again and again; a fault is logged and followed by a rest, never the end of the executor."""
        while not self._stop.is_set():
            try:
                await act()
                self._swept.add(sweep)
                await self._rest(seconds)
            except PrefectAwayError as error:
                await self._rest_while_away(error)
            except Exception:
                log.exception("执行器出错，%s 秒后重试", FAULT_SECONDS)
                await self._rest(FAULT_SECONDS)

    async def _next(self) -> None:
        held = await asyncio.to_thread(self._leases.take)
        if held is None:
            await self._rest(IDLE_SECONDS)
            return
        rest_seconds = held.retry_seconds
        try:
            async with self._renewing(held):
                if await self._carry(held) in {"settled", "doubt"}:
                    rest_seconds = 0.0
            self._times_away = 0
        except PrefectAwayError:
            rest_seconds = 0.0
            raise
        finally:
            self._worked_at = asyncio.get_running_loop().time()
            await asyncio.to_thread(self._leases.release, held, rest_seconds)

    async def _carry(self, held: HeldAdvance) -> Carried | None:
        """One run of one advance; nothing when the run went to somebody else."""
        from flows.runs.flow import Performance

        run = await self._prefect.create(held.wanted)
        if run.id != held.advance.run_id:
            await asyncio.to_thread(self._leases.note_run, held, run.id)
        if run.state != "SCHEDULED" and not await self._reconciler.take_over(held.advance, run):
            return "settled"
        if not await self._prefect.claim(run.id):
            return None
        performance = Performance(partial(carry_out, self._resources, owner=held.owner))
        with self._showing.of(run.id, held.advance):
            await performance.run(held.advance.matter, run.id)
        return performance.verdict

    @asynccontextmanager
    async def _renewing(self, held: HeldAdvance) -> AsyncIterator[None]:
        renewal = asyncio.create_task(self._renew(held))
        try:
            yield
        finally:
            renewal.cancel()
            with suppress(asyncio.CancelledError):
                await renewal

    async def _renew(self, held: HeldAdvance) -> None:
        while True:
            await asyncio.sleep(self._leases.seconds / 3)
            await asyncio.to_thread(self._leases.renew, held)

    async def _sweep(self) -> str:
        mended = await self._reconciler.sweep()
        self._times_away = 0
        return f"对账完毕，更正运行 {mended} 个"

    async def _look(self) -> None:
        swept, self._swept = self._swept - {""}, set()
        await asyncio.to_thread(self._watch.look, swept)

    async def _ring(self) -> str:
        # First: what is rung waits for the last days that hold now.
        moved = await asyncio.to_thread(recount, self._resources)
        rung = await asyncio.to_thread(ring, self._resources)
        followed = await asyncio.to_thread(catch_up, self._resources)
        ended = await asyncio.to_thread(carry_cancellations, self._resources)
        return (
            f"处理到期 {rung} 项，重新计算期限 {moved} 项，因事项取消终止 {ended} 件，实施清单随目录更新 {followed} 份"
        )

    async def _tell_late(self) -> str:
        told = await asyncio.to_thread(tell_late, self._resources)
        return f"期限督促 {told} 项"

    async def _show(self) -> None:
        """When no hand has worked for a while: beside one, Prefect's SQLite was seen to answer it that it is locked."""
        if asyncio.get_running_loop().time() - self._worked_at >= SHOW_SECONDS:
            await self._showing.send()

    async def _call_for_help(self) -> None:
        await asyncio.to_thread(self._calls.look)

    async def _forget(self) -> str:
        await asyncio.to_thread(_forget_old_logins, self._resources)
        forgotten = await asyncio.to_thread(forget_uploads, self._resources)
        await asyncio.to_thread(call_to_renew, self._resources)
        reminded = await asyncio.to_thread(remind, self._resources)
        rated = await asyncio.to_thread(remind_of_ratings, self._resources)
        charged = await asyncio.to_thread(remind_of_charges, self._resources)
        done = f"清除失效的登录，清除无用的文件 {forgotten} 个，提醒应报单位 {reminded} 个"
        return f"{done}，评价通知 {rated} 人，督办提醒 {charged} 件"

    async def _checkpoint(self) -> None:
        now = asyncio.get_running_loop().time()
        idle = now - self._worked_at > CHECKPOINT_IDLE_SECONDS
        due = CHECKPOINT_IDLE_SECONDS if idle else CHECKPOINT_BUSY_SECONDS
        if now - self._checkpointed_at > due or self._resources.database.log_bytes() > LOG_BYTES:
            self._checkpointed_at = now
            await asyncio.to_thread(self._resources.database.checkpoint)

    async def _rest_while_away(self, error: PrefectAwayError) -> None:
        if self._times_away == 0:
            log.warning("Prefect 暂不可用（%s），事后动作在台账中等候", error)
        rest = AWAY_SECONDS[min(self._times_away, len(AWAY_SECONDS) - 1)]
        self._times_away += 1
        await self._rest(rest)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)


def _forget_old_logins(resources: Resources) -> None:
    """Logins that have ended, and failed ones that no longer count towards a lock."""
    now = resources.clock()
    with resources.database.transaction() as session:
        accounts.forget_expired(session, now, attempts_before=now - timedelta(minutes=LOCK_MINUTES))


async def _serve(resources: Resources, stop: asyncio.Event) -> bool:
    async with connected() as prefect:
        return await Executor(resources, prefect, stop).serve()


def main(settings: Settings) -> NoReturn:
    """Run the executor until SIGTERM or SIGINT; ends within 5 s, with its leases given back."""
    set_up_logging(settings, "executor")
    try:
        os.environ.update(prefect_environment(settings))
        with open_resources(settings) as resources:
            put_down = _run_until_signal(resources)
    except UnfitError as error:
        sys.exit(refusal(error))
    logging.shutdown()
    # A thread that hangs in an effect, or one of Prefect's that drains its events, would hold the process; leases run out.
    os._exit(0 if put_down else 1)


def _run_until_signal(resources: Resources) -> bool:
    """The event loop has a thread of its own: in the main thread Prefect would answer SIGTERM by crashing the run."""
    loop, stop, put_down = asyncio.new_event_loop(), asyncio.Event(), list[bool]()
    worker = threading.Thread(target=lambda: put_down.append(loop.run_until_complete(_serve(resources, stop))))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    worker.daemon = True
    worker.start()
    worker.join()
    return put_down == [True]


if __name__ == "__main__":
    main(Settings())
