"""Uploaded files and sealed papers over our own routes, with a check per request."""

from collections.abc import Callable
from typing import TypeVar, get_args
from urllib.parse import quote

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from flows.views.assessing.schemes import ScoreQuery
from flows.views.base import ExportFormat
from flows.views.cases import FileContent
from flows.views.editing import TableFormat
from flows.views.holidays import MovedDaysQuery
from flows.views.matters import MatterQuery
from flows.views.people import Caller
from flows.views.registers import AuditQuery, CaseQuery, SealQuery
from flows.views.supervision import BoardQuery
from matters.charges import KIND_NAMES
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, NotFound
from matters.exchange.parts import Standard
from ui.manual import MANUAL, chapters_for
from ui.own_pages import FORMS
from ui.session import Service

Q = TypeVar("Q", bound=BaseModel)
_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg"})


def routes(service: Service) -> list[Route]:
    """What is served, each with a check per request; of a list its filter is the query."""
    exports = service.exports
    return [
        Route("/files/{id}", _endpoint(lambda: service.files.download), methods=["GET"]),
        Route("/looks/{id}/{page:int}", _page(service), methods=["GET"]),
        Route(f"{FORMS}{{id}}", _endpoint(lambda: service.matter_files.download), methods=["GET"]),
        Route("/documents/{id}", _endpoint(lambda: service.papers.download), methods=["GET"]),
        Route("/previews/{id}/{action}", _preview(service), methods=["GET"]),
        Route(MANUAL, _manual(service), methods=["GET"]),
        Route("/exports/rosters/{id}.xlsx", _endpoint(lambda: service.rosters.workbook), methods=["GET"]),
        Route("/exports/reports/{id}/{period}.xlsx", _report(service), methods=["GET"]),
        Route("/exports/elements/{standard}.{form}", _elements(service), methods=["GET"]),
        Route("/exports/charges/{kind}.xlsx", _charges(service), methods=["GET"]),
        Route("/exports/cases.{form}", _export(CaseQuery, exports.cases), methods=["GET"]),
        Route("/exports/matters.{form}", _export(MatterQuery, exports.matters), methods=["GET"]),
        Route("/exports/moved-days.{form}", _export(MovedDaysQuery, exports.moved_days), methods=["GET"]),
        Route("/exports/scores.{form}", _export(ScoreQuery, exports.scores), methods=["GET"]),
        Route("/exports/figures.{form}", _export(BoardQuery, exports.figures), methods=["GET"]),
        Route("/exports/seals.{form}", _export(SealQuery, exports.seals), methods=["GET"]),
        Route("/exports/audit.{form}", _export(AuditQuery, exports.audit), methods=["GET"]),
    ]


def content_response(file: FileContent) -> Response:
    """The bytes under their name. A file never runs script here, whatever it says it is."""
    disposition = "inline" if file.media_type in _INLINE else "attachment"
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(file.name, safe='')}",
        # A sandbox would also stop the browser's own PDF viewer; scripts and embedding stay forbidden there.
        "Content-Security-Policy": "default-src 'none'; script-src 'none'; frame-ancestors 'self'"
        + ("" if file.media_type == "application/pdf" else "; sandbox"),
    }
    return Response(file.content, media_type=file.media_type, headers=headers)


def _told(found: FileContent | Refusal, refused: int) -> Response:
    """The file, or why there is none, under that status."""
    return PlainTextResponse(found.message, refused) if isinstance(found, Refusal) else content_response(found)


def _endpoint(
    download: Callable[[], Callable[[Caller, str], FileContent | Refusal]],
) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        found = download()(request.scope["once.caller"], request.path_params["id"])
        return _told(found, 404)

    return endpoint


def _page(service: Service) -> Callable[[Request], Response]:
    """A page of a material, drawn small."""

    def endpoint(request: Request) -> Response:
        asked = request.path_params
        found = service.files.page(request.scope["once.caller"], asked["id"], asked["page"])
        return _told(found, 404)

    return endpoint


def _charges(service: Service) -> Callable[[Request], Response]:
    """What bodies are charged with, of one kind or all."""

    def endpoint(request: Request) -> Response:
        asked = request.path_params["kind"]
        kind = next((one for one in KIND_NAMES if one == asked), None)
        if kind is None and asked != "all":
            return PlainTextResponse(NotFound(what="这类督办").message, 404)
        found = service.charges.ledger(request.scope["once.caller"], kind)
        return _told(found, 404)

    return endpoint


def _report(service: Service) -> Callable[[Request], Response]:
    """A period of a recurring report, with every body that owes it."""

    def endpoint(request: Request) -> Response:
        asked = request.path_params
        found = service.reports.workbook(request.scope["once.caller"], asked["id"], asked["period"])
        return _told(found, 404)

    return endpoint


def _elements(service: Service) -> Callable[[Request], Response]:
    """The elements of all matters as the tables of a standard."""

    def endpoint(request: Request) -> Response:
        asked = request.path_params
        if asked["standard"] not in get_args(Standard) or asked["form"] not in get_args(TableFormat):
            return PlainTextResponse("没有这种事项要素表。请回到事项管理重新导出。", 404)
        found = service.matter_tables.export(request.scope["once.caller"], asked["standard"], asked["form"])
        return _told(found, 403)

    return endpoint


def _manual(service: Service) -> Callable[[Request], Response]:
    """What the help tells whoever asks."""

    def endpoint(request: Request) -> Response:
        caller: Caller = request.scope["once.caller"]
        found = service.papers.manual(caller, chapters_for(caller.roles))
        return _told(found, 403)

    return endpoint


def _preview(service: Service) -> Callable[[Request], Response]:
    """The paper that an act on an item would bring; what is not ready for it yet is told as a conflict."""

    def endpoint(request: Request) -> Response:
        asked = request.path_params
        found = service.papers.preview(request.scope["once.caller"], asked["id"], asked["action"])
        if isinstance(found, Refusal):
            missing = isinstance(found, NotFound | Forbidden)
            return PlainTextResponse(
                found.message if missing else f"暂时不能预览：{found.message}", 404 if missing else 409
            )
        return content_response(found)

    return endpoint


def _export(
    kind: type[Q], export: Callable[[Caller, Q, ExportFormat], FileContent | Refusal]
) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        form = request.path_params["form"]
        try:
            query = kind.model_validate(dict(request.query_params))
        except ValidationError:
            return PlainTextResponse("导出条件无法识别。请回到列表页面重新导出。", 400)
        if form not in get_args(ExportFormat):
            return PlainTextResponse("没有这种导出格式。请选择 XLSX、CSV 或 JSON。", 404)
        found = export(request.scope["once.caller"], query, form)
        return _told(found, 404 if isinstance(found, NotFound) else 403)

    return endpoint
