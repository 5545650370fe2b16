"""`GET /metrics` (运行数据): the figures of the installation as Prometheus reads them, for those who may."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from ipaddress import ip_address, ip_network

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from flows.views.operations import Figure
from ui.session import Service

_CLOSED = "运行数据只供监控所在的地址读取。请在 ONCE_METRICS_FROM 中写明该地址。"
# What a proxy adds: with it, an address of this machine is that of a proxy that nobody has told us of.
_FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host")


def routes(service: Service, allowed: str) -> list[BaseRoute]:
    """At the root and beside the other calls of the API. `allowed`: addresses and networks behind commas."""

    def metrics(request: Request) -> Response:
        if not _may_read(request, allowed):
            return PlainTextResponse(_CLOSED, 403)
        return Response(_text(service.operations.figures()), media_type=CONTENT_TYPE_LATEST)

    return [Route(path, metrics, methods=["GET"]) for path in ("/metrics", "/api/v1/metrics")]


def _may_read(request: Request, allowed: str) -> bool:
    """By the address alone. This machine itself may, unless what it asks came through a proxy from elsewhere."""
    address = request.client.host if request.client else ""
    with suppress(ValueError):
        if ip_address(address).is_loopback:
            return not any(request.headers.get(name) for name in _FORWARDED) and _of_this_machine(request)
        return any(ip_address(address) in ip_network(one.strip()) for one in allowed.split(",") if one.strip())
    return False


def _of_this_machine(request: Request) -> bool:
    name = request.url.hostname or ""
    with suppress(ValueError):
        return ip_address(name).is_loopback
    return name == "localhost"


class _Figures(Collector):
    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        """As Prometheus names them: what counts ends in `_total`."""
        for figure in self._figures:
            family = CounterMetricFamily if figure.kind == "counter" else GaugeMetricFamily
            metric = family(figure.name, figure.meaning, labels=figure.labels)
            for labels, value in sorted(figure.values.items()):
                metric.add_metric(labels, value)
            yield metric


def _text(figures: Iterable[Figure]) -> bytes:
    registry = CollectorRegistry()
    registry.register(_Figures(figures))
    return generate_latest(registry)
