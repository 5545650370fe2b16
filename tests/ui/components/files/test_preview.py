"""Previews: pictures and PDF folded away in the page, from our own checked addresses; anything else only as a link.

Covers: ui/components/acts/paper_ahead.py
"""

from tests.ui.conftest import Open
from tests.ui.stub import CASE_NO, PAPER, StubService, accept_task, case
from tests.ui.stub_files import FILE
from ui.components.files.preview import preview


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
    assert text.count("once-pdf") == 1  # the paper; materials stand beside, without unfolding
    assert f"/files/{FILE.id}" in text
    assert f"/documents/{PAPER.id}" in text


def test_the_paper_an_act_brings_can_be_looked_at_before(open_page: Open, office: StubService) -> None:
    """Of the act that is chosen; what is filled in since gives another address, so that nothing stale is shown."""
    task = accept_task().model_copy(update={"papers": {"accept": "受理通知书"}})
    office.answers["case"] = case(task)
    page = open_page("case_page", case=CASE_NO)
    page.radio(key="act.t1.3.action").set_value("request_supplement").run()
    assert "/previews/" not in "".join(str(part.value) for part in page.html)
    page.radio(key="act.t1.3.action").set_value("accept").run()
    (before,) = (part.value for part in page.html if "/previews/t1/accept?" in str(part.value))
    assert "受理通知书" in before
    assert "以提交时填写的内容为准" in before
    page.text_area(key="act.t1.3.opinion").set_value("齐全。").run()
    (after,) = (part.value for part in page.html if "/previews/t1/accept?" in str(part.value))
    assert after != before
