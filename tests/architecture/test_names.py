"""Names and words: no special case for one matter, one home per rule, Chinese for users."""

import ast
import re
import subprocess
from pathlib import Path

from matters.engine.transitions import transition_table
from matters.errors.base import Refusal

ROOT = Path(__file__).parents[2]
ROOMS = ("flows", "matters", "storage", "ui")
TOP_LEVEL = {
    "pyproject.toml",
    "flows",
    "matters",
    "ui",
    "storage",
    "tests",
    "README.md",
    "requirements.lock",
    "Makefile",
    "LICENSE",
    "CHANGELOG.md",
}


def _tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


def test_the_top_level_is_the_agreed_one() -> None:
    """Beside the fixed names only dot-files."""
    top = {name.split("/")[0] for name in _tracked()}
    assert {name for name in top if not name.startswith(".")} <= TOP_LEVEL


def test_no_code_knows_a_matter() -> None:
    """A new matter needs no programmer, so no code may name one."""
    code = re.compile(r"\b[A-Z]{2,4}\d{3}\b")
    named = [
        f"{p.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for room in ROOMS
        for p in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(p.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and code.fullmatch(node.value)
    ]
    assert named == []


def test_the_readme_prints_the_engines_own_transition_table() -> None:
    """The table in the README is the one the engine decides by."""
    assert transition_table() in (ROOT / "README.md").read_text("utf-8")


def test_every_refusal_speaks_chinese_and_has_its_own_code() -> None:
    """The docstring is the sentence the person reads."""
    kinds = Refusal.__subclasses__()
    assert all(re.search(r"[一-鿿]", kind.__doc__ or "") for kind in kinds)
    assert len({kind.code for kind in kinds}) == len(kinds)


def test_the_clock_is_read_in_the_composition_root_only() -> None:
    """Time is handed in, so that every rule can be tested at any instant."""
    reads = re.compile(r"\b(datetime\.now|datetime\.utcnow|date\.today|time\.time)\(")
    modules = (module for room in ROOMS for module in (ROOT / room).rglob("*.py"))
    found = {str(module.relative_to(ROOT)) for module in modules if reads.search(module.read_text("utf-8"))}
    assert found == {"flows/bootstrap.py"}


def test_the_lock_names_no_registry() -> None:
    """Versions and hashes only: where packages come from is the machine's business."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock
    assert "--hash=sha256:" in lock
