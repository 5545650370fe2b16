"""The sample organisation hangs together, and every defect of an import is named."""

from datetime import date
from typing import Any

import pytest

from matters.organisation.check import organisation_problems
from matters.organisation.snapshot import Organisation


def test_the_sample_organisation_hangs_together(organisation: Organisation) -> None:
    """No dangling link, no body without head, liaison and staff, no duty held by who may not accept."""
    assert organisation_problems(organisation) == ()


def _named(names: str, key: str, name: str) -> Any:  # noqa: ANN401 - a change
    def change(content: dict[str, Any]) -> None:
        content[names][key] = name

    return change


def _with(part: str, position: int, **changed: Any) -> Any:  # noqa: ANN401 - any plain data
    def change(content: dict[str, Any]) -> None:
        content[part][position].update(changed)

    return change


def _again(part: str) -> Any:  # noqa: ANN401 - a change
    def change(content: dict[str, Any]) -> None:
        content[part].append(content[part][0])

    return change


def _without_posts(body: str, *kinds: str) -> Any:  # noqa: ANN401 - a change
    def change(content: dict[str, Any]) -> None:
        gone = {post["id"] for post in content["posts"] if post["body"] == body and post["kind"] in kinds}
        content["posts"] = [post for post in content["posts"] if post["id"] not in gone]
        content["holdings"] = [holding for holding in content["holdings"] if holding["post"] not in gone]

    return change


def _everybody_leaves(content: dict[str, Any]) -> None:
    for holding in content["holdings"]:
        if holding["post"] == "county_court.head":
            holding["until"] = "2025-01-01"


def _second_holder(content: dict[str, Any]) -> None:
    content["duties"].append({"duty": "finance", "region": "990121", "body": "county_reform"})


def _narrow_administrator(content: dict[str, Any]) -> None:
    content["grants"].append({"person": "p37", "role": "org_admin", "scope": "county_court"})


DEFECTS = [
    (_with("regions", 1, parent="999999"), "行政区划“990100”的上级区划“999999”不存在"),
    (_with("bodies", 0, region="999999"), "单位“province_government”的行政区划“999999”不存在"),
    (_with("bodies", 1, administrative="nobody"), "单位“province_office”的行政隶属单位“nobody”不存在"),
    (_with("bodies", 1, professional="nobody"), "单位“province_office”的业务指导单位“nobody”不存在"),
    (_with("duties", 0, body="nobody"), "职责“official_vehicles”的单位“nobody”不存在"),
    (_with("duties", 0, region="999999"), "职责“official_vehicles”的行政区划“999999”不存在"),
    (_with("posts", 0, body="nobody"), "岗位“province_government.head”的单位“nobody”不存在"),
    (_with("holdings", 0, person="p99"), "任职“p99”的人员“p99”不存在"),
    (_with("holdings", 0, post="x.head"), "任职“p01”的岗位“x.head”不存在"),
    (_with("grants", 0, person="p99"), "授权“p99”的人员“p99”不存在"),
    (_with("grants", 0, scope="nowhere"), "授权“p01”的范围“nowhere”不存在"),
    (_again("regions"), "行政区划代码“990000”重复出现 2 次"),
    (_again("bodies"), "单位标识“province_government”重复出现 2 次"),
    (_again("posts"), "岗位标识“province_government.head”重复出现 2 次"),
    (_again("people"), "人员标识“p01”重复出现 2 次"),
    (_with("bodies", 1, prefix="样府"), "机关代字“样府”重复出现 2 次"),
    (_with("bodies", 1, number="001"), "单位编号“990000 001”重复出现 2 次"),
    (_with("regions", 0, parent="990121"), "“990000”沿上级区划又回到自己"),
    (_with("bodies", 0, administrative="county_government"), "“province_government”沿行政隶属又回到自己"),
    (_with("bodies", 1, professional="province_office"), "“province_office”沿业务指导又回到自己"),
    (_without_posts("county_court", "head"), "单位“样例县人民法院”没有在任的主要负责人"),
    (_without_posts("county_court", "liaison"), "单位“样例县人民法院”没有在任的联络员"),
    (_without_posts("county_court", "staff"), "单位“样例县人民法院”没有在任的工作人员"),
    (_everybody_leaves, "单位“样例县人民法院”没有在任的主要负责人"),
    (_with("duties", 0, body="county_digital_group"), "不能受理办件，不能承担职责“公务用车管理”"),
    (_with("duties", 0, body="sample_telecom"), "不能受理办件，不能承担职责“公务用车管理”"),
    (_narrow_administrator, "的“机构管理员”只授到“county_court”，而该角色不分范围"),
    (_second_holder, "职责“财政”在 990121 同时由两个单位承担"),
    (_with("holdings", 0, until="9999-12-31"), "任职“p01”的日期 9999-12-31 应在1900年至2100年之间"),
    (_with("bodies", 0, since="0026-01-01"), "单位“province_government”的日期 0026-01-01 应在1900年至2100年之间"),
    (_named("post_kind_names", "staff", " "), "岗位类别“staff”的名称是空的"),
    (_named("duty_names", "finance", ""), "职责“finance”的名称是空的"),
    (_named("post_kind_names", "driver", "工作人员"), "岗位类别“staff”和“driver”都叫“工作人员”"),
    (_named("duty_names", "treasury", "财政 "), "职责“finance”和“treasury”都叫“财政 ”"),
]


@pytest.mark.parametrize(("spoil", "told"), DEFECTS, ids=[told for _, told in DEFECTS])
def test_each_defect_of_an_import_is_named(organisation: Organisation, spoil: Any, told: str) -> None:  # noqa: ANN401
    """In Chinese, with the id and how to mend it."""
    content = organisation.model_dump(mode="json")
    spoil(content)
    messages = [problem.message for problem in organisation_problems(Organisation.model_validate(content))]
    assert any(told in message and "请" in message for message in messages), messages


def test_a_duty_handed_over_on_a_day_has_one_holder_each_day(organisation: Organisation) -> None:
    """The old body until the eve, the new one from the day: no overlap, and each is found in its time."""
    content = organisation.model_dump(mode="json")
    duty = next(d for d in content["duties"] if (d["duty"], d["region"]) == ("finance", "990121"))
    duty["until"] = "2026-06-30"
    content["duties"].append({**duty, "body": "county_reform", "since": "2026-07-01", "until": None})
    handed_over = Organisation.model_validate(content)
    assert organisation_problems(handed_over) == ()
    days = (date(2026, 6, 30), date(2026, 7, 1))
    found = [handed_over.duty_body("finance", "990121", day) for day in days]
    assert [body.id for body in found if body] == ["county_finance", "county_reform"]
