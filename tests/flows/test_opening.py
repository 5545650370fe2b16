"""What the settings name is opened, or told in one sentence with its mend."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from flows.bootstrap import open_resources
from flows.opening import open_database, upgrade
from flows.settings import Settings, UnfitError
from storage import migrations
from tests.sample_folder import planted


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which everything can be opened; tests work on copies."""
    folder = tmp_path_factory.mktemp("good") / "data"
    planted(Settings(data_dir=folder))
    return folder


Spoil = Callable[[Path], object]
SPOILT: dict[str, tuple[Spoil, str]] = {
    "key lost": (lambda data: (data / "secret.key").unlink(), "找不到主密钥文件"),
    "key short": (lambda data: (data / "secret.key").write_bytes(b"123"), "应为 32 字节，现为 3 字节"),
    "key foreign": (lambda data: (data / "secret.key").write_bytes(b"x" * 32), "不是原来的"),
    "root key damaged": (lambda data: (data / "authority" / "root.key").write_bytes(b"x"), "已损坏"),
    "root lost": (lambda data: (data / "authority" / "root.pem").unlink(), "缺少 root.pem 或 root.key"),
    "root damaged": (lambda data: (data / "authority" / "root.pem").write_bytes(b"x"), "已损坏"),
    "no database": (lambda data: (data / "once.db").write_bytes(b"not a database at all"), "不是数据库，请从备份恢复"),
    "outside": (lambda data: (data / "outside.json").write_bytes(b"{"), "outside.json 第 1 行"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_what_cannot_be_opened_is_told_with_its_mend(good: Path, tmp_path: Path, what: str) -> None:
    """By its file; nothing of the folder is changed by trying."""
    spoil, told = SPOILT[what]
    folder = tmp_path / "data"
    folder.mkdir()
    for file in good.rglob("*"):
        target = folder / file.relative_to(good)
        target.mkdir(exist_ok=True) if file.is_dir() else target.write_bytes(file.read_bytes())
    spoil(folder)
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file() and "once.db-" not in file.name}
    with pytest.raises(UnfitError, match=told), open_resources(Settings(data_dir=folder)):
        pass
    assert {file: file.read_bytes() for file in before} == before


@pytest.mark.parametrize(
    ("url", "told", "lasting"),
    [
        ("nonsense", "postgresql+psycopg://", True),
        ("sqlite://", "sqlite:////srv/once/once.db", True),
        ("mysql://x/y", "postgresql+psycopg://", True),
        ("postgresql://a:hidden@127.0.0.1:1/x", "postgresql+psycopg://", True),
        ("postgresql+psycopg://a:hidden@127.0.0.1:1/x", "数据库没有启动，或者端口不对", False),
        ("postgresql+psycopg://a:hidden@nowhere.invalid/x", "找不到数据库所在的主机", False),
        ("postgresql+psycopg://a:hidden@127.0.0.1:1/x?sslmode=verify-full&sslrootcert=/none.pem", "", False),
        ("sqlite:////proc/none/once.db", "", True),
    ],
)
def test_a_database_that_cannot_be_reached_is_told_by_its_cause(url: str, told: str, lasting: bool) -> None:
    """What may be well again in a minute is no reason to give up; no password is repeated."""
    with pytest.raises(UnfitError) as unfit, open_database(Settings(database_url=url)):
        pass
    assert told in str(unfit.value)
    assert "hidden" not in str(unfit.value)
    assert unfit.value.lasting is lasting


def test_a_database_or_user_that_is_not_there_is_told(postgres_url: Callable[[], str]) -> None:
    """By a real server."""
    there = make_url(postgres_url())
    for wrong in (there.set(database="nowhere"), there.set(username="nobody")):
        url = wrong.render_as_string(hide_password=False)
        with pytest.raises(UnfitError, match="数据库或用户不存在"), open_database(Settings(database_url=url)):
            pass


def test_a_database_of_a_newer_release_is_left_alone(good: Path) -> None:
    """Refused, and told as what it is; the doctor says so too."""
    with open_resources(Settings(data_dir=good)) as resources:
        with closing(sqlite3.connect(good / "once.db")) as rows, rows:
            rows.execute("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(UnfitError, match="由更新的版本建立"):
            upgrade(resources.database)
        assert migrations.is_newer(resources.database)
        assert migrations.pending(resources.database)
        with closing(sqlite3.connect(good / "once.db")) as rows, rows:
            rows.execute("UPDATE alembic_version SET version_num = ?", [migrations.head()])
        assert not migrations.is_newer(resources.database)
