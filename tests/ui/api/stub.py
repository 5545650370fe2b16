"""A service that answers what a test tells it to, for tests of the API's own manners."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from flows.views.cases import FileContent, Receipt
from flows.views.people import Caller, PostView, SessionView
from matters.errors.base import Refusal
from matters.errors.door import LoginRequired

TOKEN = "token-of-zhang"
CALLER = Caller(
    person="zhang",
    name="张三",
    username="zhangsan",
    roles=frozenset({"applicant"}),
    posts=(PostView(post="clerk", title="科员", body="bureau", body_name="样例市某局"),),
)
RECEIPT = Receipt(case_no="330100-20260302-0001", status="submitted", status_name="已提交", message="已提交。")
SESSION = SessionView(token=TOKEN, caller=CALLER, expires_at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
FILE = FileContent(name="会议../通知.pdf", media_type="application/pdf", content=b"%PDF-1.7")


class StubDesk(SimpleNamespace):
    """A desk whose methods are set by the test; an unset method is a fault."""

    def answers(self, method: str, outcome: object) -> "StubDesk":
        """Let the method answer this."""
        setattr(self, method, lambda *args: outcome)
        return self


class StubService:
    """Desks of the service with one known login."""

    def __init__(self) -> None:
        for desk in ("matters", "cases", "tasks", "files", "papers", "organisation", "operations"):
            setattr(self, desk, StubDesk())
        self.accounts = StubDesk(resolve=self._resolve, logout=self._logout, login=lambda *args: SESSION)
        self.ended: list[str] = []

    def __getattr__(self, desk: str) -> Any:  # noqa: ANN401 - desks are set by name
        raise AttributeError(desk)

    def _resolve(self, token: str, address: str, scope: str) -> Caller | Refusal:
        return CALLER if token == TOKEN else LoginRequired()

    def _logout(self, token: str) -> None:
        self.ended.append(token)


def remembering(calls: list[tuple[object, ...]], outcome: object) -> Callable[..., object]:
    """A method that keeps its arguments and answers `outcome`."""

    def method(*args: object) -> object:
        calls.append(args)
        return outcome

    return method
