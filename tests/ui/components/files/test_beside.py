"""材料 beside the decision: one file at a time, page by page, for whoever has to act on the case."""

from streamlit.testing.v1 import AppTest

from flows.views.cases import CaseView, FileLook, FileView, MaterialView
from tests.ui.conftest import Open
from tests.ui.stub import CASE_NO, StubService, accept_task, case
from tests.ui.stub_files import FILE

LIST = FileView(id="f2", name="名单.docx", size=2048, media_type="application/x", sha256="1" * 64)


def before_me() -> CaseView:
    """A case with two files, which waits for me."""
    materials = (MaterialView(id="notice", name="活动通知", files=(FILE, LIST)),)
    return case(accept_task()).model_copy(update={"materials": materials})


def pages(page: AppTest) -> str:
    """What is drawn of the file."""
    return "".join(str(part.value) for part in page.html if "once-page" in str(part.value))


def test_whoever_decides_turns_the_pages_beside_what_is_asked(open_page: Open, office: StubService) -> None:
    """The first page of the first file stands there at once; there is none before it and none after the last."""
    office.answers["case"] = before_me()
    page = open_page("case_page", case=CASE_NO)
    assert 'src="/looks/f1/1" alt="活动通知：通知.pdf，第 1 页，共 3 页"' in pages(page)
    assert page.button(key="beside.f1.page.上一页").disabled
    for _ in range(2):
        page.button(key="beside.f1.page.下一页").click().run()
    assert "/looks/f1/3" in pages(page)
    assert page.button(key="beside.f1.page.下一页").disabled
    assert len(office.did("look")) == 1
    page.toggle(key="beside.f1.page.large").set_value(True).run()
    assert "once-large-page" in pages(page)


def test_an_office_file_is_read_as_text(open_page: Open, office: StubService) -> None:
    """As text and nothing else; what is cut off is said, and the file can be saved."""
    office.answers["case"] = before_me()
    office.answers["look"] = FileLook(kind="text", text="<b>张三</b>", note="只显示开头部分")
    page = open_page("case_page", case=CASE_NO)
    page.selectbox(key=f"beside.{CASE_NO}").set_value("f2").run()
    assert "&lt;b&gt;张三" in pages(page)
    assert "<img" not in pages(page)
    said = "".join(str(part.value) for part in page.html)
    assert "只显示开头部分" in said
    assert '<a href="/files/f2"' in said


def test_what_cannot_be_shown_is_there_by_name(open_page: Open, office: StubService) -> None:
    """With the reason."""
    office.answers |= {"case": before_me(), "look": FileLook(kind="none", note="请下载后查看。")}
    page = open_page("case_page", case=CASE_NO)
    assert pages(page) == ""
    assert "请下载后查看。" in "".join(str(part.value) for part in page.html)


def test_who_has_nothing_to_decide_unfolds_them_as_before(open_page: Open, office: StubService) -> None:
    """Nor does a case without files have an empty place beside it."""
    office.answers["case"] = case()
    page = open_page("case_page", case=CASE_NO)
    assert pages(page) == ""
    assert office.did("look") == []
    office.answers["case"] = case(accept_task()).model_copy(update={"materials": ()})
    assert "查看材料" not in [heading.value for heading in open_page("case_page", case=CASE_NO).header]
