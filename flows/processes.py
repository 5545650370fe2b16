"""The parts of the product as child processes: Prefect server, executor and web, started, watched and stopped together."""

import ctypes
import errno
import fcntl
import math
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpx

from flows.adapters.engine import engine_secret
from flows.exposure import accepted_risks, refuse_unsafe
from flows.machine.part_logs import PartLog
from flows.machine.parts import NAMED
from flows.machine.programs import NOWHERE, program
from flows.runs.environment import prefect_environment
from flows.settings import Settings, bracketed, loopback

Announce = Callable[[str], None]

STOP_SECONDS = 10.0
WELL_SECONDS = 60.0
FIRST_REST_SECONDS = 0.5
LONGEST_REST_SECONDS = 30.0
WATCHED = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)
_OURS = Path(__file__).resolve().parents[1]
_RELATIVE_SQLITE = re.compile(r"\Asqlite(?:\+\w+)?:///(?=[^/:])")


@dataclass(frozen=True, slots=True)
class ProcessPart:
    """One of the parts, as it is started. Secrets are in its environment, never in its command."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]


def web_part(settings: Settings, factory: str) -> ProcessPart:
    """The web pages and the API: one worker, because a page's session lives in its process."""
    command = [
        *_served(factory),
        *("--host", settings.host.strip("[]"), "--port", str(settings.port)),
        *("--log-level", "warning", "--no-access-log", "--no-server-header", "--timeout-graceful-shutdown", "5"),
    ]
    if settings.tls_certfile and settings.tls_keyfile:
        command += ["--ssl-certfile", str(settings.tls_certfile), "--ssl-keyfile", str(settings.tls_keyfile)]
    if settings.trusted_proxy:
        command += ["--proxy-headers", "--forwarded-allow-ips", settings.trusted_proxy]
    else:
        command += ["--no-proxy-headers"]
    return ProcessPart("web", tuple(command), settings_environment(settings))


def executor_part(settings: Settings) -> ProcessPart:
    """The executor; it sets Prefect's environment itself."""
    return ProcessPart("executor", program("flows.runs.executor"), settings_environment(settings))


def prefect_part(settings: Settings) -> ProcessPart:
    """The Prefect server on loopback. Its API shell is open to whoever reaches the port, so nobody else may reach it."""
    command = (
        *_served("flows.runs.console:create_app"),
        *("--host", loopback(), "--port", str(settings.prefect_port), "--log-level", "warning"),
        *("--timeout-keep-alive", "5", "--timeout-graceful-shutdown", "3"),
    )
    ours = {"PREFECT__SERVER_FINAL": "1", "ONCE_PUBLIC_URL": settings.address}
    return ProcessPart("prefect", command, prefect_environment(settings) | ours)


def _served(factory: str) -> tuple[str, ...]:
    """By uvicorn, which would put the current folder before ours unless told of another."""
    return program("uvicorn", "--app-dir", str(_OURS), "--factory", factory, "--workers", "1", "--loop", "uvloop")


def settings_environment(settings: Settings) -> dict[str, str]:
    """The settings as variables, so that a child sees what its parent was told; its folder is another, so paths are whole."""
    given = settings.model_dump(exclude_none=True)
    return {f"ONCE_{name.upper()}": _whole(value) for name, value in given.items()}


def _whole(value: object) -> str:
    if isinstance(value, Path):
        return str(value.absolute())
    return _RELATIVE_SQLITE.sub(lambda met: f"{met[0]}{Path.cwd()}/", str(value), count=1)


def _environment(part: ProcessPart) -> dict[str, str]:
    """What the part's process sees: of the product's settings only those the part is given, nothing from around us."""
    prefix = Settings.model_config["env_prefix"]
    inherited = {name: value for name, value in os.environ.items() if not name.upper().startswith(prefix)}
    return inherited | dict(part.environment)


def run_part(part: ProcessPart) -> int:
    """Become that part; the process id stays, so that whoever started it can watch it."""
    os.chdir(NOWHERE)
    os.execve(part.command[0], part.command, _environment(part))


def run_alone(settings: Settings, part: Callable[[Settings], ProcessPart], announce: Announce) -> int:
    """`once web`, `once executor`, `once prefect`: what is unsafe is refused as by `once up`."""
    wanted = part(settings)
    if why := refuse_unsafe(settings) or _taken(settings, wanted.name) or _not_founded(settings, wanted):
        announce(why)
        return 1
    return run_part(wanted)


def _not_founded(settings: Settings, part: ProcessPart) -> str | None:
    """The flow engine keeps nothing of record, so it may be there before the office is."""
    if part.name == "prefect":
        return None
    from flows.founded import is_founded, nothing_there  # 1 s of imports that a refusal need not wait for

    return None if is_founded(settings) else nothing_there(settings)


def up(settings: Settings, demo: bool, announce: Announce, factory: str) -> int:
    """`once up`: everything on one machine until SIGTERM, SIGINT or SIGHUP; 0 stopped, 1 refused.

    `factory` names the application that uvicorn is to serve. The web is reachable before Prefect is: nobody waits for it.
    A Prefect server that the office has is used, and none is started beside it.
    """
    from flows.opening import data_folder  # with `bootstrap`, 2 s of imports that a lone part need not wait for

    data_folder(settings)
    with _only_one(settings.data_dir) as alone:
        running = None if alone else _RUNNING.format(settings.data_dir)
        ours = () if settings.prefect_api_url else (prefect_part(settings),)
        if why := refuse_unsafe(settings) or running or _taken(settings, "web", *(part.name for part in ours)):
            announce(why)
            return 1
        engine_secret(settings)  # one that cannot be read is refused here, not by every part
        if why := _unprepared(settings, demo):
            announce(why)
            return 1
        for risk in accepted_risks(settings):
            announce(risk)
        parts = [*ours, executor_part(settings), web_part(settings, factory)]
        welcome = f"一次 已就绪：{settings.address}　数据目录：{settings.data_dir.resolve()}　按 Ctrl-C 停止"
        return Supervisor(parts, settings.logs_dir, announce, lambda: is_ready(settings), welcome).run()


def _unprepared(settings: Settings, demo: bool) -> str | None:
    """Set everything up, and see that what the parts will open can be opened: none of them is started in vain.

    The address is said before any paper is drawn: the executor is at work sooner than the web.
    """
    from flows.bootstrap import open_resources, prepare
    from flows.sample import prepare_sample
    from flows.watching import WEB
    from storage.operating import heartbeats

    if why := (prepare_sample if demo else prepare)(settings):
        return why
    with open_resources(settings) as resources, resources.database.transaction() as session:
        heartbeats.say_address(session, WEB, settings.address)
    return None


_RUNNING = "拒绝启动：数据目录 {} 已有一个实例在运行，请先停止它，或用 --data 指定另一个目录。"


@contextmanager
def _only_one(folder: Path) -> Iterator[bool]:
    """A lock that the kernel lets go when its holder dies, however it dies: there is no stale pid file to clear away."""
    with (folder / "once.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _taken(settings: Settings, *parts: str) -> str | None:
    """Why one of these parts could not listen where it is to."""
    places = {
        "web": (settings.host.strip("[]"), settings.port, "--port"),
        "prefect": (loopback(), settings.prefect_port, "ONCE_PREFECT_PORT"),
    }
    for host, port, variable in (places[part] for part in parts if part in places):
        try:
            _try_to_listen(host, port)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"拒绝启动：{host} 的端口 {port} 已被占用，请停止占用它的程序，或用 {variable} 指定另一个端口。"
            return f"拒绝启动：无法在 {host} 的端口 {port} 上监听（{error.strerror}），请检查监听地址与端口。"
    return None


def _try_to_listen(host: str, port: int) -> None:
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind(address)


def is_ready(settings: Settings) -> bool:
    """Whether `GET /healthz` of the web answers 200."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host.strip("[]"), settings.host.strip("[]"))
    scheme = "https" if settings.tls_certfile else "http"
    url = f"{scheme}://{bracketed(host)}:{settings.port}/healthz"
    try:
        return httpx.get(url, timeout=2.0, verify=False, trust_env=False).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


@dataclass
class ChildProcess:
    """A part that runs, or rests until it is started again."""

    part: ProcessPart
    log: PartLog
    process: subprocess.Popen[bytes]
    started: float
    rest_seconds: float = FIRST_REST_SECONDS
    start_again: float | None = None

    @classmethod
    def begun(cls, part: ProcessPart, logs: Path) -> Self:
        """The part, started; how it ended in an earlier life does not count."""
        log = PartLog(logs / f"{part.name}.log")
        log.begin()
        log.forget_end()
        return cls(part, log, start(part, logs), time.monotonic())

    def again(self) -> None:
        """Started once more after its rest."""
        self.log.begin()
        self.process, self.started, self.start_again = start(self.part, self.log.path.parent), time.monotonic(), None

    def lives(self) -> None:
        """It runs; once it has done so for a while, how it ended before no longer counts."""
        if self.rest_seconds > FIRST_REST_SECONDS and time.monotonic() - self.started > WELL_SECONDS:
            self.rest_seconds = FIRST_REST_SECONDS
            self.log.forget_end()

    def ended(self, code: int) -> str:
        """That it ended, and why as far as its log says; it rests, and rests longer the sooner it ends again.

        One that refused to live would refuse again, and is left alone.
        """
        known, error = self.log.known_cause(), self.log.last_error()
        if refusal := self.log.refusal():
            self.log.note_end(refusal)
            self.start_again = math.inf
            return f"{NAMED[self.part.name].word}不能启动，不再重试。{refusal}"
        told = f"{NAMED[self.part.name].word}意外退出（{code}），正在自动重启"
        self.log.note_end(f"{told}；原因：{known or '见日志'}")
        self.start_again = time.monotonic() + self.rest_seconds
        cause = "：".join(part for part in (known, error) if part)
        return f"{told}；" + (f"原因：{cause}；" if cause else "") + f"详见 {self.log.path}"


class Supervisor:
    """Watches its children by process id. `ready` is asked until it says yes; then `welcome` is announced."""

    def __init__(
        self, parts: Sequence[ProcessPart], logs: Path, announce: Announce, ready: Callable[[], bool], welcome: str
    ) -> None:
        self._parts = parts
        self._logs = logs
        self._announce = announce
        self._ready = ready
        self._welcome = welcome
        self._children: list[ChildProcess] = []

    def run(self) -> int:
        """Until a signal says stop; every child is gone afterwards."""
        # Blocked and waited for, a signal interrupts nothing and a child's death is seen at once, without polling.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
        try:
            self._children = [ChildProcess.begun(part, self._logs) for part in self._parts]
            while (heard := signal.sigtimedwait(WATCHED, 0.2)) is None or heard.si_signo == signal.SIGCHLD:
                self._tend()
        finally:
            self._stop()
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        return 0

    def _tend(self) -> None:
        for child in self._children:
            if child.start_again is None:
                self._see_whether_it_lives(child)
            elif time.monotonic() >= child.start_again:
                child.again()
            child.log.put_aside()
        if self._welcome and self._ready():
            self._announce(self._welcome)
            self._welcome = ""

    def _see_whether_it_lives(self, child: ChildProcess) -> None:
        if (code := child.process.poll()) is None:
            child.lives()
            return
        told, first = child.ended(code), child.rest_seconds == FIRST_REST_SECONDS
        if first:
            self._announce(told)
        child.rest_seconds = min(child.rest_seconds * 2, LONGEST_REST_SECONDS)

    def _stop(self) -> None:
        running = [child.process for child in self._children if child.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # what it may have started itself goes too
            process.wait()


def start(part: ProcessPart, logs: Path) -> subprocess.Popen[bytes]:
    """Start a part as a child that dies with this process; its output goes to `<logs>/<name>.log`."""
    with PartLog(logs / f"{part.name}.log").opened() as output:
        return subprocess.Popen(
            part.command,
            env=_environment(part),
            cwd=NOWHERE,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # the terminal's Ctrl-C is for the supervisor alone; Prefect was seen to ignore one
            preexec_fn=_die_with(os.getpid()),
        )


def _die_with(parent: int) -> Callable[[], None]:
    """Run in the child before its program: it is killed when its parent is, even by kill -9."""

    def prepare_child() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return prepare_child
