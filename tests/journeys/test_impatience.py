"""The script that drops a hasty second click, on a page of its own: what follows at one place is not pressed unread."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import ui
from tests.journeys.browsing import NEEDED

pytestmark = NEEDED
SOON = 800.0  # milliseconds, as in the script
SCRIPT = Path(ui.__file__).parent / "assets" / "impatience.js"
PAGE = """<button id="first" onclick="count(this); if (this.dataset.gives) give()"><p>停用</p></button>
<button id="far" style="margin-left: 300px" onclick="count(this)"><p>远处</p></button>
<script>
  window.pressed = [];
  const count = (button) => window.pressed.push(button.textContent);
  const give = () => { const next = document.createElement("button"); next.innerHTML = "<p>启用</p>";
    next.onclick = () => count(next); document.getElementById("first").replaceWith(next); };
</script>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page with one button that gives way to another, and one far from it."""
    opened = browser.new_page()
    opened.set_content(PAGE)
    opened.add_script_tag(path=SCRIPT)
    yield opened
    opened.close()


def click(page: Page, after: float, *, x: float, y: float) -> None:
    """A click at a place, so many milliseconds later."""
    page.wait_for_timeout(after)
    page.mouse.click(x, y)


def pressed(page: Page) -> list[str]:
    """The buttons pressed so far."""
    found: list[str] = page.evaluate("window.pressed")
    return found


@pytest.mark.parametrize("after", [300, 500, 1200])
def test_the_button_that_follows_is_not_pressed_in_haste(page: Page, after: float) -> None:
    """Half a second later it is dropped; after time to read it counts. A slow machine clicks later than it was told."""
    page.evaluate("document.getElementById('first').dataset.gives = '1'")
    page.evaluate("window.times = []; window.addEventListener('click', (e) => times.push(e.timeStamp), true)")
    box = page.locator("#first").bounding_box()
    assert box
    for wait in (0, after):
        click(page, wait, x=box["x"] + 10, y=box["y"] + 10)
    first, second = page.evaluate("times")
    assert second - first >= after
    assert pressed(page) == (["停用"] if second - first < SOON else ["停用", "启用"])


def test_the_same_button_and_one_elsewhere_are_pressed_at_once(page: Page) -> None:
    """Paging, adding rows and moving on stay as quick as people are; so does the keyboard."""
    near, far = page.locator("#first").bounding_box(), page.locator("#far").bounding_box()
    assert near
    assert far
    for box in (near, near, far):
        click(page, 100, x=box["x"] + 10, y=box["y"] + 10)
    page.locator("#first").focus()
    page.keyboard.press("Enter")
    assert pressed(page) == ["停用", "停用", "远处", "停用"]
