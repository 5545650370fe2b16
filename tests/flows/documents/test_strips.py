"""Tables of a paper over several pages."""

import re
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from pypdf import PdfReader

from flows.documents.drawing import draw
from flows.documents.paper import DrawnOpinions, DrawnRows, DrawnTable
from flows.documents.strips import WIDTH, strips
from flows.documents.tags import Tag
from tests.flows.documents.samples import LINE, sample

HEADS = ("车牌号", "用途", "价格")


def cars(count: int) -> DrawnRows:
    """That many rows, some with long cells."""
    rows = tuple((f"样A{n:05}", LINE if n % 9 == 0 else "应急", f"{n * 1000}.00元") for n in range(1, count + 1))
    return DrawnRows(caption="拟更新的旧车", heads=HEADS, figures=(False, False, True), rows=rows)


def pages(pdf: bytes) -> list[str]:
    """The text of every page without white space."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


@pytest.mark.parametrize("count", [40, 300])
def test_the_heads_of_a_table_stand_on_every_page_it_goes_on_to(count: int) -> None:
    """Whoever reads page three knows what the columns are; every row is printed once, in order."""
    printed = pages(draw(sample(blocks=(cars(count),))))
    assert len(printed) > 2
    for page in printed:
        assert ("样A0" in page) == ("拟更新的旧车序号车牌号用途价格" in page)
    assert re.findall(r"样A(\d{5})", "".join(printed)) == [f"{n:05}" for n in range(1, count + 1)]


def test_repeated_heads_are_decoration_to_a_screen_reader() -> None:
    """PDF/UA-1: the structure has one table with its heads once, and a caption."""
    with pikepdf.open(BytesIO(draw(sample(blocks=(cars(40),))))) as pdf:
        (table,) = (kid for kid in pdf.Root.StructTreeRoot.K.K if kid.S == "/Table")
        assert [str(kid.S) for kid in table.K] == ["/Caption"] + ["/TR"] * 41
        assert [str(cell.S) for cell in table.K[1].K] == ["/TH"] * 4


@pytest.mark.parametrize(
    "rows",
    [
        DrawnTable(rows=(("申请理由", LINE * 30),)),
        DrawnOpinions(rows=(("技术审核和安全核查", "李明", LINE * 30, date(2026, 3, 2)),)),
    ],
)
def test_a_row_that_goes_on_says_again_which_it_is(rows: DrawnTable | DrawnOpinions) -> None:
    """A label or the name of a step stands on every page of its text; opinions have their heads there as well."""
    printed = [page for page in pages(draw(sample(blocks=(rows,)))) if "5个工作日" in page]
    assert len(printed) > 1
    for page in printed:
        assert all(character in page for character in rows.rows[0][0])
        assert isinstance(rows, DrawnTable) or "环节办理人意见日期" in page


def test_numbers_stand_against_the_right_wall() -> None:
    """Amounts of different length end at one line."""
    made = strips(sample(blocks=(cars(12),)), Tag("Document"))
    amounts = [run for strip in made for run in strip.runs if run.text.endswith(".00元")]
    assert len({run.x for run in amounts}) > 1
    ends = {round(run.x + 6 * len(run.text[:-1]), -1) for run in amounts}
    assert len(ends) == 1


@pytest.mark.parametrize("columns", [1, 2, 8])
def test_columns_fill_the_width_whatever_is_in_them(columns: int) -> None:
    """Long and short cells, wide figures: no wall leaves the page and none stands before another."""
    row = tuple((LINE, "短", "1234567890123.00元")[n % 3] for n in range(columns))
    figures = tuple(n % 3 == 2 for n in range(columns))
    block = DrawnRows(caption="表", heads=("甲",) * columns, figures=figures, rows=(row,) * 3)
    walls = [strip.walls for strip in strips(sample(blocks=(block,)), Tag("Document")) if len(strip.walls) > 2]
    assert walls
    for found in walls:
        assert list(found) == sorted(set(found))
        assert list(found[:: len(found) - 1]) == pytest.approx([0.0, WIDTH])
