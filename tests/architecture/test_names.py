"""Names and words: no special case for one matter, one home per rule, Chinese for users.

Covers: matters/errors/
"""

import ast
import importlib
import pkgutil
import re
import subprocess
from collections import Counter
from pathlib import Path

from matters import errors
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
# What is cut at a colon, a dot or a plus: keys, where their text is read; names of files and parts, and of XML.
CUT_TEXT = {
    "matters/case/effect_keys.py",
    "matters/case/values.py",
    "flows/uploads/archives.py",
    "flows/uploads/names.py",
    "flows/uploads/xml_parts.py",
}


def _tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


def test_the_top_level_is_the_agreed_one() -> None:
    """Beside the fixed names only dot-files."""
    top = {name.split("/")[0] for name in _tracked()}
    extra = {name for name in top if not name.startswith(".")} - TOP_LEVEL
    assert not extra, f"Put it into one of the rooms, or under a name with a dot: {extra}"


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
    assert not named, f"Let the definition say it, in a key that every matter may use, and read that: {named}"


def test_the_readme_prints_the_engines_own_transition_table() -> None:
    """The table in the README is the one the engine decides by."""
    in_step = transition_table() in (ROOT / "README.md").read_text("utf-8")
    assert in_step, "Put what `python -m matters.lifecycle` prints in place of the table in README."


def test_every_refusal_speaks_chinese_and_has_its_own_code() -> None:
    """The docstring is the sentence the person reads."""
    for room in pkgutil.iter_modules(errors.__path__):
        importlib.import_module(f"{errors.__name__}.{room.name}")
    kinds = Refusal.__subclasses__()
    assert len(kinds) > 30, "Load the modules of matters/errors: a test that sees no refusal says nothing."
    silent = [kind.__name__ for kind in kinds if not re.search(r"[一-鿿]", kind.__doc__ or "")]
    assert not silent, f"Write the sentence the person reads, in Chinese, as the docstring of {silent}."
    codes = Counter(kind.code for kind in kinds)
    twice = [code for code, times in codes.items() if times > 1]
    assert not twice, f"Rename one of the refusals: two have the code {twice}."


def test_the_clock_is_read_in_the_composition_root_only() -> None:
    """Time is handed in, so that every rule can be tested at any instant."""
    reads = re.compile(r"\b(datetime\.now|datetime\.utcnow|date\.today|time\.time)\(")
    modules = (module for room in ROOMS for module in (ROOT / room).rglob("*.py"))
    found = {str(module.relative_to(ROOT)) for module in modules if reads.search(module.read_text("utf-8"))}
    assert found == {"flows/bootstrap.py"}, f"Take the instant as an argument, or ask `resources.clock()`: {found}"


def _cuts(node: ast.AST) -> bool:
    """Whether it cuts text where the text of a key would be cut."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    cut = node.func.attr in ("split", "rsplit", "partition", "rpartition")
    return cut and any(isinstance(one, ast.Constant) and one.value in (":", ".", "+") for one in node.args)


def test_keys_are_values_and_no_text_that_is_cut() -> None:
    """Which event, step, row or seat a key is of is asked of the key; its text is read in one place."""
    modules = (module for room in ROOMS for module in (ROOT / room).rglob("*.py") if "versions" not in module.parts)
    cutting = {m for m in modules if any(map(_cuts, ast.walk(ast.parse(m.read_text("utf-8")))))}
    found = {str(module.relative_to(ROOT)) for module in cutting}
    assert found == CUT_TEXT, f"Ask the parts of the key, or read its text by its class: {found ^ CUT_TEXT}"


def test_the_lock_names_no_registry() -> None:
    """Versions and hashes only: where packages come from is the machine's business."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock, "Make the lock anew with `make lock`, which leaves addresses out."
    assert "--hash=sha256:" in lock, "Make the lock anew with `make lock`, which writes the hashes."
