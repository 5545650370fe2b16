"""The line between a browser and the product, which a test can cut or hold still at any moment."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.journeys.product import Product


class Line:
    """A relay on the loopback in front of the product."""

    def __init__(self, product: Product) -> None:
        self._target = (product.host, product.port)
        self._ending: threading.Timer | None
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._open: set[socket.socket] = set()
        self._dead_until = self._still_until = 0.0
        self._ended, self._ending = False, None
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, seconds: float) -> None:
        """Close every connection, and every new one for so long."""
        self._dead_until = time.monotonic() + seconds
        for one in tuple(self._open):
            self._close(one)

    def hold(self, seconds: float) -> None:
        """Let nothing through for so long, and close what was waiting: neither side hears of it before."""
        self._still_until = time.monotonic() + seconds
        self._ending = threading.Timer(seconds, self.cut, (0.0,))
        self._ending.start()

    def settled(self) -> None:
        """Wait until nothing is held any more."""
        if self._ending:
            self._ending.join()
        time.sleep(max(0.0, self._dead_until - time.monotonic()))

    def end(self) -> None:
        """No more connections."""
        self._ended = True
        self._listening.close()
        self.cut(0.0)

    def _accept(self) -> None:
        while not self._ended:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._relay, args=(near,), daemon=True).start()

    def _relay(self, near: socket.socket) -> None:
        if time.monotonic() < self._dead_until:
            near.close()
            return
        try:
            far = socket.create_connection(self._target, timeout=10)
        except OSError:
            near.close()
            return
        far.settimeout(None)
        self._open |= {near, far}
        threading.Thread(target=self._pump, args=(far, near), daemon=True).start()
        self._pump(near, far)

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                while time.monotonic() < self._still_until:
                    time.sleep(0.05)
                sink.sendall(data)
        self._close(source)
        self._close(sink)

    def _close(self, one: socket.socket) -> None:
        self._open.discard(one)
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()


@contextmanager
def line(product: Product) -> Iterator[Line]:
    """A line that ends with the test."""
    made = Line(product)
    try:
        yield made
    finally:
        made.end()
