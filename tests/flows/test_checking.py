"""Checking a text: every remark at its line, from the form of the text to the golden cases.

Covers: flows/adapters/calendars.py, matters/linter/untouched.py
"""

from datetime import datetime

import pytest

from flows.adapters.calendars import statutory_calendar
from flows.checking import CheckedText, check_text
from flows.own_office import organisation_in
from matters.calendar import SHANGHAI
from matters.organisation.snapshot import Organisation
from matters.trials.surroundings import Surroundings
from matters.world import World
from storage.definitions import catalog
from tests import county
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


def _in_the_county(code: str) -> CheckedText:
    """What ships, checked where an office of its own would use it."""
    organisation = organisation_in("机构.xlsx", county.workbook(county.sheets()))
    assert isinstance(organisation, Organisation)
    text = catalog.shipped_text(code) or ""
    world = World(organisation, WORLD.calendar, WORLD.now)
    return check_text(text, Surroundings(world, {}, WORLD.organisation))


def test_what_an_office_lacks_for_a_shipped_matter_is_told_once_for_each_need() -> None:
    """By its Chinese name, however often the matter names it; a word that shipped matters know is no slip of the pen."""
    told = [remark.message for remark in _in_the_county("MS009").remarks if remark.severity == "error"]
    assert [message.partition("。")[0] for message in told] == [
        "没有单位承担职责“电子政务外网（government_network）”",
        "没有单位设有“政务外网管理岗（network_clerk）”这类岗位（共 2 处）",
        "没有单位设有“政务外网负责人（network_chief）”这类岗位（共 5 处）",
        "没有单位承担职责“网络安全和信息化（cyberspace）”",
    ]
    assert not any("是不是想写" in message for message in told)


def test_golden_cases_play_in_the_organisation_they_came_with() -> None:
    """Nothing is refused in an office that has what the matter needs; that they were played elsewhere is told once."""
    found = _in_the_county("MS032")
    assert found.clean
    assert [remark.severity for remark in found.remarks if "按样例组织走过" in remark.message] == ["warning"]
