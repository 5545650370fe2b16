"""Each part is killed for good: what readiness, the doctor, the administrators' page and their notices say of it.

Covers: ui/pages/managing/operations_page.py
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from flows.bootstrap import open_service
from flows.processes import ProcessPart, executor_part, prefect_part, start, web_part
from flows.sample import prepare_sample
from flows.service import Service
from flows.settings import Settings
from flows.views.people import SessionView
from storage.database import Database
from tests.flows.hearts import grow_old
from tests.journeys.product import free_port, until
from tests.ui.conftest import PROGRAM, ROOMS
from ui.session import close_door, cookie_name, install

pytestmark = pytest.mark.prefect

KEEPER = "p77"  # the system administrator of the sample organisation

# A part whose watch is impatient: nobody waits a minute for what takes one. A busy machine may keep an answer back for seconds.
IMPATIENT = """
import sys
from dataclasses import replace
from datetime import timedelta
from flows.machine import parts
parts.BEAT_SECONDS = 0.5
parts.PARTS = tuple(one if one.needs else replace(one, silent_after=timedelta(seconds=10)) for one in parts.PARTS)
import runpy
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
SAID = {
    "web": ("网页服务", "网页和接口打不开。"),
    "executor": ("执行器", "办理不受影响，但文书和通知会推迟。"),
    "prefect": ("流程引擎", "办理不受影响，但文书和通知会推迟。没有应答（ConnectError）。"),
}


class Parts:
    """The three parts as processes of their own, as on several machines: no supervisor starts one again."""

    def __init__(self, settings: Settings, service: Service, stack: ExitStack) -> None:
        self.settings, self.service, self._stack = settings, service, stack
        self._running = dict[str, subprocess.Popen[bytes]]()
        made = (prefect_part(settings), executor_part(settings), web_part(settings, "ui.app:create_app"))
        self._made = {part.name: part if part.name == "prefect" else _impatient(part) for part in made}
        for name in self._made:
            self.start(name)

    def start(self, name: str) -> None:
        """Begin, or begin again."""
        process = self._running[name] = start(self._made[name], self.settings.logs_dir)
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)

    def kill(self, name: str) -> None:
        """For good, five minutes ago."""
        self._running[name].kill()
        self._running[name].wait()
        database = Database(self.settings.database)
        grow_old(database, (name,), minutes=5)
        database.dispose()

    def ready(self) -> tuple[int, dict[str, str]]:
        """What /readyz says: its status, and what is wrong by the part's name."""
        try:
            answer = httpx.get(f"{self.settings.address}/readyz", timeout=10, trust_env=False)
        except httpx.TransportError:
            return 0, {}
        return answer.status_code, {one["part"]: one["detail"] for one in answer.json()["checks"] if not one["ok"]}

    def doctor(self) -> tuple[int, dict[str, str]]:
        """What `once doctor` says of the parts that are wrong, and its exit code."""
        once = Path(sys.executable).with_name("once")
        command = [str(once), "doctor", "--data", str(self.settings.data_dir), "--json"]
        told = subprocess.run(command, capture_output=True, check=False)
        checks = json.loads(told.stdout)
        return told.returncode, {one["part"]: one["detail"] for one in checks if not one["ok"]}

    def heard(self) -> list[str]:
        """The notices of the system administrator, oldest first."""
        token = self._login().caller
        told = self.service.notices.list(token)
        assert isinstance(told, tuple)
        return [one.text for one in reversed(told)]

    def page(self, monkeypatch: pytest.MonkeyPatch) -> str:
        """The page 运行状况 as the system administrator sees it."""
        cookies = {cookie_name(secure=False): self._login().token}
        monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: cookies))
        install(self.service, secure=False)
        try:
            page = AppTest.from_string(
                PROGRAM.format(room=ROOMS["operations_page"], name="operations_page"), default_timeout=30
            ).run()
        finally:
            close_door()
        assert not page.exception
        return "".join(str(part.value) for part in (*page.error, *page.success, *page.html))

    def _login(self) -> SessionView:
        listed = json.loads((self.settings.data_dir / "demo-accounts.json").read_text("utf-8"))
        password = next(one["password"] for one in listed if one["username"] == KEEPER)
        session = self.service.accounts.login(KEEPER, password, "127.0.0.1")
        assert isinstance(session, SessionView)
        return session


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """All three at work."""
    folder = tmp_path_factory.mktemp("silence") / "data"
    settings = Settings(data_dir=folder, port=free_port(), prefect_port=free_port())
    assert prepare_sample(settings) is None
    with ExitStack() as stack:
        made = Parts(settings, stack.enter_context(open_service(settings)), stack)
        until(lambda: made.ready() == (200, {}), 120, "every part is at work")
        yield made


@pytest.mark.parametrize("dead", ["executor", "prefect", "web"])
def test_a_part_killed_for_good_is_told_everywhere_and_once(
    parts: Parts, dead: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By whoever lives; and once more when it is back."""
    word, harm = SAID[dead]
    before = len(parts.heard())
    parts.kill(dead)
    expected = re.compile(f"已 [5-9] 分钟没有动静，{re.escape(harm)}")  # a busy machine takes half a minute to answer
    if dead == "web":
        assert parts.ready() == (0, {})
    else:
        until(lambda: expected.match(parts.ready()[1].get(dead, "")), 30, "readiness tells")
        assert parts.ready()[0] == 503
    code, wrong = parts.doctor()
    assert code == 1
    assert expected.match(wrong[dead])
    assert wrong[dead].endswith(f"运行 once up（分开部署的，运行 once {dead}）")
    shown = parts.page(monkeypatch)
    assert "项不正常，请按说明处理。" in shown
    assert expected.search(shown)

    def about() -> list[str]:
        return [text for text in parts.heard()[before:] if text.startswith(word)]

    until(about, 60, "the administrator is told")
    assert about()[0].startswith(f"{word}没有动静，{harm}")
    parts.start(dead)
    until(lambda: parts.ready() == (200, {}), 120, f"{dead} is back")
    until(lambda: len(about()) > 1, 60, "the administrator is told that it is back")
    assert about()[1:] == [f"{word}已恢复正常。"]
    assert "各项正常。" in parts.page(monkeypatch)


def _impatient(part: ProcessPart) -> ProcessPart:
    """The same with the impatient watch: `python -P -m module …` as a program that runs the module."""
    python, keep_out, _, *module = part.command
    return ProcessPart(part.name, (python, keep_out, "-c", IMPATIENT, *module), part.environment)
