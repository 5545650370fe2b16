"""Tests follow the tree: a module has its test at the same path, or a story says that it covers it.

A story plays through many modules at once. Its docstring ends with lines such as `Covers: matters/verbs/accepting.py`, more
paths behind commas; a path that ends in `/` is a folder of declarations that have no rule to try one by one.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("flows", "matters", "storage", "ui")
DOCSTRING = re.compile(r'"""(.*?)"""', re.DOTALL)
COVERS = re.compile(r"^Covers: (.+)$", re.MULTILINE)


def _modules() -> Iterator[Path]:
    """Every product module that holds more than its docstring; migrations are tried as a whole."""
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if "versions" not in path.parts and DOCSTRING.sub("", path.read_text("utf-8"), count=1).strip():
                yield path.relative_to(ROOT)


def _own_test(module: Path) -> Path:
    """Of a package that holds something itself, the test by its name inside its folder."""
    subject = module.parent.name if module.name == "__init__.py" else module.stem
    return Path("tests") / module.parent / f"test_{subject}.py"


@cache
def _covered() -> dict[str, list[str]]:
    """What stories say that they cover, each path with those stories."""
    found: dict[str, list[str]] = {}
    for story in sorted((ROOT / "tests").rglob("test_*.py")):
        said = DOCSTRING.match(story.read_text("utf-8"))
        for line in COVERS.findall(said[1] if said else ""):
            for path in line.split(","):
                found.setdefault(path.strip(), []).append(str(story.relative_to(ROOT)))
    return found


def test_each_module_has_its_test_or_a_story() -> None:
    """Whoever changes a module finds what tries it from its path."""
    alone = (module for module in sorted(_modules()) if not (ROOT / _own_test(module)).exists())
    untried = [f"{one} ({_own_test(one)})" for one in alone if not _covered().keys() & {str(one), f"{one.parent}/"}]
    assert not untried, (
        "Write the test at the path in brackets, or name the module in a line `Covers: path` at the end of the docstring of "
        f"the story that runs it: {untried}"
    )


def test_what_a_story_covers_is_there() -> None:
    """A name in a docstring does not outlive the module."""
    gone = {path: stories for path, stories in _covered().items() if not (ROOT / path).exists()}
    assert not gone, f"Correct the path in the docstring of the story, or take it out: {gone}"


def test_no_story_covers_what_has_a_test_of_its_own() -> None:
    """The line is taken out on the day on which the module gets its test, so that one place tells where it is tried."""
    both = {path: stories for path, stories in _covered().items() if (ROOT / _own_test(Path(path))).exists()}
    assert not both, f"Take the module out of the docstring of the story, its own test is enough: {both}"
