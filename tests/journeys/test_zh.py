"""The dictionary of Streamlit's own words, tried in a browser on what Streamlit says: seen, in lists, and read aloud."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import ui
from tests.journeys.browsing import chromium_path

pytestmark = [pytest.mark.browser, pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine")]
DICTIONARY = Path(ui.__file__).parent / "assets" / "zh.js"
SAID = [
    ("Connection error", "连接中断"),
    (
        "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:",
        "系统正在恢复",
    ),
    ("Streamlit server is not responding. Are you connected to the internet?", "系统没有应答"),
    ("Connection timed out.", "连接超时"),
    ("application/x-msdownload files are not allowed.", "不接收这种类型的文件"),
    (" files are not allowed.", "不接收这种类型的文件"),
    (".exe files are not allowed.", "不接收 .exe 文件"),
]
HEARD = [
    ("year, 用车时间", "年，用车时间"),
    ("day, 开始日期", "日，开始日期"),
    ("Selected values", "已选的选项"),
    ("Selected Date: March 2, 2026", "已选日期：2026年3月2日"),
    ("Today, Monday, March 2, 2026", "今天，2026年3月2日，星期一"),
    ("Today, Monday, March 2, 2026 selected", "今天，2026年3月2日，星期一，已选中"),
    ("Tuesday, March 3, 2026", "2026年3月3日，星期二"),
    ("Tuesday, March 3, 2026 selected", "2026年3月3日，星期二，已选中"),
    ("March 2026", "2026年3月"),
    ("Choose Tuesday, March 3rd 2026. It's available.", "2026年3月3日，星期二"),
    ("Last available date", "最晚可选日期"),
    ("Click to start selecting date range", "点击选择开始日期"),
    ("Increase 乘车人数", "增加：乘车人数"),
    ("date and time, 2035", "日期和时间，2035"),
    ("year, 出发时间", "年，出发时间"),
]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page with the dictionary."""
    opened = browser.new_page()
    opened.set_content(f"<html><head><script>{DICTIONARY.read_text('utf-8')}</script></head><body></body></html>")
    yield opened
    opened.close()


def put(page: Page, inner: str) -> Any:
    """Add it as Streamlit would, and read it back once the dictionary has seen it."""
    page.evaluate("html => { document.body.innerHTML = html }", inner)
    page.wait_for_timeout(30)
    return page.evaluate("() => document.body.innerHTML")


@pytest.mark.parametrize(("english", "chinese"), SAID)
def test_what_is_seen_is_chinese(page: Page, english: str, chinese: str) -> None:
    """Also while the connection is lost, and of files that are not taken."""
    assert chinese in put(page, f"<div>{english}</div>")
    assert page.evaluate("() => [...onceUntranslated]") == []


@pytest.mark.parametrize(("english", "chinese"), HEARD)
def test_what_is_read_aloud_is_chinese(page: Page, english: str, chinese: str) -> None:
    """Parts of a date, days of a calendar, hints."""
    assert f'aria-label="{chinese}"' in put(page, f'<div aria-label="{english}"></div>')
    assert page.evaluate("() => [...onceUntranslated]") == []


def test_streamlits_own_entries_in_a_list_are_chinese_and_peoples_stay(page: Page) -> None:
    """“Select all” is the framework's; an option that a definition calls Remove is not."""
    found = put(page, '<div role="option"><div>Select all</div></div><div role="option"><div>Remove</div></div>')
    assert "全选" in found
    assert "Remove" in found


def test_a_command_for_programmers_is_not_shown(page: Page) -> None:
    """The box of a lost connection is for people who have no terminal."""
    assert "streamlit" not in put(page, '<div role="dialog"><pre><code>streamlit run yourscript.py</code></pre></div>')


def test_english_read_aloud_beside_chinese_is_found(page: Page) -> None:
    """The scan of the journeys meets a word that the dictionary lacks, whatever stands beside it."""
    put(page, '<div aria-label="frobnicate 用车时间"></div>')
    assert page.evaluate("() => [...onceUntranslated]") == ["frobnicate 用车时间"]
