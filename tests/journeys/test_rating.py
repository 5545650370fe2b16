"""好差评 by clicks: a case that is over is rated badly, the head mends and answers, and the applicant rates once more."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browsing import NEEDED, PATIENCE, Visitor
from tests.journeys.product import Product, until
from tests.journeys.scenes import CLERK, STAFF, TRIP, filed

pytestmark = [*NEEDED, pytest.mark.long, pytest.mark.timeout(600)]
HEAD = "county_logistics.head"


def refused(product: Product) -> str:
    """A case that was not accepted, which is over."""
    case_no = filed(product, "MS032", TRIP | {"purpose": "评价试用"}, STAFF, "rating")
    until(lambda: product.person(CLERK).task(case_no, "refuse_acceptance"), PATIENCE / 1000, "the case")
    product.person(CLERK).act(case_no, "refuse_acceptance", opinion="不属于平台保障范围。")
    return case_no


def test_a_bad_rating_is_mended_and_rated_again(product: Product, browser: Browser) -> None:
    """Each finds what is theirs on the first page; who handled the case sees nothing of it; no request leaves the machine."""
    case_no = refused(product)
    staff, head, clerk = (Visitor(browser, product).enter(post) for post in (STAFF, HEAD, CLERK))
    staff.open("/")
    staff.sees_heading("待评价")
    staff.follow("【评价】公务用车派车：评价试用")
    staff.choose("评价等级", "不满意")
    staff.page.get_by_text("告知不清", exact=True).click()
    staff.type("评价内容（选填）", "理由没有说清")
    staff.press("提交评价")
    staff.sees("承办单位将在期限内答复")
    staff.sees("待答复")

    clerk.open(f"/case?case={case_no}")
    clerk.sees("不予受理")
    expect(clerk.page.get_by_role("heading", name="服务评价")).to_have_count(0, timeout=PATIENCE)

    head.open("/")
    head.sees_heading("待答复的评价")
    head.follow("【待整改】公务用车派车：不满意")
    head.sees("理由没有说清")
    head.type("整改情况和答复（必填）", "已补充说明，并完善告知。")
    head.press("提交答复")
    head.sees("并通知了申请人")

    staff.open(f"/case?case={case_no}")
    staff.sees("已补充说明，并完善告知。")
    staff.choose("复评等级", "满意")
    staff.press("提交复评")
    staff.sees("已复评")
    assert product.person(STAFF).get(f"/cases/{case_no}/rating")["given"]["state"] == "again"
    assert staff.foreign + head.foreign + clerk.foreign == []
