"""The pages of the organisation and its accounts: what each role sees, a change previewed before it is made, passwords once.

Covers: ui/components/acts/handover.py, ui/components/organisation_form.py, ui/pages/managing/accounts_page.py
Covers: ui/pages/managing/person_page.py, ui/components/role_requests.py
"""

import pytest
from streamlit.testing.v1 import AppTest

from matters.errors.administering import OrganisationMoved
from matters.organisation.snapshot import Role
from tests.ui.conftest import Open
from tests.ui.organisation_stub import ACCOUNT, REQUEST, Editing, Keeping
from tests.ui.pages.test_pages import said
from tests.ui.stub import OTHER_TOKEN, TOKEN, ZHONG, StubService
from ui.session import cookie_name

PAGES = {"organisation_page": {}, "person_page": {"person": "p1"}, "accounts_page": {}}


@pytest.fixture
def editing(office: StubService) -> Editing:
    """The organisation's desk behind the page."""
    office.organisation_editing = Editing()  # type: ignore[attr-defined]
    found: Editing = office.organisation_editing  # type: ignore[attr-defined]
    return found


@pytest.fixture(autouse=True)
def keeping(office: StubService, editing: Editing) -> Keeping:
    """The accounts' desk behind the page; everybody is an organisation admin unless a test says otherwise."""
    office.account_keeping = Keeping()  # type: ignore[attr-defined]
    found: Keeping = office.account_keeping  # type: ignore[attr-defined]
    as_role(office, "org_admin")
    return found


def as_role(office: StubService, *held: Role) -> None:
    """The person at the page has these roles."""
    office.people[TOKEN] = ZHONG.model_copy(update={"roles": frozenset(held)})


def labels(page: AppTest) -> set[str]:
    """The buttons."""
    return {button.label for button in page.button}


@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_with_one_title_and_only_with_a_login(
    open_page: Open, cookies: dict[str, str], name: str
) -> None:
    """And shows nothing without one."""
    page = open_page(name, **PAGES[name])
    assert not page.exception
    assert not page.error
    assert len(page.title) == 1
    del cookies[cookie_name(secure=False)]
    assert "登录已失效" in open_page(name, **PAGES[name]).error[0].value


def test_the_tree_tells_what_nobody_can_act_on_and_what_is_vacant(open_page: Open) -> None:
    """Before everything else on the page."""
    text = said(open_page("organisation_page"))
    assert "有 1 项待办无人可办" in text
    assert "廖文（股长）" in text
    assert "没有在任的联络员" in text


def test_a_search_lists_bodies_and_people(open_page: Open) -> None:
    """Nothing found says what to do."""
    page = open_page("organisation_page")
    page.text_input(key="organisation.q").set_value("样例").run()
    assert not page.exception
    page.text_input(key="organisation.q").set_value("没有").run()
    assert "没有找到" in page.info[0].value


def test_a_body_is_shown_with_posts_holders_and_vacancies(open_page: Open) -> None:
    """Former names and former holders too; what people wrote stays text."""
    page = open_page("organisation_page", body="b1")
    text = said(page)
    assert not page.exception
    assert all(part in text for part in ("旧名", "局长", "空缺", "曾任或待任：廖文", "主要负责人"))
    assert "<script>" not in text


def test_posts_and_duties_are_shown_by_name_with_the_id_that_definitions_write(open_page: Open) -> None:
    """Once, where a name says it all or there is none."""
    page = open_page("organisation_page", body="b1")
    text = said(page)
    assert "网络安全和信息化（cyberspace，样例县）、archives（样例县）" in text
    assert '<p class="once-note">主要负责人（head）</p>' in text
    assert "工作岗位　印章管理岗（seal_clerk）" in text
    page.selectbox(key="change.b1.type").set_value("add_post").run()
    kinds = page.selectbox(key="change.b1.add_post.kind").options
    assert [option.replace("\\", "") for option in kinds] == ["主要负责人（head）", "driver"]


def test_a_new_duty_is_asked_for_its_name(open_page: Open, editing: Editing) -> None:
    """It goes with the change."""
    page = open_page("organisation_page", body="b1")
    page.selectbox(key="change.b1.type").set_value("give_duty").run()
    page.text_input(key="change.b1.give_duty.name").set_value("档案管理").run()
    page.button(key="change.b1.preview").click().run()
    page.button(key="change.b1.confirm").click().run()
    ((change, _, _),) = editing.calls
    assert (change["type"], change["body"], change["name"]) == ("give_duty", "b1", "档案管理")


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("org_admin", {"任职", "免职", "更改电话", "人员离任"}),
        ("security_admin", {"授权", "撤销授权"}),
        ("system_admin", set()),
    ],
)
def test_each_administrator_is_offered_his_own_changes(
    open_page: Open, office: StubService, role: Role, offered: set[str]
) -> None:
    """三员分立 shows on the page; the service enforces it."""
    as_role(office, role)
    page = open_page("person_page", person="p1")
    boxes = [box for box in page.selectbox if box.label == "调整内容"]
    assert {option for box in boxes for option in box.options} == offered


def leaving(page: AppTest) -> AppTest:
    """The form for leaving, previewed."""
    page.selectbox(key="change.person.p1.type").set_value("end_person").run()
    return page.button(key="change.person.p1.preview").click().run()


def test_a_change_is_made_only_after_its_preview(open_page: Open, editing: Editing) -> None:
    """First what it would do; then once, of the version that was shown, with a key."""
    page = open_page("person_page", person="p1")
    page.selectbox(key="change.person.p1.type").set_value("end_person").run()
    assert "确认人员离任" not in labels(page)
    page.button(key="change.person.p1.preview").click().run()
    text = said(page)
    assert all(part in text for part in ("变更人员：钟宏", "涉及 2 项待办", "将没有办理人"))
    assert editing.calls == []
    page.button(key="change.person.p1.confirm").click().run()
    ((change, version, key),) = editing.calls
    assert (change["type"], change["person"], version, len(key)) == ("end_person", "p1", 7, 64)
    assert "已办妥" in page.success[0].value
    assert "确认人员离任" not in labels(page)


def test_a_preview_is_void_once_the_form_says_something_else(open_page: Open) -> None:
    """What is confirmed is what was shown."""
    page = open_page("person_page", person="p1")
    page.selectbox(key="change.person.p1.type").set_value("change_phone").run()
    page.text_input(key="change.person.p1.change_phone.phone").set_value("1").run()
    page.button(key="change.person.p1.preview").click().run()
    assert "确认人员离任" in labels(page)
    page.text_input(key="change.person.p1.change_phone.phone").set_value("2").run()
    assert "确认人员离任" not in labels(page)


def test_what_is_typed_after_the_preview_is_not_confirmed_with_it(open_page: Open, editing: Editing) -> None:
    """Whoever types on and presses at once has not seen what that would do."""
    page = open_page("person_page", person="p1")
    page.selectbox(key="change.person.p1.type").set_value("change_phone").run()
    page.text_input(key="change.person.p1.change_phone.phone").set_value("1").run()
    page.button(key="change.person.p1.preview").click().run()
    page.text_input(key="change.person.p1.change_phone.phone").set_value("2")
    page.button(key="change.person.p1.confirm").click().run()
    assert editing.calls == []


def test_a_change_that_is_refused_says_why(open_page: Open, editing: Editing) -> None:
    """Somebody else was faster."""
    page = leaving(open_page("person_page", person="p1"))
    editing.answer = OrganisationMoved()
    page.button(key="change.person.p1.confirm").click().run()
    assert "有了变化" in page.error[0].value


def test_a_callback_cannot_change_anything_when_the_login_is_another(
    open_page: Open, editing: Editing, cookies: dict[str, str]
) -> None:
    """Callbacks run before the page: they ask themselves."""
    page = leaving(open_page("person_page", person="p1"))
    cookies[cookie_name(secure=False)] = OTHER_TOKEN
    page.button(key="change.person.p1.confirm").click().run()
    assert editing.calls == []


def test_an_initial_password_is_shown_until_it_is_noted_down(
    open_page: Open, keeping: Keeping, office: StubService
) -> None:
    """Another click on the page does not lose it."""
    as_role(office, "system_admin")
    page = open_page("accounts_page")
    page.button(key="zhong.reset").click().run()
    assert keeping.calls == [("reset", "zhong")]
    page.run()
    assert "abcd-efgh-2345" in said(page)
    page.button(key="accounts.password.noted").click().run()
    assert "abcd-efgh-2345" not in said(page)


def test_an_account_is_opened_for_who_has_none(open_page: Open, keeping: Keeping, office: StubService) -> None:
    """The user name is proposed and may be changed, even by what is written just before the click."""
    as_role(office, "system_admin")
    page = open_page("accounts_page")
    page.selectbox(key="accounts.person").set_value("p2").run()
    assert page.text_input(key="accounts.username").placeholder == "p2"
    page.button(key="accounts.open").click().run()
    page.text_input(key="accounts.username").set_value("liao")
    page.button(key="accounts.open").click().run()
    assert keeping.calls == [("create", "p2", "p2"), ("create", "liao", "p2")]


def test_the_security_administrator_closes_and_does_not_open(
    open_page: Open, keeping: Keeping, office: StubService
) -> None:
    """Disable and revoke; neither reset nor new accounts nor enabling."""
    as_role(office, "security_admin")
    page = open_page("accounts_page")
    assert labels(page) == {"确认收回登录和令牌", "确认停用"}
    page.button(key="zhong.disable").click().run()
    page.button(key="zhong.revoke").click().run()
    assert keeping.calls == [("disable", "zhong"), ("revoke", "zhong")]
    keeping.line = ACCOUNT.model_copy(update={"disabled": True, "state": "停用", "logins": 0})
    assert labels(open_page("accounts_page")) == set()


@pytest.mark.parametrize(("name", "query"), [("organisation_page", {}), ("person_page", {"person": "p1"})])
def test_a_second_security_administrator_confirms_a_role_or_does_not(
    open_page: Open, editing: Editing, office: StubService, name: str, query: dict[str, str]
) -> None:
    """On the page of all and on that of the person; whoever has asked takes it back only."""
    as_role(office, "security_admin")
    editing.waiting = (REQUEST, REQUEST.model_copy(update={"id": "r2", "open_to_caller": False}))
    page = open_page(name, **query)
    assert "审计管理员" in said(page)
    assert {"确认授权", "不同意", "撤回提请"} <= labels(page)
    page.button(key="role.r1.yes").click().run()
    page.button(key="role.r2.no").click().run()
    assert editing.calls == [("confirm", "r1"), ("drop", "r2")]
    as_role(office, "org_admin")
    assert "等待确认的授权" not in said(open_page(name, **query))


def test_what_a_leaver_holds_goes_to_the_successor_chosen(open_page: Open, office: StubService) -> None:
    """离职交接: all of it at once, after somebody was chosen."""
    page = open_page("person_page", person="p1")
    assert "确认全部交接" not in [button.label for button in page.button]
    assert "何云代廖文" in said(page)
    page.selectbox(key="handover.p1.to").select_index(0).run()
    assert "廖文名下的 2 项全部交给何云" in said(page)
    page.button(key="handover.p1.he.logistics.deputy").click().run()
    [(_, person, to)] = office.did("hand_over")
    assert (person, to.person) == ("p1", "he")
    as_role(office, "security_admin")
    assert "离职交接" not in said(open_page("person_page", person="p1"))
