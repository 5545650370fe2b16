"""The first page's desk: what is left of a person's own work, with whom it is, and nothing of anybody else.

Covers: flows/service/shown/matters.py
"""

from collections.abc import Callable

import pytest

from flows.views.home import HomeView
from tests.flows.service.office import ANSWERS, CAR, CHIEF, CLERK, NEIGHBOUR, STAFF, STRANGER, Office

POST = "county_finance.staff"


@pytest.fixture
def office(new_office: Callable[[str], Office]) -> Office:
    """One in which nobody has filed anything before."""
    return new_office("sqlite")


def _home(office: Office, person: str) -> HomeView:
    found = office.service.home.show(office.who(person))
    assert isinstance(found, HomeView)
    return found


def test_a_case_is_under_way_until_it_ends(office: Office) -> None:
    """With whom it waits and until when; gone when it is withdrawn; nobody else is shown it."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR)
    (one,) = _home(office, STAFF).under_way
    assert one.line.case_no == case_no
    assert [waiting.step for waiting in one.waiting] == ["审批"]
    assert _home(office, STRANGER).under_way == ()
    office.service.cases.withdraw(office.who(STAFF), case_no)
    assert _home(office, STAFF).under_way == ()


def test_what_is_begun_and_not_filed_stands_there(office: Office) -> None:
    """A filing, and no opinion begun on an item; filed, it is gone."""
    office.service.drafts.save(office.who(STAFF), "MS032", ANSWERS, POST)
    task = office.task(CLERK, office.file(person=STRANGER, post="county_court.staff"))
    office.service.drafts.keep_begun(office.who(CLERK), task.id, {"opinion": "拟受理"})
    (begun,) = _home(office, STAFF).drafts
    assert (begun.matter, begun.matter_name) == ("MS032", "公务用车派车")
    assert _home(office, CLERK).drafts == ()
    office.file()
    assert _home(office, STAFF).drafts == ()


def test_what_presses_is_counted_by_the_day(office: Office) -> None:
    """Due today, then late; an item of a later day is neither."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR)
    found = []
    for _ in range(3):
        home = _home(office, CHIEF)
        found.append((home.due_today, home.late))
        office.clock.pass_by(days=1)
    assert found == [(0, 0), (1, 0), (0, 1)]


def test_what_is_filed_often_is_offered(office: Office) -> None:
    """To the one who filed it and to colleagues of the same body; not to a stranger, not what is not in force."""
    office.file()
    assert [line.code for line in _home(office, STAFF).often] == ["MS032"]
    assert _home(office, NEIGHBOUR).often == ()
