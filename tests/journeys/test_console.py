"""The console of the flow engine, clicked through in a real Chromium: whatever is clicked, no other host is asked.

Covers: flows/runs/links.js
"""

import logging
import random
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ElementHandle, Page, Request
from playwright.sync_api import Error as Unclickable

from tests.journeys.browsing import NEEDED, OWN_SCHEMES, PATIENCE
from tests.journeys.product import Product, until
from tests.journeys.scenes import CLERK, FILLED, STAFF, TRIP, filed

pytestmark = [*NEEDED, pytest.mark.long]

PLACES = (
    *("dashboard", "runs", "flows", "deployments", "work-pools", "work-pools/create", "blocks", "blocks/catalog"),
    *("variables", "automations", "automations/create", "events", "concurrency-limits", "artifacts", "settings"),
)
CLICKABLE = "a[href], button, summary, [role=button], [role=tab], [role=menuitem], [role=option], [role=switch], input"
STAY_CLICKS = 25  # at one place before the next; what a click opens is clicked through as well
TRIED = """
async () => {
  const asked = await fetch("https://outside.invalid/").then(() => "answered", () => "refused");
  const link = document.createElement("a");
  link.href = "https://outside.invalid/link";
  document.body.append(link);
  link.click();
  link.target = "_blank";
  link.click();
  return [asked, window.open("https://outside.invalid/window"), getComputedStyle(link).display, location.hostname];
}
"""


class Wanderer:
    """Somebody who clicks whatever there is; every request is on record."""

    def __init__(self, browser: Browser, product: Product) -> None:
        self.root = f"http://127.0.0.1:{product.prefect_port}/prefect"
        self.secret = (product.folder / "prefect-auth").read_text().strip()
        self.hosts = Counter[str]()
        self.refused: set[str] = set()
        self.clicked = Counter[str]()
        self.seen: set[str] = set()
        self._choice = random.Random(14)
        self._product = urlsplit(product.url).netloc
        self.context: BrowserContext = browser.new_context(viewport={"width": 1366, "height": 900})
        self.context.on("request", lambda request: self._note(request.url))
        self.context.on("requestfailed", self._failed)
        self.page: Page = self.context.new_page()
        self.page.on("dialog", lambda dialog: dialog.accept())

    @property
    def outside(self) -> dict[str, int]:
        """What was asked of others, the product apart, and not refused by the page's own policy."""
        own = {urlsplit(self.root).netloc, self._product}
        return {host: count for host, count in self.hosts.items() if host not in own and host not in self.refused}

    def log_in(self) -> None:
        """As the operators' page says."""
        self.page.goto(f"{self.root}/")
        field = self.page.locator("input[type=password]")
        field.fill(self.secret, timeout=PATIENCE)
        field.press("Enter")
        self.page.locator("a[href='/prefect/runs']").first.wait_for(timeout=PATIENCE)

    def wander(self, seconds: float) -> None:
        """Through all places again and again."""
        deadline = time.monotonic() + seconds
        for place in self._places():
            self.page.goto(f"{self.root}/{place}", wait_until="networkidle")
            for _ in range(STAY_CLICKS):
                if time.monotonic() > deadline:
                    return
                self._click_something()

    def _places(self) -> Iterator[str]:
        while True:
            yield from PLACES

    def _click_something(self) -> None:
        """What was clicked least so far, at this kind of page."""
        found = [(self._named(one), one) for one in self.page.query_selector_all(CLICKABLE) if one.is_visible()]
        if not found:
            return
        self._choice.shuffle(found)
        name, chosen = min(found, key=lambda pair: self.clicked[pair[0]])
        self.clicked[name] += 1
        try:
            chosen.click(timeout=1000)
        except Unclickable:
            return
        self.page.wait_for_timeout(150)
        self.seen.add(urlsplit(self.page.url).path)
        self._come_back()

    def _come_back(self) -> None:
        """From another window, or from the product, to which links lead."""
        for other in self.context.pages:
            if other is not self.page:
                other.close()
        if urlsplit(self.page.url).netloc != urlsplit(self.root).netloc:
            self.page.goto(f"{self.root}/runs")

    def _named(self, element: ElementHandle) -> str:
        try:
            return f"{urlsplit(self.page.url).path[:40]} {element.inner_text()[:40] or element.get_attribute('class')}"
        except Unclickable:
            return ""

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in OWN_SCHEMES:
            self.hosts[parts.netloc] += 1

    def _failed(self, request: Request) -> None:
        if request.failure == "csp":
            self.refused.add(urlsplit(request.url).netloc)


@pytest.fixture
def wanderer(product: Product, browser: Browser) -> Wanderer:
    """Logged in to a console that has runs of a case to show."""
    case_no = filed(product, "MS032", TRIP, STAFF, secrets.token_hex(8))
    product.person(CLERK).act(case_no, "accept", fills=FILLED)
    until(lambda: product.person(STAFF).get(f"/cases/{case_no}/documents"), 60, "the paper is there")
    wanderer = Wanderer(browser, product)
    wanderer.log_in()
    return wanderer


def test_a_page_of_the_console_can_neither_ask_nor_lead_elsewhere(wanderer: Wanderer) -> None:
    """A request is refused by the page's policy, a link is not shown and not followed, and no window opens."""
    assert wanderer.page.evaluate(TRIED) == ["refused", None, "none", "127.0.0.1"]
    wanderer.page.wait_for_timeout(500)
    assert len(wanderer.context.pages) == 1
    assert wanderer.outside == {}
    wanderer.hosts["outside.example"] += 1
    assert wanderer.outside == {"outside.example": 1}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("minutes", [10])
def test_ten_minutes_of_clicking_ask_no_other_host(wanderer: Wanderer, minutes: int) -> None:
    """Every place of the console, and what a click opens there."""
    wanderer.wander(minutes * 60)
    clicks, asked = wanderer.clicked.total(), wanderer.hosts.total()
    logging.info(
        "%s clicks on %s things, %s addresses, %s requests", clicks, len(wanderer.clicked), len(wanderer.seen), asked
    )
    assert clicks > 100
    assert wanderer.outside == {}
