"""Impatience in a real browser: every button is clicked a second time half a second after the first."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from matters.organisation.snapshot import Holder
from tests.journeys import test_late_administration
from tests.journeys.browsing import NEEDED, PATIENCE, Visitor
from tests.journeys.product import Product, until
from tests.journeys.scenes import (
    CHIEF,
    CLERK,
    FILLED,
    SEAL,
    SEAL_CHIEF,
    SEAL_CLERK,
    SEAL_STAFF,
    STAFF,
    TRIP,
    at_item,
    caller,
    calm,
    deeds,
    done,
    filed,
)
from tests.journeys.test_browser import invitation

pytestmark = NEEDED
UI = Path(__file__).parents[2] / "ui"
DEPUTY = "county_logistics.deputy_head"
BUTTONS = {"button", "_button", "download_button", "ask_first"}

# Every button of the pages, by the test that clicks it late. A new button fails here until a test clicks it.
CLICKED_LATE = {
    "test_a_filing_counts_once": {"申请", "提交申请", "再办一件"},
    "test_a_registration_at_the_window_counts_once": {"登记"},
    "test_what_is_read_once_more_counts_once": {"核对申请", "返回修改", "提交申请"},
    "test_a_case_is_carried_by_late_clicks": {"确认{}", "提交补正"},
    "test_taking_back_is_asked_and_counts_once": {"确认撤回申请"},
    "test_only_what_was_meant_is_removed": {"移除", "删除", "增加一行", "确认清空重填"},
    "test_a_word_and_a_transfer_count_once": {"发表", "确认{}"},
    "test_what_was_given_to_others_is_taken_from_them_once": {"确认{}"},
    "test_a_batch_counts_once": {
        "全选本页同类（另有 {} 项）",
        "取消选择",
        "批量{}{}",
        "返回修改",
        "确认批量{}",
        "不再显示办理结果",
    },
    "test_a_notice_is_marked_alone": {"标为已读", "全部已读"},
    "test_a_proxy_is_granted_once_and_ended_alone": {"授权代理", "确认撤销代理"},
}
# Not clicked late in a browser: putting an answer back; handing over all that a leaver holds, whom the other journeys need;
# bringing what is owed, as no matter that ships may be filed first; and a word on an effect in doubt, which no running product
# has: its key and the doubt's number let a second word through nowhere; nor local parts, which the sample's matters do without.
# A token has its name once and ends once, and words of the installation that stand already make no further version;
# settings of notices that are saved twice are the same.
# An entry of a roster is corrected, taken out and put back by its version, and a workbook is brought in by that of each entry.
# A body is urged once a day. Of the local lists of a body for a matter one waits at a time.
# A case is rated, a rating answered and given again once each, whatever the key; a scheme of assessment is published once.
# The tests of their pages:
NOT_IN_A_BROWSER = {
    "tests/ui/components/acts/test_acting.py": {"{}"},  # 不改了，恢复原内容
    "tests/ui/components/test_narrowing.py": {"清除筛选"},
    "tests/ui/components/acts/test_late_materials.py": {"补交材料"},
    "tests/ui/pages/managing/test_definition_page.py": {"保存本地内容"},
    "tests/ui/pages/managing/test_local_lists_page.py": {"提请", "提请复制"},
    "tests/ui/pages/managing/test_organisation_page.py": {"确认全部交接"},
    "tests/ui/pages/managing/test_installation_page.py": {"保存"},
    "tests/ui/pages/managing/test_exchanging.py": {"导入为草案"},
    "tests/ui/components/test_news_settings.py": {"保存设置"},
    "tests/ui/pages/test_tokens_page.py": {"新增", "已存好，不再显示", "确认收回"},
    "tests/ui/pages/test_rosters_page.py": {"保存更正", "确认注销", "确认恢复", "导入"},
    "tests/ui/pages/test_reports_page.py": {"催报", "确认催报全部未报送单位"},
    "tests/ui/pages/managing/test_ratings_page.py": {"提交评价", "提交答复", "提交复评"},
    "tests/ui/pages/managing/test_charges_page.py": {"发起督办"},
    "tests/ui/pages/managing/test_assessments_page.py": {"确认发布"},
    "tests/ui/pages/test_register_pages.py": {"确认提交核定", "确认同意不再执行"},
}


def test_every_button_is_clicked_late_by_some_test() -> None:
    """What is not in the tables above has not been thought of."""
    written = {label for file in sorted((UI / "pages").rglob("*.py")) for label in _labels(file)}
    written |= {label for file in sorted((UI / "components").rglob("*.py")) for label in _labels(file)}
    administration = test_late_administration.CLICKED_LATE
    known = set().union(*CLICKED_LATE.values(), *administration.values(), *NOT_IN_A_BROWSER.values())
    assert written == known
    assert set(CLICKED_LATE) <= set(globals())
    assert set(administration) <= set(vars(test_late_administration))
    assert all((UI.parent / name).is_file() for name in NOT_IN_A_BROWSER)


def _labels(file: Path) -> Iterator[str]:
    """Of what is asked first, the button that does it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and _name(node.func) in BUTTONS and node.args:
            label, asked = node.args[0], "确认" if _name(node.func) == "ask_first" else ""
            if isinstance(label, ast.Constant):
                yield asked + str(label.value)
            elif isinstance(label, ast.JoinedStr):
                parts = (str(part.value) if isinstance(part, ast.Constant) else "{}" for part in label.values)
                yield asked + "".join(parts)
            elif not (isinstance(label, ast.Name) and file.name == "definition_page.py"):  # its own helper passes it on
                yield asked + "{}"


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


@pytest.mark.long
def test_a_filing_counts_once(product: Product, browser: Browser, service: Any) -> None:
    """Sent by two clicks half a second apart; going back and reloading show no form to send again."""
    staff = Visitor(browser, product).enter("sample_town.staff")
    me = caller(product, service, "sample_town.staff")
    before = service.cases.list(me).page.total
    done(service.drafts.save(me, "MS032", TRIP, "sample_town.staff"))
    staff.open("/matter?matter=MS032")
    staff.press_late("申请")
    staff.sees_heading("申请：公务用车派车")
    staff.press_late("提交申请")
    staff.sees_heading("申请已提交")
    calm(staff, "办理进展会通知您")
    assert service.cases.list(me).page.total == before + 1
    staff.page.go_back()
    staff.page.go_forward()
    calm(staff, "办理进展会通知您")
    staff.press_late("再办一件")
    staff.sees("已拷贝办件")
    expect(staff.field("用车事由")).to_have_value(str(TRIP["purpose"]))
    staff.page.reload()
    staff.sees("已保存")
    expect(staff.field("用车事由")).to_have_value(str(TRIP["purpose"]))
    assert service.cases.list(me).page.total == before + 1


@pytest.mark.long
def test_a_registration_at_the_window_counts_once(product: Product, browser: Browser, service: Any) -> None:
    """Two clicks half a second apart register one case for who has come."""
    post = "county_secrecy.staff"
    me = caller(product, service, post)
    begun = TRIP | {"purpose": "窗口连点"}
    applicant = Holder(person=me.person, post=post)
    done(service.drafts.save(caller(product, service, CLERK), "MS032", begun, None, applicant))
    before = service.cases.list(me).page.total
    clerk = Visitor(browser, product).enter(CLERK)
    clerk.open("/window")
    clerk.pick("办理什么事项", "公务用车派车")
    clerk.type("查找申请人", me.name)
    clerk.pick("申请人", "机要和保密局 工作人员")
    expect(clerk.field("用车事由")).to_have_value("窗口连点", timeout=PATIENCE)
    clerk.press_late("登记")
    clerk.sees_heading("申请已提交")
    calm(clerk, "办理进展会通知您")
    assert service.cases.list(me).page.total == before + 1


@pytest.mark.long
def test_what_is_read_once_more_counts_once(product: Product, browser: Browser, service: Any) -> None:
    """There and back by clicks half a second apart, which neither hand in nor skip the reading; then handed in once."""
    post = "county_personnel.head"
    me = caller(product, service, post)
    collector = product.accounts[post]["username"]
    done(service.drafts.save(me, "MS022", SEAL | {"collector": collector}, post))
    staff = Visitor(browser, product).enter(post)
    staff.open("/filing?matter=MS022")
    staff.press_late("核对申请")
    staff.sees_heading("核对：印章制作")
    staff.press_late("返回修改")
    staff.sees_heading("申请：印章制作")
    staff.press_late("核对申请")
    staff.sees_heading("核对：印章制作")
    staff.press_late("修改印章信息")
    staff.sees_heading("申请：印章制作")
    assert service.cases.list(me).page.total == 0
    staff.press_late("核对申请")
    staff.sees_heading("核对：印章制作")
    staff.press_late("提交申请")
    staff.sees_heading("申请已提交")
    assert service.cases.list(me).page.total == 1


def leave_to_ask_again(product: Product, case_no: str) -> None:
    """The head agrees that the applicant supplements a second time (再次补正); the demo's accounts are called like its people."""
    head = {"person": product.accounts["county_office.head"]["username"], "post": "county_office.head"}
    product.person(SEAL_CHIEF).act(case_no, "delegate", to=[head], opinion="拟再次要求补正")
    product.person("county_office.head").act(case_no, "advise", opinion="同意，请一次说清")


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_case_is_carried_by_late_clicks(product: Product, browser: Browser) -> None:
    """补正告知, 提交补正, 受理, 退回申请人, 同意, 办理完成, 办结: each clicked again half a second later, each done once."""
    case_no = filed(product, "MS022", SEAL, SEAL_STAFF, "late-clicks")
    clerk = at_item(product, browser, SEAL_CLERK, case_no, "accept")
    clerk.choose("办理意见", "补正告知")
    name_a_defect(clerk)
    confirm_late(clerk, "补正告知", "待补正")
    staff = at_item(product, browser, SEAL_STAFF, case_no, "supplement")
    supplement_late(staff)
    clerk.take_up("受理", case_no)
    clerk.choose("办理意见", "受理")
    confirm_late(clerk, "受理", "办理中")
    leave_to_ask_again(product, case_no)
    chief = at_item(product, browser, SEAL_CHIEF, case_no, "approve")
    chief.choose("办理意见", "退回申请人")
    name_a_defect(chief)
    confirm_late(chief, "退回申请人", "待补正")
    staff.take_up("补正", case_no)
    supplement_late(staff)
    chief.take_up("核验机构和印文", case_no)
    chief.choose("办理意见", "同意")
    chief.type("规格", "圆形，直径4.2厘米")
    confirm_late(chief, "同意", "办理中")
    head = at_item(product, browser, "county_office.head", case_no, "approve")
    head.choose("办理意见", "同意")
    confirm_late(head, "同意", "已决定")
    clerk.take_up("制作印章", case_no)
    clerk.type("印章编码", "9901210000101")
    clerk.set_time("制成日期", "20350305")
    confirm_late(clerk, "办理完成", "已决定")
    clerk.take_up("领取和交回", case_no)
    clerk.choose("交接情况", "领取新印章，无旧印章交回")
    clerk.set_time("交接日期", "20350307")
    confirm_late(clerk, "办结", "已办结")
    found = deeds(product, SEAL_STAFF, case_no)
    assert len(found) == len(set(found)), found


def name_a_defect(handler: Visitor) -> None:
    """One field with what is wrong with it."""
    handler.unfold("需要补正的内容")
    handler.page.get_by_role("option", name="申请理由").click()
    handler.page.keyboard.press("Escape")
    handler.type("申请理由：存在的问题", "请写明批准文件。")
    handler.type("意见", "请补正申请理由。")


def supplement_late(applicant: Visitor) -> None:
    """Mend it and send it twice."""
    applicant.type("申请理由", "新设数据资源股（样编〔2026〕9号），需要对外行文。")
    applicant.press_late("提交补正")
    calm(applicant, "已提交补正")


def confirm_late(handler: Visitor, action: str, status: str) -> None:
    """Confirm twice; the page tells what has become of the case."""
    handler.press_late(f"确认{action}")
    calm(handler, f"办件当前状态：{status}")


@pytest.mark.long
@pytest.mark.parametrize(("action", "label"), [("refuse_acceptance", "不予受理"), ("reject", "不同意")])
def test_a_no_counts_once(product: Product, browser: Browser, action: str, label: str) -> None:
    """Both ways of saying no."""
    case_no = filed(product, "MS032", TRIP, "county_reform.staff", f"late-{action}")
    if action == "reject":
        product.person(CLERK).act(case_no, "accept", fills=FILLED)
    handler = at_item(product, browser, CHIEF if action == "reject" else CLERK, case_no, action)
    handler.choose("办理意见", label)
    handler.type("意见", "本次不安排用车。")
    handler.press_late(f"确认{label}")
    calm(handler, f"已办理“{label}”")
    found = [what for what, _, _ in deeds(product, "county_reform.staff", case_no)]
    assert found.count(label) == 1


@pytest.mark.long
def test_taking_back_is_asked_and_counts_once(product: Product, browser: Browser) -> None:
    """A second click on 撤回申请 does not confirm; the case is taken back by the question's own button, once."""
    case_no = filed(product, "MS032", TRIP, STAFF, "late-withdrawal")
    staff = Visitor(browser, product).enter(STAFF)
    staff.open(f"/case?case={case_no}")
    staff.press_late("撤回申请")
    assert product.person(STAFF).get(f"/cases/{case_no}")["line"]["status"] == "submitted"
    staff.press("撤回申请")
    staff.sees("确定撤回吗？")
    staff.press_late("确认撤回申请")
    calm(staff, "已撤回")
    assert [what for what, _, _ in deeds(product, STAFF, case_no)].count("撤回申请") <= 1
    assert product.person(STAFF).get(f"/cases/{case_no}")["line"]["status"] == "withdrawn"


@pytest.mark.long
def test_a_word_and_a_transfer_count_once(product: Product, browser: Browser) -> None:
    """What is said is said once; what is handed on leaves, and the second click does nothing to what is left."""
    case_no = filed(product, "MS032", TRIP, STAFF, "late-handing")
    product.person(CLERK).act(case_no, "accept", fills=FILLED)
    chief = at_item(product, browser, CHIEF, case_no, "approve")
    chief.type("发表意见", "车况如何")
    chief.press_late("发表")
    calm(chief, "车况如何")
    assert len(product.person(CHIEF).get(f"/cases/{case_no}")["discussion"]) == 1
    chief.choose("办理意见", "更多")
    chief.choose("其他操作", "转办")
    chief.settled()
    colleague = chief.page.get_by_role("combobox", name="转办给谁")
    colleague.click()
    colleague.press_sequentially("副主任")
    colleague.press("Enter")
    chief.type("转办理由", "出差")
    chief.press_late("确认转办")
    calm(chief, "已转办")
    handed = [what for what, _, _ in deeds(product, STAFF, case_no) if what.startswith("转办")]
    assert len(handed) == 1


@pytest.mark.long
def test_what_was_given_to_others_is_taken_from_them_once(product: Product, browser: Browser) -> None:
    """减签, 收回抄送, 拿回: the first button asks, and the second click on its question's button does nothing more."""
    case_no = filed(product, "MS032", TRIP, STAFF, "late-takings")
    product.person(CLERK).act(case_no, "accept", fills=FILLED)
    deputy = {"person": product.accounts[DEPUTY]["username"], "post": DEPUTY}
    product.person(CHIEF).act(case_no, "add_signers", to=[deputy], where="beside", opinion="请会签")
    product.person(CHIEF).act(case_no, "send_copy", to=[deputy])
    product.person(CHIEF).act(case_no, "approve", opinion="同意派车。")
    chief = Visitor(browser, product).enter(CHIEF)
    chief.open(f"/case?case={case_no}")
    for label, told in (("收回抄送", "收回抄送"), ("拿回", "拿回"), ("减签", "减签")):
        named = chief.page.get_by_role("button", name=re.compile(f"^{label}")).first.inner_text().split("\n")[0]
        chief.press(named)
        chief.press_late(f"确认{named}")
        calm(chief, f"“{told}”已完成")
        assert [what.startswith(told) for what, _, _ in deeds(product, CHIEF, case_no)].count(True) == 1


@pytest.mark.long
def test_only_what_was_meant_is_removed(product: Product, browser: Browser, service: Any) -> None:
    """What stands below a removed file or row does not move under the second click; emptying asks first."""
    post = "county_congress.staff"
    me = caller(product, service, post)
    cars = [{"price": "150000.00"}, {"price": "160000.00"}]
    done(service.drafts.save(me, "MS030", {"purchase_kind": "new", "new_cars": cars}, post))
    kept = [done(service.files.upload(me, name, invitation())) for name in ("检测一.pdf", "检测二.pdf")]
    done(service.drafts.attach(me, "MS030", "inspection", tuple(file.id for file in kept)))
    staff = Visitor(browser, product).enter(post)
    staff.open("/filing?matter=MS030")
    staff.press_late("移除")
    staff.sees("（已移除）")
    staff.sees("检测二.pdf")
    staff.press_late("删除")
    staff.sees("（已删除）")
    staff.press_late("增加一行")
    staff.page.keyboard.press("Escape")  # the second click has opened the list of the new row
    staff.sees("共 2 行")
    draft = service.drafts.load(me, "MS030")
    assert [file.name for file in draft.materials["inspection"]] == ["检测二.pdf"]
    assert draft.answers["new_cars"] == cars[1:]
    staff.press_late("清空重填")
    assert service.drafts.load(me, "MS030").saved_at
    staff.press("清空重填")
    staff.press_late("确认清空重填")
    staff.sees("填写的内容会随时保存")
    assert service.drafts.load(me, "MS030").saved_at is None


@pytest.mark.long
def test_a_notice_is_marked_alone(product: Product, browser: Browser, service: Any) -> None:
    """Of two unread notices the first; the second stays where it was."""
    post = "county_youth_league.staff"
    me = caller(product, service, post)
    for key in ("notice-1", "notice-2"):
        case_no = filed(product, "MS032", TRIP, post, key)
        product.person(CLERK).act(case_no, "refuse_acceptance", opinion="本次不安排用车。")
    until(lambda: service.notices.unread(me) >= 2, PATIENCE / 1000, "two notices")
    before = service.notices.unread(me)
    staff = Visitor(browser, product).enter(post)
    staff.open("/notices")
    staff.press_late("标为已读")
    until(lambda: service.notices.unread(me) < before, 15, "one is read")
    staff.settled()
    assert service.notices.unread(me) == before - 1
    staff.press_late("全部已读")
    until(lambda: not service.notices.unread(me), 15, "all are read")
    staff.settled()


@pytest.mark.long
def test_a_proxy_is_granted_once_and_ended_alone(product: Product, browser: Browser, service: Any) -> None:
    """One proxy though the button was clicked twice; of two, the second click ends no other."""
    post = "county_logistics.vehicle_chief"
    me = caller(product, service, post)

    def left() -> list[Any]:
        return [line for line in done(service.proxies.list(me)).granted if line.state == "in_force"]

    chief = Visitor(browser, product).enter(post)
    chief.open("/proxies")
    for matter, number in (("公务用车派车", 1), ("公务用车更新购置", 2)):
        chief.pick("由谁代理", "阎淑贞")
        chief.set_time("截止日期", "20350301")
        chief.pick("限定事项", matter)
        chief.page.keyboard.press("Escape")
        chief.press_late("授权代理")
        calm(chief, "已授权阎淑贞代理")
        assert len(left()) == number
    chief.press("撤销代理")
    chief.press_late("确认撤销代理")
    calm(chief, "立即生效")
    chief.settled()
    assert len(left()) == 1
    done(service.proxies.revoke(me, left()[0].id))


@pytest.mark.long
def test_a_batch_counts_once(product: Product, browser: Browser) -> None:
    """批量办理: the second click neither confirms by itself nor does anything twice."""
    numbers = [filed(product, "MS032", TRIP, STAFF, f"late-batch-{n}") for n in (1, 2)]
    for case_no in numbers:
        product.person(CLERK).act(case_no, "accept", fills=FILLED)
    chief = Visitor(browser, product).enter(CHIEF)
    chief.open("/tasks")
    chief.tick(numbers[0])
    chief.page.get_by_role("button", name="全选本页同类").click()
    expect(chief.box(numbers[1])).to_be_checked(timeout=PATIENCE)
    chief.press_late("取消选择")
    for case_no in numbers:
        chief.tick(case_no)
    chief.type("意见（各项相同）", "同意派车。")
    chief.press_late("批量同意")
    chief.sees("请确认。")
    chief.press_late("返回修改")
    chief.press("批量同意")
    chief.press_late("确认批量同意")
    calm(chief, "已办理“同意” 2 项")
    for case_no in numbers:
        assert [what for what, _, _ in deeds(product, STAFF, case_no)].count("同意") == 1
    chief.press_late("不再显示办理结果")
    expect(chief.page.get_by_text("已办理“同意” 2 项")).to_have_count(0)
