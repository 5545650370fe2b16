"""通知设置 on the page of notices: what may be left out is ticked, what binds is told, hours where anything goes outside."""

from datetime import time

from flows.views.news import NewsRequest
from matters.errors.door import Invalid
from tests.ui.conftest import Open
from tests.ui.pages.test_pages import said
from tests.ui.stub import StubService
from tests.ui.stub_news import NEWS


def with_outside(office: StubService, since: str | None = None, until: str | None = None) -> None:
    """Notices go outside; these are the hours so far."""
    office.answers["news"] = NEWS.model_copy(update={"outside": True, "quiet_since": since, "quiet_until": until})


def test_what_only_informs_is_chosen_and_what_binds_is_told(open_page: Open, office: StubService) -> None:
    """All kinds are saved at once; hours are not asked where nothing goes outside, and stay as they are."""
    page = open_page("notices_page")
    ticked = {box.key: box.value for box in page.checkbox}
    assert ticked == {"news.told.copies": True, "news.told.discussion": False}
    assert "受理：关系您的权利。" in said(page)
    page.checkbox(key="news.told.copies").uncheck()
    page.checkbox(key="news.told.discussion").check()
    page.button(key="news.save").click().run()
    [(_, _, request)] = office.did("choose_news")
    assert request == NewsRequest(muted=("copies",))
    assert "已保存" in said(page)


def test_hours_are_asked_where_notices_go_outside(open_page: Open, office: StubService) -> None:
    """Over midnight as well; taken out again by one tick."""
    with_outside(office)
    page = open_page("notices_page")
    assert not page.time_input
    page.checkbox(key="news.quiet").check().run()
    page.time_input(key="news.since").set_value(time(21, 30))
    page.button(key="news.save").click().run()
    assert office.did("choose_news")[-1][2] == NewsRequest(
        muted=("discussion",), quiet_since="21:30", quiet_until="07:00"
    )
    page.checkbox(key="news.quiet").uncheck().run()
    page.button(key="news.save").click().run()
    assert office.did("choose_news")[-1][2] == NewsRequest(muted=("discussion",))


def test_hours_that_do_not_fit_are_refused_with_the_reason(open_page: Open, office: StubService) -> None:
    """What was chosen stands."""
    with_outside(office, "22:00", "07:00")
    office.answers["choose_news"] = Invalid.of("quiet_until", "勿扰时段的起止时间相同")
    page = open_page("notices_page")
    page.time_input(key="news.until").set_value(time(22, 0))
    page.button(key="news.save").click().run()
    assert "起止时间相同" in said(page)
    assert page.time_input(key="news.until").value == time(22, 0)
