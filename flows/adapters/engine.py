"""The flow engine (流程引擎) seen from outside: whether it answers."""

import httpx

from flows.settings import Settings

SECONDS = 2.0


def engine_silence(settings: Settings) -> str:
    """What is met instead of an answer, nothing when it answers; asked of its health, which needs no secret."""
    try:
        answer = httpx.get(f"{settings.prefect_api}/health", timeout=SECONDS, trust_env=False)
    except httpx.HTTPError as error:
        return f"没有应答（{type(error).__name__}）"
    return "" if answer.is_success else f"应答 HTTP {answer.status_code}"
