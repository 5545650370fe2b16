"""Differences of two versions: none for equal ones, at least one for any change, in words and with what they touch."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from matters.language.document import Definition
from matters.language.words.differences import Difference, differences
from matters.organisation.snapshot import Organisation
from storage.definitions import catalog

Path = tuple[str | int, ...]
SHIPPED = {matter.code: matter for matter in catalog.shipped_definitions()}
CAR = SHIPPED["MS032"]


def changed(path: Path, value: object, matter: Definition = CAR) -> Definition:
    """The definition with another value at that place."""
    data = matter.model_dump(mode="json", by_alias=True)
    part: Any = data
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return Definition.model_validate(data)


def told(path: Path, value: object) -> Difference:
    """The one difference that makes."""
    (found,) = differences(CAR, changed(path, value))
    return found


def leaves(data: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Every value that is not a group or a list, with its place."""
    if isinstance(data, dict):
        for key, part in data.items():
            yield from leaves(part, (*path, key))
    elif isinstance(data, list):
        for position, part in enumerate(data):
            yield from leaves(part, (*path, position))
    else:
        yield path, data


def others(value: object) -> tuple[object, ...]:
    """Other values that might be allowed in the same place."""
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int):
        return (value + 1, value - 1)
    if value is None:
        return (1, "another", {"kind": "at_once"})
    return (f"{value}x", "2031-05-06T10:00:00+08:00", "optional")


@pytest.mark.parametrize("code", SHIPPED)
def test_a_definition_does_not_differ_from_itself(code: str) -> None:
    """Read twice, it is the same."""
    matter = SHIPPED[code]
    assert differences(matter, Definition.model_validate_json(matter.model_dump_json(by_alias=True))) == ()


@pytest.mark.parametrize("code", SHIPPED)
def test_any_changed_leaf_is_told(code: str) -> None:
    """Forty values spread over each shipped definition, wherever another value is allowed there."""
    matter, tried = SHIPPED[code], 0
    places = [place for place in leaves(matter.model_dump(mode="json", by_alias=True)) if place[0][0] != "golden"]
    for path, value in places[:: max(len(places) // 40, 1)]:
        new = next(allowed(path, value, matter), matter)
        if new != matter:
            tried += 1
            assert [one.sentence for one in differences(matter, new) if one.sentence], (path, value)
    assert tried > 10


def allowed(path: Path, value: object, matter: Definition) -> Iterator[Definition]:
    """Versions with another value in that place."""
    for other in others(value):
        try:
            yield changed(path, other, matter)
        except ValidationError:
            continue


def test_a_promise_reads_as_one_sentence() -> None:
    """Old and new limit, and that it is a promise."""
    found = told(("clock", "promised", "days"), 3)
    assert found == Difference("clock.promised", "承诺时限由“1 个工作日”改为“3 个工作日”", "promise")


def test_another_actor_changes_the_handling() -> None:
    """Cases under way keep the old one."""
    found = told(("steps", 0, "who", "post"), "vehicle_chief")
    assert found.sentence == "环节“受理”的办理人由“受理机构的‘vehicle_clerk’岗位”改为“受理机构的‘vehicle_chief’岗位”"
    assert found.weight == "running"


def test_posts_and_duties_are_told_by_their_names(organisation: Organisation) -> None:
    """As the organisation calls them, also where they stand alone."""
    chief = changed(("steps", 0, "who", "post"), "vehicle_chief")
    (found,) = differences(CAR, chief, organisation.vocabulary)
    assert found.sentence == "环节“受理”的办理人由“受理机构的车辆调度岗”改为“受理机构的公务用车管理负责人”"
    moved = changed(("guide", "owner", "duty"), "finance")
    (found,) = differences(CAR, moved, organisation.vocabulary)
    assert found.sentence == "受理机构的职责由“公务用车管理”改为“财政”"


def test_what_a_golden_case_says_of_a_duty_is_told_by_its_name() -> None:
    """办后义务: its day by the name of the duty, what was done about it as anything else of the story."""
    line = SHIPPED["MS009"]
    number = next(n for n, golden in enumerate(line.golden) if any(act.action == "fulfil" for act in golden.story))
    of = ("golden", number)
    (day,) = differences(line, changed((*of, "expect", "due", "register_terminals"), "2026-10-01", line))
    assert "的期限的“登记终端和责任人”由“2026-09-30”改为“2026-10-01”" in day.sentence
    story = line.model_dump(mode="json", by_alias=True)["golden"][number]["story"]
    (done,) = differences(line, changed((*of, "story"), story[:-1], line))
    assert "动作：履行办后义务" in done.sentence
    assert "随附文件：terminals.pdf" in done.sentence


def test_words_alone_are_safe() -> None:
    """Of a long text only the part that differs is shown."""
    summary = CAR.guide.summary
    found = told(("guide", "summary"), summary.replace("统一调度派车", "统一安排车辆"))
    assert (found.weight, len(found.sentence) < len(summary)) == ("safe", True)
    assert "统一安排车辆" in found.sentence
    assert told(("steps", 0, "instructions"), "").sentence.startswith("环节“受理”的办理要求：取消")


def test_parts_are_known_by_their_ids() -> None:
    """A new one, one that has gone, and another order."""
    data = CAR.model_dump(mode="json", by_alias=True)
    fields = data["form"]["sections"][0]["fields"]
    fields.append({"id": "extra", "label": "备注", "type": "text", "required": "optional"})
    fields.remove(fields[2])
    fields[0], fields[1] = fields[1], fields[0]
    data["materials"] = []
    sentences = [one.sentence for one in differences(CAR, Definition.model_validate(data))]
    assert "分组“用车信息”：删除填报项“出发时间”" in sentences
    assert "分组“用车信息”：新增填报项“备注”" in sentences
    assert "删除材料“会议或公务活动通知”" in sentences
    assert any("填报项的顺序调整为：用车类型、用车事由" in sentence for sentence in sentences)


def test_errands_are_told_first() -> None:
    """What the reform is about."""
    visit = {"reason": "核验原件", "basis": "样例规定"}
    first, *_ = differences(changed(("steps", 1, "on_site"), visit), CAR)
    assert first == Difference("errands", "跑动次数由 1 次改为 0 次", "promise")


def test_another_kind_of_field_is_told_key_by_key() -> None:
    """A text that becomes a choice."""
    choice = {
        "id": "destination",
        "label": "目的地",
        "type": "choice",
        "options": [{"id": "a", "label": "本县"}, {"id": "b", "label": "外县"}],
    }
    sentences = [one.sentence for one in differences(CAR, changed(("form", "sections", 0, "fields", 4), choice))]
    assert "分组“用车信息”的填报项“目的地”的类型由“单行文字”改为“单选”" in sentences
    assert any("选项" in sentence and "本县" in sentence for sentence in sentences)


def test_lists_without_ids_tell_members_and_order() -> None:
    """Aliases come, go and change places."""
    assert told(("aliases",), [*CAR.aliases, "要一辆车"]).sentence == "常用叫法：新增“要一辆车”"
    assert "次序调整为" in told(("aliases",), [*reversed(CAR.aliases)]).sentence
