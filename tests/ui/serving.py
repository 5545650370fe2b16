"""The whole web application on a real socket, over a stub service, and a browser that keeps its cookies."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import httpx
import uvicorn
from starlette.types import ASGIApp

from tests.ui.stub import PASSWORD


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """The address of the application; connections queue until the server is up."""
    config = uvicorn.Config(
        app, log_config=None, ws="websockets-sansio", timeout_keep_alive=1, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    listening = socket.create_server(("127.0.0.1", 0))
    thread = Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


class Browser(httpx.Client):
    """A client that says where its forms come from and sends the token along, as a browser does."""

    @property
    def origin(self) -> str:
        """The address as an Origin header."""
        return str(self.base_url).rstrip("/")

    def send_form(self, path: str, **fields: str) -> httpx.Response:
        """Submit a form of our own pages."""
        self.get("/login")
        fields.setdefault("csrf", self.cookies["once_csrf"])
        return self.post(path, data=fields, headers={"Origin": self.origin})

    def log_in(self, username: str = "zhong", **fields: str) -> httpx.Response:
        """Log in by the form."""
        return self.send_form("/login", username=username, password=PASSWORD, **fields)

    @property
    def cookie_header(self) -> str:
        """The cookies as a websocket sends them."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())
