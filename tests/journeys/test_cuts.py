"""What stood on the screen at the press is what is on record, whatever happens to the line, the process and the page."""

import contextlib
import itertools
import json
import os
import random
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, expect

from flows.bootstrap import open_service
from flows.settings import Settings
from tests.journeys.browsing import NEEDED, PATIENCE, Visitor
from tests.journeys.lines import Line, line
from tests.journeys.product import Product, until
from tests.journeys.scenes import CLERK, STAFF, TRIP, caller, done, filed

pytestmark = NEEDED
AUTHOR = "p37"
AT_MOST = 12  # presses; each finds the page as the last trouble left it
WHOLE, ANYTHING = {"车牌号": re.compile(r"样A\d{5}"), "乘车人数": re.compile("[1-5]")}, re.compile(r"(?s).+")
WORDS = "防汛检查会议调研送达勘验评审回访慰问督查培训"
# What stands on the screen when one of the buttons is pressed, by label, kept beyond a reload.
READ = """(() => { addEventListener("click", (event) => {
  const button = event.target.closest?.("button");
  if (!button || !/^(提交申请|确认受理)/.test(button.textContent)) return;
  const shown = {};
  for (const field of document.querySelectorAll("[data-testid=stMain] :is(input:not([type=radio]):not([type=file]), textarea)"))
    if (field.getAttribute("aria-label")) shown[field.getAttribute("aria-label").replace(/（.*）$/, "")] = field.value;
  for (const group of document.querySelectorAll("[data-testid=stMain] [role=radiogroup]"))
    shown[group.getAttribute("aria-label")] = group.querySelector("input:checked")?.closest("label").textContent ?? "";
  const presses = JSON.parse(sessionStorage.getItem("test.presses") ?? "[]");
  sessionStorage.setItem("test.presses", JSON.stringify([...presses, shown]));
}, true); })();"""


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
        self.page.screenshot(path="/tmp/wt/cutfail.png", full_page=True)
        raise AssertionError(f"{button} has no effect: {self.page.locator('[data-testid=stMain]').inner_text()}")


@pytest.fixture
def cable(product: Product) -> Iterator[Line]:
    """The line of this test."""
    with line(product) as made:
        yield made


def _seeds() -> Iterator[int]:
    first = int(os.environ.get("ONCE_TEST_SEED", int.from_bytes(os.urandom(4), "big")))
    print(f"ONCE_TEST_SEED={first}")  # noqa: T201 - shown by pytest with a failure, which can then be played again
    return itertools.count(first)


def _filing(product: Product, browser: Browser, cable: Line, seed: int) -> None:
    """A car is asked for while the line fails."""
    dice, staff = random.Random(seed), Visitor(browser, product, url=cable.url)
    staff.page.add_init_script(READ)
    staff.enter(STAFF).open("/filing?matter=MS032")
    _prepare(staff)
    trouble = Trouble(product, cable, staff.page, dice)
    labels = ("用车事由", "目的地", "乘车人数", "联系人")
    typist = Typist(staff, dice)
    typist.fill(labels, trouble)
    link = staff.page.get_by_role("link", name="查看办理进度")
    shown = typist.press("提交申请", lambda: typist.mend(labels), lambda: link.count() > 0)
    record = {one["label"]: one["text"] for one in product.person(STAFF).get(f"/cases/{staff.filed()}")["answers"]}
    kept = {label: record.get(label, "").removesuffix("人") for label in (*labels, "用车类型", "是否跨市")}
    screens = [{label: one.get(label, "") for label in kept} for one in shown]
    assert kept in screens, f"seed {seed}, {trouble.name}"
    staff.page.context.close()
    trouble.over()


def _prepare(staff: Visitor) -> None:
    """Everything but the texts, and a telephone number to type on."""
    staff.choose("以哪个岗位申请", "样例县财政局 工作人员")
    staff.pick("用车类型", "文件交换")
    staff.set_time("出发时间", "203003010800")
    staff.set_time("预计返回时间", "203003011800")
    staff.choose("是否跨市", "否")
    staff.type("联系电话", "5550061")
    staff.page.get_by_text("我已阅读并作出上述承诺").click()
    staff.settled()


def _acceptance(product: Product, browser: Browser, cable: Line, seed: int) -> None:
    """A clerk accepts with a plate, a driver and an opinion while the line fails."""
    dice = random.Random(seed)
    case_no = filed(product, "MS032", TRIP, STAFF, f"cut-{seed}")
    until(lambda: product.person(CLERK).task(case_no, "accept"), 60, f"{case_no} waits for the clerk")
    clerk = Visitor(browser, product, url=cable.url)
    clerk.page.add_init_script(READ)
    clerk.enter(CLERK).open(f"/case?case={case_no}")
    clerk.choose("办理意见", "受理")
    trouble = Trouble(product, cable, clerk.page, dice)
    typist = Typist(clerk, dice)
    labels = ("车牌号", "驾驶员", "意见")
    typist.fill(labels, trouble)

    def done() -> bool:
        view: Any = product.person(CLERK).get(f"/cases/{case_no}")
        return any(one["what"] == "受理" for one in view["timeline"])

    def mend() -> None:
        """What is chosen is asked again on a page loaded anew."""
        if not clerk.page.get_by_role("radio", name="受理", exact=True).is_checked(timeout=500):
            clerk.page.get_by_role("radiogroup", name="办理意见").get_by_text("受理", exact=True).click(timeout=500)
            clerk.page.wait_for_timeout(500)
        typist.mend(labels)

    shown = typist.press("确认受理", mend, done)
    view = product.person(CLERK).get(f"/cases/{case_no}")
    record = {one["label"]: one["text"] for one in view["answers"]}
    kept = {label: record.get(label, "") for label in ("车牌号", "驾驶员")}
    kept["意见"] = next(one for one in view["timeline"] if one["what"] == "受理")["opinion"] or ""
    screens = [{label: one.get(label, "") for label in kept} for one in shown]
    assert kept in screens, f"seed {seed}, {trouble.name}"
    clerk.page.context.close()
    trouble.over()


def _definition(product: Product, browser: Browser, cable: Line, seed: int) -> None:
    """A draft of a matter is written while the line fails: what stands in the editor is what the server has."""
    dice, author = random.Random(seed), Visitor(browser, product, url=cable.url)
    post = next(post for post, account in product.accounts.items() if account["username"] == AUTHOR)
    author.enter(post).open("/definition?matter=MS013")
    area, begin = author.page.get_by_label("事项定义文本"), author.page.get_by_role("button", name="起草新版本")
    if begin.count():
        begin.click()
    expect(area).to_be_editable(timeout=PATIENCE)
    trouble = Trouble(product, cable, author.page, dice)
    struck = dice.randrange(20)
    for nth in range(20):
        if nth == struck:
            trouble.strike()
        with contextlib.suppress(Error):
            area.click(timeout=500)
            author.page.keyboard.press("Control+End")
            author.page.keyboard.type(dice.choice(WORDS), delay=dice.randint(0, 150))

    with open_service(Settings(data_dir=product.folder)) as service:
        me = caller(product, service, post)

        def same() -> bool:
            kept = done(service.matter_editing.show(me, "MS013")).draft.text
            with contextlib.suppress(Error):
                return bool(kept == area.input_value(timeout=500))
            return False

        until(same, 40, f"the editor shows what the server has: seed {seed}, {trouble.name}")
        author.page.context.close()
        trouble.over()
        draft = done(service.matter_editing.show(me, "MS013")).draft
        done(service.matter_editing.discard(me, "MS013", draft.state.revision))


def _cuts(product: Product, browser: Browser, cable: Line, number: int) -> None:
    scenes = itertools.cycle((_filing, _acceptance, _definition))
    for seed, scene, _ in zip(_seeds(), scenes, range(number), strict=False):
        scene(product, browser, cable, seed)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_the_record_is_what_the_screen_showed(product: Product, browser: Browser, cable: Line) -> None:
    """Ten times, a short form of the two hundred below."""
    _cuts(product, browser, cable, 10)


@pytest.mark.crash
@pytest.mark.timeout(7200)
def test_the_record_is_what_the_screen_showed_two_hundred_times(
    product: Product, browser: Browser, cable: Line
) -> None:
    """Cuts, stalls, killed processes and suspended pages at random moments of a filing, an acceptance and a definition."""
    _cuts(product, browser, cable, 200)
