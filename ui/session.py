"""The only door from the web pages to the service: the service itself, who calls, and idempotency keys."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

import streamlit as st
from pydantic import BaseModel

from flows.bootstrap import now, open_service
from flows.machine.logs import begin_request
from flows.service import Service
from flows.settings import Settings
from flows.views.people import Caller
from matters.calendar import SHANGHAI
from matters.errors.base import Refusal
from matters.errors.door import LoginRequired

__all__ = [
    "ADDRESS_HEADER",
    "Door",
    "Service",
    "Settings",
    "caller",
    "close_door",
    "cookie_name",
    "csrf_cookie_name",
    "csrf_token",
    "idempotency_key",
    "install",
    "opened",
    "service",
    "session_digest",
    "today",
]

ADDRESS_HEADER = "X-Once-Address"  # the gate writes it: Streamlit tells no address of this machine
_LOGIN = "once.login"


@dataclass(frozen=True)
class Door:
    """What this process serves. `secure`: browsers reach it over TLS, which decides the cookies' names."""

    service: Service
    secure: bool


_doors: list[Door] = []


def cookie_name(secure: bool) -> str:
    """The login cookie's name. `__Host-` binds it to this host over TLS; plain http on loopback cannot carry that prefix."""
    return "__Host-once_session" if secure else "once_session"


def csrf_cookie_name(secure: bool) -> str:
    """The cookie whose value every form of ours must repeat."""
    return "__Host-once_csrf" if secure else "once_csrf"


@contextmanager
def opened(settings: Settings) -> Iterator[Service]:
    """Open the service for this process, and close it at the end: the one place where ui does so."""
    with open_service(settings) as service:
        yield service


def install(service: Service, *, secure: bool) -> None:
    """Make this service the one that all pages of the process use."""
    _doors[:] = [Door(service, secure)]


def close_door() -> None:
    """Forget the service; pages run afterwards fail loudly."""
    _doors.clear()


def service() -> Service:
    """The service of this process."""
    return _doors[0].service


def session_digest(token: str) -> str:
    """A name for a login session that does not give the token away."""
    return hashlib.sha256(token.encode()).hexdigest()


def caller() -> Caller:
    """Who is at the browser, resolved anew at every call, callbacks included; when nobody is, the run ends here.

    Streamlit lets a browser reconnect to a session it knows the id of, whoever logged in meanwhile: a session that was
    bound to another login is emptied before anything of it is shown.
    """
    begin_request()  # the thread that runs a page knows nothing of the request that it comes from
    token = st.context.cookies.get(cookie_name(_doors[0].secure), "")
    found = service().accounts.resolve(token, st.context.headers.get(ADDRESS_HEADER, ""))
    if isinstance(found, LoginRequired):
        st.session_state.clear()
    if isinstance(found, Refusal):
        _stop(found.message)
    digest = session_digest(token)
    if st.session_state.get(_LOGIN, digest) != digest:
        st.session_state.clear()
        st.query_params.from_dict({})  # what was looked for stands in the address
        _stop("登录人已经变化。请刷新页面后继续。")
    st.session_state[_LOGIN] = digest
    return found


def csrf_token() -> str:
    """What our own forms must send along, such as the one that logs out."""
    return st.context.cookies.get(csrf_cookie_name(_doors[0].secure), "")


def _stop(message: str) -> NoReturn:
    st.error(message)
    st.html('<p><a href="/login">前往登录</a></p>')
    st.stop()


def idempotency_key(operation: str, request: BaseModel | str, *bound_to: object) -> str:
    """The same operation with the same content on the same state has the same key, also after a reload.

    `bound_to` is what makes a deliberate repetition different: the moment a draft was saved, the version of a work item.
    """
    content = request if isinstance(request, str) else request.model_dump_json()
    return hashlib.sha256("\n".join([operation, *map(str, bound_to), content]).encode()).hexdigest()


def today() -> date:
    """The present day in Asia/Shanghai."""
    return now().astimezone(SHANGHAI).date()
