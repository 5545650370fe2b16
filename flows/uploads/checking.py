"""Uploads are hostile: name, size, type by content, whatever runs or hides, and secrecy marks, before a byte is kept."""

from dataclasses import dataclass

from flows.uploads.archives import ZIP, inspect_archive, kinds_of_archive
from flows.uploads.finding import EICAR, HOSTILE, UploadFinding
from flows.uploads.known import is_document, unaccepted
from flows.uploads.location import PLACES_INSIDE, tells_places, without_location
from flows.uploads.names import display_name, extension, name_problem, renamed, shown
from flows.uploads.pdfs import inspect_pdf
from flows.uploads.pictures import JPEG, PNG, inspect_jpeg, inspect_png
from flows.uploads.written import written_mark
from flows.views.cases import MAX_FILE_BYTES
from matters.errors.base import Refusal
from matters.errors.door import FileRefused, SecrecyMark
from matters.secrecy import secrecy_mark

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}
_SIGNATURES = {"pdf": b"%PDF-", "jpg": JPEG, "png": PNG}
_TAKEN = UploadFinding("只接收 PDF、OFD、DOCX、XLSX、JPG、PNG 文件，请转换格式后重新上传。")


@dataclass(frozen=True, slots=True)
class Fit:
    """A file that may be kept: the bytes to keep, the name to show, and what the person is told of both."""

    media_type: str
    name: str
    content: bytes
    remarks: tuple[str, ...] = ()


def check_upload(name: str, content: bytes, *, located: bool = False) -> Fit | Refusal:
    """Whether the file may be kept; else why not and what to do. `name` is only data and is never a path;
    a picture keeps the place where it was taken only when it is to be `located`.

    Takes at most two seconds and 200 MB beyond the file, whatever the content; a PDF, which is read by a process of its own
    with hard limits, ten seconds. What cannot be looked through within them is refused.
    """
    name = display_name(name)
    mark = secrecy_mark(name)
    if mark:
        return SecrecyMark(where="文件名", mark=mark)
    kind = _kind(extension(name), content)
    found = name_problem(name) or _frame(content) or _content(extension(name), kind, content)
    if found is None:
        return _fit(name, kind, content, located=located)
    if found.mark:
        return SecrecyMark(where=shown(name), mark=found.mark)
    return FileRefused(name=shown(name), reason=found.reason)


def _kind(named: str, content: bytes) -> str:
    """The accepted kind by content, or nothing. An archive that could be two is what it is called."""
    if content.startswith(ZIP):
        kinds = kinds_of_archive(content)
        return named if named in kinds else next(iter(kinds), "")
    return next((kind for kind, beginning in _SIGNATURES.items() if content.startswith(beginning)), "")


def _frame(content: bytes) -> UploadFinding | None:
    if not content:
        return UploadFinding("文件是空的，请核对后重新上传。")
    if len(content) > MAX_FILE_BYTES:
        return UploadFinding(f"超过 {MAX_FILE_BYTES // 1024 // 1024} MB，请压缩或拆分后上传。")
    return HOSTILE if EICAR in content else None


def _content(named: str, kind: str, content: bytes) -> UploadFinding | None:
    """What the person calls the file counts only where it is none of ours: a program is no picture by its content."""
    if not kind:
        return unaccepted(named, content) or _unknown(named)
    if named and named not in MEDIA_TYPES and not is_document(named):
        return unaccepted(named, b"") or _TAKEN
    return written_mark(content) or _inside(kind, content)


def _unknown(named: str) -> UploadFinding:
    claimed = f"内容不是 {named.upper()} 文件或者已损坏，请用原软件打开并另存后重新上传。"
    return UploadFinding(claimed) if named in MEDIA_TYPES else _TAKEN


def _inside(kind: str, content: bytes) -> UploadFinding | None:
    match kind:
        case "pdf":
            return inspect_pdf(content)
        case "png":
            return inspect_png(content)
        case "jpg":
            return inspect_jpeg(content)
        case _:
            return inspect_archive(kind, content)


def _fit(name: str, kind: str, content: bytes, *, located: bool) -> Fit:
    """A telephone cannot rename: what is called by another kind is kept under its own, and so the person is told."""
    remarks: tuple[str, ...] = ()
    if extension(name) != kind:
        called = renamed(name, kind)
        remarks = (f"“{name}”的内容是 {kind.upper()}，已存为“{called}”",)
        name = called
    if kind in ("jpg", "png") and not located:
        cleaned = without_location(kind, content)
        content, remarks = cleaned.content, remarks + cleaned.remarks
    elif kind in ("docx", "xlsx") and not located and tells_places(content):
        remarks += (PLACES_INSIDE,)
    return Fit(MEDIA_TYPES[kind], name, content, remarks)
