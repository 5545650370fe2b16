"""Uploads are hostile: name, size, type by content, whatever runs or hides, and secrecy marks, before a byte is kept."""

from dataclasses import dataclass

import puremagic

from flows.uploads.archives import ZIP, inspect_archive
from flows.uploads.finding import EICAR, HOSTILE, UploadFinding
from flows.uploads.names import display_name, extension, name_problem, shown
from flows.uploads.pdfs import inspect_pdf
from flows.uploads.pictures import JPEG, PNG, inspect_jpeg, inspect_png
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
_SIGNATURES = {"pdf": b"%PDF-", "jpg": JPEG, "png": PNG, "docx": ZIP, "xlsx": ZIP, "ofd": ZIP}
_LOOKED_AT = 1 << 20  # bytes in which a mark may stand written out, as in the properties of a picture


@dataclass(frozen=True, slots=True)
class Fit:
    """A file that may be kept, under the name to show."""

    media_type: str
    name: str


def check_upload(name: str, content: bytes) -> Fit | Refusal:
    """Whether the file may be kept; else why not and what to do. `name` is only data and is never a path.

    Takes at most two seconds and 200 MB, whatever the content: sizes are read before anything is unpacked, and a PDF is
    read by a process of its own with hard limits.
    """
    name = display_name(name)
    mark = secrecy_mark(name)
    if mark:
        return SecrecyMark(where="文件名", mark=mark)
    found = name_problem(name) or _content(extension(name), content)
    if found is None:
        return Fit(MEDIA_TYPES[extension(name)], name)
    if found.mark:
        return SecrecyMark(where=shown(name), mark=found.mark)
    return FileRefused(name=shown(name), reason=found.reason)


def _content(kind: str, content: bytes) -> UploadFinding | None:
    if kind not in MEDIA_TYPES:
        return UploadFinding("只接收 PDF、OFD、DOCX、XLSX、JPG、PNG 文件，请转换格式后重新上传。")
    if not content:
        return UploadFinding("文件是空的，请核对后重新上传。")
    if len(content) > MAX_FILE_BYTES:
        return UploadFinding(f"超过 {MAX_FILE_BYTES // 1024 // 1024} MB，请压缩或拆分后上传。")
    if not content.startswith(_SIGNATURES[kind]):
        return UploadFinding(f"内容不是 {kind.upper()} 文件{_guess(content)}，请核对后重新上传。")
    if EICAR in content:
        return HOSTILE
    return _written_out(content) or _inside(kind, content)


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


def _guess(content: bytes) -> str:
    try:
        found = puremagic.from_string(content[:4096]).lstrip(".").upper()
    except (puremagic.PureError, ValueError):
        return ""
    return f"（看起来是 {found}）" if found else ""


def _written_out(content: bytes) -> UploadFinding | None:
    """A mark in plain bytes. A scanned picture of one cannot be read; people are told so where they upload."""
    looked_at = content[:_LOOKED_AT]
    readings = ((looked_at, "utf-8"), (looked_at, "gb18030"), (looked_at, "utf-16-be"), (looked_at[1:], "utf-16-be"))
    texts = (data.decode(encoding, errors="ignore") for data, encoding in readings)
    mark = next(filter(None, map(secrecy_mark, texts)), None)
    return UploadFinding(mark=mark) if mark else None
