"""A matter changed without a programmer, by clicks: an error at its line, mended, submitted, published by a second person."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browsing import NEEDED, PATIENCE, Visitor
from tests.journeys.product import Product
from tests.journeys.scenes import visitor

pytestmark = NEEDED
STAFF, MATTER = "county_finance.staff", "MS032"
SHORT, LONG = "label: 目的地, type: text, max_length: 70", "label: 目的地, type: text, max_length: 80"
ANSWERS = {
    "purpose": "防汛检查",
    "vehicle_use": "inspection",
    "depart_at": "2090-03-01T08:00",
    "return_at": "2090-03-01T18:00",
    "destination": "样例镇",
    "passengers": 3,
    "out_of_city": False,
    "contact": "值班室",
    "contact_phone": "5550061",
    "pledge": True,
}


def write(author: Visitor, before: str, after: str) -> None:
    """Change some words in the editor; it sends them by itself."""
    author.page.get_by_role("tab", name="内容").click()
    area = author.page.get_by_label("事项定义文本")
    text = area.input_value(timeout=PATIENCE)
    assert before in text
    area.fill(text.replace(before, after, 1))


@pytest.mark.timeout(600)
def test_a_matter_is_changed_by_two_administrators(product: Product, browser: Browser) -> None:
    """The applicant sees the new version; the case filed before keeps the old one."""
    staff = product.person(STAFF)
    case_no = staff.file(ANSWERS, MATTER, "before-the-change")
    before = staff.get(f"/cases/{case_no}")
    author = visitor(product, browser, "p37")
    author.follow("事项管理")
    author.follow(MATTER)
    author.press("起草新版本")
    write(author, LONG, SHORT.replace("type: text", "type: textt"))
    remark = author.page.get_by_role("button", name=re.compile(r"^第 \d+ 行\s错误$"))
    expect(remark).to_be_visible(timeout=PATIENCE)
    expect(author.page.get_by_role("button", name="提交发布", exact=True)).to_be_disabled()
    remark.click()
    area = author.page.get_by_label("事项定义文本")
    assert "textt" in area.evaluate("one => one.value.slice(one.selectionStart, one.selectionEnd)")
    write(author, "textt", "text")
    expect(author.page.get_by_role("button", name="提交发布", exact=True)).to_be_enabled(timeout=PATIENCE)
    author.page.get_by_role("tab", name="与现行版本的差异").click()
    author.sees("字数上限由“80”改为“70”")
    author.press("提交发布")
    author.sees("须由其他事项管理员审阅发布")
    second = visitor(product, browser, "p48")
    second.open("/definitions")
    second.sees("有 1 份草案等您审阅发布")
    second.follow(MATTER)
    second.page.get_by_role("button", name=re.compile(r"^发布第 \d+ 版")).click()
    publish = second.page.get_by_role("button", name=re.compile(r"^确认发布第 \d+ 版$"))
    version = publish.inner_text().removeprefix("确认发布")
    publish.click()
    second.sees("新的申请按新版办理")
    applicant = Visitor(browser, product).enter(STAFF)
    applicant.open(f"/matter?matter={MATTER}")
    applicant.sees(version)
    assert staff.get(f"/cases/{case_no}")["answers"] == before["answers"]
    second.open("/definitions")
    expect(second.page.get_by_text(re.compile(r"另有 \d+ 件按以前的版本办理")).first).to_be_visible(timeout=PATIENCE)
    assert author.foreign + second.foreign + applicant.foreign == []


@pytest.mark.timeout(600)
def test_a_form_is_changed_part_by_part_without_its_text(product: Product, browser: Browser) -> None:
    """A field is added and filled in where the remark stands; preview, text and differences say the same."""
    author = visitor(product, browser, "p37")
    author.open("/definition?matter=MS040")
    author.press("起草新版本")
    for label in ("打开表单", "打开第 1 项", "打开填报项"):
        author.press(label)
    author.pick("添加", "日期")
    author.press("添加")
    author.sees("这里还写着“待填写”")
    author.type("名称", "希望批复的日期")
    author.sees_heading("希望批复的日期（日期）")
    expect(author.page.get_by_text("这里还写着“待填写”")).to_have_count(0, timeout=PATIENCE)
    author.page.get_by_role("tab", name="表单预览").click()
    asked = author.page.get_by_role("listitem").filter(has_text="请填写“希望批复的日期”")
    expect(asked).to_be_visible(timeout=PATIENCE)
    author.page.get_by_role("tab", name="内容").click()
    area = author.page.get_by_label("事项定义文本")
    expect(area).to_have_value(re.compile("label: 希望批复的日期, type: date"), timeout=PATIENCE)
    author.page.get_by_role("tab", name="与现行版本的差异").click()
    added = author.page.get_by_role("listitem").filter(has_text="希望批复的日期").filter(visible=True)
    expect(added.first).to_be_visible(timeout=PATIENCE)
    author.press("放弃草案")
    author.press("确认放弃草案")
    author.sees("已放弃草案。")
    assert author.foreign == []
