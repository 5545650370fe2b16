"""What anybody may open without a login: health, our assets, the root certificate and the public verification (查验)."""

from html import escape

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from flows.views.cases import MAX_FILE_BYTES
from flows.views.operations import Check, all_well
from flows.views.papers import VerdictView
from matters.calendar import moment_text
from ui.own_pages import ASSETS, alert, own_page
from ui.session import Service

_MOST = MAX_FILE_BYTES + 65_536  # the form around the file
_TOO_LARGE = f"文件超过 {MAX_FILE_BYTES // 1_048_576} MB，无法查验。请确认选择的是本系统出具的文件。"


def routes(service: Service) -> list[BaseRoute]:
    """What is served to everybody."""

    def health(request: Request) -> Response:
        return _checks(service.operations.health())

    def ready(request: Request) -> Response:
        return _checks(service.operations.ready())

    def root_certificate(request: Request) -> Response:
        return Response(service.papers.root_certificate(), media_type="application/x-pem-file")

    def revocation_list(request: Request) -> Response:
        return Response(service.papers.revocation_list(), media_type="application/x-pem-file")

    async def verify(request: Request) -> Response:
        return await _verified(service, request)

    return [
        Route("/healthz", health, methods=["GET"]),
        Route("/readyz", ready, methods=["GET"]),
        Route("/root.pem", root_certificate, methods=["GET"]),
        Route("/root.crl", revocation_list, methods=["GET"]),
        Route("/verify", _verify_form, methods=["GET"]),
        Route("/verify", verify, methods=["POST"]),
        Mount("/assets", StaticFiles(directory=ASSETS)),
    ]


def _checks(checks: tuple[Check, ...]) -> Response:
    """200 when every check holds that people depend on, else 503; the details name no secret."""
    lines = [check.model_dump() for check in checks]
    return JSONResponse({"checks": lines}, 200 if all_well(checks) else 503)


def _verify_form(request: Request) -> Response:
    return _verify_page(request, "")


async def _verified(service: Service, request: Request) -> Response:
    if int(request.headers.get("content-length", _MOST + 1)) > _MOST:  # browsers always announce the length
        return _verify_page(request, alert(_TOO_LARGE), 413)
    async with request.form(max_files=1, max_fields=5) as form:
        upload = form.get("file")
        content = await upload.read() if isinstance(upload, UploadFile) else b""
    if not content:
        return _verify_page(request, alert("请先选择要查验的 PDF 文件。"), 400)
    verdict = await run_in_threadpool(service.papers.verify, content)
    return _verify_page(request, _verdict(verdict, request.query_params.get("d", "")))


def _verify_page(request: Request, result: str, status: int = 200) -> Response:
    """The query of the QR code stays in the form's address, so that the answer can compare the two."""
    scanned = request.query_params.get("d", "")
    hint = "您扫描了文件上的查验码。请上传收到的电子文件，系统将核对它与出具时是否一致。" if scanned else ""
    action = f"/verify?{request.query_params}" if scanned else "/verify"
    return own_page("文件查验", "verify", status, blocks=result, hint=hint, action=action)


def _verdict(found: VerdictView, scanned: str) -> str:
    """The verdict with its reasons; a paper other than the scanned one is told apart."""
    tone = "good" if found.verdict == "valid" else "bad"
    reasons = "".join(f"<li>{escape(reason)}</li>" for reason in found.reasons)
    other = scanned and found.document and found.document.id != scanned
    notice = alert("上传的文件与所扫查验码不是同一份文件，请核对。") if other else ""
    return (
        f'{notice}<section class="verdict {tone}" role="status"><h2>查验结论：{escape(found.verdict_name)}</h2>'
        f"<ul>{reasons}</ul>{_document(found)}{_seals(found)}</section>"
    )


def _document(found: VerdictView) -> str:
    if found.document is None:
        return ""
    paper = found.document
    facts = (("文件", paper.title), ("文号", paper.number), ("出具日期", f"{paper.issued_on:%Y年%m月%d日}"))
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts if value) + "</dl>"


def _seals(found: VerdictView) -> str:
    before = "覆盖用印时的全文，其后只加盖了联合行文其他单位的印章" if found.verdict == "valid" else "未覆盖全文"
    lines = (
        f"<li>{escape(seal.name)}"
        + (f"，用印时间 {moment_text(seal.signed_at)}" if seal.signed_at else "")
        + ("，覆盖全文</li>" if seal.covers_whole_document else f"，{before}</li>")
        for seal in found.seals
    )
    return f"<h3>印章</h3><ul>{''.join(lines)}</ul>" if found.seals else ""
