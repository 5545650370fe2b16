"""What the linter says: one finding per defect."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from matters.language.places import Path, path_text


@dataclass(frozen=True, slots=True)
class Finding:
    """A defect of a definition. 缺陷. `rule` is stable, `target` the place, `message` cause and mend in Chinese."""

    rule: str
    severity: Literal["error", "warning"]
    target: str
    message: str


def error(rule: str, path: Path, message: str) -> Finding:
    """A defect that forbids publishing."""
    return Finding(rule, "error", path_text(path), message)


def warning(rule: str, path: Path, message: str) -> Finding:
    """A defect that the publisher should know of."""
    return Finding(rule, "warning", path_text(path), message)


def guess(word: str, known: Iterable[str]) -> str:
    """A question back when a known word looks like the unknown one."""
    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f"是不是想写“{near[0]}”？" if near else ""
