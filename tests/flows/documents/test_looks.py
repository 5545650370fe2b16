"""Files handed in as one looks at them: pages and pictures small, office files as text, hostile ones within the limits.

Covers: flows/documents/limits.py, flows/documents/looking.py, flows/documents/office_text.py, flows/uploads/reading.py
"""

from io import BytesIO

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from flows.documents import office_text
from flows.documents.looking import HEIGHT, WIDTH
from flows.documents.looks import CUT, EMPTY, UNSHOWN, draw_page, look_at
from flows.documents.office_text import MOST_LINES, text_of
from flows.uploads.checking import MEDIA_TYPES
from tests.flows.good_files import archive, docx, xlsx

PDF, PNG, DOCX, XLSX = (MEDIA_TYPES[kind] for kind in ("pdf", "png", "docx", "xlsx"))


def printed(*sizes: tuple[float, float]) -> bytes:
    """A PDF with a black page of each size."""
    written = BytesIO()
    canvas = Canvas(written)
    for size in sizes:
        canvas.setPageSize(size)
        canvas.rect(0, 0, *size, fill=1)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def picture(size: tuple[int, int], turned: int = 1, mode: str = "RGB", kind: str = "JPEG") -> bytes:
    """A red picture, taken that way up."""
    exif = Image.Exif()
    exif[0x0112] = turned
    written = BytesIO()
    Image.new(mode, size, "red").save(written, kind, exif=exif)
    return written.getvalue()


def drawn(content: bytes, media_type: str, number: int = 1) -> Image.Image:
    """The page as it comes out."""
    return Image.open(BytesIO(draw_page(content, media_type, number)), formats=("JPEG",))


def test_a_pdf_is_drawn_page_by_page_and_no_larger_than_it_is_looked_at() -> None:
    """A plan of two metres takes no more room than a sheet; a page that there is not is nothing."""
    content = printed((595, 842), (6000, 400), (100, 9000))
    assert look_at(content, PDF).pages == 3
    assert drawn(content, PDF).size == (WIDTH, 1416)
    assert drawn(content, PDF, 2).size[0] == WIDTH
    assert drawn(content, PDF, 3).size[1] <= HEIGHT
    assert (draw_page(content, PDF, 4), draw_page(content, PDF, 0), draw_page(content, PDF, -1)) == (b"", b"", b"")


def test_a_picture_is_small_and_the_way_up_it_was_taken() -> None:
    """What shines through is white."""
    assert look_at(picture((8, 8)), MEDIA_TYPES["jpg"]).pages == 1
    assert drawn(picture((4000, 2000), turned=6), MEDIA_TYPES["jpg"]).size == (500, 1000)
    clear = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(clear, "PNG")
    assert drawn(clear.getvalue(), PNG).getpixel((4, 4)) == (255, 255, 255)
    assert draw_page(picture((8, 8)), MEDIA_TYPES["jpg"], 2) == b""


def test_a_text_is_read_with_its_tables() -> None:
    """A row is a line; what is only how it looks is left out."""
    table = (
        b"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc>"
        b"<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    found = look_at(docx(text="名单", body=table), DOCX)
    assert (found.kind, found.text, found.note) == ("text", "名单\nA　｜　1", "")


def test_a_workbook_is_read_row_by_row() -> None:
    """Numbers as they are kept, texts that cells refer to, and those of a cell itself."""
    strings = ("xl/sharedStrings.xml", "<sst><si><t>合计</t></si></sst>".encode())
    cells = b'<c t="s"><v>0</v></c><c><v>42</v></c><c t="inlineStr"><is><t>x</t></is></c>'
    assert look_at(xlsx(strings, cells=cells), XLSX).text == "合计　｜　42　｜　x"


def test_an_ofd_is_read_in_the_order_of_its_pages() -> None:
    """Page 10 after page 2."""
    pages = {n: f"<P><TextObject><TextCode>第{n}页</TextCode></TextObject></P>".encode() for n in (10, 2)}
    content = archive(*((f"Doc_0/Pages/Page_{n}/Content.xml", part) for n, part in pages.items()))
    assert look_at(content, MEDIA_TYPES["ofd"]).text == "第2页\n第10页"


def test_a_long_text_is_cut_and_an_empty_one_is_told() -> None:
    """Nobody waits for a thousand lines more than can be looked at."""
    line = b"<w:p><w:r><w:t>1</w:t></w:r></w:p>"
    long = look_at(docx(body=line * MOST_LINES), DOCX)
    assert (long.text.count("\n"), long.note) == (MOST_LINES - 1, CUT)
    assert look_at(docx(text=""), DOCX).note == EMPTY


def test_one_endless_line_is_cut_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """By its characters."""
    monkeypatch.setattr(office_text, "MOST_CHARACTERS", 3)
    assert text_of("docx", docx(text="一二三四五")) == ("一二三", True)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 nothing", b"PK\x03\x04"])
def test_what_cannot_be_read_is_told_and_breaks_nothing(content: bytes) -> None:
    """Each in a process of its own; a kind that nobody knows is not even tried."""
    for media_type in (PDF, DOCX, "text/html"):
        assert (look_at(content, media_type).kind, look_at(content, media_type).note) == ("none", UNSHOWN)
        assert draw_page(content, media_type, 1) == b""


def test_a_picture_that_fills_the_memory_is_not_drawn() -> None:
    """10,000 times 30,000 points in a few hundred kilobytes: the process ends, and nothing else."""
    assert draw_page(picture((10_000, 30_000), mode="L", kind="PNG"), PNG, 1) == b""
