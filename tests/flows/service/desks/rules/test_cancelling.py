"""取消: two persons cancel a matter from a day to come; then nobody files it, and what was open goes on or ends, as they said.

Covers: flows/cases/cancelling.py, storage/definitions/cancellations.py
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from flows.cases.cancelling import carry_cancellations
from flows.service.desks.rules.cancelling import CancellationDesk
from flows.views.cases import CaseView, DraftView
from flows.views.editing import CancellationLine, CancellationReceipt, CancellationWanted
from flows.views.matters import ForecastView, MatterList, MatterListing, MatterQuery, MatterView
from matters.cancelling import OpenCases
from matters.errors.administering import SecondPersonNeeded
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, Invalid, MatterCancelled, NotFound
from matters.errors.handling import NotPossible
from matters.language.document import Definition
from matters.language.guide import Batch
from storage.definitions import catalog
from tests.flows.service.office import CAR, CLERK, STAFF, START, Office

KEEPER, SECOND = "p48", "p37"  # 事项管理员
CARS, DAYS = "MS032", 10
GROUND, NUMBER = "关于取消一批机关内部办事事项的通知", "样政办发〔2026〕8号"


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, new_office: Callable[[str], Office]) -> Office:
    """An office in which nobody else cancels anything."""
    return new_office(request.param)


def desk(office: Office) -> CancellationDesk:
    """The desk under test."""
    return office.service.cancelling


def wanted(open_cases: OpenCases = "go_on", days: int = DAYS, ground: str = GROUND) -> CancellationWanted:
    """From so many days on."""
    since = START.date() + timedelta(days=days)
    return CancellationWanted(since=since, ground=ground, document_no=NUMBER, open_cases=open_cases)


def receipt(said: CancellationReceipt | Refusal) -> CancellationReceipt:
    """What was accepted."""
    assert isinstance(said, CancellationReceipt), said
    return said


def asked(office: Office, open_cases: OpenCases = "go_on") -> int:
    """It waits."""
    return receipt(desk(office).ask(office.who(KEEPER), CARS, wanted(open_cases))).id


def confirmed(office: Office, open_cases: OpenCases = "go_on") -> int:
    """Two have agreed."""
    made = asked(office, open_cases)
    receipt(desk(office).confirm(office.who(SECOND), made))
    return made


def line(office: Office, which: int, person: str = SECOND) -> CancellationLine:
    """How that administrator sees it."""
    lines = desk(office).list(office.who(person), CARS)
    assert not isinstance(lines, Refusal)
    return next(one for one in lines if one.id == which)


def guide(office: Office, code: str = CARS, person: str = STAFF) -> MatterView | Refusal:
    """What somebody is shown of the matter."""
    return office.service.matters.show(office.who(person), code)


def offered(office: Office) -> set[str]:
    """What is found under the name of the matter among what may be filed."""
    found = office.service.matters.list(office.who(STAFF), MatterQuery(q="公务用车派车"))
    assert isinstance(found, MatterList)
    return {one.code for one in (*found.items, *found.nearest)}


def listing(office: Office, **query: str) -> MatterListing:
    """The list (事项清单)."""
    found = office.service.matters.listed(office.who(STAFF), MatterQuery.model_validate({"q": CARS, **query}))
    assert isinstance(found, MatterListing)
    return found


def told(office: Office, person: str, topic: str) -> list[str]:
    """The notices of that topic."""
    found = office.service.notices.list(office.who(person))
    assert not isinstance(found, Refusal)
    return [one.text for one in found if one.topic == topic]


def status(office: Office, case_no: str) -> str:
    """How far the case is."""
    shown = office.service.cases.show(office.who(STAFF), case_no)
    assert isinstance(shown, CaseView)
    return shown.line.status


@pytest.mark.both
def test_it_stands_once_a_second_person_has_confirmed_it(office: Office) -> None:
    """Who has asked cannot; others than administrators of matters neither ask nor see."""
    made = asked(office)
    assert told(office, SECOND, "cancellation_asked")
    assert not told(office, KEEPER, "cancellation_asked")
    assert (line(office, made).open_to_caller, line(office, made, KEEPER).open_to_caller) == (True, False)
    assert isinstance(desk(office).confirm(office.who(KEEPER), made), SecondPersonNeeded)
    assert isinstance(desk(office).confirm(office.who(STAFF), made), Forbidden)
    assert isinstance(desk(office).ask(office.who(STAFF), CARS, wanted()), Forbidden)
    receipt(desk(office).confirm(office.who(SECOND), made))
    assert (line(office, made).state, line(office, made).in_force) == ("confirmed", False)
    assert isinstance(desk(office).confirm(office.who(SECOND), made), NotPossible)
    assert isinstance(desk(office).send_back(office.who(SECOND), made), NotPossible)


def test_what_is_wrong_is_told_at_once_and_one_of_a_matter_is_enough(office: Office) -> None:
    """A day that has begun, no ground; a second one beside the first; a matter that is not there."""
    wrong = desk(office).ask(office.who(KEEPER), CARS, wanted(days=0, ground=" "))
    assert isinstance(wrong, Invalid)
    assert [one.target for one in wrong.problems] == ["since", "ground"]
    made = asked(office)
    assert isinstance(desk(office).ask(office.who(SECOND), CARS, wanted()), NotPossible)
    receipt(desk(office).send_back(office.who(KEEPER), made))
    assert line(office, made).state == "sent_back"
    office.clock.pass_by(minutes=1)
    late = asked(office)
    office.clock.pass_by(days=DAYS)
    assert isinstance(desk(office).confirm(office.who(SECOND), late), Invalid)
    assert isinstance(desk(office).ask(office.who(KEEPER), "ZZ999", wanted(days=DAYS + 5)), NotFound)


@pytest.mark.both
def test_from_its_day_on_it_is_neither_listed_nor_filed(office: Office) -> None:
    """The day before, everything is as ever, but the guide says what comes; drafts are told why."""
    office.service.drafts.save(office.who(STAFF), CARS, {"destination": "样例镇"})
    confirmed(office)
    before = guide(office)
    assert isinstance(before, MatterView)
    assert before.cancelled
    assert (before.cancelled.in_force, before.cancelled.document_no) == (False, NUMBER)
    assert CARS in offered(office)
    office.clock.pass_by(days=DAYS)
    refused = office.service.cases.submit(office.who(STAFF), office.request(), None)
    assert isinstance(refused, MatterCancelled)
    assert NUMBER in refused.message
    assert CARS not in offered(office)
    after = guide(office)
    assert isinstance(after, MatterView)
    assert after.cancelled
    assert after.cancelled.in_force
    draft = office.service.drafts.load(office.who(STAFF), CARS)
    assert isinstance(draft, DraftView)
    assert draft.outdated == (refused.message,)
    assert isinstance(office.service.matter_editing.begin(office.who(KEEPER), CARS), MatterCancelled)


def test_the_list_shows_it_under_its_own_standing(office: Office) -> None:
    """With date and ground, page and file alike; before that there is no such filter."""
    assert "standing" not in {one.id for one in listing(office).facets}
    confirmed(office)
    office.clock.pass_by(days=DAYS)
    assert CARS not in {one.code for one in listing(office).items}
    (facet,) = (one for one in listing(office).facets if one.id == "standing")
    assert (facet.usual, [(one.value, one.count) for one in facet.values]) == ("现行", [("cancelled", 1)])
    (gone,) = listing(office, standing="cancelled").items
    assert gone.cancelled
    assert (gone.code, gone.cancelled.ground) == (CARS, GROUND)
    file = office.service.exports.matters(office.who(STAFF), MatterQuery(standing="cancelled"), "json")
    assert not isinstance(file, Refusal)
    assert "状态：已取消" in file.content.decode()
    assert NUMBER in file.content.decode()


def test_open_cases_that_go_on_are_told_once_and_come_to_their_end(office: Office) -> None:
    """Applicant and holders; nothing of the case changes."""
    case_no = office.file()
    confirmed(office)
    assert carry_cancellations(office.resources) == 0
    assert carry_cancellations(office.resources) == 0
    for person in (STAFF, CLERK):
        (text,) = told(office, person, "matter_cancelled")
        assert "继续办理，直至办结" in text
    office.clock.pass_by(days=DAYS)
    assert carry_cancellations(office.resources) == 0
    assert status(office, case_no) == "submitted"
    office.done(CLERK, case_no, "accept", fills=CAR)
    assert status(office, case_no) == "in_progress"


@pytest.mark.both
def test_open_cases_end_on_the_day_if_that_was_said(office: Office) -> None:
    """Not before; the case says by which document, and it is not ended twice."""
    case_no = office.file()
    confirmed(office, "ended")
    assert carry_cancellations(office.resources) == 0
    assert "终止办理" in told(office, STAFF, "matter_cancelled")[0]
    assert status(office, case_no) == "submitted"
    office.clock.pass_by(days=DAYS)
    assert carry_cancellations(office.resources) == 1
    assert carry_cancellations(office.resources) == 0
    shown = office.service.cases.show(office.who(STAFF), case_no)
    assert isinstance(shown, CaseView)
    assert shown.line.status == "terminated"
    assert f"{GROUND}（{NUMBER}）" in shown.model_dump_json()


def test_before_its_day_it_is_withdrawn_and_afterwards_no_more(office: Office) -> None:
    """Whoever was told is told again; the matter is filed as ever."""
    case_no, made = office.file(), confirmed(office, "ended")
    carry_cancellations(office.resources)
    receipt(desk(office).withdraw(office.who(SECOND), made))
    carry_cancellations(office.resources)
    assert any("不再取消" in text for text in told(office, STAFF, "matter_cancelled"))
    assert told(office, KEEPER, "cancellation_withdrawn")
    office.clock.pass_by(days=DAYS)
    assert carry_cancellations(office.resources) == 0
    assert status(office, case_no) == "submitted"
    assert CARS in offered(office)
    again = receipt(desk(office).ask(office.who(KEEPER), CARS, wanted(days=DAYS + 5))).id
    receipt(desk(office).confirm(office.who(SECOND), again))
    office.clock.pass_by(days=5)
    assert isinstance(desk(office).withdraw(office.who(KEEPER), again), NotPossible)


def test_a_matter_of_an_unpublished_batch_is_there_for_its_administrators_alone(office: Office) -> None:
    """Neither guide nor forecast by its code; from its day on as any other."""
    office.publish(_later(), "TX902")
    assert isinstance(guide(office, "TX902"), NotFound)
    assert isinstance(_forecast(office), NotFound)
    assert isinstance(guide(office, "TX902", KEEPER), MatterView)
    office.clock.pass_by(days=DAYS)
    assert isinstance(guide(office, "TX902"), MatterView)


def _forecast(office: Office) -> ForecastView | Refusal:
    return office.service.matters.forecast(office.who(STAFF), "TX902", {}, "county_finance.staff")


def _later() -> Definition:
    cars = next(one for one in catalog.shipped_definitions() if one.code == CARS)
    batch = Batch(number=2, published_on=START.date() + timedelta(days=DAYS), document_no="样府办发〔2026〕2号")
    return cars.model_copy(update={"guide": cars.guide.model_copy(update={"batch": batch})})
