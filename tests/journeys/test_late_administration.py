"""Administrators' buttons clicked late in a real browser: what the next button at the same place would undo stays done."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from flows.bootstrap import now
from matters.calendar import local_day
from tests.journeys.browsing import LATE, NEEDED, PATIENCE, Visitor
from tests.journeys.product import Product, until
from tests.journeys.scenes import STAFF, TRIP, calm, deeds, done, filed, keeper

pytestmark = [*NEEDED, pytest.mark.long, pytest.mark.timeout(600)]
MATTER = "MS048"
CLICKED_LATE = {
    "test_a_definition_goes_one_step_a_click": {
        "起草新版本",
        "提交发布",
        "撤回提交，继续修改",
        "确认退回修改",
        "载入最新内容",
        "确认放弃草案",
        "确认发布第 {} 版",
    },
    "test_a_new_matter_is_begun_once": {"从模板起草"},
    "test_an_account_is_where_the_first_click_left_it": {
        "预览影响",
        "确认{}",
        "开设",
        "已记下，不再显示",
        "确认重置密码",
        "确认收回登录和令牌",
        "确认停用",
        "启用",
    },
    "test_the_organisation_is_imported_once": {"导出全部（YAML）", "确认导入"},
    "test_a_stuck_case_is_mended_once": {"提交修复申请", "确认执行修复"},
    "test_a_resource_is_registered_and_changed_once": {"登记", "保存变更"},
    "test_the_chain_is_checked": {"校验审计链"},
    "test_a_seal_rests_and_is_revoked_once": {"确认停用", "确认恢复用印", "确认提请撤销", "确认撤销"},
    "test_an_administrator_is_named_once": {"确认授权"},
    "test_the_days_off_of_a_year_are_entered_and_settled_once": {"录入", "确认退回", "确认生效"},
    "test_a_matter_is_cancelled_and_taken_back_once": {"提请取消", "确认生效", "确认撤回取消"},
}


def administrator(product: Product, browser: Browser, role: str, skip: int = 0) -> Visitor:
    """Whoever holds the role, at a browser; the next one after `skip`."""
    held = {account["username"]: post for post, account in product.accounts.items() if role in account["roles"]}
    return Visitor(browser, product).enter(held[sorted(held)[skip]])


def write(author: Visitor, more: str) -> None:
    """Add some words in the editor; it sends them by itself."""
    author.page.get_by_role("tab", name="内容").click(timeout=PATIENCE)
    area = author.page.get_by_label("事项定义文本")
    area.fill(area.input_value(timeout=PATIENCE) + more)


def test_a_definition_goes_one_step_a_click(product: Product, browser: Browser, service: Any) -> None:
    """Begin, submit, take back, send back, publish and throw away: the button that follows stands where the last one stood."""
    editing, me = service.matter_editing, keeper(product, service, "matter_admin")

    def draft() -> Any:
        view = editing.show(me, MATTER)
        return view.draft.state if view.draft else None

    def draft_text() -> str:
        return str(editing.show(me, MATTER).draft.text)

    author = administrator(product, browser, "matter_admin")
    page = f"/definition?matter={MATTER}"
    author.open(page)
    author.press_late("起草新版本")
    calm(author, "放弃草案")
    assert draft().submitted_digest is None
    begun = editing.show(me, MATTER).draft
    done(editing.save(me, MATTER, begun.text + "\n# 说明\n", begun.state.revision))
    write(author, "# 本页的说明\n")
    author.press_late("载入最新内容")
    calm(author, "放弃草案")
    assert "# 说明" in draft_text()
    assert draft().submitted_digest is None
    author.press_late("提交发布")
    calm(author, "须由其他事项管理员审阅发布")
    assert draft().submitted_digest
    author.press_late("撤回提交，继续修改")
    calm(author, "放弃草案")
    assert draft().submitted_digest is None
    author.press("提交发布")
    author.sees("须由其他事项管理员审阅发布")

    second = administrator(product, browser, "matter_admin", 1)
    second.open(page)
    second.press("退回修改")
    second.type("退回的理由", "请写明说明的用途。")
    second.press_late("确认退回修改")
    calm(second, "已退回修改。")
    assert draft().submitted_digest is None
    author.open(page)
    author.press("提交发布")
    author.sees("须由其他事项管理员审阅发布")
    second.open(page)
    following = f"发布第 {editing.show(me, MATTER).versions[0].version + 1} 版"
    second.press(following)
    second.press_late(f"确认{following}")
    calm(second, "新的申请按新版办理")
    assert draft() is None

    second.press("起草新版本")
    second.press("放弃草案")
    second.press_late("确认放弃草案")
    calm(second, "已放弃草案。")
    assert draft() is None


def test_a_new_matter_is_begun_once(product: Product, browser: Browser, service: Any) -> None:
    """The second click finds the editor, and submits nothing."""
    author = administrator(product, browser, "matter_admin")
    author.open("/definitions")
    author.page.get_by_text("新增事项").first.click()
    author.type("事项代码", "ZZ901")
    author.type("事项名称", "会议室借用")
    author.press_late("从模板起草")
    calm(author, "放弃草案")
    me = keeper(product, service, "matter_admin")
    state = service.matter_editing.show(me, "ZZ901").draft.state
    assert state.submitted_digest is None
    done(service.matter_editing.discard(me, "ZZ901", state.revision))


def test_an_account_is_where_the_first_click_left_it(product: Product, browser: Browser, service: Any) -> None:
    """Open, reset, end logins, disable and enable: 停用 and 启用 stand at one place."""
    registrar = administrator(product, browser, "org_admin")
    registrar.open("/organisation")
    registrar.pick("调整内容", "新增人员")
    registrar.type("姓名", "晚点")
    registrar.press_late("预览影响")
    calm(registrar, "将作如下调整")
    registrar.press_late("确认新增人员")
    registrar.settled()
    people = service.organisation_editing.choices(keeper(product, service, "org_admin")).people
    assert [name for name in people.values() if "晚点" in name]

    admin = administrator(product, browser, "system_admin")
    me = keeper(product, service, "system_admin")

    def account() -> Any:
        return service.account_keeping.list(me, "late-one").items[0]

    admin.open("/accounts")
    admin.page.get_by_text("开设账号").first.click()
    admin.pick("人员", "晚点")
    admin.type("用户名", "late-one")
    admin.press_late("开设")
    admin.sees("账号 late-one 的初始密码如下")
    admin.press_late("已记下，不再显示")
    expect(admin.page.get_by_text("初始密码如下")).to_have_count(0, timeout=PATIENCE)
    admin.type("查找", "late-one")
    expect(admin.page.get_by_role("button", name="停用", exact=True)).to_have_count(1, timeout=PATIENCE)
    admin.press("停用")
    admin.press_late("确认停用")
    admin.sees("已停用")
    admin.settled()
    assert account().disabled
    admin.press_late("启用")
    admin.sees("已启用")
    admin.settled()
    assert not account().disabled
    admin.press("重置密码")
    admin.press_late("确认重置密码")
    admin.sees("账号 late-one 的初始密码如下")

    tried: set[str] = set()

    def logged_in() -> bool:
        password = admin.page.locator("[data-testid=stMain] strong").first.inner_text()
        if password not in tried:  # wrong ones lock the account
            tried.add(password)
            service.accounts.login("late-one", password, "127.0.0.1")
        admin.page.wait_for_timeout(2 * LATE)  # a second click on the same button makes another password
        return bool(account().logins)

    until(logged_in, 15, "the password on the page is the one in force")
    admin.press("已记下，不再显示")
    admin.press("收回登录和令牌")
    admin.press_late("确认收回登录和令牌")
    calm(admin, "已收回 1 个登录")
    assert (account().logins, account().disabled) == (0, False)


def test_the_organisation_is_imported_once(product: Product, browser: Browser, service: Any) -> None:
    """One new version of the organisation, though the button was clicked twice."""
    me = keeper(product, service, "org_admin")
    text = service.organisation_editing.export(me)
    version = service.organisation_editing.preview_import(me, text).version
    changed = text.replace("5550061", "5550161", 1)
    assert changed != text
    registrar = administrator(product, browser, "org_admin")
    registrar.open("/organisation")
    registrar.page.get_by_text("导出、导入全部").first.click()
    with registrar.page.expect_download():
        registrar.press_late("导出全部（YAML）")
    registrar.hand_in("organisation.yaml", changed.encode())
    registrar.press_late("确认导入")
    registrar.settled()
    assert service.organisation_editing.preview_import(me, text).version == version + 1


def test_a_resource_is_registered_and_changed_once(product: Product, browser: Browser, service: Any) -> None:
    """One entry, one change of it, though both buttons were clicked twice."""
    me = keeper(product, service, "org_admin")
    registrar = administrator(product, browser, "org_admin")
    registrar.open("/resources")
    registrar.page.get_by_text("登记新的资源").first.click()
    registrar.page.get_by_role("combobox", name="所属单位").first.fill(
        "样例县机关事务管理中心"
    )  # of many, few are drawn
    registrar.pick("所属单位", "样例县机关事务管理中心")
    registrar.pick("类别", "会议室")
    registrar.type("名称", "会议室301")
    registrar.press_late("登记")
    calm(registrar, "已登记“会议室301”。")
    registrar.page.get_by_text("变更、停用").first.click()
    notes = registrar.page.get_by_role("textbox", name="说明").last
    notes.fill("装修后启用")
    notes.press("Tab")
    registrar.press_late("保存变更")
    calm(registrar, "“会议室301”已变更。")
    (kept,) = service.bookings.register(me).items
    assert (kept.line.notes, kept.line.version) == ("装修后启用", 2)


def test_the_chain_is_checked(product: Product, browser: Browser) -> None:
    """Twice is as good as once."""
    auditor = administrator(product, browser, "audit_admin")
    auditor.open("/audit")
    auditor.press_late("校验审计链")
    calm(auditor, "审计链完整")


def test_a_stuck_case_is_mended_once(product: Product, browser: Browser, service: Any) -> None:
    """Asked by one administrator, made by the other: neither second click is a word of its own."""
    case_no = filed(product, "MS032", TRIP, STAFF, "late-repair")
    first = administrator(product, browser, "matter_admin")
    first.open(f"/repairs?case={case_no}")
    first.choose("怎样修复", "终止办件")
    first.type("理由", "重复提交")
    first.press_late("提交修复申请")
    calm(first, "须由另一位事项管理员确认")
    second = administrator(product, browser, "matter_admin", 1)
    second.open(f"/repairs?case={case_no}")
    second.press("执行修复")
    second.press_late("确认执行修复")
    calm(second, "已终止")
    told = [what for what, _, _ in deeds(product, STAFF, case_no)]
    assert [what for what in told if "修复" in what] == ["申请修复：终止办件", "修复：终止办件"]


def test_a_seal_rests_and_is_revoked_once(product: Product, browser: Browser, service: Any) -> None:
    """One stops it and the other takes it back into use; one asks to revoke it and the other does: two clicks are one word."""
    me = keeper(product, service, "security_admin")
    body = done(service.seal_stops.bodies(me))[-1][1]  # nobody seals with it in the other journeys
    first, second = (administrator(product, browser, "security_admin", nth) for nth in (0, 1))
    for begins, ends, told in (("停用", "恢复用印", "没有停用或撤销的印章。"), ("提请撤销", "撤销", "已撤销")):
        first.open("/seal_stops")
        first.page.get_by_role("combobox", name="单位").first.fill(body)  # of many, few are drawn
        first.pick("单位", body)
        first.type("理由", "印章送修")
        first.press(begins)
        first.press_late(f"确认{begins}")
        first.sees("须由另一位安全管理员办理")
        first.settled()
        (line,) = done(service.seal_stops.list(me))
        assert (line.body_name, line.final) == (body, False)
        second.open("/seal_stops")
        second.press(ends)
        second.press_late(f"确认{ends}")
        second.sees(told)
        second.settled()
    (line,) = done(service.seal_stops.list(me))
    assert (line.kind, line.final) == ("revoked", True)
    done(service.seal_stops.lift(keeper(product, service, "security_admin", 1), line.id))


def test_an_administrator_is_named_once(product: Product, browser: Browser, service: Any) -> None:
    """Asked for by one security administrator; the other's two clicks are one word."""
    editing, me = service.organisation_editing, keeper(product, service, "security_admin")
    registrar, day = keeper(product, service, "org_admin"), local_day(now()).isoformat()

    def change(who: Any, made: dict[str, Any]) -> None:
        done(editing.change(who, made, done(editing.preview(who, made)).version, None))

    change(registrar, {"type": "add_person", "name": "新任审计", "on": day})
    person = next(id_ for id_, name in done(editing.choices(registrar)).people.items() if "新任审计" in name)
    change(me, {"type": "grant_role", "person": person, "role": "audit_admin", "scope": "*", "on": day})
    second = administrator(product, browser, "security_admin", 1)
    second.open(f"/person?person={person}")
    second.press("授权")
    second.press_late("确认授权")
    expect(second.page.get_by_text("等待确认的授权")).to_have_count(0, timeout=PATIENCE)
    calm(second, "审计管理员")
    assert done(editing.requests(me)) == ()


def test_the_days_off_of_a_year_are_entered_and_settled_once(product: Product, browser: Browser, service: Any) -> None:
    """Entered, sent back, entered again and confirmed by the other: no second click is a notice or a word of its own."""
    me, other = (keeper(product, service, "matter_admin", nth) for nth in (0, 1))
    first = administrator(product, browser, "matter_admin")
    for ends in ("退回", "生效"):
        first.open("/holidays")
        first.type("文号", "国办发明电〔2098〕1号")
        days = first.page.get_by_role("textbox", name="放假的日期")
        days.fill("1月1日、2月1日至7日、4月5日、5月1日、6月10日、9月20日、10月1日至7日")
        days.press("Tab")
        first.press_late("录入")
        first.sees("等待另一位事项管理员确认")
        first.settled()
        (waiting,) = [line for line in done(service.holidays.list(me)) if line.state == "waiting"]
        who = first if ends == "退回" else administrator(product, browser, "matter_admin", 1)
        who.open("/holidays")
        who.press(ends)
        who.press_late(f"确认{ends}")
        expect(who.page.get_by_text("等待另一位事项管理员确认")).to_have_count(0, timeout=PATIENCE)
        who.settled()
        (line,) = [line for line in done(service.holidays.list(other)) if line.id == waiting.id]
        assert line.state == ("sent_back" if ends == "退回" else "in_force")


def test_a_matter_is_cancelled_and_taken_back_once(product: Product, browser: Browser, service: Any) -> None:
    """Asked for, confirmed by the other, withdrawn before its day: no second click is a step of its own."""
    code, me = "MS037", keeper(product, service, "matter_admin", 0)
    first, second = (administrator(product, browser, "matter_admin", nth) for nth in (0, 1))

    def state() -> list[str]:
        return [line.state for line in done(service.cancelling.list(me, code))]

    for visitor in (first, second):
        visitor.open(f"/definition?matter={code}")
        visitor.page.get_by_role("tab", name="取消").click(timeout=PATIENCE)
    first.type("依据", "关于取消一批机关内部办事事项的通知")
    first.type("文号", "样政办发〔2098〕1号")
    first.choose("取消之日在办的办件", "继续办理，直至办结")
    first.press_late("提请取消")
    first.sees("须由另一位事项管理员核对确认")
    first.settled()
    assert state() == ["waiting"]
    second.open(f"/definition?matter={code}")
    second.page.get_by_role("tab", name="取消").click(timeout=PATIENCE)
    second.press("生效")
    second.press_late("确认生效")
    second.sees("撤回取消")
    second.settled()
    assert state() == ["confirmed"]
    second.press("撤回取消")
    second.press_late("确认撤回取消")
    second.sees("已撤回")
    assert state() == ["withdrawn"]
