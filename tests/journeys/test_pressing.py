"""What is pressed and typed in a real browser while the page is being drawn anew: a press counts, and once; no letter is lost."""

import re
from typing import Any

from playwright.sync_api import Browser, expect

from tests.journeys.browsing import NEEDED, PATIENCE, Visitor
from tests.journeys.product import Product
from tests.journeys.scenes import CHIEF, CLERK, FILLED, STAFF, TRIP, at_item, caller, done, filed

pytestmark = NEEDED
POST = "county_youth_league.staff"
# The button that `typed.js` presses by itself begins a new run as anything that is typed or chosen does.
PRESS_AMID = """async (label) => {
  const pause = () => new Promise((resume) => setTimeout(resume, 20));
  const unseen = () => document.querySelector(".st-key-once-reconnected button");
  const button = () => [...document.querySelectorAll("button")].find((one) => one.textContent.trim() === label);
  while (!unseen() || !button()) await pause();
  let pressed = false;
  for (let n = 0; n < 12 || !pressed; n++) {
    unseen()?.click();
    if (n >= 4 && !pressed && button()) { button().click(); pressed = true; }
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


def test_matters_are_found_while_one_types(product: Product, browser: Browser) -> None:
    """Without Enter: the focus stays where it is, and the words are in the address for whoever loads it anew."""
    staff = Visitor(browser, product).enter(POST)
    staff.open("/matters")
    staff.sees_heading("办事")
    words = staff.field("查找事项")
    words.press_sequentially("yongche")
    staff.sees("共 3 条")
    expect(staff.page.get_by_role("link", name="公务用车派车")).to_be_visible(timeout=PATIENCE)
    expect(words).to_be_focused()
    expect(staff.page).to_have_url(re.compile("[?]q=yongche"), timeout=PATIENCE)
    staff.page.reload()
    staff.sees("共 3 条")
    expect(staff.field("查找事项")).to_have_value("yongche", timeout=PATIENCE)


def test_who_types_on_while_a_message_goes_loses_no_letter(product: Product, browser: Browser) -> None:
    """The message of the act before goes with the first text that is saved: the field stays where it is, and the focus in it."""
    case_no = filed(product, "MS032", TRIP, STAFF, "typing-on")
    product.person(CLERK).act(case_no, "accept", fills=FILLED)
    chief = at_item(product, browser, CHIEF, case_no, "approve")
    chief.choose("办理意见", "同意")
    chief.type("发表意见", "车况如何")
    chief.press("发表")
    message = chief.page.locator('[data-testid="stAlertContentSuccess"]')
    expect(message).to_have_count(1)
    chief.settled()
    chief.field("意见").click()
    chief.page.keyboard.type("同意派车，请")
    expect(message).to_have_count(0, timeout=PATIENCE)
    chief.page.keyboard.type("按时到达。")
    expect(chief.field("意见")).to_have_value("同意派车，请按时到达。")
