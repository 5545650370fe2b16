"""窗口登记: a clerk finds matter and applicant, fills in the form, says of each original where it is, and registers once.

Covers: ui/components/filling.py
"""

import pytest
from streamlit.testing.v1 import AppTest

from flows.views.cases import DraftView
from matters.errors.base import Problem
from matters.errors.door import Invalid
from matters.organisation.snapshot import Holder
from tests.ui.conftest import Open
from tests.ui.stub import AT, EMPTY, LIAO, TOKEN, StubService
from tests.ui.stub_files import FILE
from tests.ui.stub_filing import SU_HAT

FORM = "filing.XX001.su.finance.staff.1.0."


@pytest.fixture
def clerk(office: StubService) -> StubService:
    """Who is logged in accepts the matter."""
    office.people[TOKEN] = LIAO
    return office


def chosen(open_page: Open) -> AppTest:
    """The page with matter and applicant."""
    page = open_page("window_page")
    page.selectbox(key="window.matter").select_index(0).run()
    page.text_input(key="window.find").set_value("苏青").run()
    return page.selectbox(key="window.applicant.XX001").select_index(0).run()


def test_what_is_brought_is_registered_for_the_applicant(open_page: Open, clerk: StubService) -> None:
    """Under the post that accepts; of the material that was brought where its original is kept."""
    clerk.draft = DraftView(**{**EMPTY.model_dump(), "materials": {"notice": (FILE,)}, "saved_at": AT})
    page = chosen(open_page)
    page.radio(key=FORM + "notice.original").set_value("已核验，留存").run()
    page.text_input(key=FORM + "notice.place").set_value("一楼档案柜").run()
    page.button(key=FORM + "register").click().run()
    assert not page.exception
    assert clerk.did("register") == []
    assert "已核验，留存：一楼档案柜" in "".join(str(part.value) for part in page.html)
    page.button(key=FORM + "amend").click().run()
    assert page.text_input(key=FORM + "notice.place").value == "一楼档案柜"
    page.button(key=FORM + "register").click().run()
    page.button(key=FORM + "register.reviewed").click().run()
    ((_, request, key),) = clerk.did("register")
    assert request.applicant == Holder(person=SU_HAT.person, post=SU_HAT.post)
    assert (request.post, dict(request.originals)) == ("logistics.clerk", {"notice": "一楼档案柜"})
    assert key
    assert [title.value for title in page.title] == ["申请已提交"]


def test_what_is_wrong_stands_on_the_page_and_nothing_is_lost(open_page: Open, clerk: StubService) -> None:
    """An original nobody has looked at is told of with the rest."""
    clerk.answers["registered_said"] = Invalid(problems=(Problem("purpose", "请填写“事由”"),))
    page = chosen(open_page)
    page.button(key=FORM + "register").click().run()
    page.button(key=FORM + "register.reviewed").click().run()
    assert not page.exception
    assert "请填写“事由”" in "".join(str(part.value) for part in page.html)
    assert page.selectbox(key="window.applicant.XX001").value == "su/finance.staff"


def test_nobody_is_registered_where_the_post_accepts_nothing(open_page: Open, clerk: StubService) -> None:
    """And who is not found is said not to be found."""
    page = open_page("window_page")
    page.selectbox(key="window.matter").select_index(0).run()
    page.text_input(key="window.find").set_value("无此人").run()
    assert "没有找到该申请人" in "".join(str(part.value) for part in page.html)
    clerk.answers["window_matters"] = ()
    page = open_page("window_page")
    assert [info.value for info in page.info] == ["您的岗位没有受理的事项，不能登记。"]
