"""The script that sends what is typed, on a page of its own: in time, before a press, and again after a new start."""

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

import ui
from tests.journeys.browsing import NEEDED

pytestmark = NEEDED
SCRIPT = (Path(ui.__file__).parent / "assets" / "typed.js").read_text("utf-8")
# A field that tells the server as Streamlit's does: when it is left, and only if something was typed since.
PAGE = f"""<!doctype html><html lang="zh"><head><script>
  window.sent = [];
  let dirty = false;
  document.addEventListener("input", () => {{ dirty = true; }});
  document.addEventListener("focusout", (event) => {{ if (dirty) sent.push(event.target.value); dirty = false; }});
  window.hold = (text) => document.querySelector(".once-held").dataset.held = JSON.stringify({{ "act.opinion": text }});
</script>
<script>{SCRIPT}</script></head><body>
<div data-testid="stApp" data-test-connection-state="CONNECTED"><main data-testid="stMain">
<div class="st-key-act-opinion" data-testid="stTextArea"><textarea aria-label="意见"></textarea></div>
<div class="stButton"><button onclick="sent.push('按下')">确认</button></div>
<button onclick="sent.push('展开')">展开</button></main>
<i class="once-held" data-person="p1" data-held="{{}}"></i>
<div class="st-key-once-reconnected"><button onclick="sent.push('核对')">核对</button></div></div>
</body></html>"""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = PAGE.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """The page, from an address of its own: a tab keeps things by address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        opened = browser.new_page()
        opened.goto(f"http://127.0.0.1:{server.server_port}/case?case=1")
        yield opened
        opened.close()
        server.shutdown()


def sent(page: Page) -> list[str]:
    """What the server was told."""
    found: list[str] = page.evaluate("window.sent")
    return found


def test_what_is_typed_without_a_pause_is_sent_within_three_seconds(page: Page) -> None:
    """Nobody leaves the field meanwhile, and the caret stays where it is."""
    page.locator("textarea").press_sequentially("一二三四五六七八九十" * 2, delay=180)
    assert sent(page)
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_a_pause_sends_what_is_there(page: Page) -> None:
    """A second after the last key."""
    page.locator("textarea").press_sequentially("同意")
    page.wait_for_timeout(1200)
    assert sent(page) == ["同意"]


def test_a_press_comes_after_the_text_even_from_a_field_that_was_disabled(page: Page) -> None:
    """A lost connection disables the field in which somebody types, and no browser says that it was left."""
    page.locator("textarea").press_sequentially("不同意")
    page.evaluate("const area = document.querySelector('textarea'); area.disabled = true; area.disabled = false;")
    page.get_by_role("button", name="确认").click()
    page.wait_for_function("window.sent.includes('按下')")
    assert sent(page) == ["不同意", "按下"]


def test_what_was_not_confirmed_is_offered_after_a_new_start(page: Page) -> None:
    """And what was confirmed is not: the server knows it, or something newer."""
    page.locator("textarea").press_sequentially("同意")
    page.evaluate("hold('同意')")
    page.reload()
    assert page.locator("textarea").input_value() == ""
    page.locator("textarea").press_sequentially("不同意")
    page.evaluate("hold('不')")
    page.reload()
    expect(page.locator("textarea")).to_have_value("不同意")
    expect(page.get_by_role("status")).to_have_text(re.compile("尚未保存的内容已重新填入：意见"))
    page.wait_for_function("window.sent.includes('不同意')")


def test_another_person_is_offered_nothing(page: Page) -> None:
    """Two people at one browser: what the first typed is dropped."""
    page.locator("textarea").press_sequentially("不同意")
    page.route("**/*", lambda route: route.fulfill(content_type="text/html", body=PAGE.replace('"p1"', '"p2"')))
    page.reload()
    page.wait_for_timeout(300)
    assert page.locator("textarea").input_value() == ""
    assert page.evaluate("sessionStorage.getItem('once.typed')") is None


def test_a_page_of_a_session_that_is_gone_is_loaded_anew(page: Page) -> None:
    """The connection is asked about when it is back; what the server then shows is told, with what was typed put back."""
    page.locator("textarea").press_sequentially("同意拟办")
    app = "document.querySelector('[data-testid=stApp]').dataset.testConnectionState = "
    page.evaluate(app + "'PINGING_SERVER'")
    page.evaluate(app + "'CONNECTED'")
    page.wait_for_function("window.sent.includes('核对')")
    with page.expect_navigation():
        page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<p class=once-anew></p>')")
    expect(page.get_by_role("status")).to_contain_text("已按服务器保存的内容重新显示")
    expect(page.locator("textarea")).to_have_value("同意拟办")


def test_a_press_waits_until_the_text_is_on_its_way(page: Page) -> None:
    """Streamlit sends a text after the next paint; a press in the same moment would overtake it."""
    page.evaluate("""document.addEventListener("click", (event) => { if (event.isTrusted) sent.push("太早"); })""")
    page.locator("textarea").press_sequentially("同意")
    page.get_by_role("button", name="确认").click()
    page.wait_for_function("window.sent.includes('按下')")
    assert sent(page) == ["同意", "按下"]
    page.locator("textarea").press_sequentially("拟办")
    page.get_by_role("button", name="展开").click()
    assert sent(page)[2:] == ["同意拟办", "展开", "太早"]


def test_what_is_not_confirmed_is_not_insisted_on_over_a_press(page: Page) -> None:
    """A page that draws what was pressed is not asked to begin anew; a while after the last press it is."""
    page.evaluate("document.querySelector('[data-testid=stApp]').dataset.testScriptState = 'notRunning'")
    page.locator("textarea").press_sequentially("同意")
    page.wait_for_function("window.sent.includes('同意')")
    for _ in range(10):
        page.get_by_role("button", name="确认").click()
        page.wait_for_timeout(300)
    assert sent(page) == ["同意"] + ["按下"] * 10
    page.wait_for_function("window.sent.includes('核对')")


def test_an_emptied_number_is_confirmed(page: Page) -> None:
    """Streamlit sends no value for it: nothing of it is left to be sent, or offered after a new start."""
    number = (
        '<div class="st-key-act-amount"><input type="number" data-testid="stNumberInputField" aria-label="金额"></div>'
    )
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", number)
    told = "held => { document.querySelector('.once-held').dataset.held = held; }"
    page.get_by_label("金额").press_sequentially("5")
    page.evaluate(told, '{"act.amount": "5"}')
    assert page.evaluate("sessionStorage.getItem('once.typed')") is None
    page.get_by_label("金额").fill("")
    assert page.evaluate("sessionStorage.getItem('once.typed')")
    page.evaluate(told, "{}")
    assert page.evaluate("sessionStorage.getItem('once.typed')") is None
