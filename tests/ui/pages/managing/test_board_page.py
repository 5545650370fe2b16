"""一屏统览: eight figures large, every aspect, ranking, weekdays, steps and two months; each number leads to what it counts.

Covers: ui/components/figures.py
"""

import pytest

from tests.ui.conftest import Open
from tests.ui.pages.test_pages import said
from ui.components.figures import asked_for, earlier


def test_the_eight_stand_large_with_their_parts(open_page: Open) -> None:
    """Each leads to what it counts; a light has a word and a shape."""
    html = said(open_page("board_page"))
    assert html.count('class="once-tile"') == 8
    assert "/figure?figure=on_time" in html
    assert "75.0 %" in html
    assert "5 / 10" in html
    assert "▲ 未达标" in html
    assert "● 达标" in html


def test_each_aspect_has_its_table_and_each_row_its_own_board(open_page: Open) -> None:
    """Of what has no row there is no tab."""
    page = open_page("board_page")
    assert [tab.label for tab in page.tabs] == ["地区", "层级", "受理机构", "事项", "月份"]
    html = said(page)
    assert "/board?body=logistics" in html
    assert "/board?since=2026-03&amp;until=2026-03" in html
    assert "/figure?body=logistics&amp;figure=filed" in html


def test_what_is_asked_for_is_told_and_can_be_taken_back(open_page: Open) -> None:
    """The address says it; what makes no sense there is left alone."""
    html = said(open_page("board_page", body="logistics", since="2026-03", until="2026-03"))
    assert "2026-03 至 2026-03；受理机构：样例中心" in html
    assert "清除筛选" in html
    assert "/exports/figures.xlsx?" in html
    assert asked_for({"since": "yesterday", "embed": "true"}) == asked_for({})


def test_a_month_without_cases_is_a_dash(open_page: Open) -> None:
    """In the tiles and in what is compared; nothing is divided by nothing."""
    page = open_page("board_page", since="2026-02", until="2026-02")
    assert "所选月份没有办结的办件。" in [info.value for info in page.info]
    html = said(page)
    assert ">—</a>" in html
    assert "0.0 %" not in html.replace("100.0 %", "")


def test_two_months_are_compared(open_page: Open) -> None:
    """The last two where none is chosen: 2026-02 has nothing, so no difference is told of shares."""
    page = open_page("board_page")
    assert [page.selectbox(key=one).value for one in ("board.first", "board.second")] == ["2026-02", "2026-03"]
    assert "+12 件" in said(page)
    page.selectbox(key="board.first").set_value("2026-01").run()
    assert "+0 个百分点" in said(page)


@pytest.mark.parametrize(("month", "before"), [("2026-03", "2026-02"), ("2026-01", "2025-12")])
def test_the_month_before(month: str, before: str) -> None:
    """Over the turn of the year."""
    assert earlier(month) == before
