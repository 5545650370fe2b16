"""The web application: one ASGI process with the gate, our own routes, the HTTP API and Streamlit's pages."""

import asyncio
import gc
import logging
import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp
from streamlit import config
from streamlit.starlette import App

from flows.adapters.identity import LOCAL_MACHINE
from flows.machine.logs import set_up_logging
from flows.machine.part_logs import refusal
from flows.machine.parts import BEAT_SECONDS
from flows.settings import UnfitError
from ui import downloads, public, watchers
from ui.api import create_api
from ui.arrivals import Arrivals
from ui.bounds import RequestsInAMinute
from ui.gate import Gate, OpenSockets
from ui.login import Login
from ui.packed import PackedFiles
from ui.session import Service, Settings, close_door, cookie_name, install, opened
from ui.shell import frame as _pages  # noqa: F401  # imported once, before the objects are frozen
from ui.shell.runs import install_whole_runs
from ui.shell.themes import install_kept_themes

logger = logging.getLogger(__name__)

SCRIPT = Path(__file__).parent / "shell" / "entry.py"
# Streamlit's own collection after each run is off; memory was watched for minutes only, so collect by the clock.
SECONDS_BETWEEN_COLLECTIONS = 600


def create_app(settings: Settings | None = None) -> ASGIApp:
    """The factory uvicorn calls. The service is opened here and closed when the application ends."""
    settings = settings or Settings()
    set_up_logging(settings, "web")
    stack = ExitStack()
    try:
        service = stack.enter_context(opened(settings))
    except UnfitError as error:
        sys.exit(refusal(error))
    return build(
        service,
        secure=settings.address.startswith("https://"),
        stack=stack,
        requests=settings.requests_per_minute,
        metrics_from=settings.metrics_from,
    )


def build(
    service: Service,
    *,
    secure: bool,
    stack: ExitStack | None = None,
    requests: int = 3000,
    metrics_from: str = "",
) -> App:
    """The application around an open service.

    `stack` is closed at the end, `requests` is how many a login has in a minute, `metrics_from` who may read the figures.
    """
    sockets = OpenSockets()
    install(service, secure=secure)
    install_whole_runs()
    install_kept_themes()
    gate = Middleware(
        Gate,
        resolve=service.accounts.resolve,
        cookie=cookie_name(secure),
        secure=secure,
        sockets=sockets,
        arrivals=Arrivals(cookie_name(secure)),
        requests=RequestsInAMinute(requests),
    )
    app = App(
        SCRIPT,
        routes=_routes(service, sockets, secure, metrics_from),
        middleware=[gate, Middleware(PackedFiles)],
        on_script_error=_told_by_number,
        lifespan=_lifespan(service, stack or ExitStack()),
    )
    config.get_config_options(force_reparse=True)  # an import may have read the options before the script was known
    return app


def _routes(service: Service, sockets: OpenSockets, secure: bool, metrics_from: str) -> list[BaseRoute]:
    return [
        *Login(service, sockets, secure).routes(),
        *public.routes(service),
        *downloads.routes(service),
        *watchers.routes(service, metrics_from),
        Mount("/api/v1", create_api(service)),
    ]


def _lifespan(service: Service, stack: ExitStack):  # type: ignore[no-untyped-def]  # noqa: ANN202  # Streamlit's own type is private
    @asynccontextmanager
    async def lifespan(app: App) -> AsyncIterator[None]:
        gc.collect()
        gc.freeze()
        tasks = [asyncio.create_task(_collect_by_the_clock()), asyncio.create_task(_watch(service))]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            close_door()
            stack.close()

    return lifespan


async def _collect_by_the_clock() -> None:
    while True:
        await asyncio.sleep(SECONDS_BETWEEN_COLLECTIONS)
        await asyncio.to_thread(gc.collect)


async def _watch(service: Service) -> None:
    """Say that the web lives, and look after the other parts; what stands in the way of it is logged and tried again."""
    while True:
        try:
            await asyncio.to_thread(service.operations.watch, LOCAL_MACHINE)
        except Exception:
            logger.exception("cannot look after the parts")
        await asyncio.sleep(BEAT_SECONDS)


def _told_by_number(error: Exception) -> bool:
    """A fault on a page: the log has the whole of it, the person a number to quote."""
    number = secrets.token_hex(4)
    logger.error("fault %s on a page", number, exc_info=error)
    st.error(f"系统出现故障，故障编号 {number}。请稍后重试；仍不成功的，请将故障编号告知系统管理员。")
    return True
