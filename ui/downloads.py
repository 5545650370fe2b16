"""Uploaded files and sealed papers over our own routes, with a check per request."""

from collections.abc import Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from flows.views import Caller, FileContent
from matters.errors import Refusal
from ui.session import Service

_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg"})


def routes(service: Service) -> list[Route]:
    """What is served: `/files/{id}` and `/documents/{id}`."""
    return [
        Route("/files/{id}", _endpoint(lambda: service.files.download), methods=["GET"]),
        Route("/documents/{id}", _endpoint(lambda: service.papers.download), methods=["GET"]),
    ]


def content_response(file: FileContent) -> Response:
    """The bytes under their name. A file never runs script here, whatever it says it is."""
    disposition = "inline" if file.media_type in _INLINE else "attachment"
    headers = {
        "Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(file.name, safe='')}",
        # A sandbox would also stop the browser's own PDF viewer; scripts and embedding stay forbidden there.
        "Content-Security-Policy": "default-src 'none'; script-src 'none'"
        + ("" if file.media_type == "application/pdf" else "; sandbox"),
    }
    return Response(file.content, media_type=file.media_type, headers=headers)


def _endpoint(
    download: Callable[[], Callable[[Caller, str], FileContent | Refusal]],
) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        found = download()(request.scope["once.caller"], request.path_params["id"])
        return PlainTextResponse(found.message, 404) if isinstance(found, Refusal) else content_response(found)

    return endpoint
