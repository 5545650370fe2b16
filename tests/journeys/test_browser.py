"""Whole cases by clicks in a real browser: drafted, supplemented, approved, concluded, downloaded and verified.

Covers: ui/shell/entry.py, ui/shell/frame.py
"""

import io
import os
import shutil
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect
from reportlab.pdfgen.canvas import Canvas

from tests.journeys.browsing import NEEDED, PATIENCE, Visitor
from tests.journeys.product import Product
from tests.journeys.scenes import judged_by_others
from ui.components.links import HOME
from ui.shell.menu import all_pages

pytestmark = NEEDED
STAFF, CLERK, CHIEF = "county_finance.staff", "county_logistics.vehicle_clerk", "county_logistics.vehicle_chief"
MATTER, PURPOSE = "公务用车派车", "赴样例市参加财政决算会审"
APPLICANT, OFFICE_HEAD = "county_reform.staff", "county_office.head"
SEAL_CLERK, SEAL_CHIEF = "county_office.seal_clerk", "county_office.seal_chief"
READERS = ("pdfsig", "certutil")
QUERIES = {"matter": "?matter=MS032", "filing": "?matter=MS032"}
EVERYDAY = tuple(place.address for place in all_pages() if not place.roles)
PAGES = tuple(f"/{'' if address == HOME else address}{QUERIES.get(address, '')}" for address in EVERYDAY)


def invitation() -> bytes:
    """A one-page PDF to hand in."""
    paper = io.BytesIO()
    canvas = Canvas(paper)
    canvas.drawString(100, 700, "invitation")
    canvas.save()
    return paper.getvalue()


def file_with_a_reload(staff: Visitor) -> None:
    """Fill the form, lose the page in the middle, and go on from what the server kept."""
    staff.follow("全部事项")
    staff.type("查找事项", "派车")
    staff.follow(MATTER)
    staff.press("申请")
    staff.sees_heading(f"申请：{MATTER}")
    staff.choose("以哪个岗位申请", "样例县财政局 工作人员")
    staff.type("用车事由", PURPOSE)
    staff.pick("用车类型", "会议培训")
    staff.set_time("出发时间", "203502240800")
    staff.set_time("预计返回时间", "203502251800")
    staff.type("目的地", "外地")
    staff.type("乘车人数", "3")
    staff.choose("是否跨市", "是")
    staff.sees("跨市理由")
    staff.page.reload()
    staff.sees("已保存")
    expect(staff.field("用车事由")).to_have_value(PURPOSE)
    expect(staff.field("乘车人数")).to_have_value("3")
    staff.type("跨市理由", "会审在邻市集中进行。")
    staff.type("联系电话", "13800000000")
    staff.page.get_by_text("我已阅读并作出上述承诺").click()
    staff.hand_in("关于召开会审会议的通知.pdf", invitation())
    staff.sees("已保存）")
    staff.page.get_by_role("button", name="提交申请", exact=True).dblclick()
    staff.sees_heading("申请已提交")


def name_two_defects(clerk: Visitor, case_no: str) -> None:
    """All that is asked of the applicant may be named, and nothing that the office fills."""
    clerk.take_up("受理", case_no)
    clerk.choose("办理意见", "补正告知")
    clerk.unfold("需要补正的内容")
    expect(clerk.page.get_by_role("option", name="预计返回时间")).to_be_visible(timeout=PATIENCE)
    expect(clerk.page.get_by_role("option", name="车牌号")).to_have_count(0)
    clerk.page.get_by_role("option", name="目的地").click()
    clerk.pick("需要补正的内容", "是否跨市")
    clerk.page.keyboard.press("Escape")
    clerk.type("目的地：存在的问题", "请写明到达的县和单位名称。")
    clerk.type("是否跨市：存在的问题", "样例县在本市行政区域内。")
    clerk.type("意见", "目的地不明确，请补正。")
    clerk.press("确认补正告知")
    clerk.sees("办件当前状态：待补正")


def supplement_both(staff: Visitor, case_no: str) -> None:
    """The correction makes the reason wrong, which nobody had named: the page offers it, and it is emptied."""
    staff.take_up("补正", case_no)
    staff.sees("请写明到达的县和单位名称。")
    staff.type("目的地", "样例县财政局（样例大道8号）")
    staff.choose("是否跨市", "否")
    staff.press("提交补正")
    staff.sees("下列内容须与本次补正一并更正")
    expect(staff.field("跨市理由")).to_have_value("会审在邻市集中进行。")
    staff.type("跨市理由", "")
    staff.press("提交补正")
    staff.sees("已提交补正")


@pytest.mark.timeout(600)
def test_a_case_from_draft_to_verified_paper_by_clicks(product: Product, browser: Browser, tmp_path: Path) -> None:
    """Every step by the person whose turn it is; one case from two clicks; no request leaves the machine."""
    missing = [tool for tool in READERS if shutil.which(tool) is None]
    assert not (missing and os.environ.get("CI")), f"CI has to judge the paper with {missing}"
    staff, clerk, chief = (Visitor(browser, product).enter(post) for post in (STAFF, CLERK, CHIEF))
    file_with_a_reload(staff)
    case_no = staff.filed()
    staff.follow("查看办理进度")
    staff.sees("谁在办、到何时")

    clerk.follow("待办")
    name_two_defects(clerk, case_no)
    supplement_both(staff, case_no)

    clerk.take_up("受理", case_no)
    clerk.choose("办理意见", "受理")
    clerk.press("确认受理")
    clerk.sees("请填写“车牌号”")
    clerk.type("车牌号", "样A12345")
    clerk.type("驾驶员", "马行健")
    clerk.press("确认受理")
    clerk.sees("办件当前状态：办理中")

    chief.take_up("审批", case_no)
    chief.choose("办理意见", "同意")
    chief.press("确认同意")
    chief.sees("办件当前状态：已决定")

    clerk.take_up("派车办结", case_no)
    clerk.choose("办理意见", "办结")
    clerk.press("确认办结")
    clerk.sees("办件当前状态：已办结")

    filings = product.person(STAFF).get("/cases")["items"]
    assert [line["case_no"] for line in filings if PURPOSE in line["title"]] == [case_no]
    staff.follow("我的办件")
    staff.follow(f"{MATTER}：{PURPOSE}")
    staff.sees("办理结果")
    staff.await_link(staff.address, "审批表")
    paper = staff.download("关于样例县财政局公务用车的批复")
    staff.follow("查验")
    staff.hand_in("批复.pdf", paper)
    staff.sees("查验结论：有效")
    assert staff.foreign + clerk.foreign + chief.foreign == []
    judged_by_others(paper, httpx.get(f"{product.url}/root.pem", trust_env=False).content, tmp_path)


def ask_for_a_lost_seal(applicant: Visitor) -> None:
    """Found by what people call it; the loss brings its own questions and a paper to hand in."""
    applicant.follow("办事")
    applicant.type("查找事项", "章丢了")
    applicant.sees("共 1 条")
    applicant.follow("印章制作")
    applicant.sees_heading("办理流程")
    applicant.press("申请")
    applicant.sees_heading("申请：印章制作")
    applicant.choose("以哪个岗位申请", "样例县发展和改革委员会 工作人员")
    applicant.choose("申请类型", "遗失补刻")
    applicant.type("申请理由", "单位公章遗失，影响日常行文。")
    applicant.set_time("发现遗失日期", "20250420")
    applicant.type("遗失经过和处理", "搬迁途中遗失，已报告单位负责人，并在样例日报声明作废。")
    applicant.choose("印章种类", "单位公章")
    applicant.type("印文", "样例县发展和改革委员会")
    applicant.pick("领取（交回）人", "冯文轩")
    applicant.type("联系电话", "5550052")
    applicant.page.get_by_text("我已阅读并作出上述承诺").click()
    applicant.sees("必须提交")
    applicant.hand_in("声明作废的版面.pdf", invitation())
    applicant.sees("已保存）")
    applicant.sees("补刻审批")
    applicant.press("核对申请")
    applicant.sees_heading("核对：印章制作")
    applicant.sees("搬迁途中遗失")
    applicant.press("提交申请")
    applicant.sees_heading("申请已提交")


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_lost_seal_is_made_anew_and_fetched(product: Product, browser: Browser) -> None:
    """One branch of several, work after the decision, one visit to fetch it; the paper verifies, nothing asks elsewhere."""
    people = (Visitor(browser, product).enter(post) for post in (APPLICANT, SEAL_CLERK, SEAL_CHIEF, OFFICE_HEAD))
    applicant, clerk, chief, head = people
    ask_for_a_lost_seal(applicant)
    case_no = applicant.filed()

    clerk.take_up("受理", case_no)
    expect(clerk.page.get_by_role("img", name="声明作废的版面.pdf")).to_be_visible(timeout=PATIENCE)
    clerk.decide("受理", "申请内容完整，予以受理。")
    clerk.sees("办件当前状态：办理中")

    chief.take_up("核查遗失情况", case_no)
    chief.choose("办理意见", "同意")
    chief.type("规格", "圆形，直径4.5厘米，中央刊五角星")
    chief.decide("同意", "声明有效，原印章编码已停用。")
    chief.sees("办件当前状态：办理中")
    head.take_up("补刻审批", case_no)
    head.decide("同意", "同意补刻，请申请单位加强印章保管。")
    head.sees("办件当前状态：已决定")

    clerk.take_up("制作印章", case_no)
    clerk.choose("办理意见", "办理完成")
    clerk.type("印章编码", "9901210000102")
    clerk.set_time("制成日期", "20350305")
    clerk.decide("办理完成")
    clerk.sees("办件当前状态：已决定")
    clerk.take_up("领取和交回", case_no)
    clerk.choose("办理意见", "办结")
    clerk.choose("交接情况", "领取新印章，无旧印章交回")
    clerk.set_time("交接日期", "20350307")
    clerk.decide("办结")
    clerk.sees("办件当前状态：已办结")

    applicant.await_link("/my-cases", "印章制作：").click()
    applicant.sees("办理结果")
    applicant.await_link(applicant.address, "印章制作审批表")
    paper = applicant.download("关于同意样例县发展和改革委员会遗失补刻印章的批复")
    applicant.follow("查验")
    applicant.hand_in("批复.pdf", paper)
    applicant.sees("查验结论：有效")
    assert applicant.foreign + clerk.foreign + chief.foreign + head.foreign == []


def test_every_page_is_chinese_and_asks_nobody_else(product: Product, browser: Browser) -> None:
    """Each page opened by its address: no English word of Streamlit is left, and no request goes elsewhere."""
    staff = Visitor(browser, product).enter(STAFF)
    for path in PAGES:
        staff.open(path)
        expect(staff.page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)
        staff.settled()
    assert staff.foreign == []


def test_a_mistyped_address_is_told_in_chinese(product: Product, browser: Browser) -> None:
    """Streamlit opens the first page and says so in a dialog of its own."""
    staff = Visitor(browser, product).enter(STAFF)
    staff.open("/no-such-page")
    expect(staff.page.get_by_text("没有这个地址，已打开首页")).to_be_visible(timeout=PATIENCE)
    staff.settled()


def test_leaving_in_one_tab_closes_the_other(product: Product, browser: Browser) -> None:
    """The websocket of the other tab is cut, and nothing can be opened with the old cookie."""
    staff = Visitor(browser, product).enter(STAFF)
    old = staff.page.context.cookies()
    other = staff.page.context.new_page()
    other.goto(f"{product.url}/help")
    expect(other.get_by_role("heading", name="怎样申请")).to_be_visible(timeout=PATIENCE)
    staff.press("退出登录")
    expect(staff.page).to_have_url(f"{product.url}/login")
    expect(other).to_have_url(f"{product.url}/login?next=/help", timeout=PATIENCE)
    staff.page.context.add_cookies(old)  # type: ignore[arg-type]  # the same cookies in the form that is read back
    staff.page.goto(f"{product.url}/tasks")
    expect(staff.page).to_have_url(f"{product.url}/login?next=/tasks")
