"""What the running system says of itself."""

from collections.abc import Iterable

from pydantic import Field

from flows.views.base import View


class Check(View, title="一项检查"):
    """One line of `once doctor`."""

    name: str = Field(description="检查项")
    ok: bool = Field(description="是否正常")
    detail: str = Field(description="检查结果")
    blocking: bool = Field(True, description="不正常时是否不宜再接收请求")


def fit_for_requests(checks: Iterable[Check]) -> bool:
    """Whether people may be let in: what is wrong, if anything, does not stand in their way."""
    return all(check.ok or not check.blocking for check in checks)
