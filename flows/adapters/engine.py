"""The flow engine (流程引擎) seen from outside: whether it answers, and why not as far as that is known."""

from dataclasses import dataclass

import httpx

from flows.part_logs import last_end
from flows.settings import Settings

SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class EngineState:
    """Whether Prefect answers 流程引擎状态. `silence`: what was met instead; `ended`: why it ended last, if that is known."""

    silence: str = ""
    ended: str = ""


def engine_state(settings: Settings) -> EngineState:
    """Asked of its health, which needs no secret."""
    try:
        answer = httpx.get(f"{settings.prefect_api}/health", timeout=SECONDS, trust_env=False)
        silence = "" if answer.is_success else f"应答 HTTP {answer.status_code}"
    except httpx.HTTPError as error:
        silence = f"没有应答（{type(error).__name__}）"
    return EngineState(silence, last_end(settings.logs_dir, "prefect")) if silence else EngineState()
