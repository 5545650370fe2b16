"""What the running system says of itself."""

from collections.abc import Iterable

from pydantic import Field

from flows.views.base import View


class Check(View, title="一项检查"):
    """One line of `once doctor`."""

    name: str = Field(description="检查项")
    ok: bool = Field(description="是否正常")
    detail: str = Field(description="检查结果")
    part: str = Field("", description="检查的是部件或例行工作时，它的代号")


def all_well(checks: Iterable[Check]) -> bool:
    """Whether nothing is wrong."""
    return all(check.ok for check in checks)
