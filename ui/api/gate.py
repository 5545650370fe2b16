"""The ASGI gate before every route: limits bodies while they are read, refuses NUL in addresses, numbers faults."""

import logging
import secrets

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flows.views.cases import MAX_FILE_BYTES
from ui.api.problems import PROBLEM_TYPE, ProblemDocument, fault_document, plain_document
from ui.api.strict_json import MAX_BYTES

_LOG = logging.getLogger(__name__)
_UPLOADS = ("/files", "/verify")
_MULTIPART_ROOM = 64 * 1024
# A client reads the answer only after it has sent its body; closing earlier would reset the connection under the answer.
_DISCARDED = 512 * 1024 * 1024


class ApiGate:
    """Lets a request through, its body counted on the way. Content-Length is looked at first, then every chunk."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        passage = _Passage(_limit(scope), receive, send)
        if "\0" in scope["path"] or b"%00" in scope["query_string"]:
            await passage.refuse(plain_document(400))
        elif _announced(scope) > passage.limit:
            await passage.refuse(plain_document(413))
        else:
            await self._pass(scope, passage)

    async def _pass(self, scope: Scope, passage: "_Passage") -> None:
        try:
            await self._app(scope, passage.receive, passage.send)
        except Exception:
            number = f"E{secrets.token_hex(4).upper()}"
            _LOG.exception("fault %s: %s %s", number, scope["method"], scope["path"].encode())
            if passage.started:
                raise
            await passage.refuse(fault_document(number))
        else:
            if passage.overflowed:
                await passage.refuse(plain_document(413))


class _Passage:
    """Body and answer of one request. After an overflow the application sees a lost client, and its answer is dropped."""

    def __init__(self, limit: int, receive: Receive, send: Send) -> None:
        self.limit = limit
        self.overflowed = False
        self.started = False
        self._receive = receive
        self._send = send
        self._count = 0
        self._more = True

    async def receive(self) -> Message:
        message = await self._next()
        if self._count > self.limit:
            self.overflowed = True
            return {"type": "http.disconnect"}
        return message

    async def _next(self) -> Message:
        message = await self._receive()
        self._count += len(message.get("body", b""))
        self._more = message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        if not self.overflowed:
            self.started = True
            await self._send(message)

    async def refuse(self, document: ProblemDocument) -> None:
        """Answer at once, then read and throw away what the client is still sending."""
        body = document.model_dump_json(exclude_none=True).encode()
        headers = [(b"content-type", PROBLEM_TYPE.encode()), (b"content-length", str(len(body)).encode())]
        await self._send({"type": "http.response.start", "status": document.status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body, "more_body": True})
        while self._more and self._count < _DISCARDED:
            await self._next()
        await self._send({"type": "http.response.body", "body": b""})


def _limit(scope: Scope) -> int:
    return MAX_FILE_BYTES + _MULTIPART_ROOM if scope["path"].endswith(_UPLOADS) else MAX_BYTES


def _announced(scope: Scope) -> int:
    announced = Headers(scope=scope).get("content-length", "")
    return int(announced) if announced.isascii() and announced.isdigit() else 0
