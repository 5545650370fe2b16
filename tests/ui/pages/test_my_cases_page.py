"""我的办件: five lists on one page, each narrowed and put in order by the same filters."""

import pytest

from flows.views.base import Page
from flows.views.cases import CaseList
from flows.views.registers import SCOPE_NAMES, CaseListQuery
from tests.ui.components.fields.test_fields import htmls
from tests.ui.conftest import Open
from tests.ui.pages.test_pages import said
from tests.ui.sample_matter import SAMPLE
from tests.ui.stub import CASE_NO, LINE, StubService

NOTHING = CaseList(items=(), page=Page(page=1, size=20, total=0))


def test_the_address_says_which_list_and_what_of_it(open_page: Open, office: StubService) -> None:
    """All filters, in the words of the interface; a list of one's own is what is usual."""
    open_page(
        "my_cases_page", scope="decided", q="用车", matter=SAMPLE.code, state="concluded", due="near", order="due"
    )
    query = CaseListQuery(scope="decided", q="用车", matter=SAMPLE.code, state="concluded", due="near", order="due")
    assert office.cases.asked[-1] == (1, query)
    page = open_page("my_cases_page")
    assert office.cases.asked[-1] == (1, CaseListQuery(scope="filed"))
    page.radio(key="cases.scope").set_value("copied").run()
    assert office.cases.asked[-1][1].scope == "copied"
    assert page.query_params["scope"] in ("copied", ["copied"])


def test_a_row_says_how_the_case_stands(open_page: Open, office: StubService) -> None:
    """State and day of filing, whose it is, until when, and the number; how many there are."""
    text = said(open_page("my_cases_page"))
    for part in ("待受理，2026年3月2日提交", LINE.applicant_body, "2026年3月3日（暂定）", CASE_NO, "办件（共 1 件）"):
        assert part in text


@pytest.mark.parametrize("scope", SCOPE_NAMES)
def test_an_empty_list_says_what_will_stand_in_it(open_page: Open, office: StubService, scope: str) -> None:
    """Narrowed, the way back to the whole list instead."""
    office.answers["cases"] = NOTHING
    page = open_page("my_cases_page", scope=scope)
    (told,) = (one.value for one in page.info)
    assert "没有符合筛选条件" not in told
    page = open_page("my_cases_page", scope=scope, q="没有的字")
    assert page.info[0].value == "没有符合筛选条件的办件。"
    page.button(key="cases.clear").click().run()
    assert office.cases.asked[-1][1].q == ""


@pytest.mark.parametrize(
    ("scope", "query"), [("filed", ""), ("bodies", "mine=False"), ("decided", None), ("copied", None)]
)
def test_lists_of_cases_are_exported_as_they_are_narrowed(
    open_page: Open, office: StubService, scope: str, query: str | None
) -> None:
    """Of what one had a part in there is no file."""
    links = htmls(open_page("my_cases_page", scope=scope, matter=SAMPLE.code))
    wanted = "" if query is None else f"/exports/cases.xlsx?{query}{'&amp;' if query else ''}matter={SAMPLE.code}"
    assert wanted in links
    assert ("/exports/" in links) == (query is not None)


def test_what_a_long_list_does_not_have_is_said(open_page: Open, office: StubService) -> None:
    """Cases that were not looked at, and an order of the newest alone."""
    office.answers["cases"] = CaseList(items=(LINE,), page=Page(page=1, size=20, total=1000, more=True))
    text = said(open_page("my_cases_page", order="due"))
    assert "1000 件以上" in text
    assert "只对其中较新的 1000 件排了次序" in text
    assert "排了次序" not in said(open_page("my_cases_page"))
    office.answers["cases"] = CaseList(items=(LINE,), page=Page(page=1, size=20, total=1, newest_only=True))
    assert "较早的没有查找" in said(open_page("my_cases_page"))
