"""Uploads are hostile: names, sizes, types by content, marks inside, and archives that bite."""

import zlib
from importlib.resources import files
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from flows.uploads import MAX_FILE_BYTES, MAX_NAME, MAX_PARTS, MAX_UNPACKED, MEDIA_TYPES, check_upload
from matters.errors import FileRefused, Refusal, SecrecyMark

PDF = b"%PDF-1.7\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n"
JPG = b"\xff\xd8\xff\xe0"
DOCX, XLSX, OFD = "word/document.xml", "xl/workbook.xml", "OFD.xml"
BOMB = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">%s]><d>&z;</d>' % b"".join(
    b'<!ENTITY %c "%s">' % (97 + n, b"&%c;" % (96 + n) * 10) for n in range(1, 26)
)


def packed(*parts: tuple[str, bytes]) -> bytes:
    """An office file of these parts."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, part in parts:
            archive.writestr(name, part)
    return content.getvalue()


def printed(text: str) -> bytes:
    """A PDF that shows this text in an embedded font; no byte of it reads as the text."""
    registerFont(TTFont("upload-song", str(files("flows.documents").joinpath("fonts", "NotoSerifSC-Regular.ttf"))))
    content = BytesIO()
    canvas = Canvas(content)
    canvas.setFont("upload-song", 16)
    canvas.drawString(100, 700, text)
    canvas.save()
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("通知.pdf", PDF, "pdf"),
        ("通知.PDF", PDF, "pdf"),
        ("图.png", PNG, "png"),
        ("图.jpg", JPG, "jpg"),
        ("图.jpeg", JPG, "jpg"),
        ("表 1（终稿）.docx", packed((DOCX, b"<d>a</d>")), "docx"),
        ("表.xlsx", packed((XLSX, b"<d>a</d>")), "xlsx"),
        ("文.ofd", packed((OFD, b"<d>a</d>")), "ofd"),
    ],
)
def test_files_of_the_office_are_taken(name: str, content: bytes, kind: str) -> None:
    """Six kinds, known by their content."""
    assert check_upload(name, content) == MEDIA_TYPES[kind]


@pytest.mark.parametrize(
    "name",
    [
        "", " ", "a" * MAX_NAME + ".pdf", "../a.pdf", "..\\a.pdf", "/etc/passwd.pdf", ".pdf", ".a.pdf", "a\x00.pdf",
        "a\u202efdp.exe.pdf", "a\u200b.pdf", "a\n.pdf", "a\ud800.pdf", "a\ue000.pdf", "a", "a.exe", "a.pdf.sh", "a.svg",
        "a.html", "a.doc", "a.docm", "a.zip", "a.pdf ",
    ],
)  # fmt: skip
def test_trick_names_are_refused(name: str) -> None:
    """Paths, controls, reversed direction, nameless, hidden, double endings, kinds that carry programs."""
    refused = check_upload(name, PDF)
    assert isinstance(refused, FileRefused)
    assert refused.message.isprintable()


@pytest.mark.parametrize("extension", ["pdf", "png", "jpg", "docx", "xlsx", "ofd"])
@pytest.mark.parametrize(
    "content",
    [
        b"\x7fELF\x02\x01\x01\x00",
        b"MZ\x90\x00\x03",
        b"#!/bin/sh\nrm -rf /\n",
        b"<html><script>",
        b"PK\x03\x04",
        b"\x00" * 100,
    ],
    ids=["elf", "mz", "script", "html", "broken archive", "zeros"],
)
def test_what_is_not_what_it_says_is_refused(extension: str, content: bytes) -> None:
    """The content decides and not the name."""
    assert isinstance(check_upload(f"a.{extension}", content), FileRefused)


def test_empty_and_too_large_files_are_refused() -> None:
    """Nothing, and one byte over fifty megabytes."""
    assert isinstance(check_upload("a.pdf", b""), FileRefused)
    large = check_upload("a.png", PNG + bytes(MAX_FILE_BYTES + 1 - len(PNG)))
    assert isinstance(large, FileRefused)
    assert "50 MB" in large.reason
    assert check_upload("a.png", PNG + bytes(MAX_FILE_BYTES - len(PNG))) == "image/png"


def test_a_program_that_carries_an_archive_is_no_document() -> None:
    """A self-extracting archive opens as an archive; its first bytes betray it."""
    assert isinstance(check_upload("a.docx", b"MZ\x90\x00" + packed((DOCX, b"<d/>"))), FileRefused)


@pytest.mark.parametrize(
    "content",
    [
        packed((XLSX, b"<d/>")),
        packed((DOCX, b"<d/>"), ("word/vbaProject.bin", b"x")),
        packed((DOCX, b"<d/>"), *((f"x/{n}", b"") for n in range(MAX_PARTS))),
    ],
    ids=["another kind", "macros", "too many parts"],
)
def test_archives_that_are_no_plain_document_are_refused(content: bytes) -> None:
    """The kind must fit, and nothing in it may run or drown us."""
    assert isinstance(check_upload("a.docx", content), FileRefused)


def test_an_archive_that_grows_is_refused_unread() -> None:
    """Kilobytes that unpack to more than two hundred megabytes; the size is read from its table, not by unpacking."""
    content = bytearray(packed((DOCX, b"<d/>")))
    at = content.rindex(b"PK\x01\x02") + 24
    content[at : at + 4] = (MAX_UNPACKED + 1).to_bytes(4, "little")
    assert isinstance(check_upload("a.docx", bytes(content)), FileRefused)


def test_an_encrypted_archive_is_refused() -> None:
    """What cannot be read cannot be checked for marks."""
    content = bytearray(packed((DOCX, b"<d/>")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(signature) + offset
        content[at] |= 1
    assert isinstance(check_upload("a.docx", bytes(content)), FileRefused)


@pytest.mark.parametrize("part", [b"<d>", b"\xff\xfe", BOMB], ids=["broken", "garbage", "entity bomb"])
def test_a_broken_part_breaks_nothing(part: bytes) -> None:
    """A part that is not XML is passed over; entities that swell are cut off by the parser."""
    assert check_upload("a.docx", packed((DOCX, part))) == MEDIA_TYPES["docx"]


@pytest.mark.parametrize("mark", ["秘密★", "机密★1年", "绝密★"])
def test_a_mark_inside_is_found(mark: str) -> None:
    """In the file name, in plain bytes, in a drawn page, in a document cut into runs, in a sheet, in a header."""
    runs = "".join(f"<r>{character}</r>" for character in mark).encode()
    found = [
        check_upload(f"{mark}.pdf", PDF),
        check_upload("a.pdf", PDF + mark.encode()),
        check_upload("a.pdf", PDF + mark.encode("gb18030")),
        check_upload("a.pdf", printed(f"文头{mark}")),
        check_upload("a.docx", packed((DOCX, b"<d/>"), ("word/header1.xml", b"<d>" + runs + b"</d>"))),
        check_upload("a.xlsx", packed((XLSX, b"<d/>"), ("xl/sharedStrings.xml", f"<s>{mark}</s>".encode()))),
        check_upload("a.ofd", packed((OFD, b"<d/>"), ("Doc_0/Pages/Page_0/Content.xml", f"<t>{mark}</t>".encode()))),
    ]
    assert [type(answer) for answer in found] == [SecrecyMark] * 7


def test_a_drawn_page_without_a_mark_is_taken() -> None:
    """Speaking of secrecy rules is no mark."""
    assert check_upload("a.pdf", printed("申请内容不涉及国家秘密")) == MEDIA_TYPES["pdf"]


VERSION_64 = b"PK\x03\x04PK\x01\x02\0\0@" + bytes(56) + b"PK\x05\x06" + bytes(8) + b"?" + bytes(9)


@settings(max_examples=200, deadline=None)
@example(name="0.DOCX", content=VERSION_64)  # an archive of a version that does not exist
@given(
    name=st.one_of(st.text(max_size=30), st.sampled_from(["a.pdf", "a.docx", "a.png", "a.ofd"])),
    content=st.one_of(
        st.binary(max_size=200),
        st.binary(max_size=200).map(lambda tail: PDF + tail),
        st.integers(0, 400).map(lambda at: _spoilt(packed((DOCX, zlib.compress(b"<d/>") * 5)), at)),
    ),
)
def test_no_file_at_all_breaks_the_check(name: str, content: bytes) -> None:
    """Any bytes under any name get a type or a refusal."""
    answer = check_upload(name, content)
    assert isinstance(answer, Refusal) or answer in MEDIA_TYPES.values()


def _spoilt(content: bytes, at: int) -> bytes:
    at %= len(content)
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]
