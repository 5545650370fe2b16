"""Previews: pictures and PDF folded away in the page, from our own checked addresses; anything else only as a link."""

from tests.ui.conftest import Open
from tests.ui.stub import CASE_NO, FILE, PAPER, StubService, accept_task, case
from ui.components.preview import preview


def test_a_picture_and_a_pdf_are_shown_from_our_own_addresses() -> None:
    """The picture by itself, the PDF by its link, from which the script makes the frame; neither is loaded before."""
    assert '<img src="/files/f1" alt="图.png" loading="lazy">' in preview("/files/f1", "图.png", "image/png")
    assert 'class="once-preview once-pdf"' in preview("/files/f1", "文.pdf", "application/pdf")
    assert '<a href="/files/f1" target="_blank">' in preview("/files/f1", "文.pdf", "application/pdf")


def test_other_kinds_and_odd_names_show_nothing() -> None:
    """A text is saved, not shown; a name is text."""
    assert preview("/files/f1", "文.docx", "application/vnd.openxmlformats") == ""
    assert "<script>" not in preview("/files/f1", "<script>.png", "image/png")


def test_materials_come_before_the_opinion(open_page: Open, office: StubService) -> None:
    """Whoever decides sees what was handed in first, and the papers issued so far."""
    office.answers["case"] = case(accept_task())
    page = open_page("case_page", case=CASE_NO)
    titles = [title.value for title in page.header]
    assert titles.index("申请材料") < next(n for n, title in enumerate(titles) if title.startswith("请您办理"))
    text = "".join(str(part.value) for part in page.html)
    assert text.count("once-pdf") == 2
    assert f"/files/{FILE.id}" in text
    assert f"/documents/{PAPER.id}" in text
