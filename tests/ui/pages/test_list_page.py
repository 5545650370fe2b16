"""事项清单: every matter with its elements, narrowed by what stands in the address, and its files."""

from flows.views.matters import MatterQuery
from tests.ui.conftest import Open
from tests.ui.pages.test_rosters_page import htmls
from tests.ui.stub import StubService


def test_the_list_says_the_elements_of_every_matter(open_page: Open) -> None:
    """Who accepts it, its times, its errands with their reasons, its batch and its ground."""
    page = open_page("list_page")
    assert page.title[0].value == "事项清单"
    assert page.header[0].value == "共 2 个事项"
    told = htmls(page)
    for said in (
        "1 个工作日（法定时限 5 个工作日）",
        "0 次（一次不跑）",
        "第 1 批（2026年3月2日，样府办发〔2026〕1号）",
        "“领取”须现场领取：领取钥匙；两次都须本人签收",
        "《样例办法》第三条",
    ):
        assert said in told


def test_a_condition_in_the_address_narrows_the_list_and_its_files(open_page: Open, office: StubService) -> None:
    """It can be sent on; what nothing fits says how to go on."""
    page = open_page("list_page", errands="more")
    assert page.header[0].value == "共 1 个事项"
    assert office.calls[-1] == ("listing", MatterQuery(errands="more"))
    assert "/exports/matters.json?errands=more" in htmls(page)
    assert page.selectbox(key="list.errands").options == ["跑动次数：全部", "none（1）", "more（1）"]
    office.calls.clear()
    page.selectbox(key="list.errands").set_value("").run()
    assert page.header[0].value == "共 2 个事项"
