"""Lists by pages: where the neighbours of a page are stands in its `Link` header (RFC 8288), so no program counts by itself."""

from collections.abc import Iterator
from typing import Annotated, Protocol, TypeVar, runtime_checkable

from fastapi import Depends, Request, Response

from flows.views.base import Page, Turn, View
from matters.errors.base import Refusal
from ui.api.answers import answered
from ui.api.parameters import PageNumber, PageSize


@runtime_checkable
class Paged(Protocol):
    """A view of one page of a list."""

    @property
    def page(self) -> Page:
        """Where it stands."""


V = TypeVar("V", bound=View)
LINK = {
    "Link": {
        "description": "相邻各页的地址（RFC 8288）：`prev` 上一页，`next` 下一页；没有的不列",
        "schema": {"type": "string"},
    }
}


class AskedPage:
    """The page of a list that is asked for; it answers with the way to the pages beside it."""

    def __init__(self, request: Request, response: Response, page: PageNumber = 1, size: PageSize = None) -> None:
        self.turn = Turn(number=page, size=size)
        self._url = request.url
        self._headers = response.headers

    def answered(self, outcome: V | Refusal) -> V:
        """What the service answered, or the way out with its refusal."""
        view = answered(outcome)
        assert isinstance(view, Paged)
        links = [f'<{self._at(number)}>; rel="{rel}"' for rel, number in _neighbours(view.page)]
        if links:
            self._headers["Link"] = ", ".join(links)
        return view

    def _at(self, number: int) -> str:
        """The same question for another page, from the root of the host: behind which name it stands the caller knows."""
        url = self._url.include_query_params(page=number)
        return f"{url.path}?{url.query}"


PageAsked = Annotated[AskedPage, Depends()]


def _neighbours(page: Page) -> Iterator[tuple[str, int]]:
    last = -(-page.total // page.size)
    if page.page > 1:
        yield "prev", max(min(page.page - 1, last), 1)
    if page.page < last or page.more:
        yield "next", page.page + 1
