"""The running product: `once up` in a folder of its own, from start to /healthz, from a last approval to the sealed paper."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

import httpx
from sqlmodel import select

from flows.bootstrap import open_resources
from flows.resources import Resources
from storage import cases, documents
from storage.tables.duties import AdvanceRow
from tests.benchmarks.in_process import People
from tests.benchmarks.measuring import Times, table
from tests.flows.effects.story import settings_of

CASES = 20
PATIENCE = 120.0


def benchmark_processes(folder: Path) -> None:
    """Print seconds to /healthz, last approval to sealed paper through Prefect, and the memory of all processes."""
    folder.mkdir(parents=True)
    port, ready, sealed = _free_port(), Times("start → /healthz"), Times("last approval → sealed paper")
    with ExitStack() as stack:
        with ready.span():
            process = stack.enter_context(_running(folder, port))
            client = stack.enter_context(httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False))
            _await(lambda: _healthy(client))
        resources = stack.enter_context(open_resources(settings_of(folder)))
        people = People(resources)
        for number in range(1 + CASES):
            times = sealed if number else Times("the first, which also waits for Prefect to start")
            case_no = people.case(number, lambda case_no: _await(lambda: _is_idle(resources)))
            with times.span():
                _await(partial(_is_sealed, resources, case_no))
        print(f"\nonce up\n{table([ready, sealed])}")
        print(f"memory of all processes (PSS): {sum(pss(pid) for pid in _tree(process.pid)) // 1024} MB")


@contextmanager
def _running(folder: Path, port: int) -> "Iterator[subprocess.Popen[bytes]]":
    command = [str(Path(sys.executable).with_name("once")), "up", "--demo", "--data", str(folder), "--port", str(port)]
    environment = {**os.environ, "ONCE_PREFECT_PORT": str(_free_port())}
    with (
        (folder / "up.log").open("wb") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as up,
    ):
        try:
            yield up
        finally:
            up.send_signal(signal.SIGTERM)
            up.wait(30)


def _await(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.05)


def _healthy(client: httpx.Client) -> bool:
    with suppress(httpx.TransportError):
        return client.get("/healthz").status_code == httpx.codes.OK
    return False


def _is_sealed(resources: Resources, case_no: str) -> bool:
    """Two small reads: what watches must not use up what the product needs."""
    with resources.database.reading() as session:
        head = cases.find(session, case_no)
        return head is not None and any(document.is_result for document in documents.of_case(session, head.id))


def _is_idle(resources: Resources) -> bool:
    with resources.database.reading() as session:
        return session.exec(select(AdvanceRow.id).where(AdvanceRow.state == "open").limit(1)).first() is None


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from _tree(int(child))


def pss(pid: int) -> int:
    """Kilobytes, shared pages counted once."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
