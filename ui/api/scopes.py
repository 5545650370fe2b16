"""Which scope a call needs of an API token: that of its group, to read or to change."""

from typing import Any

from fastapi.routing import APIRoute

from flows.views.scopes import needed

_CHANGES = "x-changes"
ASKS = {_CHANGES: False}  # for the `openapi_extra` of a call that has a body and changes nothing


def scope_of(route: APIRoute) -> str:
    """What is needed for the route."""
    (group,) = route.tags
    told = route.openapi_extra or {}
    return needed(str(group), changes=told.get(_CHANGES, route.methods != {"GET"}))


def scope_described(method: str, operation: dict[str, Any]) -> str:
    """The same of an operation of the description, from which the note on changes is taken out."""
    (group,) = operation["tags"]
    return needed(group, changes=operation.pop(_CHANGES, method != "get"))
