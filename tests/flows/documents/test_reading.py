"""Every text of a PDF is looked through, what fetches is refused by name, and what cannot be finished is not let through.

Covers: flows/documents/inspecting.py, flows/documents/unpacking.py
"""

import zlib
from io import BytesIO

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from flows.documents import inspecting
from flows.documents.faces import song
from flows.documents.reading import mark_in
from flows.documents.sealing.sealer import SealedPdf
from flows.uploads.checking import Fit, check_upload
from flows.uploads.pdfs import inspect_pdf
from matters.errors.base import Refusal
from matters.errors.door import FileRefused
from tests.flows.bad_files import blanks, fetching_office_files, fetching_pdfs, flate
from tests.flows.good_files import docx, jpeg, pdf, relations, segment, xlsx

MARK = "机密★1年"
FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype"
    b"/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor"
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800"
    b"/Descent -200/CapHeight 700/StemV 80>>>>]>>"
)
FETCHING = list(fetching_office_files())
FETCHING_PDFS = {why: content for why, _, content in fetching_pdfs()}


def digits(text: str) -> bytes:
    """A string of a PDF as word processors write it."""
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().upper().encode()


def drawn(text: str) -> bytes:
    """What a stamp or a field shows."""
    show = b"BT /F1 20 Tf 10 10 Td <%s> Tj ET" % text.encode("utf-16-be").hex().encode()
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 200 50]/Resources<</Font<</F1 %s>>>>/Length %d>>" % (FONT, len(show))
    return head + b"stream\n" + show + b"\nendstream"


def pages(count: int, last: str) -> bytes:
    """A text of so many pages, and this on the last of them."""
    content = BytesIO()
    canvas = Canvas(content)
    for number in range(count):
        canvas.setFont(song().name, 12)
        canvas.drawString(60, 700, last if number == count - 1 else "关于派车的通知")
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def titled(**said: str) -> bytes:
    """With these in the list of its properties."""
    made = BytesIO()
    with pikepdf.open(BytesIO(pdf())) as document:
        for key, text in said.items():
            document.docinfo[f"/{key}"] = text
        document.save(made)
    return made.getvalue()


def nested(levels: int) -> bytes:
    """A page whose drawing calls another ten times, which calls the next ten times: a kilobyte of endless work."""
    calls = b"/X Do " * 10
    forms = tuple(
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length %d>>stream\n%s\nendstream"
        % (number + 1, len(calls), calls)
        for number in range(5, 5 + levels)
    )
    text = b"BT /F1 9 Tf (a) Tj ET"
    last = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 %s>>>>/Length %d>>stream\n%s\nendstream"
    return pdf(
        content=calls, page=b"/Resources<</XObject<</X 5 0 R>>>>", objects=(*forms, last % (FONT, len(text), text))
    )


MARKED = {
    "title": titled(Title=MARK),
    "title that is a level": titled(Title="机密", Author="张三"),
    "keywords in words": titled(Keywords="密级：秘密"),
    "page 60": pages(60, MARK),
    "bookmark": pdf(catalog=b"/Outlines<</First 5 0 R>>", objects=(b"<</Title %s>>" % digits(MARK),)),
    "note": pdf(page=b"/Annots[<</Subtype/Text/Contents %s>>]" % digits(MARK)),
    "note in GBK": pdf(page=b"/Annots[<</Subtype/Text/Contents(%s)>>]" % MARK.encode("gb18030")),
    "note in UTF-8": pdf(page=b"/Annots[<</Subtype/Text/Contents(\xef\xbb\xbf%s)>>]" % MARK.encode()),
    "field": pdf(catalog=b"/AcroForm<</Fields[5 0 R]>>", objects=(b"<</FT/Tx/T(a)/V %s>>" % digits(MARK),)),
    "layer": pdf(catalog=b"/OCProperties<</OCGs[5 0 R]>>", objects=(b"<</Type/OCG/Name %s>>" % digits("【机密】"),)),
    "label of a page": pdf(catalog=b"/PageLabels<</Nums[0<</P %s>>]>>" % digits(MARK)),
    "text for the blind": pdf(
        catalog=b"/StructTreeRoot<</K 5 0 R>>", objects=(b"<</Type/StructElem/Alt %s>>" % digits(MARK),)
    ),
    "text instead of signs": pdf(content=b"/Span<</ActualText %s>>BDC EMC" % digits(MARK)),
    "stamp": pdf(
        page=b"/Annots[<</Type/Annot/Subtype/Stamp/F 4/Rect[100 100 300 150]/AP<</N 5 0 R>>>>]", objects=(drawn(MARK),)
    ),
    "xmp": pdf(
        catalog=b"/Metadata 5 0 R",
        objects=(
            flate(
                zlib.compress(f"<x:xmpmeta><dc:title>{MARK}</dc:title></x:xmpmeta>".encode()), more=b"/Type/Metadata"
            ),
        ),
    ),
    "picture": pdf(
        objects=(
            flate(jpeg(segment(0xFE, MARK.encode("utf-16-le"))), b"/DCTDecode", b"/Subtype/Image/Width 8/Height 8"),
        )
    ),
}
HARMLESS = {
    "a link": pdf(page=b"/Annots[<</Subtype/Link/A<</S/URI/URI(http://www.example.gov.cn)>>>>]"),
    "a link to a file beside it": pdf(page=b"/Annots[<</Subtype/Link/A<</S/GoToR/F(b.pdf)/D[0/Fit]>>>>]"),
    "the first page at opening": pdf(catalog=b"/OpenAction<</S/GoTo/D[3 0 R/Fit]>>"),
    "the print dialogue at opening": pdf(catalog=b"/OpenAction 5 0 R", objects=(b"<</S/Named/N/Print>>",)),
    "a blank picture of a page": pdf(
        objects=(flate(blanks(35), more=b"/Subtype/Image/Width 4960/Height 7016/BitsPerComponent 8"),)
    ),
    "levels to choose from": pdf(
        catalog=b"/AcroForm<</Fields[5 0 R]>>",
        objects=(b"<</FT/Ch/T(a)/Opt[%s]>>" % b"".join(map(digits, ("公开", "秘密", "机密", "绝密"))),),
    ),
    "an agreement": titled(Title="保密协议", Subject="商业秘密"),
}
HARMLESS_OFFICE = {
    "a picture pasted from a chat": docx(
        body=b'<w:fldChar/><w:instrText>INCLUDEPICTURE "C:\\\\Users\\\\a\\\\1.png" \\* MERGEFORMATINET</w:instrText><w:fldChar/>'
    ),
    "a link to a shared folder": docx(
        ("word/_rels/document.xml.rels", relations(("hyperlink", "file://server/share/a.docx", True)))
    ),
    "a page about formulas": docx(text="用 WEBSERVICE(地址) 取数，用 IMAGE(地址) 取图"),
}


@pytest.mark.parametrize("where", MARKED)
def test_a_mark_is_found_in_every_text_of_a_pdf(where: str) -> None:
    """Titles, later pages, bookmarks, notes, fields, layers, properties, what a stamp draws, and the properties of pictures."""
    assert inspecting.structure(MARKED[where]) == "fit"
    assert mark_in(MARKED[where])


@pytest.mark.parametrize(("why", "content"), FETCHING_PDFS.items(), ids=FETCHING_PDFS)
def test_a_pdf_that_fetches_from_outside_is_refused_by_name(why: str, content: bytes) -> None:
    """Whoever opens a file tells nobody so, and gives no password of his away to a folder of another machine."""
    assert inspecting.structure(content) == "fetch"


@pytest.mark.parametrize(("why", "name", "content"), FETCHING, ids=[why for why, _, _ in FETCHING])
def test_an_office_file_that_fetches_from_outside_is_refused_by_name(why: str, name: str, content: bytes) -> None:
    """The same of texts and sheets."""
    refused = check_upload(name, content)
    assert isinstance(refused, FileRefused)
    assert "外部" in refused.message


@pytest.mark.parametrize("what", HARMLESS)
def test_what_a_person_follows_or_sees_is_no_harm(what: str) -> None:
    """Links, the place where a file opens, large pictures, lists of levels."""
    assert inspecting.structure(HARMLESS[what]) == "fit"
    assert not mark_in(HARMLESS[what])


def test_a_paper_of_ours_is_taken_as_a_material(sealed: SealedPdf) -> None:
    """The result of one matter is what another asks for: its seal, fonts and properties are no harm."""
    assert inspecting.structure(sealed.content) == "fit"
    assert not mark_in(sealed.content)


@pytest.mark.parametrize("what", HARMLESS_OFFICE)
def test_what_a_word_processor_shows_by_itself_is_no_harm(what: str) -> None:
    """Pictures of the writer's own disk, links, texts about functions."""
    assert isinstance(check_upload("文.docx", HARMLESS_OFFICE[what]), Fit)


def test_a_book_whose_cells_speak_of_functions_is_no_harm() -> None:
    """Only a formula asks the net."""
    said = b"<c><is><t>WEBSERVICE(A1)</t></is></c><c><f>SUM(A1:A2)</f></c>"
    assert isinstance(check_upload("表.xlsx", xlsx(cells=said)), Fit)


def test_what_is_not_finished_in_time_is_not_let_through() -> None:
    """A page that takes the reader too long, after a structure without fault: refused, with what to do."""
    heavy = nested(levels=9)
    assert inspecting.structure(heavy) == "fit"
    refused = check_upload("重.pdf", heavy)
    assert isinstance(refused, Refusal)
    assert "请拆分为较小的文件" in refused.message


def test_a_reader_that_dies_after_its_first_word_lets_nothing_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever breaks in a library: without the last word there is no leave."""
    monkeypatch.setattr("flows.uploads.pdfs.read_elsewhere", lambda program, content: b"fit\n")
    found = inspect_pdf(pdf())
    assert found is not None
    assert "请拆分" in found.reason


def test_a_text_of_three_hundred_pages_is_read_to_its_end() -> None:
    """Long is not too long."""
    assert isinstance(check_upload("长.pdf", pages(300, "完")), Fit)
