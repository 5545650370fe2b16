"""Files as the office really hands them in, made by code: from word processors, scanners, cameras and screens."""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas

from flows.documents.faces import song

OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN = {"docx": f"{OFFICE}wordprocessingml.document.main+xml", "xlsx": f"{OFFICE}spreadsheetml.sheet.main+xml"}
PLACES = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
Part = tuple[str, bytes]


def archive(*parts: Part, packing: int = ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    content = BytesIO()
    with ZipFile(content, "w", packing) as made:
        for name, part in parts:
            made.writestr(name, part)
    return content.getvalue()


def types(kind: str, main: str = "", more: str = "") -> bytes:
    """The list of content types."""
    override = f'<Override PartName="/{PLACES[kind]}" ContentType="{main or MAIN[kind]}"/>{more}'
    default = '<Default Extension="xml" ContentType="application/xml"/>'
    return XML + f"<Types>{default}{override}</Types>".encode()


def relations(*links: tuple[str, str, bool]) -> bytes:
    """Relationships: type, target, whether external."""
    entries = (
        f'<Relationship Id="r{n}" Type="{LINKS}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if out else "/>")
        for n, (kind, target, out) in enumerate(links)
    )
    return XML + f"<Relationships>{''.join(entries)}</Relationships>".encode()


def docx(*more: Part, text: str = "关于派车的申请", body: bytes = b"") -> bytes:
    """A text as a word processor saves it."""
    words = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>".encode()
    document = XML + b'<w:document xmlns:w="w"><w:body>' + words + body + b"</w:body></w:document>"
    return archive(("[Content_Types].xml", types("docx")), ("word/document.xml", document), *more)


def xlsx(*more: Part, cells: bytes = b"<c><f>SUM(A1:A2)</f><v>3</v></c>") -> bytes:
    """A workbook with one sheet."""
    sheet = XML + b"<worksheet><sheetData><row>" + cells + b"</row></sheetData></worksheet>"
    parts = (("xl/workbook.xml", XML + b"<workbook/>"), ("xl/worksheets/sheet1.xml", sheet))
    return archive(("[Content_Types].xml", types("xlsx")), *parts, *more)


def ofd(*more: Part) -> bytes:
    """An invoice as the tax service sends it: with its data and a signature."""
    return archive(
        ("OFD.xml", XML + b"<ofd:OFD xmlns:ofd='o'/>"),
        ("Doc_0/Attachs/original_invoice.xml", XML + b"<i>100.00</i>"),
        ("Doc_0/Signs/Sign_0/SignedValue.dat", b"\x30\x82\x01\x00"),
        *more,
    )


def pdf(objects: tuple[bytes, ...] = (), catalog: bytes = b"", content: bytes = b"", page: bytes = b"") -> bytes:
    """A small correct PDF of one page; `objects` are numbered from 5, `catalog` and `page` are added to theirs."""
    stream = b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R%s>>" % page
    root = b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog
    written = (root, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", leaf, stream, *objects)
    body, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, thing in enumerate(written, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(written) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return bytes(body) + head + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))


def printed(text: str) -> bytes:
    """A PDF that shows this text in an embedded font; no byte of it reads as the text."""
    content = BytesIO()
    canvas = Canvas(content)
    canvas.setFont(song().name, 16)
    canvas.drawString(100, 700, text)
    canvas.linkURL("https://www.example.gov.cn/", (100, 100, 200, 120))
    canvas.save()
    return content.getvalue()


def updated() -> bytes:
    """A PDF that was saved again by appending, as signing programs do."""
    content = BytesIO(printed("申请"))
    writer = PdfWriter(content, incremental=True)
    writer.add_metadata({"/Title": "申请"})
    again = BytesIO()
    writer.write(again)
    return again.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*more: bytes, width: int = 8, height: int = 8) -> bytes:
    """A grey picture, its size as told."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    lines = zlib.compress(b"".join(b"\0" + bytes(8) for _ in range(8)))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def segment(marker: int, data: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def jpeg(*more: bytes, width: int = 8, height: int = 8, scan: bytes = b"\x12\xff\x00\x34\xff\xd0\x56") -> bytes:
    """The frame of a picture, its size as told; the scan has a stuffed byte and a restart mark."""
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    start = b"\xff\xd8" + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0") + b"".join(more)
    return start + frame + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + scan + b"\xff\xd9"


PDF = pdf()


def good_files() -> Iterator[tuple[str, str, bytes]]:
    """Kind, name and content of everything that must pass."""
    yield "pdf", "通知.pdf", PDF
    yield "pdf", "通知.PDF", pdf(page=b"/Annots[5 0 R]", objects=(b"<</Subtype/Link/A<</S/URI/URI(http://a/JS)>>>>",))
    yield "pdf", "打印.pdf", printed("申请内容不涉及国家秘密")
    yield "pdf", "签名.pdf", updated()
    yield "pdf", "扫描（1）.pdf", PDF + b"\r\n\0\0"
    yield "pdf", "-打开第一页.pdf", pdf(catalog=b"/OpenAction[3 0 R/Fit]")
    yield "png", "图.png", png()
    yield "png", "截图.png", png(chunk(b"eXIf", b"MM\0*"), chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta/>"))
    yield "jpg", "图.jpg", jpeg()
    yield "jpg", "手机 照片.jpeg", jpeg(segment(0xE1, b"Exif\0\0MM\0*"), segment(0xFE, "备注".encode()))
    yield "jpg", "带预览.JPG", jpeg() + b"\0" * 100 + jpeg()  # cameras append a preview, a depth map or a sound
    yield "jpg", "填充.jpg", jpeg().replace(b"\xff\xc0", b"\xff\xff\xff\xc0")
    yield "docx", "表 1（终稿）.docx", docx()
    yield (
        "docx",
        "模板.docx",
        docx(
            ("word/_rels/settings.xml.rels", relations(("attachedTemplate", "file:///C:\\模板\\红头.dotx", True))),
            ("word/_rels/document.xml.rels", relations(("hyperlink", "https://www.example.gov.cn/", True))),
            ("docProps/thumbnail.jpeg", jpeg()),
            ("word/media/image1.emf", b"\x01\0\0\0l\0\0\0"),
        ),
    )
    yield (
        "docx",
        "带图表.docx",
        docx(
            (
                "word/charts/_rels/chart1.xml.rels",
                relations(("package", "../embeddings/Microsoft_Excel_Sheet1.xlsx", False)),
            ),
            ("word/embeddings/Microsoft_Excel_Sheet1.xlsx", xlsx()),
        ),
    )
    yield (
        "docx",
        "目录.docx",
        docx(
            body=b'<w:fldChar/><w:instrText> TOC \\o "1-3" </w:instrText><w:fldChar/><w:fldSimple w:instr=" PAGE "/>',
            text="数据交换（DDE）已停用",
        ),
    )
    yield (
        "xlsx",
        "表.xlsx",
        xlsx(
            ("xl/printerSettings/printerSettings1.bin", b"\\\0\\\0p\0"),
            ("xl/externalLinks/_rels/externalLink1.xml.rels", relations(("externalLinkPath", "2025年台账.xlsx", True))),
            ("xl/externalLinks/externalLink1.xml", XML + b"<externalLink><externalBook/></externalLink>"),
            cells=b'<c><f>IF(A1="x|\'y",1,2)</f></c><c><f>A1&amp;"|"&amp;B1</f></c>',
        ),
    )
    yield (
        "docx",
        "接口生成.docx",
        archive(  # as the Open XML SDK packs it: the main type by ending, properties by their own
            (
                "[Content_Types].xml",
                XML
                + f"""<Types><Default Extension="xml" ContentType="{MAIN["docx"]}"/><Default
            Extension="psmdcp" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>""".encode(),
            ),
            ("_rels/.rels", relations(("officeDocument", "/word/document.xml", False))),
            ("word/document.xml", XML + b"<d/>"),
            ("package/services/metadata/core-properties/a.psmdcp", XML + b"<p/>"),
        ),
    )
    yield "ofd", "发票.ofd", ofd()
    yield (
        "docx",
        "未压缩.docx",
        archive(("[Content_Types].xml", types("docx")), ("word/document.xml", b"<d/>"), packing=ZIP_STORED),
    )
