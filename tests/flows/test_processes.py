"""The parts as child processes: what is refused at start, and that one signal, or one kill -9, ends all of them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from flows import processes
from flows.adapters.engine import shared_secret
from flows.machine.part_logs import last_end
from flows.processes import (
    FIRST_REST_SECONDS,
    ProcessPart,
    Supervisor,
    executor_part,
    prefect_part,
    run_alone,
    settings_environment,
    start,
    up,
    web_part,
)
from flows.runs.environment import prefect_environment
from flows.settings import Settings, UnfitError

FACTORY = "ui.app:create_app"
PROXY = "10.0.0.1"

# Three parts that do nothing but tell who they are, and a supervisor over them: what `once up` does, without the seconds.
SLEEPER = "import os, pathlib, sys, time; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(600)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPER}"
SUPERVISING = """
import sys
from pathlib import Path
from flows import processes
folder, stop_seconds, *programs = sys.argv[1:]
processes.STOP_SECONDS = float(stop_seconds)
names = ("prefect", "executor", "web")
parts = [
    processes.ProcessPart(name, (sys.executable, "-c", program, f"{folder}/{name}.pid"), {})
    for name, program in zip(names, programs, strict=True)
]
tell = lambda text: print(text, flush=True)
raise SystemExit(processes.Supervisor(parts, Path(folder) / "logs", tell, lambda: True, "ready").run())
"""


@pytest.mark.parametrize("part", [prefect_part, executor_part, partial(web_part, factory=FACTORY)])
def test_a_part_alone_refuses_what_is_unsafe_too(part: Callable[[Settings], ProcessPart], tmp_path: Path) -> None:
    """`once web` and its like are `once up` on several machines; they must not be the way around."""
    told: list[str] = []
    assert run_alone(Settings(data_dir=tmp_path, host="0.0.0.0"), part, told.append) == 1
    assert "拒绝启动" in told[0]


def test_prefect_listens_on_loopback_whatever_the_web_does(tmp_path: Path) -> None:
    """Parts of its API answer without the secret."""
    part = prefect_part(Settings(data_dir=tmp_path, host="::", trusted_proxy=PROXY))
    assert part.command[part.command.index("--host") + 1] == "127.0.0.1"


def test_no_secret_stands_on_a_command_line_and_only_prefect_is_given_its_own(tmp_path: Path) -> None:
    """Every user of the machine can read command lines."""
    settings = Settings(data_dir=tmp_path, database_url="postgresql+psycopg://once:hidden@db/once")
    parts = [prefect_part(settings), executor_part(settings), web_part(settings, FACTORY)]
    secret = shared_secret(tmp_path / "prefect-auth")
    assert not [word for part in parts for word in part.command if secret in word or "hidden" in word]
    assert [part.name for part in parts if secret in part.environment.values()] == ["prefect"]


def test_nothing_leaves_the_machine(tmp_path: Path) -> None:
    """Analytics, telemetry and adverts are off, and Prefect's database is its own."""
    settings = Settings(data_dir=tmp_path)
    environment = prefect_environment(settings)
    assert environment["DO_NOT_TRACK"] == "1"
    assert {environment[name] for name in environment if "ANALYTICS" in name or "TELEMETRY" in name} == {"false"}
    assert environment["PREFECT_SERVER_DATABASE_CONNECTION_URL"].startswith("sqlite+aiosqlite:///")
    assert settings.database not in environment.values()


def test_a_child_reads_the_settings_its_parent_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was told on the command line reaches the parts through their environment."""
    given = Settings(data_dir=tmp_path, port=8611, lease_seconds=2, tls_certfile=tmp_path / "c.pem")
    for name, value in settings_environment(given).items():
        monkeypatch.setenv(name, value)
    assert Settings() == given


def test_a_child_has_no_setting_that_its_parent_does_not_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration's executor must not find a real key in the environment; everything else is inherited."""
    given = Settings(data_dir=tmp_path, secret_key_file=None)
    monkeypatch.setenv("ONCE_SECRET_KEY_FILE", str(tmp_path / "real.key"))
    monkeypatch.setenv("once_tls_keyfile", str(tmp_path / "real.pem"))
    monkeypatch.setenv("SOMETHING_ELSE", "inherited")
    telling = "import os; from flows.settings import Settings; print(Settings().model_dump_json(), os.environ['SOMETHING_ELSE'])"
    part = ProcessPart("web", (sys.executable, "-c", telling), settings_environment(given))
    assert start(part, tmp_path).wait(20) == 0
    assert (tmp_path / "web.log").read_text().splitlines() == [f"{given.model_dump_json()} inherited"]


def test_an_office_with_its_own_flow_engine_is_started_without_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it would listen on may be in use, and nothing of its own is made; a password that cannot be read is refused."""
    started: list[str] = []

    def note(supervisor: Supervisor) -> int:
        started.extend(part.name for part in supervisor._parts)
        return 0

    monkeypatch.setattr(Supervisor, "run", note)
    monkeypatch.setattr(processes, "_unprepared", lambda *_: None)
    with socket.create_server(("127.0.0.1", 0)) as others:
        port = others.getsockname()[1]
        settings = Settings(
            data_dir=tmp_path, port=_free_port(), prefect_port=port, prefect_api_url=f"http://127.0.0.1:{port}/api"
        )
        assert up(settings, demo=False, announce=print, factory=FACTORY) == 0
        lost = settings.model_copy(update={"prefect_auth_file": tmp_path / "gone"})
        with pytest.raises(UnfitError, match="ONCE_PREFECT_AUTH_FILE"):
            up(lost, demo=False, announce=print, factory=FACTORY)
    assert started == ["executor", "web"]
    assert list(tmp_path.glob("prefect*")) == []


def test_a_lost_master_key_is_announced(tmp_path: Path) -> None:
    """Nothing is started."""
    settings = Settings(data_dir=tmp_path, port=_free_port(), prefect_port=_free_port())
    settings.authority_dir.mkdir()
    (settings.authority_dir / "root.key").touch()
    assert "主密钥" in _refusal(settings)


def test_a_port_in_use_is_refused_by_name(tmp_path: Path) -> None:
    """Before anything is started."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert _refusal(Settings(data_dir=tmp_path, port=port)) == (
            f"拒绝启动：127.0.0.1 的端口 {port} 已被占用，请停止占用它的程序，或用 --port 指定另一个端口。"
        )
        assert "ONCE_PREFECT_PORT" in _refusal(Settings(data_dir=tmp_path, port=_free_port(), prefect_port=port))


def test_an_address_that_is_not_of_this_machine_is_refused(tmp_path: Path) -> None:
    """TEST-NET-1 belongs to nobody (RFC 5737)."""
    settings = Settings(
        data_dir=tmp_path,
        host="192.0.2.1",
        trusted_proxy=PROXY,
        public_url="https://once.example",
        accepted_risks="plain_http",
    )
    assert "无法在 192.0.2.1" in _refusal(settings)


def test_a_second_instance_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    """Two checkpointers on one SQLite file could corrupt it."""
    holding = "import fcntl, sys; f = open(sys.argv[1], 'a'); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(tmp_path / "once.lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout is not None
        first.stdout.readline()
        assert "已有一个实例在运行" in _refusal(Settings(data_dir=tmp_path))
        first.kill()


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a supervisor over three programs and waits until each of them runs."""
    with ExitStack() as stack:

        def supervised(*programs: str, stop_seconds: float = 10.0) -> subprocess.Popen[str]:
            command = [sys.executable, "-c", SUPERVISING, str(tmp_path), str(stop_seconds), *programs]
            process = stack.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
            stack.callback(process.kill)
            _await(lambda: len(_pids(tmp_path)) == 3)
            return process

        yield supervised


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_one_signal_stops_all_parts(
    supervise: Callable[..., subprocess.Popen[str]], tmp_path: Path, number: signal.Signals
) -> None:
    """Ctrl-C, a service manager and a closed terminal alike."""
    supervisor = supervise(SLEEPER, SLEEPER, SLEEPER)
    supervisor.send_signal(number)
    assert supervisor.wait(10) == 0
    assert not [pid for pid in _pids(tmp_path).values() if _lives(pid)]


def test_a_part_that_ignores_sigterm_is_killed(supervise: Callable[..., subprocess.Popen[str]], tmp_path: Path) -> None:
    """Prefect was seen to run on for 18 minutes beside its successor."""
    supervisor = supervise(STUBBORN, SLEEPER, SLEEPER, stop_seconds=0.5)
    supervisor.terminate()
    assert supervisor.wait(10) == 0
    assert not [pid for pid in _pids(tmp_path).values() if _lives(pid)]


def test_the_parts_die_with_a_supervisor_that_is_killed(
    supervise: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    """kill -9 leaves no orphan that holds ports and files."""
    supervisor = supervise(SLEEPER, STUBBORN, SLEEPER)
    supervisor.kill()
    supervisor.wait(10)
    _await(lambda: not [pid for pid in _pids(tmp_path).values() if _lives(pid)])


def test_a_part_that_dies_is_started_again_and_said_once(
    supervise: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    """It is killed twice; the person at the terminal reads one line."""
    supervisor = supervise(SLEEPER, SLEEPER, SLEEPER)
    before = _pids(tmp_path)
    for _ in range(2):
        _kill_and_await_the_next(tmp_path, "executor")
    after = _pids(tmp_path)
    assert (after["prefect"], after["web"]) == (before["prefect"], before["web"])
    supervisor.terminate()
    told, _ = supervisor.communicate(timeout=10)
    log = tmp_path / "logs" / "executor.log"
    assert sorted(told.splitlines()) == ["ready", f"执行器意外退出（-9），正在自动重启；详见 {log}"]


def test_why_a_part_ended_is_said_and_left_for_the_others(
    supervise: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    """What it wrote itself, with the mend where the cause is known; while it rests and after, until a new start of everything."""
    failing = (
        "import os, pathlib, sys; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); "
        "raise OSError('extension \"pg_trgm\" is not available')"
    )
    supervisor = supervise(failing, SLEEPER, SLEEPER)
    _await(lambda: bool(last_end(tmp_path / "logs", "prefect")))
    supervisor.terminate()
    told, _ = supervisor.communicate(timeout=10)
    (line,) = (line for line in told.splitlines() if line != "ready")
    assert line.startswith("流程引擎意外退出（1），正在自动重启；原因：它的 PostgreSQL 没有扩展 pg_trgm，请安装")
    assert 'OSError: extension "pg_trgm" is not available' in line
    assert line.startswith(last_end(tmp_path / "logs", "prefect"))
    assert "OSError" not in last_end(tmp_path / "logs", "prefect")  # anybody may ask /readyz


def test_a_part_that_refuses_to_live_is_told_once_and_left_alone(
    supervise: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    """A damaged key does not heal by trying: nobody's log is filled with it."""
    refusing = (
        "import os, pathlib, sys; file = pathlib.Path(sys.argv[1]); "
        "file.with_suffix('.starts').open('a').write('x'); file.write_text(str(os.getpid())); "
        "sys.exit('拒绝启动：主密钥文件已损坏。请从备份恢复该文件。')"
    )
    supervisor = supervise(SLEEPER, refusing, SLEEPER)
    _await(lambda: bool(last_end(tmp_path / "logs", "executor")))
    time.sleep(2 * FIRST_REST_SECONDS)
    supervisor.terminate()
    told, _ = supervisor.communicate(timeout=10)
    assert (tmp_path / "executor.starts").read_text() == "x"
    assert "执行器不能启动，不再重试。拒绝启动：主密钥文件已损坏。请从备份恢复该文件。" in told.splitlines()
    assert last_end(tmp_path / "logs", "executor") == "拒绝启动：主密钥文件已损坏。请从备份恢复该文件。"


def test_a_port_in_use_is_refused_for_a_part_alone_too(tmp_path: Path) -> None:
    """`once web` and `once prefect` say it as `once up` does."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        told: list[str] = []
        settings = Settings(data_dir=tmp_path, port=port, prefect_port=port)
        for part in (partial(web_part, factory=FACTORY), prefect_part):
            assert run_alone(settings, part, told.append) == 1
    assert [f"端口 {port} 已被占用" in line for line in told] == [True, True]


def _refusal(settings: Settings) -> str:
    told: list[str] = []
    assert up(settings, demo=False, announce=told.append, factory=FACTORY) == 1
    return told[0]


def _pids(folder: Path) -> dict[str, int]:
    written = {file.stem: file.read_text() for file in folder.glob("*.pid")}
    return {name: int(pid) for name, pid in written.items() if pid}


def _kill_and_await_the_next(folder: Path, part: str) -> None:
    killed = _pids(folder)[part]
    os.kill(killed, signal.SIGKILL)
    _await(lambda: _pids(folder).get(part, killed) != killed)


def _lives(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def _await(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Until it holds; another process makes it so, therefore it can only be asked."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
