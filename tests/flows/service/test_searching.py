"""Searching cases as people type: by number, paper, person, body and words, within what one may see.

Covers: flows/service/intake/searching.py
"""

from collections.abc import Callable
from typing import Any

import pytest

from flows.views.cases import CaseView
from flows.views.registers import CaseListQuery
from tests.flows.service.office import CAR, CHIEF, CLERK, STAFF, START, Office

PURPOSE = (
    "前往省城参加二〇二六年度全省财政系统账册汇审及轮训，会期三天，随行五人，携带全部账册，另带ＧＩＳ平台演示设备一套"
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def own_office(request: pytest.FixtureRequest, new_office: Callable[[str], Office]) -> Office:
    """An office in which nobody else files anything: what is not found is asserted as well."""
    return new_office(request.param)


@pytest.fixture
def office(own_office: Office) -> Office:
    """At nine o'clock on Monday."""
    own_office.clock.now = START
    return own_office


def found(office: Office, typed: str, person: str = CLERK, *, mine: bool = False) -> list[str]:
    """The numbers of the cases the person finds."""
    listed: Any = office.service.cases.list(office.who(person), CaseListQuery(mine=mine, q=typed))
    return [line.case_no for line in listed.items]


def test_a_case_is_found_by_whatever_people_know_of_it(office: Office) -> None:
    """What the title cuts off, words in any order, full-width, any part of the number, the number of a paper however typed."""
    case_no = office.file(purpose=PURPOSE)
    office.file(purpose="下乡走访")
    office.done(CLERK, case_no, "accept", fills=CAR, opinion="拟同意。")
    office.carry(case_no)
    view: Any = office.service.cases.show(office.who(STAFF), case_no)
    assert isinstance(view, CaseView)
    number = view.documents[0].number
    plain = number.replace("〔", "[").replace("〕", "]")
    year_on = plain[plain.index("[") :]
    wide = "".join(chr(ord(one) + 0xFEE0) for one in case_no)
    words = ("账册汇审", "汇审 轮训", "轮训　汇审", "gis 汇审", "GIS平台", "演示设备", "汇审，轮训")
    numbers = (case_no, wide, case_no[-6:], case_no[9:17] + " 汇审", case_no[5:15] + " 汇审", case_no[11:19] + " 汇审")
    for typed in (*words, *numbers, number, plain, year_on, f"汇审 {year_on}"):
        assert found(office, typed) == [case_no], typed
        assert found(office, typed, STAFF, mine=True) == [case_no], typed
    for typed in ("汇审预算", "汇审 走访", "[2025]1号", "9999999", "审汇"):
        assert found(office, typed) == [], typed


def test_a_case_is_found_by_names(office: Office) -> None:
    """Of the applicant, of bodies, of the matter and as it is also called; a name and a word together."""
    case_no, person = office.file(purpose="赴邻县对接"), office.who(STAFF)
    (body,) = {hat.body_name for hat in person.posts}
    for typed in (person.name, body, body[-3:], "公务用车", f"{person.name} 对接", f"邻县 {body} 公务用车"):
        assert case_no in found(office, typed), typed
    assert found(office, f"{office.who(CHIEF).name} 邻县") == []


def test_nobody_finds_what_he_may_not_see(office: Office) -> None:
    """Neither among his own nor among those of his bodies, by whatever he types."""
    case_no = office.file(purpose="慰问困难职工")
    for typed in (case_no, "困难职工", case_no[-6:], "公务用车"):
        assert found(office, typed, CLERK, mine=True) == []
