"""The frozen base of every read model and request, and what lists and refusals share."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from matters.typed import cleaned_value

ExportFormat = Literal["xlsx", "csv", "json"]  # in which a list may be taken along
EXPORTED_AS: Mapping[ExportFormat, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


def unsaid(value: object) -> bool:
    """Whether a part of a request that later releases brought says nothing.

    It is left out then (`exclude_if`): a request that was made before an upgrade and comes again after it is the same.
    """
    return not value


class View(BaseModel):
    """Base of all read models."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Asked(View):
    """Base of what is asked of the service: its texts are taken as `matters.typed` says, from whatever door they come.

    Those `as_typed` are left alone.
    """

    as_typed: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="before")
    @classmethod
    def _cleaned(cls, given: Any) -> Any:  # noqa: ANN401 - whatever came in; pydantic judges it
        if not isinstance(given, Mapping):
            return given
        return {key: part if key in cls.as_typed else cleaned_value(part) for key, part in given.items()}


class Proving(Asked):
    """Base of what is done under one's own name: a password may come along (身份确认), as it was typed.

    It is no part of what is asked: nothing keeps, compares or prints it.
    """

    as_typed = ("password",)

    password: str = Field(
        "",
        max_length=1000,
        exclude=True,
        repr=False,
        description="本人的登录密码，只在以 `proof_required` 拒绝之后随原请求给出，用于确认身份；不保存，也不计入请求编号的比对。"
        "用接口令牌调用的，每次都须给出；连续输错与登录一并计数",
        json_schema_extra={"format": "password", "writeOnly": True},
    )


class Page(View, title="分页"):
    """Where a list stands: `total` rows in all, `size` to a page, pages count from 1. A long list is counted so far only."""

    page: int = Field(description="第几页，从 1 起")
    size: int = Field(description="每页条数")
    total: int = Field(description="总条数；`more` 为真的，是已经数到的条数")
    more: bool = Field(False, description="是否还有更多，没有数完；往后翻页，会接着数")
    newest_only: bool = Field(False, description="是否只在较新的一部分中查找过：再加一个词或者一个条件，可以查得更早")


class Turn(View):
    """Which page of a list is asked for, and of what size; none for the usual one."""

    number: int = 1
    size: int | None = None


class ProblemView(View, title="一处问题"):
    """One defect, pinned to a field or material."""

    target: str = Field(description="指向的填报项、材料或请求部分")
    message: str = Field(description="问题是什么")
