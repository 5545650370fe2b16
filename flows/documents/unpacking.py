"""How large a PDF becomes when it is unpacked, measured in small portions: a megabyte may hold a gigabyte of blanks."""

import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO

import pikepdf

MAX_PLAIN = 64 * 1024 * 1024  # of texts, drawings and fonts together; a large plan has twenty
MAX_PICTURE = 128 * 1024 * 1024  # of one picture; a page of A3 at 400 dpi in colour has 93
MAX_ALL = 1024 * 1024 * 1024
_PORTION = 1 << 20
_INFLATES = ("/FlateDecode", "/Fl")
CODED = frozenset({"/DCTDecode", "/DCT", "/JPXDecode", "/CCITTFaxDecode", "/CCF", "/JBIG2Decode"})


def swollen(pdf: pikepdf.Pdf) -> bool:
    """Whether any picture, all the rest, or all together unpack beyond their bounds."""
    plain = everything = 0
    for stream in pdf.objects:
        if not isinstance(stream, pikepdf.Stream):
            continue
        picture = str(stream.get("/Subtype", "")) == "/Image"
        size = _size(stream, MAX_PICTURE)
        plain += 0 if picture else size
        everything += size
        if plain > MAX_PLAIN or everything > MAX_ALL or (picture and max(size, _drawn(stream)) > MAX_PICTURE):
            return True
    return False


def _drawn(picture: pikepdf.Stream) -> int:
    """The bytes a viewer fills for a picture, one for each point: coded ones may unpack to anything."""
    width, height = (picture.get(key, 0) for key in ("/Width", "/Height"))
    bits = picture.get("/BitsPerComponent", 1)
    return int(width) * int(height) * int(bits) // 8


def unpacked(pdf: pikepdf.Pdf) -> bytes:
    """The file with no object packed away and every name in its plain spelling; streams stay as they are."""
    written = BytesIO()
    pdf.save(
        written,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return written.getvalue()


def portions(stream: pikepdf.Stream) -> Iterable[bytes | memoryview]:
    """What the stream unpacks to, piece by piece; a picture stays coded."""
    filters = filters_of(stream)
    if not set(filters) <= {*_INFLATES, *CODED}:
        return [stream.read_bytes()]  # an old packing, within the memory of this process
    pieces: Iterable[bytes | memoryview] = [memoryview(stream.get_raw_stream_buffer())]
    for _ in (one for one in filters if one in _INFLATES):
        pieces = _inflated(pieces)
    return pieces


def _size(stream: pikepdf.Stream, most: int) -> int:
    """Counted no further than a little over `most`."""
    size = 0
    for piece in portions(stream):
        size += len(piece)
        if size > most:
            break
    return size


def filters_of(stream: pikepdf.Stream) -> list[str]:
    """How the stream is packed, outermost first."""
    named = stream.get("/Filter", pikepdf.Array())
    return [str(one) for one in named] if isinstance(named, pikepdf.Array) else [str(named)]


def _inflated(pieces: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    unpacking = zlib.decompressobj()
    try:
        for piece in pieces:
            yield unpacking.decompress(piece, _PORTION)
            while unpacking.unconsumed_tail:
                yield unpacking.decompress(unpacking.unconsumed_tail, _PORTION)
    except zlib.error:  # damaged from here on: nothing more comes of it
        return
