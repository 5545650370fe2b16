"""Bad luck in a real browser: two tabs, ended logins, quick typing, and what others change meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from flows.bootstrap import now
from matters.calendar import local_day
from tests.journeys.browsing import NEEDED, PATIENCE, Visitor
from tests.journeys.product import Product, until
from tests.journeys.scenes import CHIEF, CLERK, FILLED, TRIP, at_item, caller, calm, deeds, done, filed, keeper

pytestmark = NEEDED


@pytest.mark.long
def test_two_quick_answers_are_both_kept(product: Product, browser: Browser, service: Any) -> None:
    """The second comes while the first is being saved; a run that was cut off there once lost it."""
    staff = Visitor(browser, product).enter("county_court.staff")
    staff.open("/filing?matter=MS032")
    staff.field("用车事由").fill("赴市开庭")
    for label, value in (("目的地", "样例市"), ("联系人", "值班室"), ("联系电话", "5550063"), ("乘车人数", "2")):
        staff.field(label).fill(value)
    staff.page.get_by_text("我已阅读并作出上述承诺").click()
    staff.sees("已保存")
    wanted = {
        "purpose": "赴市开庭",
        "destination": "样例市",
        "contact": "值班室",
        "contact_phone": "5550063",
        "passengers": 2,
    }
    me = caller(product, service, "county_court.staff")
    until(lambda: wanted.items() <= service.drafts.load(me, "MS032").answers.items(), 15, "all are in the draft")


def test_two_tabs_on_one_draft(product: Product, browser: Browser, service: Any) -> None:
    """What one tab saves the other shows before it may file it; what one has filed the other does not file again, nor ask for."""
    post = "county_procuratorate.staff"
    me = caller(product, service, post)
    done(service.drafts.save(me, "MS032", TRIP | {"destination": ""}, post))
    first = Visitor(browser, product).enter(post)
    second = first.another_tab()
    for tab in (first, second):
        tab.open("/filing?matter=MS032")
        tab.sees("已保存")
    first.type("目的地", "样例镇人民政府")
    until(lambda: service.drafts.load(me, "MS032").answers["destination"], 15, "the first tab has saved")
    second.type("用车事由", "防汛检查和物资核对")
    expect(second.field("目的地")).to_have_value("样例镇人民政府", timeout=PATIENCE)
    first.press("提交申请")
    first.sees("没有提交：“用车事由”刚刚在另一个页面改过")
    first.press("提交申请")
    first.sees_heading("申请已提交")
    second.press("提交申请")
    calm(second, "已在另一个页面提交或清空", unheard=True)
    filings = [line.title for line in service.cases.list(me).items if line.matter_name == "公务用车派车"]
    assert filings == ["公务用车派车：防汛检查和物资核对"]


@pytest.mark.long
def test_two_tabs_on_one_item(product: Product, browser: Browser) -> None:
    """Decided in one tab; the other, with another opinion on it, changes nothing and says so."""
    case_no = filed(product, "MS032", TRIP, "county_reform.staff", "two-tabs")
    product.person(CLERK).act(case_no, "accept", fills=FILLED)
    first = at_item(product, browser, CHIEF, case_no, "approve")
    second = first.another_tab()
    second.open(f"/case?case={case_no}")
    for tab, action in ((first, "同意"), (second, "不同意")):
        tab.choose("办理意见", action)
        tab.type("意见", f"经研究，{action}。")
    first.press("确认同意")
    first.sees("办件当前状态：已决定")
    second.press("确认不同意")
    calm(second, "无需再办", unheard=True)
    found = [what for what, _, _ in deeds(product, "county_reform.staff", case_no)]
    assert "不同意" not in found


def test_a_login_that_ends_in_the_middle_of_a_form(product: Product, browser: Browser, service: Any) -> None:
    """The next click leads to the login, which leads back to the form with all that was saved."""
    post = "county_supervision.staff"
    staff = Visitor(browser, product).enter(post)
    staff.open("/filing?matter=MS032")
    staff.type("用车事由", "赴镇核查")
    staff.type("目的地", "样例镇")
    me = caller(product, service, post)
    until(lambda: "destination" in service.drafts.load(me, "MS032").answers, 15, "both answers are saved")
    end_logins(staff, product, service, post)
    staff.press("提交申请")
    staff.enter_again(post)
    staff.sees("已保存")
    expect(staff.field("用车事由")).to_have_value("赴镇核查")
    expect(staff.field("目的地")).to_have_value("样例镇")
    assert service.cases.list(me).page.total == 0


@pytest.mark.long
def test_a_login_that_ends_in_the_middle_of_an_opinion(product: Product, browser: Browser, service: Any) -> None:
    """The item waits as it was, with the opinion that was written; the decision is taken after the next login, once."""
    case_no = filed(product, "MS032", TRIP, "county_reform.staff", "ended-login")
    product.person(CLERK).act(case_no, "accept", fills=FILLED)
    chief = at_item(product, browser, CHIEF, case_no, "approve")
    chief.choose("办理意见", "同意")
    chief.type("意见", "同意派车，注意防汛安全。")
    end_logins(chief, product, service, CHIEF)
    chief.press("确认同意")
    chief.enter_again(CHIEF)
    chief.sees("请您办理：审批")
    assert "同意" not in [what for what, _, _ in deeds(product, "county_reform.staff", case_no)]
    chief.page.reload()
    chief.sees("请您办理：审批")
    chief.choose("办理意见", "同意")
    expect(chief.field("意见")).to_have_value("同意派车，注意防汛安全。", timeout=PATIENCE)
    chief.decide("同意")
    chief.sees("办件当前状态：已决定")
    assert [what for what, _, _ in deeds(product, "county_reform.staff", case_no)].count("同意") == 1


def end_logins(visitor: Visitor, product: Product, service: Any, post: str) -> None:
    """The administrator takes the person's logins back."""
    visitor.page.wait_for_timeout(500)  # what was typed last is on its way
    visitor.settled()
    admin = keeper(product, service, "security_admin")
    done(service.account_keeping.revoke(admin, product.accounts[post]["username"]))


@pytest.mark.long
def test_an_organisation_change_while_a_page_is_open(product: Product, browser: Browser, service: Any) -> None:
    """Who has left the post decides nothing any more; the successor finds the item."""
    case_no = filed(product, "MS032", TRIP, "county_reform.staff", "reorganised")
    product.person(CLERK).act(case_no, "accept", fills=FILLED)
    chief = at_item(product, browser, CHIEF, case_no, "approve")
    chief.choose("办理意见", "同意")
    with succeeded(product, service, CHIEF, "county_logistics.staff"):
        chief.press("确认同意")
        expect(chief.page.locator('[data-testid="stAlert"]').first).to_be_visible(timeout=PATIENCE)
        expect(chief.page.locator('[data-testid="stException"]')).to_have_count(0)
        assert "同意" not in [what for what, _, _ in deeds(product, "county_reform.staff", case_no)]
        successor = at_item(product, browser, "county_logistics.staff", case_no, "approve")
        successor.decide("同意")
        successor.sees("办件当前状态：已决定")


@contextmanager
def succeeded(product: Product, service: Any, post: str, by: str) -> Iterator[None]:
    """The post goes to whoever holds another one, and back afterwards: other files ask for its holder."""
    holder, successor = (product.accounts[one]["username"] for one in (post, by))
    _hand_over(product, service, post, holder, successor)
    try:
        yield
    finally:
        _hand_over(product, service, post, successor, holder)


def _hand_over(product: Product, service: Any, post: str, giver: str, taker: str) -> None:
    admin, today = keeper(product, service, "org_admin"), local_day(now()).isoformat()
    for what, person in (("give_post", taker), ("take_post", giver)):
        change = {"type": what, "post": post, "person": person, "on": today}
        version = service.organisation_editing.preview(admin, change).version
        done(service.organisation_editing.change(admin, change, version))


@pytest.mark.long
def test_a_definition_published_while_a_draft_exists(product: Product, browser: Browser, service: Any) -> None:
    """The open form tells what has changed, keeps what was written, and is filed under the version in force."""
    post = "county_consultative.staff"
    me = caller(product, service, post)
    done(service.drafts.save(me, "MS032", TRIP, post))
    staff = Visitor(browser, product).enter(post)
    staff.open("/filing?matter=MS032")
    staff.sees("已保存")
    publish(product, service, "MS032", "help: 写到", "help: 请写到")
    staff.type("用车事由", "防汛检查（改）")
    staff.page.reload()
    expect(staff.field("用车事由")).to_have_value("防汛检查（改）", timeout=PATIENCE)
    expect(staff.field("目的地")).to_have_value("样例镇")
    staff.press("提交申请")
    staff.sees_heading("申请已提交")
    assert service.cases.list(me).page.total == 1


def publish(product: Product, service: Any, code: str, before: str, after: str) -> None:
    """A new version by two administrators."""
    author, second = (keeper(product, service, "matter_admin", skip) for skip in (0, 1))
    editing = service.matter_editing
    begun = done(editing.begin(author, code))
    assert before in begun.text
    saved = done(editing.save(author, code, begun.text.replace(before, after, 1), begun.state.revision))
    submitted = done(editing.submit(author, code, saved.state.revision))
    done(editing.publish(second, code, submitted.state.submitted_digest))
