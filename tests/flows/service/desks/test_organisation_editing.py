"""The organisation as administrators keep it: who may change what, one change at a time, nothing half done.

Covers: matters/organisation/text.py, matters/trials/orphans.py, flows/service/shown/organisation.py
Covers: flows/service/intake/organisation.py
"""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from flows.adapters.identity import LOCAL_MACHINE
from flows.cases.reassigning import reassign
from flows.service.desks.organisation_editing import OrganisationEditingDesk
from flows.views.organisation_editing import ChangePreview, ChangeReceipt, ImportPreview, RoleRequestLine
from flows.views.people import Caller
from matters.errors.administering import OrganisationMoved
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, Invalid, NotFound, SecrecyMark
from matters.errors.handling import NotPossible
from matters.organisation.applying import as_version
from matters.organisation.changes import (
    AddPerson,
    Change,
    ChangePhone,
    EndBody,
    EndPerson,
    GiveDuty,
    GivePost,
    GrantRole,
    RenameBody,
    RevokeRole,
    TakePost,
)
from matters.organisation.snapshot import ADMINISTRATORS, ROLE_NAMES, Organisation, Role
from matters.organisation.text import organisation_text
from storage.people import organisations
from tests.flows.service.office import CAR, CHIEF, CLERK, HEAD, Office

KEEPER, SYSTEM, SECURITY, AUDIT = "p76", "p77", "p78", "p79"  # 机构、系统、安全、审计管理员 of the sample organisation
SECOND = "p120"  # another 安全管理员
CHIEF_POST = "county_logistics.vehicle_chief"


@pytest.fixture(scope="module")
def sqlite_office(new_office: Callable[[str], Office]) -> Office:
    """An office of its own: each change looks at every open item again, and others leave thousands open."""
    return new_office("sqlite")


@pytest.fixture(scope="module")
def postgres_office(new_office: Callable[[str], Office]) -> Office:
    """The same on PostgreSQL."""
    return new_office("postgresql")


@pytest.fixture
def office(office: Office) -> Iterator[Office]:
    """The office, with the organisation put back as it was afterwards."""
    before = organisation(office)
    yield office
    with office.resources.database.transaction() as session:
        again = as_version(before, office.resources.organisation(session).version + 1)
        organisations.add(session, again, office.clock())
    reassign(office.resources)


def organisation(office: Office) -> Organisation:
    """The organisation of today."""
    with office.resources.database.reading() as session:
        return office.resources.organisation(session)


def desk(office: Office) -> OrganisationEditingDesk:
    """The desk under test."""
    return office.service.organisation_editing


def change(
    office: Office, who: Caller, change: Change, version: int | None = None, key: str | None = None
) -> ChangeReceipt | Refusal:
    """Ask for a change of the newest version."""
    return desk(office).change(who, change, version or organisation(office).version, key)


def test_the_tree_shows_every_body_once(office: Office) -> None:
    """By region from the top; with today's names."""
    tree = desk(office).tree(office.who(KEEPER))
    assert not isinstance(tree, Refusal)
    assert [node.name for node in tree.regions[:3]] == ["样例省", "样例市", "样例县"]
    assert [node.depth for node in tree.regions[:3]] == [0, 1, 2]
    bodies = [body.id for node in tree.regions for body in node.bodies]
    assert sorted(bodies) == sorted(body.id for body in organisation(office).bodies)
    assert tree.vacancies == ()


@pytest.mark.parametrize("name", ["张机密★1年", "【秘密】"])
def test_a_secrecy_mark_in_a_name_is_refused(office: Office, name: str) -> None:
    """Whatever an operation would write down is looked through: the names of people, and all of an import."""
    before, who = organisation(office), office.who(KEEPER)
    refused = change(office, who, AddPerson(name=name, on=office.resources.today))
    assert isinstance(refused, SecrecyMark)
    assert refused.message.startswith("“新增人员”含有密级标志")
    imported = organisation_text(before).replace("name: 样例市", f"name: {name}", 1)
    assert isinstance(desk(office).import_all(who, imported, before.version), Refusal)
    assert organisation(office) == before


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("机关事务管理局 县", "county_logistics"),
        ("p38", HEAD),
        ("县机管中心", "county_logistics"),
        ("无此名", None),
        ("", None),
    ],
)
def test_people_and_bodies_are_found_by_name_alias_and_id(office: Office, words: str, found: str | None) -> None:
    """Old names and short forms too."""
    lines = desk(office).search(office.who(KEEPER), words)
    assert not isinstance(lines, Refusal)
    assert (found in {line.id for line in lines}) if found else lines == ()


def test_a_person_is_shown_with_posts_roles_and_open_items(office: Office) -> None:
    """How many items wait under which hat."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR)
    shown = desk(office).person(office.who(KEEPER), CHIEF)
    assert not isinstance(shown, Refusal)
    assert shown.tasks >= 1
    assert {holding.post: holding.tasks >= 1 for holding in shown.holdings}[CHIEF_POST]
    assert "审批人" in {grant.role_name for grant in shown.grants}
    assert isinstance(desk(office).person(office.who(KEEPER), "p999"), NotFound)
    body = desk(office).body(office.who(KEEPER), "county_logistics")
    assert not isinstance(body, Refusal)
    assert [name.text for name in body.names] == ["样例县机关事务管理局", "样例县机关事务管理中心"]
    assert {post.id: post.kind_name for post in body.posts}[CHIEF_POST] == "公务用车管理负责人"
    assert [duty.name for duty in body.duties[:2]] == ["公务用车管理", "机关后勤保障"]
    assert isinstance(desk(office).body(office.who(KEEPER), "nowhere"), NotFound)


def test_a_change_is_one_new_version_with_one_line_in_the_trail(office: Office) -> None:
    """The old version stays readable; the line names what it is about."""
    before, audited = organisation(office), office.audited()
    receipt = change(office, office.who(KEEPER), ChangePhone(person="p40", phone="5559999"))
    assert isinstance(receipt, ChangeReceipt)
    assert (receipt.version, receipt.object_id) == (before.version + 1, "p40")
    assert organisation(office).person("p40").phone == "5559999"
    assert office.audited() == audited + 1
    line = office.last_audit()
    assert (line.operation, line.object_id, line.outcome) == ("更改电话", "p40", "done")
    with office.resources.database.reading() as session:
        assert organisations.by_version(session, before.version) == before


def test_a_new_duty_is_offered_by_its_name_from_then_on(office: Office) -> None:
    """As are the others and the kinds of post."""
    given = GiveDuty(
        duty="local_annals", name="地方志编纂", region="990121", body="county_office", on=office.resources.today
    )
    assert isinstance(change(office, office.who(KEEPER), given), ChangeReceipt)
    choices = desk(office).choices(office.who(KEEPER))
    assert not isinstance(choices, Refusal)
    assert (choices.duties["local_annals"], choices.duties["finance"]) == ("地方志编纂", "财政")
    assert choices.post_kinds["vehicle_clerk"] == "车辆调度岗"


def test_a_change_of_an_older_version_is_refused(office: Office) -> None:
    """Two administrators at one page: the second looks again."""
    seen, who = organisation(office).version, office.who(KEEPER)
    assert isinstance(change(office, who, ChangePhone(person="p40", phone="1"), seen), ChangeReceipt)
    assert isinstance(change(office, who, ChangePhone(person="p40", phone="2"), seen), OrganisationMoved)
    assert organisation(office).person("p40").phone == "1"
    assert office.last_audit().code == "organisation_moved"


@pytest.mark.both
def test_of_changes_at_once_one_is_made(office: Office) -> None:
    """On both databases, by the number of the version."""
    seen, who = organisation(office).version, office.who(KEEPER)
    wanted = [ChangePhone(person="p40", phone=str(number)) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda one: change(office, who, one, seen), wanted))
    assert [type(answer) for answer in answers].count(ChangeReceipt) == 1
    assert {type(answer) for answer in answers} == {ChangeReceipt, OrganisationMoved}
    assert organisation(office).version == seen + 1


def test_a_repeated_request_is_answered_once(office: Office) -> None:
    """A double click with its key adds one person."""
    wanted, seen, who = (
        AddPerson(name="双击", on=office.resources.today),
        organisation(office).version,
        office.who(KEEPER),
    )
    first = change(office, who, wanted, seen, "twice")
    assert first == change(office, who, wanted, seen, "twice")
    assert sum(person.name == "双击" for person in organisation(office).people) == 1


def test_the_organisation_and_the_roles_are_in_different_hands(office: Office) -> None:
    """三员分立: who appoints cannot grant, who grants cannot appoint, the system administrator does neither."""
    day = office.resources.today
    grant = GrantRole(person="p40", role="supervisor", scope="county_logistics", on=day)
    rename = RenameBody(body="county_court", name="样例县法院", on=day)
    assert isinstance(change(office, office.who(KEEPER), grant), Forbidden)
    assert isinstance(change(office, office.who(SECURITY), rename), Forbidden)
    assert isinstance(change(office, office.who(SYSTEM), grant), Forbidden)
    assert isinstance(desk(office).preview(office.who(KEEPER), grant), Forbidden)
    assert isinstance(change(office, office.who(SECURITY), grant), ChangeReceipt)
    assert isinstance(change(office, office.who(KEEPER), rename), ChangeReceipt)


def test_nobody_grants_to_himself(office: Office) -> None:
    """Nor two administrators' roles to one person; a role that was granted works with the next request."""
    day, security = office.resources.today, office.who(SECURITY)
    own = change(office, security, GrantRole(person=SECURITY, role="applicant", scope="*", on=day))
    assert isinstance(own, Invalid)
    assert "不能给自己授权" in own.message
    two = change(office, security, GrantRole(person=SYSTEM, role="audit_admin", scope="*", on=day))
    assert isinstance(two, Invalid)
    assert "三人分任" in two.message
    change(office, security, GrantRole(person="p40", role="supervisor", scope="*", on=day))
    assert "supervisor" in office.who("p40").roles
    change(office, security, RevokeRole(person="p40", role="supervisor", scope="*", on=day))
    assert "supervisor" not in office.who("p40").roles


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_the_role_of_an_administrator_needs_two_security_administrators(office: Office, role: Role) -> None:
    """One asks and the other is told and confirms; neither the one who asked nor the one who gets it can."""
    day, before = office.resources.today, organisation(office)
    office.clock.pass_by(seconds=1)
    change(office, office.who(KEEPER), AddPerson(person="new", name="新任", on=day))
    asked = change(office, office.who(SECURITY), GrantRole(person="new", role=role, scope="*", on=day))
    assert isinstance(asked, ChangeReceipt)
    assert "另一位安全管理员确认" in asked.message
    assert office.last_audit().operation == "提请授权"
    assert role not in organisation(office).roles_of("new", day)
    (request,) = waiting(office, SECURITY)
    assert (request.person, request.role_name, request.open_to_caller) == ("new", ROLE_NAMES[role], False)
    own = desk(office).confirm(office.who(SECURITY), request.id)
    assert isinstance(own, NotPossible)
    assert "另一位安全管理员" in own.message
    assert isinstance(desk(office).confirm(office.who(SYSTEM), request.id), Forbidden)
    notices = office.service.notices.list(office.who(SECOND))
    assert isinstance(notices, tuple)
    assert f"提请授予新任“{ROLE_NAMES[role]}”" in notices[0].text
    assert [one.open_to_caller for one in waiting(office, SECOND)] == [True]
    assert isinstance(desk(office).confirm(office.who(SECOND), request.id), ChangeReceipt)
    assert (office.last_audit().operation, office.last_audit().person) == ("确认授权", SECOND)
    assert role in organisation(office).roles_of("new", day)
    assert waiting(office, SECOND) == ()
    for settle in (desk(office).confirm, desk(office).drop):
        assert isinstance(settle(office.who(SECOND), request.id), NotPossible)
    assert organisation(office).version == before.version + 2


def test_an_administrator_s_role_that_is_not_confirmed_is_not_granted(office: Office) -> None:
    """The other one says no, or the one who asked takes it back; it is a record then."""
    day, before = office.resources.today, organisation(office)
    for who in (SECOND, SECURITY):
        change(office, office.who(SECURITY), GrantRole(person="p40", role="org_admin", scope="*", on=day))
        (request,) = waiting(office, SECOND)
        assert isinstance(desk(office).drop(office.who(who), request.id), ChangeReceipt)
        assert isinstance(desk(office).confirm(office.who(SECOND), request.id), NotPossible)
    assert organisation(office) == before


def test_the_same_role_of_the_same_person_waits_once(office: Office) -> None:
    """A second request, from another day or by the other administrator, is refused; once it is settled it may be repeated."""
    day = office.resources.today
    for who, since in ((SECURITY, day), (SECURITY, day + timedelta(days=1)), (SECOND, day)):
        asked = change(office, office.who(who), GrantRole(person="p40", role="org_admin", scope="*", on=since))
        if (who, since) == (SECURITY, day):
            assert isinstance(asked, ChangeReceipt)
        else:
            assert isinstance(asked, NotPossible)
            assert "已经提请" in asked.message
            assert (office.last_audit().operation, office.last_audit().code) == ("提请授权", "not_possible")
    (request,) = waiting(office, SECURITY)
    assert isinstance(desk(office).drop(office.who(SECURITY), request.id), ChangeReceipt)
    asked = change(office, office.who(SECURITY), GrantRole(person="p40", role="org_admin", scope="*", on=day))
    assert isinstance(asked, ChangeReceipt)
    assert isinstance(desk(office).drop(office.who(SECOND), waiting(office, SECOND)[0].id), ChangeReceipt)


def test_what_has_become_wrong_since_is_not_confirmed(office: Office) -> None:
    """三员: the person got business meanwhile; the request waits on, so that it can be dropped."""
    day = office.resources.today
    change(office, office.who(KEEPER), AddPerson(person="new", name="新任", on=day))
    change(office, office.who(SECURITY), GrantRole(person="new", role="audit_admin", scope="*", on=day))
    change(office, office.who(SECURITY), GrantRole(person="new", role="liaison", scope="county_data", on=day))
    (request,) = waiting(office, SECOND)
    assert isinstance(desk(office).confirm(office.who(SECOND), request.id), Invalid)
    assert isinstance(desk(office).drop(office.who(SECOND), request.id), ChangeReceipt)


def test_a_lone_security_administrator_grants_no_administrator_s_role(office: Office) -> None:
    """Nobody could confirm it; what to do is said."""
    day = office.resources.today
    change(office, office.who(SECURITY), RevokeRole(person=SECOND, role="security_admin", scope="*", on=day))
    alone = change(office, office.who(SECURITY), GrantRole(person="p40", role="org_admin", scope="*", on=day))
    assert isinstance(alone, NotPossible)
    assert "增设一位安全管理员" in alone.message


def waiting(office: Office, person: str) -> tuple[RoleRequestLine, ...]:
    """What waits, as that administrator sees it."""
    requests = desk(office).requests(office.who(person))
    assert not isinstance(requests, Refusal)
    return requests


def test_a_malformed_change_is_refused_by_its_parts(office: Office) -> None:
    """As a page would send it: all parts at once, in Chinese; and names that no font prints."""
    who = office.who(KEEPER)
    broken = desk(office).change(who, {"type": "add_person", "name": "", "phone": "abc"}, 1)
    assert isinstance(broken, Invalid)
    assert {problem.target for problem in broken.problems} == {"name", "phone", "on"}
    duty = desk(office).preview(
        who, {"type": "give_duty", "duty": "档案", "region": "990121", "body": "x", "on": "2026-03-02"}
    )
    assert isinstance(duty, Invalid)
    assert "以小写字母开头" in duty.message
    odd = desk(office).preview(
        who, {"type": "rename_body", "body": "county_court", "name": "法院🙂", "on": "2026-03-02"}
    )
    assert isinstance(odd, Invalid)
    assert "无法打印" in odd.message


def test_a_preview_tells_what_is_touched_and_changes_nothing(office: Office) -> None:
    """Open items of the chief, and the steps and bodies that would be left without anybody."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR)
    before = organisation(office)
    told = desk(office).preview(office.who(KEEPER), EndPerson(person=CHIEF, on=office.resources.today))
    assert isinstance(told, ChangePreview)
    assert told.tasks >= 1
    assert any("公务用车" in warning and "没有办理人" in warning for warning in told.warnings)
    assert any("任职" in line for line in told.differences)
    assert organisation(office) == before
    head = desk(office).preview(
        office.who(KEEPER), TakePost(person=HEAD, post="county_logistics.head", on=office.resources.today)
    )
    assert isinstance(head, ChangePreview)
    assert any("没有在任的主要负责人" in warning for warning in head.warnings)


def test_what_was_exported_can_be_imported(office: Office) -> None:
    """The same text changes nothing, the version neither; an edited one shows its differences before it is taken."""
    who = office.who(KEEPER)
    text = desk(office).export(who)
    assert isinstance(text, str)
    same = desk(office).preview_import(who, text)
    assert isinstance(same, ImportPreview)
    assert (same.differences, same.problems) == ((), ())
    before = organisation(office).version
    unchanged = desk(office).import_all(who, text, before)
    assert isinstance(unchanged, ChangeReceipt)
    assert (unchanged.version, organisation(office).version) == (before, before)
    assert "没有变化" in unchanged.message
    edited = text.replace("name: 样例村", "name: 样例新村")
    told = desk(office).preview_import(who, edited)
    assert isinstance(told, ImportPreview)
    assert [line.split("：")[0] for line in told.differences] == ["变更行政区划"]
    receipt = desk(office).import_all(who, edited, organisation(office).version)
    assert isinstance(receipt, ChangeReceipt)
    assert "样例新村" in {region.name for region in organisation(office).regions}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("\n- {id: p40,", "\n- {id: p940,", "“p40”"),
        ("text: 样例县财政局", "text: 样例县大财政局", "以往的名称已用于文书"),
        ("{person: p40, role: applicant,", "{person: p40, role: supervisor,", "授权由安全管理员"),
        ("version:", "versoin:", "versoin"),
    ],
)
def test_an_import_may_not_lose_rewrite_or_grant(office: Office, old: str, new: str, told: str) -> None:
    """An id that cases use, a name that papers carry, a role without the security administrator; nor be unreadable."""
    who = office.who(KEEPER)
    text = desk(office).export(who)
    assert isinstance(text, str)
    assert old in text
    changed = text.replace(old, new, 1)
    preview = desk(office).preview_import(who, changed)
    assert isinstance(preview, ImportPreview)
    assert any(told in problem for problem in preview.problems), preview.problems
    refused = desk(office).import_all(who, changed, organisation(office).version)
    assert isinstance(refused, Invalid)


def test_nobody_gives_himself_a_post(office: Office) -> None:
    """Nor one of the three administrators a post; neither by a change nor by an import, nor by another post under the old id."""
    who, day = office.who(KEEPER), office.resources.today
    own = change(office, who, GivePost(person=KEEPER, post=CHIEF_POST, on=day))
    assert isinstance(own, Invalid)
    assert "不能给自己任职" in own.message
    for person in (SYSTEM, SECURITY, AUDIT):
        assert isinstance(change(office, who, GivePost(person=person, post=CHIEF_POST, on=day)), Invalid)
    assert isinstance(change(office, who, GivePost(person=HEAD, post=CHIEF_POST, on=day)), ChangeReceipt)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "{person: p39, post: county_logistics.vehicle_chief}",
            f"{{person: {KEEPER}, post: {CHIEF_POST}}}",
            "您本人新增",
        ),
        ("{person: p39, post: county_logistics.vehicle_chief}", f"{{person: p77, post: {CHIEF_POST}}}", "不办理业务"),
        (
            "id: county_data.administrator, body: county_data",
            "id: county_data.administrator, body: county_court",
            "您本人",
        ),
        (
            "id: county_data.administrator.2, body: county_data",
            "id: county_data.administrator.2, body: county_court",
            "业务",
        ),
        ("{person: p78, role: security_admin, scope: '*'}", "", "先由安全管理员撤销"),
        ("{id: p79, ", '{until: "2026-03-01", id: p79, ', "先由安全管理员撤销"),
    ],
)
def test_an_import_serves_neither_its_caller_nor_touches_the_three(
    office: Office, old: str, new: str, told: str
) -> None:
    """三员分立: the same refusals as for single changes; the machine, which sets up, may."""
    text = desk(office).export(LOCAL_MACHINE)
    assert isinstance(text, str)
    changed = edited(text, old, new)
    refused = desk(office).import_all(office.who(KEEPER), changed, organisation(office).version)
    assert isinstance(refused, Invalid)
    assert told in refused.message
    assert isinstance(desk(office).import_all(LOCAL_MACHINE, changed, organisation(office).version), ChangeReceipt)


def edited(text: str, old: str, new: str) -> str:
    """The text with one record changed, or without it."""
    lines = text.splitlines()
    (number,) = [n for n, line in enumerate(lines) if old in line]
    lines[number] = lines[number].replace(old, new)
    return "\n".join(line for line in lines if line.strip() not in ("-", "")) + "\n"


def test_a_body_with_work_under_way_is_not_ended(office: Office) -> None:
    """How much there is, and what to do; by change, preview and import alike; after the last day of it the body may end."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR)
    who, today, before = office.who(KEEPER), office.resources.today, organisation(office)
    for answer in (
        change(office, who, EndBody(body="county_logistics", on=today)),
        desk(office).preview(who, EndBody(body="county_logistics", on=today)),
    ):
        assert isinstance(answer, Invalid)
        assert re.search(r"还有 [1-9]\d* 件在办办件和 [1-9]\d* 项待办。请先把职责转给", answer.message)
    assert organisation(office) == before
    text = desk(office).export(who)
    assert isinstance(text, str)
    ended = edited(text, "- id: county_logistics", f'- id: county_logistics\n  until: "{today}"')
    imported = desk(office).import_all(who, ended, before.version)
    assert isinstance(imported, Invalid)
    assert "件在办办件" in imported.message
    due = re.search(r"（(\d+)年(\d+)月(\d+)日或以后）", imported.message)
    assert due
    later = EndBody(body="county_logistics", on=date(*map(int, due.groups())))
    assert later.on > today
    early = later.model_copy(update={"on": later.on - timedelta(days=1)})
    assert isinstance(change(office, who, early), Invalid)
    assert isinstance(change(office, who, later), ChangeReceipt)
    assert isinstance(change(office, who, EndBody(body="county_court", on=today)), ChangeReceipt)


def test_the_machine_may_import_roles(office: Office) -> None:
    """Setting up is done where nobody has a role yet."""
    text = desk(office).export(LOCAL_MACHINE)
    assert isinstance(text, str)
    wanted = text.replace("{person: p40, role: applicant,", "{person: p40, role: supervisor,", 1)
    receipt = desk(office).import_all(LOCAL_MACHINE, wanted, organisation(office).version)
    assert isinstance(receipt, ChangeReceipt), receipt
    assert "supervisor" in organisation(office).roles_of("p40", office.resources.today)


def test_what_is_planned_holds_from_its_day(office: Office) -> None:
    """任职 next week: no role today, and no warning that the post is taken."""
    later = office.resources.today + timedelta(days=7)
    receipt = change(office, office.who(KEEPER), GivePost(person=HEAD, post=CHIEF_POST, on=later))
    assert isinstance(receipt, ChangeReceipt)
    assert CHIEF_POST not in {hat.post for hat in office.who(HEAD).posts}
    office.clock.pass_by(days=7)
    assert CHIEF_POST in {hat.post for hat in office.who(HEAD).posts}
