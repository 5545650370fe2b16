"""Which runs of the sweeps an executor takes up; with a real Prefect in test_executor."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from flows.runs import flow
from flows.runs.client import ServedFlow
from flows.runs.rounds import Round, Rounds
from tests.storage.samples import NOON


class FakePrefect:
    """Prefect as it was seen to behave: it lets a run be claimed that has ended, if whoever asks has not heard of its end."""

    def __init__(self, *scheduled: str) -> None:
        self.scheduled = list(scheduled)
        self.claimed: list[str] = []

    async def serve(self, flow: ServedFlow) -> str:
        return flow.name

    async def due(self, deployments: Sequence[str], now: datetime) -> tuple[tuple[str, str], ...]:
        return tuple((run, deployments[0]) for run in self.scheduled)

    async def claim(self, run_id: str) -> bool:
        self.claimed.append(run_id)
        if run_id == "taken":
            return False
        self.scheduled.remove(run_id)
        return True

    async def tell(self, lines: Sequence[object]) -> None:
        """Into the log of the run."""


def test_a_run_that_another_executor_has_ended_meanwhile_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each start in the console is one run: a list of what is due is old once the first of it has been done."""
    prefect = FakePrefect("taken", "one", "other")

    async def sweep() -> str:
        if "other" in prefect.scheduled:
            prefect.scheduled.remove("other")  # done elsewhere, as long as this one takes
        return "done"

    monkeypatch.setattr(flow, "run_round", _run_at_once)
    this = Round("housekeeping", 60.0, timedelta(hours=1), sweep)
    resources = cast("Any", SimpleNamespace(clock=lambda: NOON))
    asyncio.run(Rounds(resources, cast("Any", prefect), [this]).look())
    assert prefect.claimed == ["taken", "one"]


async def _run_at_once(part: str, run: str, act: Callable[[], Awaitable[tuple[bool, str]]]) -> str:
    return (await act())[1]
