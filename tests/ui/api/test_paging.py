"""Lists by pages: the neighbours of a page are told, each as the same question."""

import httpx
import pytest

from flows.views.base import Page
from flows.views.tasks import TaskList
from tests.ui.api.stub import StubService


@pytest.mark.parametrize(
    ("asked", "total", "told"),
    [
        ("", 20, None),
        ("?page=1", 21, '</api/v1/tasks?page=2>; rel="next"'),
        ("?page=2", 41, '</api/v1/tasks?page=1>; rel="prev", </api/v1/tasks?page=3>; rel="next"'),
        ("?page=3", 41, '</api/v1/tasks?page=2>; rel="prev"'),
        ("?page=9", 41, '</api/v1/tasks?page=3>; rel="prev"'),
        ("?page=9", 0, '</api/v1/tasks?page=1>; rel="prev"'),
    ],
)
def test_the_pages_beside_are_linked(
    client: httpx.Client, stub: StubService, asked: str, total: int, told: str | None
) -> None:
    """None before the first and after the last; who asks for one behind it is shown back to the last."""
    number = int(asked.removeprefix("?page=") or 1)
    stub.tasks.answers("queue", TaskList(items=(), page=Page(page=number, size=20, total=total)))
    answer = client.get(f"tasks{asked}")
    assert answer.status_code == 200
    assert answer.headers.get("link") == told


def test_the_filters_of_the_question_stay(client: httpx.Client, stub: StubService) -> None:
    """The next page is that of the same search, Chinese words too."""
    stub.cases.answers("list", TaskList(items=(), page=Page(page=1, size=20, total=50)))
    link = client.get("cases", params={"q": "用车", "state": "in_progress"}).headers["link"]
    assert "q=%E7%94%A8%E8%BD%A6&state=in_progress&page=2" in link
