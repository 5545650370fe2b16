"""Changes of the organisation: what each does, what is refused, and that neither sense nor the past is ever lost.

Covers: matters/organisation/changes.py, matters/organisation/kinds.py
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matters.errors.door import Invalid
from matters.organisation.applying import apply, last_turn
from matters.organisation.changes import (
    AddBody,
    AddPerson,
    AddPost,
    Change,
    ChangePhone,
    ChangeSuperiors,
    EndBody,
    EndPerson,
    EndPost,
    GiveDuty,
    GivePost,
    GrantRole,
    RenameBody,
    RevokeRole,
    TakeDuty,
    TakePost,
    read_change,
)
from matters.organisation.check import inconsistencies, vacancies
from matters.organisation.snapshot import BUSINESS, THREE, Organisation, Role
from storage.definitions.catalog import sample_organisation

TODAY = date(2026, 3, 2)
TOMORROW, EVE = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
SAMPLE = sample_organisation()
NEW, NEWCOMER = "new", AddPerson(person="new", name="新人", on=TODAY)
HEAD, CLERK = "county_logistics.head", "county_logistics.vehicle_clerk"


def done(*changes: Change, start: Organisation = SAMPLE) -> Organisation:
    """The organisation after these changes, all accepted."""
    organisation = start
    for change in changes:
        after = apply(organisation, change, TODAY)
        assert isinstance(after, Organisation), after.message
        organisation = after
    return organisation


def refused(change: Change, start: Organisation = SAMPLE) -> Invalid:
    """Why the change is refused."""
    answer = apply(start, change, TODAY)
    assert isinstance(answer, Invalid), change
    return answer


def test_a_renamed_body_has_its_new_name_from_the_day_on() -> None:
    """The day before and all days before it keep the old one, also when it was renamed before."""
    after = done(RenameBody(body="county_logistics", name="样例县机关事务服务中心", on=TOMORROW))
    named = [after.body_name("county_logistics", day) for day in (date(2025, 6, 30), TODAY, TOMORROW)]
    assert named == ["样例县机关事务管理局", "样例县机关事务管理中心", "样例县机关事务服务中心"]
    assert after.version == SAMPLE.version + 1


def test_who_leaves_loses_all_posts_and_roles_on_the_day() -> None:
    """The day before is untouched."""
    after = done(EndPerson(person="p41", on=TODAY))
    assert after.posts_of("p41", TODAY) == ()
    assert after.roles_of("p41", TODAY) == frozenset()
    assert after.posts_of("p41", EVE) == SAMPLE.posts_of("p41", EVE) != ()
    assert after.roles_of("p41", EVE) == SAMPLE.roles_of("p41", EVE)
    assert not after.person("p41").valid(TODAY)


def test_a_post_passes_from_one_person_to_another() -> None:
    """免职、任职 on the same day: one holder each day."""
    after = done(TakePost(person="p38", post=HEAD, on=TOMORROW), GivePost(person="p39", post=HEAD, on=TOMORROW))
    post = after.post(HEAD)
    assert [[h.person for h in after.holders_of(post, day)] for day in (TODAY, TOMORROW)] == [["p38"], ["p39"]]


def test_the_last_holder_may_go_and_the_gap_is_told() -> None:
    """Not refused: people leave whether or not there is a successor."""
    after = done(TakePost(person="p38", post=HEAD, on=TODAY))
    assert {p.target for p in vacancies(after)} - {p.target for p in vacancies(SAMPLE)} == {"county_logistics"}


def test_a_new_body_is_set_up_step_by_step() -> None:
    """Body, posts, person, holding, role, duty: nothing is missing at the end, and the ids follow from what is there."""
    body = AddBody(
        body="county_annals",
        name="样例县地方志编纂中心",
        kind="institution",
        region="990121",
        prefix="样县志",
        number="077",
        on=TODAY,
        administrative="county_government",
    )
    after = done(
        body,
        AddPost(body="county_annals", kind="head", title="馆长", head=True, on=TODAY),
        AddPost(body="county_annals", kind="liaison", title="联络员", liaison=True, on=TODAY),
        AddPost(body="county_annals", kind="staff", title="工作人员", on=TODAY),
        AddPost(body="county_annals", kind="staff", title="工作人员", on=TODAY),
    )
    assert {post.id for post in after.posts} - {post.id for post in SAMPLE.posts} == {
        "county_annals.head",
        "county_annals.liaison",
        "county_annals.staff",
        "county_annals.staff.2",
    }
    assert "county_annals" in {problem.target for problem in vacancies(after)}
    after = done(AddPerson(name="纪新", on=TODAY), start=after)
    person = after.people[-1].id
    assert SAMPLE.find_person(person) is None
    hats = [GivePost(person=person, post=f"county_annals.{kind}", on=TODAY) for kind in ("head", "liaison", "staff")]
    after = done(
        *hats,
        GrantRole(person=person, role="approver", scope="county_annals", on=TODAY),
        GiveDuty(duty="local_annals", name="地方志编纂", region="990121", body="county_annals", on=TODAY),
        start=after,
    )
    assert vacancies(after) == vacancies(SAMPLE)
    assert after.body("county_annals").level == "county"
    assert after.granted(person, "approver", "county_annals", TODAY)
    holder = after.duty_body("local_annals", "990121", TODAY)
    assert holder is not None
    assert holder.id == "county_annals"


def test_an_ended_body_takes_posts_holdings_duties_and_roles_along() -> None:
    """And it is no vacancy that it has no head."""
    after = done(EndBody(body="county_court", on=TODAY))
    assert not after.body("county_court").valid(TODAY)
    assert after.heads("county_court", TODAY) == ()
    assert not [g for g in after.grants if g.scope == "county_court" and g.valid(TODAY)]
    assert after.heads("county_court", EVE) == SAMPLE.heads("county_court", EVE) != ()
    assert vacancies(after) == vacancies(SAMPLE)


def test_a_duty_moves_when_it_is_taken_first() -> None:
    """Two bodies for one duty on one day are refused."""
    give = GiveDuty(duty="finance", region="990121", body="county_reform", on=TODAY)
    assert "同时由两个单位承担" in refused(give).message
    after = done(TakeDuty(duty="finance", region="990121", body="county_finance", on=TODAY), give)
    found = [after.duty_body("finance", "990121", day) for day in (EVE, TODAY)]
    assert [body.id for body in found if body] == ["county_finance", "county_reform"]


def test_a_new_duty_comes_with_its_name() -> None:
    """Handing it over later needs none, and the name stays, whoever has it; without one nobody would know what it is."""
    new = GiveDuty(duty="local_annals", name=" 地方志编纂 ", region="990121", body="county_office", on=TODAY)
    after = done(new)
    assert after.duty_name("local_annals") == "地方志编纂"
    taken = TakeDuty(duty="local_annals", region="990121", body="county_office", on=TOMORROW)
    moved = GiveDuty(duty="local_annals", region="990121", body="county_data", on=TOMORROW)
    assert done(taken, moved, start=after).duty_names == after.duty_names
    same = moved.model_copy(update={"region": "990100", "name": "地方志编纂"})
    assert done(same, start=after).duty_names == after.duty_names


def test_a_duty_without_a_name_may_get_one() -> None:
    """Those of before there were names; they are handed over without one as well."""
    start = Organisation.model_validate({**SAMPLE.model_dump(), "duty_names": {}})
    give = GiveDuty(duty="finance", region="990121100", body="sample_town", on=TODAY)
    assert done(give, start=start).duty_names == {}
    assert done(give.model_copy(update={"name": "财政"}), start=start).duty_names == {"finance": "财政"}


def test_what_was_to_begin_later_never_begins_once_it_is_taken_back() -> None:
    """A scheduled appointment is dropped, not left with an end before its beginning."""
    planned = done(GivePost(person="p39", post=HEAD, on=TOMORROW))
    assert done(TakePost(person="p39", post=HEAD, on=TODAY), start=planned).holdings == SAMPLE.holdings


def test_a_telephone_and_the_superiors_change_without_a_day() -> None:
    """They have no history."""
    after = done(
        ChangePhone(person="p40", phone="0999-5550199"),
        ChangeSuperiors(body="county_court", administrative="county_government"),
    )
    assert after.person("p40").phone == "0999-5550199"
    above = after.superior("county_court", "administrative")
    assert above is not None
    assert above.id == "county_government"


def test_a_changed_snapshot_does_not_answer_from_the_old_indexes() -> None:
    """The old snapshot was asked before: its cached answers must not travel."""
    assert SAMPLE.find_person("p41") is not None
    after = done(AddPerson(person="newcomer", name="乔新", on=TODAY))
    assert after.find_person("newcomer") is not None


NO = [
    (RenameBody(body="county_logistics", name="新名", on=EVE), "on", "生效日期不能早于今天"),
    (RenameBody(body="nowhere", name="新名", on=TODAY), "body", "没有标识为“nowhere”的单位"),
    (RenameBody(body="county_logistics", name="样例县机关事务管理中心", on=TODAY), "name", "名称已经是"),
    (EndBody(body="county_government", on=TODAY), "body", "请先调整这些单位的隶属关系"),
    (EndPost(post="nothing", on=TODAY), "post", "没有标识为“nothing”的岗位"),
    (EndPerson(person="p999", on=TODAY), "person", "没有标识为“p999”的人员"),
    (ChangePhone(person="p999", phone="1"), "person", "没有标识为“p999”的人员"),
    (AddPerson(person="p40", name="重", on=TODAY), "p40", "人员标识“p40”重复出现"),
    (GivePost(person="p38", post=HEAD, on=TODAY), "post", "无需重复任职"),
    (GivePost(person="p39", post=HEAD, on=TOMORROW, last_day=TODAY), "last_day", "截止日期早于生效日期"),
    (EndPerson(person="p39", on=date.max), "on", "生效日期应在1900年至2100年之间"),
    (GivePost(person="p39", post=HEAD, on=TOMORROW, last_day=date.max), "last_day", "截止日期应在1900年至2100年之间"),
    (GivePost(person="p77", post=HEAD, on=TODAY), "person", "是系统管理员，不能再任职"),
    (EndPerson(person="p78", on=TODAY), "person", "先由安全管理员撤销"),
    (TakePost(person="p39", post=HEAD, on=TODAY), "post", "不担任此岗位"),
    (GrantRole(person="p40", role="window", scope="county_logistics", on=TODAY), "role", "已有这项授权"),
    (GrantRole(person="p40", role="window", scope="nowhere", on=TODAY), "p40", "范围“nowhere”不存在"),
    (GrantRole(person="p77", role="security_admin", scope="*", on=TODAY), "p77", "须三人分任"),
    (GrantRole(person="p40", role="audit_admin", scope="*", on=TODAY), "person", "任有办理业务的岗位"),
    (GrantRole(person="p77", role="window", scope="*", on=TODAY), "p77", "不能同时是"),
    (GrantRole(person="p37", role="org_admin", scope="county_court", on=TODAY), "scope", "“机构管理员”不分范围"),
    (RevokeRole(person="p40", role="supervisor", scope="*", on=TODAY), "role", "没有这项授权"),
    (
        GiveDuty(duty="local_annals", name="地方志编纂", region="990121", body="sample_telecom", on=TODAY),
        "local_annals",
        "不能承担职责“地方志编纂”",
    ),
    (
        GiveDuty(duty="local_annals", name="地方志编纂", region="999999", body="county_court", on=TODAY),
        "local_annals",
        "行政区划“999999”不存在",
    ),
    (
        GiveDuty(duty="local_annals", region="990121", body="county_court", on=TODAY),
        "name",
        "如是新职责，请填写职责名称",
    ),
    (
        GiveDuty(duty="local_annals", name="财政", region="990121", body="county_court", on=TODAY),
        "local_annals",
        "都叫“财政”",
    ),
    (
        GiveDuty(duty="finance", name="理财", region="990121100", body="sample_town", on=TODAY),
        "name",
        "名称已经是“财政”",
    ),
    (TakeDuty(duty="finance", region="990121", body="county_court", on=TODAY), "duty", "不承担此项职责"),
    (ChangeSuperiors(body="city_government", administrative="county_government"), "city_government", "又回到自己"),
    (ChangeSuperiors(body="county_court", professional="nowhere"), "county_court", "“nowhere”不存在"),
]


@pytest.mark.parametrize(("change", "target", "told"), NO, ids=[told for _, _, told in NO])
def test_what_cannot_be_is_refused_with_what_to_do(change: Change, target: str, told: str) -> None:
    """In Chinese, pinned to the part of the change or the id it is about."""
    problems = refused(change).problems
    assert target in {problem.target for problem in problems}
    assert any(told in problem.message and "。" in problem.message for problem in problems), problems


def test_an_administrator_leaves_once_the_role_is_taken_back() -> None:
    """Planned for a later day as well: it is that day that counts, and a role that is to begin is a role."""
    revoke = RevokeRole(person="p78", role="security_admin", scope="*", on=TOMORROW)
    after = done(revoke, EndPerson(person="p78", on=TOMORROW))
    assert not after.person("p78").valid(TOMORROW)
    planned = done(NEWCOMER, GrantRole(person=NEW, role="audit_admin", scope="*", on=TOMORROW))
    assert "是审计管理员" in refused(EndPerson(person=NEW, on=TODAY), planned).message
    assert "是审计管理员" in refused(GivePost(person=NEW, post=HEAD, on=TODAY), planned).message


@pytest.mark.parametrize("role", sorted(THREE | BUSINESS))
@pytest.mark.parametrize("admin", sorted(THREE))
def test_an_administrator_of_the_three_has_no_business(admin: Role, role: Role) -> None:
    """三员: in whichever order they are granted; a day later than the other ends, the role may begin."""
    if role == admin:
        return
    for first, second in ((admin, role), (role, admin)):
        held = done(NEWCOMER, GrantRole(person=NEW, role=first, scope="*", on=TODAY))
        other = GrantRole(person=NEW, role=second, scope="*", on=TOMORROW)
        assert "须三人分任" in refused(other, held).message
        done(RevokeRole(person=NEW, role=first, scope="*", on=TOMORROW), other, start=held)


def test_who_handles_business_under_a_post_becomes_no_administrator_of_the_three() -> None:
    """三员: the post is handed over first; one for administrators does no harm."""
    grant = GrantRole(person=NEW, role="system_admin", scope="*", on=TOMORROW)
    clerk = done(NEWCOMER, GivePost(person=NEW, post=CLERK, on=TODAY))
    assert "任有办理业务的岗位（" in refused(grant, clerk).message
    done(TakePost(person=NEW, post=CLERK, on=TOMORROW), grant, start=clerk)
    done(NEWCOMER, GivePost(person=NEW, post="county_data.administrator.4", on=TODAY), grant)


def test_after_a_person_has_left_nothing_can_be_given() -> None:
    """Neither post nor role, and a second leaving is none."""
    gone = done(EndPerson(person="p39", on=TODAY))
    for change in (
        GivePost(person="p39", post=HEAD, on=TODAY),
        GrantRole(person="p39", role="applicant", scope="*", on=TODAY),
        EndPerson(person="p39", on=TODAY),
    ):
        assert "已经离任" in refused(change, gone).message


def test_a_rename_before_a_scheduled_rename_is_refused() -> None:
    """Names would come out of order."""
    planned = done(RenameBody(body="county_court", name="样例县第一人民法院", on=TOMORROW))
    assert "已登记自" in refused(RenameBody(body="county_court", name="样例县法院", on=TODAY), planned).message


def test_a_change_is_read_from_plain_data() -> None:
    """As a page, an import or the audit has it."""
    change = GivePost(person="p39", post=HEAD, on=TODAY)
    assert read_change(change.model_dump(mode="json")) == change


def test_the_last_turn_is_the_newest_day_something_began_or_was_over() -> None:
    """A holding that ends today is over tomorrow; what is planned has not turned anything yet."""
    after = done(TakePost(person="p38", post=HEAD, on=TOMORROW))
    assert last_turn(after, TODAY) == last_turn(SAMPLE, TODAY) < TODAY
    assert last_turn(after, TOMORROW + timedelta(days=5)) == TOMORROW


DAYS = st.integers(-1, 20).map(lambda days: TODAY + timedelta(days=days))
PEOPLE = st.sampled_from([*(p.id for p in SAMPLE.people[36:46]), "p77", "p78", "nobody"])
POSTS = st.sampled_from([*(p.id for p in SAMPLE.posts if p.body in ("county_logistics", "county_court")), "x.head"])
BODIES = st.sampled_from(
    ["county_logistics", "county_court", "county_finance", "city_government", "sample_telecom", "no"]
)
ROLES = st.sampled_from(["applicant", "approver", "window", "system_admin", "security_admin", "audit_admin"])
SCOPES = st.sampled_from(["*", "county_logistics", "990121", "nowhere"])
WORDS = st.sampled_from(["样例县某局", "样例县另一局", "样例县第三局"])
CHANGES: st.SearchStrategy[Change] = st.one_of(
    st.builds(RenameBody, body=BODIES, name=WORDS, on=DAYS),
    st.builds(EndBody, body=BODIES, on=DAYS),
    st.builds(ChangeSuperiors, body=BODIES, administrative=st.none() | BODIES, professional=st.none() | BODIES),
    st.builds(
        AddBody,
        body=st.sampled_from(["new_one", "new_two"]),
        name=WORDS,
        kind=st.just("institution"),
        region=st.just("990121"),
        prefix=st.sampled_from(["样甲", "样乙"]),
        number=st.sampled_from(["901", "902"]),
        on=DAYS,
    ),
    st.builds(AddPost, body=BODIES, kind=st.sampled_from(["head", "staff"]), title=st.just("岗"), on=DAYS),
    st.builds(EndPost, post=POSTS, on=DAYS),
    st.builds(AddPerson, name=st.just("新人"), on=DAYS),
    st.builds(EndPerson, person=PEOPLE, on=DAYS),
    st.builds(ChangePhone, person=PEOPLE, phone=st.just("5550000")),
    st.builds(GivePost, person=PEOPLE, post=POSTS, on=DAYS, last_day=st.none() | DAYS),
    st.builds(TakePost, person=PEOPLE, post=POSTS, on=DAYS),
    st.builds(GrantRole, person=PEOPLE, role=ROLES, scope=SCOPES, on=DAYS, last_day=st.none() | DAYS),
    st.builds(RevokeRole, person=PEOPLE, role=ROLES, scope=SCOPES, on=DAYS),
    st.builds(
        GiveDuty,
        duty=st.sampled_from(["finance", "local_annals"]),
        name=st.sampled_from(["", "财政", "地方志编纂"]),
        region=st.just("990121"),
        body=BODIES,
        on=DAYS,
    ),
    st.builds(TakeDuty, duty=st.just("finance"), region=st.just("990121"), body=BODIES, on=DAYS),
)
PAST = (date(2020, 1, 1), date(2025, 6, 30), date(2025, 12, 31), EVE)


def carried_out(changes: list[Change]) -> Organisation:
    """The sample after as many of the changes as are accepted; each adds one version."""
    organisation = SAMPLE
    for change in changes:
        after = apply(organisation, change, TODAY)
        if isinstance(after, Organisation):
            assert after.version == organisation.version + 1
            organisation = after
    return organisation


@settings(max_examples=60, deadline=None)
@given(st.lists(CHANGES, max_size=12))
def test_whatever_is_accepted_the_organisation_hangs_together(changes: list[Change]) -> None:
    """After any sequence, and it can be stored and read again."""
    after = carried_out(changes)
    assert inconsistencies(after) == ()
    assert Organisation.model_validate_json(after.model_dump_json()) == after


@pytest.mark.parametrize(
    "asked",
    [
        lambda o, day: [o.body_name(body.id, day) for body in SAMPLE.bodies],
        lambda o, day: [[post.id for post in o.posts_of(person.id, day)] for person in SAMPLE.people],
        lambda o, day: [o.roles_of(person.id, day) for person in SAMPLE.people],
        lambda o, day: [getattr(o.duty_body(duty.duty, duty.region, day), "id", None) for duty in SAMPLE.duties],
    ],
    ids=["names", "posts", "roles", "duties"],
)
@settings(max_examples=25, deadline=None)
@given(changes=st.lists(CHANGES, max_size=10))
def test_no_change_ever_rewrites_the_past(asked: Callable[[Organisation, date], object], changes: list[Change]) -> None:
    """Names, posts, roles and duties of every day before today are what they were."""
    after = carried_out(changes)
    assert [asked(after, day) for day in PAST] == [asked(SAMPLE, day) for day in PAST]
