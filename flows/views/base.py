"""The frozen base of every read model, and what lists and refusals share."""

from pydantic import BaseModel, ConfigDict, Field


class View(BaseModel):
    """Base of all read models."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Page(View, title="分页"):
    """Where a list stands: `total` rows in all, `size` to a page, pages count from 1."""

    page: int = Field(description="第几页，从 1 起")
    size: int = Field(description="每页条数")
    total: int = Field(description="总条数")


class ProblemView(View, title="一处问题"):
    """One defect, pinned to a field or material."""

    target: str = Field(description="指向的填报项、材料或请求部分")
    message: str = Field(description="问题是什么")
