"""Notices: what the system has told the caller."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from flows.views.base import View
from flows.views.cases import NoticeView
from flows.views.news import NewsRequest, NewsSettings
from matters.errors.door import Forbidden, IdempotencyConflict
from ui.api.answers import answered
from ui.api.bodies import Body
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.parameters import IdempotencyKey
from ui.api.problems import given
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, prefix="/notices", tags=["notices"])


class ReadNotices(Body, title="标记已读的范围"):
    """Of which case; without one, all."""

    case_no: Annotated[str | None, Field(max_length=40)] = Field(None, description="办件编号；不填的，全部通知")


class NoticesRead(View, title="标记的结果"):
    """Whether anything was new."""

    changed: bool = Field(description="是否有通知由未读变为已读")


@router.get(
    "",
    summary="我的通知",
    description="发给本人的通知，新的在前，最多 200 条。",
    response_description="通知",
    openapi_extra=refusals(Forbidden),
)
def list_notices(service: ServiceHere, caller: CallerHere) -> tuple[NoticeView, ...]:
    """The newest notices of the caller."""
    return answered(service.notices.list(caller))


@router.post(
    "/read",
    summary="标记通知已读",
    description="本人的通知全部标记为已读，或者只标记一个办件的；重复标记没有影响。",
    response_description="已标记",
    openapi_extra=refusals(Forbidden),
)
def read_notices(service: ServiceHere, caller: CallerHere, request: ReadNotices) -> NoticesRead:
    """Reading twice is reading once, so it takes no key."""
    return NoticesRead(changed=given(service.notices.mark_all_read(caller, request.case_no)))


@router.get(
    "/settings",
    summary="我的通知设置",
    description="各类通知是否接收、勿扰时段，以及一律接收的通知。",
    response_description="通知设置",
    openapi_extra=refusals(Forbidden),
)
def show_settings(service: ServiceHere, caller: CallerHere) -> NewsSettings:
    """What the caller has chosen."""
    return answered(service.notices.settings(caller))


@router.put(
    "/settings",
    summary="更改通知设置",
    description="以所给内容替换原来的设置，对以后的通知有效。不在可选各类之中的、起止时间相同或者只填其一的，以 `invalid` 拒绝。"
    "勿扰时段只推迟向系统外转发的通知，催办和系统部件停止运行的除外；系统内的通知随时可见。",
    response_description="更改后的通知设置；同一请求编号的重发返回第一次的应答",
    openapi_extra=refusals(Forbidden, IdempotencyConflict),
)
def choose_settings(
    service: ServiceHere, caller: CallerHere, request: NewsRequest, key: IdempotencyKey = None
) -> NewsSettings:
    """Everything at once."""
    return answered(service.notices.choose(caller, request, key))
