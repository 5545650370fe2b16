"""The organisation in the hands of its administrators: read, changed by one act at a time, imported and exported."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from flows.views.cases import FileContent
from flows.views.organisation_editing import (
    BodyDetail,
    ChangePreview,
    ChangeReceipt,
    Choices,
    FoundLine,
    ImportPreview,
    OrganisationTree,
    PersonDetail,
    RoleRequestLine,
)
from matters.errors.administering import OrganisationMoved
from matters.errors.door import Forbidden, IdempotencyConflict, NotFound, SecrecyMark
from matters.errors.handling import NotPossible
from matters.organisation.changes import CHANGE_NAMES, Change
from ui.api.answers import answered, download, file_answer
from ui.api.bodies import Body
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.parameters import IdempotencyKey, PersonId
from ui.api.problems import given
from ui.api.scopes import ASKS
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["organisation"])

BodyId = Annotated[str, Path(description="单位标识")]
RequestId = Annotated[str, Path(description="授权提请的标识，取自列表")]
_TEXT = "text/plain; charset=utf-8"
_AGAIN = "同一请求编号的重发返回第一次的回执"


def _parts(kind: type[Change]) -> str:
    parts = ((name, part) for name, part in kind.model_fields.items() if name != "type")
    return "、".join(f"`{name}`" if part.is_required() else f"`{name}`（可不填）" for name, part in parts)


_KINDS = (f"`{kind.model_fields['type'].default}` {name}：{_parts(kind)}" for kind, name in CHANGE_NAMES.items())
_CHANGE = "调整的种类 `type` 及其各项，`on` 为生效日期：\n\n- " + "\n- ".join(_KINDS)
_RENAMED = {"type": "rename_body", "body": "county_logistics", "name": "机关事务中心", "on": "2090-01-01"}


class ChangeAsked(Body, title="要预览的机构调整"):
    """A change that is thought of (预览)."""

    change: Mapping[str, Any] = Field(description=_CHANGE, examples=[_RENAMED])


class ChangeRequest(Body, title="机构调整"):
    """A change, and the version it was thought up on (机构调整)."""

    change: Mapping[str, Any] = Field(description=_CHANGE, examples=[_RENAMED])
    expected_version: int = Field(description="看到的机构信息的版本号；之后有变化的，以 `organisation_moved` 拒绝")


class ImportAsked(Body, title="要预览的机构导入"):
    """A text that would take the place of the organisation (预览)."""

    text: str = Field(description="全部机构与人员（YAML），写法同导出")


class ImportRequest(Body, title="机构导入"):
    """A text that takes the place of the organisation (导入)."""

    text: str = Field(description="全部机构与人员（YAML），写法同导出")
    expected_version: int = Field(description="看到的机构信息的版本号；之后有变化的，以 `organisation_moved` 拒绝")


@router.get(
    "/organisation",
    summary="机构与人员",
    description="各行政区的单位、岗位空缺和无人可办的待办。只供机构管理员、安全管理员和系统管理员。",
    response_description="全部机构",
    openapi_extra=refusals(Forbidden),
)
def show_organisation(service: ServiceHere, caller: CallerHere) -> OrganisationTree:
    """The tree of regions and bodies."""
    return answered(service.organisation_editing.tree(caller))


@router.get(
    "/organisation/search",
    summary="查找机构与人员",
    description="按名称、别名、标识或电话查找，含已撤销和已离任的，最多 50 个。只供上述管理员。",
    response_description="查到的单位和人员",
    openapi_extra=refusals(Forbidden),
)
def search_organisation(
    service: ServiceHere,
    caller: CallerHere,
    q: Annotated[str, Query(max_length=100, description="名称、别名、标识或电话中的文字")],
) -> tuple[FoundLine, ...]:
    """Bodies and people, those of before included."""
    return answered(service.organisation_editing.search(caller, q))


@router.get(
    "/organisation/bodies/{body_id}",
    summary="单位及其岗位、职责",
    description="一个单位的名称、隶属关系、岗位、任职和职责，含以前和以后的。只供上述管理员。",
    response_description="单位",
    openapi_extra=refusals(Forbidden, NotFound),
)
def show_body(service: ServiceHere, caller: CallerHere, body_id: BodyId) -> BodyDetail:
    """A body in full."""
    return answered(service.organisation_editing.body(caller, body_id))


@router.get(
    "/organisation/people/{person_id}",
    summary="人员及其任职、授权",
    description="一名人员的任职、角色、电话、待办项数和用户名，含以前和以后的。只供上述管理员。",
    response_description="人员",
    openapi_extra=refusals(Forbidden, NotFound),
)
def show_person(service: ServiceHere, caller: CallerHere, person_id: PersonId) -> PersonDetail:
    """A person in full."""
    return answered(service.organisation_editing.person(caller, person_id))


@router.get(
    "/organisation/choices",
    summary="调整时可以选择的内容",
    description="行政区、单位、岗位、人员、岗位类别和职责的标识与名称。只供上述管理员。",
    response_description="标识与名称",
    openapi_extra=refusals(Forbidden),
)
def list_choices(service: ServiceHere, caller: CallerHere) -> Choices:
    """What a change may name."""
    return answered(service.organisation_editing.choices(caller))


@router.post(
    "/organisation/changes/preview",
    summary="预览机构调整",
    description="调整将改变什么、影响多少待办、有什么须留意。不作调整。机构由机构管理员调整，角色由安全管理员授予。",
    response_description="预览",
    openapi_extra=refusals(Forbidden) | ASKS,
)
def preview_change(service: ServiceHere, caller: CallerHere, request: ChangeAsked) -> ChangePreview:
    """What the change would do; nothing is changed."""
    return answered(service.organisation_editing.preview(caller, dict(request.change)))


@router.post(
    "/organisation/changes",
    summary="调整机构与人员",
    description="作一项调整，生成机构信息的新版本；受影响的待办自动重新确定办理人。管理员角色的授予，须由另一位安全管理员确认。",
    response_description=f"已调整，或者已提请授权；{_AGAIN}",
    openapi_extra=refusals(Forbidden, NotPossible, OrganisationMoved, SecrecyMark, IdempotencyConflict),
)
def change_organisation(
    service: ServiceHere, caller: CallerHere, request: ChangeRequest, key: IdempotencyKey = None
) -> ChangeReceipt:
    """One change."""
    return answered(service.organisation_editing.change(caller, dict(request.change), request.expected_version, key))


@router.get(
    "/organisation/export",
    summary="导出机构与人员",
    description="今日的全部机构与人员，可以改动后导入。只供上述管理员。",
    responses=file_answer(_TEXT),
    response_class=Response,
    openapi_extra=refusals(Forbidden),
)
def export_organisation(service: ServiceHere, caller: CallerHere) -> Response:
    """All of it as a text."""
    text = given(service.organisation_editing.export(caller))
    return download(FileContent(name="机构与人员.yaml", media_type=_TEXT, content=text.encode()))


@router.post(
    "/organisation/import/preview",
    summary="预览机构导入",
    description="导入将改变什么、有哪些问题。不作改变。只供机构管理员。",
    response_description="预览",
    openapi_extra=refusals(Forbidden) | ASKS,
)
def preview_import(service: ServiceHere, caller: CallerHere, request: ImportAsked) -> ImportPreview:
    """What the import would do; nothing is changed."""
    return answered(service.organisation_editing.preview_import(caller, request.text))


@router.post(
    "/organisation/import",
    summary="导入机构与人员",
    description="以给出的文本替换全部机构与人员。不得删去标识、改写以前的名称或者增加角色。只供机构管理员。",
    response_description=f"已导入；{_AGAIN}",
    openapi_extra=refusals(Forbidden, OrganisationMoved, SecrecyMark, IdempotencyConflict),
)
def import_organisation(
    service: ServiceHere, caller: CallerHere, request: ImportRequest, key: IdempotencyKey = None
) -> ChangeReceipt:
    """The organisation of the text."""
    return answered(service.organisation_editing.import_all(caller, request.text, request.expected_version, key))


@router.get(
    "/role-requests",
    summary="等候确认的授权",
    description="已提请、等候另一位安全管理员确认的管理员角色。只供安全管理员。",
    response_description="授权提请",
    openapi_extra=refusals(Forbidden),
)
def list_role_requests(service: ServiceHere, caller: CallerHere) -> tuple[RoleRequestLine, ...]:
    """The administrators' roles that wait."""
    return answered(service.organisation_editing.requests(caller))


@router.post(
    "/role-requests/{request_id}/confirm",
    summary="确认授权",
    description="由提请人和被授权人以外的另一位安全管理员确认，授权即时生效。",
    response_description=f"已授权；{_AGAIN}",
    openapi_extra=refusals(Forbidden, NotPossible, OrganisationMoved, IdempotencyConflict),
)
def confirm_role(
    service: ServiceHere, caller: CallerHere, request_id: RequestId, key: IdempotencyKey = None
) -> ChangeReceipt:
    """The second administrator's word."""
    return answered(service.organisation_editing.confirm(caller, request_id, key))


@router.post(
    "/role-requests/{request_id}/drop",
    summary="不同意授权",
    description="不同意授予，或者收回本人的提请。",
    response_description=f"已不予同意；{_AGAIN}",
    openapi_extra=refusals(Forbidden, NotPossible, IdempotencyConflict),
)
def drop_role(
    service: ServiceHere, caller: CallerHere, request_id: RequestId, key: IdempotencyKey = None
) -> ChangeReceipt:
    """No role."""
    return answered(service.organisation_editing.drop(caller, request_id, key))
