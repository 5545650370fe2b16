"""Definitions are listed, shown, checked and tried without a data folder.

Covers: ui/cli/rehearsal_commands.py, flows/rehearsal.py, flows/catalogue.py
"""

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from tests.ui.cli.conftest import Once


@pytest.fixture
def text() -> str:
    """The shipped definition that runs."""
    return files("matters").joinpath("catalog", "MS032.v3.yaml").read_text("utf-8")


@pytest.fixture
def draft(text: str, tmp_path: Path) -> Path:
    """A definition that says something the engine does not run yet."""
    file = tmp_path / "XX032.v1.yaml"
    file.write_text(text.replace("    how: online\n", "    how: post\n").replace("code: MS032", "code: XX032"), "utf-8")
    return file


def test_the_list_tells_what_runs(once: Once) -> None:
    """For people and for machines."""
    said = once("matter", "list", "--json")
    runnable = {entry["code"]: entry["runnable"] for entry in said.data}
    assert said.code == 0
    assert runnable["MS032"]
    assert "公务用车派车" in once("matter", "list").out


def test_what_matters_ask_twice_is_told_with_what_it_is_counted_among(once: Once) -> None:
    """A count says nothing without the pairs and materials behind it."""
    said = once("matter", "asked-twice", "--json").data
    matters = len(once("matter", "list", "--json").data)
    assert (said["matters"], said["pairs"]) == (matters, matters * (matters - 1) // 2)
    assert [(one["matter"], one["other"], one["how"]) for one in said["found"]] == [
        ("MS001", "MS002", "asked"),
        ("MS003", "MS053", "issued"),
    ]
    out = once("matter", "asked-twice").out
    assert "MS001 和 MS002 都要求申请人提交“可行性研究报告”" in out
    assert f"{said['pairs']} 对，要求申请人提交材料 {said['asked']} 项，重复 2 项。" in out


def test_a_definition_is_shown_whole(once: Once) -> None:
    """Golden cases included, so that others can file them."""
    shown = once("matter", "show", "MS032", "--json").data
    assert {"answers", "story", "expect"} <= set(shown["golden"][0])
    assert once("matter", "show", "XX999").code == 1


def test_what_is_not_understood_is_quoted_as_it_was_written(once: Once) -> None:
    """The value of an unknown option is taken for the code, so that what is left over alone would mislead."""
    said = once("matter", "show", "--data", "/srv/once", "MS032")
    assert (said.code, said.complaint) == (
        2,
        "“--data /srv/once MS032”中有不认识的参数 --data。用法见 once matter show --help",
    )
    assert "“MS032 MS033”中有不认识的参数 MS033" in once("matter", "show", "MS032", "MS033").complaint


def test_the_schema_knows_the_language(once: Once) -> None:
    """JSON Schema for editors, with or without `--json`."""
    assert once("matter", "schema").data == once("matter", "schema", "--json").data
    assert "golden" in once("matter", "schema").data["properties"]


def test_the_schema_speaks_chinese(once: Once) -> None:
    """Every title and description that an editor shows."""
    told: list[str] = []

    def listen(part: object) -> None:
        if isinstance(part, dict):
            told.extend(part[key] for key in ("title", "description") if isinstance(part.get(key), str))
        for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            listen(inner)

    listen(once("matter", "schema").data)
    assert len(told) > 500
    assert [words for words in told if not re.search("[一-鿿]", words)] == []


def test_of_what_ships_one_old_version_is_told_and_no_other(once: Once) -> None:
    """Drafts are named as such and do not fail; one version that was published with a wrong day does, the next has it right."""
    folder = files("matters").joinpath("catalog")
    said = once("matter", "check", str(folder), "--json")
    wrong = {Path(one["file"]).name: one["remarks"] for one in said.data if one["wrong"]}
    assert (said.code, set(wrong)) == (1, {"MS009.v2.yaml"}), wrong
    assert any(one["golden"] > 0 and one["runnable"] for one in said.data)


def test_a_draft_fails_only_for_publishing(once: Once, draft: Path) -> None:
    """`--publish` asks for a definition that runs."""
    said = once("matter", "check", str(draft))
    assert said.code == 0, said.out
    assert "还不能运行" in said.out
    assert once("matter", "check", str(draft), "--publish").code == 1


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("name: 公务用车派车\n", "nmae: 公务用车派车\n", "name"),
        ("type: integer, min: 1", "type: number, min: 1", "number"),
        ("edit: [plate, driver, driver_phone]", "edit: [plate, driver, colour]", "colour"),
        ("      outcome: granted\n      papers", "      outcome: denied\n      papers", "结果"),
        ("  summary: ", "  summary\t: [", "冒号"),
    ],
    ids=["misspelt key", "unknown type", "unknown field", "golden case", "syntax"],
)
def test_a_broken_definition_fails_with_its_line(
    once: Once, tmp_path: Path, text: str, before: str, after: str, word: str
) -> None:
    """File, line, cause and mend."""
    broken = tmp_path / "broken.yaml"
    assert before in text
    broken.write_text(text.replace(before, after, 1), "utf-8")
    said = once("matter", "check", broken, "--json")
    assert said.code == 1
    remarks = [remark for one in said.data for remark in one["remarks"] if remark["severity"] == "error"]
    assert remarks
    assert all(remark["file"] == str(broken) for remark in remarks)
    assert any(remark["line"] > 1 for remark in remarks)
    assert f"{broken}:{remarks[0]['line']}:" in once("matter", "check", broken).out


def test_bytes_that_are_no_text_fail(once: Once, tmp_path: Path) -> None:
    """A picture named as a definition."""
    file = tmp_path / "picture.yaml"
    file.write_bytes(b"\xff\xd8\xff\xe0")
    said = once("matter", "check", file)
    assert said.code == 1
    assert "UTF-8" in said.out


def test_a_file_that_does_not_open_fails(once: Once, tmp_path: Path) -> None:
    """A folder named as a definition, among others."""
    (tmp_path / "folder.yaml").mkdir()
    said = once("matter", "check", tmp_path)
    assert said.code == 1
    assert "文件打不开" in said.out


def test_a_forecast_names_people_and_defects(once: Once, tmp_path: Path) -> None:
    """By code or by file; what would be refused makes it exit with 1."""
    answers = tmp_path / "answers.json"
    answers.write_text("{}", "utf-8")
    said = once("matter", "forecast", "MS032", "--answers", answers, "--json")
    assert said.code == 1
    assert [step["step"] for step in said.data["steps"]] == ["accept", "decide", "dispatch"]
    assert "purpose" in [problem["target"] for problem in said.data["problems"]]
    complete = {
        "purpose": "防汛检查",
        "vehicle_use": "inspection",
        "depart_at": "2090-03-01T08:00",
        "destination": "样例镇",
        "return_at": "2090-03-01T18:00",
        "passengers": 3,
        "out_of_city": False,
        "contact": "值班室",
        "contact_phone": "5550061",
        "pledge": True,
    }
    answers.write_text(json.dumps(complete), "utf-8")
    assert once("matter", "forecast", "MS032", "--answers", answers).code == 0
    assert once("matter", "forecast", "MS032", "--answers", answers, "--post", "no.such.post").code == 1
    answers.write_text("not json", "utf-8")
    assert once("matter", "forecast", "MS032", "--answers", answers).code == 2


def test_a_forecast_says_what_may_come_later(once: Once, text: str, tmp_path: Path) -> None:
    """先办后补: in words, and as data; without it the same filing is refused."""
    answers, file = tmp_path / "answers.json", tmp_path / "MS032.v3.yaml"
    answers.write_text(json.dumps({"purpose": "抢险", "passengers": 9, "out_of_city": False}), "utf-8")
    rule = "  act_first: {when: {filled: purpose}, within_working_days: 3}\n"
    file.write_text(text.replace("  starts: accepted\n", f"  starts: accepted\n{rule}"), "utf-8")
    assert (
        "先办后补：会议或公务活动通知，现在提交的，应于" in once("matter", "forecast", file, "--answers", answers).out
    )
    said = once("matter", "forecast", file, "--answers", answers, "--json").data
    assert [one["id"] for one in said["late"]["materials"]] == ["notice"]
    assert "notice" not in [problem["target"] for problem in said["problems"]]
    strict = once("matter", "forecast", "MS032", "--answers", answers, "--json").data
    assert (strict["late"], "notice" in [problem["target"] for problem in strict["problems"]]) == (None, True)


def test_exploring_tells_how_cases_end_and_where_they_cannot(once: Once, text: str, tmp_path: Path) -> None:
    """A step that demands what nobody may fill in keeps every case from its end."""
    said = once("matter", "explore", "MS032")
    assert said.code == 0
    assert "能办出的结果：不予受理、不予批准、准予" in said.out
    broken = tmp_path / "broken.yaml"
    demanding = "how: online\n    rights: {required: [out_of_city_reason]}"
    broken.write_text(text.replace("how: online", demanding, 1), "utf-8")
    said = once("matter", "explore", broken)
    assert said.code == 1
    assert "办不完：提交申请 → 【受理】受理 → 【审批】同意，此后怎样办理都不能办结。" in said.out
    assert once("matter", "explore", tmp_path / "none.yaml").code == 2
