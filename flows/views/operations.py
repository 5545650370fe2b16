"""What the running system says of itself."""

from pydantic import Field

from flows.views.base import View


class Check(View, title="一项检查"):
    """One line of `once doctor`."""

    name: str = Field(description="检查项")
    ok: bool = Field(description="是否正常")
    detail: str = Field(description="检查结果")
