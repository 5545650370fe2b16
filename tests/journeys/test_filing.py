"""Filing by hand: what is wrong is read first and leads to its field; what is long is read once more.

Covers: ui/assets/amounts.js
"""

from typing import Any

from playwright.sync_api import Browser, expect

from matters.organisation.snapshot import Holder
from tests.journeys.browsing import NEEDED, PATIENCE, Visitor
from tests.journeys.product import Product
from tests.journeys.scenes import CLERK, SEAL, TRIP, caller, done

pytestmark = NEEDED


def test_what_is_wrong_is_read_first_and_leads_to_its_field(product: Product, browser: Browser, service: Any) -> None:
    """A number out of range is told beside its field, what is missing after the press, in a list; then one more like it."""
    post = "county_supervision.head"
    begun = {key: value for key, value in TRIP.items() if key != "purpose"} | {"passengers": 5}
    done(service.drafts.save(caller(product, service, post), "MS032", begun, post))
    staff = Visitor(browser, product).enter(post)
    staff.open("/filing?matter=MS032")
    staff.type("乘车人数", "99")
    staff.sees("乘车人数：不能大于")
    expect(staff.field("乘车人数")).to_have_attribute("aria-invalid", "true", timeout=PATIENCE)
    expect(staff.field("用车事由")).not_to_have_attribute("aria-invalid", "true")
    staff.press("提交申请")
    listed = staff.page.get_by_role("alert").filter(has_text="处需要修改")
    staff.sees("有 3 处需要修改")  # so many people need a paper
    expect(listed).to_be_focused(timeout=PATIENCE)
    expect(listed).to_be_in_viewport()
    listed.get_by_role("link", name="请填写“用车事由”").click()
    expect(staff.field("用车事由")).to_be_focused(timeout=PATIENCE)
    staff.type("用车事由", "赴样例镇核查")
    staff.sees("有 2 处需要修改")
    staff.type("乘车人数", "5")
    expect(listed).to_have_count(0, timeout=PATIENCE)
    staff.press("提交申请")
    staff.sees_heading("申请已提交")
    staff.press("再办一件")
    staff.sees("时间须重新填写")
    expect(staff.field("用车事由")).to_have_value("赴样例镇核查", timeout=PATIENCE)
    expect(staff.page.get_by_role("checkbox", name="我已阅读并作出上述承诺")).not_to_be_checked()
    assert staff.foreign == []


def test_a_long_filing_is_read_once_more_and_told_what_comes_next(
    product: Product, browser: Browser, service: Any
) -> None:
    """As it will stand on the case; back to a part with the focus in it; the receipt names who acts now and until when."""
    post = "county_finance.head"
    me = caller(product, service, post)
    done(service.drafts.save(me, "MS022", SEAL | {"collector": me.person}, post))
    staff = Visitor(browser, product).enter(post)
    staff.open("/filing?matter=MS022")
    staff.press("核对申请")
    staff.sees_heading("核对：印章制作")
    staff.sees("样例县行政审批局数据资源股")
    staff.press("修改印章信息")
    staff.sees_heading("申请：印章制作")
    kinds = staff.page.get_by_role("radiogroup", name="印章种类").get_by_role("radio", name="内设机构印章")
    expect(kinds).to_be_focused(timeout=PATIENCE)
    staff.type("印文", "样例县财政局预算股")
    staff.press("核对申请")
    staff.sees("样例县财政局预算股")
    staff.press("提交申请")
    staff.sees_heading("申请已提交")
    staff.sees("受理：纪晓棠")
    said = done(service.cases.show(me, staff.filed())).answers
    assert "样例县财政局预算股" in [one.text for one in said]
    staff.follow("返回工作台")
    staff.sees_heading("工作台")
    assert staff.foreign == []


def test_what_is_brought_to_the_window_is_registered_and_found_by_the_applicant(
    product: Product, browser: Browser, service: Any
) -> None:
    """The clerk finds the applicant and registers; the applicant reads online who did so, and that it was one visit."""
    post = "county_cyberspace.staff"
    applicant = Holder(person=caller(product, service, post).person, post=post)
    clerk = caller(product, service, CLERK)
    done(service.drafts.save(clerk, "MS032", TRIP | {"purpose": "到窗口登记的用车"}, None, applicant))
    window = Visitor(browser, product).enter(CLERK)
    window.open("/window")
    window.pick("办理什么事项", "公务用车派车")
    window.type("查找申请人", caller(product, service, post).name)
    window.pick("申请人", "网络安全和信息化委员会办公室 工作人员")
    expect(window.field("用车事由")).to_have_value("到窗口登记的用车", timeout=PATIENCE)
    window.sees("至多 1 次")
    window.press("登记")
    window.sees_heading("申请已提交")
    me = Visitor(browser, product).enter(post)
    me.open(f"/case?case={window.filed()}")
    me.sees("窗口登记（")
    me.sees("至多 1 次")
    assert window.foreign == me.foreign == []


def test_an_amount_is_grouped_while_it_is_typed(product: Product, browser: Browser) -> None:
    """The caret stays where one types, also in the middle; what is no plain number is left alone, and all of it arrives."""
    staff = Visitor(browser, product).enter("county_finance.staff")
    staff.open("/filing?matter=MS001")
    amount = staff.page.get_by_placeholder("0.00").first
    amount.click()
    amount.press_sequentially("1234567.89")
    expect(amount).to_have_value("1,234,567.89")
    for _ in range(7):
        amount.press("ArrowLeft")
    amount.press_sequentially("0")
    expect(amount).to_have_value("12,340,567.89")
    amount.press("Backspace")
    expect(amount).to_have_value("1,234,567.89")
    amount.press("Tab")
    staff.sees("已保存")
    amount.fill("")
    amount.press_sequentially("120万")
    expect(amount).to_have_value("120万")
    amount.press("Tab")
    staff.settled()
    assert staff.foreign == []
