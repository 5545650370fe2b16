"""The release as another office installs it: built from the source archive, beside what running needs, away from the tree."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
import zlib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("flows", "matters", "storage", "ui")
TOLD = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
IMPORT_ALL = """
import importlib, pkgutil
import flows, matters, storage, ui
for room in (flows, matters, storage, ui):
    for found in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
        if found.name not in ("ui.shell.entry", "storage.migrations.env"):  # they run when they are read
            importlib.import_module(found.name)
print(ui.__file__)
"""


def _run(*command: str | Path, folder: Path) -> str:
    """What a command says in that folder, whatever the folder of the tests and its settings are."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ONCE_", "PYTHON"))}
    done = subprocess.run(list(map(str, command)), cwd=folder, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _built(kind: str, tree: Path, out: Path) -> Path:
    """What the build backend makes of a tree, as a build tool asks for it."""
    script = f"from setuptools import build_meta; build_meta.build_{kind}({str(out)!r})"
    _run(sys.executable, "-c", script, folder=tree)
    (made,) = out.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as `python -m build` does: a source archive, and the wheel from what is in it."""
    folder = tmp_path_factory.mktemp("build")
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / "tree" / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / "tree")
    with tarfile.open(_built("sdist", folder / "tree", folder)) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    return _built("wheel", next((folder / "unpacked").iterdir()), folder)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel and what `requirements.lock` names, and no tools for tests."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=True)
    (site,) = folder.glob("lib/python*/site-packages")
    locked = re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    for name in locked:
        _borrow(name, site)
    machine = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
    pip = (machine, "-m", "pip", "--python", folder / "bin" / "python", "install", "--quiet", "--no-deps", "--no-index")
    _run(*pip, wheel, folder=folder)
    return folder / "bin"


def _borrow(name: str, site: Path) -> None:
    """One distribution of the tests' environment, linked; what other machines need is not here."""
    try:
        part = distribution(name)
    except PackageNotFoundError:
        return
    for top in {file.parts[0] for file in part.files or ()} - {"..", "__pycache__"}:
        if not (site / top).exists():
            (site / top).symlink_to(Path(str(part.locate_file(top))))


def test_the_wheel_holds_every_file_of_the_tree(wheel: Path) -> None:
    """Definitions, fonts, migrations, styles and pictures too, byte for byte."""
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file() and path.suffix != ".pyc"]
    with zipfile.ZipFile(wheel) as archive:
        held = {one.filename: one.CRC for one in archive.infolist()}
    differing = [path for path in files if held.get(str(path.relative_to(ROOT))) != zlib.crc32(path.read_bytes())]
    assert not differing, f"Name the kind of file in pyproject.toml under package-data: {differing}"
    assert {name.partition("/")[0] for name in held} == {*ROOMS, f"once_gov-{TOLD['version']}.dist-info"}


def test_what_is_installed_says_the_release_of_the_tree(installed: Path, tmp_path: Path) -> None:
    """The version is written once, in pyproject.toml."""
    assert _run(installed / "once", "--version", folder=tmp_path) == f"once {TOLD['version']}\n"


def test_what_is_installed_runs_away_from_the_tree(installed: Path, tmp_path: Path) -> None:
    """Every module finds what it needs without the tools for tests, and the definitions that ship are found."""
    home = Path(_run(installed / "python", "-P", "-c", IMPORT_ALL, folder=tmp_path).strip())
    assert home.is_relative_to(installed.parent)
    assert "MS009" in _run(installed / "once", "matter", "list", folder=tmp_path)
    assert list(tmp_path.iterdir()) == []
    without = "import importlib.util, sys; sys.exit(importlib.util.find_spec('pytest') is not None)"
    _run(installed / "python", "-c", without, folder=tmp_path)


@pytest.mark.long
def test_what_is_installed_does_the_main_job(installed: Path, tmp_path: Path) -> None:
    """From filing to verified papers, with its own Prefect: two minutes."""
    _run(installed / "once", "demo", "--out", tmp_path / "out", folder=tmp_path)
    assert list((tmp_path / "out").rglob("*.pdf"))
