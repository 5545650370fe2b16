"""The demonstration tells the main job whole; `up` announces what a person needs to begin."""

import fcntl
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import demo, processes
from flows.processes import ProcessPart, settings_environment
from flows.settings import Settings
from storage.definitions import catalog
from tests.ui.cli.conftest import Once

CLERK = "county_logistics.vehicle_clerk"
ROOT = Path(__file__).parents[3]


def _hands(settings: Settings) -> ProcessPart:
    environment = settings_environment(settings) | {"PYTHONPATH": str(ROOT)}
    return ProcessPart("hands", (sys.executable, "-m", "tests.ui.cli.hands"), environment)


def _nothing(settings: Settings) -> ProcessPart:
    return ProcessPart("nothing", (sys.executable, "-c", "import signal; signal.pause()"), dict(os.environ))


@pytest.mark.long
def test_the_demonstration_tells_every_story(once: Once, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every case ends as its golden case says, every paper verifies offline, and the summary says so."""
    monkeypatch.setattr(demo, "executor_part", _hands)
    monkeypatch.setattr(demo, "prefect_part", _nothing)
    said = once("demo", "--out", tmp_path / "out", "--matters", "MS032")
    assert said.code == 0, said.out + said.err
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    outcomes = {case["expected"] for case in summary["cases"]}
    assert (len(summary["cases"]), summary["complete"]) == (4, True)
    assert summary["granted"] == 1
    assert outcomes == {"granted", "denied", "acceptance_refused", "withdrawn"}
    numbers = [paper["number"] for case in summary["cases"] for paper in case["documents"]]
    assert len(set(numbers)) == len(numbers) == summary["papers"]
    papers = [paper for case in summary["cases"] for paper in case["documents"]]
    assert {paper["verdict"] for paper in papers} == {"valid"}
    verified = once("verify", tmp_path / "out" / papers[-1]["file"], "--trust", tmp_path / "out" / "root.pem")
    assert verified.code == 0


def test_a_demonstration_of_an_unknown_matter_is_refused(once: Once, tmp_path: Path) -> None:
    """Before anything is started."""
    said = once("demo", "--out", tmp_path, "--matters", "MS032", "MS999")
    assert (said.code, "没有事项 MS999" in said.complaint, list(tmp_path.iterdir())) == (1, True, [])


def test_two_demonstrations_into_one_folder_are_refused(once: Once, tmp_path: Path) -> None:
    """The second would write over the papers of the first; what lies there is left alone."""
    held = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        said = once("demo", "--out", tmp_path)
    finally:
        os.close(held)
    assert (said.code, said.complaint) == (
        1,
        f"另一次演示正在向 {tmp_path} 写入。请等它结束，或用 --out 另选一个目录。",
    )
    assert list(tmp_path.iterdir()) == []


def test_a_case_of_every_matter_is_planned_and_every_outcome_of_those_named() -> None:
    """Granted if a granted one can be told within a day."""
    matters = tuple(one for one in catalog.shipped_definitions() if one.guide.access.kind == "online")
    stories = demo.planned(catalog.shipped_definitions(), every_outcome=False)
    assert [matter.code for matter, _ in stories] == [matter.code for matter in matters]
    assert sum(golden.expect.outcome == "granted" for _, golden in stories) >= len(matters) // 2
    car = [matter for matter in matters if matter.code == "MS032"]
    ends = [golden.expect.outcome for _, golden in demo.planned(car, every_outcome=True)]
    assert sorted(ends) == sorted({golden.expect.outcome for golden in car[0].golden})


def test_up_announces_address_accounts_and_folder(once: Once, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The welcome goes to stdout with the sample accounts; warnings go to stderr."""

    def up(settings: Settings, demo: bool, announce: Callable[[str], None], factory: str) -> int:
        announce("执行器意外退出（1），正在自动重启")
        announce(f"一次 已就绪：{settings.address}　数据目录：{settings.data_dir}")
        return 0 if demo and factory == "ui.app:create_app" else 1

    monkeypatch.setattr(processes, "up", up)
    said = once("up", "--demo", "--data", data, "--port", "18080")
    assert said.code == 0
    assert said.complaint.startswith("执行器")
    listed = json.loads((data / "demo-accounts.json").read_text("utf-8"))
    clerk = next(one for one in listed if any(post["post"] == CLERK for post in one["posts"]))
    for part in ("http://127.0.0.1:18080", str(data), clerk["username"], clerk["password"]):
        assert part in said.out
