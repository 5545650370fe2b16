"""The sample organisation hangs together, people wear their hats in time, and every defect of an import is named."""

import re
from collections import defaultdict
from datetime import date
from typing import Any

import pytest

from matters.language.document import Definition
from matters.organisation.check import CANNOT_ACCEPT, organisation_problems
from matters.organisation.snapshot import Organisation

TODAY = date(2026, 3, 2)


def test_the_sample_organisation_hangs_together(organisation: Organisation) -> None:
    """No dangling link, no body without head, liaison and staff, no duty held by who may not accept."""
    assert organisation_problems(organisation) == ()


def test_every_level_can_accept_every_shipped_matter(
    organisation: Organisation, shipped: dict[str, Definition]
) -> None:
    """The owner's duty is held in the region of each level the definition names."""
    regions: dict[str, str] = {region.level: region.code for region in organisation.regions}
    for matter in shipped.values():
        for level in matter.guide.owner.levels:
            body = organisation.duty_body(matter.guide.owner.duty, regions[level], TODAY)
            assert body is not None
            assert body.level == level
            assert body.kind not in CANNOT_ACCEPT


def test_each_post_kind_is_the_same_word_in_every_body_with_the_duty(organisation: Organisation) -> None:
    """Clerk and chief are found in the bodies of all three levels, by the kinds that definitions name."""
    wanted = {
        "official_vehicles": ("vehicle_clerk", "vehicle_chief"),
        "government_network": ("network_clerk", "network_chief"),
        "project_review": ("project_clerk",),
        "video_conference": ("meeting_clerk",),
        "logistics_support": ("support_clerk",),
        "finance": ("review_clerk",),
        "secrecy": ("review_clerk",),
    }
    for duty in organisation.duties:
        for kind in wanted.get(duty.duty, ()):
            assert organisation.holders(duty.body, kind, TODAY), (duty.body, kind)


def test_every_post_is_held_by_exactly_one_person(organisation: Organisation) -> None:
    """Golden cases name people by post."""
    assert {post.id for post in organisation.posts if len(organisation.holders_of(post, TODAY)) != 1} == set()


def test_posts_are_named_after_body_and_kind(organisation: Organisation) -> None:
    """`<body>.<kind>`, with a number from the second on."""
    for post in organisation.posts:
        assert re.fullmatch(rf"{post.body}\.{post.kind}(\.[2-9])?", post.id)


def test_some_people_wear_two_hats_and_one_has_left(organisation: Organisation) -> None:
    """A second body for several people; a holding that ended gives no post any more."""
    bodies = {p.id: {post.body for post in organisation.posts_of(p.id, TODAY)} for p in organisation.people}
    assert sum(len(held) == 2 for held in bodies.values()) >= 3
    (gone,) = [holding.person for holding in organisation.holdings if holding.until]
    assert bodies[gone] == set()
    assert organisation.posts_of(gone, date(2025, 12, 31)) != ()


def test_a_renamed_body_keeps_its_old_name_for_old_papers(organisation: Organisation) -> None:
    """样例县机关事务管理局 until 30 June 2025."""
    assert organisation.body_name("county_logistics", date(2025, 6, 30)) == "样例县机关事务管理局"
    assert organisation.body_name("county_logistics", date(2025, 7, 1)) == "样例县机关事务管理中心"


def test_superiors_differ_by_line(organisation: Organisation) -> None:
    """The county's own government commands, the city's department guides (行政隶属、业务指导)."""
    above = {line: organisation.superior("county_finance", line) for line in ("administrative", "professional")}
    assert {line: body.id for line, body in above.items() if body} == {
        "administrative": "county_government",
        "professional": "city_finance",
    }


def test_the_three_administrators_are_three_people_without_business(organisation: Organisation) -> None:
    """System, security and audit administration are apart from each other and approve nothing (三员分立)."""
    by_role = defaultdict(set)
    for grant in organisation.grants:
        by_role[grant.role].add(grant.person)
    three = [by_role["system_admin"], by_role["security_admin"], by_role["audit_admin"]]
    assert [len(people) for people in three] == [1, 1, 1]
    assert len(set.union(*three)) == 3
    assert not set.union(*three) & (by_role["approver"] | by_role["window"] | by_role["matter_admin"])
    assert len(by_role["matter_admin"]) == 2
    assert by_role["org_admin"]
    assert by_role["supervisor"]


def test_every_serving_person_may_apply(organisation: Organisation) -> None:
    """Whoever holds a post files under it."""
    for person in organisation.people:
        for post in organisation.posts_of(person.id, TODAY):
            assert organisation.granted(person.id, "applicant", post.body, TODAY), (person.name, post.id)


def test_nothing_in_it_is_real(organisation: Organisation) -> None:
    """Codes begin with 99, which is not assigned; every body says 样例."""
    assert {region.code[:2] for region in organisation.regions} == {"99"}
    assert all("样例" in name.text for body in organisation.bodies for name in body.names)


def test_a_rare_character_is_among_the_names(organisation: Organisation) -> None:
    """Fonts and databases must carry characters outside the basic plane."""
    assert any(ord(character) > 0xFFFF for person in organisation.people for character in person.name)


def test_every_kind_of_post_and_every_duty_has_a_chinese_name(organisation: Organisation) -> None:
    """Nothing that people read shows an id; and nothing is named that is not there."""
    assert {post.kind for post in organisation.posts} == organisation.post_kind_names.keys()
    assert {duty.duty for duty in organisation.duties} == organisation.duty_names.keys()
    names = (*organisation.post_kind_names.values(), *organisation.duty_names.values())
    assert all(re.fullmatch(r"[一-鿿]+", name) for name in names)
    assert organisation.post_kind_name("seal_clerk") == "印章管理岗"
    assert organisation.duty_name("cyberspace") == "网络安全和信息化"


def test_without_names_a_kind_is_called_as_its_first_post_and_a_duty_by_its_id(organisation: Organisation) -> None:
    """As in snapshots that were kept before there were names; what nobody has is called by its id."""
    kept = organisation.model_dump(mode="json", exclude={"post_kind_names", "duty_names"})
    nameless = Organisation.model_validate(kept)
    assert nameless.post_kind_name("meeting_clerk") == "会务处工作人员"
    assert nameless.duty_name("cyberspace") == "cyberspace"
    assert organisation.post_kind_name("driver") == "driver"


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
