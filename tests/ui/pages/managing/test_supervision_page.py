"""督查: the figures of each body, its items, and one reminder for each question that is answered with yes."""

from flows.views.base import Page
from flows.views.supervision import SupervisionList
from tests.ui.conftest import Open
from tests.ui.pages.test_pages import said
from tests.ui.stub import StubService


def test_late_and_near_items_stand_below_the_figures_of_the_bodies(open_page: Open) -> None:
    """How late in words; what nobody attends to says whom to ask, and nobody is there to be reminded."""
    page = open_page("supervision_page")
    text = said(page)
    assert "已超期 3 天" in text
    assert "今日到期" in text
    assert "无人可办，请机构管理员确定接办人员" in text
    assert [button.key for button in page.button if "urge" in str(button.key)] == ["supervision.urge.i1"]


def test_the_items_of_one_body(open_page: Open) -> None:
    """Chosen by name, with how many there are."""
    page = open_page("supervision_page")
    chosen = page.selectbox(key="supervision.body")
    assert chosen.options == ["样例中心（1 项）", "无人可办（1 项）"]
    chosen.set_value("logistics").run()
    assert "第 2 件" not in said(page)


def test_a_reminder_is_sent_once_for_each_answer(open_page: Open, office: StubService) -> None:
    """What is written along goes with it; a second answer is a second reminder, a second click of one is none."""
    page = open_page("supervision_page")
    page.text_area(key="supervision.urge.i1.reason").set_value("请今日办结。").run()
    page.button(key="supervision.urge.i1").click().run()
    page.button(key="supervision.urge.i1").click().run()
    sent = [call for call in office.calls if call[0] == "case_act"]
    assert [call[2].text for call in sent] == ["请今日办结。"] * 2
    assert len({call[-1] for call in sent}) == 2


def test_where_nothing_presses_the_page_says_so(open_page: Open, office: StubService) -> None:
    """No table of noughts."""
    office.answers["supervision"] = SupervisionList(bodies=(), items=(), page=Page(page=1, size=20, total=0))
    assert "没有超期和临期的待办" in said(open_page("supervision_page"))
