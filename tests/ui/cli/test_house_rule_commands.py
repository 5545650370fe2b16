"""`once house-rules`: what holds where, and a region's rule set at the machine."""

import shutil
from pathlib import Path

import pytest

from tests.ui.cli.conftest import Once


@pytest.fixture
def folder(data: Path, tmp_path: Path) -> Path:
    """A data folder of its own."""
    return Path(shutil.copytree(data, tmp_path / "once"))


def test_a_rule_is_set_and_confirmed_at_the_machine(once: Once, folder: Path) -> None:
    """What is not said is as the house has it; the list says what holds."""
    region = once("house-rules", "list", "--data", folder, "--json").data["regions"][0]["code"]
    given = ("set", region, "--remind", "5", "--no-digest")
    assert once("house-rules", *given, "--data", folder).code == 0
    assert once("house-rules", "list", "--data", folder, "--json").data["lines"][0]["state"] == "waiting"
    assert "已有一份规则等待确认" in once("house-rules", *given, "--data", folder).complaint
    other = once("house-rules", "list", "--data", folder, "--json").data["regions"][1]["code"]
    assert (
        once("house-rules", "set", other, "--head", "4", "--supervisor", "9", "--confirm", "--data", folder).code == 0
    )
    (line, _) = once("house-rules", "list", "--data", folder, "--json").data["lines"]
    assert (line["state"], line["rule"]["head"], line["rule"]["digest"]) == ("in_force", 4, True)
    assert "系统预置" in once("house-rules", "list", "--data", folder).out


def test_a_wrong_rule_is_refused_and_a_wrong_number_is_wrong_use(once: Once, folder: Path) -> None:
    """One Chinese line each."""
    refused = once("house-rules", "set", "999999", "--data", folder)
    assert (refused.code, "没有这个地区" in refused.complaint) == (1, True)
    wrong = once("house-rules", "set", "999999", "--remind", "61", "--data", folder)
    assert (wrong.code, "工作日" in wrong.complaint) == (2, True)
