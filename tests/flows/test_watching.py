"""The watch: who is told when a part stops, by whom, and how often."""

import time
from collections.abc import Callable, Iterable
from itertools import count

import pytest

from flows import watching
from flows.machine.parts import PARTS
from flows.watching import Watch
from storage.operating import heartbeats
from tests.flows.hearts import grow_old
from tests.flows.service.office import Office

KEEPER = "p77"  # the system administrator of the sample organisation
_instants = count(1)
SWEEPS = tuple(part.name for part in PARTS if part.needs)


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets the watches have lasted for so many seconds more; the flow engine answers."""
    monkeypatch.setattr(watching, "engine_silence", lambda _: "")
    slept = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda began=time.monotonic: began() + slept[0])

    def passed(seconds: float) -> None:
        slept[0] += seconds

    return passed


def _heard(office: Office) -> list[tuple[str, str]]:
    told = office.service.notices.list(office.who(KEEPER))
    assert isinstance(told, tuple)
    return [(one.topic, one.text) for one in reversed(told)]


def _stopped(office: Office, parts: Iterable[str]) -> None:
    office.clock.pass_by(seconds=next(_instants))  # the clock of an office begins anew with each test
    grow_old(office.resources.database, tuple(parts), hours=3)


@pytest.mark.parametrize(("dead", "word", "living"), [("executor", "执行器", "web"), ("web", "网页服务", "executor")])
def test_whoever_lives_tells_that_the_other_stopped_and_that_it_is_back(
    office: Office, patience: Callable[[float], None], dead: str, word: str, living: str
) -> None:
    """Once each, though two watch; the sweeps of a dead executor are not told one by one."""
    heard = len(_heard(office))
    watches = [Watch(office.resources, living), Watch(office.resources, living)]
    sweeps = SWEEPS if living == "executor" else ()
    _beat(office, dead, *SWEEPS)
    patience(3600 * 3)
    for watch in watches:
        watch.look(sweeps)
    assert len(_heard(office)) == heard
    _stopped(office, (dead, *(SWEEPS if dead == "executor" else ())))
    for watch in (*watches, *watches):
        watch.look(sweeps)
    ((topic, text),) = _heard(office)[heard:]
    assert topic == "part_missed"
    assert text.startswith(f"{word}没有动静，")
    assert text.endswith(f"运行 once {dead}）。")
    _beat(office, dead, *SWEEPS)
    for watch in (*watches, *watches):
        watch.look(sweeps)
    assert _heard(office)[heard + 1 :] == [("part_back", f"{word}已恢复正常。")]


def test_a_sweep_that_hangs_in_a_living_executor_is_told_by_its_name(
    office: Office, patience: Callable[[float], None]
) -> None:
    """The executor lives, and says nothing of it."""
    heard = len(_heard(office))
    watch = Watch(office.resources, "executor")
    _beat(office, "web", *SWEEPS)
    patience(3600 * 3)
    _stopped(office, ("alarms",))
    watch.look(set(SWEEPS) - {"alarms"})
    ((_, text),) = _heard(office)[heard:]
    assert text.startswith("到期处理没有动静，到期的环节不会自动提醒和流转。")
    watch.look(SWEEPS)
    assert _heard(office)[-1] == ("part_back", "到期处理已恢复正常。")


def test_what_starts_with_the_watch_is_given_its_time(office: Office, patience: Callable[[float], None]) -> None:
    """After a night in which nothing ran, nobody is called because the executor takes some seconds longer than the web."""
    heard = len(_heard(office))
    _beat(office, "web", "executor", *SWEEPS)
    _stopped(office, ("web", "executor", *SWEEPS))
    watch = Watch(office.resources, "web")
    watch.look()
    patience(40)
    watch.look()
    assert len(_heard(office)) == heard
    patience(10)
    watch.look()
    assert [topic for topic, _ in _heard(office)[heard:]] == ["part_missed"]
    _beat(office, "executor", *SWEEPS)
    watch.look()


def _beat(office: Office, *parts: str) -> None:
    with office.resources.database.transaction() as session:
        heartbeats.beat(session, parts)
