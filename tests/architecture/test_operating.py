"""Recipes for operators (`.docs/operating/`) are tried as far as the machine allows; where a tool is not here, a test says so."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.settings import Settings
from ui.cli import parser

FOLDER = Path(__file__).parents[2] / ".docs" / "operating"
GUIDE = (FOLDER / "README.md").read_text("utf-8")
RECIPES = sorted(path for path in FOLDER.rglob("*") if path.is_file() and path.name != "README.md")
UNITS = sorted(FOLDER.glob("systemd/*.service"))
COMPOSED: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))
ONCE = re.compile(r"(?:^|/opt/once/current/bin/)once ")


def _commands() -> Iterator[str]:
    """Every command of ours that a recipe gives: in blocks and between backticks of the guide, in units, in containers."""
    given = re.findall(r"```\n(.*?)```", GUIDE, re.DOTALL) + re.findall(r"`(once [^`]+)`", GUIDE)
    given += [
        line.partition("=")[2] for unit in UNITS for line in unit.read_text("utf-8").splitlines() if "Exec" in line
    ]
    given.append(shlex.join(COMPOSED["services"]["once"]["command"]))
    for line in "\n".join(given).splitlines():
        if (found := ONCE.search(line)) and not line.startswith("#"):
            yield line[found.end() :]


@pytest.mark.parametrize("command", sorted(set(_commands())))
def test_a_command_of_ours_is_one(command: str) -> None:
    """Its words and options are taken by this release; nothing is carried out."""
    words = shlex.split(command)
    if words != ["--version"]:
        assert parser().parse_args(words)


def test_the_guide_gives_commands() -> None:
    """Else the test above would try nothing."""
    assert len(set(_commands())) > 8


def test_a_setting_that_is_named_is_one() -> None:
    """In the guide and in every recipe."""
    known = {f"ONCE_{name.upper()}" for name in Settings.model_fields}
    named = {
        name for path in FOLDER.rglob("*.*") if path.is_file() for name in re.findall(r"ONCE_[A-Z_]+", path.read_text())
    }
    assert named
    assert named <= known


def test_the_guide_names_every_recipe_and_no_other() -> None:
    """Whoever reads the folder finds what is in it."""
    table = re.search(r"\| file \| what it is \|\n(.*?)\n\n", GUIDE, re.DOTALL)
    assert table
    named = {name for row in table[1].splitlines()[1:] for name in re.findall(r"`([^`]+)`", row.split("|")[1])}
    assert named == {str(path.relative_to(FOLDER)) for path in RECIPES}


def test_a_server_with_these_settings_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of them is refused as unsafe, as the file says them and as the containers do."""
    from flows.exposure import refuse_unsafe

    told = dict(line.split("=", 1) for line in (FOLDER / "once.env").read_text().splitlines() if line[:4] == "ONCE")
    for settings in (told, COMPOSED["services"]["once"]["environment"]):
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        assert refuse_unsafe(Settings()) is None


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_is_understood_by_systemd(unit: Path, tmp_path: Path) -> None:
    """With the program where it is here; systemd looks whether it can be run."""
    here = str(Path(sys.executable).with_name("once"))
    for one in UNITS:
        text = one.read_text("utf-8").replace("/opt/once/current/bin/once", here)
        (tmp_path / one.name).write_text(text, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", tmp_path / unit.name],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if "once" in line]) == (0, [])


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Of nobody in particular, in a folder."""
    wanted = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=once.example.gov.cn")
    files = ("-keyout", tmp_path / "key.pem", "-out", tmp_path / "fullchain.pem")
    subprocess.run(["openssl", "req", *wanted, *files], check=True, capture_output=True)
    return tmp_path


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not on this machine")
def test_nginx_takes_the_configuration(certificate: Path) -> None:
    """As `nginx -t` says, with a certificate that is here."""
    site = (FOLDER / "nginx.conf").read_text("utf-8").replace("/etc/once/tls", str(certificate))
    whole = certificate / "nginx.conf"
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    own = "".join(f"{kind}_temp_path {certificate}/{kind};\n" for kind in kinds)
    whole.write_text(f"pid {certificate}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{own}{site}\n}}\n", "utf-8")
    done = subprocess.run(
        ["nginx", "-t", "-q", "-p", certificate, "-e", "stderr", "-c", whole],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("caddy") is None, reason="caddy is not on this machine")
def test_caddy_takes_the_configuration(certificate: Path) -> None:
    """As `caddy validate` says, with a certificate that is here."""
    site = (FOLDER / "Caddyfile").read_text("utf-8").replace("/etc/once/tls", str(certificate))
    (certificate / "Caddyfile").write_text(site, "utf-8")
    done = subprocess.run(
        ["caddy", "validate", "--adapter", "caddyfile", "--config", certificate / "Caddyfile"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_containers_name_volumes_and_files_that_are_there() -> None:
    """Of what is mounted and copied; building them takes a machine with containers and the internet."""
    services = COMPOSED["services"]
    mounted = [volume.split(":")[0] for service in services.values() for volume in service["volumes"]]
    assert {name for name in mounted if not name.startswith(".")} == set(COMPOSED["volumes"])
    assert (FOLDER / "Caddyfile").exists()
    copied = re.findall(r"^COPY (\S+)", (FOLDER / "Containerfile").read_text("utf-8"), re.MULTILINE)
    assert [name for name in copied if not name.startswith("dist/")] == ["requirements.lock"]
    assert services["proxy"]["network_mode"] == "service:once"
