"""Tasks: the caller's queue and the acts on its items."""

from fastapi import APIRouter

from flows.views import ActReceipt, ActRequest, TaskList
from ui.api.answers import in_local_time
from ui.api.callers import CallerHere, ServiceHere
from ui.api.parameters import IdempotencyKey, PageNumber
from ui.api.problems import given, refusals
from ui.api.strict_json import StrictRoute

router = APIRouter(route_class=StrictRoute, prefix="/tasks", tags=["待办"])


@router.get("", responses=refusals(401, 403), summary="我的待办")
def list_tasks(service: ServiceHere, caller: CallerHere, page: PageNumber = 1) -> TaskList:
    """Open items of the caller, with the actions each offers."""
    return in_local_time(given(service.tasks.queue(caller, page)))


@router.post("/{task_id}/actions", responses=refusals(401, 403, 404, 409, 413), summary="办理待办")
def act(
    service: ServiceHere,
    caller: CallerHere,
    task_id: str,
    request: ActRequest,
    key: IdempotencyKey = None,
) -> ActReceipt:
    """One act at the version the caller was shown; a second one answers `already_decided` with who and when."""
    return in_local_time(given(service.tasks.act(caller, task_id, request, key)))
