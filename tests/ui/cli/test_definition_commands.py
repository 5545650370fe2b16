"""Definitions compared, imported into a data folder by two people, and exported again.

Covers: ui/cli/draft_commands.py
"""

import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from tests.sound import sound_template
from tests.ui.cli.conftest import Once

AUTHOR, SECOND = "p37", "p48"


@pytest.fixture
def folder(data: Path, tmp_path: Path) -> Path:
    """A data folder of this test alone."""
    return Path(shutil.copytree(data, tmp_path / "once"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A new matter in a file."""
    written = tmp_path / "new.yaml"
    written.write_text(sound_template("XY001", "样例事项"), "utf-8")
    return written


def test_two_files_are_compared(once: Once, tmp_path: Path, file: Path) -> None:
    """By what the difference touches; equal ones have none; posts as the sample organisation calls them."""
    other = tmp_path / "other.yaml"
    other.write_text(file.read_text("utf-8").replace("working_days, days: 3}", "working_days, days: 2}"), "utf-8")
    said = once("matter", "diff", file, other, "--json")
    assert [(one["target"], one["weight"]) for one in said.data] == [("clock.promised", "promise")]
    assert "[改变承诺]" in once("matter", "diff", file, other).out
    assert "相同" in once("matter", "diff", file, file).out
    clerk = "who: {by: post, post: vehicle_clerk"
    other.write_text(file.read_text("utf-8").replace(clerk, clerk.replace("vehicle", "seal")), "utf-8")
    assert "由“受理机构的车辆调度岗”改为“受理机构的印章管理岗”" in once("matter", "diff", file, other).out


def test_what_ships_is_named_by_code_and_version(once: Once, tmp_path: Path) -> None:
    """Without a data folder it is the catalogue's."""
    shipped = str(files("matters").joinpath("catalog", "MS032.v3.yaml"))
    empty = ("--data", tmp_path / "none")
    assert once("matter", "diff", "MS032", shipped, *empty).code == 0
    assert once("matter", "diff", "MS032@3", shipped, *empty, "--json").data == []
    assert once("matter", "diff", "MS032@7", shipped, *empty).code == 1
    older = str(files("matters").joinpath("catalog", "MS009.v1.yaml"))
    assert once("matter", "diff", "MS009@1", older, *empty, "--json").data == []
    said = once("matter", "diff", "MS009@1", "MS009", *empty, "--json").data
    assert "outcome.results[0].duties[0]" in {one["target"] for one in said}
    assert once("matter", "diff", "MS009@4", "MS009", *empty, "--json").data == []
    assert once("matter", "diff", "MS032@x", shipped, *empty).code == 2
    assert once("matter", "diff", tmp_path / "none.yaml", shipped).code == 2


def test_a_file_becomes_a_version_by_two_people(once: Once, folder: Path, file: Path, tmp_path: Path) -> None:
    """And comes out again as it went in, comments included."""
    there = ("--data", folder)
    said = once("matter", "import", file, *there, "--by", AUTHOR, "--publish", "--second", SECOND, "--json")
    assert (said.code, said.data[0]["state"]) == (0, "published")
    assert once("matter", "diff", "XY001@1", file, *there, "--json").data == []
    again = once("matter", "import", file, *there, "--by", AUTHOR, "--json")
    assert again.data[0]["state"] == "unchanged"
    out = tmp_path / "out"
    assert once("matter", "export", out, *there).code == 0
    assert (out / "XY001.v1.yaml").read_text("utf-8") == file.read_text("utf-8")
    shipped = files("matters").joinpath("catalog", "MS032.v3.yaml").read_text("utf-8")
    assert (out / "MS032.v3.yaml").read_text("utf-8") == shipped
    assert once("matter", "export", file, *there).code == 1


def test_a_draft_waits_until_it_is_dropped(once: Once, folder: Path, file: Path) -> None:
    """Imported twice it is refused; listed, and thrown away by an administrator of matters only."""
    there = ("--data", folder)
    assert once("matter", "import", file, *there, "--by", AUTHOR).code == 0
    assert once("matter", "import", file, *there, "--by", AUTHOR).code == 1
    assert [one["code"] for one in once("matter", "draft", "list", *there, "--json").data] == ["XY001"]
    assert once("matter", "draft", "drop", "XY001", *there, "--by", "p50").code == 1
    assert once("matter", "draft", "drop", "XY001", *there, "--by", SECOND).code == 0
    assert once("matter", "draft", "drop", "XY001", *there, "--by", SECOND).code == 1
    assert "没有草案" in once("matter", "draft", "list", *there).out


def test_a_refused_publication_leaves_nothing_behind(once: Once, folder: Path, file: Path) -> None:
    """By its author alone, or of what is not clean: the next import begins anew."""
    there, text = ("--data", folder), file.read_text("utf-8")
    alone = once("matter", "import", file, *there, "--by", AUTHOR, "--publish", "--second", AUTHOR)
    assert (alone.code, "第二人" in alone.out) == (1, True)
    file.write_text(text.replace("working_days, days: 3}", "working_days, days: 2}"), "utf-8")
    wrong = once("matter", "import", file, *there, "--by", AUTHOR, "--publish", "--second", SECOND)
    assert wrong.code == 1
    file.write_text(text, "utf-8")
    assert once("matter", "draft", "list", *there, "--json").data == []
    assert once("matter", "import", file, *there, "--by", AUTHOR, "--publish", "--second", SECOND).code == 0


def test_what_the_check_passes_is_published_and_nothing_else(
    once: Once, folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edition of a body and a version that is not the next: refused by both, and by the check without a data folder."""
    there, text = ("--data", folder), file.read_text("utf-8")
    publishing = ("--by", AUTHOR, "--publish", "--second", SECOND)
    local = text.replace(
        "{publisher: directory, version: 1}", "{publisher: county_logistics, version: 1, stands_on: 1}"
    )
    for wrong in (local, text.replace("directory, version: 1}", "directory, version: 2}")):
        file.write_text(wrong, "utf-8")
        assert once("matter", "check", file, "--publish", *there).code == 1
        assert once("matter", "import", file, *there, *publishing).code == 1
    file.write_text(local, "utf-8")
    assert once("matter", "check", file, "--data", folder / "none").code == 1
    monkeypatch.setenv("ONCE_DATA_DIR", str(folder / "none"))
    said = once("matter", "check", file, "--publish")
    assert (said.code, "publisher 应为 directory" in said.out) == (1, True)
    file.write_text(text, "utf-8")
    assert once("matter", "check", file, "--publish", *there).code == 0
    assert once("matter", "import", file, *there, *publishing).code == 0
    assert once("matter", "check", file, "--publish", *there).code == 0


def test_wrong_use_is_told(once: Once, folder: Path, file: Path, tmp_path: Path) -> None:
    """A publication without a second person, a folder without files, somebody without the role."""
    there = ("--data", folder)
    assert once("matter", "import", file, *there, "--by", AUTHOR, "--publish").code == 2
    (tmp_path / "empty").mkdir()
    assert once("matter", "import", tmp_path / "empty", *there, "--by", AUTHOR).code == 2
    assert once("matter", "import", tmp_path / "no.yaml", *there, "--by", AUTHOR).code == 2
    assert once("matter", "import", file, *there, "--by", "p50").code == 1
    assert once("matter", "import", file, "--data", tmp_path / "none", "--by", AUTHOR).code == 1


def test_tables_of_the_standards_go_out_and_come_in(once: Once, folder: Path, tmp_path: Path) -> None:
    """Tried without a name, kept under one; what is unchanged makes no draft."""
    file, data = tmp_path / "要素.json", ("--data", folder)
    assert once("matter", "tables", file, "--standard", "national", *data).code == 0
    tables = json.loads(file.read_text("utf-8"))
    unchanged = once("matter", "take-in", file, *data, "--json")
    assert {one["state"] for one in unchanged.data["items"]} == {"unchanged"}
    tables["事项"][0]["promise_day"] = "364"
    file.write_text(json.dumps(tables, ensure_ascii=False), "utf-8")
    tried = once("matter", "take-in", file, *data, "--json")
    assert (tried.data["kept"], tried.data["items"][0]["state"]) == (False, "changed")
    kept = once("matter", "take-in", file, "--by", AUTHOR, *data)
    assert kept.code == 0
    assert "已成为草案" in kept.out
    tables["事项"][0]["promise_day"] = "十天"
    file.write_text(json.dumps(tables, ensure_ascii=False), "utf-8")
    refused = once("matter", "take-in", file, *data)
    assert refused.code == 1
    assert "“事项”第 1 行“promise_day”" in refused.out + refused.err
    assert once("matter", "tables", tmp_path / "要素.txt", *data).code == 2
