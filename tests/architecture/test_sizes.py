"""Size budgets: the tail tells taste, so the longest function and module count, not only the median."""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parents[2]
ROOMS = ("flows", "matters", "storage", "ui")
LONGEST_FUNCTION, P90_FUNCTION, MEDIAN_FUNCTION = 40, 25, 8
LONGEST_MODULE, LONGEST_TEST_MODULE = 400, 600
MOST_MODULES_BESIDE_EACH_OTHER = 24
# Grade C of radon begins at 11; a table written as `match` or a row of plain questions may pass it now and then.
PLAIN, MOST_INTRICATE_FUNCTIONS = 10, 30
GRAB_BAGS = {"utils", "util", "common", "misc", "helpers", "helper"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _modules(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        yield from (p for p in (ROOT / room).rglob("*.py") if "versions" not in p.parts)


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def _functions() -> tuple[tuple[str, Function], ...]:
    """Every function of the product with its place."""
    nodes = ((path.relative_to(ROOT), node) for path in _modules(*ROOMS) for node in ast.walk(_parsed(path)))
    return tuple((f"{path}:{node.lineno} {node.name}", node) for path, node in nodes if isinstance(node, Function))


def _length(function: Function) -> int:
    """Without its docstring."""
    first = function.body[0]
    said = (first.end_lineno or 0) - first.lineno + 1 if ast.get_docstring(function) is not None else 0
    return (function.end_lineno or 0) - function.lineno + 1 - said


def _decisions(node: ast.AST) -> int:
    """The ways a node adds, as radon 6 counts them (radon/visitors.py, ComplexityVisitor)."""
    match node:
        case ast.BoolOp():
            return len(node.values) - 1
        case ast.comprehension():
            return 1 + len(node.ifs)
        case ast.Try():
            return len(node.handlers) + bool(node.orelse)
        case ast.For() | ast.AsyncFor() | ast.While():
            return 1 + bool(node.orelse)
        case ast.Match():
            return sum(
                not isinstance(one.pattern, ast.MatchAs) or one.pattern.pattern is not None for one in node.cases
            )
        case ast.If() | ast.IfExp() | ast.Assert():
            return 1
    return 0


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    """Everything in it but the functions and classes inside, which count for themselves."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Function | ast.ClassDef):
            yield child
            yield from _inside(child)


def _complexity(function: Function) -> int:
    """One way through, and one more for each branch, loop, `except`, `and`, `or`, conditional value, comprehension, its `if`."""
    return 1 + sum(map(_decisions, _inside(function)))


def test_no_function_is_longer_than_forty_lines() -> None:
    """A function is read in one glance."""
    long = [f"{name}: {_length(one)} lines" for name, one in _functions() if _length(one) > LONGEST_FUNCTION]
    assert not long, f"Give a part of it a name of its own, so that it has at most {LONGEST_FUNCTION} lines: {long}"


def test_functions_are_short_as_a_whole() -> None:
    """Median and ninetieth percentile of all functions."""
    lengths = [_length(one) for _, one in _functions()]
    middle, ninetieth = median(lengths), quantiles(lengths, n=10)[-1]
    assert middle <= MEDIAN_FUNCTION, f"The median is {middle} lines, at most {MEDIAN_FUNCTION}: shorten what is new."
    assert ninetieth <= P90_FUNCTION, f"One in ten has {ninetieth} lines, at most {P90_FUNCTION}: shorten what is new."


def test_few_functions_are_intricate() -> None:
    """A function is read once: boolean operators and comprehensions count beside branches."""
    counted = sorted(((_complexity(one), name) for name, one in _functions()), reverse=True)
    intricate = [f"{count}  {name}" for count, name in counted if count > PLAIN]
    told = "\n".join(intricate)
    assert len(intricate) <= MOST_INTRICATE_FUNCTIONS, (
        f"{len(intricate)} functions have more than {PLAIN} ways through, at most {MOST_INTRICATE_FUNCTIONS} may. "
        f"Say a question or a list of the worst in a function or property of its own:\n{told}"
    )


def test_modules_keep_their_budget() -> None:
    """Four hundred lines a module, six hundred a test module."""
    budgets = [(p, LONGEST_MODULE) for p in _modules(*ROOMS)] + [(p, LONGEST_TEST_MODULE) for p in _modules("tests")]
    sizes = [(p.relative_to(ROOT), len(p.read_text("utf-8").splitlines()), budget) for p, budget in budgets]
    over = [f"{path}: {lines} lines, at most {budget}" for path, lines, budget in sizes if lines > budget]
    assert not over, f"Split the module by subject: {over}"


def test_a_folder_is_taken_in_at_a_glance() -> None:
    """Two dozen modules beside each other; a room with more has rooms of its own inside."""
    beside = Counter(p.parent.relative_to(ROOT) for p in _modules(*ROOMS) if p.name != "__init__.py")
    wide = {str(folder): number for folder, number in beside.items() if number > MOST_MODULES_BESIDE_EACH_OTHER}
    assert not wide, (
        f"Part the folder by subject, so that at most {MOST_MODULES_BESIDE_EACH_OTHER} stand in one: {wide}"
    )


def test_there_is_no_grab_bag() -> None:
    """Every module is named by its subject."""
    bags = [str(p) for p in _modules(*ROOMS, "tests") if p.stem in GRAB_BAGS or p.parent.name in GRAB_BAGS]
    assert not bags, f"Name the module by what it is about, or put its parts where they are used: {bags}"


def test_every_module_says_what_it_is_for() -> None:
    """A module starts with one sentence."""
    silent = [
        str(p.relative_to(ROOT)) for p in _modules(*ROOMS) if _parsed(p).body and not ast.get_docstring(_parsed(p))
    ]
    assert not silent, f"Begin the module with a docstring of one sentence: {silent}"
