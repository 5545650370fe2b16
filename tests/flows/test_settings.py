"""Settings: `ONCE_*` variables, each with a default that works on one machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from flows.settings import Settings, loopback, unknown_settings


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


def test_a_variable_that_is_no_setting_is_known_with_the_one_that_was_meant() -> None:
    """Whatever its case; what the tests and others set is not looked at."""
    given = ["ONCE_PORTT", "once_prefect_ur", "ONCE_WHATEVER", "ONCE_PORT", "once_host", "ONCE_TEST_SEED", "PATH"]
    assert unknown_settings(given) == {
        "ONCE_PORTT": "ONCE_PORT",
        "once_prefect_ur": "ONCE_PREFECT_PORT",
        "ONCE_WHATEVER": "",
    }


# A host of its own: its loopback has no IPv4 address.
IPV6_ALONE = 'ip link set lo up && ip address delete 127.0.0.1/8 dev lo && exec "$@"'
TELLING = """
import socket
from flows.processes import prefect_part
from flows.settings import Settings, loopback, unknown_settings
settings = Settings()
command = prefect_part(settings).command
with socket.create_server((settings.host, 0), family=socket.AF_INET6):
    print(settings.host, settings.address, settings.prefect_api, command[command.index("--host") + 1])
"""


def test_on_a_host_with_ipv6_alone_everything_is_on_its_loopback(tmp_path: Path) -> None:
    """Web, Prefect and who asks it; elsewhere it is 127.0.0.1."""
    apart = ["unshare", "--map-root-user", "--net", "sh", "-c"]
    tools = all(map(shutil.which, ("unshare", "ip")))
    if not tools or subprocess.run([*apart, "ip link"], capture_output=True, check=False).returncode:
        pytest.skip("no network namespace can be made here")
    environment = {"ONCE_DATA_DIR": str(tmp_path), "PATH": os.environ["PATH"]}
    command = [*apart, IPV6_ALONE, "sh", sys.executable, "-c", TELLING]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()
    assert told == ["::1", "http://[::1]:8610", "http://[::1]:4299/api", "::1"]
    assert (loopback(), Settings().prefect_api) == ("127.0.0.1", "http://127.0.0.1:4299/api")
