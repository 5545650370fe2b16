"""Rows, computed values, people and bodies on the pages: filled cell by cell, saved at once, shown as they stand.

Covers: ui/components/fields/choosing.py, ui/components/fields/computed.py, ui/components/fields/rows.py
"""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from flows.views.base import ProblemView
from flows.views.cases import AnswerView
from matters.errors.base import Problem
from matters.errors.door import Invalid
from matters.language.document import Definition
from storage.definitions.catalog import shipped_definitions
from tests.matters.public.definitions import public
from tests.matters.rich_form import rich_form
from tests.ui.conftest import Open
from tests.ui.stub import CASE_NO, EMPTY, StubService, accept_task, case, supplement_task

PREFIX = "filing.XX002.3.0."  # the version of the matter it is made of
ROW = {"name": "服务器", "kind": "goods", "amount": "8000.50"}


@pytest.fixture(scope="module")
def matter() -> Definition:
    """The matter with the rich form."""
    return rich_form(next(m for m in shipped_definitions() if m.code == "MS032"))


@pytest.fixture(autouse=True)
def rich_office(office: StubService, matter: Definition) -> None:
    """The office offers that matter; its draft is empty."""
    office.answers["matter"] = matter
    office.draft = EMPTY.model_copy(update={"matter": matter.code})


def htmls(page: AppTest) -> str:
    """The HTML on the page."""
    return "".join(str(part.value) for part in page.html)


def drafted(office: StubService, **answers: object) -> None:
    """What the draft holds already."""
    office.draft = office.draft.model_copy(update={"answers": answers})


def fill(page: AppTest, line: int, **cells: str) -> None:
    """Type into the cells of a row."""
    for column, value in cells.items():
        key = f"{PREFIX}items.{line}.{column}"
        (page.selectbox if column == "kind" else page.text_input)(key=key).set_value(value).run()


def numbers(page: AppTest) -> list[str]:
    """The rows on the page, by their own numbers."""
    return [b.key.split(".")[-2] for b in page.button if b.key and b.key.endswith(".delete")]


def test_rows_are_filled_cell_by_cell_and_saved_each_time(open_page: Open, office: StubService) -> None:
    """One row stands there to begin with; a second is added; a blank one at the end is no answer."""
    page = open_page("filing_page", matter="XX002")
    fill(page, 0, **ROW)
    page.button(key=PREFIX + "items.add").click().run()
    assert office.draft.answers["items"] == [ROW]
    fill(page, 1, name="线缆")
    assert office.draft.answers["items"] == [ROW, {"name": "线缆"}]
    assert len(office.did("save")) == 4


def test_what_is_computed_follows_at_once_and_asks_what_follows_from_it(open_page: Open, office: StubService) -> None:
    """The total is shown, not typed, and a large one asks for a reason; it is never sent."""
    page = open_page("filing_page", matter="XX002")
    assert "<dd>0.00元</dd>" in htmls(page)
    fill(page, 0, **ROW)
    assert "<dd>8,000.50元</dd>" in htmls(page)
    assert not page.text_area
    fill(page, 0, amount="10000.01")
    assert "<dd>10,000.01元</dd>" in htmls(page)
    assert page.text_area[0].label == "大额采购理由（必填）"
    page.button(key=PREFIX + "submit").click().run()
    page.button(key=PREFIX + "submit.reviewed").click().run()
    assert set(office.did("submit")[0][1].answers) == {"items"}


def test_a_row_is_deleted_with_its_widgets(open_page: Open, office: StubService) -> None:
    """The others keep what they say."""
    drafted(office, items=[ROW, {"name": "线缆"}, {"name": "机柜"}])
    page = open_page("filing_page", matter="XX002")
    page.button(key=PREFIX + "items.1.delete").click().run()
    assert office.draft.answers["items"] == [ROW, {"name": "机柜"}]
    assert page.text_input(key=PREFIX + "items.2.name").value == "机柜"
    page.button(key=PREFIX + "items.add").click().run()
    assert page.text_input(key=PREFIX + "items.3.name").value == ""


def test_a_column_appears_in_the_rows_that_need_it(open_page: Open) -> None:
    """The note is asked of 其他 only."""
    page = open_page("filing_page", matter="XX002")
    keys = [widget.key for widget in page.text_input]
    assert PREFIX + "items.0.note" not in keys
    fill(page, 0, kind="other")
    assert page.text_input(key=PREFIX + "items.0.note").label == "说明（必填）"


def test_many_rows_stand_on_pages(open_page: Open, office: StubService) -> None:
    """Ten at a time; those on other pages keep their answers, and a new row is shown at once, up to the limit."""
    drafted(office, items=[{**ROW, "name": f"设备{n}"} for n in range(59)])
    page = open_page("filing_page", matter="XX002")
    assert numbers(page) == [str(n) for n in range(10)]
    fill(page, 3, name="改过")
    page.button(key=PREFIX + "items.add").click().run()
    assert numbers(page) == [str(n) for n in range(50, 60)]
    assert page.button(key=PREFIX + "items.add").disabled
    assert "最多 60 行" in htmls(page)
    fill(page, 59, name="最后")
    items = office.draft.answers["items"]
    assert (items[3]["name"], items[58]["name"], items[59]) == ("改过", "设备58", {"name": "最后"})


def test_defects_stand_below_the_table_one_by_one(open_page: Open, office: StubService) -> None:
    """Row and column are named; the next change of the table takes them away."""
    told = "采购明细：第 1 行 名称：请填写；第 2 行 金额：不能小于 0.00元"
    office.answers["submit"] = Invalid(problems=(Problem("items", told),))
    page = open_page("filing_page", matter="XX002")
    page.button(key=PREFIX + "submit").click().run()
    assert ">采购明细：第 1 行 名称：请填写</p>" in htmls(page)
    assert ">第 2 行 金额：不能小于 0.00元</p>" in htmls(page)
    fill(page, 0, name="服务器")
    assert "第 2 行" not in htmls(page)


def test_a_body_is_chosen_by_name(open_page: Open, office: StubService) -> None:
    """Few stand in the list at once; the person within it can be chosen afterwards."""
    page = open_page("filing_page", matter="XX002")
    assert "请先填写其所在单位" in htmls(page)
    carrier = page.selectbox(key=PREFIX + "carrier")
    assert carrier.options == ["样例县财政局", "样例县机关事务管理中心"]
    carrier.set_value("logistics").run()
    contact = page.selectbox(key=PREFIX + "contact")
    assert contact.options == ["廖文（样例县机关事务管理中心 派车员）"]
    contact.set_value("liao").run()
    assert (office.draft.answers["carrier"], office.draft.answers["contact"]) == ("logistics", "liao")


def test_several_bodies_are_chosen_by_name(open_page: Open, office: StubService) -> None:
    """Each once; what is chosen already stays in the list, also when it is there no more."""
    drafted(office, asked=["gone"])
    page = open_page("filing_page", matter="XX002")
    asked = page.multiselect(key=PREFIX + "asked")
    assert (asked.value, asked.options[0]) == (["gone"], "（已不在册，请重新选择）")
    asked.set_value(["logistics"]).run()
    assert office.draft.answers["asked"] == ["logistics"]
    page.multiselect(key=PREFIX + "asked").set_value([]).run()
    assert "asked" not in office.draft.answers


def test_among_many_people_one_searches(open_page: Open, office: StubService) -> None:
    """The list holds what is found, and who is chosen already stays in it."""
    page = open_page("filing_page", matter="XX002")
    owner = PREFIX + "owner"
    assert len(page.selectbox(key=owner).options) == 20
    page.text_input(key=owner + ".find").set_value("钟4").run()
    assert page.selectbox(key=owner).options[0] == "钟4（样例县财政局 工作人员）"
    page.selectbox(key=owner).set_value("n44").run()
    page.text_input(key=owner + ".find").set_value("钟3").run()
    assert page.selectbox(key=owner).options[0] == "钟44（样例县财政局 工作人员）"
    assert office.draft.answers["owner"] == "n44"
    page.text_input(key=owner + ".find").set_value("无此人").run()
    assert "没有找到" in htmls(page)


def test_a_reload_shows_rows_people_and_bodies_again(open_page: Open, office: StubService) -> None:
    """Also who has left since, so that another can be chosen."""
    drafted(office, items=[ROW], carrier="logistics", owner="gone")
    page = open_page("filing_page", matter="XX002")
    assert page.text_input(key=PREFIX + "items.0.amount").value == "8,000.50"
    assert page.selectbox(key=PREFIX + "carrier").value == "logistics"
    assert page.selectbox(key=PREFIX + "owner").options[0] == "（已不在册，请重新选择）"


def test_bounds_of_a_day_are_told(open_page: Open, office: StubService) -> None:
    """As days, the one that hangs on another answer too."""
    drafted(office, start_on="2026-03-10")
    assert "不早于2026年3月10日，不晚于" in htmls(open_page("filing_page", matter="XX002"))


def test_the_office_fills_rows_and_people_alike(open_page: Open, office: StubService, matter: Definition) -> None:
    """A table and a person of the own body go along with the acceptance."""
    task = accept_task(matter).model_copy(update={"parties": {"owner": "logistics"}})
    office.answers["case"] = case(task)
    page = open_page("case_page", case=CASE_NO)
    key = "act.t1.3."
    page.radio(key=key + "action").set_value("accept").run()
    page.text_input(key=key + "fill.prices.0.name").set_value("服务器").run()
    assert page.selectbox(key=key + "fill.checker").options == ["廖文（样例县机关事务管理中心 派车员）"]
    page.selectbox(key=key + "fill.checker").set_value("liao").run()
    page.button(key=key + "submit.accept").click().run()
    request = office.did("act")[0][2]
    assert request.fills == {"checker": "liao", "prices": [{"name": "服务器"}]}


def test_a_supplement_mends_rows_beside_their_total(open_page: Open, office: StubService, matter: Definition) -> None:
    """The table as it was filed, with what is computed from it; nothing else is sent."""
    values: dict[str, Any] = {"items": [ROW]}
    task = supplement_task(ProblemView(target="items", message="单价过高"), definition=matter)
    form = tuple(fill.model_copy(update={"value": values.get(str(fill.definition["id"]))}) for fill in task.form)
    office.answers["case"] = case(task.model_copy(update={"form": form}))
    page = open_page("case_page", case=CASE_NO)
    assert "<dd>8,000.50元</dd>" in htmls(page)
    page.text_input(key="act.t1.3.field.items.0.amount").set_value("7000").run()
    assert "<dd>7,000.00元</dd>" in htmls(page)
    page.button(key="act.t1.3.submit.supplement").click().run()
    assert office.did("act")[0][2].answers == {"items": [{**ROW, "amount": "7000.00"}]}


def test_nobody_is_asked_to_correct_what_is_computed(open_page: Open, office: StubService, matter: Definition) -> None:
    """The total is not among what may be found wrong; its rows are."""
    office.answers["case"] = case(accept_task(matter))
    page = open_page("case_page", case=CASE_NO)
    page.radio(key="act.t1.3.action").set_value("request_supplement").run()
    options = page.multiselect(key="act.t1.3.targets").options
    assert "采购明细" in options
    assert not {"合计金额", "明细行数"} & set(options)


def test_rows_of_a_case_are_read_as_a_table(open_page: Open, office: StubService) -> None:
    """Between the answers before and after them."""
    view = AnswerView(
        id="items", label="采购明细", value=[], text="…", table=(("名称", "金额"), ("服务器", "8000.50元"))
    )
    filed = case()
    office.answers["case"] = filed.model_copy(update={"answers": (filed.answers[0], view, filed.answers[1])})
    text = htmls(open_page("case_page", case=CASE_NO))
    assert '<th scope="col">名称</th><th scope="col">金额</th>' in text
    assert "<td>服务器</td><td>8000.50元</td>" in text
    assert text.index("用车事由") < text.index("采购明细") < text.index("目的地")


def test_a_total_leaves_no_row_out_without_saying_so(open_page: Open, office: StubService) -> None:
    """A number that cannot be read empties the total, which names the row; mended, the total is that of all rows."""
    drafted(office, items=[ROW, {**ROW, "amount": "约一千"}, {**ROW, "amount": ""}])
    page = open_page("filing_page", matter="XX002")
    assert "第 2 行的数字无法识别，改正后再计算" in htmls(page)
    fill(page, 1, amount="1000")
    assert "无法识别" not in htmls(page)
    assert "9,000.50元" in htmls(page)


def test_a_row_shows_what_is_computed_of_it(open_page: Open, office: StubService) -> None:
    """The product follows its cells at once; the sums below follow it, and what is not known yet says what is missing."""
    meeting = public("MR066")
    office.answers["matter"] = meeting
    office.draft = EMPTY.model_copy(
        update={"matter": meeting.code, "answers": {"costs": meeting.golden[0].answers["costs"]}}
    )
    page = open_page("filing_page", matter=meeting.code)
    assert "<dt>小计</dt><dd>13,200.00元</dd>" in htmls(page)
    assert "<dd>28,545.00元</dd>" in htmls(page)
    assert "<dd>尚不能计算：“开始日期”尚无内容</dd>" in htmls(page)
    page.text_input(key=f"filing.{meeting.code}.1.0.costs.0.price").set_value("100").run()
    assert "<dt>小计</dt><dd>6,600.00元</dd>" in htmls(page)
    assert "<dd>21,945.00元</dd>" in htmls(page)
    assert "amount" not in office.draft.answers["costs"][0]


def test_what_can_be_chosen_follows_the_row(open_page: Open, office: StubService) -> None:
    """A room that the rank does not allow is let go and not sent; with the rank it comes back."""
    reception = public("MR065")
    guest = {"guest": "甲", "rank": "bureau", "room": "single"}
    office.answers["matter"] = reception
    office.draft = EMPTY.model_copy(update={"matter": reception.code, "answers": {"guests": [guest]}})
    page = open_page("filing_page", matter=reception.code)
    key = f"filing.{reception.code}.1.0.guests.0."
    room = page.selectbox(key=key + "room")
    assert (room.options, room.value) == (["单间", "标准间"], "single")
    page.selectbox(key=key + "rank").set_value("other").run()
    room = page.selectbox(key=key + "room")
    assert (room.options, room.value) == (["标准间"], None)
    page.selectbox(key=key + "rank").set_value("minister").run()
    assert page.selectbox(key=key + "room").value == "single"
    assert page.selectbox(key=key + "room").options == ["普通套间", "单间", "标准间"]
    page.selectbox(key=key + "rank").set_value("other").run()
    page.button(key=f"filing.{reception.code}.1.0.submit").click().run()
    page.button(key=f"filing.{reception.code}.1.0.submit.reviewed").click().run()
    assert office.did("submit")[0][1].answers["guests"] == [{"guest": "甲", "rank": "other"}]


def test_what_the_office_fills_is_computed_and_demands_at_once(open_page: Open, office: StubService) -> None:
    """Spent above the budget: the difference stands there, and a reason is demanded; at the budget neither."""
    reception = public("MR065")
    task = accept_task(reception)
    fills = tuple(fill.model_copy(update={"required": False}) for fill in task.fills)
    view = case(task.model_copy(update={"fills": fills}))
    budget = AnswerView(id="budget", label="接待预算", value="3000.00", text="3,000.00元")
    office.answers["case"] = view.model_copy(update={"answers": (budget,)})
    page = open_page("case_page", case=CASE_NO)
    page.radio(key="act.t1.3.action").set_value("accept").run()
    assert "选填" in page.text_area(key="act.t1.3.fill.over_reason").label
    page.text_input(key="act.t1.3.fill.spent").set_value("3260.5").run()
    assert "<dt>超出预算</dt><dd>260.50元</dd>" in htmls(page)
    assert "必填" in page.text_area(key="act.t1.3.fill.over_reason").label
    page.text_input(key="act.t1.3.fill.spent").set_value("3000").run()
    assert "选填" in page.text_area(key="act.t1.3.fill.over_reason").label
