"""考核: scores lead to what they count, a scheme is drafted in a form with live remarks, and what waits is settled by buttons.

Covers: ui/components/oversight/drafting.py
"""

import pytest

from flows.views.assessing.schemes import SchemeRemark
from tests.ui.conftest import Open
from tests.ui.pages.test_pages import said
from tests.ui.stub import StubService
from tests.ui.stub_assessments import ENTRY, PUBLISHED, WAITING

NEW = "assessments.new.2"


@pytest.fixture(autouse=True)
def keeps_and_supervises(office: StubService) -> None:
    """Whoever looks has both roles."""
    both = frozenset({"supervisor", "matter_admin"})
    office.people = {token: who.model_copy(update={"roles": both}) for token, who in office.people.items()}


def test_each_score_leads_to_the_figures_it_stands_on(open_page: Open) -> None:
    """With numerator and denominator, of that body in those months; a body without cases says so; nobody's text is markup."""
    html = said(open_page("assessments_page"))
    assert "/figure?since=2026-01&amp;until=2026-12&amp;body=logistics&amp;figure=on_time" in html
    assert all(words in html for words in ("3 / 4，所选月份", "75.00", "—", "考核期内没有办件", "另有 2 个考核对象"))
    assert "/exports/scores.xlsx?scheme=1" in html
    assert "<script" not in html


def test_what_waits_is_settled_by_its_buttons(open_page: Open, office: StubService) -> None:
    """Each asks once; whoever drafted it can only take it back."""
    page = open_page("assessments_page")
    page.button(key="assessments.2.publish").click().run()
    page.button(key="assessments.2.send_back").click().run()
    assert office.calls == [("assessments_publish", 2), ("assessments_send_back", 2)]
    office.answers["assessments"] = (WAITING.model_copy(update={"open_to_caller": False}),)
    page = open_page("assessments_page")
    assert "assessments.2.publish" not in {button.key for button in page.button}
    assert "另一位事项管理员" in said(page)


def test_a_scheme_is_drafted_in_the_form(open_page: Open, office: StubService) -> None:
    """It begins with what the last one says; more indicators get places of their own."""
    page = open_page("assessments_page")
    page.number_input(key=f"{NEW}.year").set_value(2027)
    page.number_input(key=f"{NEW}.0.weight").set_value(60)
    page.number_input(key=f"{NEW}.count").set_value(2).run()
    page.text_input(key=f"{NEW}.1.name").set_value("用印")
    page.text_input(key=f"{NEW}.1.formula").set_value("用印率")
    page.number_input(key=f"{NEW}.1.weight").set_value(40)
    page.radio(key=f"{NEW}.1.lacking").set_value("计分").run()
    page.number_input(key=f"{NEW}.1.without").set_value(10).run()
    page.button(key=f"{NEW}.enter").click().run()
    ((_, entry),) = office.did("assessments_enter")
    first, second = entry.indicators
    assert (entry.year, entry.name, first.weight, first.without) == (2027, ENTRY.name, 60, None)
    assert (second.name, second.formula, second.weight, second.without) == ("用印", "用印率", 40, 10)


def test_what_cannot_be_right_is_said_before_it_is_handed_in(open_page: Open, office: StubService) -> None:
    """And it is not handed in."""
    office.answers["assessment_remarks"] = (SchemeRemark(target="indicators", message="各项权重之和应当为 100。"),)
    page = open_page("assessments_page")
    assert "各项权重之和应当为 100。" in page.warning[0].value
    assert page.button(key=f"{NEW}.enter").disabled


def test_where_there_is_nothing_it_says_who_begins(open_page: Open, office: StubService) -> None:
    """No scheme, and no body in the scope."""
    office.answers["assessments"] = ()
    page = open_page("assessments_page")
    assert any("还没有" in info.value for info in page.info)
    office.answers |= {"assessments": (PUBLISHED,), "assessment_scores": ()}
    page = open_page("assessments_page")
    assert any("没有这份办法的考核对象" in info.value for info in page.info)
