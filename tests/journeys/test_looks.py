"""The same pages on a telephone, in the dark, and in large type, as somebody's browser or somebody wishes.

Covers: ui/assets/looks.js, ui/assets/once.css
"""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browsing import NEEDED, PATIENCE, Visitor
from tests.journeys.product import Product
from tests.journeys.scenes import CLERK, STAFF
from tests.journeys.test_every_page import DESK, TELEPHONE, Inspector, holder, pages_of

pytestmark = [*NEEDED, pytest.mark.timeout(600)]
LARGER = "大字显示（关怀模式）"


def type_size(page: Page) -> str:
    """Of which everything on the pages is a multiple."""
    size: str = page.evaluate("getComputedStyle(document.documentElement).fontSize")
    return size


def in_the_dark(browser: Browser, product: Product, screen: dict[str, int]) -> Inspector:
    """Somebody whose browser wishes for dark pages."""
    inspector = Inspector(browser, product, screen)
    inspector.page.emulate_media(color_scheme="dark")
    return inspector


def test_on_a_telephone_the_first_pages_are_tabs_at_the_foot(product: Product, browser: Browser) -> None:
    """One tap leads there without loading the page anew, the tab says which page it is, and the menu stays closed."""
    staff = Inspector(browser, product, TELEPHONE)
    staff.enter(STAFF)
    tabs = staff.page.get_by_role("navigation", name="常用页面").get_by_role("link")
    expect(tabs).to_have_count(5, timeout=PATIENCE)
    staff.page.evaluate("window.onceHere = true")
    tabs.filter(has_text="待办").click()
    staff.sees_heading("待办")
    expect(tabs.filter(has_text="待办")).to_have_attribute("aria-current", "page", timeout=PATIENCE)
    assert staff.page.evaluate("window.onceHere") is True
    expect(staff.page.get_by_test_id("stSidebarNavLink").first).not_to_be_in_viewport()


def test_on_a_desk_there_are_no_tabs(product: Product, browser: Browser) -> None:
    """The menu stands beside the page."""
    staff = Visitor(browser, product).enter(STAFF)
    expect(staff.page.locator(".once-tabs")).to_be_attached(timeout=PATIENCE)
    expect(staff.page.locator(".once-tabs")).to_be_hidden()


def test_large_type_is_kept_by_the_browser_and_can_be_taken_back(product: Product, browser: Browser) -> None:
    """关怀模式: everything a quarter larger, from the first moment of the next page too."""
    staff = Inspector(browser, product, DESK)
    staff.enter(STAFF)
    usual = type_size(staff.page)
    button = staff.page.get_by_role("button", name=LARGER)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true", timeout=PATIENCE)
    assert (usual, type_size(staff.page)) == ("16px", "20px")
    staff.inspect("/tasks")
    assert type_size(staff.page) == "20px"
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false", timeout=PATIENCE)
    assert type_size(staff.page) == usual
    assert staff.complaints == []


@pytest.mark.long
def test_the_window_is_worked_at_in_large_type(product: Product, browser: Browser) -> None:
    """Matter, applicant and the whole form stand inside the screen of a desk, and axe finds nothing."""
    clerk = Inspector(browser, product, DESK)
    clerk.enter(CLERK)
    clerk.page.get_by_role("button", name=LARGER).click()
    clerk.open("/window")
    clerk.pick("办理什么事项", "公务用车派车")
    clerk.type("查找申请人", "法院 工作人员")
    clerk.pick("申请人", "人民法院 工作人员")
    expect(clerk.field("用车事由")).to_be_visible(timeout=PATIENCE)
    clerk.settled()
    assert type_size(clerk.page) == "20px"
    clerk.inspect()
    assert clerk.complaints == []


def test_in_the_dark_the_pages_are_dark_and_readable(product: Product, browser: Browser) -> None:
    """Streamlit's part and ours follow the same wish; axe judges the contrast."""
    staff = in_the_dark(browser, product, DESK)
    staff.enter(STAFF)
    staff.inspect("/filing?matter=MS032")
    background = staff.page.get_by_test_id("stApp").evaluate("one => getComputedStyle(one).backgroundColor")
    assert background == "rgb(21, 25, 31)"
    assert staff.complaints == []


@pytest.mark.long
@pytest.mark.parametrize("role", ["applicant", "approver", "matter_admin", "org_admin", "system_admin", "supervisor"])
def test_so_is_every_page_of_a_role(product: Product, browser: Browser, role: str) -> None:
    """The walk of every page, in the dark and at 375 px."""
    inspector = in_the_dark(browser, product, TELEPHONE)
    inspector.enter(holder(product, role))
    for path in pages_of(role):
        inspector.inspect(path)
    assert inspector.complaints == []
