"""Every page of every role, on a desk and on a telephone: readable by everybody, Chinese throughout, inside the screen."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect

from tests.journeys.browsing import NEEDED, PATIENCE, Visitor
from tests.journeys.product import Product, until
from tests.journeys.scenes import CHIEF, CLERK, FILLED, STAFF, TRIP, caller, filed
from ui.components.links import HOME
from ui.shell.menu import all_pages

pytestmark = [*NEEDED, pytest.mark.timeout(900)]
DESK, TELEPHONE = {"width": 1280, "height": 800}, {"width": 375, "height": 700}
LONG = TRIP | {"purpose": "赴样例市参加全省机关内部“最多跑一次”改革工作推进会暨现场观摩活动并汇报本县进展"}
WRITTEN_IN_YAML = "definition"  # what is edited there is YAML, and its keys are told

# What is wrong on the page by axe-core; what it calls minor is a matter of taste.
JUDGED = """async () => (await axe.run({ resultTypes: ["violations"] })).violations
  .filter(({ impact }) => impact !== "minor")
  .map(({ impact, id, nodes }) => `${impact} ${id}: ${nodes[0].html.slice(0, 200)}`)"""

# Streamlit fades what the run under way has not drawn again yet.
AT_REST = """() => !document.querySelector("[data-stale=true]")
  && document.getAnimations().every(({ playState }) => playState !== "running")"""

# Words in Latin letters that are seen or heard. Codes, formats and user names have no small letters, or a digit.
LATIN = """() => {
  const found = new Set();
  const heard = ["aria-label", "aria-description", "aria-valuetext", "aria-roledescription", "title", "placeholder", "alt"];
  const take = (text) => { if (/(?<![\\w.@:-])[A-Za-z]?[a-z]{2,}(?![\\w.@:-])/.test(text)) found.add(text.trim().slice(0, 99)); };
  for (const element of document.body.querySelectorAll("*")) {
    if (element.closest("script, style, noscript, template, code, pre, [translate=no]")) continue;
    heard.forEach((name) => take(element.getAttribute(name) ?? ""));
    if (!element.getClientRects().length) continue;
    for (const child of element.childNodes) if (child.nodeType === Node.TEXT_NODE) take(child.data);
  }
  return [...found];
}"""

# What lies beyond the right edge, or is cut off within its own box; what scrolls by itself may, and what is whole in its title.
OUTSIDE = """() => {
  const scrolls = (element) => element && (/auto|scroll/.test(getComputedStyle(element).overflowX)
    && element.dataset.testid !== "stMain" || scrolls(element.parentElement));
  const main = document.querySelector("[data-testid=stMain]");
  const found = [...main.querySelectorAll("*")].filter((element) => {
    const { width, right } = element.getBoundingClientRect();
    const cut = element.tagName === "SPAN" && element.title !== element.textContent
      && getComputedStyle(element).overflowX === "hidden"
      && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 20;
    return width > 1 && (right > innerWidth + 1 || cut) && !scrolls(element);
  });
  if (document.documentElement.scrollWidth > innerWidth) found.push(document.documentElement);
  return found.slice(0, 3).map((element) => element.outerHTML.slice(0, 200));
}"""


@cache
def judge() -> str:
    """axe-core as the package brings it."""
    script: str = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    return script


class Inspector(Visitor):
    """Somebody who walks through the pages and notes what is wrong with each."""

    def __init__(self, browser: Browser, product: Product, screen: dict[str, int]) -> None:
        super().__init__(browser, product)
        self.page.set_viewport_size(screen)  # type: ignore[arg-type]  # the same two figures
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self._complain("console", [said.text] if said.type == "error" else []))
        self.page.on("pageerror", lambda error: self._complain("script", [str(error)]))

    def inspect(self, path: str = "") -> None:
        """Open the page, or look at the one that is open."""
        if path:
            self.open(path)
            expect(self.page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)
        self.page.evaluate(judge())
        found = self._look(path)
        # What was caught between two runs of the script is faded or half drawn: a fault is still there afterwards.
        self.complaints += [one for one in self._look(path) if one in found] if found else []

    def _look(self, path: str) -> list[str]:
        """What is wrong on the page once nothing moves on it."""
        self.settled()
        self.page.wait_for_function(AT_REST)
        found = self._told("axe", self.page.evaluate(JUDGED))
        found += self._told("beyond the screen", self.page.evaluate(OUTSIDE))
        if not path.startswith(f"/{WRITTEN_IN_YAML}?"):
            found += self._told("Latin", self.page.evaluate(LATIN))
        return found

    def _complain(self, kind: str, found: list[str]) -> None:
        self.complaints += self._told(kind, found)

    def _told(self, kind: str, found: list[str]) -> list[str]:
        return [f"{self.address} {kind}: {one}" for one in found]


def pages_of(role: str) -> Iterator[str]:
    """The addresses of a role's menu; of the pages that need to be told more, one each."""
    more = {
        "matter": "?matter=MS032",
        "filing": "?matter=MS032",
        "definition": "?matter=MS032",
        "person": "?person=p58",
    }
    for place in all_pages():
        if not place.roles or role in place.roles:
            yield f"/{'' if place.address == HOME else place.address}{more.get(place.address, '')}"


def holder(product: Product, role: str) -> str:
    """A post of somebody with that role."""
    held: str = next(post for post, account in sorted(product.accounts.items()) if role in account["roles"])
    return held


ROLES = sorted({role for place in all_pages() for role in place.roles} | {"applicant"})
EACH = [(role, screen) for role in ROLES for screen in (DESK, TELEPHONE)]
FIRST = [("applicant", TELEPHONE), ("matter_admin", DESK), ("audit_admin", TELEPHONE)]


def walk(product: Product, browser: Browser, role: str, screen: dict[str, int]) -> None:
    """All pages of one role on one screen."""
    inspector = Inspector(browser, product, screen)
    inspector.enter(holder(product, role))
    for path in pages_of(role):
        inspector.inspect(path)
    assert inspector.complaints == []


@pytest.mark.parametrize(("role", "screen"), FIRST)
def test_the_pages_of_a_role_are_readable_chinese_and_inside_the_screen(
    product: Product, browser: Browser, role: str, screen: dict[str, int]
) -> None:
    """No finding of axe-core beyond minor, no Latin word seen or heard, nothing cut off, nothing in the console."""
    walk(product, browser, role, screen)


@pytest.mark.long
@pytest.mark.parametrize(("role", "screen"), [one for one in EACH if one not in FIRST])
def test_so_are_those_of_every_other_role_and_screen(
    product: Product, browser: Browser, role: str, screen: dict[str, int]
) -> None:
    """The same walk, for the rest."""
    walk(product, browser, role, screen)


@pytest.mark.long
@pytest.mark.parametrize("screen", [DESK, TELEPHONE])
def test_so_is_every_form_and_guide(product: Product, browser: Browser, screen: dict[str, int]) -> None:
    """Each matter that ships has fields and materials of its own."""
    inspector = Inspector(browser, product, screen)
    inspector.enter(STAFF)
    for matter in product.person(STAFF).get("/matters")["items"]:
        inspector.inspect(f"/matter?matter={matter['code']}")
        inspector.inspect(f"/filing?matter={matter['code']}")
    assert inspector.complaints == []


@pytest.mark.long
@pytest.mark.parametrize("screen", [DESK, TELEPHONE])
def test_so_is_a_case_with_every_act_on_it(product: Product, browser: Browser, screen: dict[str, int]) -> None:
    """Open, with each of its acts chosen, in the queue with a long title, and concluded with its papers."""
    case_no = filed(product, "MS032", LONG, STAFF, f"inspected-{screen['width']}")
    until(lambda: product.person(CLERK).task(case_no, "accept"), PATIENCE / 1000, "the case is with the clerk")
    clerk = Inspector(browser, product, screen)
    clerk.enter(CLERK)
    clerk.inspect("/tasks")
    clerk.inspect(f"/case?case={case_no}")
    for act in clerk.page.get_by_role("radiogroup", name="办理意见").get_by_role("radio").all():
        act.check(force=True)
        clerk.settled()
        clerk.inspect()
    product.person(CLERK).act(case_no, "accept", fills=FILLED)
    product.person(CHIEF).act(case_no, "approve", opinion="同意派车。")
    product.person(CLERK).act(case_no, "conclude")
    staff = Inspector(browser, product, screen)
    staff.enter(STAFF)
    staff.await_link(f"/case?case={case_no}", "审批表")
    staff.inspect(f"/case?case={case_no}")
    staff.inspect("/notices")
    assert clerk.complaints + staff.complaints == []


def test_a_lost_connection_is_told_in_chinese(product: Product, browser: Browser) -> None:
    """What stands on the page while the server does not answer has no Latin word either."""
    staff = Inspector(browser, product, DESK)
    lines: list[WebSocketRoute] = []
    cut = False

    def line(route: WebSocketRoute) -> None:
        if cut:
            route.close()
            return
        route.connect_to_server()
        lines.append(route)

    staff.page.route_web_socket("**/_stcore/stream", line)
    staff.enter(STAFF)
    staff.inspect("/filing?matter=MS032")
    cut = True
    staff.page.route("**/_stcore/*", lambda route: route.abort())
    for open_line in lines:
        open_line.close()
    expect(staff.page.get_by_text("系统没有应答")).to_be_visible(timeout=PATIENCE)
    assert staff.page.evaluate(LATIN) == []


def test_escape_changes_no_choice(product: Product, browser: Browser, service: Any) -> None:
    """In an open list, in a closed one, in one that was searched, in dates: what was chosen stays, on the page and kept."""
    post = "county_procuratorate.staff"
    staff = Visitor(browser, product).enter(post)
    staff.open("/filing?matter=MS032")
    staff.pick("用车类型", "会议培训")
    staff.set_time("出发时间", "203502240800")
    kinds = staff.page.get_by_role("combobox", name="用车类型").first
    for typed in (None, "", "调"):
        if typed is not None:
            kinds.click()
            expect(kinds).to_have_attribute("aria-expanded", "true")
            staff.page.keyboard.type(typed)
        kinds.press("Escape")
        expect(kinds).to_have_attribute("aria-expanded", "false")
        expect(kinds).to_be_focused()
        staff.settled()
        expect(kinds).to_have_value("会议培训")
    staff.page.get_by_role("group", name="出发时间").get_by_role("spinbutton").first.press("Escape")
    staff.page.reload()
    staff.sees("已保存")
    expect(kinds).to_have_value("会议培训")
    kept = service.drafts.load(caller(product, service, post), "MS032").answers
    assert (kept["vehicle_use"], kept["depart_at"]) == ("meeting", "2035-02-24T08:00")


def test_the_menu_of_a_telephone_goes_once_something_is_chosen(product: Product, browser: Browser) -> None:
    """It lies over the page, which is what was asked for."""
    staff = Inspector(browser, product, TELEPHONE)
    staff.enter(STAFF)
    entry = staff.page.get_by_test_id("stSidebar").get_by_role("link", name="通知")
    staff.page.get_by_test_id("stExpandSidebarButton").click()
    expect(entry).to_be_in_viewport(timeout=PATIENCE)
    entry.click()
    staff.sees_heading("通知")
    expect(entry).not_to_be_in_viewport(timeout=PATIENCE)
