"""Checking a text: every remark at its line, from the form of the text to the golden cases.

Covers: flows/adapters/calendars.py, matters/linter/untouched.py
"""

from datetime import datetime

import pytest

from flows.adapters.calendars import statutory_calendar
from flows.checking import CheckedText, check_text
from matters.calendar import SHANGHAI
from matters.trials.surroundings import Surroundings
from matters.world import World
from storage.definitions import catalog
from tests.sound import sound_template

TEXT = sound_template("XY001", "样例“新”事项")
WORLD = World(catalog.sample_organisation(), statutory_calendar(), datetime(2026, 3, 2, 9, tzinfo=SHANGHAI))


def checked(*changes: tuple[str, str]) -> CheckedText:
    """The template with some words changed."""
    text = TEXT
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return check_text(text, Surroundings(WORLD, {}, WORLD.organisation))


def line_of(words: str) -> int:
    """Where the words stand in the template."""
    return next(number for number, line in enumerate(TEXT.split("\n"), 1) if words in line)


def test_the_hints_of_the_template_are_told_at_their_lines() -> None:
    """Nothing else of a new matter is wrong; applicants never read what its author was to write."""
    template = catalog.matter_template("XY001", "样例“新”事项")
    found = check_text(template, Surroundings(WORLD, {}, WORLD.organisation))
    lines = template.split("\n")
    told = [lines[remark.line - 1] for remark in found.remarks if "模板里的提示" in remark.message]
    assert len(told) == 7
    assert len(found.remarks) == 7
    assert all("请" in line or "0000000" in line for line in told)
    assert not found.clean


def test_the_template_of_a_new_matter_is_clean_once_it_is_filled_in() -> None:
    """It runs as it is, its golden case included."""
    found = checked()
    assert [remark.message for remark in found.remarks if remark.severity != "warning"] == []
    assert found.clean
    assert found.definition
    assert found.definition.name == "样例“新”事项"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("  summary: 单位需要", "  summary: [单位需要", "配对"),
        ("type: phone", "type: phonee", "phonee"),
        ("facts: [purpose, contact_phone]", "facts: [purpose, contact]", "contact"),
    ],
    ids=["syntax", "form", "rule"],
)
def test_a_mistake_is_told_at_its_line(before: str, after: str, said: str) -> None:
    """Cause and mend in Chinese; the line is not said twice."""
    found = checked((before, after))
    (remark, *_) = [remark for remark in found.remarks if remark.severity == "error"]
    assert abs(remark.line - line_of(before)) <= 2
    assert said in remark.message
    assert "行：" not in remark.message
    assert not found.clean


def test_golden_cases_are_played_once_nothing_else_is_wrong() -> None:
    """Another promise makes another due date."""
    found = checked(("promised: {kind: working_days, days: 3}", "promised: {kind: working_days, days: 2}"))
    assert [remark.line for remark in found.remarks if remark.severity == "error"] == [line_of("  - id: granted")]


def test_characters_that_no_font_prints_are_told() -> None:
    """They would stop the drawing of a paper later."""
    found = checked(("label: 申请事由", "label: 申请事由😀"))
    assert any("无法打印" in remark.message and remark.line == line_of("label: 申请事由") for remark in found.remarks)


def test_a_mark_of_secrecy_is_told_also_in_a_comment() -> None:
    """Only unclassified content."""
    found = checked(("# 表单：", "# 秘密★1年 表单："))
    assert any("密级标志" in remark.message and remark.line == line_of("# 表单：") for remark in found.remarks)
