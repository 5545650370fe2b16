"""Where a photograph was taken does not reach whoever sees the case; the picture and its way up stay as they are.

Covers: flows/uploads/tiff.py, flows/uploads/pictures.py
"""

import struct
import time
import zlib

import pytest

from flows.uploads.checking import Fit, check_upload
from flows.uploads.location import PLACE_REMOVED, PLACES_INSIDE, REST_REMOVED, without_location
from flows.uploads.tiff import without_place
from tests.flows.good_files import chunk, docx, jpeg, png, segment

XMP = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><r exif:GPSLatitude='39,54.2N'/></x:xmpmeta>"
IPTC = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0c\x1c\x02\x5a\0\x06\xe5\x8c\x97\xe4\xba\xac"
DEGREES = b"LATITUDE-39-54-LONGITUDE"


def exif(order: str = "<", more: bytes = b"") -> bytes:
    """The properties of a telephone: way up, time, maker's own part, and the place in a directory of its own."""
    first, inner, place = 8, 8 + 2 + 3 * 12 + 4, 8 + 2 + 3 * 12 + 4 + 2 + 2 * 12 + 4
    values = place + 2 + 2 * 12 + 4

    def entry(tag: int, kind: int, count: int, value: int) -> bytes:
        packed = struct.pack(order + "HI", value, 0)[:4] if kind == 3 else struct.pack(order + "I", value)
        return struct.pack(order + "HHI", tag, kind, count) + packed

    def directory(*entries: bytes) -> bytes:
        return struct.pack(order + "H", len(entries)) + b"".join(entries) + struct.pack(order + "I", 0)

    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, first)
    main = directory(entry(0x0112, 3, 1, 6), entry(0x8825, 4, 1, place), entry(0x8769, 4, 1, inner))
    taken = directory(entry(0x9003, 2, 20, values + 24), entry(0x927C, 7, 4, 0x31323334))
    gps = directory(entry(1, 2, 2, 0x4E), entry(2, 5, 3, values))
    return head + main + taken + gps + DEGREES + b"2026:11:29 09:30:00\0" + more


def told(tiff: bytes) -> dict[int, int]:
    """The tags of the first directory with what stands in their entries."""
    order = "<" if tiff[:2] == b"II" else ">"
    start = struct.unpack_from(order + "I", tiff, 4)[0]
    count = struct.unpack_from(order + "H", tiff, start)[0]
    found = (struct.unpack_from(order + "HHIH", tiff, start + 2 + 12 * n) for n in range(count))
    return {tag: value for tag, _, _, value in found}


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_place_is_cut_out_and_all_else_stays(order: str) -> None:
    """Neither the directory nor the degrees are left; way up, time and the maker's part are."""
    before = exif(order)
    after = without_place(before)
    assert len(after) == len(before)
    assert set(told(after)) == {0x0112, 0x8769}
    assert told(after)[0x0112] == 6
    assert b"LATITUDE" not in after
    assert b"2026:11:29 09:30:00" in after
    assert without_place(after) == after


def test_places_in_forms_of_their_own_leave_the_way_up_only() -> None:
    """Cameras for site records write the place as text, in either width, into comments of the properties."""
    for said in (b'{"latitude":39.9}', "GPSLongitude 116".encode("utf-16-le")):
        assert told(without_place(exif(more=said))) == {0x0112: 6}


@pytest.mark.parametrize("tiff", [b"", b"MM\0*", b"XX\0*\0\0\0\x08", exif()[:40], exif()[:8] + b"\xff" * 40])
def test_properties_that_cannot_be_read_go(tiff: bytes) -> None:
    """What no rule can read may hold the place."""
    assert b"LATITUDE" not in without_place(tiff)


@pytest.mark.parametrize(
    "place",
    [
        segment(0xE1, b"Exif\0\0" + exif()),
        segment(0xE1, XMP),
        segment(0xED, IPTC),
        segment(0xFE, b"latitude=39.9;longitude=116.4"),
    ],
    ids=["exif", "xmp", "iptc", "comment"],
)
def test_a_photograph_is_kept_without_its_place(place: bytes) -> None:
    """JPEG: whichever way the place is written, the scan is the same and the person is told."""
    fit = check_upload("现场.jpg", jpeg(place))
    assert isinstance(fit, Fit)
    assert fit.remarks == (PLACE_REMOVED,)
    assert b"LATITUDE" not in fit.content.upper()
    assert fit.content.endswith(jpeg()[2 + 18 :])  # all but the place, after the first segment


@pytest.mark.parametrize(
    "place",
    [
        chunk(b"eXIf", exif()),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(XMP)),
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"GPSLatitude 39.9")),
        chunk(b"tEXt", b"exif:GPSLatitude\x0039/1"),
        chunk(b"tEXt", b"Raw profile type exif\0\nexif\n    5\n" + (b"Exif\0\0" + exif()).hex().encode()),
    ],
    ids=["exif", "xmp", "packed xmp", "packed text", "text", "digits"],
)
def test_a_picture_of_the_other_kind_is_too(place: bytes) -> None:
    """PNG: as telephones save cut-outs, and programs save what was a photograph."""
    fit = check_upload("现场.png", png(place))
    assert isinstance(fit, Fit)
    assert fit.remarks == (PLACE_REMOVED,)
    assert isinstance(check_upload("再次.png", fit.content), Fit)
    assert without_location("png", fit.content).remarks == ()


def test_what_cameras_append_has_a_place_of_its_own_and_goes() -> None:
    """Second pictures and short films behind the picture; zeros behind it are only dropped."""
    index = segment(0xE2, b"MPF\0MM\0*")
    fit = check_upload("动态.jpg", jpeg(index) + jpeg(segment(0xE1, b"Exif\0\0" + exif())))
    assert isinstance(fit, Fit)
    assert (fit.content, fit.remarks) == (jpeg(), (REST_REMOVED,))
    assert without_location("jpg", jpeg() + bytes(100)).remarks == ()


def test_photographs_inside_an_office_file_are_told_of() -> None:
    """A text is not rewritten; whoever hands it in learns what it shows, and how to leave it out."""
    placed, plain = (("word/media/a.jpeg", jpeg(*more)) for more in ((segment(0xE1, b"Exif\0\0" + exif()),), ()))
    for part, remarks in ((placed, (PLACES_INSIDE,)), (plain, ())):
        fit = check_upload("报告.docx", docx(part))
        assert isinstance(fit, Fit)
        assert (fit.content, fit.remarks) == (docx(part), remarks)


def test_a_picture_that_tells_no_place_is_kept_byte_for_byte() -> None:
    """Colours, comments, and the location of something else in a text."""
    for kind, content in (
        (
            "jpg",
            jpeg(segment(0xE2, b"ICC_PROFILE\0" + bytes(range(256)) + b"\x1c\x02\x5a"), segment(0xFE, "备注".encode())),
        ),
        ("png", png(chunk(b"tEXt", b"Comment\0location of the meeting"))),
    ):
        cleaned = without_location(kind, content)
        assert (cleaned.content, cleaned.remarks) == (content, ())


def test_a_picture_of_twelve_megapixels_takes_no_time() -> None:
    """As telephones make them, six megabytes with the place: a person waits for the line, not for the check."""
    photograph = jpeg(segment(0xE1, b"Exif\0\0" + exif()), width=4000, height=3000, scan=b"\x12\x34\xab" * 2_000_000)
    before = time.process_time()
    fit = check_upload("IMG_0001.JPG", photograph)
    assert isinstance(fit, Fit)
    assert fit.remarks == (PLACE_REMOVED,)
    assert time.process_time() - before < 1.0
