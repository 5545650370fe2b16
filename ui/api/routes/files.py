"""Files: uploading materials, downloading them again, and the public check of a sealed paper."""

from fastapi import APIRouter, Response, UploadFile

from flows.uploads.checking import MEDIA_TYPES
from flows.views.cases import MAX_FILE_BYTES, FileLook, KeptFile
from flows.views.papers import VerdictView
from matters.errors.door import FileRefused, Forbidden, IdempotencyConflict, NotFound, QuotaReached, SecrecyMark
from ui.api.answers import answered, download, file_answer
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.parameters import FileId, IdempotencyKey, PageOfFile
from ui.api.problems import given
from ui.api.strict_route import StrictRoute
from ui.api.uploaded import uploaded_content, uploaded_name

router = APIRouter(route_class=StrictRoute, tags=["files"])


@router.post(
    "/files",
    status_code=201,
    summary="上传材料",
    description=f"上传一个文件，以后提交申请或者补正时引用其标识。不超过 {MAX_FILE_BYTES // 1024**2} MB，"
    f"可用类型：{'、'.join(MEDIA_TYPES)}。类型按内容认定，名不符实的改用真实类型的后缀；"
    "照片中的拍摄位置在接收时去除。",
    response_description="已接收；同一请求编号的重发返回第一次的结果",
    openapi_extra=refusals(Forbidden, IdempotencyConflict, FileRefused, SecrecyMark, QuotaReached),
)
def upload(service: ServiceHere, caller: CallerHere, file: UploadFile, key: IdempotencyKey = None) -> KeptFile:
    """Keep a file for a later filing; its name is only data."""
    return answered(service.files.upload(caller, uploaded_name(file), uploaded_content(file), key))


@router.get(
    "/files/{file_id}",
    response_class=Response,
    responses=file_answer(*MEDIA_TYPES.values()),
    summary="下载材料",
    description="上传人和有权查看所属办件的人可以下载；其他人得到的应答与文件不存在时相同。",
    openapi_extra=refusals(Forbidden, NotFound),
)
def download_file(service: ServiceHere, caller: CallerHere, file_id: FileId) -> Response:
    """A file the caller may see."""
    return download(given(service.files.download(caller, file_id)))


@router.get(
    "/files/{file_id}/look",
    summary="在线查看材料",
    description="不下载也能看到什么：PDF 和图片逐页看图，DOCX、XLSX、OFD 看其中的文字。谁能下载，谁就能查看。",
    response_description="能看到什么",
    openapi_extra=refusals(Forbidden, NotFound),
)
def look_at_file(service: ServiceHere, caller: CallerHere, file_id: FileId) -> FileLook:
    """What of a file the caller may see is seen in place."""
    return answered(service.files.look(caller, file_id))


@router.get(
    "/files/{file_id}/pages/{page}",
    response_class=Response,
    responses=file_answer("image/jpeg"),
    summary="材料的一页",
    description="PDF 的一页或者整张图片，缩小为 JPEG。页数见在线查看。",
    openapi_extra=refusals(Forbidden, NotFound),
)
def page_of_file(service: ServiceHere, caller: CallerHere, file_id: FileId, page: PageOfFile) -> Response:
    """A page of a file the caller may see, drawn small."""
    return download(given(service.files.page(caller, file_id, page)))


@router.post(
    "/verify",
    summary="查验文书（公开）",
    description="无需登录，不保存上传的文件。结论由文件内容重新计算，再与本系统的出具记录核对。",
    response_description="查验结论",
)
def verify(service: ServiceHere, file: UploadFile) -> VerdictView:
    """The verdict on a sealed paper; no login needed, nothing is kept."""
    return answered(service.papers.verify(uploaded_content(file)))
