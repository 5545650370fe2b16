"""What presses at the bodies somebody watches over: in scope, by body, and only as long as it presses.

Covers: flows/views/supervision.py
"""

from collections.abc import Callable

import pytest
from sqlmodel import col, update

from flows.views.supervision import SupervisionList
from matters.errors.base import Refusal
from storage.database import changed
from storage.tables.cases import WorkItemRow
from tests.flows.service.office import CAR, CLERK, STAFF, Office

OWNER, FINANCE = "county_logistics", "county_finance"
SUPERVISOR, OF_THE_CITY = "p62", "p26"


@pytest.fixture(params=["sqlite", "postgresql"])
def office(new_office: Callable[[str], Office], request: pytest.FixtureRequest) -> Office:
    """One in which nothing waits."""
    return new_office(request.param)


def watched(office: Office, person: str, body: str | None = None, page: int = 1) -> SupervisionList:
    """The list of a supervisor."""
    found = office.service.supervision.list(office.who(person), body, page)
    assert isinstance(found, SupervisionList)
    return found


def test_what_is_due_soon_then_late_is_shown_by_body_until_it_is_done(office: Office) -> None:
    """On its last day it is near, later late by so many days; done, the next step stands there with its own day."""
    case_no, who = office.file(), SUPERVISOR
    (body,), (item,) = watched(office, who).bodies, watched(office, who).items
    assert (body.body, body.late, body.near, body.latest) == (OWNER, 0, 1, 0)
    assert (item.case_no, item.step_name, item.body, item.days_late) == (case_no, "受理", OWNER, 0)
    assert len(item.who) == 2
    office.clock.pass_by(days=2)
    (body,), (item,) = watched(office, who).bodies, watched(office, who).items
    assert (body.late, body.near, body.latest, item.days_late) == (1, 0, 2, 2)
    office.done(CLERK, case_no, "accept", fills=CAR)
    assert {one.step_name for one in watched(office, who).items} == {"审批"}
    office.service.cases.withdraw(office.who(STAFF), case_no)
    assert watched(office, who).bodies == ()


def test_what_rests_does_not_press(office: Office) -> None:
    """Its date moves when it goes on (恢复)."""
    office.file()
    who = SUPERVISOR
    assert watched(office, who).page.total == 1
    with office.resources.database.transaction() as session:
        changed(session, update(WorkItemRow).where(col(WorkItemRow.state) == "open").values(handling="suspended"))
    assert watched(office, who).page.total == 0


def test_what_is_between_other_bodies_is_not_shown(office: Office) -> None:
    """A case of the city, which this supervisor of the county does not watch over."""
    with office.resources.database.reading() as session:
        (hat, *_) = office.resources.organisation(session).posts_of(OF_THE_CITY, office.resources.today)
    office.file(OF_THE_CITY, hat.id)
    assert watched(office, SUPERVISOR).page.total == 0


def test_the_list_of_one_body_and_its_pages(office: Office) -> None:
    """The figures stay those of all; a page after the last is empty."""
    office.file()
    who = SUPERVISOR
    assert [one.body for one in watched(office, who, OWNER).items] == [OWNER]
    other = watched(office, who, FINANCE)
    assert (other.items, other.page.total, len(other.bodies)) == ((), 0, 1)
    assert watched(office, who, page=2).items == ()


def test_who_is_listed_can_be_reminded(office: Office) -> None:
    """The act is that of the case; whoever has to act is told."""
    case_no, who = office.file(), SUPERVISOR
    receipt = office.case_act(who, case_no, "urge", text="请尽快办理。")
    assert not isinstance(receipt, Refusal)
    office.carry(case_no)
    told = office.service.notices.list(office.who(CLERK))
    assert not isinstance(told, Refusal)
    assert any("请您尽快办理" in notice.text for notice in told)
