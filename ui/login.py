"""Logging in and out, and one's own password: an opaque cookie, a CSRF token sent twice, and the origin of every form checked."""

import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from flows.views.people import SessionView
from matters.errors.base import Refusal
from matters.errors.door import Invalid, LoginRefused
from ui.gate import PASSWORD, OpenSockets
from ui.own_pages import alert, own_page
from ui.session import Service, cookie_name, csrf_cookie_name, session_digest

MAX_FORM_BYTES = 8_192
_EXPIRED = "页面已过期，请重新填写后提交。"


def local_path(wanted: str) -> str:
    """Where to go after the login: only a path on this host, else the first page."""
    plain = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if plain else "/"


@dataclass(frozen=True)
class Login:
    """The login and logout routes. `secure`: browsers reach us over TLS."""

    service: Service
    sockets: OpenSockets
    secure: bool

    def routes(self) -> list[Route]:
        """What is served."""
        return [
            Route("/login", self.form, methods=["GET"]),
            Route("/login", self.enter, methods=["POST"]),
            Route("/logout", self.leave, methods=["POST"]),
            Route("/logout", self.ask_to_leave, methods=["GET"]),
            Route(PASSWORD, self.ask_password, methods=["GET"]),
            Route(PASSWORD, self.change_password, methods=["POST"]),
        ]

    def form(self, request: Request) -> Response:
        """The login form."""
        return self._form(request, local_path(request.query_params.get("next", "/")))

    async def enter(self, request: Request) -> Response:
        """Check the password and set the cookie; every failure reads the same."""
        if not await self._genuine(request):
            return self._form(request, "/", _EXPIRED, 403)
        form = await request.form()
        wanted = local_path(str(form.get("next", "/")))
        found = await run_in_threadpool(
            self.service.accounts.login,
            str(form.get("username", "")).strip(),
            str(form.get("password", "")),
            request.client.host if request.client else "",
        )
        if not isinstance(found, SessionView):
            return self._form(request, wanted, found.message, 401 if isinstance(found, LoginRefused) else 503)
        response = RedirectResponse(wanted, 303)
        self._set(response, cookie_name(self.secure), found.token)
        return response

    async def leave(self, request: Request) -> Response:
        """End the login session and cut its open websockets."""
        if not await self._genuine(request):
            return self.ask_to_leave(request, 403)
        token = request.cookies.get(cookie_name(self.secure), "")
        await run_in_threadpool(self.service.accounts.logout, token)
        self.sockets.cut(session_digest(token))
        response = RedirectResponse("/login", 303)
        response.delete_cookie(cookie_name(self.secure), secure=self.secure, httponly=True, samesite="lax")
        return response

    def ask_to_leave(self, request: Request, status: int = 200) -> Response:
        """A GET logs nobody out: it asks."""
        csrf = self._csrf(request)
        response = own_page("退出登录", "logout", status, csrf=csrf)
        self._set(response, csrf_cookie_name(self.secure), csrf)
        return response

    def ask_password(self, request: Request, message: str = "", status: int = 200) -> Response:
        """The form for another password; the gate lets nobody see it who is not logged in."""
        csrf = self._csrf(request)
        response = own_page("修改密码", "password", status, blocks=alert(message), csrf=csrf)
        self._set(response, csrf_cookie_name(self.secure), csrf)
        return response

    async def change_password(self, request: Request) -> Response:
        """Change the password of whoever is logged in, and go on to the first page."""
        if not await self._genuine(request):
            return self.ask_password(request, _EXPIRED, 403)
        form = await request.form()
        old, new, again = (str(form.get(name, "")) for name in ("old", "new", "again"))
        if new != again:
            return self.ask_password(request, "两次输入的新密码不一致。请重新输入。", 422)
        token = request.cookies.get(cookie_name(self.secure), "")
        refused = await run_in_threadpool(self._changed, token, request.client.host if request.client else "", old, new)
        return self.ask_password(request, refused, 422) if refused else RedirectResponse("/", 303)

    def _changed(self, token: str, address: str, old: str, new: str) -> str:
        """Why the password was not changed; nothing when it was."""
        who = self.service.accounts.resolve(token, address)
        answer = who if isinstance(who, Refusal) else self.service.accounts.change_password(who, old, new, token)
        if isinstance(answer, Invalid):
            return "".join(problem.message for problem in answer.problems)
        return answer.message if isinstance(answer, Refusal) else ""

    def _form(self, request: Request, wanted: str, message: str = "", status: int = 200) -> Response:
        csrf = self._csrf(request)
        response = own_page("登录", "login", status, blocks=alert(message), csrf=csrf, next=wanted)
        self._set(response, csrf_cookie_name(self.secure), csrf)
        return response

    def _csrf(self, request: Request) -> str:
        """The browser's own token, so that a second open tab stays valid."""
        return request.cookies.get(csrf_cookie_name(self.secure)) or secrets.token_urlsafe(32)

    async def _genuine(self, request: Request) -> bool:
        """A small form from a page of this host, carrying the token of the cookie."""
        if int(request.headers.get("content-length", MAX_FORM_BYTES + 1)) > MAX_FORM_BYTES:
            return False
        if urlsplit(request.headers.get("origin", "")).netloc != request.headers.get("host"):
            return False
        expected = request.cookies.get(csrf_cookie_name(self.secure), "")
        given = str((await request.form()).get("csrf", ""))
        return bool(expected) and secrets.compare_digest(given.encode(), expected.encode())

    def _set(self, response: Response, name: str, value: str) -> None:
        response.set_cookie(name, value, secure=self.secure, httponly=True, samesite="lax", path="/")
