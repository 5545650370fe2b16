"""Pictures handed in: whole, of a size a browser can show, and nothing else at the same time. Nothing is decoded."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from flows.uploads.finding import DAMAGED, TRAILING, UNREAD, UploadFinding
from flows.uploads.written import property_mark

MAX_PIXELS = 120_000_000  # A3 scanned at 600 dpi has 70 million, a telephone's camera 108 million
MAX_PROPERTIES = 8 * 1024 * 1024  # of a picture together, unpacked; libpng itself reads no more
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"

# Word for word in a picture's data by chance: once in 10^9 pictures of 50 MB.
_PAGE = re.compile(rb"<(?:script|html|iframe|object|embed)[\s>]|<!doctype\s+html", re.IGNORECASE)
_TOO_LARGE = UploadFinding("图片尺寸过大，无法显示，请降低分辨率后重新上传。")
_TWO_KINDS = UploadFinding("图片中夹带了其他类型的内容，请用看图软件打开并另存后重新上传。")
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # the next marker; stuffed and restart bytes belong to the scan
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_BARE = _STANDALONE | {0xFF}  # without data; the last is a fill byte
_PROPERTIES = frozenset({*range(0xE0, 0xF0), 0xFE})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, END = 0xDA, 0xD9
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A chunk of a PNG or a segment of a JPEG: its kind, where all of it stands in the file, and its data."""

    kind: bytes
    start: int
    end: int
    data: bytes

    @property
    def marker(self) -> int:
        """The kind of a segment."""
        return self.kind[0]


def png_pieces(content: bytes) -> Iterator[Piece]:
    """The chunks (ISO/IEC 15948) as far as they are whole, each with a right checksum."""
    at = len(PNG)
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4])
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        check = content[at + 8 + length : at + 12 + length]
        if zlib.crc32(data, zlib.crc32(kind)) != int.from_bytes(check) or len(check) < 4:
            return
        yield Piece(kind, at, at + 12 + length, data)
        at += 12 + length


def jpeg_pieces(content: bytes) -> Iterator[Piece]:
    """The segments (ITU-T T.81) after the first two bytes, to the end of the picture; a scan has its data with it."""
    at = 2
    while at + 2 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == END:
            yield Piece(bytes([END]), at, at + 2, b"")
            return
        length = 0 if marker in _BARE else int.from_bytes(content[at + 2 : at + 4])
        after = _next_segment(content, at, marker, length)
        yield Piece(bytes([marker]), at, after, content[at + 4 : at + 2 + length])
        at = after


def inspect_png(content: bytes) -> UploadFinding | None:
    """From the header to the end, which is the end of the file."""
    pieces = list(png_pieces(content))
    kinds = [piece.kind for piece in pieces]
    if kinds[:1] != [b"IHDR"] or kinds.count(b"IHDR") != 1 or b"IDAT" not in kinds or kinds.count(b"IEND") != 1:
        return DAMAGED
    problem = _png_size(pieces[0].data)
    if problem or kinds[-1] != b"IEND" or pieces[-1].end != len(content):
        return problem or TRAILING
    return _mixed(content) or _properties(texts_of_png(pieces))


def inspect_jpeg(content: bytes) -> UploadFinding | None:
    """To the end of the picture.

    What follows it is let be unless it is a page, a document or an archive: cameras put previews, depth and sound there.
    """
    pieces = list(jpeg_pieces(content))
    frames = [piece.data for piece in pieces if piece.marker in _FRAMES]
    problem = next((problem for frame in frames if (problem := _jpeg_size(frame))), None)
    if problem or not frames or pieces[-1].marker != END:
        return problem or DAMAGED
    return _mixed(content) or properties_of_jpeg(content)


def properties_of_jpeg(content: bytes) -> UploadFinding | None:
    """A mark in what is written beside the picture: EXIF, XMP, IPTC, comments, names of profiles."""
    return _properties(piece.data for piece in jpeg_pieces(content) if piece.marker in _PROPERTIES)


def properties_of_png(content: bytes) -> UploadFinding | None:
    """The same of a PNG."""
    return _properties(texts_of_png(png_pieces(content)))


def texts_of_png(pieces: Iterator[Piece] | list[Piece]) -> Iterator[bytes]:
    """Its properties unpacked, each with its key."""
    return (text_of_chunk(piece) for piece in pieces if piece.kind in _TEXTS)


def text_of_chunk(piece: Piece) -> bytes:
    """A property unpacked, no further than to one byte over the bound; ImageMagick writes EXIF and IPTC as digits."""
    key, _, rest = piece.data.partition(b"\0")
    if piece.kind == b"zTXt":
        rest = _unpacked(rest[1:])
    elif piece.kind == b"iTXt":
        words = rest[2:].split(b"\0", 2)[-1]
        rest = _unpacked(words) if rest[:1] == b"\1" else words
    elif piece.kind == b"eXIf":
        return piece.data
    if key.startswith(b"Raw profile"):
        digits = re.sub(rb"\s", b"", rest.strip().partition(b"\n")[2].partition(b"\n")[2])
        rest = bytes.fromhex(digits.decode("ascii")) if re.fullmatch(rb"(?:[0-9a-fA-F]{2})*", digits) else rest
    return key + b"\0" + rest


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, MAX_PROPERTIES + 1)
    except zlib.error:  # no reader shows it either
        return b""


def _properties(parts: Iterator[bytes]) -> UploadFinding | None:
    size = 0
    for part in parts:
        size += len(part)
        found = UNREAD if size > MAX_PROPERTIES else property_mark(part)
        if found:
            return found
    return None


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
