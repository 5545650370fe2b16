"""A case is filed, handled and followed from the command line.

Covers: ui/cli/outcome.py
"""

import io
import json
from pathlib import Path

import pytest

from tests.flows.good_files import PDF
from tests.ui.cli.conftest import Once

APPLICANT, CLERK, CHIEF = "county_finance.staff", "county_logistics.vehicle_clerk", "county_logistics.vehicle_chief"
ANSWERS = {
    "purpose": "参加邻市会审",
    "vehicle_use": "meeting",
    "depart_at": "2090-03-01T08:00",
    "return_at": "2090-03-02T18:00",
    "destination": "邻市财政局",
    "passengers": 3,
    "out_of_city": True,
    "out_of_city_reason": "会审在邻市进行。",
    "contact": "值班室",
    "contact_phone": "5550061",
    "pledge": True,
}
FORM = {"fills": {"plate": "样A12345", "driver": "马行健"}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Answers, a notice and a form."""
    (tmp_path / "answers.json").write_text(json.dumps(ANSWERS), "utf-8")
    (tmp_path / "通知.pdf").write_bytes(PDF)
    (tmp_path / "form.json").write_text(json.dumps(FORM), "utf-8")
    return tmp_path


def test_a_case_goes_its_way(once: Once, data: Path, people: dict[str, str], folder: Path) -> None:
    """Submit, queue, accept with the office's fields, approve, and who acted twice is told who was first."""
    as_applicant = ("--as", people[APPLICANT], "--data", data)
    submit = ("case", "submit", "MS032", "--answers", folder / "answers.json", "--post", APPLICANT, *as_applicant)
    filed = once(*submit, "--file", f"notice={folder / '通知.pdf'}", "--json")
    assert filed.code == 0, filed.err
    case_no = filed.data["case_no"]

    tasks = once("task", "list", "--as", people[CLERK], "--data", data, "--json").data
    task = next(line for line in tasks if line["case_no"] == case_no)
    act = ("task", "act", task["id"], "accept", "--as", people[CLERK], "--data", data)
    assert once(*act).code == 1
    assert once(*act, "--form", folder / "form.json").code == 0
    assert "办理" in once(*act, "--form", folder / "form.json").complaint

    tasks = once("task", "list", "--as", people[CHIEF], "--data", data, "--json").data
    task = next(line for line in tasks if line["case_no"] == case_no)
    approve = once(
        "task", "act", task["id"], "approve", "--opinion", "同意派车。", "--as", people[CHIEF], "--data", data
    )
    assert approve.code == 0
    shown = once("case", "show", case_no, *as_applicant)
    assert "同意派车。" in shown.out
    assert "样A12345" in shown.out


def test_a_key_files_once(once: Once, data: Path, people: dict[str, str], folder: Path) -> None:
    """The same command again gives the same case."""
    answers = {**ANSWERS, "out_of_city": False}
    del answers["out_of_city_reason"]
    (folder / "answers.json").write_text(json.dumps(answers), "utf-8")
    command = (
        "case",
        "submit",
        "MS032",
        "--answers",
        folder / "answers.json",
        "--post",
        APPLICANT,
        "--key",
        "k1",
        "--as",
        people[APPLICANT],
        "--data",
        data,
        "--json",
    )
    assert once(*command).data["case_no"] == once(*command).data["case_no"]


def test_all_defects_are_told_in_one_line(once: Once, data: Path, people: dict[str, str], folder: Path) -> None:
    """Refused with every defect; a missing material is one of them."""
    (folder / "answers.json").write_text("{}", "utf-8")
    command = ("case", "submit", "MS032", "--answers", folder / "answers.json", "--post", APPLICANT)
    said = once(*command, "--as", people[APPLICANT], "--data", data)
    assert said.code == 1
    assert said.complaint.count("请填写") > 5


@pytest.mark.parametrize(
    ("option", "value"),
    [("--file", "notice"), ("--file", "notice=/no/such/file.pdf"), ("--answers", "/no/such/file.json")],
)
def test_what_cannot_be_read_is_wrong_use(
    once: Once, data: Path, people: dict[str, str], folder: Path, option: str, value: str
) -> None:
    """Exit code 2."""
    command = ("case", "submit", "MS032", "--answers", folder / "answers.json", "--as", people[APPLICANT])
    assert once(*command, "--data", data, option, value).code == 2


@pytest.mark.parametrize("form", ["[]", '{"colour": 1}', '{"fills": []}', '{"materials": {"notice": 1}}'])
def test_a_form_of_the_wrong_shape_is_wrong_use(
    once: Once, data: Path, people: dict[str, str], folder: Path, form: str
) -> None:
    """Before the service is asked."""
    (folder / "form.json").write_text(form, "utf-8")
    command = ("task", "act", "t", "accept", "--form", folder / "form.json", "--as", people[CLERK], "--data", data)
    assert once(*command).code == 2


def test_a_password_is_read_from_the_standard_input(
    once: Once, data: Path, people: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tried before the act: a wrong one is told, and nothing is done."""
    filing = ("case", "submit", "MS032", "--answers", folder / "answers.json", "--post", APPLICANT)
    case_no = once(
        *filing, "--file", f"notice={folder / '通知.pdf'}", "--as", people[APPLICANT], "--data", data, "--json"
    ).data["case_no"]
    tasks = once("task", "list", "--as", people[CLERK], "--data", data, "--json").data
    task = next(line for line in tasks if line["case_no"] == case_no)
    act = ("task", "act", task["id"], "accept", "--as", people[CLERK], "--form", folder / "form.json", "--data", data)
    monkeypatch.setattr("sys.stdin", io.StringIO("wrong-horse-9\n"))
    assert "密码不正确" in once(*act, "--password-stdin").complaint
    assert once(*act).code == 0
