"""督办 by clicks: a supervisor charges the body of a case, its head answers, and the supervisor closes it (销号)."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browsing import NEEDED, PATIENCE, Visitor
from tests.journeys.product import Product
from tests.journeys.scenes import STAFF, TRIP, filed

pytestmark = [*NEEDED, pytest.mark.long, pytest.mark.timeout(600)]
HEAD, TITLE = "county_logistics.head", "派车迟迟未办"


def test_a_charge_is_opened_answered_and_closed(product: Product, browser: Browser) -> None:
    """From the page of the case; on a telephone it is answered without scrolling sideways; no request leaves the machine."""
    case_no = filed(product, "MS032", TRIP | {"purpose": "督办试用"}, STAFF, "charge")
    post = next(post for post, account in product.accounts.items() if "supervisor" in account["roles"])
    watching, head = (Visitor(browser, product).enter(one) for one in (post, HEAD))
    watching.open(f"/case?case={case_no}")
    watching.follow("督办本办件")
    watching.sees_heading("督办")
    watching.type("督办事项", TITLE)
    watching.type("要求", "请于期限内办理，并反馈原因。")
    watching.press("发起督办")
    watching.sees("并通知了承办单位")

    head.page.set_viewport_size({"width": 375, "height": 740})
    head.open("/")
    head.sees("督办：1 件等您办理")
    head.open("/charges")
    head.follow(f"【待办理】【督办单】{TITLE}")
    head.sees("请于期限内办理，并反馈原因。")
    wide = head.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    head.choose("办理方式", "反馈")
    head.type("内容", "已安排车辆，今后当日受理。")
    head.press("确认反馈")
    head.sees("已反馈，待销号")

    watching.open("/charges")
    watching.follow(f"【待办理】【督办单】{TITLE}")
    watching.sees("已安排车辆，今后当日受理。")
    watching.choose("办理方式", "销号")
    watching.press("确认销号")
    watching.sees("已销号")
    expect(watching.page.get_by_role("button", name="确认销号")).to_have_count(0, timeout=PATIENCE)
    assert watching.foreign + head.foreign == []
