"""Seals in the hands of their guards: stopped at once by one, revoked and taken back into use by two; their certificates."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path
from pydantic import Field

from flows.views.registers import SealCertificateView, SealStopLine, SealStopReceipt
from matters.errors.door import Forbidden, IdempotencyConflict, NotFound, SecrecyMark
from matters.errors.handling import NotPossible
from ui.api.answers import answered
from ui.api.bodies import Body
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.parameters import IdempotencyKey
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["seals"])

StopId = Annotated[str, Path(description="停用或撤销的标识，取自列表或回执")]
_AGAIN = "同一请求编号的重发返回第一次的回执"


class SealStopRequest(Body, title="停用或撤销印章"):
    """Of which body, for how long and why (停用、撤销)."""

    body: Annotated[str, Field(max_length=40)]
    kind: Literal["stopped", "revoked"] = Field(
        description="`stopped` 停用，可以恢复；`revoked` 撤销，由另一位安全管理员确认后撤销证书，不能恢复"
    )
    reason: Annotated[str, Field(max_length=1000)] = Field(description="理由")


@router.get(
    "/seal-stops",
    summary="停用和撤销的印章",
    description="现在不能使用的印章，以及等候确认的撤销。只供安全管理员。",
    response_description="停用和撤销",
    openapi_extra=refusals(Forbidden),
)
def list_seal_stops(service: ServiceHere, caller: CallerHere) -> tuple[SealStopLine, ...]:
    """The seals that may not be used."""
    return answered(service.seal_stops.list(caller))


@router.post(
    "/seal-stops",
    status_code=201,
    summary="停用或撤销印章",
    description="即时停止使用；等候用印的文书暂不办理。撤销须由另一位安全管理员确认。",
    response_description=f"已停止使用；{_AGAIN}",
    openapi_extra=refusals(Forbidden, NotFound, NotPossible, SecrecyMark, IdempotencyConflict),
)
def stop_seal(
    service: ServiceHere, caller: CallerHere, request: SealStopRequest, key: IdempotencyKey = None
) -> SealStopReceipt:
    """The seal rests at once."""
    stops = service.seal_stops
    return answered(
        (stops.revoke if request.kind == "revoked" else stops.stop)(caller, request.body, request.reason, key)
    )


@router.post(
    "/seal-stops/{stop_id}/confirm",
    summary="确认撤销印章",
    description="由提出人以外的另一位安全管理员确认，印章的证书即时撤销，列入吊销列表。",
    response_description=f"已撤销；{_AGAIN}",
    openapi_extra=refusals(Forbidden, NotPossible, IdempotencyConflict),
)
def confirm_revocation(
    service: ServiceHere, caller: CallerHere, stop_id: StopId, key: IdempotencyKey = None
) -> SealStopReceipt:
    """Revoked for good, by the second person."""
    return answered(service.seal_stops.confirm(caller, stop_id, key))


@router.post(
    "/seal-stops/{stop_id}/lift",
    summary="恢复用印",
    description="由提出人以外的另一位安全管理员恢复；已撤销的，今后使用新的印章。等候的文书随即办理。",
    response_description=f"已恢复；{_AGAIN}",
    openapi_extra=refusals(Forbidden, NotPossible, IdempotencyConflict),
)
def lift_seal_stop(
    service: ServiceHere, caller: CallerHere, stop_id: StopId, key: IdempotencyKey = None
) -> SealStopReceipt:
    """The seal is used again."""
    return answered(service.seal_stops.lift(caller, stop_id, key))


@router.get(
    "/seal-certificates",
    summary="印章证书",
    description="各单位在用的印章证书及其有效期。只供系统管理员和安全管理员。",
    response_description="印章证书",
    openapi_extra=refusals(Forbidden),
)
def list_certificates(service: ServiceHere, caller: CallerHere) -> tuple[SealCertificateView, ...]:
    """The certificates in use."""
    return answered(service.seals.certificates(caller))
