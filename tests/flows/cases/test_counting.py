"""What cases count: kept sums are those of a count from the events, after whatever stories; earlier cases are counted once."""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import delete, select

from flows.cases.counting import count_earlier
from matters.calendar import local_day
from matters.case.aggregate import Case
from matters.case.events import Event
from matters.case.fold import evolve
from matters.figures.facts import ENDED, MEASURES, WEEKDAYS, facts_of, month_of
from storage import cases
from storage.database import Database, Session
from storage.definitions import matters
from storage.figures import counting
from storage.tables.cases import CaseRow
from storage.tables.figures import CaseFact, CaseSum, StepSum
from tests.flows.service.office import CAR, CHIEF, CLERK, STAFF, Office
from tests.matters.random_routes import Part, middles
from tests.matters.random_stories import RandomStory
from tests.matters.stories import Story
from tests.storage.samples import VAULT

EXAMPLES = int(os.environ.get("ONCE_TEST_EXAMPLES", "60"))
_numbers = count(1)


@pytest.fixture(scope="module")
def office(new_office: Callable[[str], Office]) -> Office:
    """One of its own."""
    return new_office("sqlite")


def rows(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Everything that is kept of figures."""
    kinds = (CaseFact, CaseSum, StepSum)
    return {
        str(kind.__tablename__): sorted((one.model_dump() for one in session.exec(select(kind))), key=str)
        for kind in kinds
    }


def test_cases_of_an_earlier_release_are_counted_as_if_they_had_been_always(office: Office) -> None:
    """Open, withdrawn, concluded; broken off and begun anew it comes to the same."""
    office.file(purpose="下乡走访")
    office.service.cases.withdraw(office.who(STAFF), office.file(purpose="项目验收"))
    case_no = office.file(purpose="防汛检查")
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.done(CHIEF, case_no, "approve")
    office.carry(case_no)
    office.clock.pass_by(days=3)
    office.done(CLERK, case_no, "conclude")
    database = office.resources.database
    with database.reading() as session:
        kept = rows(session)
    assert [len(kept[name]) for name in ("case_fact", "case_sum")] == [3, 1]
    with database.transaction() as session:
        for kind in (CaseFact, CaseSum, StepSum):
            session.exec(delete(kind))
    for _ in range(2):
        count_earlier(office.resources)
        with database.reading() as session:
            assert rows(session) == kept


@pytest.fixture
def story(office: Office) -> Story:
    """公务用车派车 before anybody has filed."""
    with office.resources.database.reading() as session:
        organisation, calendar = office.resources.organisation(session), office.resources.calendar(session)
        digest = next(head.digest for head in matters.published(session) if head.code == "MS032")
        return Story(office.resources.definition(session, digest), organisation, calendar)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(route=middles(), data=st.data())
def test_kept_sums_are_what_the_events_come_to(
    sqlite_database: Database, story: Story, route: list[Part], data: st.DataObject
) -> None:
    """After any story, told to its end or not, of all cases that there are by then; each is kept act by act."""
    told = RandomStory.of(story, route, data)
    for _ in told.acts():
        pass
    if data.draw(st.booleans()):
        told.all_agree()
    with sqlite_database.transaction() as session:
        keep(session, told.story)
    with sqlite_database.reading() as session:
        summed = Counter[tuple[int, str]]()
        for row in session.exec(select(CaseSum)):
            summed.update({(row.month, name): getattr(row, name) for name in MEASURES})
        assert +summed == +recounted(session, story)


def keep(session: Session, story: Story) -> None:
    """The case under a number of its own, its events one after another, as acts append them."""
    case_no = f"R{next(_numbers)}"
    events = [event.model_copy(update={"case_no": case_no}) for event in story.events]
    case = evolve(None, events[0])
    head = cases.begin(session, events[:1], case, VAULT.new_key(case.case_no))
    counting.begun(session, head)
    for nth, event in enumerate(events[1:], start=2):
        before, case = case, evolve(case, event)
        head = cases.append(session, head, [event], before, case)
        if case.ended and not before.ended:
            counting.ended(session, head, facts_of(story.matter, events[:nth], case, (), story.organisation))


def recounted(session: Session, story: Story) -> Counter[tuple[int, str]]:
    """By month and measure, of the events of every case that is stored."""
    found = Counter[tuple[int, str]]()
    for head in every_case(session):
        events = cases.history(session, head)
        filed = local_day(events[0].at)
        found.update({(month_of(events[0].at), one): 1 for one in ("filed", WEEKDAYS[filed.weekday()])})
        found.update(ending(events, story))
    return found


def every_case(session: Session) -> Sequence[int]:
    """The ids of all cases."""
    return session.exec(select(CaseRow.id)).all()


def ending(events: Sequence[Event], story: Story) -> dict[tuple[int, str], int]:
    """What the first end of a case counts; the matter is read for what it costs in person, and none of these routes does."""
    case: Case | None = None
    for nth, event in enumerate(events, start=1):
        case = evolve(case, event)
        if case.ended:
            facts = facts_of(story.matter, events[:nth], case, (), story.organisation)
            return {(facts.month, "ended"): 1, **{(facts.month, name): getattr(facts, name) for name in ENDED}}
    return {}
