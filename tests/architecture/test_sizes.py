"""Size budgets: the tail tells taste, so the longest function and module count, not only the median."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parents[2]
ROOMS = ("flows", "matters", "storage", "ui")
LONGEST_FUNCTION, P90_FUNCTION, MEDIAN_FUNCTION = 40, 25, 8
LONGEST_MODULE, LONGEST_TEST_MODULE = 400, 600
GRAB_BAGS = {"utils", "util", "common", "misc", "helpers", "helper"}


def _modules(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        yield from (p for p in (ROOT / room).rglob("*.py") if "versions" not in p.parts)


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function's length without its docstring and without the functions inside it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or 0) - node.lineno + 1
            first = node.body[0]
            if ast.get_docstring(node) is not None:
                length -= (first.end_lineno or 0) - first.lineno + 1
            yield f"{path.relative_to(ROOT)}:{node.name}", length


def test_no_function_is_longer_than_forty_lines() -> None:
    """A function is read in one glance."""
    long = [
        f"{name}: {length}" for p in _modules(*ROOMS) for name, length in _functions(p) if length > LONGEST_FUNCTION
    ]
    assert long == []


def test_functions_are_short_as_a_whole() -> None:
    """Median and ninetieth percentile of all functions."""
    lengths = [length for p in _modules(*ROOMS) for _, length in _functions(p)]
    assert median(lengths) <= MEDIAN_FUNCTION
    assert quantiles(lengths, n=10)[-1] <= P90_FUNCTION


def test_modules_keep_their_budget() -> None:
    """Four hundred lines a module, six hundred a test module."""
    budgets = [(p, LONGEST_MODULE) for p in _modules(*ROOMS)] + [(p, LONGEST_TEST_MODULE) for p in _modules("tests")]
    sizes = {str(p.relative_to(ROOT)): (len(p.read_text("utf-8").splitlines()), budget) for p, budget in budgets}
    assert {name: size for name, (size, budget) in sizes.items() if size > budget} == {}


def test_there_is_no_grab_bag() -> None:
    """Every module is named by its subject."""
    assert [str(p) for p in _modules(*ROOMS, "tests") if p.stem in GRAB_BAGS or p.parent.name in GRAB_BAGS] == []


def test_every_module_says_what_it_is_for() -> None:
    """A module starts with one sentence."""
    silent = [
        str(p.relative_to(ROOT))
        for p in _modules(*ROOMS)
        if p.read_text("utf-8").strip() and ast.get_docstring(ast.parse(p.read_text("utf-8"))) is None
    ]
    assert silent == []
