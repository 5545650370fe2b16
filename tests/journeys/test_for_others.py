"""代办 by clicks: somebody is charged with filing, files on their own account, and the case is the applicant's."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browsing import NEEDED, PATIENCE, Visitor
from tests.journeys.product import Product
from tests.journeys.test_browser import MATTER

pytestmark = [*NEEDED, pytest.mark.timeout(600)]
PRINCIPAL, AGENT = "county_supervision.staff", "county_reform.staff"


def charge(principal: Visitor, name: str) -> None:
    """Name the agent on one's own page, pledges included."""
    principal.open("/proxies")
    principal.sees_heading("委托代理")
    hats = principal.page.get_by_role("combobox", name="委托哪个岗位的待办")
    kinds = principal.page.get_by_role("radiogroup", name="委托什么")
    expect(hats.or_(kinds).first).to_be_visible(timeout=PATIENCE)
    if hats.count():
        principal.pick("委托哪个岗位的待办", "工作人员")
    expect(kinds).to_be_visible(timeout=PATIENCE)
    principal.choose("委托什么", "代为申请（代办）")
    principal.type("查找代办人", name)
    principal.pick("由谁代办", name)
    principal.set_time("截止日期", "20351231")
    principal.page.get_by_text("授权代为提交承诺，承诺由本人承担").click()
    principal.press("授权代理")
    principal.sees("代为申请")


def fill_in(agent: Visitor, purpose: str) -> None:
    """The form as the applicant would fill it in."""
    agent.type("用车事由", purpose)
    agent.pick("用车类型", "会议培训")
    agent.set_time("出发时间", "203502240800")
    agent.set_time("预计返回时间", "203502251800")
    agent.type("目的地", "样例镇")
    agent.type("乘车人数", "3")
    agent.choose("是否跨市", "否")
    agent.type("联系人", "值班室")
    agent.type("联系电话", "13800000000")
    agent.page.get_by_text("我已阅读并作出上述承诺").click()


def test_who_is_charged_files_for_the_applicant(product: Product, browser: Browser) -> None:
    """From the mandate to the case on the applicant's page, which says who filed it; nothing of it is the agent's own."""
    name = product.accounts[AGENT]["person"]
    principal = Visitor(browser, product).enter(PRINCIPAL)
    charge(principal, name)
    agent = Visitor(browser, product).enter(AGENT)
    agent.open("/filing?matter=MS032")
    agent.follow("受托代办：为")
    applicant = agent.page.get_by_text(product.accounts[PRINCIPAL]["person"])
    expect(applicant.first).to_be_visible(timeout=PATIENCE)
    fill_in(agent, "受托代办的用车")
    agent.press("提交申请")
    agent.sees_heading("申请已提交")
    case_no = agent.filed()
    principal.open("/my-cases")
    principal.follow(f"{MATTER}：受托代办的用车")
    principal.sees("受托代办（")
    principal.sees(name)
    assert case_no in principal.address
    filed = product.person(AGENT).get("/cases")["items"]
    assert case_no not in [one["case_no"] for one in filed]
    assert principal.foreign + agent.foreign == []
