"""Pictures handed in: whole, of a size a browser can show, and nothing else at the same time. Nothing is decoded."""

import re
import zipfile
import zlib
from io import BytesIO

from flows.uploads.finding import DAMAGED, TRAILING, UploadFinding

MAX_PIXELS = 120_000_000  # A3 scanned at 600 dpi has 70 million, a telephone's camera 108 million
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"

# Word for word in a picture's data by chance: once in 10^9 pictures of 50 MB.
_PAGE = re.compile(rb"<(?:script|html|iframe|object|embed)[\s>]|<!doctype\s+html", re.IGNORECASE)
_TOO_LARGE = UploadFinding("图片尺寸过大，无法显示，请降低分辨率后重新上传。")
_TWO_KINDS = UploadFinding("图片中夹带了其他类型的内容，请用看图软件打开并另存后重新上传。")
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # the next marker; stuffed and restart bytes belong to the scan
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _END = 0xDA, 0xD9


def inspect_png(content: bytes) -> UploadFinding | None:
    """Every chunk with its checksum (ISO/IEC 15948), from the header to the end, which is the end of the file."""
    at, seen = len(PNG), set[bytes]()
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4])
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        check = content[at + 8 + length : at + 12 + length]
        if (not seen) != (kind == b"IHDR") or zlib.crc32(kind + data) != int.from_bytes(check) or len(check) < 4:
            return DAMAGED
        if kind == b"IHDR" and (problem := _png_size(data)):
            return problem
        seen.add(kind)
        at += 12 + length
        if kind == b"IEND":
            whole = b"IDAT" in seen
            return (TRAILING if at != len(content) else _mixed(content)) if whole else DAMAGED
    return DAMAGED


def inspect_jpeg(content: bytes) -> UploadFinding | None:
    """The segments (ITU-T T.81) to the end of the picture.

    What follows it is let be unless it is a page, a document or an archive: cameras put previews, depth and sound there.
    """
    at, framed = 2, False
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        length = int.from_bytes(content[at + 2 : at + 4])
        if marker == _END:
            break
        if marker in _FRAMES:
            problem = _jpeg_size(content[at + 4 : at + 2 + length])
            if problem:
                return problem
            framed = True
        at = _next_segment(content, at, marker, length)
    whole = framed and content[at : at + 2] == bytes([0xFF, _END])
    return _mixed(content) if whole else DAMAGED


def _next_segment(content: bytes, at: int, marker: int, length: int) -> int:
    if marker == 0xFF:  # a fill byte
        return at + 1
    if marker in _STANDALONE:
        return at + 2
    if marker == _SCAN:
        found = _AFTER_SCAN.search(content, at + 2 + length)
        return found.start() if found else len(content)
    return at + 2 + max(length, 2)


def _png_size(header: bytes) -> UploadFinding | None:
    return _size(int.from_bytes(header[:4]), int.from_bytes(header[4:8])) if len(header) == 13 else DAMAGED


def _jpeg_size(frame: bytes) -> UploadFinding | None:
    return _size(int.from_bytes(frame[3:5]), int.from_bytes(frame[1:3])) if len(frame) >= 6 else DAMAGED


def _size(width: int, height: int) -> UploadFinding | None:
    if not width or not height:
        return DAMAGED
    return _TOO_LARGE if width * height > MAX_PIXELS else None


def _mixed(content: bytes) -> UploadFinding | None:
    """A picture that is a web page, a PDF or an archive as well."""
    if _PAGE.search(content) or b"%PDF-" in content or opens_as_archive(content):
        return _TWO_KINDS
    return None


def opens_as_archive(content: bytes) -> bool:
    """Whether an unpacker finds files in it; it looks for them from the end."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return bool(archive.infolist())
    except Exception:  # anything else makes zipfile raise half a dozen kinds
        return False
