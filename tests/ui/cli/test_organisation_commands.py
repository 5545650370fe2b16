"""The organisation and the accounts from the machine itself."""

from pathlib import Path

import pytest

from flows.adapters.identity import LOCAL_MACHINE
from flows.bootstrap import open_service
from flows.settings import Settings
from flows.views.people import SessionView
from matters.errors.door import LoginRefused
from tests.sample_folder import planted
from tests.ui.cli.conftest import Once


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with one account."""
    planted(Settings(data_dir=tmp_path / "own"))
    return tmp_path / "own"


def test_what_is_exported_is_checked_and_imported(once: Once, folder: Path, tmp_path: Path) -> None:
    """Nothing differs; an edited file tells its difference and becomes the next version; a broken one is refused."""
    file = tmp_path / "organisation.yaml"
    file.write_text(once("organisation", "export", "--data", folder).out, "utf-8")
    same = once("organisation", "check", file, "--data", folder)
    assert (same.code, same.out.strip()) == (0, "没有差异。")
    file.write_text(file.read_text("utf-8").replace("name: 样例村,", "name: 样例新村,"), "utf-8")
    assert "样例新村" in once("organisation", "check", file, "--data", folder).out
    assert once("organisation", "import", file, "--data", folder, "--json").data["version"] == 2
    assert "样例新村" in once("organisation", "export", "--data", folder).out
    file.write_text(file.read_text("utf-8").replace("id: p40,", "id: p940,"), "utf-8")
    assert once("organisation", "check", file, "--data", folder).code == 1
    assert "p40" in once("organisation", "import", file, "--data", folder).complaint


def test_a_file_that_is_no_text_is_wrong_use(once: Once, folder: Path, tmp_path: Path) -> None:
    """Missing, or not UTF-8."""
    (tmp_path / "x.yaml").write_bytes(b"\xff\xfe\x00")
    assert once("organisation", "check", tmp_path / "x.yaml", "--data", folder).code == 2
    assert once("organisation", "check", tmp_path / "none.yaml", "--data", folder).code == 2


def test_accounts_are_listed_reset_disabled_and_enabled(once: Once, folder: Path) -> None:
    """The initial password of a reset opens the account; a disabled one opens with nothing."""
    with open_service(Settings(data_dir=folder)) as service:
        service.account_keeping.add(LOCAL_MACHINE, "jia", "p77", "correct-horse-9")
    password = once("user", "reset", "jia", "--data", folder).out.strip()
    listed = once("user", "list", "--data", folder, "--json").data
    assert [(one["username"], one["state"]) for one in listed] == [("jia", "待改密码")]
    with open_service(Settings(data_dir=folder)) as service:
        assert isinstance(service.accounts.login("jia", password, "here"), SessionView)
        assert once("user", "disable", "jia", "--data", folder).code == 0
        assert isinstance(service.accounts.login("jia", password, "here"), LoginRefused)
    assert once("user", "enable", "jia", "--data", folder).code == 0
    assert once("user", "enable", "nobody", "--data", folder).code == 1
