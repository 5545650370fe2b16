"""Lights with their words: on items and cases, in every list and on the page, by which lists are narrowed.

Covers: flows/views/oversight/lights.py
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from flows.views.registers import CaseListQuery
from flows.views.supervision import SupervisionList
from matters.calendar import SHANGHAI
from matters.lateness import HouseRule
from storage.overseeing import house_rules
from tests.flows.service.office import CAR, CHIEF, CLERK, STAFF, Office

SUPERVISOR = "p62"


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, new_office: Callable[[str], Office]) -> Office:
    """The rule that ships: yellow from two workdays before the last day on."""
    return new_office(request.param)


def accepted(office: Office) -> str:
    """A case accepted on Monday 2 March, promised for the 3rd."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR)
    return case_no


def listed(office: Office, **query: Any) -> dict[str, str]:  # noqa: ANN401 - parts of a query
    """The words of the lights of the applicant's cases, by number."""
    found: Any = office.service.cases.list(office.who(STAFF), CaseListQuery(**query))
    return {line.case_no: line.light_name for line in found.items}


def at(office: Office, day: int) -> None:
    """It is that day of March."""
    office.clock.now = datetime(2026, 3, day, 10, tzinfo=SHANGHAI)


@pytest.mark.both
def test_a_case_goes_from_yellow_to_red_until_it_ends(office: Office) -> None:
    """The same in the list, on the page and on 工作台; what has no last day yet has no light."""
    fresh, case_no = office.file(), accepted(office)
    seen = []
    for day in (2, 3, 4):
        at(office, day)
        home: Any = office.service.home.show(office.who(STAFF))
        (begun,) = (one.line.light for one in home.under_way if one.line.case_no == case_no)
        assert office.case(STAFF, case_no).line.light == begun
        seen.append((listed(office)[case_no], begun))
    assert seen == [("临期", "yellow"), ("临期", "yellow"), ("超期", "red")]
    assert listed(office)[fresh] == ""
    office.service.cases.withdraw(office.who(STAFF), case_no)
    assert office.case(STAFF, case_no).line.light is None
    assert listed(office)[case_no] == ""


@pytest.mark.both
def test_lists_are_narrowed_by_light(office: Office) -> None:
    """Each case under one of them; the items of a queue alike."""
    fresh, case_no = office.file(), accepted(office)
    for day, word in ((2, "near"), (4, "late")):
        at(office, day)
        found = {due for due in ("late", "near", "ample") if case_no in listed(office, due=due)}
        assert found == {word}
        assert fresh not in listed(office, due=word)
    with office.resources.database.transaction() as session:
        county = office.resources.organisation(session).body("county_logistics").region
        made = house_rules.enter(session, county, HouseRule(yellow=0), "p48", office.clock.now)
        house_rules.put_into_force(session, made, "p37", office.clock.now)
    at(office, 2)
    assert set(listed(office, due="ample")) == {case_no}
    assert listed(office, due="near") == {}


def test_a_case_whose_clock_stands_still_is_not_late(office: Office) -> None:
    """Returned for a supplement after acceptance: its last day moves on meanwhile."""
    case_no = accepted(office)
    office.done(CHIEF, case_no, "return_to_applicant", findings={"purpose": "请写明活动名称"}, opinion="请补正")
    at(office, 9)
    assert listed(office)[case_no] == "停止计时"
    assert office.case(STAFF, case_no).line.light == "stopped"


def test_a_supervisor_sees_the_lights_and_asks_for_one(office: Office) -> None:
    """The figures stay those of all."""

    def watched(light: Any = None) -> SupervisionList:  # noqa: ANN401
        found = office.service.supervision.list(office.who(SUPERVISOR), light=light)
        assert isinstance(found, SupervisionList)
        return found

    late = office.file()
    at(office, 3)
    near = office.file()
    assert [(one.case_no, one.light_name) for one in watched().items] == [(late, "超期"), (near, "临期")]
    assert [one.case_no for one in watched("red").items] == [late]
    assert [one.case_no for one in watched("yellow").items] == [near]
    assert [(one.late, one.near) for one in watched("red").bodies] == [(1, 1)]
