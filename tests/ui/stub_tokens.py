"""What the stub service knows of API tokens: one with a scope, and a secret for whoever makes another."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from flows.views.people import Caller
from flows.views.tokens import NewToken, TokenLine, TokenList, TokenReceipt, TokenRequest

if TYPE_CHECKING:
    from tests.ui.stub import StubService

WHEN = datetime(2026, 3, 2, 1, 31, tzinfo=UTC)
SECRET = "0123456789" * 4
TOKEN_LINE = TokenLine(
    id="ab" * 8,
    username="zhonghong",
    name="财务系统对接",
    scope=("cases:read",),
    created_at=WHEN,
    expires_at=WHEN + timedelta(days=90),
    last_used=None,
)


@dataclass
class Tokens:
    """The desk."""

    stub: "StubService"

    def list(self, caller: Caller) -> Any:  # noqa: ANN401 - what the test says
        return self.stub.answer("tokens", TokenList(items=(TOKEN_LINE,)))

    def of_account(self, caller: Caller, username: str) -> Any:  # noqa: ANN401 - what the test says
        return self.list(caller)

    def create(self, caller: Caller, wanted: TokenRequest) -> Any:  # noqa: ANN401 - what the test says
        return self._made("", wanted)

    def create_for(self, caller: Caller, username: str, wanted: TokenRequest) -> Any:  # noqa: ANN401 - what the test says
        return self._made(username, wanted)

    def revoke(self, caller: Caller, token_id: str, key: str) -> TokenReceipt:
        self.stub.calls.append(("revoke token", token_id))
        return TokenReceipt(id=token_id, message="接口令牌已收回，立即失效。")

    def _made(self, username: str, wanted: TokenRequest) -> Any:  # noqa: ANN401 - what the test says
        self.stub.calls.append(("create token", username, wanted))
        return self.stub.answer("token_made", NewToken(line=TOKEN_LINE, token=SECRET))
