"""Parameters that several routes share; an empty query parameter counts as one that was not given."""

from typing import Annotated, Any

from fastapi import Header, Query
from pydantic import BeforeValidator, Field

from matters.case import Status
from matters.definition.vocabulary import Level


def _unless_blank(default: object) -> BeforeValidator:
    def read(value: Any) -> Any:  # noqa: ANN401 - what pydantic hands over
        return default if value == "" else value

    return BeforeValidator(read)


IdempotencyKey = Annotated[
    str | None,
    Header(alias="Idempotency-Key", max_length=200, pattern=r"^[\x21-\x7e]+$", description="同一请求重发时不变的编号"),
]
Search = Annotated[str, Query(max_length=100, description="按名称、编号查找")]
PageNumber = Annotated[int, _unless_blank(1), Query(ge=1, le=100_000, description="页码，从 1 起")]
LevelFilter = Annotated[Level | None, _unless_blank(None), Query(description="层级")]
_BodyId = Annotated[str, Field(max_length=40)]
BodyFilter = Annotated[_BodyId | None, _unless_blank(None), Query(description="单位标识")]
StateFilter = Annotated[Status | None, _unless_blank(None), Query(description="办件状态")]
OnlyMine = Annotated[bool, _unless_blank(True), Query(description="只列本人申请的办件")]
