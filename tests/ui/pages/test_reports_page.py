"""报送情况 on the pages: a period with every body, the sums and urging; what is owed on 工作台 and on the form.

Covers: ui/components/applying/reporting.py
"""

from datetime import date

from flows.views.reports import OwedReports, ReportMatters
from matters.errors.handling import NotPossible
from tests.ui.conftest import Open
from tests.ui.pages.test_rosters_page import htmls
from tests.ui.stub import StubService
from tests.ui.stub_reports import OWED


def test_the_reports_that_are_taken_are_listed(open_page: Open, office: StubService) -> None:
    """With the periods that are over; without any the page says where they come from."""
    page = open_page("reports_page")
    assert page.header[0].value == "能耗报送"
    office.answers["reports"] = ReportMatters(items=())
    assert "没有收取周期性报送" in open_page("reports_page").info[0].value


def test_a_period_shows_every_body_and_the_sums(open_page: Open, office: StubService) -> None:
    """Their states, what was added up, and those in one state alone."""
    page = open_page("reports_page", matter="XX046", period="2026-02")
    assert page.title[0].value == "能耗报送：2026年2月"
    shown = htmls(page)
    assert "已报送 1 个，逾期未报 1 个" in shown
    assert "<dt>用电量合计</dt><dd>120度</dd>" in shown
    assert "逾期未报，已催报 1 次，最近一次 2026年3月11日 09:00" in shown
    assert "/exports/reports/XX046/2026-02.xlsx" in shown
    page.selectbox(key="reports.XX046.2026-02.state").set_value("late").run()
    assert office.calls[-1] == ("show_report", "XX046", "2026-02", "late")


def test_who_has_not_filed_is_urged(open_page: Open, office: StubService) -> None:
    """One body, or all of them; a refusal is told, and who has filed has no button."""
    page = open_page("reports_page", matter="XX046", period="2026-02")
    assert not [one for one in page.button if one.key == "reports.XX046.2026-02.finance.urge"]
    page.button(key="reports.XX046.2026-02.water.urge").click().run()
    assert page.success[0].value == "已催报 1 个单位。"
    page.button(key="reports.urge.XX046.2026-02").click().run()
    assert [call[3] for call in office.did("urge_report")] == [("water",), ()]
    office.answers["urge_report"] = NotPossible(action="催报", why="今日已经催报过，请改日再催")
    page.button(key="reports.XX046.2026-02.water.urge").click().run()
    assert "今日已经催报过" in page.error[0].value


def test_what_is_owed_stands_on_the_first_page(open_page: Open, office: StubService) -> None:
    """With a link to its form; what is late is told so."""
    late = OWED.model_copy(
        update={"period": "2026-01", "period_name": "2026年1月", "due": date(2026, 2, 6), "late": True}
    )
    office.answers["owed_reports"] = OwedReports(items=(late, OWED))
    page = open_page("home_page")
    assert "待报送" in [one.value for one in page.header]
    assert "样例县财政局，2026年2月6日，已逾期" in htmls(page)
    office.answers["owed_reports"] = OwedReports(items=())
    assert "待报送" not in [one.value for one in open_page("home_page").header]
