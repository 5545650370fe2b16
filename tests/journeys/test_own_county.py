"""An invented county makes the product its own: from an empty folder to the paper of its first case, under its own name.

Covers: ui/components/definitions/offering.py
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, expect

from flows.bootstrap import now
from matters.calendar import local_day
from tests import county
from tests.flows.documents.foreign import PASSWORD, ForeignAuthority
from tests.journeys.browsing import NEEDED, PATIENCE, Visitor, chromium, chromium_path
from tests.journeys.domain import NAME, Domain, in_front_of
from tests.journeys.product import Product
from tests.journeys.scenes import judged_by_others

NGINX = pytest.mark.skipif(
    shutil.which("nginx") is None, reason="no nginx on this machine (apt-get install nginx-light)"
)
pytestmark = [*NEEDED, NGINX, pytest.mark.long, pytest.mark.timeout(900)]
ONCE = str(Path(sys.executable).with_name("once"))
PURPOSE = "赴邻县参加预算会审"
SEALED_ELSEWHERE = county.CENTRE


@dataclass(frozen=True)
class Office:
    """The county's product at work, its domain, and a browser that finds it; `once`: its command line."""

    product: Product
    domain: Domain
    browser: Browser
    once: Callable[..., Any]
    administrators: list[dict[str, str]]

    def the_rest(self) -> dict[str, str]:
        """Whoever has no account gets one at the machine, administrators of the organisation and the matters among them."""
        assert self.once("user", "add-all", "口令.txt") == {"opened": 10, "refused": []}
        lines = (self.product.folder.parent / "口令.txt").read_text("utf-8").splitlines()
        return {username: password for username, _, password in (line.split("\t") for line in lines)}

    def first_login(self, username: str, password: str) -> Visitor:
        """Somebody with a password for one login chooses another, and is in."""
        visitor = Visitor(self.browser, self.product, url=self.domain.url)
        visitor.names = county.IDS
        visitor.page.goto(self.domain.url)
        chosen = "three plain words 7"
        _type(visitor, {"用户名": username, "密码": password})
        visitor.press("登录")
        expect(visitor.page.get_by_role("heading", name="修改密码")).to_be_visible(timeout=PATIENCE)
        _type(visitor, {"现在的密码": password, "新密码": chosen, "再输入一遍新密码": chosen})
        visitor.press("修改密码")
        visitor.sees_heading("工作台")
        return visitor


def _type(visitor: Visitor, said: dict[str, str]) -> None:
    for label, value in said.items():
        visitor.page.get_by_label(label, exact=True).fill(value)


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest) -> dict[str, str]:
    """What the administrators of the server have written down beside the domain: where the rows are."""
    return {"ONCE_DATABASE_URL": request.getfixturevalue("postgres_url")()} if request.param == "postgresql" else {}


@pytest.fixture
def office(tmp_path: Path, settings: dict[str, str]) -> Iterator[Office]:
    """Set up in an empty folder as the README says, started, and reached by its own name."""
    path, folder = chromium_path(), tmp_path / "once"
    assert path
    settings = {"ONCE_PUBLIC_URL": f"https://{NAME}", "ONCE_TRUSTED_PROXY": "127.0.0.1", **settings}
    (tmp_path / "机构.xlsx").write_bytes(county.workbook(county.sheets() | {"管理员": county.ADMINISTRATORS}))

    def once(*words: str, said: str = "") -> Any:
        command = [ONCE, *words, "--data", str(folder), "--json"]
        environment = os.environ | settings
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, input=said, text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    made = once("setup", "--name", county.NAME, "--organisation", "机构.xlsx")
    with (
        Product(folder, settings=settings) as product,
        in_front_of(product.port, _empty(tmp_path / "nginx")) as domain,
        chromium(path, *domain.flags) as browser,
    ):
        yield Office(product, domain, browser, once, made["administrators"])


def _empty(folder: Path) -> Path:
    folder.mkdir()
    return folder


def account(keeper: Visitor, name: str, username: str) -> str:
    """系统管理员 opens an account; the password is read off the page once."""
    keeper.follow("账号")
    keeper.sees_heading("账号")
    keeper.page.get_by_text("开设账号").first.click()
    keeper.pick("人员", name)
    keeper.type("用户名", username)
    keeper.press("开设")
    keeper.sees(f"账号 {username} 的初始密码如下")
    password = keeper.page.locator("[data-testid=stMain] strong").first.inner_text()
    keeper.press("已记下，不再显示")
    expect(keeper.page.get_by_text("的初始密码如下")).to_have_count(0, timeout=PATIENCE)
    return password


def give_role(first: Visitor, second: Visitor, name: str) -> None:
    """One 安全管理员 proposes somebody who is to administer matters too; the other agrees."""
    _find(first, name)
    first.pick("调整内容", "授权", whole=True)
    first.pick("角色", "事项管理员")
    first.pick("范围", "全部")
    first.press("预览影响")
    first.press("确认授权")
    first.sees("等待确认的授权")
    second.follow("机构与人员")
    second.press("授权")
    second.press("确认授权")
    expect(second.page.get_by_text("等待确认的授权")).to_have_count(0, timeout=PATIENCE)


def _find(visitor: Visitor, name: str) -> None:
    """Open whom or what the organisation calls so."""
    visitor.follow("机构与人员")
    visitor.sees_heading("机构与人员")
    visitor.type("查找", name)
    visitor.page.locator("[data-testid=stMain]").get_by_role("link", name=name).first.click()
    visitor.sees_heading(name)


def fill_the_gap(registrar: Visitor) -> None:
    """What a matter lacks is a post of a kind; 机构管理员 sets it up and gives it to somebody."""
    _find(registrar, county.FINANCE)
    registrar.pick("调整内容", "新设岗位")
    registrar.settled()
    registrar.page.get_by_role("combobox", name="岗位类别").first.fill("审核岗")  # of many, few are drawn
    registrar.pick("岗位类别", "审核岗（review_clerk）")
    registrar.type("岗位名称", "审核岗")
    registrar.press("预览影响")
    registrar.press("确认新设岗位")
    registrar.sees("审核岗")
    registrar.pick("调整内容", "任职")
    registrar.pick("人员", "章禾")
    registrar.pick("岗位", "审核岗")
    registrar.press("预览影响")
    registrar.press("确认任职")
    registrar.sees("章禾")


def localise(keeper: Visitor, code: str, hint: str = "") -> None:
    """事项管理员 writes down whom to ring up for a matter, and an example of the place; then it is offered."""
    card = keeper.page.locator(f"[class*=st-key-definitions-offering-{code}-swzx]")
    expect(card.get_by_text("未开通")).to_be_visible(timeout=PATIENCE)
    for label, value in {"咨询电话": "8210016", "监督电话": "8210013"}.items():
        card.get_by_label(label).fill(value)
        card.get_by_label(label).press("Tab")
    if hint:
        card.get_by_label("的填报说明").fill(hint)
        card.get_by_label("的填报说明").press("Tab")
    card.get_by_role("button", name="保存本地内容").click()
    expect(card.get_by_text("已开通")).to_be_visible(timeout=PATIENCE)


def file(staff: Visitor) -> str:
    """A car is asked for."""
    staff.follow("公务用车派车")
    staff.press("申请")
    staff.sees_heading("申请：公务用车派车")
    day = local_day(now()) + timedelta(days=10)
    staff.type("用车事由", PURPOSE)
    staff.pick("用车类型", "会议培训")
    staff.set_time("出发时间", f"{day:%Y%m%d}0800")
    staff.set_time("预计返回时间", f"{day:%Y%m%d}1800")
    staff.type("目的地", "邻县财政局")
    staff.type("乘车人数", "3")
    staff.choose("是否跨市", "否")
    staff.type("联系电话", "8210011")
    staff.page.get_by_text("我已阅读并作出上述承诺").click()
    staff.press("提交申请")
    staff.sees_heading("申请已提交")
    return staff.filed()


def handle(clerk: Visitor, chief: Visitor, case_no: str) -> None:
    """Accepted, granted, and a car sent."""
    clerk.take_up("受理", case_no)
    clerk.choose("办理意见", "受理")
    clerk.type("车牌号", "蒙L12345")
    clerk.type("驾驶员", "聂欣")
    clerk.press("确认受理")
    clerk.sees("办件当前状态：办理中")
    chief.take_up("审批", case_no)
    chief.decide("同意", "同意派车。")
    chief.sees("办件当前状态：已决定")
    clerk.take_up("派车办结", case_no)
    clerk.decide("办结")
    clerk.sees("办件当前状态：已办结")


def test_a_county_goes_from_an_empty_folder_to_a_paper_that_verifies(office: Office, tmp_path: Path) -> None:
    """Set up, first day of the administrators, two matters made local and offered, a case, and its paper in others' hands."""
    keeper, first, second, auditor = (
        office.first_login(one["username"], one["password"]) for one in office.administrators
    )
    keeper.await_text("/operations", "各项正常。")
    people = {"卫萍": "weiping", "喻春": "yuchun", "潘峰": "panfeng"}
    passwords = {username: account(keeper, name, username) for name, username in people.items()}
    passwords |= office.the_rest()
    xiling, staff, clerk, chief = (
        office.first_login(name, passwords[name]) for name in ("xiling", "weiping", "yuchun", "panfeng")
    )
    give_role(first, second, "严兰")
    staff.follow("办事")
    staff.sees("还没有开通的事项")
    fill_the_gap(xiling)
    xiling.follow("事项管理")
    xiling.page.get_by_text("开通情况：各事项还缺什么").click()
    localise(xiling, "MS030")
    localise(xiling, "MS032", "如“赴苏木开展防汛检查”。")
    seal = ForeignAuthority().issued(SEALED_ELSEWHERE)
    (tmp_path / "章.p12").write_bytes(seal)
    office.once("seal", "import", "章.p12", "--password-stdin", said=f"{PASSWORD}\n")

    staff.page.reload()
    case_no = file(staff)
    handle(clerk, chief, case_no)
    staff.follow("我的办件")
    staff.await_link("/my-cases", "公务用车派车：").click()
    staff.sees("办理结果")
    staff.await_link(staff.address, "批复")
    title = f"关于{county.FINANCE}公务用车的批复"
    paper = office.domain.download(staff, title)
    written = _text(paper)
    assert title in written
    assert f"{NAME}" in staff.url
    assert "样例" not in written
    staff.follow("查验")
    staff.hand_in("批复.pdf", paper)
    staff.sees("查验结论：有效")
    auditor.follow("审计日志")
    auditor.press("校验审计链")
    auditor.sees("审计链完整")
    judged_by_others(paper, office.domain.get("/root.pem").content, tmp_path)
    everybody = (keeper, first, second, auditor, xiling, staff, clerk, chief)
    assert [url for one in everybody for url in one.foreign] == []


def _text(pdf: bytes) -> str:
    return "".join("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).split())
