"""The first page: by role, in the order of what presses, and what is empty says what to do.

Covers: ui/components/news.py, ui/components/queue.py
"""

from typing import Any

from streamlit.testing.v1 import AppTest

from flows.views.base import Page
from flows.views.home import HomeView
from flows.views.tasks import TaskList
from tests.ui.conftest import Open
from tests.ui.pages.test_pages import said
from tests.ui.stub import TOKEN, StubService

NOTHING = HomeView(due_today=0, late=0, drafts=(), under_way=(), often=())
EMPTY: dict[str, Any] = {"queue": TaskList(items=(), page=Page(page=1, size=20, total=0)), "home": NOTHING}


def _headers(page: Any) -> list[str]:  # noqa: ANN401 - a page as a program
    return [header.value for header in page.header]


def test_an_applicant_finds_work_drafts_cases_and_news(open_page: Open) -> None:
    """What waits first, how much of it is late, and where each case of one's own is."""
    page = open_page("home_page")
    text = said(page)
    assert _headers(page) == ["等我办理", "没有提交的申请", "我的申请到哪里了", "常办事项", "最新通知"]
    assert "已超期 1 项" in text
    assert "廖文" in text


def test_what_is_empty_says_what_to_do(open_page: Open, office: StubService) -> None:
    """No bare blank, and no heading over drafts that there are not."""
    office.answers.update(EMPTY)
    page = open_page("home_page")
    assert "没有提交的申请" not in _headers(page)
    assert "从“办事”中提出" in said(page)
    assert "目前没有待办" in said(page)


def test_who_only_administers_is_shown_no_filings(open_page: Open, office: StubService) -> None:
    """Neither a queue the service refuses, nor cases of one's own."""
    office.answers.update(EMPTY)
    office.people[TOKEN] = office.people[TOKEN].model_copy(update={"roles": frozenset({"audit_admin"})})
    assert "我的申请到哪里了" not in _headers(open_page("home_page"))


PROGRAM = """
from ui.components.links import note_waiting
from ui.pages import home_page
from ui.pages.managing import definitions_page, doubts_page
note_waiting({definitions_page.PLACE: 2, doubts_page.PLACE: 3})
home_page.page()
"""


def test_who_administers_and_supervises_is_told_how_much_waits(
    open_page: Open, office: StubService, cookies: dict[str, str]
) -> None:
    """By the counts of the menu, of one's own roles alone; what is late at the bodies one watches over, by links too."""
    assert "管理和督查" not in _headers(open_page("home_page"))
    roles = frozenset({"applicant", "matter_admin", "supervisor"})
    office.people[TOKEN] = office.people[TOKEN].model_copy(update={"roles": roles})
    page = AppTest.from_string(PROGRAM, default_timeout=30).run()
    assert not page.exception
    labels = [one.proto.label for one in page.get("page_link")]
    assert "事项管理：2 份草案、取消等您审阅" in labels
    assert not [label for label in labels if "存疑" in label]
    assert [label for label in labels if label.startswith("督查：已超期 1 项，临期 1 项")]


def test_what_waits_is_no_news_besides(open_page: Open, office: StubService) -> None:
    """A notice of a case that stands in the queue on the same page is not told again; of other cases the newest alone."""
    text = said(open_page("home_page"))
    assert "第 9 条" in text
    assert "第 8 条" not in text
