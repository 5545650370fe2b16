"""What is typed and not left: it outlives a reload, a step to another page, and a login that has run out."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, expect

from tests.journeys.browsing import NEEDED, PATIENCE, Visitor
from tests.journeys.product import Product
from tests.journeys.scenes import CLERK, STAFF, TRIP, at_item, done, filed, keeper

pytestmark = NEEDED
FORM = "/filing?matter=MS009"
LOST_AT_MOST = 3000.0  # milliseconds of typing


@pytest.fixture
def staff(product: Product, browser: Browser) -> Visitor:
    """Somebody before a form, with one field typed into and not left."""
    visitor = Visitor(browser, product).enter(STAFF)
    visitor.open(FORM)
    visitor.field("用途").fill("")
    visitor.field("用途").press_sequentially("会议室视频终端接入")
    return visitor


def test_it_outlives_a_reload_three_seconds_later(staff: Visitor) -> None:
    """Without a key that leaves the field."""
    staff.page.wait_for_timeout(LOST_AT_MOST)
    staff.page.reload()
    expect(staff.field("用途")).to_have_value("会议室视频终端接入", timeout=PATIENCE)


def test_it_outlives_a_step_to_another_page_at_once(staff: Visitor) -> None:
    """The press that leads away takes it along."""
    staff.follow("我的办件")
    staff.sees_heading("我的办件")
    staff.open(FORM)
    expect(staff.field("用途")).to_have_value("会议室视频终端接入", timeout=PATIENCE)


def test_leaving_at_once_asks_first(staff: Visitor) -> None:
    """The browser asks, in its own words, whether to leave; after three seconds there is nothing to ask."""
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    staff.page.on("dialog", leave)
    staff.field("用途").press_sequentially("等")
    staff.page.reload()
    assert asked == ["beforeunload"]
    staff.settled()
    staff.page.wait_for_timeout(LOST_AT_MOST)
    staff.page.reload()
    assert asked == ["beforeunload"]


def test_it_is_offered_again_after_a_login_that_had_run_out(staff: Visitor, product: Product, service: Any) -> None:
    """The same person, back at the same form; what the server could not take is put back by the tab."""
    staff.page.wait_for_timeout(LOST_AT_MOST)
    done(
        service.account_keeping.revoke(keeper(product, service, "security_admin"), product.accounts[STAFF]["username"])
    )
    staff.field("用途").press_sequentially("（含备用线路）")
    staff.enter_again(STAFF)
    expect(staff.field("用途")).to_have_value("会议室视频终端接入（含备用线路）", timeout=PATIENCE)


def test_a_step_begun_is_as_it_was_after_a_reload(product: Product, browser: Browser) -> None:
    """The act chosen, what the office fills in, and the opinion beside it."""
    case_no = filed(product, "MS032", TRIP, STAFF, "begun")
    clerk = at_item(product, browser, CLERK, case_no, "accept")
    clerk.choose("办理意见", "受理")
    clerk.type("车牌号", "样A12345")
    clerk.field("意见").press_sequentially("车况良好")
    clerk.page.wait_for_timeout(LOST_AT_MOST)
    clerk.page.reload()
    expect(clerk.field("车牌号")).to_have_value("样A12345", timeout=PATIENCE)
    expect(clerk.field("意见")).to_have_value("车况良好", timeout=PATIENCE)
    expect(clerk.page.get_by_role("radio", name="受理", exact=True)).to_be_checked()
