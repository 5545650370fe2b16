"""A case on the telephone, from the form to the paper, by taps on a screen of 375 points."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browsing import NEEDED, PATIENCE
from tests.journeys.product import Product
from tests.journeys.scenes import CHIEF, CLERK
from tests.journeys.test_browser import MATTER
from tests.journeys.test_every_page import TELEPHONE, Inspector
from tests.journeys.test_for_others import fill_in

pytestmark = [*NEEDED, pytest.mark.timeout(600)]
POST = "county_personnel.staff"  # of whom no other test files anything in the shared product


@pytest.fixture
def people(product: Product, browser: Browser) -> list[Inspector]:
    """Applicant, clerk and chief, each at a telephone."""
    found = [Inspector(browser, product, TELEPHONE) for _ in range(3)]
    for one, post in zip(found, (POST, CLERK, CHIEF), strict=True):
        one.enter(post)
    return found


def test_a_case_goes_from_the_form_to_the_paper_by_telephone(people: list[Inspector]) -> None:
    """Everybody at a telephone; each page they stop at is inside the screen, readable and Chinese."""
    staff, clerk, chief = people
    tabs = staff.page.locator(".once-tabs")
    tabs.get_by_role("link", name="办事").click()
    staff.sees_heading("办事")  # the page before it may name a case of the matter as well
    staff.type("查找事项", MATTER)
    staff.follow(MATTER)
    staff.sees_heading(MATTER)
    staff.press("申请")
    staff.sees_heading(f"申请：{MATTER}")
    fill_in(staff, "电话上办的用车")
    staff.inspect()
    staff.press("提交申请")
    staff.sees_heading("申请已提交")
    case_no = staff.filed()

    clerk.take_up("受理", case_no)
    clerk.choose("办理意见", "受理")
    clerk.type("车牌号", "样A12345")
    clerk.type("驾驶员", "马行健")
    clerk.inspect()
    clerk.press("确认受理")
    clerk.sees("办件当前状态：办理中")

    chief.take_up("审批", case_no)
    chief.press("确认同意")
    chief.sees("已同意")

    clerk.take_up("派车办结", case_no)
    clerk.press("确认办结")
    clerk.sees("办件当前状态：已办结")

    staff.open(f"/case?case={case_no}")
    staff.await_link(staff.address, "批复")
    staff.inspect()
    paper = staff.download("关于")
    tabs.get_by_role("link", name="我的办件").click()
    expect(staff.page.get_by_role("link", name="电话上办的用车").first).to_be_visible(timeout=PATIENCE)
    staff.open("/check")
    staff.hand_in("批复.pdf", paper)
    staff.sees("查验结论：有效")
    assert staff.complaints + clerk.complaints + chief.complaints == []
