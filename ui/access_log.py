"""The access log (访问日志): one line for each answer, without who asked and without what was asked for in the query."""

import logging
import time

from starlette.types import Message, Scope, Send

_LOG = logging.getLogger("once.access")
_QUIET = ("/assets/", "/static/", "/healthz", "/readyz", "/metrics", "/_stcore/health")


def logged(scope: Scope, send: Send) -> Send:
    """`send` that logs the answer once it begins; what browsers keep and what watchers ask all day is left out."""
    begun = time.perf_counter()
    if scope["path"].startswith(_QUIET):
        return send

    async def noted(message: Message) -> None:
        if message["type"] == "http.response.start":
            spent = round((time.perf_counter() - begun) * 1000)
            path = scope["path"].encode("unicode_escape").decode()
            said = {"method": scope["method"], "path": path, "status": message["status"], "ms": spent}
            _LOG.info("访问", extra=said)
        await send(message)

    return noted
