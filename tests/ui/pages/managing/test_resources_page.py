"""Booking on the pages: a resource, its day, from when to when; and the register in its keeper's hands.

Covers: ui/components/fields/booking.py
"""

from datetime import date, datetime
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from flows.views.base import ProblemView
from flows.views.bookings import RegisterView, ResourceChange, ResourceRequest
from matters.errors.base import Problem
from matters.errors.door import Invalid
from matters.errors.handling import NotPossible
from matters.language.document import Definition
from storage.definitions.catalog import shipped_definitions
from tests.matters.booked import booked_form
from tests.ui.conftest import Open
from tests.ui.stub import CASE_NO, EMPTY, StubService, case, supplement_task
from tests.ui.stub_bookings import HOLD, REGISTER

PREFIX = "filing.XX009.3.0."  # the version of the car matter it is made of
ROOM = {"resource": "r301", "from": "2026-03-10T09:00", "to": "2026-03-10T10:30"}


@pytest.fixture(scope="module")
def matter() -> Definition:
    """The matter that books a room and seats."""
    return booked_form(next(m for m in shipped_definitions() if m.code == "MS032"))


@pytest.fixture(autouse=True)
def lending(office: StubService, matter: Definition) -> None:
    """The office offers that matter; its draft is empty."""
    office.answers["matter"] = matter
    office.draft = EMPTY.model_copy(update={"matter": matter.code})


def htmls(page: AppTest) -> str:
    """The HTML on the page."""
    return "".join(str(part.value) for part in page.html)


def minute(day: int, hour: int, minutes: int = 0) -> datetime:
    """As a widget gives it."""
    return datetime(2026, 3, day, hour, minutes)  # noqa: DTZ001


def test_a_room_is_booked_part_by_part_and_saved_each_time(open_page: Open, office: StubService) -> None:
    """The draft holds what is given so far; the filing sends the whole."""
    page = open_page("filing_page", matter="XX009")
    page.selectbox(key=PREFIX + "room.resource").set_value("r301").run()
    assert office.draft.answers["room"] == {"resource": "r301"}
    page.datetime_input(key=PREFIX + "room.from").set_value(minute(10, 9)).run()
    page.datetime_input(key=PREFIX + "room.to").set_value(minute(10, 10, 30)).run()
    assert office.draft.answers["room"] == ROOM
    page.button(key=PREFIX + "submit").click().run()
    assert office.did("submit")[0][1].answers == {"room": ROOM}
    assert not page.exception


def test_the_day_of_the_chosen_resource_is_shown(open_page: Open, office: StubService) -> None:
    """Free and taken stretches of the day it begins on, in local time; nothing is asked before one is chosen."""
    page = open_page("filing_page", matter="XX009")
    assert office.did("slots") == []
    assert "最多提前 30 日，一次不超过 48 小时" in htmls(page)
    page.selectbox(key=PREFIX + "room.resource").set_value("r301").run()
    page.datetime_input(key=PREFIX + "room.from").set_value(minute(10, 9)).run()
    assert office.did("slots")[-1] == ("slots", "r301", date(2026, 3, 10))
    shown = htmls(page)
    for row in (
        "<td>00:00—09:00</td><td>空闲</td>",
        "<td>09:00—10:00</td><td>已预约</td>",
        "<td>10:00—24:00</td><td>空闲</td>",
    ):
        assert row in shown
    assert "三楼东侧" in shown


def test_seats_are_asked_where_seats_are_booked(open_page: Open, office: StubService) -> None:
    """And how many are left is told."""
    page = open_page("filing_page", matter="XX009")
    assert [widget.key for widget in page.number_input] == [PREFIX + "ride.count"]
    page.selectbox(key=PREFIX + "ride.resource").set_value("bus").run()
    page.number_input(key=PREFIX + "ride.count").set_value(2).run()
    assert office.draft.answers["ride"] == {"resource": "bus", "count": 2}
    assert "<td>余 5 座</td>" in htmls(page)
    assert "<td>已约满</td>" in htmls(page)


def test_a_closed_day_is_told(open_page: Open, office: StubService) -> None:
    """Instead of its stretches."""
    office.answers["in_service"] = False
    page = open_page("filing_page", matter="XX009")
    page.selectbox(key=PREFIX + "room.resource").set_value("r301").run()
    assert "不接受预约" in htmls(page)
    assert "已预约" not in htmls(page)


def test_whose_resources_are_offered_is_the_services_word(open_page: Open, office: StubService) -> None:
    """The body the field means; as long as it is open, all of that kind."""
    open_page("filing_page", matter="XX009")
    assert ("resources", "logistics", "meeting_room") in office.calls
    assert office.did("lender")[0][1]["owner"] == "logistics"
    office.answers["lender"] = None
    open_page("filing_page", matter="XX009")
    assert ("resources", None, "shuttle") in office.calls


def test_a_conflict_stands_beside_the_field(open_page: Open, office: StubService) -> None:
    """With the next change it is gone."""
    told = "会议室：“会议室301”2026年3月10日 09:30—11:00已被预约。同一时段“会议室302”空闲"
    office.answers["submit"] = Invalid(problems=(Problem("room", told),))
    office.draft = office.draft.model_copy(update={"answers": {"topic": "例会", "room": ROOM}})
    page = open_page("filing_page", matter="XX009")
    page.button(key=PREFIX + "submit").click().run()
    assert "同一时段“会议室302”空闲" in htmls(page)
    page.datetime_input(key=PREFIX + "room.to").set_value(minute(10, 9, 30)).run()
    assert "会议室302" not in htmls(page)


def test_what_another_tab_has_booked_is_shown(open_page: Open, office: StubService) -> None:
    """The widgets show the draft, not what they showed before; a resource that has gone says so."""
    page = open_page("filing_page", matter="XX009")
    office.draft = office.draft.model_copy(update={"answers": {"room": {**ROOM, "resource": "old"}}})
    page.run()
    assert page.datetime_input(key=PREFIX + "room.from").value == minute(10, 9)
    assert page.selectbox(key=PREFIX + "room.resource").value == "old"


@pytest.mark.parametrize("junk", ["301", ["r301"], {"resource": 7, "from": "soon"}])
def test_a_strange_draft_does_not_break_the_page(open_page: Open, office: StubService, junk: object) -> None:
    """Drafts come over the API too."""
    office.draft = office.draft.model_copy(update={"answers": {"room": junk}})
    assert not open_page("filing_page", matter="XX009").exception


def test_a_supplement_books_anew(open_page: Open, office: StubService, matter: Definition) -> None:
    """What the case has stands there; the change is sent."""
    task = supplement_task(ProblemView(target="room", message="请改期。"), definition=matter)
    form = tuple(
        fill.model_copy(update={"value": ROOM}) if fill.definition["id"] == "room" else fill for fill in task.form
    )
    office.answers["case"] = case(task.model_copy(update={"form": form}))
    page = open_page("case_page", case=CASE_NO)
    key = "act.t1.3.field.room"
    assert page.selectbox(key=f"{key}.resource").value == "r301"
    page.datetime_input(key=f"{key}.to").set_value(minute(10, 11)).run()
    page.button(key="act.t1.3.submit.supplement").click().run()
    assert office.did("act")[0][2].answers == {"room": {**ROOM, "to": "2026-03-10T11:00"}}


def test_a_resource_is_added(open_page: Open, office: StubService) -> None:
    """Body, kind and name first; the button waits for them."""
    page = open_page("resources_page")
    assert page.button(key="resource.add").disabled
    page.selectbox(key="resource.body").set_value("logistics").run()
    page.selectbox(key="resource.kind").set_value("car").run()
    page.text_input(key="resource.name").set_value("样A00001").run()
    page.number_input(key="resource.new.capacity").set_value(7).run()
    page.button(key="resource.add").click().run()
    ((_, request, key),) = office.did("add")
    assert isinstance(request, ResourceRequest)
    assert (request.body, request.kind, request.name) == ("logistics", "car", "样A00001")
    assert (request.capacity, request.until) == (7, None)
    assert (len(key), page.success[0].value) == (64, "已登记“样A00001”。")
    assert page.text_input(key="resource.name").value == ""


def test_what_was_written_just_before_the_click_is_in_it(open_page: Open, office: StubService) -> None:
    """Whoever writes and clicks does not wait until the page has run in between; an emptied first day is the one before."""
    page = open_page("resources_page")
    page.selectbox(key="resource.body").set_value("logistics").run()
    page.selectbox(key="resource.kind").set_value("car").run()
    page.text_input(key="resource.name").set_value("样A00001").run()
    page.text_input(key="resource.name").set_value(" 样A00002 ")
    page.number_input(key="resource.new.capacity").set_value(7)
    page.button(key="resource.add").click().run()
    assert [(r.name, r.capacity) for _, r, _ in office.did("add")] == [("样A00002", 7)]
    page.text_area(key="resource.r301.4.notes").set_value("装修")
    page.date_input(key="resource.r301.4.since").set_value(None)
    page.button(key="resource.r301.4.change").click().run()
    assert [(r.notes, r.since) for _, _, r, _ in office.did("change")] == [("装修", date(2026, 1, 1))]


def test_a_resource_is_taken_out_of_service_at_the_version_seen(open_page: Open, office: StubService) -> None:
    """A refusal is told as it is."""
    page = open_page("resources_page")
    page.date_input(key="resource.r301.4.until").set_value(date(2026, 3, 9)).run()
    page.button(key="resource.r301.4.change").click().run()
    expected = ResourceChange(
        capacity=30, since=date(2026, 1, 1), until=date(2026, 3, 9), notes="三楼东侧", expected_version=4
    )
    ((_, resource, request, _),) = office.did("change")
    assert (resource, request) == ("r301", expected)
    office.answers["change"] = NotPossible(action="变更资源", why="有了变化")
    page.button(key="resource.r301.4.change").click().run()
    assert "有了变化" in page.error[0].value


def test_what_is_held_is_listed_and_what_is_stranded_stands_out(open_page: Open, office: StubService) -> None:
    """With the body to be called."""
    assert "已不在启用期内" not in htmls(open_page("resources_page"))
    kept = REGISTER.items[0].model_copy(
        update={"holds": (HOLD, HOLD.model_copy(update={"stranded": True, "seats": 2}))}
    )
    office.answers["register"] = REGISTER.model_copy(update={"items": (kept,)})
    shown = htmls(open_page("resources_page"))
    assert "下列 1 个预约已不在启用期内" in shown
    assert "<td>样例县财政局</td><td>钟宏</td><td>2</td>" in shown
    office.answers["register"] = RegisterView(bodies={}, items=())
    assert "还没有登记资源" in open_page("resources_page").info[0].value


def test_the_register_page_speaks_chinese_and_needs_a_login(open_page: Open, cookies: dict[str, Any]) -> None:
    """One title; nothing without a login."""
    assert len(open_page("resources_page").title) == 1
    cookies.clear()
    assert not open_page("resources_page").title
