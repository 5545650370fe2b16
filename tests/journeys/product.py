"""The whole product as a stranger gets it: `once up` in a folder of its own, used through the API."""

import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Self, TypeVar

import httpx

T = TypeVar("T")
READY_SECONDS = 90.0
PARTS = {
    "web": "ui.app:create_app",
    "executor": "flows.runs.executor",
    "prefect": "flows.runs.console:create_app",
}


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def until(found: Callable[[], T | None], seconds: float, what: str) -> T:
    """Wait for a condition; what it finds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if result := found():
            return result
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s: {what}")


class Product:
    """A running product: the sample's, or with `settings` that of an office which has been set up in the folder."""

    def __init__(self, folder: Path, host: str = "127.0.0.1", settings: Mapping[str, str] | None = None) -> None:
        self.folder, self.host, self._sample = folder, host, settings is None
        self.port = free_port()
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{self.port}"
        self.prefect_port = free_port()
        own = {"ONCE_PREFECT_PORT": str(self.prefect_port), "ONCE_LEASE_SECONDS": "2"}
        environment = os.environ | own | dict(settings or {})
        once = Path(sys.executable).with_name("once")
        command = [str(once), "up", "--data", str(folder), "--host", host, "--port", str(self.port)]
        command += ["--demo"] if self._sample else []
        with (folder.parent / f"{folder.name}.log").open("wb") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)

    def __enter__(self) -> Self:
        try:
            until(self.healthy, READY_SECONDS, "healthz answers")
        except BaseException:  # nobody leaves a block that was never entered
            self.__exit__()
            raise
        accounts = self.folder / "demo-accounts.json"
        listed = json.loads(accounts.read_text("utf-8")) if self._sample else []
        self.accounts = {post["post"]: account for account in listed for post in account["posts"]}
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(30)
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()

    def healthy(self) -> bool:
        """Whether the web answers."""
        try:
            return httpx.get(f"{self.url}/healthz", timeout=2, trust_env=False).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def pid_of(self, part: str) -> int | None:
        """The process id of a part, found among the supervisor's children."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for pid in children:
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
            except FileNotFoundError:
                continue
            if PARTS[part] in command:
                return int(pid)
        return None

    def kill(self, part: str) -> int:
        """kill -9 of a part; the supervisor starts it again."""
        pid = until(lambda: self.pid_of(part), 30, f"{part} runs")
        os.kill(pid, signal.SIGKILL)
        return pid

    def person(self, post: str) -> "Person":
        """Whoever holds that post, logged in."""
        return Person(self, post)


class Person:
    """A logged-in person; tries again while the web is away, with the same idempotency key."""

    def __init__(self, product: Product, post: str) -> None:
        self.post = post
        self._product = product
        account = product.accounts[post]
        answer = self._send("POST", "/session", json={"username": account["username"], "password": account["password"]})
        self._headers = {"Authorization": f"Bearer {answer['token']}"}

    def get(self, path: str) -> Any:
        """Read JSON."""
        return self._send("GET", path)

    def content(self, path: str) -> bytes:
        """Read a file."""
        answer = httpx.get(f"{self._product.url}/api/v1{path}", headers=self._headers, timeout=30, trust_env=False)
        answer.raise_for_status()
        return answer.content

    def upload(self, name: str, content: bytes) -> str:
        """Hand in a file; its id."""
        return str(self._send("POST", "/files", files={"file": (name, content)})["id"])

    def file(
        self, answers: dict[str, Any], matter: str, key: str, materials: dict[str, list[str]] | None = None
    ) -> str:
        """File a case; its number."""
        body = {"matter": matter, "answers": answers, "materials": materials or {}, "post": self.post}
        return str(self._send("POST", "/cases", json=body, headers={"Idempotency-Key": key})["case_no"])

    def enter(self, roster: str, addition: Mapping[str, Any]) -> None:
        """Put an entry into a roster by hand."""
        self._send("POST", f"/rosters/{roster}/entries", json=addition)

    def act(self, case_no: str, action: str, **more: Any) -> Any:
        """Act on my item of the case, as soon as it is there."""
        task = until(lambda: self.task(case_no, action), 60, f"{action} on {case_no}")
        body = {"action": action, "expected_version": task["version"], "post": self.post, **more}
        key = {"Idempotency-Key": f"{case_no}-{task['id']}-{action}"}
        return self._send("POST", f"/tasks/{task['id']}/actions", json=body, headers=key)

    def task(self, case_no: str, action: str) -> Any:
        """My open item of the case that offers the action."""
        return next((t for t in self._tasks() if t["case_no"] == case_no and action in t["actions"]), None)

    def _tasks(self) -> Iterator[Any]:
        """All pages of my queue."""
        for number in itertools.count(1):
            found = self.get(f"/tasks?page={number}")
            yield from found["items"]
            if number * found["page"]["size"] >= found["page"]["total"]:
                return

    def _send(self, method: str, path: str, headers: dict[str, str] | None = None, **content: Any) -> Any:
        known = getattr(self, "_headers", {}) | (headers or {})

        def once() -> httpx.Response | None:
            try:
                return httpx.request(
                    method, f"{self._product.url}/api/v1{path}", headers=known, timeout=30, trust_env=False, **content
                )
            except httpx.TransportError:
                return None

        answer = until(once, 60, f"{method} {path} is answered")
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()
