"""API tokens as their owners and the security administrators see them (接口令牌)."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from flows.views.base import Asked, View
from flows.views.scopes import SCOPES


def _known(scope: str) -> str:
    if scope not in SCOPES:
        raise ValueError(scope)
    return scope


Scope = Annotated[str, AfterValidator(_known), Field(json_schema_extra={"enum": list(SCOPES)})]


class TokenRequest(Asked, title="新增接口令牌"):
    """A token that is asked for: what it is for, what it may be used for, and how long."""

    name: Annotated[str, Field(min_length=1, max_length=60)] = Field(
        description="名称，便于日后辨认，如“财务系统对接”；与现有令牌不重复"
    )
    scope: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=len(SCOPES))] = Field(
        description="可以用于哪些调用：`组:read` 查看，`组:write` 查看和办理；每个调用的说明写明所需的范围"
    )
    days: Annotated[int, Field(ge=1, le=3650)] = Field(90, description="自现在起的有效天数")


class TokenLine(View, title="一个接口令牌，不含令牌本身"):
    """A token that can be used."""

    id: str = Field(description="令牌标识，收回时填写")
    username: str
    name: str
    scope: tuple[str, ...] | None = Field(description="可以用于哪些调用；不限的为空")
    created_at: datetime = Field(description="新增的时间")
    expires_at: datetime = Field(description="失效的时间")
    last_used: datetime | None = Field(description="最近使用的时间，精确到一分钟；没有用过的为空")


class TokenList(View, title="现有的接口令牌"):
    """Tokens that can be used, newest first."""

    items: tuple[TokenLine, ...] = Field(description="未收回、未失效的令牌，新的在前")


class NewToken(View, title="新增的接口令牌"):
    """The token is shown once and kept only as a digest."""

    line: TokenLine
    token: str | None = Field(
        None,
        description="令牌，只在此时给出一次，放入 `Authorization: Bearer` 请求头；同一请求编号的重发为空",
    )


class TokenReceipt(View, title="收回接口令牌的回执"):
    """A token that is at an end."""

    id: str = Field(description="令牌标识")
    message: str
