"""A day is asked for in one place, and a year that cannot be meant is not taken."""

import ast
from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from matters.calendar import FIRST_DAY, LAST_DAY

UI = Path(__file__).parents[3] / "ui"


def asking() -> None:
    """A page that asks for a day, a later one, and a minute."""
    from datetime import date

    from ui.components.days import ask_day, ask_minute

    ask_day("出生日期")
    ask_day("截止日期", None, date(2026, 3, 2))
    ask_minute("出发时间", 1800)


def test_a_day_of_another_age_cannot_be_chosen() -> None:
    """Neither the year 26 nor 9999; where it is for later, none before today."""
    page = AppTest.from_function(asking).run()
    bounds = [(one.min, one.max) for one in page.date_input]
    assert bounds == [(FIRST_DAY, LAST_DAY), (date(2026, 3, 2), LAST_DAY)]
    (minute,) = page.datetime_input
    assert [minute.min, minute.max] == ["1900-01-01T00:00", "2100-12-31T23:59"]


def test_every_day_is_asked_for_in_the_one_place() -> None:
    """A calendar of its own would have bounds of its own."""
    calls = (
        file.relative_to(UI).as_posix()
        for file in UI.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("date_input", "datetime_input")
    )
    assert set(calls) == {"components/days.py"}
