"""Files: uploading materials, downloading them again, and the public check of a sealed paper."""

from fastapi import APIRouter, Response, UploadFile

from flows.service import MAX_FILE_BYTES
from flows.views import FileView, VerdictView
from ui.api.answers import FILE_ANSWER, download, in_local_time
from ui.api.callers import CallerHere, ServiceHere
from ui.api.parameters import IdempotencyKey
from ui.api.problems import Refused, given, plain_document, refusals
from ui.api.strict_json import StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["文件"])


@router.post("/files", status_code=201, responses=refusals(401, 403, 409, 413), summary="上传材料")
def upload(service: ServiceHere, caller: CallerHere, file: UploadFile, key: IdempotencyKey = None) -> FileView:
    """Keep a file for a later filing; its name is only data."""
    name = file.filename or ""
    if "\0" in name:
        raise Refused(plain_document(400))
    return in_local_time(given(service.files.upload(caller, name, _content(file), key)))


@router.get(
    "/files/{file_id}",
    response_class=Response,
    responses={**FILE_ANSWER, **refusals(401, 404)},
    summary="下载材料",
)
def download_file(service: ServiceHere, caller: CallerHere, file_id: str) -> Response:
    """A file the caller may see."""
    return download(given(service.files.download(caller, file_id)))


@router.post("/verify", responses=refusals(413), summary="查验文书（公开）")
def verify(service: ServiceHere, file: UploadFile) -> VerdictView:
    """The verdict on a sealed paper; no login needed, nothing is kept."""
    return in_local_time(given(service.papers.verify(_content(file))))


def _content(file: UploadFile) -> bytes:
    """The bytes, at most what the service takes; longer uploads lie on disk and are not read."""
    if (file.size or 0) > MAX_FILE_BYTES:
        raise Refused(plain_document(413))
    return file.file.read()
