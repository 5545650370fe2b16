"""The console of the Prefect server that we start: it asks no host but its own, whatever is clicked in it.

Its second console is not served, as it was seen to ask others. Of the links that lead elsewhere those to the product stay.
"""

import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from flows.runs.environment import CONSOLE
from flows.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Drawing and starting scripts from strings is Prefect's own habit; what counts is that nothing comes from elsewhere.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; "
    "form-action 'self'; base-uri 'self'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", _POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-dns-prefetch-control", b"off"),
]
_SCRIPT = "links.js"


def create_app() -> "ASGIApp":
    """What uvicorn serves in place of Prefect's own application."""
    import prefect
    from prefect.server.api.server import create_app
    from prefect.settings import get_current_settings

    prefect.__ui_v2_static_path__ = Path("/nonexistent")
    inner = create_app()
    _bind_links(Path(get_current_settings().server.ui.static_directory or "") / "v1", Settings().address)
    return _Guarded(inner)


def _bind_links(console: Path, address: str) -> None:
    """Have the console load our script, which lets nobody go elsewhere; done anew at each start."""
    index = console / "index.html"
    if not index.exists():  # there was no room for it, as Prefect's log says; flows run without
        return
    script = files(__package__).joinpath(_SCRIPT).read_text("utf-8").replace('"ADDRESS"', json.dumps(address))
    (console / _SCRIPT).write_text(script, "utf-8")
    loads, page = f'<script src="{CONSOLE}/{_SCRIPT}"></script>', index.read_text("utf-8")
    if loads not in page:
        index.write_text(page.replace("<head>", f"<head>{loads}", 1), "utf-8")


class _Guarded:
    """Every answer says what a browser may ask for."""

    def __init__(self, inner: "ASGIApp") -> None:
        self._inner = inner

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        async def guarded(message: "Message") -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        await self._inner(scope, receive, guarded)
