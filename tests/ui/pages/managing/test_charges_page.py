"""督办 on the pages: the list with its lights, one with its course and its acts, a new one, and what stands on a case.

Covers: ui/components/oversight/charging.py
"""

from datetime import date

from flows.views.base import Page
from flows.views.oversight.charges import ChargeActRequest, ChargeList
from matters.errors.handling import Stale
from tests.ui.conftest import Open
from tests.ui.pages.test_rosters_page import htmls
from tests.ui.stub import CASE_NO, StubService
from tests.ui.stub_charges import ANSWERED, BODIES, VIEW


def test_the_list_says_what_is_late_and_whose_turn_it_is(open_page: Open, office: StubService) -> None:
    """In words; those at one state alone; an empty list says what would stand there."""
    page = open_page("charges_page")
    assert "逾期 1 件" in htmls(page)
    assert "已超期 3 天" in htmls(page)
    assert "编号 8，样例中心" in htmls(page)
    assert "/exports/charges/all.xlsx" in htmls(page)
    page.selectbox(key="charges.state").set_value("answered").run()
    assert "编号 7" not in htmls(page)
    office.answers["charges"] = ChargeList(items=(), late=0, near=0, bodies={}, page=Page(page=1, size=20, total=0))
    page = open_page("charges_page")
    assert "没有这样的督办" in page.info[0].value
    assert not page.expander


def test_one_shows_its_course_and_is_acted_on(open_page: Open, office: StubService) -> None:
    """At the version that was seen; what people wrote is no markup; a refusal is told."""
    page = open_page("charges_page", charge="7")
    assert page.title[0].value == "车辆台账清查"
    assert "<dt>批示人</dt><dd>县长</dd>" in htmls(page)
    assert "廖文　报进展，进度 40%：已清查一半" in htmls(page)
    assert "<script>" not in htmls(page)
    page.radio(key="charge.7.3.act").set_value("answer").run()
    page.text_area(key="charge.7.3.text").set_value(" 已清查 ").run()
    page.button(key="charge.7.3").click().run()
    ((_, number, request, key),) = office.did("act_on_charge")
    assert (number, request) == (7, ChargeActRequest(act="answer", expected_version=3, text="已清查"))
    assert key
    assert page.success[0].value == "“反馈”已完成。"
    office.answers["act_on_charge"] = Stale()
    page.button(key="charge.7.3").click().run()
    assert "有了变化" in page.error[0].value


def test_an_extension_asks_for_its_day_and_a_report_for_its_progress(open_page: Open, office: StubService) -> None:
    """Each takes what it takes and nothing else; who may do nothing has no form."""
    page = open_page("charges_page", charge="7")
    page.number_input(key="charge.7.3.progress").set_value(70).run()
    page.button(key="charge.7.3").click().run()
    assert office.did("act_on_charge")[-1][2].progress == 70
    page.radio(key="charge.7.3.act").set_value("ask_extension").run()
    page.date_input(key="charge.7.3.until").set_value(date(2026, 3, 20)).run()
    page.button(key="charge.7.3").click().run()
    sent = office.did("act_on_charge")[-1][2]
    assert (sent.until, sent.progress) == (date(2026, 3, 20), None)
    office.answers["charge"] = VIEW.model_copy(update={"acts": ()})
    assert not open_page("charges_page", charge="7").button


def test_a_new_one_is_opened(open_page: Open, office: StubService) -> None:
    """An instruction asks whose it is; afterwards the form is empty."""
    page = open_page("charges_page")
    key = "charges.new..0"
    page.radio(key=f"{key}.kind").set_value("instruction").run()
    page.selectbox(key=f"{key}.body").set_value("logistics").run()
    page.text_input(key=f"{key}.title").set_value("清查").run()
    page.text_input(key=f"{key}.leader").set_value("县长").run()
    page.text_area(key=f"{key}.text").set_value("请核实").run()
    page.button(key=key).click().run()
    ((_, request, _),) = office.did("open_charge")
    assert (request.kind, request.body, request.title, request.leader) == ("instruction", "logistics", "清查", "县长")
    assert page.text_input(key="charges.new..1.title").value == ""


def test_a_case_shows_what_was_asked_because_of_it(open_page: Open, office: StubService) -> None:
    """And leads a supervisor to a new one, whose body need not be named."""
    assert "督办" not in [one.value for one in open_page("case_page", case=CASE_NO).header]
    office.answers["charges_of_case"] = ChargeList(
        items=(ANSWERED,), late=0, near=0, bodies=BODIES, page=Page(page=1, size=20, total=1)
    )
    page = open_page("case_page", case=CASE_NO)
    assert "督办" in [one.value for one in page.header]
    assert "编号 8，样例中心" in htmls(page)
    page = open_page("charges_page", case=CASE_NO)
    page.button(key=f"charges.new.{CASE_NO}.0").click().run()
    assert office.did("open_charge")[0][1].case_no == CASE_NO
