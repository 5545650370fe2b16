"""放假安排: what waits is settled by its buttons, a notice is copied in as it was announced, and what moved is listed."""

from datetime import date

from streamlit.testing.v1 import AppTest

from flows.views.holidays import HolidayEntry
from tests.ui.conftest import Open
from tests.ui.stub import StubService
from tests.ui.stub_holidays import WAITING

NEW = "holidays.new.2"


def said(page: AppTest) -> str:
    """All HTML of the page."""
    return "".join(str(part.value) for part in page.html)


def test_it_shows_what_waits_and_what_has_moved_as_text(open_page: Open) -> None:
    """Days in a row as one stretch, and nobody's text as markup."""
    page = open_page("holidays_page")
    assert not page.exception
    assert "2026年2月15日至2026年2月23日" in said(page)
    assert "2026年2月16日" in said(page)
    assert "/exports/moved-days.xlsx?notice=1" in said(page)
    assert "<script" not in said(page)


def test_a_notice_that_waits_is_settled_by_its_buttons(open_page: Open, office: StubService) -> None:
    """Each asks once."""
    page = open_page("holidays_page")
    page.button(key="holidays.2.confirm").click().run()
    page.button(key="holidays.2.send_back").click().run()
    assert office.calls == [("holidays_confirm", 2), ("holidays_send_back", 2)]


def test_whoever_entered_it_can_only_take_it_back(open_page: Open, office: StubService) -> None:
    """And is told that another confirms."""
    office.answers["holidays"] = (WAITING.model_copy(update={"open_to_caller": False}),)
    page = open_page("holidays_page")
    assert {button.key for button in page.button} == {"holidays.2.send_back", "holidays.new.1.enter"}
    assert "另一位事项管理员" in said(page)


def test_a_notice_is_entered_as_it_was_announced(open_page: Open, office: StubService) -> None:
    """The next year that is not known is filled in; the words may be copied."""
    page = open_page("holidays_page")
    assert page.number_input(key=f"{NEW}.year").value == 2028
    page.text_input(key=f"{NEW}.source").set_value("样例〔2027〕7号")
    page.text_area(key=f"{NEW}.days_off").set_value("1月1日（周六）至3日（周一）放假，共3天。")
    page.text_area(key=f"{NEW}.working_days").set_value("1月8日（周六）上班。").run()
    page.button(key=f"{NEW}.enter").click().run()
    ((_, entry),) = office.did("holidays_enter")
    assert entry == HolidayEntry(
        year=2028,
        source="样例〔2027〕7号",
        days_off=(date(2028, 1, 1), date(2028, 1, 2), date(2028, 1, 3)),
        working_days=(date(2028, 1, 8),),
    )


def test_what_cannot_be_read_is_told_and_stays(open_page: Open, office: StubService) -> None:
    """Nothing is sent, and nothing has to be typed again."""
    page = open_page("holidays_page")
    page.text_area(key=f"{NEW}.days_off").set_value("2月30日").run()
    page.button(key=f"{NEW}.enter").click().run()
    assert not office.did("holidays_enter")
    assert "“2月30日”不是可用的日期" in page.error[0].value
    assert page.text_area(key=f"{NEW}.days_off").value == "2月30日"
