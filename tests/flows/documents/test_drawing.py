"""From a paper to its unsealed file.

Covers: flows/documents/tags.py
"""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.documents.drawing import draw, draw_preview
from flows.documents.faces import UndrawableText, unprintable
from flows.documents.paper import DrawnOpinions, DrawnPaper, DrawnParagraph, DrawnTable
from tests.flows.documents import poppler
from tests.flows.documents.samples import LINE, NOTE, sample


def test_the_same_facts_give_the_same_bytes_in_another_process() -> None:
    """A machine may draw again after a crash, and the ledger's digest must still fit."""
    paper = sample()
    script = (
        "import sys; from flows.documents.drawing import draw; from flows.documents.paper import DrawnPaper;"
        "sys.stdout.buffer.write(draw(DrawnPaper.model_validate_json(sys.stdin.read())))"
    )
    again = subprocess.run(
        [sys.executable, "-c", script], input=paper.model_dump_json().encode(), capture_output=True, check=True
    )
    assert sha256(again.stdout).hexdigest() == sha256(draw(paper)).hexdigest()


def test_threads_drawing_at_once_do_not_mix_their_papers() -> None:
    """A reportlab font serves one document at a time, and the executor is threaded."""
    papers = [sample(title=f"关于第{number}号事项的批复") for number in range(4)]
    alone = [draw(paper) for paper in papers]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(draw, papers * 3)) == alone * 3


def test_other_facts_give_other_bytes() -> None:
    """One changed character changes the file."""
    assert draw(sample()) != draw(sample(closing="特此批复！"))


def test_text_is_extracted_as_it_was_given(tmp_path: Path) -> None:
    """What a reader copies or searches is what was decided, characters above U+FFFF included."""
    paper = sample(blocks=(DrawnParagraph(text="张𬭎、𠅤、喆堃：" + LINE),))
    text = poppler.text(draw(paper), tmp_path)
    for printed in (paper.title, paper.issuer, paper.number, paper.closing, "张𬭎、𠅤、喆堃：" + LINE, NOTE):
        assert re.sub(r"\s", "", printed) in text


def test_a_preview_is_marked_across_every_page(tmp_path: Path) -> None:
    """Behind the text of each; it has no code to check it by, and says in words that it is none."""
    paper = sample(number="", blocks=tuple(DrawnParagraph(text=LINE) for _ in range(60)))
    preview = draw_preview(paper)
    with pikepdf.open(BytesIO(preview)) as pdf:
        pages = len(pdf.pages)
        assert pages > 1
        assert b"SigFlags" not in preview
    for page in range(1, pages + 1):
        path = tmp_path / "page.pdf"
        path.write_bytes(preview)
        text = poppler.run("pdftotext", "-f", str(page), "-l", str(page), path, "-").decode()
        assert {"预", "览"} <= {*text.split()}
    said = poppler.text(preview, tmp_path)
    assert "预览件，尚未出具，不作凭证" in said
    assert "扫码查验真伪" not in said
    assert paper.document_id not in said


def test_markup_in_a_text_is_printed_as_text(tmp_path: Path) -> None:
    """An opinion is never interpreted."""
    hostile = "<b>同意</b>&amp;<img/>${x}%s\\n(]"
    rows = (("决定", "李明", hostile, date(2026, 3, 2)),)
    paper = sample(blocks=(DrawnParagraph(text=hostile), DrawnTable(rows=(("甲", hostile),)), DrawnOpinions(rows=rows)))
    assert poppler.text(draw(paper), tmp_path).count("<b>同意</b>&amp;<img/>${x}%s\\n(]") >= 2


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.text(alphabet=st.characters(codec="utf-8", max_codepoint=0xFFFF), max_size=60), st.sampled_from("\n\t\r 　"))
def test_whatever_passes_the_glyph_check_can_be_drawn(text: str, space: str) -> None:
    """The check at submission is a promise: white space and rare marks break no field of a paper."""
    printable = "".join(character for character in text if not unprintable(character)) + space + "甲"
    cells = DrawnTable(rows=((printable, printable), ("", space)))
    opinions = DrawnOpinions(rows=((printable, printable, printable, date(2026, 3, 2)),))
    blocks = (DrawnParagraph(text=printable), cells, opinions)
    facts = dict.fromkeys(("title", "issuer", "number", "addressee", "closing"), printable)
    assert draw(sample(blocks=blocks, **facts)).startswith(b"%PDF-1.7")


def test_rare_names_are_found_in_the_text_of_the_paper_as_they_were_typed(tmp_path: Path) -> None:
    """Characters above U+FFFF from every Extension up to F, beside each other, in text, tables and title; copied, none becomes
    another, and the same paper has the same bytes."""
    name = "欧阳·\U00020021\U0002a6d6\U0002a700\U0002b734\U0002b740\U0002b820\U0002cea1\U0002ceb0\U0002ebe0\U0002f800\ufa19〇䶮"
    paper = sample(
        title=f"关于{name}同志任职的批复",
        blocks=(DrawnParagraph(text=f"任命{name}。"), DrawnTable(rows=(("姓名", name),))),
    )
    pdf = draw(paper)
    assert poppler.text(pdf, tmp_path).count(name) == 3
    assert pdf == draw(paper)
    with pikepdf.open(BytesIO(pdf)) as opened:
        fonts = [font for page in opened.pages for font in page.Resources.Font.values()]
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_text_that_cannot_be_printed_is_refused() -> None:
    """The service asks first; drawing does not trust that it did."""
    with pytest.raises(UndrawableText) as refused:
        draw(sample(closing="同意👍"))
    assert refused.value.characters == ("👍",)
    assert "U+1F44D" in str(refused.value)


def test_a_paper_says_at_its_foot_what_its_installation_says(tmp_path: Path) -> None:
    """The note is a fact of the paper; an office that says nothing has papers that say nothing."""
    assert "本县自用" in poppler.text(draw(sample(note="本县自用")), tmp_path)
    assert NOTE not in poppler.text(draw(sample(note="")), tmp_path)


def test_a_long_text_flows_over_hundreds_of_pages_with_numbers(tmp_path: Path) -> None:
    """300 pages are drawn and numbered, and the last paragraph is on the last one."""
    pdf = draw(sample(blocks=tuple(DrawnParagraph(text=f"第{number}段。{LINE * 3}") for number in range(1200))))
    with pikepdf.open(BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    text = poppler.text(pdf, tmp_path, first_page=pages - 1)
    assert pages > 300
    assert all(printed in text for printed in (f"—{pages - 1}—", f"—{pages}—", "第1198段。", "第1199段。"))


def test_an_opinion_longer_than_a_page_is_continued(tmp_path: Path) -> None:
    """A row of a table may break; nothing runs off the sheet."""
    rows = (("会签", "欧阳明（代）", LINE * 40 + "完毕", date(2026, 12, 31)),)
    pdf = draw(sample(blocks=(DrawnOpinions(rows=rows),)))
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.pages) > 2
    assert "完毕" in poppler.text(pdf, tmp_path)


@pytest.mark.parametrize("count", range(9))
def test_the_seal_stands_on_a_page_with_text(count: int, tmp_path: Path) -> None:
    """Name, date and closing line are on the page of the seal, whatever the length of the text."""
    paper = sample(blocks=tuple(DrawnParagraph(text=LINE) for _ in range(count)))
    pdf = draw(paper)
    with pikepdf.open(BytesIO(pdf)) as opened:
        pages = [number for number, page in enumerate(opened.pages, 1) if "/Annots" in page]
        assert pages == [len(opened.pages)]
    text = poppler.text(pdf, tmp_path, first_page=pages[0])
    assert 0 < text.index("特此批复。") < text.index("2026年3月2日")


def test_the_code_on_paper_is_the_check_link(tmp_path: Path) -> None:
    """Every module of the QR code is where a camera expects it."""
    paper = sample()
    code = segno.make(paper.check_link, error="m", micro=False)
    rows = [list(row) for row in code.matrix]
    assert rows == _read_code(paper, tmp_path, len(rows))


def _read_code(paper: DrawnPaper, folder: Path, count: int) -> list[list[int]]:
    pdf = draw(paper)
    with pikepdf.open(BytesIO(pdf)) as opened:
        figure = next(element for element in _elements(opened.Root.StructTreeRoot.K) if element.S == "/Figure")
        left, lower, right, upper = (float(edge) / 72 * 25.4 for edge in figure.A.BBox)
    picture = poppler.pixels(pdf, folder, 1, (left, 297 - upper, right - left, upper - lower))
    step = len(picture) / count
    middle = [int((index + 0.5) * step) for index in range(count)]
    return [[int(picture[y][x][0] < 128) for x in middle] for y in middle]


def _elements(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = [kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary) and kid.get("/S")]
    return [element, *(found for kid in kids for found in _elements(kid))]
