"""代理: both sides are listed, an agent is named with days and limits, a proxy is ended, and acting in a stead says so.

Covers: ui/components/proxies.py
"""

from datetime import timedelta

from flows.views.proxies import PrincipalChoice, ProxyList, ProxyRequest
from flows.views.tasks import TaskList
from matters.errors.door import Invalid
from matters.errors.handling import NotPossible
from matters.organisation.snapshot import Holder
from tests.ui.conftest import Open
from tests.ui.pages.test_pages import said
from tests.ui.stub import CASE_NO, ONE_PAGE, TASK, TOKEN, ZHONG, StubService, accept_task, case
from tests.ui.stub_proxies import LIAO_HAT, OFFER, PROXY, ZHONG_HAT
from ui.session import today

KEY = "proxy.own.1."
LAST = timedelta(days=6)


def test_a_proxy_is_shown_with_its_terms(open_page: Open, office: StubService) -> None:
    """Who for whom, days, matters, amount, who granted it; of an ended one who ended it."""
    revoked = {
        "id": "x0",
        "state": "revoked",
        "state_name": "已撤销",
        "revoked_by": "苏禾",
        "revoked_at": PROXY.granted_at,
    }
    over = PROXY.model_copy(update={**revoked, "revocable": False})
    office.answers["proxies"] = ProxyList(granted=(over, PROXY), held=())
    page = open_page("proxies_page")
    text = said(page)
    for part in (
        "苏禾代钟宏",
        "生效中",
        "2026年3月2日至2026年3月8日",
        "公务用车派车",
        "1,000.50元",
        "一并代理",
        "由苏禾撤销",
    ):
        assert part in text, part
    assert [button.key for button in page.button if button.label == "确认撤销代理"] == ["proxy.x1.revoke"]
    assert "没有受托代理他人" in text
    assert "其他人员的代理" not in text


def test_a_proxy_is_ended_once_it_was_asked(open_page: Open, office: StubService) -> None:
    """What follows stands above the button, and afterwards the page says so; a refusal is told."""
    page = open_page("proxies_page")
    page.button(key="proxy.x1.revoke").click().run()
    [(_, proxy, key)] = office.did("revoke")
    assert (proxy, len(key)) == ("x1", 64)
    assert "立即生效" in page.success[0].value
    office.answers["proxy_said"] = NotPossible(action="撤销代理", why="该代理已经撤销")
    page.button(key="proxy.x1.revoke").click().run()
    assert "已经撤销" in page.error[0].value


def test_somebody_of_any_body_is_charged_with_filing(open_page: Open, office: StubService) -> None:
    """Found by name; pledges go along where the applicant says so, and nothing of open work does."""
    page = open_page("proxies_page")
    page.radio(key=KEY + "kind").set_value(True).run()
    page.text_input(key=KEY + "find").set_value("廖").run()
    page.selectbox(key=KEY + "filer").select_index(0).run()
    page.date_input(key=KEY + "until").set_value(today() + LAST).run()
    page.checkbox(key=KEY + "pledges").check().run()
    page.button(key=KEY + "grant").click().run()
    [(_, request, _)] = office.did("grant")
    assert (request.filing, request.pledges, request.up_to, request.open_items) == (True, True, None, False)
    assert request.principal == Holder(person="zhong", post="finance.staff")


def test_an_agent_is_named_with_days_and_limits(open_page: Open, office: StubService) -> None:
    """Nothing is chosen beforehand but the first day."""
    page = open_page("proxies_page")
    page.selectbox(key=KEY + "agent.finance.staff").select_index(0).run()
    page.date_input(key=KEY + "until").set_value(today() + LAST).run()
    page.multiselect(key=KEY + "matters").set_value(["XX001"]).run()
    page.text_input(key=KEY + "up_to").set_value(" 5,000元 ").run()
    page.checkbox(key=KEY + "open").check().run()
    page.button(key=KEY + "grant").click().run()
    [(_, request, key)] = office.did("grant")
    principal = Holder(person="zhong", post="finance.staff")
    assert request == ProxyRequest(
        principal=principal,
        agent="su",
        since=today(),
        until=today() + LAST,
        matters=("XX001",),
        up_to="5000.00",
        open_items=True,
    )
    assert len(key) == 64
    assert "已授权" in page.success[0].value


def test_what_is_missing_is_told_before_anything_is_sent(open_page: Open, office: StubService) -> None:
    """Agent and last day, then an amount that is none."""
    page = open_page("proxies_page")
    page.button(key=KEY + "grant").click().run()
    assert page.error[0].value == "请选择代理人和截止日期。"
    page.selectbox(key=KEY + "agent.finance.staff").select_index(0).run()
    page.date_input(key=KEY + "until").set_value(today() + LAST).run()
    page.text_input(key=KEY + "up_to").set_value("一万").run()
    page.button(key=KEY + "grant").click().run()
    assert "至多两位小数" in page.error[0].value
    assert office.did("grant") == []


def test_a_refused_grant_is_told_and_the_form_stays(open_page: Open, office: StubService) -> None:
    """All that is wrong, at once."""
    office.answers["proxy_said"] = Invalid.of("agent", "代理人须是同单位的在任人员")
    page = open_page("proxies_page")
    page.selectbox(key=KEY + "agent.finance.staff").select_index(1).run()
    page.date_input(key=KEY + "until").set_value(today()).run()
    page.button(key=KEY + "grant").click().run()
    assert "同单位" in page.error[0].value
    assert page.selectbox(key=KEY + "agent.finance.staff").value == "liao/logistics.clerk"


def test_the_hat_is_asked_for_when_there_are_several(open_page: Open, office: StubService) -> None:
    """And nothing else before it."""
    other = ZHONG_HAT.model_copy(update={"post": "finance.liaison", "title": "样例县财政局 联络员"})
    both = (*OFFER.principals, PrincipalChoice(hat=other, agents=(LIAO_HAT,)))
    office.answers["offer"] = OFFER.model_copy(update={"principals": both})
    page = open_page("proxies_page")
    assert not [button for button in page.button if button.label == "授权代理"]
    page.selectbox(key=KEY + "hat").select_index(1).run()
    page.selectbox(key=KEY + "agent.finance.liaison").select_index(0).run()
    page.date_input(key=KEY + "until").set_value(today()).run()
    page.button(key=KEY + "grant").click().run()
    assert office.did("grant")[0][1].principal.post == "finance.liaison"


def test_who_has_nobody_to_name_is_told(open_page: Open, office: StubService) -> None:
    """No form."""
    office.answers["offer"] = OFFER.model_copy(update={"principals": ()})
    page = open_page("proxies_page")
    assert any("没有可以委托" in info.value for info in page.info)


def test_an_administrator_sees_the_others(open_page: Open, office: StubService) -> None:
    """And may end them."""
    office.people[TOKEN] = ZHONG.model_copy(update={"roles": ZHONG.roles | {"org_admin"}})
    office.answers["proxies"] = ProxyList(granted=(), held=(), others=(PROXY,))
    page = open_page("proxies_page")
    assert "其他人员的代理" in said(page)
    page.button(key="proxy.x1.revoke").click().run()
    assert len(office.did("revoke")) == 1


def test_the_queue_marks_what_is_anothers(open_page: Open, office: StubService) -> None:
    """In the title and in words."""
    line = TASK.model_copy(update={"behalf": LIAO_HAT})
    office.answers["queue"] = TaskList(items=(line,), page=ONE_PAGE)
    page = open_page("tasks_page")
    text = said(page)
    assert "代廖文（样例县机关事务管理中心 派车员）办理" in text


def test_an_act_in_a_stead_says_so_and_is_sent_so(open_page: Open, office: StubService) -> None:
    """您代甲办理; with the hat of whose it is, and none of one's own chosen."""
    line = TASK.model_copy(update={"behalf": LIAO_HAT, "posts": (), "actions": ("approve",)})
    office.answers["case"] = case(accept_task().model_copy(update={"line": line, "fills": ()}))
    page = open_page("case_page", case=CASE_NO)
    assert any("您代廖文办理" in heading.value for heading in page.header)
    page.button(key="act.t1.3.submit.approve").click().run()
    [(_, item, request, _)] = office.did("act")
    assert (item, request.behalf, request.post) == ("t1", Holder(person="liao", post="logistics.clerk"), None)


def test_an_own_act_is_in_nobodys_stead(open_page: Open, office: StubService) -> None:
    """As before."""
    line = TASK.model_copy(update={"actions": ("approve",)})
    office.answers["case"] = case(accept_task().model_copy(update={"line": line, "fills": ()}))
    page = open_page("case_page", case=CASE_NO)
    assert any("请您办理" in heading.value for heading in page.header)
    page.button(key="act.t1.3.submit.approve").click().run()
    assert office.did("act")[0][2].behalf is None
