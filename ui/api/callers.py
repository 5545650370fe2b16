"""Who calls: a bearer token or the login cookie, resolved by the service on every request."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from flows.service import Service
from flows.views.people import Caller
from matters.errors.door import LoginRequired
from ui.api.problems import Refused, given, plain_document
from ui.api.scopes import scope_of
from ui.session import cookie_name

_READING = ("GET", "HEAD")
_bearer = HTTPBearer(auto_error=False, description="登录会话或接口令牌")
_cookie = APIKeyCookie(
    name=cookie_name(secure=False),
    auto_error=False,
    description=f"登录页面写入的会话；经 TLS 访问时名为 {cookie_name(secure=True)}",
)


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


def _token(
    request: Request,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    plain_cookie: Annotated[str | None, Depends(_cookie)],
) -> str:
    """The token presented. A browser adds the cookie by itself, so a change must also show that our page sent it."""
    if bearer:
        return bearer.credentials
    over_tls = request.url.scheme == "https"
    cookie = request.cookies.get(cookie_name(secure=True)) or (None if over_tls else plain_cookie)
    if not cookie:
        return given(LoginRequired())
    if request.method not in _READING and not _from_our_page(request):
        raise Refused(plain_document(403))
    return cookie


def _from_our_page(request: Request) -> bool:
    origin = request.headers.get("origin", "")
    same = bool(origin) and urlsplit(origin).netloc == request.headers.get("host")
    return same or request.headers.get("x-requested-with") == "once"


def address_of(request: Request) -> str:
    """Where the request comes from."""
    return request.client.host if request.client else ""


ServiceHere = Annotated[Service, Depends(_service)]
Token = Annotated[str, Depends(_token)]


def _caller(request: Request, service: ServiceHere, token: Token) -> Caller:
    return given(service.accounts.resolve(token, address_of(request), scope_of(request.scope["route"])))


CallerHere = Annotated[Caller, Depends(_caller)]
