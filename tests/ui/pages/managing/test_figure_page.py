"""指标明细: what a figure counts, with the way to each, to the other part and back."""

from matters.errors.door import NotFound
from tests.ui.conftest import Open
from tests.ui.pages.test_pages import said
from tests.ui.stub import StubService


def test_cases_matters_and_bodies_stand_behind_figures(open_page: Open) -> None:
    """With what the figure is worked out of."""
    for figure, line in (("on_time", "YL-1"), ("online", "MS032"), ("connected", "logistics")):
        html = said(open_page("figure_page", figure=figure))
        assert line in html
        assert "返回一屏统览" in html
        assert "看没有计入的" in html
    assert "75.0 %" in said(open_page("figure_page", figure="on_time"))


def test_what_is_not_counted_is_another_address(open_page: Open) -> None:
    """And leads back; a plain count leaves nothing out."""
    page = open_page("figure_page", figure="on_time", counted="no", body="logistics")
    assert "没有计入的（共 1 件）" in [head.value for head in page.header]
    assert "/figure?body=logistics&amp;figure=on_time" in said(page)
    assert "看没有计入的" not in said(open_page("figure_page", figure="filed"))


def test_a_figure_that_there_is_none_of_is_told(open_page: Open, office: StubService) -> None:
    """As the service says it."""
    office.answers["behind"] = NotFound(what="指标 nothing")
    page = open_page("figure_page", figure="on_time")
    assert "没有找到指标 nothing" in page.error[0].value
