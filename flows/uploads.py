"""Uploads are hostile: name, size, type by content, and secrecy marks, before a byte is kept."""

import unicodedata
import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree

import puremagic
from pypdf import PdfReader

from matters.errors import FileRefused, Refusal, SecrecyMark
from matters.secrecy import secrecy_mark

MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_NAME = 200
MAX_UNPACKED = 200 * 1024 * 1024  # of an office file; a bomb of 1 GB packs into 1 MB
MAX_PARTS = 5000
PAGES_LOOKED_AT = 5  # the mark stands on the first page (GB/T 9704); five leave room for covers

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}
_PACKED = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}
_ZIP = b"PK\x03\x04"  # at the very beginning: a program may carry an archive behind it
_SIGNATURES = {
    "pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n", "docx": _ZIP, "xlsx": _ZIP, "ofd": _ZIP,
}  # fmt: skip


def check_upload(name: str, content: bytes) -> str | Refusal:
    """The media type of an acceptable file; else why it is refused. `name` is only data and is never a path."""
    return _name_problem(name) or _content_problem(name, content) or MEDIA_TYPES[_extension(name)]


def _extension(name: str) -> str:
    extension = name.rpartition(".")[2].lower()
    return "jpg" if extension == "jpeg" else extension


def _name_problem(name: str) -> Refusal | None:
    shown = "".join(c for c in name if c.isprintable())[:60] or "未命名"
    if not name.strip() or len(name) > MAX_NAME:
        return FileRefused(name=shown, reason=f"文件名应为 1 至 {MAX_NAME} 字。")
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") for c in name):
        return FileRefused(name=shown, reason="文件名含有不可见字符，请改名后重新上传。")
    if "/" in name or "\\" in name or name.startswith("."):
        return FileRefused(name=shown, reason="文件名不能含路径，请改名后重新上传。")
    if _extension(name) not in MEDIA_TYPES:
        return FileRefused(name=shown, reason="只接收 PDF、OFD、DOCX、XLSX、JPG、PNG 文件。")
    mark = secrecy_mark(name)
    return SecrecyMark(where="文件名", mark=mark) if mark else None


def _content_problem(name: str, content: bytes) -> Refusal | None:
    if not content:
        return FileRefused(name=name, reason="文件是空的。")
    if len(content) > MAX_FILE_BYTES:
        return FileRefused(name=name, reason=f"超过 {MAX_FILE_BYTES // 1024 // 1024} MB，请压缩或拆分后上传。")
    extension = _extension(name)
    if not _is_what_it_says(extension, content):
        return FileRefused(name=name, reason=f"内容不是 {extension.upper()} 文件{_guess(content)}，请核对后重新上传。")
    if extension == "pdf" and _is_locked(content):
        return FileRefused(name=name, reason="已加密，无法检查内容，请解除密码后上传。")
    for text in _texts(extension, content):
        mark = secrecy_mark(text)
        if mark:
            return SecrecyMark(where=name, mark=mark)
    return None


def _is_what_it_says(extension: str, content: bytes) -> bool:
    if not content.startswith(_SIGNATURES[extension]):
        return False
    return extension not in _PACKED or _is_packed(extension, content)


def _is_packed(extension: str, content: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            small = len(parts) <= MAX_PARTS and sum(part.file_size for part in parts) <= MAX_UNPACKED
            names = {part.filename for part in parts}
            macro = any(part.lower().endswith("vbaproject.bin") for part in names)
            locked = any(part.flag_bits & 1 for part in parts)
            return small and _PACKED[extension] in names and not macro and not locked
    except Exception:  # a hostile archive makes zipfile raise half a dozen kinds
        return False


def _guess(content: bytes) -> str:
    try:
        found = puremagic.from_string(content[:4096]).lstrip(".").upper()
    except (puremagic.PureError, ValueError):
        return ""
    return f"（看起来是 {found}）" if found else ""


def _texts(extension: str, content: bytes) -> Iterator[str]:
    """The texts in which a mark may stand. A scanned picture has none; people are told so where they upload."""
    for encoding in ("utf-8", "gb18030", "utf-16-be"):
        yield content[: 1 << 20].decode(encoding, errors="ignore")
    if extension == "pdf":
        yield from _pdf_texts(content)
    elif extension in _PACKED:
        yield from _packed_texts(content)


def _is_locked(content: bytes) -> bool:
    try:
        return PdfReader(BytesIO(content)).is_encrypted
    except Exception:  # not for this question to decide: what cannot be parsed has no text either
        return False


def _pdf_texts(content: bytes) -> Iterator[str]:
    try:
        reader = PdfReader(BytesIO(content))
        for page in reader.pages[:PAGES_LOOKED_AT]:
            yield page.extract_text()
    except Exception:
        return


def _packed_texts(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        for part in packed.infolist():
            if part.filename.endswith(".xml") and part.file_size <= 1 << 24:
                try:
                    yield "".join(ElementTree.fromstring(packed.read(part)).itertext())
                except Exception:
                    continue
