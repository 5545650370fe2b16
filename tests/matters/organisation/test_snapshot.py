"""The sample organisation: people wear their hats in time, every office is held, and everything has a Chinese name."""

import re
from collections import defaultdict
from datetime import date
from itertools import pairwise

from matters.language.document import Definition
from matters.organisation.check import CANNOT_ACCEPT
from matters.organisation.snapshot import BUSINESS, Organisation

TODAY = date(2026, 3, 2)


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


def test_every_duty_is_held_at_province_city_and_county(organisation: Organisation) -> None:
    """So that a matter on any of them can be accepted at all three."""
    held = {
        (duty.duty, region.level)
        for duty in organisation.duties
        for region in organisation.regions
        if region.code == duty.region
    }
    assert held == {(duty, level) for duty in organisation.duty_names for level in ("province", "city", "county")}


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
        "government_supervision": ("office_clerk", "deputy_head"),
        "property_service": ("support_clerk", "deputy_head"),
        "government_cloud": ("network_clerk", "network_chief"),
        "electronic_certificates": ("data_clerk", "data_chief", "deputy_head"),
        "digital_funds": ("review_clerk", "deputy_head"),
        "cryptography": ("review_clerk", "deputy_head"),
        "archives": ("review_clerk", "deputy_head"),
        "establishment": ("review_clerk", "deputy_head"),
        "public_security": ("review_clerk", "deputy_head"),
        "procurement": ("review_clerk", "deputy_head"),
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
    assert [len(people) for people in three] == [1, 2, 1]
    assert len(set.union(*three)) == 4
    assert not set.union(*three) & set[str]().union(*(by_role[role] for role in BUSINESS))
    assert len(by_role["matter_admin"]) == 2
    assert by_role["org_admin"]
    assert by_role["supervisor"]


def test_every_serving_person_may_apply(organisation: Organisation) -> None:
    """Whoever holds a post files under it."""
    for person in organisation.people:
        for post in organisation.posts_of(person.id, TODAY):
            assert organisation.granted(person.id, "applicant", post.body, TODAY), (person.name, post.id)


def test_who_has_a_role_for_bodies_is_told_as_one_by_one(organisation: Organisation) -> None:
    """For each body, and for two at once."""
    bodies = [body.id for body in organisation.bodies]
    for asked in [*((body,) for body in bodies), *pairwise(bodies)]:
        found = organisation.all_granted("supervisor", asked, TODAY)
        serving = (person.id for person in organisation.people if person.valid(TODAY))
        assert found == tuple(
            one for one in serving if any(organisation.granted(one, "supervisor", body, TODAY) for body in asked)
        )
    assert found


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
