"""An item is decided in two clicks from the list, and on a telephone in four taps from the login; then comes the next one."""

import re
import time

from playwright.sync_api import Browser, Locator, expect

from tests.journeys.browsing import NEEDED, PATIENCE, Visitor
from tests.journeys.product import Product
from tests.journeys.scenes import CHIEF, CLERK, FILLED, TRIP, deeds, filed

pytestmark = NEEDED
FOR = "county_reform.staff"


class Counting(Visitor):
    """Somebody whose clicks are counted."""

    clicks = 0

    def click(self, what: Locator) -> None:
        """One click, on what is in sight."""
        expect(what).to_be_visible(timeout=PATIENCE)
        self.settled()
        self._read()
        what.click()
        self._pressed = time.monotonic()
        self.clicks += 1


def before_the_chief(product: Product, key: str) -> str:
    """A case that only waits to be agreed to."""
    case_no = filed(product, "MS032", TRIP | {"purpose": f"办理一件（{key}）"}, FOR, key)
    product.person(CLERK).act(case_no, "accept", fills=FILLED)
    return case_no


def item_of(visitor: Visitor, case_no: str) -> Locator:
    """The link of my item in the queue."""
    return visitor.page.locator("[class*=st-key-task-]").filter(has_text=case_no).get_by_role("link").first


def agree(visitor: Counting, product: Product, case_no: str) -> None:
    """Open the item and say yes; nothing is scrolled for it."""
    visitor.click(item_of(visitor, case_no))
    visitor.click(visitor.page.get_by_role("button", name="确认同意"))
    visitor.sees("已同意，办理结果：同意派车")
    assert [what for what, _, _ in deeds(product, FOR, case_no)].count("同意") == 1


def test_two_clicks_decide_an_item_and_the_next_one_is_offered(product: Product, browser: Browser) -> None:
    """From the list: open, agree. Then 下一件 by what it is about, and the way back to the queue."""
    case_no, _ = (before_the_chief(product, f"two-clicks-{n}") for n in (1, 2))
    chief = Counting(browser, product)
    chief.enter(CHIEF)
    chief.open("/tasks")
    agree(chief, product, case_no)
    assert chief.clicks == 2
    following = chief.page.get_by_role("link", name=re.compile("^下一件：【"))
    chief.click(following)
    expect(chief.page).not_to_have_url(re.compile(case_no), timeout=PATIENCE)
    chief.sees("请您办理")


def test_four_taps_decide_an_item_on_a_telephone(product: Product, browser: Browser) -> None:
    """Log in, 待办, the item, agree; what decides stands above the tabs at the foot of the screen."""
    case_no = before_the_chief(product, "four-taps")
    chief = Counting(browser, product)
    chief.page.set_viewport_size({"width": 375, "height": 700})
    chief.enter(CHIEF)
    chief.clicks = 1
    chief.click(chief.page.locator(".once-tabs").get_by_role("link", name=re.compile("待办")))
    agree(chief, product, case_no)
    assert chief.clicks == 4
