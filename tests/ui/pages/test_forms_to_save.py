"""样表 and 空白表格 on pages: saved from the guide and from the filing, handed in beside the draft.

Covers: ui/components/definitions/forms.py, ui/api/uploaded.py
"""

from matters.errors.door import FileRefused
from matters.language.document import Definition
from tests.ui.conftest import Open
from tests.ui.pages.managing.test_definition_page import CODE, WAITING, WRITING, Editing, editing
from tests.ui.pages.test_pages import said
from tests.ui.sample_matter import SAMPLE
from tests.ui.stub import StubService
from tests.ui.stub_files import FORM

__all__ = ["editing"]


def with_forms() -> Definition:
    """The small matter, with a blank form and a sample of its material."""
    document = SAMPLE.model_dump(mode="json", by_alias=True)
    document["materials"][0] |= {
        "template": {"name": "名单<空白>.docx", "sha256": "a" * 64},
        "sample": {"name": "名单样表.pdf", "sha256": "b" * 64},
    }
    return Definition.model_validate(document)


def test_they_are_saved_from_the_guide_and_beside_the_material(open_page: Open, office: StubService) -> None:
    """Both by what they are for; a matter without them says nothing of it."""
    assert "/forms/" not in said(open_page("guide_page", matter="XX001"))
    office.answers["matter"] = with_forms()
    for page in ("guide_page", "filing_page"):
        told = said(open_page(page, matter="XX001"))
        assert f'<a href="/forms/{"a" * 64}" target="_blank">空白表格：名单&lt;空白&gt;.docx</a>' in told, page
        assert f'<a href="/forms/{"b" * 64}" target="_blank">样表：名单样表.pdf</a>' in told, page


def test_an_administrator_hands_one_in_and_is_told_how_to_write_it(
    open_page: Open, editing: Editing, office: StubService
) -> None:
    """Beside the draft; what is refused is told."""
    editing(WRITING)
    page = open_page("definition_page", matter=CODE)
    assert FORM.written in [one.value for one in page.code]
    page.file_uploader(key=f"forms.{CODE}.0").upload("名单.docx", b"PK", "application/x").run()
    assert office.did("form") == [("form", CODE, "名单.docx")]
    assert "已收到“名单.docx”" in "".join(str(one.value) for one in page.success).replace("\\", "")
    office.answers["form"] = FileRefused(name="表.exe", reason="系统不收程序。")
    page.file_uploader(key=f"forms.{CODE}.1").upload("表.exe", b"MZ", "application/x").run()
    assert "系统不收程序" in "".join(str(one.value) for one in page.error)


def test_while_it_waits_for_the_second_person_nothing_is_added(open_page: Open, editing: Editing) -> None:
    """They can be looked at."""
    editing(WAITING)
    page = open_page("definition_page", matter=CODE)
    assert not page.file_uploader
    assert FORM.sha256 in said(page)
