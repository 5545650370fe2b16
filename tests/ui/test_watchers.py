"""The figures as Prometheus reads them, and who may."""

import asyncio

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette

from tests.ui.serving import Browser
from tests.ui.stub import StubService
from ui import watchers


def test_prometheus_reads_the_figures(browser: Browser) -> None:
    """Without a login, at the root and beside the calls of the API."""
    for path in ("/metrics", "/api/v1/metrics"):
        answer = browser.get(path)
        assert answer.status_code == httpx.codes.OK
        assert answer.headers["content-type"].startswith("text/plain")
        families = {family.name: family for family in text_string_to_metric_families(answer.text)}
        assert families["once_items_open"].samples[0].value == 3
        acts = {sample.labels["operation"]: sample.value for sample in families["once_operations"].samples}
        assert acts == {"TaskDesk.act": 2, 'a"b': 1}


@pytest.mark.parametrize(
    ("address", "allowed", "headers", "status"),
    [
        ("127.0.0.1", "", {}, 200),
        ("::1", "", {}, 200),
        ("127.0.0.1", "", {"X-Forwarded-For": "10.0.0.7"}, 403),
        ("127.0.0.1", "127.0.0.1", {"X-Real-IP": "10.0.0.7"}, 403),
        ("127.0.0.1", "", {"Host": "once.example.gov.cn"}, 403),
        ("10.0.0.7", "", {}, 403),
        ("10.0.0.7", "10.0.0.8, 10.0.0.7", {"X-Forwarded-For": "10.0.0.7", "Host": "once.example.gov.cn"}, 200),
        ("10.0.1.7", "10.0.0.0/24", {}, 403),
        ("fd00::7", "10.0.0.0/24,fd00::/64", {}, 200),
        ("", "0.0.0.0/0", {}, 403),
    ],
)
def test_the_figures_are_closed_to_whoever_is_not_allowed(
    address: str, allowed: str, headers: dict[str, str], status: int
) -> None:
    """This machine may ask for itself, not for a proxy on it; others by their address."""
    app = Starlette(routes=watchers.routes(StubService(), allowed))  # type: ignore[arg-type]  # the stub has the same desks

    async def ask() -> int:
        transport = httpx.ASGITransport(app, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8610") as client:
            return (await client.get("/metrics", headers=headers)).status_code

    assert asyncio.run(ask()) == status
