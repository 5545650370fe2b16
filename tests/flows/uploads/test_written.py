"""Secrecy marks outside the text: properties of pictures in every coding, parts of office files, raw bytes."""

import os
import struct
import zlib

import pytest

from flows.uploads.checking import Fit, check_upload
from flows.uploads.finding import UNREAD
from flows.uploads.pictures import MAX_PROPERTIES, properties_of_png
from flows.uploads.written import property_mark, written_mark
from matters.errors.door import SecrecyMark
from tests.flows.good_files import XML, archive, chunk, docx, jpeg, ofd, png, segment, types, xlsx

MARK = "机密★1年"
CODINGS = ["utf-8", "gb18030", "utf-16-le", "utf-16-be"]
XMP = "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><dc:title><rdf:li>{}</rdf:li></dc:title></x:xmpmeta>"
REFERENCES = "".join(f"&#{ord(c)};" for c in MARK)


def exif(said: bytes, tag: int = 0x9C9B) -> bytes:
    """Properties with one value that stands outside its entry; the tag is the title as Windows writes it."""
    return struct.pack("<2sHIHHHIII", b"II", 42, 8, 1, tag, 1, len(said), 26, 0) + said


def pictures() -> list[tuple[str, str, bytes]]:
    """Where, the name, and the content."""
    found = []
    for coding in CODINGS:
        said = MARK.encode(coding)
        found += [
            (f"exif title in {coding}", "图.jpg", jpeg(segment(0xE1, b"Exif\0\0" + exif(said)))),
            (
                f"exif remark in {coding}",
                "图.jpg",
                jpeg(segment(0xE1, b"Exif\0\0" + exif(b"UNICODE\0" + said, 0x9286))),
            ),
            (f"exif of a png in {coding}", "图.png", png(chunk(b"eXIf", exif(said)))),
            (f"comment in {coding}", "图.jpg", jpeg(segment(0xFE, b"a" + said))),
            (
                f"iptc in {coding}",
                "图.jpg",
                jpeg(segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x20\x1c\x02\x05\0\x0c" + said)),
            ),
            (f"text in {coding}", "图.png", png(chunk(b"tEXt", b"Title\0" + said))),
            (f"packed text in {coding}", "图.png", png(chunk(b"zTXt", b"Title\0\0" + zlib.compress(said)))),
            (
                f"packed international text in {coding}",
                "图.png",
                png(chunk(b"iTXt", b"Title\0\1\0\0\0" + zlib.compress(said))),
            ),
        ]
    for text in (MARK, REFERENCES):
        found.append((f"xmp {text}", "图.jpg", jpeg(segment(0xE1, XMP.format(text).encode()))))
        found.append(
            (
                f"xmp of a png {text}",
                "图.png",
                png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP.format(text).encode())),
            )
        )
    found.append(
        ("a title that is a level", "图.jpg", jpeg(segment(0xE1, b"Exif\0\0" + exif("机密\0".encode("utf-16-le")))))
    )
    found.append(("behind a megabyte", "图.jpg", jpeg(scan=bytes(2 << 20) + MARK.encode())))
    return found


def parts() -> list[tuple[str, str, bytes]]:
    """Of office files."""
    watermark = '<v:shape><v:textpath string="机密"/></v:shape>'
    sheet = "<worksheet><c><is><t>{}</t></is></c></worksheet>"
    return [
        ("name of a sheet", "表.xlsx", workbook('<sheet name="机密"/>')),
        ("name of a sheet in brackets", "表.xlsx", workbook('<sheet name="台账【秘密】"/>')),
        ("text of a cell", "表.xlsx", xlsx(("xl/worksheets/s2.xml", XML + sheet.format("密级：机密").encode()))),
        (
            "a cell that is a level",
            "表.xlsx",
            xlsx(("xl/sharedStrings.xml", XML + "<s><si><t>姓名</t></si><si><t>机密</t></si></s>".encode())),
        ),
        ("a cell spelt out", "表.xlsx", xlsx(("xl/worksheets/s2.xml", XML + sheet.format(REFERENCES).encode()))),
        (
            "head of a printed sheet",
            "表.xlsx",
            xlsx(
                (
                    "xl/worksheets/s2.xml",
                    XML + '<worksheet><oddHeader>&amp;C&amp;"黑体"&amp;14机密</oddHeader></worksheet>'.encode(),
                )
            ),
        ),
        (
            "prompt of a cell",
            "表.xlsx",
            xlsx(("xl/worksheets/s2.xml", XML + f'<worksheet><dataValidation prompt="{MARK}"/></worksheet>'.encode())),
        ),
        ("comment", "表.xlsx", xlsx(("xl/comments1.xml", XML + f"<c><t>{MARK}</t></c>".encode()))),
        (
            "title",
            "文.docx",
            docx(("docProps/core.xml", XML + "<p><dc:title>机密</dc:title><dc:creator>张三</dc:creator></p>".encode())),
        ),
        (
            "own property",
            "文.docx",
            docx(
                (
                    "docProps/custom.xml",
                    XML + '<p><property name="密级"><vt:lpwstr>秘密</vt:lpwstr></property></p>'.encode(),
                )
            ),
        ),
        ("text box", "文.docx", docx(body=f"<w:txbxContent><w:p><w:t>{MARK}</w:t></w:p></w:txbxContent>".encode())),
        ("watermark", "文.docx", docx(("word/header1.xml", XML + watermark.encode()))),
        ("description of a picture", "文.docx", docx(body=f'<wp:docPr descr="{MARK}"/>'.encode())),
        (
            "paragraph of the old form",
            "文.docx",
            docx(body="<w:p><w:t>机　密</w:t></w:p><w:p><w:t>通知</w:t></w:p>".encode()),
        ),
        ("traditional", "文.docx", docx(text="密級：機密")),
        ("footnote", "文.docx", docx(("word/footnotes.xml", XML + f"<d><t>{MARK}</t></d>".encode()))),
        (
            "picture inside",
            "文.docx",
            docx(("word/media/a.jpeg", jpeg(segment(0xE1, b"Exif\0\0" + exif(MARK.encode("utf-16-le")))))),
        ),
        ("drawing inside", "文.docx", docx(("word/media/a.emf", b"\x01\0\0\0" + MARK.encode("utf-16-le")))),
        ("name of a part", "文.docx", docx((f"word/media/{MARK}.bin", b"a"))),
        ("invoice", "票.ofd", ofd(("Doc_0/Document.xml", XML + "<d><Title>机密</Title></d>".encode()))),
    ]


def workbook(inside: str) -> bytes:
    """A workbook with this in its main part."""
    book = XML + f"<workbook><sheets>{inside}</sheets></workbook>".encode()
    return archive(("[Content_Types].xml", types("xlsx")), ("xl/workbook.xml", book))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "文.docx",
            docx(text="我们签了保密协议，以无记名（秘密）方式投票，不涉及国家秘密。密级分为绝密、机密、秘密三级。"),
        ),
        (
            "文.docx",
            docx(body="".join(f'<w:listItem w:value="{level}"/>' for level in ("绝密", "机密", "秘密")).encode()),
        ),
        ("表.xlsx", xlsx(("xl/sharedStrings.xml", XML + "<s><si><t>绝密</t></si><si><t>机密</t></si></s>".encode()))),
        ("表.xlsx", workbook('<sheet name="保密协议"/>')),
        ("图.jpg", jpeg(segment(0xFE, "商业秘密保护".encode()))),
    ],
)
def test_speaking_of_secrets_is_no_mark(name: str, content: bytes) -> None:
    """Agreements, votes, lists of the levels to choose from."""
    assert isinstance(check_upload(name, content), Fit)


def test_chance_makes_no_mark() -> None:
    """Of twenty megabytes of noise none is refused: pictures and packed data are such noise."""
    noise = os.urandom(20 << 20)
    assert written_mark(noise) is None
    assert property_mark(noise[: 1 << 20]) is None


def test_properties_beyond_the_bound_are_refused_not_let_through() -> None:
    """A text that unpacks to more than anybody reads is not read to its end, and so the picture is not taken."""
    packed = chunk(b"zTXt", b"Title\0\0" + zlib.compress(bytes(MAX_PROPERTIES + 1)))
    assert properties_of_png(png(packed)) == UNREAD
    assert properties_of_png(png(chunk(b"zTXt", b"Title\0\0" + zlib.compress(bytes(1000))))) is None


def test_raw_bytes_that_cannot_be_read_through_are_refused() -> None:
    """A file made of nothing but the beginning of marks."""
    assert written_mark("机密".encode() * 300_000) == UNREAD


@pytest.mark.parametrize(
    ("where", "name", "content"), [*pictures(), *parts()], ids=[w for w, _, _ in [*pictures(), *parts()]]
)
def test_a_mark_is_found_wherever_a_file_has_text(where: str, name: str, content: bytes) -> None:
    """Not only in the text of the first pages: whatever a program shows of the file counts."""
    assert isinstance(check_upload(name, content), SecrecyMark)
