"""What the product needs of others: declared, with its reason, locked, and no more than running takes.

Covers: .ci/bill_of_materials.py
"""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
ROOMS = ("flows", "matters", "storage", "ui")
WRITTEN = (ROOT / "pyproject.toml").read_text("utf-8")
TOLD = tomllib.loads(WRITTEN)
TO_RUN = [Requirement(line) for line in TOLD["project"]["dependencies"]]
TO_BUILD, TO_TEST = ([Requirement(line) for line in TOLD["dependency-groups"][group]] for group in ("build", "test"))
# Chosen by what an address says, asked by fastapi where files come in, read by the name of a zone, run as a program, named to it.
NEVER_IMPORTED = {"psycopg", "python-multipart", "tzdata", "uvicorn", "uvloop"}


@cache
def _locked(file: str) -> dict[str, str]:
    """What a lock names, each with its version; of two for different machines the later."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / file).read_text("utf-8"), re.MULTILINE))


def _imported(*rooms: str) -> set[str]:
    """The distributions of others that modules import, wherever in them."""
    sources = (path.read_text("utf-8") for room in rooms for path in (ROOT / room).rglob("*.py"))
    tops = {top for source in sources for top in _tops(ast.parse(source))} - sys.stdlib_module_names
    homes = packages_distributions()
    return {canonicalize_name(home) for top in tops - {*ROOMS, "tests", "_typeshed"} for home in homes[top]}


def _tops(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def _names(requirements: list[Requirement]) -> set[str]:
    return {canonicalize_name(one.name) for one in requirements}


def test_what_the_product_imports_is_declared() -> None:
    """What comes along with something else today may not come along tomorrow; what nothing imports is carried for nothing."""
    assert _imported(*ROOMS) == _names(TO_RUN) - NEVER_IMPORTED


def test_what_the_tests_import_is_declared() -> None:
    """As one of the product's, or in the group of the tests."""
    undeclared = _imported("tests") - _names(TO_RUN) - _names(TO_TEST)
    assert not undeclared, f"Declare it in the group `test` of pyproject.toml: {undeclared}"


def test_each_dependency_has_its_reason() -> None:
    """Behind it, on its line."""
    told = re.findall(r'^    "[a-z0-9\[\]-]+[<>=].*', WRITTEN, re.MULTILINE)
    assert len(told) == len(TO_RUN) + len(TO_TEST)
    assert not [line for line in told if not re.search(r'",\s+# \w', line)]


@pytest.mark.parametrize("wanted", [*TO_RUN, *TO_BUILD], ids=lambda wanted: wanted.name)
def test_what_running_takes_is_locked_as_declared(wanted: Requirement) -> None:
    """Else `make lock`."""
    assert _locked("requirements.lock")[canonicalize_name(wanted.name)] in wanted.specifier


@pytest.mark.parametrize("wanted", TO_TEST, ids=lambda wanted: wanted.name)
def test_what_testing_takes_is_locked_as_declared(wanted: Requirement) -> None:
    """In the lock for tests, or because running takes it too. Else `make lock`."""
    locked = _locked("requirements.lock") | _locked(".ci/tests.lock")
    assert locked[canonicalize_name(wanted.name)] in wanted.specifier


def _bill(folder: Path) -> dict[str, Any]:
    """The bill of this environment, as `make sbom` makes it."""
    subprocess.run([sys.executable, ROOT / ".ci" / "bill_of_materials.py", folder], check=True, capture_output=True)
    return dict(json.loads((folder / "once.cdx.json").read_text("utf-8")))


def _is_here(name: str) -> bool:
    try:
        return bool(distribution(name))
    except PackageNotFoundError:
        return False


def test_the_locks_share_nothing() -> None:
    """So that neither can undo what the other has installed."""
    assert not _locked("requirements.lock").keys() & _locked(".ci/tests.lock").keys()


def test_the_bill_of_materials_is_what_running_takes(tmp_path: Path) -> None:
    """What is found by who needs whom is what the lock names for this machine: no tool of tests, and no licence missing."""
    bill = _bill(tmp_path)
    listed = {one["name"]: one["version"] for one in bill["components"] if one["type"] == "library"}
    here = {name for name in _locked("requirements.lock") if _is_here(name)} - _names(TO_BUILD)
    assert listed.keys() == here
    assert "not said" not in (tmp_path / "licences.txt").read_text("utf-8")


def test_a_bill_of_materials_names_what_the_tree_carries(tmp_path: Path) -> None:
    """Fonts and lists of others, with the file that says where they come from."""
    sources = [one["value"] for part in _bill(tmp_path)["components"] for one in part.get("properties", ())]
    assert sources
    assert all((ROOT / source).is_file() for source in sources)
