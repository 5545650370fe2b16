"""`once holidays`: what is known, a notice from a file, and what it has moved."""

import json
import shutil
from pathlib import Path

import pytest

from tests.ui.cli.conftest import Once

YEAR = {
    "year": 2027,
    "source": "样例〔2026〕1号",
    "days_off": ["2027-01-01", "2027-05-01", "2027-10-01", "2027-10-02", "2027-10-03"],
    "working_days": ["2027-10-09"],
}


@pytest.fixture
def folder(data: Path, tmp_path: Path) -> Path:
    """A data folder of its own."""
    return Path(shutil.copytree(data, tmp_path / "once"))


def written(tmp_path: Path, **parts: object) -> Path:
    """A file with that year."""
    file = tmp_path / "2027.json"
    file.write_text(json.dumps({**YEAR, **parts}, ensure_ascii=False), "utf-8")
    return file


def test_a_year_is_imported_and_confirmed_at_the_machine(once: Once, folder: Path, tmp_path: Path) -> None:
    """What ships is there before; the new year holds, and has moved nothing where no case is under way."""
    before = once("holidays", "list", "--data", folder, "--json").data
    assert {line["state"] for line in before} == {"in_force"}
    assert max(line["year"] for line in before) >= 2026
    done = once("holidays", "import", written(tmp_path), "--confirm", "--data", folder, "--json")
    assert done.code == 0
    lines = once("holidays", "list", "--data", folder, "--json").data
    assert (lines[0]["id"], lines[0]["year"], lines[0]["state"]) == (done.data["id"], 2027, "in_force")
    moved = once("holidays", "moved", str(done.data["id"]), "--data", folder)
    assert (moved.code, moved.out) == (0, "没有期限因此改变。\n")


def test_without_the_word_it_waits_for_somebody(once: Once, folder: Path, tmp_path: Path) -> None:
    """As on the page."""
    assert once("holidays", "import", written(tmp_path), "--data", folder).code == 0
    assert once("holidays", "list", "--data", folder, "--json").data[0]["state"] == "waiting"


def test_a_wrong_year_is_refused_and_a_wrong_file_is_wrong_use(once: Once, folder: Path, tmp_path: Path) -> None:
    """One Chinese line each."""
    refused = once("holidays", "import", written(tmp_path, days_off=["2027-01-01"]), "--data", folder)
    assert refused.code == 1
    assert "缺少法定节日2027年5月1日" in refused.complaint
    wrong = once("holidays", "import", written(tmp_path, days_off="元旦"), "--data", folder)
    assert wrong.code == 2
    assert "days_off" in wrong.complaint
