"""The Prefect flow of every matter: one generic body that has the effects of one advance carried out; and that of a sweep."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Literal
from uuid import UUID

from prefect import Flow, State
from prefect.client.orchestration import get_client
from prefect.exceptions import Abort
from prefect.flow_engine import run_flow_async
from prefect.states import Completed, Failed

from flows.effects.carrying import Carried
from flows.runs.client import speaking
from matters.case.effect_keys import AdvanceId

_SHOWN: dict[Literal["settled", "waiting", "failed", "doubt"], Callable[[], State[Any]]] = {
    "settled": lambda: Completed(message="事后动作已全部办妥"),
    "waiting": lambda: Failed(name="Waiting", message="有事后动作尚未办妥，稍后自动再办"),
    "failed": lambda: Failed(name="Faulted", message="有事后动作出错，稍后自动再试，故障编号见台账"),
    "doubt": lambda: Failed(name="InDoubt", message="有事后动作存疑，请在系统中由人工核定"),
}


class Performance:
    """One flow run of one advance; remembers the verdict, because a state of Prefect's is never evidence."""

    def __init__(self, carry_out: Callable[[AdvanceId], Carried]) -> None:
        self._carry_out = carry_out
        self.verdict: Carried | None = None

    async def run(self, matter: str, run_id: str) -> None:
        """Run a claimed flow run to its end; raises what the effects raised, and `PrefectAwayError`."""
        await _run_claimed(self._body, matter, run_id)

    async def _body(self, advance: str) -> State[Any]:
        verdict = await asyncio.to_thread(self._carry_out, AdvanceId.read(advance))
        self.verdict = verdict
        if verdict == "lost":
            raise Abort("another executor carries this advance")
        return _SHOWN[verdict]()


async def run_round(flow: str, run_id: str, act: Callable[[], Awaitable[tuple[bool, str]]]) -> str:
    """Run a claimed round of a sweep; what it came to, and nothing when the console has taken the run away."""
    said = ""

    async def body() -> State[Any]:
        nonlocal said
        well, said = await act()
        return Completed(message=said) if well else Failed(message=said)

    await _run_claimed(body, flow, run_id)
    return said


async def _run_claimed(body: Callable[..., Awaitable[State[Any]]], name: str, run_id: str) -> None:
    # A sync flow would cost one second more (a thread joined at its end), a task one stall on SQLite.
    flow = Flow(body, name=name, retries=0, persist_result=False, validate_parameters=False)
    with speaking():
        run = await get_client().read_flow_run(UUID(run_id))
        try:
            await run_flow_async(flow, flow_run=run, parameters=run.parameters, return_type="state")
        except Abort:  # somebody else set the run's state: the console's word, not ours
            return
