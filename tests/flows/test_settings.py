"""Settings: `ONCE_*` variables, each with a default that works on one machine."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from flows.settings import Settings


def test_everything_lies_in_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One variable moves all of it; a key and a database elsewhere are named by their own."""
    monkeypatch.setenv("ONCE_DATA_DIR", str(tmp_path))
    settings = Settings()
    assert settings.database == f"sqlite:///{tmp_path.resolve() / 'once.db'}"
    assert {
        settings.key_file.parent,
        settings.outside.parent,
        settings.files_dir.parent,
        settings.authority_dir.parent,
    } == {tmp_path}
    monkeypatch.setenv("ONCE_SECRET_KEY_FILE", "/etc/once.key")
    monkeypatch.setenv("ONCE_DATABASE_URL", "postgresql://x/y")
    assert (Settings().key_file, Settings().database) == (Path("/etc/once.key"), "postgresql://x/y")


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "http://127.0.0.1:8610"),
        ({"host": "::1", "port": 80}, "http://[::1]:80"),
        ({"tls_certfile": Path("x.pem")}, "https://127.0.0.1:8610"),
        ({"public_url": "https://once.example/"}, "https://once.example"),
    ],
)
def test_papers_carry_the_address_that_people_type(given: dict[str, object], address: str) -> None:
    """What a QR code leads to."""
    assert Settings.model_validate(given).address == address


@pytest.mark.parametrize(
    "wrong", [{"port": 0}, {"lease_seconds": 1}, {"executor_concurrency": 9}, {"sessions_hours": 0}]
)
def test_a_limit_that_cannot_work_is_refused(wrong: dict[str, int]) -> None:
    """At the start, not in the night."""
    with pytest.raises(ValidationError):
        Settings.model_validate(wrong)
