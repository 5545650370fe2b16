"""Browser sessions by the hundred on the running product: everybody reads on, after a while opens another page, and waits for it.

The driver speaks to the pages' own socket and shares the machine with the product, so each run begins with the same people
opening nothing but 帮助: how much slower the other pages are than that is what a page of ours costs.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.benchmarks.in_process import prepared
from tests.benchmarks.measuring import Times, table_of_pairs
from tests.benchmarks.processes import pss
from tests.benchmarks.seeding import patterns_of, seed
from tests.journeys.product import PARTS, READY_SECONDS, Product, free_port, until

THINK = 10.0  # seconds between two pages, on average
REFERENCE_SECONDS = 60
PATIENCE = 60.0
HELP = (("help", "", 1),)
PAGES = (
    ("", "", 3),
    ("tasks", "", 4),
    ("my-cases", "", 3),
    ("matter", "matter=MS032", 2),
    ("filing", "matter=MS032", 2),
    ("notices", "", 1),
)
Weighted = Sequence[tuple[str, str, int]]


def benchmark_sessions(folder: Path, sessions: int, webs: int, seconds: int, cases: int) -> None:
    """Print the times of every page, the ratio to 帮助 in the same run, and what a session takes of memory."""
    if cases:
        with prepared(folder / "data", "") as resources:
            seed(resources, cases, patterns_of(resources))
    with running(folder / "data", webs) as (web, accounts):
        before = sum(map(pss, web.values()))
        pages = Run(tuple(web), accounts, sessions)
        reference = asyncio.run(pages.visited(HELP, REFERENCE_SECONDS))["help"]
        read = asyncio.run(pages.visited(PAGES, seconds))
        grown = sum(map(pss, web.values())) - before
    every = Times("every page", [one for times in read.values() for one in times.taken])
    every.worked = [0.0] * len(every.taken)
    print(
        f"\n{sessions} sessions with {THINK:.0f} s between pages on {webs} web process(es), {cases} cases, {seconds} s"
    )
    print(table_of_pairs([(times, reference) for times in (reference, every, *read.values())]))
    print(f"failed: {dict(pages.failed)}; memory grown by {grown / 1024 / sessions / 2:.2f} MB a session (PSS)")


@contextmanager
def running(folder: Path, webs: int) -> Iterator[tuple[dict[str, int], list[dict[str, str]]]]:
    """The product with so many web processes: the addresses with their process ids, and the sample's accounts."""
    with ExitStack() as stack:
        product = stack.enter_context(Product(folder))
        pid = until(lambda: product.pid_of("web"), READY_SECONDS, "the web runs")
        found = {product.url: pid, **dict(stack.enter_context(_one_more(folder)) for _ in range(webs - 1))}
        yield found, json.loads((folder / "demo-accounts.json").read_text("utf-8"))


@contextmanager
def _one_more(folder: Path) -> Iterator[tuple[str, int]]:
    port = free_port()
    once = Path(sys.executable).with_name("once")
    command = [str(once), "web", "--data", str(folder), "--port", str(port)]
    with (folder.parent / f"web-{port}.log").open("wb") as log:
        process = subprocess.Popen(command, env=os.environ | {"ONCE_PORT": str(port)}, stdout=log, stderr=log)
    try:
        pid = until(lambda: _web_below(process.pid), READY_SECONDS, "the other web runs")
        url = f"http://127.0.0.1:{port}"
        until(lambda: _answers(url), READY_SECONDS, "the other web answers")
        yield url, pid
    finally:
        process.terminate()
        process.wait(30)


def _web_below(parent: int) -> int | None:
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    commands = ((int(pid), Path(f"/proc/{pid}/cmdline").read_bytes().decode()) for pid in (str(parent), *children))
    return next((pid for pid, command in commands if PARTS["web"] in command), None)


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", timeout=2, trust_env=False).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


@dataclass
class Run:
    """So many people on these addresses, in turn."""

    urls: tuple[str, ...]
    accounts: list[dict[str, str]]
    sessions: int
    failed: Counter[str] = field(default_factory=Counter)

    async def visited(self, pages: Weighted, seconds: int) -> dict[str, Times]:
        """What each page took while all of them read for so long; their coming in is not counted."""
        begin = time.monotonic() + THINK + self.sessions / 10  # ten a second come in: to log in costs 30 ms of a core
        taken: dict[str, Times] = {}
        await asyncio.gather(*(self._person(n, pages, begin, begin + seconds, taken) for n in range(self.sessions)))
        return taken

    async def _person(self, n: int, pages: Weighted, begin: float, end: float, taken: dict[str, Times]) -> None:
        await asyncio.sleep(n / 10)
        try:
            async with _session(self.urls[n % len(self.urls)], self.accounts[n % len(self.accounts)]) as socket:
                await _drawn(socket, "", "")
                while (now := time.monotonic()) < end:
                    await asyncio.sleep(min(random.expovariate(1 / THINK), end - now))
                    page, query, _ = random.choices(pages, [weight for _, _, weight in pages])[0]
                    milliseconds = await _drawn(socket, page, query)
                    if time.monotonic() > begin:
                        times = taken.setdefault(page, Times(page or "home"))
                        times.taken.append(milliseconds)
                        times.worked.append(0.0)
        except (OSError, TimeoutError, httpx.HTTPError) as error:
            self.failed[repr(error)] += 1


@asynccontextmanager
async def _session(url: str, account: dict[str, str]) -> AsyncIterator[ClientConnection]:
    """A browser that has logged in and reached the socket of the pages."""
    async with httpx.AsyncClient(base_url=url, headers={"Origin": url}, timeout=PATIENCE, trust_env=False) as client:
        csrf = (await client.get("/login")).text.split('name="csrf" value="', 1)[1].split('"', 1)[0]
        named = {"csrf": csrf, "next": "/", "username": account["username"], "password": account["password"]}
        assert (await client.post("/login", data=named)).is_redirect
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    opened = connect(
        f"ws://{urlsplit(url).netloc}/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        additional_headers={"Cookie": cookie, "Origin": url},
        max_size=None,
        ping_interval=None,
        open_timeout=PATIENCE,
    )
    async with opened as socket:
        yield socket


async def _drawn(socket: ClientConnection, page: str, query: str) -> float:
    """Milliseconds until the page is whole."""
    wanted = BackMsg()
    wanted.rerun_script.page_name, wanted.rerun_script.query_string = page, query
    asked = time.perf_counter()
    await socket.send(wanted.SerializeToString())
    async with asyncio.timeout(PATIENCE):
        while True:
            message = ForwardMsg.FromString(await socket.recv())
            if (
                message.WhichOneof("type") == "script_finished"
                and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            ):
                return (time.perf_counter() - asked) * 1000
