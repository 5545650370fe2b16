"""What is wrong with a form, all at once at its top: read first, and each line leads to its field."""

import re
from collections.abc import Iterable

from ui.components.markup import bullets, show, tag

_EACH_CELL = re.compile(r"；(?=第 \d+ 行)")  # the defects of a table, one by one
_NOT_IN_A_CLASS = re.compile(r"[^a-zA-Z0-9_-]")


def each(problem: str) -> list[str]:
    """The defects that one problem tells; of a table those of its cells."""
    return _EACH_CELL.split(problem) if problem else []


def place_of(key: str) -> str:
    """The class by which the page knows the widget or container with that key, as Streamlit writes it."""
    return f"st-key-{_NOT_IN_A_CLASS.sub('-', key.strip())}"


def show_problem(problem: str) -> None:
    """What is wrong, beside what it is wrong with."""
    if problem:
        show(*(tag("p", line, class_="once-problem", role="alert") for line in each(problem)))


def show_defects(defects: Iterable[tuple[str, str]], attempt: str) -> None:
    """Each with the key of its place, if it has one on the page. `attempt`: another one is read again by `fields.js`."""
    lines = [
        tag("a", line, href=f"#{place_of(key)}", data_to=place_of(key)) if key else tag("span", line)
        for problem, key in defects
        for line in each(problem)
    ]
    if lines:
        head = tag("h2", f"有 {len(lines)} 处需要修改，全部改好后再提交")
        show(tag("div", head, bullets(lines), class_="once-defects", role="alert", tabindex="-1", data_arrive=attempt))
