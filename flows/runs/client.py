"""What is asked of Prefect: four calls, what its console is told beside them, and an exception that says it is not there."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, Protocol
from uuid import UUID

import httpx

from matters.case.effect_keys import AdvanceId

if TYPE_CHECKING:
    from prefect.client.orchestration import PrefectClient
    from prefect.client.schemas import OrchestrationResult

StateType = Literal[
    "SCHEDULED", "PENDING", "RUNNING", "COMPLETED", "FAILED", "CANCELLED", "CRASHED", "PAUSED", "CANCELLING"
]


UNDER_WAY: tuple[StateType, ...] = ("PENDING", "RUNNING", "CANCELLING", "PAUSED")


class PrefectAwayError(Exception):
    """Prefect does not answer, or answers that it cannot: what is owed waits in the ledger."""


@dataclass(frozen=True, slots=True)
class WantedRun:
    """A flow run to be; the advance is its key and its only parameter, because the console shows parameters."""

    flow: str
    advance: AdvanceId
    name: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A flow run 流程运行: what the console shows of an advance; never evidence that something happened.

    Without advance: of a sweep, or put there by somebody else. `begun`: when it did, or was to.
    """

    id: str
    state: StateType
    advance: AdvanceId | None
    begun: datetime | None = None


class Prefect(Protocol):
    """The four calls. Each raises `PrefectAwayError` when there is no answer; what was asked may have happened then."""

    async def create(self, wanted: WantedRun) -> Run:
        """The run of that key, new (SCHEDULED) or as it stands."""

    async def claim(self, run_id: str) -> bool:
        """SCHEDULED → PENDING: of several that ask at once exactly one hears yes."""

    async def force_state(self, run_id: str, state: StateType, reason: str) -> None:
        """Set a state against Prefect's rules; a run that was deleted is left so."""

    async def unfinished(self, before: datetime) -> tuple[Run, ...]:
        """Runs that were to start before then and are still under way for all Prefect knows; at most 200."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """A line of a run 运行日志, of a level as in `logging`."""

    run_id: str
    at: datetime
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class RunNote:
    """Something to be looked up in the console (artifact) in Markdown; the newest of a key counts."""

    key: str
    title: str
    text: str
    run_id: str | None = None


@dataclass(frozen=True, slots=True)
class ServedFlow:
    """A flow that is not of a matter, as a deployment: what people call it, what it is for, how often it is to run."""

    flow: str
    name: str
    about: str
    every: timedelta


class Console(Protocol):
    """What is told for people to see. Each call raises `PrefectAwayError` when there is no answer; nobody asks again."""

    async def tell(self, lines: Sequence[RunLine]) -> None:
        """All of them with one request."""

    async def keep(self, note: RunNote) -> None:
        """One note."""

    async def call_flow(self, flow: str, name: str) -> None:
        """Tag a flow with what people call it."""


@asynccontextmanager
async def connected() -> AsyncIterator["PrefectServer"]:
    """The real Prefect over one connection that stays open; flow runs inside use the same one."""
    from prefect.context import AsyncClientContext

    async with AsyncClientContext() as context:
        yield PrefectServer(context.client)


@contextmanager
def speaking() -> Iterator[None]:
    """Turn every way in which Prefect may fail to answer into `PrefectAwayError`."""
    try:
        yield
    except httpx.HTTPStatusError as error:
        raise PrefectAwayError(f"HTTP {error.response.status_code}") from error
    except httpx.TransportError as error:
        raise PrefectAwayError(type(error).__name__) from error


class PrefectServer:
    """All of it over HTTP."""

    def __init__(self, client: "PrefectClient") -> None:
        self._client = client
        self._flows: dict[str, str] = {}

    async def create(self, wanted: WantedRun) -> Run:
        """POST with an idempotency key; created SCHEDULED, because only a scheduled run can be claimed by one alone."""
        with speaking():
            content = {
                "flow_id": await self._flow(wanted.flow),
                "name": wanted.name,
                "parameters": {"advance": str(wanted.advance)},
                "tags": list(wanted.tags),
                "idempotency_key": str(wanted.advance),
                "state": {"type": "SCHEDULED"},
            }
            try:
                answer = (await self._client.request("POST", "/flow_runs/", json=content)).json()
            except httpx.HTTPStatusError:
                self._flows.clear()  # Prefect's database may be a new one, in which the flow has another id
                raise
            return _run(answer)

    async def claim(self, run_id: str) -> bool:
        """Go on only on ACCEPT; everything else means that somebody else has it. A run that has COMPLETED is accepted again."""
        from prefect.states import Pending

        with speaking():
            answer: OrchestrationResult[Any] = await self._client.set_flow_run_state(UUID(run_id), Pending())
        return answer.status.value == "ACCEPT"

    async def force_state(self, run_id: str, state: StateType, reason: str) -> None:
        """Past the orchestration rules: only the reconciler does this."""
        from prefect.client.schemas.objects import State, StateType
        from prefect.exceptions import ObjectNotFound

        with speaking():
            try:
                forced: State[None] = State(type=StateType(state), message=reason)
                await self._client.set_flow_run_state(UUID(run_id), forced, force=True)
            except ObjectNotFound:
                return

    async def unfinished(self, before: datetime) -> tuple[Run, ...]:
        """One filter over all flows."""
        content = {
            "flow_runs": {
                "state": {"type": {"any_": list(UNDER_WAY)}},
                "expected_start_time": {"before_": before.isoformat()},
            },
            "sort": "EXPECTED_START_TIME_ASC",
            "limit": 200,
        }
        with speaking():
            answer = await self._client.request("POST", "/flow_runs/filter", json=content)
        return tuple(_run(found) for found in answer.json())

    async def tell(self, lines: Sequence[RunLine]) -> None:
        """As Prefect's own handler would, which has a thread and a rest of two seconds."""
        content = [
            {
                "name": "once",
                "level": line.level,
                "message": line.text,
                "timestamp": line.at.isoformat(),
                "flow_run_id": line.run_id,
            }
            for line in lines
        ]
        with speaking():
            await self._client.request("POST", "/logs/", json=content)

    async def keep(self, note: RunNote) -> None:
        """An artifact, a new version of its key."""
        content = {"key": note.key, "type": "markdown", "description": note.title, "data": note.text}
        with speaking():
            await self._client.request("POST", "/artifacts/", json=content | {"flow_run_id": note.run_id})

    async def call_flow(self, flow: str, name: str) -> None:
        """The tag in place of those it has."""
        with speaking():
            named = {"id": await self._flow(flow)}
            await self._client.request("PATCH", "/flows/{id}", path_params=named, json={"tags": [name]})

    async def serve(self, served: ServedFlow) -> str:
        """The id of its deployment, which is made if it is not there: a schedule that people have paused stays paused."""
        with speaking():
            named = {"flow_name": served.flow, "deployment_name": served.name}
            try:
                path: Literal["/deployments/name/{flow_name}/{deployment_name}"] = (
                    "/deployments/name/{flow_name}/{deployment_name}"
                )
                return str((await self._client.request("GET", path, path_params=named)).json()["id"])
            except httpx.HTTPStatusError as error:
                if error.response.status_code != httpx.codes.NOT_FOUND:
                    raise
            content = {
                "name": served.name,
                "flow_id": await self._flow(served.flow),
                "description": served.about,
                "schedules": [{"active": True, "schedule": {"interval": served.every.total_seconds()}}],
                "enforce_parameter_schema": False,
            }
            return str((await self._client.request("POST", "/deployments/", json=content)).json()["id"])

    async def due(self, deployments: Sequence[str], now: datetime) -> tuple[tuple[str, str], ...]:
        """Runs of these deployments that are to begin, each with its deployment; asking also says that somebody serves them."""
        content = {"deployment_ids": list(deployments), "scheduled_before": now.isoformat()}
        with speaking():
            answer = await self._client.request("POST", "/deployments/get_scheduled_flow_runs", json=content)
        return tuple((run["id"], run["deployment_id"]) for run in answer.json())

    async def _flow(self, name: str) -> str:
        if name not in self._flows:
            answer = await self._client.request("POST", "/flows/", json={"name": name})
            self._flows[name] = answer.json()["id"]
        return self._flows[name]


def _run(answer: dict[str, Any]) -> Run:
    try:
        advance = AdvanceId.read(str(answer["parameters"].get("advance", "")))
    except ValueError:
        advance = None
    begun = answer.get("start_time") or answer.get("expected_start_time")
    return Run(answer["id"], answer["state_type"], advance, datetime.fromisoformat(begun) if begun else None)
