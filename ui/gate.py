"""The gate in front of every page, file and websocket: deny by default, one login check per request and per frame."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flows.machine.logs import REQUEST, begin_request
from flows.views.cases import MAX_FILE_BYTES
from flows.views.people import Caller
from matters.errors.base import Refusal
from matters.errors.door import LoginRequired
from ui import arrivals
from ui.access_log import logged
from ui.api.problems import plain_document, problem_response
from ui.arrivals import Arrivals
from ui.bounds import PatientReceive, RequestsInAMinute
from ui.session import ADDRESS_HEADER, session_digest
from ui.shell.page import rewritten

Resolve = Callable[[str, str], Caller | Refusal]

PUBLIC = frozenset({"/login", "/logout", "/verify", "/root.pem", "/root.crl", "/healthz", "/readyz", "/metrics"})
API = "/api/v1/"  # asks for login and origin itself, call by call, and refuses in its own form
PUBLIC_PREFIXES = ("/assets/", "/static/", API)
CACHED_PREFIXES = ("/assets/", "/static/")
CLOSED_PREFIXES = ("/_stcore/agent", "/_stcore/metrics")  # Streamlit's machine interfaces; our API is the only one
_ADDRESS = ADDRESS_HEADER.lower().encode()
IDENTITY_HEADERS = frozenset(
    {
        _ADDRESS,
        b"x-once-person",
        b"x-once-user",
        b"x-forwarded-user",
        b"x-remote-user",
        b"remote-user",
        b"x-forwarded-email",
    }
)
REQUEST_HEADER = "X-Request-Id"  # a proxy may name the request; the answer says under which name it is logged
PASSWORD = "/password"  # the one page that is open to a login with an initial password
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY_VIOLATION, GOING_AWAY = 1008, 1001
_LATE = 0.1  # seconds: the loop counts whole milliseconds, and a timer one too early would find nobody gone yet
SHELL_CSP = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob: data:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS = {
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass
class OpenSockets:
    """The open websockets by login session, so that a logout can cut them."""

    _alarms: dict[str, set[asyncio.Event]] = field(default_factory=lambda: defaultdict(set))

    @contextmanager
    def watched(self, digest: str) -> Iterator[asyncio.Event]:
        """An event that is set when the login session ends."""
        alarm = asyncio.Event()
        self._alarms[digest].add(alarm)
        try:
            yield alarm
        finally:
            self._alarms[digest].discard(alarm)
            if not self._alarms[digest]:
                del self._alarms[digest]

    def cut(self, digest: str) -> None:
        """Cut all websockets of that login session."""
        for alarm in self._alarms.get(digest, ()):
            alarm.set()


@dataclass(frozen=True)
class Gate:
    """Pure ASGI middleware. `cookie` is the login cookie's name, `secure` whether browsers reach us over TLS."""

    app: ASGIApp
    resolve: Resolve
    cookie: str
    secure: bool
    sockets: OpenSockets
    arrivals: Arrivals
    requests: RequestsInAMinute = field(default_factory=RequestsInAMinute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let start-up through; everything else by its kind."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        own = [pair for pair in scope["headers"] if pair[0].lower() not in IDENTITY_HEADERS]
        scope = {**scope, "headers": [*own, (_ADDRESS, _address(scope).encode())]}
        handle = self._websocket if scope["type"] == "websocket" else self._http
        await handle(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        begin_request(Headers(scope=scope).get(REQUEST_HEADER, ""))
        receive = patient = PatientReceive(receive)
        send = answering = _Answering(self._with_headers(scope["path"], logged(scope, send)), patient)
        try:
            await self._served(scope, receive, send)
        except ClientDisconnect:
            if not patient.late:
                raise
        if patient.late and not answering.begun:
            await PlainTextResponse("请求内容迟迟没有传完，已中止。请重新提交。", 408)(scope, receive, send)

    async def _served(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = self._too_many(scope) or await self._refused(scope)
        if refused is not None:
            await refused(scope, receive, send)
        elif _wants_page(scope):
            await rewritten(self.app, scope, receive, send)
        elif scope["path"].startswith(arrivals.PATH):
            await self._upload(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _too_many(self, scope: Scope) -> Response | None:
        """Whoever asks too often waits for the next minute; what browsers keep by themselves is not counted."""
        token = self._token(scope) or Headers(scope=scope).get("authorization", "")
        login = session_digest(token) if token else ""
        if scope["path"].startswith(CACHED_PREFIXES) or not self.requests.too_many(login, _address(scope)):
            return None
        wait = {"Retry-After": "60"}
        if scope["path"].startswith(API):
            return problem_response(plain_document(429), wait)
        return PlainTextResponse("请求过于频繁，请一分钟后再试。", 429, headers=wait)

    async def _refused(self, scope: Scope) -> Response | None:
        """Why the request goes no further; who it comes from is written down where it does."""
        path = scope["path"]
        if _odd(path) or path.startswith(CLOSED_PREFIXES):
            return PlainTextResponse("没有这个地址。请核对地址，或者返回首页。", 404)
        if _foreign(scope, self._token(scope)):
            return PlainTextResponse("请求来源不符，已拒绝。请从本系统页面重新操作。", 403)
        if path in PUBLIC or path.startswith(PUBLIC_PREFIXES):
            return None
        found = await self._caller(scope)
        if first := _first_of_all(scope, found):
            return first
        scope["once.caller"] = found
        return None

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An upload to Streamlit: of the login's own session, of a told size, and counted before it is read."""
        login = session_digest(self._token(scope))
        refused = self.arrivals.refusal(scope, login)
        if refused:
            await _read_away(receive)  # a browser reads the answer only once it has sent everything
            await PlainTextResponse(refused[1], refused[0])(scope, receive, send)
            return
        with self.arrivals.coming(scope, login):
            await self.app(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A websocket without login never reaches Streamlit: it is closed before it is accepted."""
        origin = Headers(scope=scope).get("origin")
        foreign = origin is None or not _same_host(scope, origin)
        if foreign or _odd(scope["path"]) or not _settled(await self._caller(scope)):
            await receive()
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        with self.sockets.watched(session_digest(self._token(scope))) as alarm:
            await self.app(scope, self._checked(scope, receive, send, alarm), send)
        self.arrivals.left(for_good=scope.get("once.closed") == GOING_AWAY)
        self.arrivals.drop_gone()
        asyncio.get_running_loop().call_later(arrivals.SECONDS_TO_COME_BACK + _LATE, self.arrivals.drop_gone)

    def _checked(self, scope: Scope, receive: Receive, send: Send, alarm: asyncio.Event) -> Receive:
        """`receive` that asks for the login again at every frame and ends at once when the login session does."""

        async def checked() -> Message:
            message = await _first(receive, alarm)
            if message is not None and message["type"] != "websocket.receive":
                scope["once.closed"] = message.get("code")
                return message
            if message is None or isinstance(await self._caller(scope), LoginRequired):
                await send({"type": "websocket.close", "code": POLICY_VIOLATION})
                return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}
            return message

        return checked

    async def _caller(self, scope: Scope) -> Caller | Refusal:
        token = self._token(scope)
        if not token:
            return LoginRequired()
        return await asyncio.to_thread(self.resolve, token, _address(scope))

    def _token(self, scope: Scope) -> str:
        return cookie_parser(Headers(scope=scope).get("cookie", "")).get(self.cookie, "")

    def _with_headers(self, path: str, send: Send) -> Send:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(path, MutableHeaders(scope=message))
            await send(message)

        return with_headers

    def _dress(self, path: str, headers: MutableHeaders) -> None:
        for name, value in HEADERS.items():
            headers[name] = value
        headers[REQUEST_HEADER] = REQUEST.get()
        if not path.startswith(CACHED_PREFIXES):
            headers["Cache-Control"] = "no-store"
        if "text/html" in headers.get("content-type", ""):
            headers.setdefault("Content-Security-Policy", SHELL_CSP)
        if self.secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"


class _Answering:
    """`send` that knows whether the answer has begun; after a body that did not come the connection is closed."""

    def __init__(self, send: Send, patient: PatientReceive) -> None:
        self.begun = False
        self._send = send
        self._patient = patient

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            if self._patient.late:
                MutableHeaders(scope=message)["Connection"] = "close"
        await self._send(message)


def _address(scope: Scope) -> str:
    """Where the request comes from."""
    host: str = (scope.get("client") or ("",))[0]
    return host


def _settled(found: Caller | Refusal) -> bool:
    """Logged in, and not with an initial password."""
    return isinstance(found, Caller) and not found.must_change


async def _first(receive: Receive, alarm: asyncio.Event) -> Message | None:
    """The next message, or nothing when the alarm comes first."""
    message, alarmed = asyncio.ensure_future(receive()), asyncio.ensure_future(alarm.wait())
    try:
        await asyncio.wait({message, alarmed}, return_when=asyncio.FIRST_COMPLETED)
        return None if alarmed.done() else message.result()
    finally:
        message.cancel()
        alarmed.cancel()


async def _read_away(receive: Receive) -> None:
    """Throw away the body of a refused upload as it comes, but not without end."""
    read = 0
    while read <= MAX_FILE_BYTES + arrivals.FRAME:
        message = await receive()
        read += len(message.get("body", b""))
        if not message.get("more_body"):
            return


def _odd(path: str) -> bool:
    """Paths that a later layer might read in another way than the gate does."""
    return not {".", ".."}.isdisjoint(path.split("/")) or "//" in path or "\\" in path or not path.isprintable()


def _wants_page(scope: Scope) -> bool:
    """A browser that opens one of Streamlit's pages."""
    path = scope["path"]
    own = path in PUBLIC or path.startswith(
        (
            *PUBLIC_PREFIXES,
            "/files/",
            "/looks/",
            "/forms/",
            "/documents/",
            "/previews/",
            "/_stcore/",
            "/media/",
            PASSWORD,
        )
    )
    return not own and scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")


def _foreign(scope: Scope, token: str) -> bool:
    """A changing request that comes from another site, or one with a login cookie that does not say where it is from."""
    if scope["method"] in SAFE_METHODS or scope["path"].startswith(API):
        return False
    origin = Headers(scope=scope).get("origin")
    return bool(token) if origin is None else not _same_host(scope, origin)


def _same_host(scope: Scope, origin: str) -> bool:
    return urlsplit(origin).netloc == Headers(scope=scope).get("host", "")


def _first_of_all(scope: Scope, found: Caller | Refusal) -> Response | None:
    """To log in, and to change an initial password: pages lead there, anything else is told so."""
    page = _wants_page(scope) or (scope["path"] == PASSWORD and scope["method"] == "GET")
    if isinstance(found, LoginRequired):
        return _to_login(scope) if page else PlainTextResponse(found.message, 401)
    if isinstance(found, Refusal):
        return PlainTextResponse(found.message, 503, headers={"Retry-After": "5"})
    if found.must_change and scope["path"] != PASSWORD:
        return RedirectResponse(PASSWORD, 303) if page else PlainTextResponse("请先修改初始密码。", 403)
    return None


def _to_login(scope: Scope) -> Response:
    query = scope.get("query_string", b"").decode("latin-1")
    wanted = scope["path"] + (f"?{query}" if query else "")
    return RedirectResponse(f"/login?next={quote(wanted, safe='/')}", 303)
