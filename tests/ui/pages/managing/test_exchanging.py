"""Tables of the standards on 事项管理: out by a link, in by a file that is tried first.

Covers: ui/components/definitions/exchanging.py
"""

from matters.errors.base import Problem
from matters.errors.door import Invalid
from tests.ui.conftest import Open
from tests.ui.pages.managing.test_definition_page import Editing, button, editing
from tests.ui.pages.test_pages import said
from tests.ui.serving import Browser
from tests.ui.stub import StubService

__all__ = ["editing"]


def test_a_file_is_tried_and_then_taken_in(open_page: Open, editing: Editing, office: StubService) -> None:
    """What would change stands there before anything does; what is only derived, too."""
    editing()
    page = open_page("definitions_page")
    assert "/exports/elements/gbt39046.xlsx" in said(page)
    page.file_uploader(key="definitions.tables.file").upload("要素.json", b"{}", "application/json").run()
    text = said(page)
    assert "承诺办结时限" in text
    assert "办理流程" in text
    assert not office.did("tables")
    button(page, "导入为草案").click().run()
    assert office.did("tables") == [("tables", b"{}")]
    assert "已成为草案" in said(page)


def test_what_is_wrong_is_listed_row_by_row(open_page: Open, editing: Editing, office: StubService) -> None:
    """And nothing can be taken in."""
    editing()
    office.answers["tables"] = Invalid((Problem("事项:3", "“事项”第 3 行：办件类型不对。"),))
    page = open_page("definitions_page")
    page.file_uploader(key="definitions.tables.file").upload("要素.json", b"{}", "application/json").run()
    assert "“事项”第 3 行" in said(page)
    assert "导入为草案" not in [one.label for one in page.button]


def test_the_tables_are_served_to_whoever_may(browser: Browser) -> None:
    """In the standards and formats that there are."""
    browser.log_in()
    assert browser.get("/exports/elements/national.json").content == b"national.json"
    assert {browser.get(f"/exports/elements/{one}").status_code for one in ("other.json", "national.csv")} == {404}
    browser.log_in("liao")
    assert browser.get("/exports/elements/national.json").status_code == 403
