"""Where a picture was taken (拍摄位置): telephones write it into every photograph, and it goes before a picture is kept.

Only properties are cut out; the picture itself is not encoded anew, and the way up it is shown stays.
"""

import re
import zlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from flows.uploads.pictures import (
    JPEG,
    PNG,
    Piece,
    inspect_jpeg,
    inspect_png,
    jpeg_pieces,
    png_pieces,
    text_of_chunk,
)
from flows.uploads.tiff import COORDINATES, without_place

PLACE_REMOVED = "照片中的拍摄位置已去除"
PLACES_INSIDE = "文件内的照片带有拍摄位置，查看办件的人都能看到；不需要的，请在 Word 或 WPS 中压缩图片后重新上传"
REST_REMOVED = "照片后附带的预览或动态影像已去除"

_EXIF = b"Exif\0\0"
_XMP = (b"http://ns.adobe.com/x", b"XML:com.adobe.xmp")
_IPTC = (b"Photoshop 3.0", b"Raw profile type iptc")
_INDEX = b"MPF\0"  # where the pictures behind the first one stand
_APP1, _PROPERTIES = 0xE1, frozenset({*range(0xE1, 0xF0), 0xFE})
_XMP_PLACE = re.compile(rb"gps|latitude|longitude|geotag|\blocation|:city\b", re.IGNORECASE)
_IPTC_PLACE = re.compile(rb"\x1c\x02[\x1a\x1b\x5a\x5c\x5f]")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A picture as it is kept, and what the person is told."""

    content: bytes
    remarks: tuple[str, ...]


def without_location(kind: str, content: bytes) -> Cleaned:
    """A whole JPEG or PNG without the place. What follows its end has a place of its own and goes as well."""
    walk, mended = (jpeg_pieces, _segment) if kind == "jpg" else (png_pieces, _chunk)
    pieces, view = list(walk(content)), memoryview(content)
    rest = any(view[pieces[-1].end :])
    whole = [view[piece.start : piece.end] for piece in pieces]
    kept = [mended(piece, one) for piece, one in zip(pieces, whole, strict=True)]
    told = {PLACE_REMOVED: kept != whole, REST_REMOVED: rest}
    if rest:
        kept = [one for piece, one in zip(pieces, kept, strict=True) if not piece.data.startswith(_INDEX)]
    joined = b"".join([view[: pieces[0].start], *kept])
    return Cleaned(joined, tuple(remark for remark, so in told.items() if so))


def tells_places(content: bytes) -> bool:
    """Whether photographs inside an office file that was looked through tell where they were taken."""
    with ZipFile(BytesIO(content)) as archive:
        return any(_placed(archive.read(part)) for part in archive.infolist() if part.file_size > len(PNG))


def _placed(picture: bytes) -> bool:
    kind, whole = ("jpg", inspect_jpeg) if picture.startswith(JPEG) else ("png", inspect_png)
    whole_one = picture.startswith((JPEG, PNG)) and whole(picture) is None
    return whole_one and PLACE_REMOVED in without_location(kind, picture).remarks


def _segment(piece: Piece, whole: memoryview) -> bytes | memoryview:
    """A segment of a JPEG, mended or gone."""
    if piece.marker == _APP1 and piece.data.startswith(_EXIF):
        left = without_place(piece.data[len(_EXIF) :])
        return bytes(whole[:2]) + (len(_EXIF + left) + 2).to_bytes(2) + _EXIF + left if left else b""
    return b"" if piece.marker in _PROPERTIES and _tells_place(piece.data) else whole


def _chunk(piece: Piece, whole: memoryview) -> bytes | memoryview:
    """A chunk of a PNG, mended or gone."""
    if piece.kind == b"eXIf":
        left = without_place(piece.data)
        body = piece.kind + left
        return len(left).to_bytes(4) + body + zlib.crc32(body).to_bytes(4) if left else b""
    return b"" if piece.kind in (b"tEXt", b"zTXt", b"iTXt") and _tells_place(text_of_chunk(piece)) else whole


def _tells_place(properties: bytes) -> bool:
    """Whether properties that are not EXIF tell a place: XMP, IPTC, comments; or EXIF written out in a text."""
    _, exif, tiff = properties.partition(_EXIF)
    if exif and without_place(tiff) != tiff:
        return True
    if properties.startswith(_IPTC):
        return bool(_IPTC_PLACE.search(properties))
    words = _XMP_PLACE if properties.startswith(_XMP) or b"<x:xmpmeta" in properties else COORDINATES
    return bool(words.search(properties.replace(b"\0", b"")))
