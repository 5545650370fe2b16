"""Routes that read a request strictly: JSON bodies with care, and no query parameter but those of their description."""

from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Mapping
from typing import Any, get_origin

from fastapi import Request, Response
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Cookie, Header, Path
from fastapi.routing import APIRoute

from ui.api.problems import Refused, bad_query_document
from ui.api.revalidating import revalidated
from ui.api.strict_json import read_json

_NOT_IN_A_QUERY = (Cookie, Header, Path)
MOST = 20  # as many defects are told at once


class StrictRoute(APIRoute):
    """A route that reads JSON by `read_json`, hears every word of the query or refuses it, and tags what is read."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler with the strict reader in place."""
        handle = super().get_route_handler()
        asked = (
            field for field in get_flat_params(self.dependant) if not isinstance(field.field_info, _NOT_IN_A_QUERY)
        )
        known = {field.alias: field.field_info.annotation for field in asked}

        async def strictly(request: Request) -> Response:
            problems = list(_unheard(known, request))[:MOST]
            if problems:
                raise Refused(bad_query_document(problems))
            return revalidated(request, await handle(_StrictRequest(request.scope, request.receive)))

        return strictly


def _unheard(known: Mapping[str, Any], request: Request) -> Iterator[str]:
    """What is wrong with the parameters of the query: a filter that is misspelt or overruled would answer with too much."""
    for name, times in Counter(name for name, _ in request.query_params.multi_items()).items():
        if name not in known:
            yield f"没有参数“{name[:60]}”，请删除或更正拼写"
        elif times > 1 and get_origin(known[name]) is not tuple:
            yield f"参数“{name}”只能给出一次，请删去多余的"


class _StrictRequest(Request):
    async def json(self) -> Any:  # noqa: ANN401 - any JSON value
        return read_json(await self.body())
