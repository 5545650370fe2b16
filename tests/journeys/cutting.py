"""Typing while the line fails, processes die and pages sleep; what stood on the screen at each press is kept."""

import contextlib
import json
import random
import re
import threading
from collections.abc import Callable

from playwright.sync_api import Error, Locator, Page

from tests.journeys.browsing import Visitor
from tests.journeys.lines import Line
from tests.journeys.product import Product, until

AT_MOST = 12  # presses; each finds the page as the last trouble left it
WHOLE, ANYTHING = (
    {"车牌号": re.compile(r"样A\d{5}"), "乘车人数": re.compile("[1-5]"), "电话": re.compile(r"\d{7}")},
    re.compile(r"(?s).+"),
)
WORDS = "防汛检查会议调研送达勘验评审回访慰问督查培训"
# What stands on the screen when one of the buttons is pressed, by label, and what is asked above it; kept beyond a reload.
ASKED = "请确认"
READ = (
    f"const ASKED = {json.dumps(ASKED)};"
    + """(() => { addEventListener("click", (event) => {
  const button = event.target.closest?.("button");
  if (!button || !/^(提交申请|授权代理|确认)/.test(button.textContent)) return;
  const shown = {[ASKED]: document.querySelector("[data-testid=stMain] [data-testid=stAlert]")?.textContent ?? ""};
  for (const field of document.querySelectorAll("[data-testid=stMain] :is(input:not([type=radio]):not([type=file]), textarea)"))
    if (field.getAttribute("aria-label")) shown[field.getAttribute("aria-label").replace(/（.*）$/, "")] = field.value;
  for (const group of document.querySelectorAll("[data-testid=stMain] [role=radiogroup]"))
    shown[group.getAttribute("aria-label")] = group.querySelector("input:checked")?.closest("label").textContent ?? "";
  const presses = JSON.parse(sessionStorage.getItem("test.presses") ?? "[]");
  sessionStorage.setItem("test.presses", JSON.stringify([...presses, shown]));
}, true); })();"""
)


class Trouble:
    """What may happen while somebody types; everything is over after a few seconds."""

    def __init__(self, product: Product, cable: Line, page: Page, dice: random.Random) -> None:
        self._product, self._cable, self._page, self._dice = product, cable, page, dice
        self._kinds: tuple[Callable[[], None], ...] = (
            self._cut,
            self._hold,
            self._kill,
            self._sleep,
            self._sleep_and_kill,
        )
        self._killing: threading.Timer | None = None
        self.name = ""

    def strike(self) -> None:
        """One kind of trouble, now."""
        kind = self._dice.choice(self._kinds)
        self.name = kind.__name__
        kind()

    def over(self) -> None:
        """Wait until nothing of it can reach the next scene."""
        if self._killing:
            self._killing.join()
        self._cable.settled()
        until(self._product.healthy, 60, "the web is back")

    def _cut(self) -> None:
        self._cable.cut(self._dice.uniform(0, 4))

    def _hold(self) -> None:
        self._cable.hold(self._dice.uniform(0.5, 5))

    def _kill(self) -> None:
        """At a moment between two keys, not after one."""
        self._killing = threading.Timer(self._dice.uniform(0, 1), self._product.kill, ("web",))
        self._killing.start()

    def _sleep(self) -> None:
        """The page is suspended as a telephone does in a pocket."""
        session = self._page.context.new_cdp_session(self._page)
        session.send("Page.setWebLifecycleState", {"state": "frozen"})
        self._page.wait_for_timeout(self._dice.uniform(500, 3000))
        session.send("Page.setWebLifecycleState", {"state": "active"})

    def _sleep_and_kill(self) -> None:
        self._kill()
        self._sleep()


class Typist:
    """Somebody who goes on typing whatever happens, and presses until it has an effect."""

    def __init__(self, visitor: Visitor, dice: random.Random) -> None:
        self.page, self._dice = visitor.page, dice

    def fill(self, labels: tuple[str, ...], trouble: Trouble) -> None:
        """Type into the fields one after the other; the trouble comes somewhere among them."""
        keys = [(label, key) for label in labels for key in self._text(label)]
        struck = self._dice.randrange(len(keys))
        for nth, (label, text) in enumerate(keys):
            if nth == struck:
                trouble.strike()
            self._type(label, text)

    def mend(self, labels: tuple[str, ...]) -> None:
        """Fill again what stands empty or cut short after the trouble."""
        for label in labels:
            with contextlib.suppress(Error):
                if not WHOLE.get(label, ANYTHING).fullmatch(self._field(label).input_value(timeout=500)):
                    self._field(label).fill("", timeout=500)
                    self._type(label, self._text(label)[0])

    def _field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(f"^{label}")).first

    def _text(self, label: str) -> list[str]:
        if label == "乘车人数":
            return [str(self._dice.randint(1, 5))]
        if label == "电话":
            return [f"555{self._dice.randint(1000, 9999)}"]
        if label == "金额上限":
            return [str(self._dice.randint(1000, 99999))]
        if label == "车牌号":
            return [f"样A{self._dice.randint(10000, 99999)}"]
        return ["".join(self._dice.choices(WORDS, k=self._dice.randint(2, 6))) for _ in range(self._dice.randint(1, 3))]

    def _type(self, label: str, text: str) -> None:
        field = self._field(label)
        try:
            field.click(timeout=500)
            self.page.keyboard.press("End")
            for letter in text:
                if field.evaluate("(field) => field === document.activeElement", timeout=500):
                    self.page.keyboard.type(letter, delay=self._dice.randint(0, 60))
        except Error:  # the page is being loaded anew; what was typed meanwhile is not on the screen either
            self.page.wait_for_timeout(200)

    def press(self, button: str, mend: Callable[[], None], done: Callable[[], bool]) -> list[dict[str, str]]:
        """Press as soon as the button lets itself be pressed; what stood on the screen at each press."""
        for _ in range(AT_MOST):
            with contextlib.suppress(Error):
                mend()
            try:
                self.page.get_by_role("button", name=button).first.click(timeout=3000)
                self.page.wait_for_timeout(self._dice.uniform(200, 2500))
            except Error:
                self.page.wait_for_timeout(1000)
            if done():
                shown: list[dict[str, str]] = json.loads(self.page.evaluate("sessionStorage.getItem('test.presses')"))
                return shown
        raise AssertionError(f"{button} has no effect: {self.page.locator('[data-testid=stMain]').inner_text()}")
