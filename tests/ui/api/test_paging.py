"""Lists by pages: the neighbours of a page are told, each as the same question."""

import httpx
import pytest

from flows.views.base import Page, Turn
from flows.views.tasks import TaskList, TaskQuery
from tests.ui.api.stub import CALLER, StubService, remembering


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


def test_a_page_has_the_size_that_is_asked_for(client: httpx.Client, stub: StubService) -> None:
    """It is handed over, the neighbours have it too; more than anybody reads at once is refused."""
    calls: list[tuple[object, ...]] = []
    stub.tasks.queue = remembering(calls, TaskList(items=(), page=Page(page=2, size=5, total=11)))
    answer = client.get("tasks?page=2&size=5")
    assert calls == [(CALLER, Turn(number=2, size=5), TaskQuery())]
    links = ('</api/v1/tasks?size=5&page=1>; rel="prev"', '</api/v1/tasks?size=5&page=3>; rel="next"')
    assert answer.headers["link"] == ", ".join(links)
    for wrong in ("0", "51", "x"):
        assert client.get(f"tasks?size={wrong}").json()["code"] == "invalid"


def test_the_filters_of_the_question_stay(client: httpx.Client, stub: StubService) -> None:
    """The next page is that of the same search, Chinese words too."""
    stub.cases.answers("list", TaskList(items=(), page=Page(page=1, size=20, total=50)))
    link = client.get("cases", params={"q": "用车", "state": "in_progress"}).headers["link"]
    assert "q=%E7%94%A8%E8%BD%A6&state=in_progress&page=2" in link
