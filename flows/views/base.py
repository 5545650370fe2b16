"""The frozen base of every read model, and what lists and refusals share."""

from pydantic import BaseModel, ConfigDict


class View(BaseModel):
    """Base of all read models."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Page(View):
    """Where a list stands: `total` rows in all, `size` to a page, pages count from 1."""

    page: int
    size: int
    total: int


class ProblemView(View):
    """One defect, pinned to a field or material."""

    target: str
    message: str
