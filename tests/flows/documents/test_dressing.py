"""What the archive and a screen reader ask of the file."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest

from flows.documents.drawing import draw
from tests.flows.documents.samples import sample


@pytest.fixture
def opened(unsealed: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(unsealed)) as pdf:
        yield pdf


def test_there_is_one_empty_signature_field_and_no_picture_in_it(opened: pikepdf.Pdf) -> None:
    """An unsealed file must not look sealed."""
    (field,) = opened.Root.AcroForm.Fields
    assert field.FT == "/Sig"
    assert "/V" not in field
    assert field.AP.N.read_bytes() == b""


def test_every_font_is_embedded_and_maps_to_text(opened: pikepdf.Pdf) -> None:
    """PDF/A-2, 6.2.11.4 and 6.2.11.7: the file is readable without this machine."""
    fonts = [font for page in opened.pages for font in page.Resources.Font.values()]
    assert fonts
    assert all("/FontFile2" in font.FontDescriptor and "/ToUnicode" in font for font in fonts)


def test_every_mark_on_a_page_has_an_element_in_the_structure(opened: pikepdf.Pdf) -> None:
    """A mark without an element is not read aloud."""
    numbers = opened.Root.StructTreeRoot.ParentTree.Nums
    for index, page in enumerate(opened.pages):
        content = b" ".join(part.read_bytes() for part in _streams(page))
        assert content.count(b"/MCID") == len(numbers[2 * index + 1])
        assert content.count(b" BDC") + content.count(b" BMC") == content.count(b"EMC")


def test_tables_say_which_cells_are_headings(opened: pikepdf.Pdf) -> None:
    """PDF/UA-1, 7.5: rows of facts are headed at the left, opinions at the top."""
    tables = [kid for kid in opened.Root.StructTreeRoot.K.K if kid.S == "/Table"]
    assert [str(table.K[0].K[0].A.Scope) for table in tables] == ["/Row", "/Column"]


def test_the_file_declares_language_title_and_colours(opened: pikepdf.Pdf) -> None:
    """Metadata says the same in both places."""
    assert str(opened.Root.Lang) == "zh-CN"
    assert str(opened.docinfo.Title) == sample().title
    assert sample().title in opened.Root.Metadata.read_bytes().decode()
    assert "/DestOutputProfile" in opened.Root.OutputIntents[0]


def test_markup_in_a_title_does_not_break_the_metadata() -> None:
    """XMP is XML."""
    with pikepdf.open(BytesIO(draw(sample(title="关于<甲>&乙的批复")))) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "关于<甲>&乙的批复"


def _streams(page: pikepdf.Page) -> list[pikepdf.Object]:
    contents = page.obj.Contents
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]
