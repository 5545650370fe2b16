"""Setting a data folder up: once is enough, twice changes nothing."""

import json
import os
import shutil
import stat
from pathlib import Path

import pytest

from flows.bootstrap import DEMO_ACCOUNTS, now, open_service, prepare
from flows.identity import LOCAL_MACHINE
from flows.settings import Settings
from matters.errors import Refusal
from storage import catalog
from storage.durable import write_durably
from tests.passwords import light_passwords


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A folder set up with the demo."""
    made = Settings(data_dir=tmp_path_factory.mktemp("bootstrap") / "data")
    with light_passwords():
        prepare(made, demo=True)
    return made


def _content(folder: Path) -> dict[str, bytes]:
    kept = (path for path in folder.rglob("*") if path.is_file() and "once.db" not in path.name)
    return {str(path): path.read_bytes() for path in kept}


def test_the_second_time_changes_nothing(settings: Settings) -> None:
    """Keys, authority and accounts stay as they are."""
    before = _content(settings.data_dir)
    prepare(settings, demo=True)
    prepare(settings, demo=False)
    assert _content(settings.data_dir) == before


def test_secrets_are_for_their_owner_only(settings: Settings) -> None:
    """The master key and the list of demo passwords."""
    for path in (settings.key_file, settings.data_dir / DEMO_ACCOUNTS):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.data_dir.stat().st_mode) == 0o700


def test_a_demo_account_logs_in_and_finds_the_catalogue(settings: Settings) -> None:
    """The listed password works; the runnable matters are published, the drafts are not."""
    listed = json.loads((settings.data_dir / DEMO_ACCOUNTS).read_text("utf-8"))
    account = next(entry for entry in listed if entry["username"] == "p50")
    with open_service(settings) as service:
        login = service.accounts.login("p50", account["password"], "127.0.0.1")
        assert not isinstance(login, Refusal)
        found = service.matters.list(login.caller)
        assert not isinstance(found, Refusal)
        assert "MS032" in {line.code for line in found.items}
        checks = service.operations.doctor(LOCAL_MACHINE)
        assert not isinstance(checks, Refusal)
        assert [check.name for check in checks if not check.ok] == []
    assert {post["post"] for post in account["posts"]} == {hat.post for hat in login.caller.posts}


def test_without_the_demo_there_is_no_account(tmp_path: Path) -> None:
    """No default password exists anywhere."""
    bare = Settings(data_dir=tmp_path / "bare", secret_key_file=tmp_path / "secret.key")
    prepare(bare, demo=False)
    assert not (bare.data_dir / DEMO_ACCOUNTS).exists()
    with open_service(bare) as service:
        assert isinstance(service.accounts.local(LOCAL_MACHINE, "p50"), Refusal)
    assert (tmp_path / "secret.key").exists()


@pytest.mark.parametrize("kept", ["authority", "database"])
def test_a_lost_master_key_is_not_replaced(tmp_path: Path, kept: str) -> None:
    """With another one nothing could be read again; the seal keys alone are reason enough, and so are the rows alone."""
    settings = Settings(data_dir=tmp_path)
    prepare(settings, demo=False)
    settings.key_file.unlink()
    if kept == "authority":
        (tmp_path / "once.db").unlink()
    else:
        shutil.rmtree(settings.authority_dir)
    why = prepare(settings, demo=False)
    assert why is not None
    assert str(settings.key_file) in why
    assert "请从备份恢复" in why
    assert not settings.key_file.exists()


def test_a_private_file_is_on_the_disk_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The content before the rename, the folder after it: a power cut leaves no key that others have used already."""
    steps: list[str] = []
    sync, replace = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "content")
        sync(descriptor)

    def replaced(self: Path, target: Path) -> Path:
        steps.append("rename")
        return replace(self, target)

    monkeypatch.setattr("os.fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    write_durably(tmp_path / "secret.key", b"secret")
    assert steps == ["content", "rename", "folder"]
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("secret.key", b"secret")]


def test_a_sample_organisation_that_does_not_hang_together_is_not_seeded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of the build."""
    sample = catalog.sample_organisation()
    twice = sample.model_copy(update={"people": (*sample.people, sample.people[0])})
    monkeypatch.setattr(catalog, "sample_organisation", lambda: twice)
    with pytest.raises(catalog.BrokenCatalogueError, match="重复出现 2 次"):
        prepare(Settings(data_dir=tmp_path), demo=False)


def test_the_clock_of_the_real_world_is_aware() -> None:
    """Naive instants are refused by the database."""
    assert now().tzinfo is not None
