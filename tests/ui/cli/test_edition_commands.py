"""`once matter edition`: a local list from a file, copied, and what a version of the directory would touch."""

import json
import shutil
from pathlib import Path

import pytest

from storage.definitions import catalog
from tests.ui.cli.conftest import Once

WANTED = {"code": "MS048", "body": "county_data", "promise": "working_days", "promise_days": 4}


@pytest.fixture
def folder(data: Path, tmp_path: Path) -> Path:
    """A data folder of its own."""
    return Path(shutil.copytree(data, tmp_path / "once"))


def written(tmp_path: Path, **parts: object) -> Path:
    """A file with what is wanted."""
    file = tmp_path / "edition.json"
    file.write_text(json.dumps({**WANTED, **parts}, ensure_ascii=False), "utf-8")
    return file


def test_it_is_asked_for_confirmed_and_copied(once: Once, folder: Path, tmp_path: Path) -> None:
    """Each with its receipt; a text that does not allow it any more would leave both as they are."""
    assert once("matter", "edition", "list", "--data", folder).out == "没有实施清单。\n"
    made = once("matter", "edition", "ask", written(tmp_path), "--data", folder, "--json").data["id"]
    assert once("matter", "edition", "confirm", str(made), "--data", folder).code == 0
    copied = once("matter", "edition", "copy", str(made), "city_data", "--data", folder, "--json").data["id"]
    assert once("matter", "edition", "return", str(copied), "--data", folder).code == 0
    lines = once("matter", "edition", "list", "--data", folder, "--json").data
    assert [(one["body"], one["state"]) for one in lines] == [("city_data", "sent_back"), ("county_data", "confirmed")]
    found = catalog.shipped_version("MS048", None)
    assert found
    text = catalog.shipped_text("MS048", found.edition.version)
    assert text
    file = tmp_path / "next.yaml"
    file.write_text(text.replace("promised, ", "", 1), "utf-8")
    (touched,) = once("matter", "edition", "touched", "MS048", file, "--data", folder, "--json").data
    assert (touched["body"], len(touched["unfit"])) == ("county_data", 1)


def test_what_it_may_not_change_is_refused_and_a_wrong_file_is_wrong_use(
    once: Once, folder: Path, tmp_path: Path
) -> None:
    """In Chinese, with the place."""
    refused = once("matter", "edition", "ask", written(tmp_path, promise_days=9), "--data", folder)
    assert refused.code == 1
    assert "承诺时限不能长于目录" in refused.complaint
    wrong = once("matter", "edition", "ask", written(tmp_path, promise="soon"), "--data", folder)
    assert wrong.code == 2
