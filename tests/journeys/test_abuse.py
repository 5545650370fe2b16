"""Impatience and bad luck in a real browser: late second clicks, two tabs, ended logins, changes meanwhile, back and reload."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from flows.bootstrap import now, open_service
from flows.identity import LOCAL_MACHINE
from flows.settings import Settings
from flows.views import Caller
from matters.calendar import local_day
from matters.errors import Refusal
from tests.journeys.browsing import NEEDED, PATIENCE, Visitor, chromium, chromium_path
from tests.journeys.product import Product, until
from tests.journeys.test_browser import invitation

pytestmark = NEEDED
UI = Path(__file__).parents[2] / "ui"
STAFF, CLERK, CHIEF = "county_finance.staff", "county_logistics.vehicle_clerk", "county_logistics.vehicle_chief"
SEAL_STAFF, SEAL_CLERK, SEAL_CHIEF = "county_data.staff", "county_office.seal_clerk", "county_office.seal_chief"
TRIP = {
    "purpose": "防汛检查", "vehicle_use": "inspection", "depart_at": "2090-03-01T08:00", "return_at": "2090-03-01T18:00",
    "destination": "样例镇", "passengers": 3, "out_of_city": False, "contact": "值班室", "contact_phone": "5550061",
    "pledge": True,
}  # fmt: skip
SEAL = {
    "request_kind": "new", "reason": "新设数据资源股（样例文件），需要对外行文。", "seal_kind": "section_seal",
    "seal_text": "样例县行政审批局数据资源股", "collector": "p48", "collector_phone": "5550048", "pledge": True,
}  # fmt: skip
FILLED = {"plate": "样A12345", "driver": "马行健"}

# Every button of the pages, by the test that clicks it late. A new button fails here until a test clicks it.
CLICKED_LATE = {
    "test_a_filing_counts_once": {"申请", "提交申请", "再申请一件"},
    "test_a_case_is_carried_by_late_clicks": {"确认{}", "提交补正"},
    "test_taking_back_is_asked_and_counts_once": {"撤回申请", "确认撤回", "不撤回"},
    "test_only_what_was_meant_is_removed": {"移除", "删除", "增加一行", "确认清空"},
    "test_a_notice_is_marked_alone": {"标为已读"},
}
# Not clicked late in a browser: buttons of the administration, whose service is given what stood on the page (a digest, a
# version, a revision) and refuses what is out of date, and one that only puts an answer back. Their pages' tests:
NOT_IN_A_BROWSER = {
    "tests/ui/test_acting.py": {"{}"},  # 不改了，恢复原内容
    "tests/ui/test_definition_pages.py": {
        "起草新版本", "撤回提交，继续修改", "提交发布", "确认放弃", "载入最新内容", "发布第 {} 版", "确认退回", "从模板起草",
    },
    "tests/ui/test_organisation_pages.py": {
        "预览影响", "确认{}", "确认导入", "导出全部（YAML）", "开设", "重置密码", "收回登录和令牌", "停用", "启用",
    },
    "tests/ui/test_register_pages.py": {"提交核定", "同意不再执行", "校验审计链"},
}  # fmt: skip


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One product for all."""
    with Product(tmp_path_factory.mktemp("abuse") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all."""
    with chromium(chromium_path() or "") as running:
        yield running


@pytest.fixture(scope="module")
def service(product: Product) -> Iterator[Any]:
    """A second door to the same data, for what happens behind the person's back. Untyped: what is refused fails the test."""
    with open_service(Settings(data_dir=product.folder)) as opened:
        yield opened


def done(found: Any) -> Any:
    """What was asked for."""
    assert not isinstance(found, Refusal), found
    return found


def caller(product: Product, service: Any, post: str) -> Caller:
    """Whoever holds the post, at the second door."""
    found: Caller = done(service.accounts.local(LOCAL_MACHINE, product.accounts[post]["username"]))
    return found


def keeper(product: Product, service: Any, role: str, skip: int = 0) -> Caller:
    """Whoever holds the role; the next one after `skip`."""
    names = sorted({one["username"] for one in product.accounts.values() if role in one["roles"]})
    found: Caller = done(service.accounts.local(LOCAL_MACHINE, names[skip]))
    return found


def filed(product: Product, matter: str, answers: dict[str, Any], post: str, key: str) -> str:
    """A case, filed through the API; an equal one has another key."""
    return product.person(post).file(answers, matter, key)


def deeds(product: Product, post: str, case_no: str) -> list[tuple[str, str, str]]:
    """What people have done on the case."""
    entries = product.person(post).get(f"/cases/{case_no}")["timeline"]
    return [(one["what"], one["step"], one["who"]) for one in entries if one["who"] != "系统"]


def calm(visitor: Visitor, told: str) -> None:
    """The page says this, and nothing in red."""
    visitor.sees(told)
    expect(visitor.page.locator('[data-testid="stAlertContentError"], [data-testid="stException"]')).to_have_count(0)


def at_item(product: Product, browser: Browser, post: str, case_no: str, action: str) -> Visitor:
    """Whoever holds the post, before the open item of that case."""
    until(lambda: product.person(post).task(case_no, action), PATIENCE / 1000, f"{action} on {case_no}")
    visitor = Visitor(browser, product).enter(post)
    visitor.open(f"/case?case={case_no}")
    return visitor


def test_every_button_is_clicked_late_by_some_test() -> None:
    """What is not in the tables above has not been thought of."""
    written = {label for file in sorted((UI / "pages").glob("*.py")) for label in _labels(file)}
    written |= {label for file in sorted((UI / "components").rglob("*.py")) for label in _labels(file)}
    known = set().union(*CLICKED_LATE.values(), *NOT_IN_A_BROWSER.values())
    assert written == known
    assert set(CLICKED_LATE) <= set(globals())
    assert all((UI.parent / name).is_file() for name in NOT_IN_A_BROWSER)


def _labels(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and _name(node.func) in {"button", "_button", "download_button"} and node.args:
            label = node.args[0]
            if isinstance(label, ast.Constant):
                yield str(label.value)
            elif isinstance(label, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in label.values)
            elif not (isinstance(label, ast.Name) and file.name == "definition_page.py"):  # its own helper passes it on
                yield "{}"


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


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
    calm(staff, "请不要重复提交")
    assert service.cases.list(me).page.total == before + 1
    staff.page.go_back()
    staff.page.go_forward()
    calm(staff, "请不要重复提交")
    staff.press_late("再申请一件")
    staff.sees("填写的内容会随时保存")
    expect(staff.field("用车事由")).to_have_value("")
    staff.page.reload()
    staff.sees("填写的内容会随时保存")
    assert service.cases.list(me).page.total == before + 1


def test_two_quick_answers_are_both_kept(product: Product, browser: Browser, service: Any) -> None:
    """The second comes while the first is being saved; a run that was cut off there once lost it."""
    staff = Visitor(browser, product).enter("county_court.staff")
    staff.open("/filing?matter=MS032")
    staff.field("用车事由").fill("赴市开庭")
    for label, value in (("目的地", "样例市"), ("联系人", "值班室"), ("联系电话", "5550063"), ("乘车人数", "2")):
        staff.field(label).fill(value)
    staff.page.get_by_text("我已阅读并作出上述承诺").click()
    staff.sees("已保存")
    wanted = {"purpose": "赴市开庭", "destination": "样例市", "contact": "值班室", "contact_phone": "5550063", "passengers": 2}
    me = caller(product, service, "county_court.staff")
    until(lambda: wanted.items() <= service.drafts.load(me, "MS032").answers.items(), 15, "all are in the draft")


def test_a_case_is_carried_by_late_clicks(product: Product, browser: Browser) -> None:
    """补正告知, 提交补正, 受理, 退回申请人, 同意, 办理完成, 办结: each clicked again half a second later, each done once."""
    case_no = filed(product, "MS022", SEAL, SEAL_STAFF, "late-clicks")
    clerk = at_item(product, browser, SEAL_CLERK, case_no, "accept")
    clerk.choose("办理意见", "补正告知")
    name_a_defect(clerk)
    confirm_late(clerk, "补正告知", "待补正")
    staff = at_item(product, browser, SEAL_STAFF, case_no, "supplement")
    supplement_late(staff)
    clerk.take_up("受理")
    clerk.choose("办理意见", "受理")
    confirm_late(clerk, "受理", "办理中")
    chief = at_item(product, browser, SEAL_CHIEF, case_no, "approve")
    chief.choose("办理意见", "退回申请人")
    name_a_defect(chief)
    confirm_late(chief, "退回申请人", "待补正")
    staff.take_up("补正")
    supplement_late(staff)
    chief.take_up("核验机构和印文")
    chief.choose("办理意见", "同意")
    chief.type("规格", "圆形，直径4.2厘米")
    confirm_late(chief, "同意", "办理中")
    head = at_item(product, browser, "county_office.head", case_no, "approve")
    head.choose("办理意见", "同意")
    confirm_late(head, "同意", "已决定")
    clerk.take_up("制作印章")
    clerk.type("印章编码", "9901210000101")
    clerk.set_time("制成日期", "20350305")
    confirm_late(clerk, "办理完成", "已决定")
    clerk.take_up("领取和交回")
    clerk.choose("交接情况", "领取新印章，无旧印章交回")
    clerk.set_time("交接日期", "20350307")
    confirm_late(clerk, "办结", "已办结")
    found = deeds(product, SEAL_STAFF, case_no)
    assert len(found) == len(set(found)), found


def name_a_defect(handler: Visitor) -> None:
    """One field with what is wrong with it."""
    handler.page.get_by_role("combobox", name="需要补正的内容").first.click()
    handler.page.get_by_role("option", name="申请理由").click()
    handler.page.keyboard.press("Escape")
    handler.type("申请理由：存在的问题", "请写明批准文件。")
    handler.type("意见", "请补正申请理由。")


def supplement_late(applicant: Visitor) -> None:
    """Mend it and send it twice."""
    applicant.type("申请理由", "新设数据资源股（样编〔2026〕9号），需要对外行文。")
    applicant.press_late("提交补正")
    calm(applicant, "无需重复点击")


def confirm_late(handler: Visitor, action: str, status: str) -> None:
    """Confirm twice; the page tells what has become of the case."""
    handler.press_late(f"确认{action}")
    calm(handler, f"办件当前状态：{status}")


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
    calm(handler, "无需重复点击")
    found = [what for what, _, _ in deeds(product, "county_reform.staff", case_no)]
    assert found.count(label) == 1


def test_taking_back_is_asked_and_counts_once(product: Product, browser: Browser) -> None:
    """A second click on 撤回申请 does not confirm; the case is taken back by the question's own button, once."""
    case_no = filed(product, "MS032", TRIP, STAFF, "late-withdrawal")
    staff = Visitor(browser, product).enter(STAFF)
    staff.open(f"/case?case={case_no}")
    staff.press_late("撤回申请")
    staff.sees("确定撤回吗？")
    staff.press_late("不撤回")
    expect(staff.page.get_by_role("button", name="撤回申请", exact=True)).to_be_visible(timeout=PATIENCE)
    staff.press("撤回申请")
    staff.press_late("确认撤回")
    calm(staff, "已撤回")
    assert [what for what, _, _ in deeds(product, STAFF, case_no)].count("撤回申请") <= 1
    assert product.person(STAFF).get(f"/cases/{case_no}")["line"]["status"] == "withdrawn"


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
    staff.press_late("确认清空")
    staff.sees("填写的内容会随时保存")
    assert service.drafts.load(me, "MS030").saved_at is None


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


def test_two_tabs_on_one_draft(product: Product, browser: Browser, service: Any) -> None:
    """What one tab saves the other shows; what one has filed the other does not file again, nor ask for."""
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
    first.sees_heading("申请已提交")
    second.press("提交申请")
    calm(second, "已在另一个页面提交或清空")
    filings = [line.title for line in service.cases.list(me).items if line.matter_name == "公务用车派车"]
    assert filings == ["公务用车派车：防汛检查和物资核对"]


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
    calm(second, "不用再办")
    found = [what for what, _, _ in deeds(product, "county_reform.staff", case_no)]
    assert "不同意" not in found


def test_a_login_that_ends_in_the_middle_of_a_form(product: Product, browser: Browser, service: Any) -> None:
    """The next click leads to the login, which leads back to the form with all that was saved."""
    post = "county_supervision.staff"
    staff = Visitor(browser, product).enter(post)
    staff.open("/filing?matter=MS032")
    staff.type("用车事由", "赴镇核查")
    staff.type("目的地", "样例镇")
    staff.sees("已保存")
    end_logins(product, service, post)
    staff.press("提交申请")
    staff.enter_again(post)
    staff.sees("已保存")
    expect(staff.field("用车事由")).to_have_value("赴镇核查")
    expect(staff.field("目的地")).to_have_value("样例镇")
    assert service.cases.list(caller(product, service, post)).page.total == 0


def test_a_login_that_ends_in_the_middle_of_an_opinion(product: Product, browser: Browser, service: Any) -> None:
    """The item waits as it was, with the opinion that was written; the decision is taken after the next login, once."""
    case_no = filed(product, "MS032", TRIP, "county_reform.staff", "ended-login")
    product.person(CLERK).act(case_no, "accept", fills=FILLED)
    chief = at_item(product, browser, CHIEF, case_no, "approve")
    chief.choose("办理意见", "同意")
    chief.type("意见", "同意派车，注意防汛安全。")
    chief.settled()
    end_logins(product, service, CHIEF)
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


def end_logins(product: Product, service: Any, post: str) -> None:
    """The administrator takes the person's logins back."""
    admin = keeper(product, service, "security_admin")
    done(service.account_keeping.revoke(admin, product.accounts[post]["username"]))


def test_an_organisation_change_while_a_page_is_open(product: Product, browser: Browser, service: Any) -> None:
    """Who has left the post decides nothing any more; the successor finds the item."""
    case_no = filed(product, "MS032", TRIP, "county_reform.staff", "reorganised")
    product.person(CLERK).act(case_no, "accept", fills=FILLED)
    chief = at_item(product, browser, CHIEF, case_no, "approve")
    chief.choose("办理意见", "同意")
    admin, today = keeper(product, service, "org_admin"), local_day(now()).isoformat()
    successor = product.accounts["county_logistics.staff"]
    given = {"type": "give_post", "post": CHIEF, "person": successor["username"], "on": today}
    taken = {"type": "take_post", "post": CHIEF, "person": product.accounts[CHIEF]["username"], "on": today}
    for change in (given, taken):
        version = service.organisation_editing.preview(admin, change).version
        done(service.organisation_editing.change(admin, change, version))
    chief.press("确认同意")
    expect(chief.page.locator('[data-testid="stAlert"]').first).to_be_visible(timeout=PATIENCE)
    expect(chief.page.locator('[data-testid="stException"]')).to_have_count(0)
    assert "同意" not in [what for what, _, _ in deeds(product, "county_reform.staff", case_no)]
    at_item(product, browser, "county_logistics.staff", case_no, "approve").decide("同意")


def test_a_definition_published_while_a_draft_exists(product: Product, browser: Browser, service: Any) -> None:
    """The open form tells what has changed, keeps what was written, and is filed under the version in force."""
    post = "county_consultative.staff"
    me = caller(product, service, post)
    done(service.drafts.save(me, "MS032", TRIP, post))
    staff = Visitor(browser, product).enter(post)
    staff.open("/filing?matter=MS032")
    staff.sees("已保存")
    publish(product, service, "MS032", "type: text, max_length: 80, help: 写到", "type: text, max_length: 70, help: 写到")
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
