"""办事: what is meant while it is typed, by category, and the way out where nothing is."""

from typing import Any

from tests.ui.conftest import Open
from tests.ui.pages.test_pages import said
from tests.ui.stub import Matters, StubService

SEAL = Matters.LINE.model_copy(
    update={"code": "T002", "name": "印章制作", "category": "证照印章", "aliases": ("刻章",), "errands": 1}
)


def _links(page: Any) -> list[str]:  # noqa: ANN401 - a page as a program
    return [link.label for link in page.get("page_link")]


def test_each_matter_says_who_accepts_it_and_what_it_takes(open_page: Open) -> None:
    """Office, days and errands in one line, and the way to apply beside it."""
    page = open_page("matters_page")
    assert "样例中心 · 1 个工作日 · 一次不跑" in said(page)
    assert _links(page).count("申请") == 1


def test_what_is_not_handled_here_offers_no_filing(open_page: Open, office: StubService) -> None:
    """Its guide says where to go."""
    office.answers["matters"] = (Matters.LINE.model_copy(update={"online": False}),)
    page = open_page("matters_page")
    assert "不在网上办理，详见办事指南" in said(page)
    assert "申请" not in _links(page)


def test_words_in_the_address_are_what_is_looked_for(open_page: Open, office: StubService) -> None:
    """A link to a search shows it, and what is typed is there after a reload."""
    office.answers["matters"] = (Matters.LINE, SEAL)
    page = open_page("matters_page", q="刻章")
    assert page.text_input(key="q").value == "刻章"
    assert "只跑一次" in said(page)
    assert "一次不跑" not in said(page)


def test_where_nothing_is_meant_the_nearest_are_offered_and_somebody_to_ask(open_page: Open) -> None:
    """Nobody is left before an empty page."""
    page = open_page("matters_page")
    page.text_input(key="q").set_value("不存在").run()
    assert "没有找到相符的事项" in page.info[0].value
    assert "您是不是要找" in [header.value for header in page.header]
    assert Matters.LINE.name in _links(page)
    assert "可以询问事项管理员顾明（样例县数据局）" in said(page)


def test_a_category_narrows_the_list_and_stands_in_the_address(open_page: Open, office: StubService) -> None:
    """Sixty matters are no scroll."""
    office.answers["matters"] = (Matters.LINE, SEAL)
    page = open_page("matters_page", category="证照印章")
    links = _links(page)
    assert SEAL.name in links
    assert Matters.LINE.name not in links


def test_a_category_that_is_there_no_more_leaves_everything(open_page: Open, office: StubService) -> None:
    """A filter in an old link does not empty the page."""
    office.answers["matters"] = (Matters.LINE, SEAL)
    page = open_page("matters_page", category="从前的类别")
    assert {SEAL.name, Matters.LINE.name} <= set(_links(page))


def test_what_one_files_often_stands_above_and_leads_to_the_form(open_page: Open, office: StubService) -> None:
    """Only while nothing is looked for; whoever files nothing has no such row."""
    assert "常用" in said(open_page("matters_page"))
    assert "常用" not in said(open_page("matters_page", q=Matters.LINE.name))
    office.answers["often"] = ()
    assert "常用" not in said(open_page("matters_page"))


def test_where_no_matter_is_offered_yet_the_first_page_says_who_mends_it(open_page: Open, office: StubService) -> None:
    """Nobody has searched for anything, so nothing is said of a search."""
    office.answers["matters"] = ()
    page = open_page("matters_page")
    assert [one.value for one in page.info] == ["还没有开通的事项。请事项管理员在“事项管理”的“开通情况”中补齐。"]
