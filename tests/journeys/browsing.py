"""People in a real Chromium: what they click and type, with every request and every untranslated word on record."""

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.journeys.product import Product

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
OWN_SCHEMES = {"data", "blob", "chrome", "chrome-extension"}  # the last two are the browser's own viewer of PDF
PATIENCE = 30_000.0  # milliseconds; a first page on a busy machine takes seconds
LATE = 500.0  # milliseconds between the first click of somebody who is not sure and the second
READING = 800.0  # milliseconds; what ui/assets/impatience.js takes for a click that was not meant
LOOKS = 60


def chromium_path() -> str | None:
    """A Chromium of this machine: a named one, one on the path, or the one Playwright has fetched."""
    with sync_playwright() as playwright:
        fetched = playwright.chromium.executable_path
    found = os.environ.get("ONCE_TEST_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    return found or (fetched if Path(fetched).exists() else None)


@contextmanager
def chromium(path: str, *flags: str) -> Iterator[Browser]:
    """A running Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags])
        try:
            yield browser
        finally:
            browser.close()


NEEDED = [
    pytest.mark.browser,
    pytest.mark.prefect,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]


class Visitor:
    """One person at one browser."""

    def __init__(self, browser: Browser, product: Product, beside: Page | None = None, url: str = "") -> None:
        self.product, self.browser, self.url = product, browser, url or product.url
        self.foreign: list[str] = []
        self.names: frozenset[str] = frozenset()  # of people and bodies, that an office has written in Latin letters
        self._pressed = 0.0
        context = (
            beside.context
            if beside
            else browser.new_context(
                locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1366, "height": 768}
            )
        )
        context.set_default_timeout(PATIENCE)
        self.page: Page = context.new_page()
        self._wire = context.new_cdp_session(self.page)
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on("websocket", lambda websocket: self._note(websocket.url))

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in OWN_SCHEMES and parts.netloc != urlsplit(self.url).netloc:
            self.foreign.append(url)

    def enter(self, post: str) -> "Visitor":
        """Log in as whoever holds the post."""
        account = self.product.accounts[post]
        self.page.goto(f"{self.url}/login")
        self._log_in(account)
        self.sees_heading("工作台")
        return self

    def enter_again(self, post: str) -> None:
        """Log in where the product asks for it by itself, and come back to where I was."""
        expect(self.page).to_have_url(re.compile("/login"), timeout=PATIENCE)
        self._log_in(self.product.accounts[post])
        expect(self.page).not_to_have_url(re.compile("/login"), timeout=PATIENCE)

    def another_tab(self) -> "Visitor":
        """The same person at a second tab of the same browser."""
        return Visitor(self.browser, self.product, beside=self.page, url=self.url)

    def _log_in(self, account: dict[str, Any]) -> None:
        self.page.get_by_label("用户名").fill(account["username"])
        self.page.get_by_label("密码").fill(account["password"])
        self.press("登录")

    def open(self, path: str) -> None:
        """Open an address of the product."""
        self.page.goto(self.url + path)
        self.settled()

    @property
    def address(self) -> str:
        """Where I am, without the host."""
        return self.page.url.removeprefix(self.url)

    def settled(self) -> None:
        """Wait until the page's script has run, and look for words left in English."""
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
        untranslated = self.page.evaluate("() => [...window.onceUntranslated]")
        assert {*untranslated} <= self.names, f"{self.page.url}: {untranslated}"

    def sees_heading(self, text: str) -> None:
        """A heading is there."""
        expect(self.page.get_by_role("heading", name=text, exact=True).first).to_be_visible(timeout=PATIENCE)
        self.settled()

    def sees(self, text: str) -> None:
        """A text is there."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=PATIENCE)
        self.settled()

    def press(self, button: str) -> None:
        """Press a button."""
        self._read()
        self._button(button).click()
        self._pressed = time.monotonic()

    def press_late(self, button: str) -> None:
        """Press, and once more half a second later at the same place, whatever stands there by then.

        The browser is told when each was made: on a busy machine the second one comes later than anybody's finger.
        """
        self._read()
        found = self._button(button)
        expect(found).to_be_enabled(timeout=PATIENCE)
        found.hover()  # waits until it stands still
        box, first = found.bounding_box(), time.time()
        assert box
        place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        self._click_at(place, first)
        self.page.wait_for_timeout(LATE)
        self._click_at(place, first + LATE / 1000)
        self._pressed = time.monotonic()

    def _read(self) -> None:
        """Nobody reads a page that has just changed, and presses the next button, in less than this."""
        self.page.wait_for_timeout(max(0, READING - (time.monotonic() - self._pressed) * 1000))

    def _click_at(self, place: dict[str, float], made: float) -> None:
        """A click as the browser gets it from the screen, with the moment at which it was made."""
        click = {**place, "button": "left", "clickCount": 1, "timestamp": made}
        for kind in ("mousePressed", "mouseReleased"):
            self._wire.send("Input.dispatchMouseEvent", {"type": kind, **click})

    def follow(self, link: str) -> None:
        """Follow a link."""
        self.page.get_by_role("link", name=link).first.click()

    def _button(self, label: str) -> Locator:
        """A button; one that unfolds has an arrow behind its words."""
        return self.page.get_by_role("button", name=re.compile(f"^{re.escape(label)}( ?展开| ?expand_more)?$")).first

    def await_link(self, path: str, link: str) -> Locator:
        """A link on a page that other parts of the product put there in their own time."""
        return self._await(path, self.page.get_by_role("link", name=link).first)

    def await_text(self, path: str, text: str) -> None:
        """A text on a page that says how other parts of the product stand."""
        self._await(path, self.page.get_by_text(text).first)

    def _await(self, path: str, found: Locator) -> Locator:
        for _ in range(LOOKS):
            self.open(path)
            if found.count():
                return found
            self.page.wait_for_timeout(1000)
        raise AssertionError(f"{found} did not come to {path}")

    def take_up(self, step: str, case_no: str) -> None:
        """Open my item of that step; the queue holds those of other cases too."""
        line = self.page.locator("[class*=st-key-task]").filter(has_text=case_no)
        self._await("/tasks", line.get_by_role("link", name=f"【{step}】")).click()
        self.sees(f"请您办理：{step}")

    def box(self, case_no: str) -> Locator:
        """The box of an item in the queue."""
        return self.page.get_by_role("checkbox", name=case_no)

    def tick(self, case_no: str) -> None:
        """Tick an item of the queue, by the keyboard."""
        self.box(case_no).focus()
        self.page.keyboard.press("Space")
        expect(self.box(case_no)).to_be_checked(timeout=PATIENCE)
        self.settled()

    def filed(self) -> str:
        """The number of the case that has just been filed."""
        address = self.page.get_by_role("link", name="查看办理进度").get_attribute("href") or ""
        return parse_qs(urlsplit(address).query)["case"][0]

    def decide(self, action: str, opinion: str = "") -> None:
        """Choose what to do on the item before me, and confirm it; the fields are filled before."""
        self.choose("办理意见", action)
        if opinion:
            self.type("意见", opinion)
        self.press(f"确认{action}")

    def type(self, label: str, value: str) -> None:
        """Fill a field and leave it."""
        field = self.field(label)
        field.fill(value)
        field.press("Tab")

    def field(self, label: str) -> Locator:
        """A field of text or number."""
        named = re.compile(f"^{re.escape(label)}")
        return self.page.get_by_role("textbox", name=named).or_(self.page.get_by_role("spinbutton", name=named)).first

    def set_time(self, label: str, digits: str) -> None:
        """Type a date and time into its segments."""
        group = self.page.get_by_role("group", name=label).first
        group.get_by_role("spinbutton").first.click()
        self.page.keyboard.type(digits)
        self.page.keyboard.press("Escape")

    def choose(self, label: str, option: str) -> None:
        """Choose one of the round buttons."""
        group = self.page.get_by_role("radiogroup", name=label)
        group.get_by_text(option, exact=True).click()
        expect(group.get_by_role("radio", name=option, exact=True)).to_be_checked(timeout=PATIENCE)

    def pick(self, label: str, option: str, *, whole: bool = False) -> None:
        """Pick from a list; `whole`: nothing stands in it but this word."""
        self.unfold(label)
        self.page.get_by_role("option", name=option, exact=whole).click()

    def unfold(self, label: str) -> None:
        """Open a list; on a busy machine the page is drawn once more under it and closes it, and people click again."""
        for _ in range(LOOKS):
            self.settled()
            self.page.get_by_role("combobox", name=label).first.click()
            self.page.wait_for_timeout(READING)
            if self.page.get_by_role("option").count():
                return

    def hand_in(self, name: str, content: bytes) -> None:
        """Choose a file; it counts once the page says that it is stored."""
        file = {"name": name, "mimeType": "application/pdf", "buffer": content}
        self.page.locator("input[type=file]").first.set_input_files(file)  # type: ignore[arg-type]

    def download(self, name: str) -> bytes:
        """The bytes behind a link, with this person's cookies."""
        address = self.page.get_by_role("link", name=name).first.get_attribute("href")
        answer = self.page.context.request.get(f"{self.url}{address}")
        assert answer.ok
        return answer.body()
