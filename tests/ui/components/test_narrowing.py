"""Filters that stand in the address: read on arrival, followed afterwards, let go where they do not fit."""

import pytest

from flows.views.base import Page
from flows.views.tasks import TaskList, TaskQuery
from tests.ui.conftest import Open
from tests.ui.pages.test_pages import said
from tests.ui.stub import TASK, StubService

BODY = "finance"


def test_the_address_narrows_the_list(open_page: Open, office: StubService) -> None:
    """Every filter and the page, in the words of the interface."""
    page = open_page("tasks_page", q="赴镇", step=f"{TASK.matter}.{TASK.step}", due="late", body=BODY, order="newest")
    query = TaskQuery(q="赴镇", matter=TASK.matter, step=TASK.step, due="late", body=BODY, order="newest")
    assert office.tasks.asked[-1] == (1, query)
    assert not page.exception
    assert not page.info


def test_the_address_follows_the_fields(open_page: Open, office: StubService) -> None:
    """What is usual does not stand in it; another question begins at its first page."""
    office.answers["queue"] = TaskList(items=(TASK,), page=Page(page=2, size=20, total=50))
    page = open_page("tasks_page", page="2")
    assert office.tasks.asked[-1] == (2, TaskQuery())
    page.selectbox(key="tasks.due").set_value("today").run()
    assert office.tasks.asked[-1] == (1, TaskQuery(due="today"))
    assert page.query_params["due"] in ("today", ["today"])
    assert "page" not in page.query_params


@pytest.mark.parametrize(
    "asked", [{"body": "elsewhere"}, {"due": "someday"}, {"step": "MS999.x"}, {"order": "loudest"}]
)
def test_what_does_not_fit_is_let_go_with_a_sentence(
    open_page: Open, office: StubService, asked: dict[str, str]
) -> None:
    """The whole list is shown, and the address has forgotten it."""
    page = open_page("tasks_page", **asked)
    assert "已不适用" in page.info[0].value
    assert office.tasks.asked[-1] == (1, TaskQuery())
    assert not set(asked) & set(page.query_params)
    assert not page.exception


@pytest.mark.parametrize("number", ["x", "0", "-3", "²", "9" * 400])
def test_a_page_that_is_none_is_the_first(open_page: Open, office: StubService, number: str) -> None:
    """However it is written."""
    assert not open_page("tasks_page", page=number).exception
    assert office.tasks.asked[-1][0] == 1


def test_of_a_page_that_is_gone_one_comes_to_the_last(
    open_page: Open, office: StubService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rows were handled meanwhile."""
    asked: list[int] = []

    def queue(caller: object, number: int, query: TaskQuery) -> TaskList:
        asked.append(number)
        return TaskList(items=(TASK,) if number <= 2 else (), page=Page(page=number, size=20, total=30))

    monkeypatch.setattr(office.tasks, "queue", queue)
    page = open_page("tasks_page", page="9")
    assert asked == [9, 2]
    assert "共 30 项" in said(page)


def test_nothing_found_offers_the_whole_list(open_page: Open, office: StubService) -> None:
    """With a filter: the way to clear it; without one: what there is to expect."""
    office.answers["queue"] = TaskList(items=(), page=Page(page=1, size=20, total=0))
    page = open_page("tasks_page", q="没有的字")
    assert page.info[0].value == "没有符合筛选条件的待办。"
    page.button(key="tasks.clear").click().run()
    assert office.tasks.asked[-1] == (1, TaskQuery())
    assert "目前没有待办" in page.info[0].value
    assert "q" not in page.query_params


def test_a_long_list_is_counted_so_far(open_page: Open, office: StubService) -> None:
    """More than that nobody turns pages through."""
    office.answers["queue"] = TaskList(items=(TASK,), page=Page(page=1, size=20, total=1000, more=True))
    assert "1000 项以上" in said(open_page("tasks_page"))
