"""Verification works offline; accounts are made without a password in sight.

Covers: flows/verification.py, flows/issued.py, ui/cli/verify_command.py
"""

import io
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from flows.bootstrap import open_service
from flows.documents.authority import Authority
from flows.documents.drawing import draw
from flows.documents.sealing.signing import KeyFileSealer
from flows.settings import Settings
from flows.views.people import Caller, SessionView
from tests.flows.documents.samples import SEALED_AT, order_for, sample
from tests.flows.service.office import ANSWERS
from tests.sample_folder import planted
from tests.ui.cli.conftest import Once


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sealed paper, an unsealed one and the trust anchor."""
    folder = tmp_path_factory.mktemp("sealed")
    authority = Authority.create(folder, b"passphrase", "样例根证书", SEALED_AT)
    drawn = draw(sample())
    (folder / "drawn.pdf").write_bytes(drawn)
    (folder / "sealed.pdf").write_bytes(KeyFileSealer(authority).seal(drawn, order_for(drawn)).content)
    return folder


def test_only_a_valid_paper_exits_with_zero(once: Once, sealed: Path, data: Path) -> None:
    """Valid under its root; altered, unsealed and untrusted are not."""
    root = ("--trust", sealed / "root.pem")
    valid = once("verify", sealed / "sealed.pdf", *root, "--json")
    assert (valid.code, valid.data["verdict"]) == (0, "valid")
    content = (sealed / "sealed.pdf").read_bytes()
    (sealed / "altered.pdf").write_bytes(content + b"\n% added")
    altered = once("verify", sealed / "altered.pdf", *root, "--json")
    assert (altered.code, altered.data["verdict"]) == (1, "altered")
    unsealed = once("verify", sealed / "drawn.pdf", *root, "--json")
    assert (unsealed.code, unsealed.data["verdict"]) == (1, "unsealed")
    foreign = once("verify", sealed / "sealed.pdf", "--data", data, "--json")
    assert (foreign.code, foreign.data["verdict"]) == (1, "untrusted")


def test_verification_needs_a_root(once: Once, sealed: Path, tmp_path: Path) -> None:
    """Neither given nor of a data folder; or not a certificate at all."""
    assert once("verify", sealed / "sealed.pdf", "--data", tmp_path / "none").code == 2
    assert once("verify", sealed / "sealed.pdf", "--trust", sealed / "sealed.pdf").code == 1


def test_the_doctor_tells_each_check(once: Once, data: Path) -> None:
    """Machines read the same."""
    said = once("doctor", "--data", data, "--json")
    assert {check["name"] for check in said.data} >= {"数据库", "磁盘"}
    assert said.code == (0 if all(check["ok"] for check in said.data) else 1)


def test_rows_rewritten_behind_the_products_back_are_found(
    once: Once, data: Path, people: dict[str, str], tmp_path: Path
) -> None:
    """By the command, with table, key, case and line; and a chain written anew by the end that was kept elsewhere."""
    answers, post, kept = tmp_path / "answers.json", "county_finance.staff", tmp_path / "end.json"
    answers.write_text(
        json.dumps({**ANSWERS, "depart_at": "2090-05-01T08:00", "return_at": "2090-05-01T18:00"}), "utf-8"
    )
    submit = ("case", "submit", "MS032", "--answers", answers, "--post", post, "--as", people[post], "--json")
    case_no = once(*submit, "--data", data).data["case_no"]
    whole = once("audit", "check", "--data", data, "--json")
    kept.write_text(whole.out, "utf-8")
    assert (whole.code, whole.data["defects"]) == (0, [])
    again = once("audit", "check", "--anchor", kept, "--data", data)
    assert (again.code, "与留存的链尾相符" in again.out) == (0, True)
    with closing(sqlite3.connect(data / "once.db", isolation_level=None)) as raw:
        row = raw.execute("SELECT id FROM case_row WHERE case_no = ?", (case_no,)).fetchone()
        was = raw.execute("SELECT payload FROM case_event WHERE case_id = ? AND seq = 1", row).fetchone()
        raw.execute("UPDATE case_event SET payload = ? WHERE case_id = ? AND seq = 1", (b"{}", *row))
        found = once("audit", "check", "--data", data)
        raw.execute("UPDATE case_event SET payload = ? WHERE case_id = ? AND seq = 1", (*was, *row))
    assert found.code == 1
    assert f"办理记录 case_event {row[0]}/1（办件 {case_no}）：内容在写入之后被改动，见审计链第" in found.out
    kept.write_text(json.dumps({"lines": whole.data["lines"], "end": "0" * 64}), "utf-8")
    other = once("audit", "check", "--anchor", kept, "--data", data)
    assert (other.code, "与留存的链尾不符" in other.out) == (1, True)
    kept.write_text("[]", "utf-8")
    assert once("audit", "check", "--anchor", kept, "--data", data).code == 2


def test_a_case_whose_rows_have_gone_astray_is_found_and_mended(
    once: Once, data: Path, people: dict[str, str], tmp_path: Path
) -> None:
    """The doctor names it and says how; with `--mend` the rows say again what has happened."""
    answers, post = tmp_path / "answers.json", "county_finance.staff"
    answers.write_text(
        json.dumps({**ANSWERS, "depart_at": "2090-03-01T08:00", "return_at": "2090-03-01T18:00"}), "utf-8"
    )
    submit = ("case", "submit", "MS032", "--answers", answers, "--post", post, "--as", people[post], "--json")
    filed = once(*submit, "--data", data)
    case_no = filed.data["case_no"]
    with closing(sqlite3.connect(data / "once.db")) as rows, rows:
        rows.execute("UPDATE case_row SET status = 'concluded' WHERE case_no = ?", [case_no])
    found = once("doctor", "--data", data)
    assert (found.code, "请运行 once doctor --mend 更正" in found.out, case_no in found.out) == (1, True, True)
    mended = {check["name"]: check for check in once("doctor", "--mend", "--data", data, "--json").data}
    assert mended[f"办件 {case_no}"]["detail"] == "已按办理记录更正"
    assert mended["办件登记"]["ok"]


def test_a_data_folder_is_upgraded_once_it_is_set_up(once: Once, bare: Path, tmp_path: Path) -> None:
    """Twice is as good as once, and nobody gets an account by it; where nothing was set up nothing is made."""
    assert once("db", "upgrade", "--data", bare).code == 0
    assert once("db", "upgrade", "--data", bare, "--json").data["upgraded"]
    assert once("user", "list", "--data", bare, "--json").data == []
    assert "once setup" in once("db", "upgrade", "--data", tmp_path / "new").complaint
    assert not (tmp_path / "new").exists()


def test_a_data_folder_whose_master_key_is_lost_is_left_alone(once: Once, tmp_path: Path) -> None:
    """It is said how to get it back."""
    (tmp_path / "authority").mkdir()
    (tmp_path / "authority" / "root.key").touch()
    said = once("db", "upgrade", "--data", tmp_path)
    assert said.code == 1
    assert "请从备份恢复" in said.complaint


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A data folder without accounts."""
    planted(Settings(data_dir=tmp_path / "bare"))
    return tmp_path / "bare"


def _typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_an_account_is_made_with_a_password_from_stdin(once: Once, bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The password opens the account; a weak one is refused; without a terminal it must be stdin."""
    add = ("user", "add", "zhangsan", "--person", "p01", "--data", bare)
    _typed(monkeypatch, "short\n")
    assert "密码" in once(*add, "--password-stdin").complaint
    _typed(monkeypatch, "correct horse 9\n")
    assert once(*add).code == 2
    assert once(*add, "--password-stdin").code == 0
    with open_service(Settings(data_dir=bare)) as service:
        opened = service.accounts.login("zhangsan", "correct horse 9", "test")
    assert isinstance(opened, SessionView)
    assert opened.caller.person == "p01"


def test_a_token_stands_for_its_account(once: Once, data: Path, people: dict[str, str]) -> None:
    """Shown once; only its digest is kept."""
    username = people["county_finance.staff"]
    token = once("token", "add", "--user", username, "--data", data).out.strip()
    with open_service(Settings(data_dir=data)) as service:
        found = service.accounts.resolve(token, "test")
    assert isinstance(found, Caller)
    assert found.username == username
    assert token.encode() not in (data / "once.db").read_bytes()
    assert once("token", "add", "--user", "nobody", "--data", data).code == 1
