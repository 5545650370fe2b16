"""From the board to a figure, its list and a case by clicks; on a wall, a desk and a telephone nothing runs over the edge."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browsing import NEEDED, PATIENCE, Visitor
from tests.journeys.product import Product
from tests.journeys.scenes import STAFF, TRIP

pytestmark = [*NEEDED, pytest.mark.timeout(600)]
SUPERVISOR = "county_supervision.staff"
SCREENS = ((1920, 1080), (1280, 720), (375, 812))
_OVER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def supervisor(product: Product, browser: Browser) -> Visitor:
    """Whoever supervises the county, in which something was filed."""
    product.person(STAFF).file({**TRIP, "purpose": "统览要数到的用车"}, "MS032", "board-1")
    return Visitor(browser, product).enter(SUPERVISOR)


def test_from_the_board_to_a_case_by_clicks(supervisor: Visitor) -> None:
    """The number of a row leads to what is counted there; a name leads to the board of it alone, and back to the whole."""
    page = supervisor.page
    supervisor.open("/board")
    supervisor.sees_heading("一屏统览")
    page.get_by_role("tab", name="受理机构").click()
    page.get_by_role("tabpanel").get_by_role("link", name="样例县机关事务管理中心").click()
    supervisor.sees("受理机构：样例县机关事务管理中心")
    number = page.locator(".once-tile", has_text="办件量").get_by_role("link")
    filed = int(number.inner_text().removesuffix(" 件"))
    assert filed > 0
    number.click()
    supervisor.sees_heading("指标明细")
    supervisor.sees(f"计入的（共 {filed} 件）")
    page.get_by_role("link", name="统览要数到的用车").first.click()
    supervisor.sees_heading("公务用车派车：统览要数到的用车")
    page.go_back()
    supervisor.sees_heading("指标明细")
    supervisor.follow("返回一屏统览")
    supervisor.sees("受理机构：样例县机关事务管理中心")
    supervisor.follow("清除筛选")
    expect(page.get_by_text("受理机构：样例县机关事务管理中心")).to_have_count(0, timeout=PATIENCE)


def test_from_a_score_to_a_case_by_clicks(supervisor: Visitor) -> None:
    """The body, the figure its points stand on, the list, the case; the page fits a telephone."""
    page = supervisor.page
    supervisor.open("/assessments")
    supervisor.sees_heading("考核")
    page.locator("summary", has_text="样例县机关事务管理中心").click()
    number = page.locator("details[open]").get_by_role("link", name=" 件").first
    filed = int(number.inner_text().removesuffix(" 件"))
    assert filed > 0
    page.set_viewport_size({"width": 375, "height": 812})
    assert page.evaluate(_OVER) <= 0
    number.click()
    supervisor.sees_heading("指标明细")
    supervisor.sees(f"计入的（共 {filed} 件）")
    page.get_by_role("link", name="统览要数到的用车").first.click()
    supervisor.sees_heading("公务用车派车：统览要数到的用车")


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_board_fits_every_screen(supervisor: Visitor, width: int, height: int) -> None:
    """Wide tables scroll by themselves; all eight figures are there."""
    supervisor.page.set_viewport_size({"width": width, "height": height})
    supervisor.open("/board")
    supervisor.sees_heading("一屏统览")
    expect(supervisor.page.locator(".once-tile")).to_have_count(8, timeout=PATIENCE)
    assert supervisor.page.evaluate(_OVER) <= 0
