"""A real HTTP server in a thread, so that limits and broken connections are tested on real sockets."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp


@contextmanager
def served(api: ASGIApp) -> Iterator[str]:
    """The base address of the API, mounted as in the product; connections queue until the server is up."""
    outer = Starlette(routes=[Mount("/api/v1", api)])
    server = uvicorn.Server(uvicorn.Config(outer, log_config=None, ws="none", lifespan="off", timeout_keep_alive=60))
    listening = socket.create_server(("127.0.0.1", 0))
    thread = Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/api/v1/"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
