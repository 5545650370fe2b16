"""What scripts rely on: each command's JSON, its exit code, and one Chinese line on stderr when it says no.

Covers: ui/cli/account_commands.py
"""

import argparse
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.settings import Settings
from tests.sample_folder import planted
from tests.ui.api.office import APPLICANT, CHIEF, CLERK, COLLEAGUE, FILING, FILLS, OF_MANY_POSTS
from tests.ui.cli.conftest import Once, Said
from ui import cli
from ui.cli.words import WordParser

CHINESE = re.compile(r"[一-鿿]")
PROMISED = {
    "up",
    "demo",
    "matter list",
    "matter show",
    "matter schema",
    "matter check",
    "matter forecast",
    "matter explore",
    "matter diff",
    "matter import",
    "matter export",
    "matter draft list",
    "matter draft drop",
    "case submit",
    "case show",
    "task list",
    "task act",
    "verify",
    "doctor",
    "audit check",
    "db upgrade",
    "user add",
    "token add",
    "web",
    "executor",
    "prefect",
}


def _commands(
    parser: argparse.ArgumentParser, words: tuple[str, ...] = ()
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    if isinstance(parser, WordParser):
        parser.unfold()
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for action in below:
        for name, inner in action.choices.items():
            yield from _commands(inner, (*words, name))
    if not below:
        yield " ".join(words), parser


ALL = dict(_commands(cli.parser()))


def _refused(said: Said, code: str) -> bool:
    """Exit 1, the stable code for machines, the same sentence for people."""
    assert (said.code, said.data["code"]) == (1, code)
    assert CHINESE.search(said.complaint)
    return bool(said.complaint == said.data["detail"])


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """The usual filing in a file."""
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(FILING["answers"]), "utf-8")
    return file


@pytest.fixture
def filed(once: Once, data: Path, people: dict[str, str], answers: Path) -> str:
    """The number of a case filed from the command line."""
    who = ("--post", APPLICANT, "--as", people[APPLICANT])
    return str(once("case", "submit", "MS032", "--answers", answers, *who, "--data", data, "--json").data["case_no"])


def test_every_promised_command_is_there() -> None:
    """More may come; none goes away."""
    assert set(ALL) >= PROMISED


@pytest.mark.parametrize("command", ALL)
def test_every_command_speaks_to_machines_and_people(once: Once, command: str) -> None:
    """`--json` and help in Chinese, each option and argument described."""
    described = [action for action in ALL[command]._actions if action.option_strings or action.nargs != 0]
    assert "--json" in {option for action in described for option in action.option_strings}
    said = once(*command.split(), "--help")
    assert (said.code, said.err) == (0, "")
    assert all(CHINESE.search(action.help or action.metavar or "") for action in described)  # type: ignore[arg-type]


def test_a_case_is_told_to_machines(once: Once, data: Path, people: dict[str, str], filed: str) -> None:
    """The whole case with instants in local time; a stranger learns nothing of it."""
    shown = once("case", "show", filed, "--as", people[APPLICANT], "--data", data, "--json")
    assert (shown.code, shown.data["line"]["case_no"]) == (0, filed)
    assert shown.data["line"]["filed_at"].endswith("+08:00")
    assert {"timeline", "ahead", "waiting", "due_reason", "documents"} <= set(shown.data)
    assert _refused(once("case", "show", filed, "--as", people[COLLEAGUE], "--data", data, "--json"), "not_found")


def test_all_defects_are_told_to_machines(once: Once, data: Path, people: dict[str, str], answers: Path) -> None:
    """Pinned to their fields."""
    answers.write_text("{}", "utf-8")
    who = ("--post", APPLICANT, "--as", people[APPLICANT], "--data", data, "--json")
    said = once("case", "submit", "MS032", "--answers", answers, *who)
    assert _refused(said, "invalid")
    assert "purpose" in {problem["target"] for problem in said.data["problems"]}
    assert _refused(once("case", "submit", "XX999", "--answers", answers, *who), "not_found")


def test_who_has_several_posts_names_one(once: Once, data: Path, people: dict[str, str], answers: Path) -> None:
    """The sentence lists them."""
    said = once(
        "case", "submit", "MS032", "--answers", answers, "--as", people[OF_MANY_POSTS], "--data", data, "--json"
    )
    assert _refused(said, "post_required")


def test_a_task_is_acted_on_once(once: Once, data: Path, people: dict[str, str], tmp_path: Path, filed: str) -> None:
    """Listed with what the act needs; the second act is told who was first; another's item is not found."""
    listed = once("task", "list", "--as", people[CLERK], "--data", data, "--json")
    task = next(line for line in listed.data if line["case_no"] == filed)
    assert {"id", "case_no", "step", "version", "actions"} <= set(task)
    form = tmp_path / "form.json"
    form.write_text(json.dumps({"fills": FILLS}), "utf-8")
    act = ("task", "act", task["id"], "accept", "--form", form, "--data", data, "--json", "--as")
    assert _refused(once(*act, people[CHIEF]), "not_found")
    done = once(*act, people[CLERK])
    assert (done.code, done.data["case_no"], done.data["action"]) == (0, filed, "accept")
    assert _refused(once(*act, people[CLERK]), "already_decided")


def test_an_opinion_beyond_measure_is_wrong_use(once: Once, data: Path, people: dict[str, str]) -> None:
    """Before the service is asked."""
    said = once("task", "act", "t", "approve", "--opinion", "长" * 4001, "--as", people[CHIEF], "--data", data)
    assert (said.code, said.out) == (2, "")
    assert CHINESE.search(said.complaint)


def test_an_unsealed_file_is_told_to_machines(once: Once, data: Path, answers: Path) -> None:
    """Any file may be verified; only a valid paper exits with 0."""
    said = once("verify", answers, "--data", data, "--json")
    assert (said.code, said.data["verdict"], said.err) == (1, "unsealed", "")


def test_accounts_and_tokens_are_told_to_machines(once: Once, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second account of the same name is refused, and so is one for nobody."""
    folder = ("--data", tmp_path / "bare", "--json")
    planted(Settings(data_dir=tmp_path / "bare"))

    def add(username: str, person: str) -> Said:
        monkeypatch.setattr(sys, "stdin", io.StringIO("correct horse 9\n"))
        return once("user", "add", username, "--person", person, "--password-stdin", *folder)

    assert add("zhangsan", "p01").data == {"username": "zhangsan", "person": "p01"}
    assert _refused(add("zhangsan", "p02"), "invalid")
    assert _refused(add("lisi", "nobody"), "not_found")
    token = once("token", "add", "--user", "zhangsan", *folder)
    assert (token.code, set(token.data)) == (0, {"token", "username"})
    assert _refused(once("token", "add", "--user", "lisi", *folder), "not_found")
