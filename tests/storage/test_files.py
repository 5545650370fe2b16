"""Files handed in: whole or absent, checked when read, names harmless."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from stat import S_IMODE

import pytest

from storage import files
from storage.database import Database
from storage.files import DamagedFileError, FileFolder, FileStore, StoredFile
from tests.storage.samples import NOON, at, begun

CONTENT = "营业执照".encode()


@pytest.fixture
def folder(tmp_path: Path) -> FileFolder:
    """An empty folder."""
    return FileFolder(tmp_path / "files")


@pytest.fixture(params=[FileFolder])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    """Each store there is, empty: what every one of them keeps to."""
    made: FileStore = request.param(tmp_path / "files")
    return made


def test_a_file_is_kept_under_its_digest(store: FileStore) -> None:
    """The same bytes twice are one file, told by SHA-256."""
    digest = store.put(CONTENT)
    assert store.put(CONTENT) == digest == sha256(CONTENT).hexdigest()
    assert store.read(digest) == CONTENT


def test_what_was_put_again_is_not_removed(store: FileStore) -> None:
    """Old bytes go, young ones stay, and what is gone is gone once."""
    digest, long_ago = store.put(CONTENT), datetime(2020, 1, 1, tzinfo=UTC)
    assert not store.remove(digest, long_ago)
    assert store.read(digest) == CONTENT
    later = datetime.now(UTC) + timedelta(days=1)
    assert store.remove(digest, later)
    assert not store.remove(digest, later)
    with pytest.raises(DamagedFileError, match="missing"):
        store.read(digest)


def test_the_folder_keeps_a_file_once(folder: FileFolder) -> None:
    """Readable by its owner only, with nothing left beside it."""
    digest = folder.put(CONTENT)
    assert folder.put(CONTENT) == digest
    (kept,) = (path for path in folder.folder.rglob("*") if path.is_file())
    assert kept == folder.folder / digest[:2] / digest
    assert S_IMODE(kept.stat().st_mode) == 0o600


def test_an_empty_file_can_be_kept(store: FileStore) -> None:
    """Zero bytes are bytes too."""
    assert store.read(store.put(b"")) == b""


def test_a_changed_file_is_found_when_read(folder: FileFolder) -> None:
    """Its bytes no longer have the digest it lies under."""
    digest = folder.put(CONTENT)
    (folder.folder / digest[:2] / digest).write_bytes(CONTENT + b"!")
    with pytest.raises(DamagedFileError, match="changed"):
        folder.read(digest)


def test_a_missing_file_is_named(store: FileStore) -> None:
    """Not an empty answer."""
    with pytest.raises(DamagedFileError, match="missing"):
        store.read("0" * 64)


@pytest.mark.parametrize("digest", ["../../etc/passwd", "0" * 63 + "/", "A" * 64, ""])
def test_only_a_digest_finds_a_file(store: FileStore, digest: str) -> None:
    """No path can be smuggled in."""
    with pytest.raises(ValueError, match="not a SHA-256 digest"):
        store.read(digest)


def test_a_failed_write_leaves_nothing(folder: FileFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk refuses the sync, neither the file nor a piece of it is there."""

    def refuse(_: int) -> None:
        raise OSError("EIO")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(OSError, match="EIO"):
        folder.put(CONTENT)
    assert [path for path in folder.folder.rglob("*") if path.is_file()] == []


def test_a_name_is_only_data(database: Database, store: FileStore) -> None:
    """`../` in a name reaches no path and comes back as it was."""
    digest = store.put(CONTENT)
    with database.transaction() as session:
        name = "../../etc/执照.pdf"
        added = StoredFile("f1", digest, len(CONTENT), "application/pdf", name, "li", NOON)
        files.add(session, added)
        assert files.find(session, "f1") == added
        assert files.find(session, "f2") is None


def test_files_are_bound_to_a_case_by_their_owner_only(database: Database) -> None:
    """All of them or none: not another person's, not one that belongs to another case."""
    with database.transaction() as session:
        one, two = begun(session, "C1"), begun(session, "C2")
        for number, owner in enumerate(("li", "li", "wang")):
            files.add(session, StoredFile(f"f{number}", "d" * 64, 1, "text/plain", "a", owner, at(number)))
        assert files.attach(session, ["f0", "f1", "f0"], "li", one.id)
        assert files.attach(session, ["f0"], "li", one.id)
        assert not files.attach(session, ["f0"], "li", two.id)
        assert not files.attach(session, ["f2"], "li", one.id)
        assert not files.attach(session, ["unknown"], "li", one.id)
        assert [file.id for file in files.of_case(session, one.id)] == ["f0", "f1"]
        assert set(files.find_all(session, ["f0", "f2", "f9"])) == {"f0", "f2"}
