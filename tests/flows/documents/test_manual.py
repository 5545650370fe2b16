"""The manual to print: all that the help says, in order, on sheets that can be leafed through.

Covers: ui/manual.py
"""

from datetime import date
from io import BytesIO

from pypdf import PdfReader

from flows.documents.manual import draw_manual
from ui.manual import chapters_for

DAY = date(2026, 3, 2)
EVERYBODY = ("approver", "window", "liaison", "matter_admin", "system_admin", "audit_admin", "org_admin")


def test_all_of_it_is_there_in_order_with_an_outline() -> None:
    """Each chapter is found from the outline, each step stands on a sheet, and none runs over its edge."""
    chapters = chapters_for(EVERYBODY)
    reader = PdfReader(BytesIO(draw_manual("使用手册", chapters, DAY)))
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    places = [text.index("".join(title.split())) for title, _ in chapters]
    assert places == sorted(places)
    for _, steps in chapters:
        for step in steps:
            assert "".join(step.split())[:20] in text
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)] == [title for title, _ in chapters]
    assert f"—{len(reader.pages)}—" in text


def test_no_heading_stands_alone_at_the_foot() -> None:
    """The heading of a chapter goes with its first lines to the next sheet."""
    long = [("甲章", [f"第{n}步。" for n in range(1, 35)]), ("乙章", ["一步。"] * 3)]
    pages = [page.extract_text() for page in PdfReader(BytesIO(draw_manual("使用手册", long, DAY))).pages]
    alone = [page for page in pages if "乙章" in page]
    assert len(alone) == 1
    assert "一步" in alone[0].split("乙章")[1]


def test_the_same_day_gives_the_same_bytes() -> None:
    """Nothing in it but what the help says, and the day."""
    chapters = chapters_for(())
    assert draw_manual("使用手册", chapters, DAY) == draw_manual("使用手册", chapters, DAY)
