"""Parameters that several routes share; an empty query parameter counts as one that was not given."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, get_args

from fastapi import Form, Header, Path, Query
from pydantic import BeforeValidator, Field

from flows.views.registers import CASE_ORDER_NAMES, SCOPE_NAMES, CaseScope
from flows.views.tasks import DUE_NAMES, ORDER_NAMES, DueWithin
from matters.case.aggregate import Status
from matters.case.items import CaseOrder, ItemOrder
from matters.language.errands import ERRAND_CLASSES, ErrandClass
from matters.language.guide import Scope
from matters.language.words.keys import word_name
from matters.organisation.kinds import BodyKind, Level

_SCOPES = {scope: word_name("scope", scope) for scope in get_args(Scope)}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def blank_is(default: object) -> BeforeValidator:
    """An empty parameter reads as this."""

    def read(value: Any) -> Any:  # noqa: ANN401 - what pydantic hands over
        return default if value == "" else value

    return BeforeValidator(read)


def _words(names: Mapping[Any, str]) -> str:
    return "，".join(f"`{word}` {name}" for word, name in names.items())


def _day(value: Any) -> Any:  # noqa: ANN401 - what pydantic hands over
    """A day is written out; a bare number would be read as seconds since 1970."""
    if value == "":
        return None
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError(value)
    return value


IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="请求编号，由调用方自定，在本人的同一操作内不重复。同一编号、同一内容重发，返回第一次的结果，不重复办理；"
        "同一编号用于另一份内容，以 `idempotency_conflict` 拒绝。",
    ),
]
Search = Annotated[str, Query(max_length=100, description="查找内容：名称、编号中的文字，以空格隔开的各词须同时出现")]
PageNumber = Annotated[int, Field(ge=1, le=100_000), blank_is(1), Query(description="页码，从 1 起；留空视为第 1 页")]
_Size = Annotated[int, Field(ge=1, le=50)]
PageSize = Annotated[
    _Size | None,
    blank_is(None),
    Query(description="每页条数，最多 50；留空的，由系统确定（见应答的 `page.size`）"),
]
LevelFilter = Annotated[Level | None, blank_is(None), Query(description="只列这一层级受理的事项；留空视为不限")]
_BodyId = Annotated[str, Field(max_length=40)]
BodyFilter = Annotated[
    _BodyId | None, blank_is(None), Query(description="只列与该单位有关的，填单位标识；留空视为不限")
]
_Kinds = Annotated[
    tuple[BodyKind, ...], Field(max_length=20), BeforeValidator(lambda values: [value for value in values if value])
]
CategoryFilter = Annotated[
    Annotated[str, Field(max_length=40)] | None,
    blank_is(None),
    Query(description="只列这一类别的事项；留空视为不限"),
]
ErrandsFilter = Annotated[
    ErrandClass | None,
    blank_is(None),
    Query(description=f"只列属于这一清单的事项：{_words(ERRAND_CLASSES)}；留空视为不限"),
]
MatterScopeFilter = Annotated[
    Scope | None,
    blank_is(None),
    Query(description=f"只列联办范围是这一种的事项：{_words(_SCOPES)}；留空视为不限"),
]
BatchFilter = Annotated[
    Annotated[int, Field(ge=1, le=9999)] | None,
    blank_is(None),
    Query(description="只列这一批目录公布的事项，填批次号；留空视为不限"),
]
StandingFilter = Annotated[
    Literal["cancelled"] | None,
    blank_is(None),
    Query(description="填 `cancelled` 的，改为只列已取消的事项；留空的，列现行的事项"),
]
RegionFilter = Annotated[
    Annotated[str, Field(max_length=20)] | None,
    blank_is(None),
    Query(description="只列由这一地区的单位受理的事项，填地区代码；留空视为不限"),
]
KindFilter = Annotated[_Kinds, Query(description="只列这些类别的单位，可以重复给出；留空视为不限")]
StateFilter = Annotated[Status | None, blank_is(None), Query(description="只列处于该状态的办件；留空视为不限")]
OnlyMine = Annotated[
    bool,
    blank_is(True),
    Query(description="`true` 只列本人申请的办件；`false` 列本人所在单位受理、审批、联络和本人督办范围内的办件"),
]

_Named = Annotated[str, Field(max_length=40)]
MatterFilter = Annotated[_Named, Query(description="只列这一事项的，填事项代码；留空视为不限")]
StepFilter = Annotated[_Named, Query(description="只列这一环节的，填环节标识；留空视为不限")]
ApplicantFilter = Annotated[_Named, Query(description="只列该单位申请的，填单位标识；留空视为不限")]
DueFilter = Annotated[
    DueWithin | None,
    blank_is(None),
    Query(
        description=f"只列期限如此的：{_words(DUE_NAMES)}；已挂起的待办、已办结的办件不计；亮灯的天数见期限督促规则；留空视为不限"
    ),
]
LightFilter = Annotated[
    Literal["yellow", "red"] | None,
    blank_is(None),
    Query(description="只列亮灯如此的：`yellow` 临期，`red` 超期；留空视为不限"),
]
TaskOrder = Annotated[ItemOrder, blank_is("due"), Query(description=f"怎样排列：{_words(ORDER_NAMES)}")]
ScopeFilter = Annotated[
    CaseScope | None,
    blank_is(None),
    Query(description=f"在哪些办件中列：{_words(SCOPE_NAMES)}；给出的，不看 `mine`；留空的，由 `mine` 确定"),
]
CaseOrdered = Annotated[CaseOrder, blank_is("newest"), Query(description=f"怎样排列：{_words(CASE_ORDER_NAMES)}")]

MatterCodeInPath = Annotated[str, Path(description="事项代码")]
PersonId = Annotated[str, Path(description="人员标识")]
Username = Annotated[str, Path(description="用户名")]
CaseNumber = Annotated[str, Path(description="办件编号")]
TaskId = Annotated[str, Path(description="待办标识，取自待办列表或办件详情")]
FileId = Annotated[str, Path(description="文件标识，取自上传材料的应答或办件详情")]
ResourceId = Annotated[str, Path(description="资源标识，取自资源列表")]
_KindId = Annotated[str, Field(max_length=40)]
ResourceKind = Annotated[
    _KindId | None, blank_is(None), Query(description="只列该类资源，填类别标识，如 `meeting_room`；留空视为不限")
]
RosterId = Annotated[str, Path(description="台账标识，取自台账一览")]
EntryId = Annotated[str, Path(description="台账记录标识，取自台账记录列表")]
TakenOut = Annotated[bool, blank_is(False), Query(description="`true` 只列已注销的记录；留空或 `false` 只列在册的")]
BodyInForm = Annotated[str, Form(max_length=40, description="由哪个单位保管，填单位标识")]
ReasonInForm = Annotated[str, Form(max_length=400, description="理由，与每条记录一同保存")]
OnDay = Annotated[date | None, BeforeValidator(_day), Query(description="哪一日；留空视为今日")]
Since = Annotated[date | None, BeforeValidator(_day), Query(description="自该日起，含当日；留空视为不限")]
Until = Annotated[date | None, BeforeValidator(_day), Query(description="至该日止，含当日；留空视为不限")]
FormDigest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="文件内容的 SHA-256 摘要，十六进制")]
PageOfFile = Annotated[int, Path(ge=1, le=100_000, description="第几页，从 1 起")]
DocumentId = Annotated[str, Path(description="文书标识，取自办件文书列表或办件详情")]
