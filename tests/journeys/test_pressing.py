"""A press in a real browser while the page is being drawn anew, again and again: it counts, and once."""

from typing import Any

from playwright.sync_api import Browser

from tests.journeys.browsing import NEEDED, Visitor
from tests.journeys.product import Product
from tests.journeys.scenes import TRIP, caller, done

pytestmark = NEEDED
POST = "county_youth_league.staff"
# The button that `typed.js` presses by itself begins a new run as anything that is typed or chosen does.
PRESS_AMID = """async (label) => {
  const pause = () => new Promise((resume) => setTimeout(resume, 20));
  const [unseen] = document.querySelectorAll(".st-key-once-reconnected button");
  const button = [...document.querySelectorAll("button")].find((one) => one.textContent.trim() === label);
  for (let n = 0; n < 12; n++) {
    unseen.click();
    if (n === 4) button.click();
    await pause();
  }
}"""


def test_a_filing_pressed_while_the_page_is_drawn_is_filed_once(
    product: Product, browser: Browser, service: Any
) -> None:
    """The events before and after the press would each have ended the run that carried it."""
    me = caller(product, service, POST)
    before = service.cases.list(me).page.total
    done(service.drafts.save(me, "MS032", TRIP, POST))
    staff = Visitor(browser, product).enter(POST)
    staff.open("/filing?matter=MS032")
    staff.sees_heading("申请：公务用车派车")
    staff.page.evaluate(PRESS_AMID, "提交申请")
    staff.sees_heading("申请已提交")
    assert service.cases.list(me).page.total == before + 1
