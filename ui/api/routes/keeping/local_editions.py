"""Local lists under the directory: kept by administrators within the scope of their grant, by two persons."""

from typing import Annotated

from fastapi import APIRouter, Path

from flows.views.lists.local_editions import (
    LocalChoice,
    LocalEditionLine,
    LocalEditionReceipt,
    LocalEditionView,
    LocalEditionWanted,
    TouchedEdition,
)
from matters.errors.administering import OutOfScope, SecondPersonNeeded
from matters.errors.door import Forbidden, IdempotencyConflict, Invalid, NotFound, SecrecyMark
from matters.errors.handling import NotPossible
from ui.api.answers import answered
from ui.api.bodies import Body
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.parameters import IdempotencyKey, MatterCodeInPath
from ui.api.routes.definitions import DraftCheck
from ui.api.scopes import ASKS
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, prefix="/local-lists", tags=["definitions"])

EditionId = Annotated[int, Path(ge=1, le=2**31 - 1, description="实施清单的编号，取自列表或回执")]
BodyInPath = Annotated[str, Path(max_length=40, description="受理单位标识")]


class CopyWanted(Body, title="复制实施清单"):
    """To which body (复制)."""

    body: str


@router.get(
    "",
    summary="实施清单",
    description="本人管理范围内各单位的实施清单及其状态，后提请的在前。只供事项管理员和本地清单管理员。",
    response_description="实施清单",
    openapi_extra=refusals(Forbidden),
)
def list_local_lists(service: ServiceHere, caller: CallerHere) -> tuple[LocalEditionLine, ...]:
    """Every one within the caller's scope."""
    return answered(service.local_editions.list(caller))


@router.get(
    "/choices",
    summary="可以编制实施清单的事项和单位",
    description="本人管理范围内的受理单位，及其受理的、目录允许地方调整的事项。",
    response_description="事项和单位",
    openapi_extra=refusals(Forbidden),
)
def list_local_choices(service: ServiceHere, caller: CallerHere) -> tuple[LocalChoice, ...]:
    """Where there may be one."""
    return answered(service.local_editions.choices(caller))


@router.get(
    "/matters/{code}/bodies/{body}",
    summary="一个单位的实施清单",
    description="目录说明和允许调整的内容，现行实施清单与目录的差异，以及历次提请的。",
    response_description="实施清单",
    openapi_extra=refusals(Forbidden, NotFound, OutOfScope, Invalid),
)
def show_local_list(
    service: ServiceHere, caller: CallerHere, code: MatterCodeInPath, body: BodyInPath
) -> LocalEditionView:
    """Of one matter at one body."""
    return answered(service.local_editions.show(caller, code, body))


@router.post(
    "",
    status_code=201,
    summary="提请实施清单",
    description="只写与目录不同之处；不能调整的，逐项列明。由同一范围内的另一位管理员确认后生效。",
    response_description="已提请，等候确认；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, OutOfScope, NotPossible, SecrecyMark, IdempotencyConflict),
)
def ask_local_list(
    service: ServiceHere, caller: CallerHere, request: LocalEditionWanted, key: IdempotencyKey = None
) -> LocalEditionReceipt:
    """To be confirmed by a second person."""
    return answered(service.local_editions.ask(caller, request, key))


@router.post(
    "/{edition_id}/copy",
    status_code=201,
    summary="复制实施清单",
    description="提请在另一单位实行同样的实施清单，保留来源；联系方式和地方编码不复制。来源有新的一份时，告知复制的单位。",
    response_description="已提请，等候确认；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, OutOfScope, NotPossible, Invalid, IdempotencyConflict),
)
def copy_local_list(
    service: ServiceHere, caller: CallerHere, edition_id: EditionId, request: CopyWanted, key: IdempotencyKey = None
) -> LocalEditionReceipt:
    """The same elsewhere."""
    return answered(service.local_editions.copy(caller, edition_id, request.body, key))


@router.post(
    "/{edition_id}/confirm",
    summary="确认实施清单",
    description="由提请人以外的另一位管理员确认，即时生效。新的申请按此办理，已提交的办件仍按原来的办理。",
    response_description="已生效；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(
        Forbidden, NotFound, OutOfScope, Invalid, NotPossible, SecondPersonNeeded, IdempotencyConflict
    ),
)
def confirm_local_list(
    service: ServiceHere, caller: CallerHere, edition_id: EditionId, key: IdempotencyKey = None
) -> LocalEditionReceipt:
    """The second administrator's word."""
    return answered(service.local_editions.confirm(caller, edition_id, key))


@router.post(
    "/{edition_id}/return",
    summary="退回实施清单",
    description="等候确认的不予确认，可以修改后重新提请；提请人也可以收回。",
    response_description="已退回；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, OutOfScope, NotPossible, IdempotencyConflict),
)
def return_local_list(
    service: ServiceHere, caller: CallerHere, edition_id: EditionId, key: IdempotencyKey = None
) -> LocalEditionReceipt:
    """It does not come about."""
    return answered(service.local_editions.send_back(caller, edition_id, key))


@router.post(
    "/{code}/touched",
    summary="目录新版本涉及的实施清单",
    description="假定以这一文本为目录的下一版，列明各实施清单能否跟随，不能的列明原因。不保存任何内容。只供事项管理员。",
    response_description="涉及的实施清单",
    openapi_extra=refusals(Forbidden) | ASKS,
)
def touched_local_lists(
    service: ServiceHere, caller: CallerHere, code: MatterCodeInPath, request: DraftCheck
) -> tuple[TouchedEdition, ...]:
    """What the next version of the directory would touch."""
    return answered(service.local_editions.touched(caller, code, request.text))
