"""A draft begun under an older version: its applicant is told what has changed and what no longer fits."""

from datetime import datetime
from typing import Any

import pytest

from flows.adapters.calendars import statutory_calendar
from matters.calendar import SHANGHAI
from matters.filing.outdated import outdated
from matters.language.document import Definition
from matters.organisation.snapshot import Organisation
from matters.world import World
from storage.definitions import catalog
from tests.matters.language.words.test_differences import CAR, changed


@pytest.fixture
def world(organisation: Organisation) -> World:
    """A Monday morning."""
    return World(organisation, statutory_calendar(), datetime(2026, 3, 2, 9, tzinfo=SHANGHAI))


def newer(*changes: tuple[tuple[str | int, ...], Any]) -> Definition:
    """The next version with these changes."""
    matter = changed(("edition", "version"), 4)
    for path, value in changes:
        matter = changed(path, value, matter)
    return matter


def test_the_same_version_has_nothing_to_tell(world: World) -> None:
    """Nor has a draft whose version is not known."""
    assert outdated(CAR, CAR, {"purpose": "开会"}, (), world) == ()
    assert outdated(None, newer(), {"purpose": "开会"}, (), world) == ()


def test_changes_and_misfits_are_told(world: World) -> None:
    """The versions, what is promised otherwise, an answer that is too long now, and one nobody asks for any more."""
    fields = ("form", "sections", 0, "fields")
    kept = CAR.model_dump(mode="json", by_alias=True)["form"]["sections"][0]["fields"]
    without = [field for field in kept if field["id"] != "passengers"]
    matter = newer((fields, without), ((*fields, 4, "max_length"), 5), (("materials",), []))
    answers = {"destination": "样例县财政局会议室", "passengers": 3, "purpose": "开会"}
    head, *rest = outdated(CAR, matter, answers, ("notice",), world)
    assert "第 4 版" in head
    assert "第 3 版" in head
    assert "您已填报的“乘车人数”不再需要，不会提交" in rest
    assert "您已填报的“会议或公务活动通知”不再需要，不会提交" in rest
    assert any("须修改" in line and "目的地" in line for line in rest)
    assert any("删除填报项“乘车人数”" in line for line in rest)


def test_who_accepts_is_told_by_name(world: World) -> None:
    """An applicant is shown no ids."""
    lines = outdated(CAR, newer((("guide", "owner", "duty"), "finance")), {}, (), world)
    assert "受理机构的职责由“公务用车管理”改为“财政”" in lines


def test_many_changes_are_counted(world: World) -> None:
    """Nobody reads thirty lines."""
    other = next(matter for matter in catalog.shipped_definitions() if matter.code != CAR.code and matter.form)
    lines = outdated(CAR, other, {}, (), world)
    assert any(line.startswith("另有 ") for line in lines)
    assert len(lines) <= 10
