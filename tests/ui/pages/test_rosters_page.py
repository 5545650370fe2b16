"""台账 on the pages: which there are, what stands in one, an entry with its history, and how it is mended by hand."""

from streamlit.testing.v1 import AppTest

from flows.views.rosters import EntryCorrection, RosterList
from matters.errors.handling import NotPossible
from tests.ui.conftest import Open
from tests.ui.stub import StubService
from tests.ui.stub_rosters import ENTRY, VIEW

KEY = f"entry.{ENTRY.id}.{ENTRY.version}"


def htmls(page: AppTest) -> str:
    """The HTML on the page."""
    return "".join(str(part.value) for part in page.html)


def test_the_rosters_are_listed_with_who_keeps_them(open_page: Open, office: StubService) -> None:
    """By their names; without any the page says where they come from."""
    page = open_page("rosters_page")
    assert page.title[0].value == "台账"
    assert "由“样例车辆登记”建立，可以查看 1 条记录，由您所在单位保管" in htmls(page)
    office.answers["rosters"] = RosterList(items=())
    assert "台账由事项建立" in open_page("rosters_page").info[0].value


def test_a_roster_is_searched_and_shows_what_stands_there(open_page: Open, office: StubService) -> None:
    """Those taken out stand apart; what is not found is said."""
    page = open_page("rosters_page", roster="cars")
    assert page.title[0].value == "公务用车台账"
    assert "车型：轿车；座位数：5" in htmls(page)
    page.text_input(key="roster.cars.q").set_value("无此车").run()
    assert "没有相符的记录" in page.info[0].value
    page.radio(key="roster.cars.state").set_value("gone").run()
    assert office.calls[-1] == ("show_roster", "cars", "无此车", True)


def test_an_entry_tells_its_history(open_page: Open) -> None:
    """Each change with its case or with who mended it and why."""
    page = open_page("rosters_page", roster="cars", entry="1.1")
    assert page.title[0].value == "样A10001"
    assert "手工更正，欧阳楠" in htmls(page)
    assert "理由：核对实物" in htmls(page)
    assert "<dt>归属单位</dt><dd>样例县财政局</dd>" in htmls(page)


def test_an_entry_is_mended_at_the_version_that_was_seen(open_page: Open, office: StubService) -> None:
    """Only what was changed is sent, with the reason; a refusal is told."""
    page = open_page("rosters_page", roster="cars", entry="1.1")
    page.text_input(key=f"{KEY}.model").set_value("越野车").run()
    page.text_area(key=f"{KEY}.reason").set_value("核对实物").run()
    page.button(key=f"{KEY}.save").click().run()
    ((_, roster, entry, request, _),) = office.did("correct")
    assert (roster, entry) == ("cars", "1.1")
    assert request == EntryCorrection(values={"model": "越野车"}, reason="核对实物", expected_version=2)
    assert page.success[0].value == "“样A10001”已更正。"
    office.answers["correct"] = NotPossible(action="更正台账记录", why="该记录在您打开页面之后有了变化")
    page.button(key=f"{KEY}.out").click().run()
    assert office.did("correct")[-1][3].act == "take_out"
    assert "有了变化" in page.error[0].value


def test_who_may_not_mend_it_sees_no_form(open_page: Open, office: StubService) -> None:
    """The history stands there all the same; one that was taken out can only come back."""
    office.answers["entry"] = VIEW.model_copy(update={"may_correct": False})
    page = open_page("rosters_page", roster="cars", entry="1.1")
    assert not page.text_area
    gone = ENTRY.model_copy(update={"live": False})
    office.answers["entry"] = VIEW.model_copy(update={"line": gone})
    page = open_page("rosters_page", roster="cars", entry="1.1")
    assert "已注销" in page.warning[0].value
    assert not page.text_input
    page.button(key=f"{KEY}.back").click().run()
    assert office.did("correct")[-1][3].act == "restore"


def test_an_entry_comes_in_by_hand(open_page: Open, office: StubService) -> None:
    """Into the part of the body that keeps it."""
    page = open_page("rosters_page", roster="cars")
    key = "new.cars.logistics.1"
    page.text_input(key=f"{key}.plate").set_value("样A10002").run()
    page.text_area(key=f"{key}.reason").set_value("移交").run()
    page.button(key=f"{key}.save").click().run()
    ((_, roster, request, _),) = office.did("add_entry")
    assert (roster, request.body, request.values, request.reason) == (
        "cars",
        "logistics",
        {"plate": "样A10002"},
        "移交",
    )
    assert page.success[0].value == "“样A10002”已登记。"


def test_a_roster_goes_out_and_comes_in_as_a_workbook(open_page: Open, office: StubService) -> None:
    """A link takes along what stands there; what comes in has a reason."""
    page = open_page("rosters_page", roster="cars")
    assert 'href="/exports/rosters/cars.xlsx"' in htmls(page)
    key = "load.cars.logistics.1"
    page.file_uploader(key=f"{key}.file").set_value(("台账.xlsx", b"rows", "application/xlsx")).run()
    page.text_area(key=f"{key}.reason").set_value("年度核对").run()
    page.button(key=f"{key}.save").click().run()
    assert office.did("load") == [("load", "cars", "logistics", b"rows", "年度核对")]
    assert page.success[0].value == "已导入，登记或者变更 2 条记录。"
