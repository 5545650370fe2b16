"""放假安排: one enters a year's notice, another confirms it, and every last day of what is under way is counted anew, once.

Covers: flows/cases/recounting.py, storage/definitions/holidays.py
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from time import sleep
from typing import Any

import pytest

from flows.adapters.calendars import shipped_notices
from flows.adapters.identity import LOCAL_MACHINE
from flows.cases import recounting
from flows.cases.deciding import Opened, act_on
from flows.cases.recounting import recount
from flows.resources import Resources
from flows.service.desks.rules.holidays import HolidayDesk
from flows.views.holidays import HolidayEntry, HolidayNoticeLine, HolidayReceipt, MovedDayLine, MovedDaysQuery
from matters.calendar import SHANGHAI
from matters.case.aggregate import Case
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, Invalid, NotFound
from matters.errors.handling import NotPossible
from matters.holidays import HolidayNotice
from storage import cases
from storage.database import Session
from storage.definitions import holidays
from tests.flows.service.office import CAR, CLERK, STAFF, Office

KEEPER, SECOND = "p48", "p37"  # 事项管理员
WEDNESDAY = datetime(2026, 12, 30, 9, 0, tzinfo=SHANGHAI)
ENTRY = HolidayEntry(
    year=2027,
    source="样例〔2026〕1号",
    days_off=(date(2027, 1, 1), date(2027, 1, 4), date(2027, 5, 1), *(date(2027, 10, day) for day in range(1, 8))),
    working_days=(date(2027, 1, 2),),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, new_office: Callable[[str], Office]) -> Office:
    """The end of 2026; what ships is kept, of 2027 nothing is known."""
    office = new_office(request.param)
    office.clock.now = WEDNESDAY
    with office.resources.database.transaction() as session:
        holidays.keep_shipped(session, shipped_notices(), "system", WEDNESDAY)
    return office


def desk(office: Office) -> HolidayDesk:
    """The desk under test."""
    return office.service.holidays


def receipt(said: HolidayReceipt | Refusal) -> HolidayReceipt:
    """What was accepted."""
    assert isinstance(said, HolidayReceipt), said
    return said


def entered(office: Office, entry: HolidayEntry = ENTRY) -> int:
    """The notice waits."""
    return receipt(desk(office).enter(office.who(KEEPER), entry)).id


def confirmed(office: Office, entry: HolidayEntry = ENTRY) -> int:
    """It holds, and whoever began with the older calendar is done."""
    made = entered(office, entry)
    receipt(desk(office).confirm(office.who(SECOND), made))
    office.clock.pass_by(minutes=2)
    return made


def line(office: Office, notice: int, person: str = SECOND) -> HolidayNoticeLine:
    """How that administrator sees it."""
    lines = desk(office).list(office.who(person))
    assert not isinstance(lines, Refusal)
    return next(one for one in lines if one.id == notice)


def moved(office: Office, notice: int) -> tuple[MovedDayLine, ...]:
    """The report."""
    lines = desk(office).moved(office.who(KEEPER), notice)
    assert not isinstance(lines, Refusal)
    return lines


def accepted(office: Office) -> str:
    """A case with a last day of its own."""
    case_no = office.file(depart_at="2027-02-10T08:00", return_at="2027-02-10T18:00")
    office.done(CLERK, case_no, "accept", fills=CAR)
    return case_no


def test_it_holds_once_a_second_person_has_confirmed_it(office: Office) -> None:
    """Until then nothing is counted by it, and who has entered it cannot confirm."""
    made = entered(office)
    assert (line(office, made).state, line(office, made).open_to_caller) == ("waiting", True)
    assert not line(office, made, KEEPER).open_to_caller
    assert isinstance(desk(office).confirm(office.who(KEEPER), made), NotPossible)
    with office.resources.database.reading() as session:
        assert 2027 not in office.resources.calendar(session).years
    receipt(desk(office).confirm(office.who(SECOND), made))
    assert line(office, made).state == "in_force"
    with office.resources.database.reading() as session:
        assert not office.resources.calendar(session).is_workday(date(2027, 1, 1))
    assert isinstance(desk(office).confirm(office.who(SECOND), made), NotPossible)


def test_the_other_administrators_are_told(office: Office) -> None:
    """With the page on which they confirm or send back; nobody else is."""
    entered(office)
    told = [office.service.notices.list(office.who(person)) for person in (SECOND, KEEPER, STAFF)]
    topics = [None if isinstance(found, Refusal) else [one.topic for one in found] for found in told]
    assert topics == [["holidays_entered"], [], []]


@pytest.mark.both
def test_what_is_under_way_is_counted_anew(office: Office) -> None:
    """The case says its new day without （暂定）, its history why, and the report lists what moved."""
    case_no = accepted(office)
    before = office.case(STAFF, case_no).line
    assert (before.due, before.provisional) == (date(2026, 12, 31), False)
    later = accepted_on(office, datetime(2026, 12, 31, 9, 0, tzinfo=SHANGHAI))
    provisional = office.case(STAFF, later).line
    assert (provisional.due, provisional.provisional) == (date(2027, 1, 1), True)
    made = confirmed(office)
    assert line(office, made).counted is False
    assert recount(office.resources) == len(moved(office, made)) > 0
    after = office.case(STAFF, later)
    assert (after.line.due, after.line.provisional) == (date(2027, 1, 2), False)
    assert any("按新公布的放假安排，办结期限为2027年1月2日" in entry.what for entry in after.timeline)
    assert (later, "办结期限", date(2027, 1, 1), date(2027, 1, 2)) in [
        (one.case_no, one.what, one.before, one.after) for one in moved(office, made)
    ]
    assert case_no not in [one.case_no for one in moved(office, made)]
    assert (line(office, made).counted, line(office, made).moved) == (True, len(moved(office, made)))


def accepted_on(office: Office, now: datetime) -> str:
    """A case accepted at that instant."""
    office.clock.now = now
    return accepted(office)


def test_the_report_may_be_taken_along(office: Office) -> None:
    """Every day that has moved, with the notice in its head; nothing of a notice that there is not."""
    later = accepted_on(office, datetime(2026, 12, 31, 9, 0, tzinfo=SHANGHAI))
    made = confirmed(office)
    recount(office.resources)
    file = office.service.exports.moved_days(office.who(KEEPER), MovedDaysQuery(notice=made), "csv")
    assert not isinstance(file, Refusal)
    told = file.content.decode()
    assert "年份：2027；文号：样例〔2026〕1号" in told
    assert told.count(later) == sum(one.case_no == later for one in moved(office, made)) > 0
    assert f'"{later}","办结期限","2027-01-01","2027-01-02"' in told
    missing = MovedDaysQuery(notice=made + 9)
    assert isinstance(office.service.exports.moved_days(office.who(KEEPER), missing, "csv"), NotFound)
    assert isinstance(office.service.exports.moved_days(office.who(STAFF), missing, "csv"), Forbidden)


@pytest.mark.both
def test_it_is_counted_once(office: Office) -> None:
    """However often a machine looks, and not before whoever began with the older calendar is done."""
    accepted_on(office, datetime(2026, 12, 31, 9, 0, tzinfo=SHANGHAI))
    made = entered(office)
    receipt(desk(office).confirm(office.who(SECOND), made))
    assert recount(office.resources) == 0
    assert not line(office, made).counted
    office.clock.pass_by(minutes=2)
    assert recount(office.resources) > 0
    assert recount(office.resources) == 0
    assert len({(one.case_no, one.what) for one in moved(office, made)}) == len(moved(office, made))


@pytest.mark.parametrize(("fault", "most"), [(KeyboardInterrupt, 50), (KeyboardInterrupt, 1), (RuntimeError, 50)])
def test_a_machine_that_is_stopped_goes_on_and_a_fault_keeps_nobody_waiting(
    office: Office, monkeypatch: pytest.MonkeyPatch, fault: type[BaseException], most: int
) -> None:
    """Of three cases the second stops it, or cannot be counted: the others are, each once. `most`: at a time."""
    first, second, third = (accepted_on(office, datetime(2026, 12, 31, 9, n, tzinfo=SHANGHAI)) for n in range(3))
    made = confirmed(office)

    def faulty(session: Session, resources: Resources, opened: Opened, *more: Any) -> Case | Refusal:  # noqa: ANN401
        if opened.head.case_no == second:
            raise fault
        return act_on(session, resources, opened, *more)

    monkeypatch.setattr(recounting, "act_on", faulty)
    monkeypatch.setattr(recounting, "BATCH", most)
    if fault is RuntimeError:
        recount(office.resources)
    else:
        with pytest.raises(fault):
            recount(office.resources)
        assert not line(office, made).counted
        monkeypatch.undo()
        recount(office.resources)
    counted = [one.case_no for one in moved(office, made) if one.what == "办结期限"]
    assert counted == ([first, third] if fault is RuntimeError else [first, second, third])
    assert line(office, made).counted


@pytest.mark.both
def test_whoever_works_on_a_case_is_waited_for(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    """While others wait for nobody: it is counted by itself once it is free, and that is no fault."""
    first, second, third = (accepted_on(office, datetime(2026, 12, 31, 9, n, tzinfo=SHANGHAI)) for n in range(3))
    made, held = confirmed(office), Barrier(2)

    def work() -> None:
        with office.resources.database.transaction() as session:
            assert cases.lock(session, second)
            held.wait(20)
            sleep(0.5)

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work)
        held.wait(20)
        recount(office.resources)
        working.result(20)
    assert [one.case_no for one in moved(office, made) if one.what == "办结期限"] == [first, second, third]
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.both
def test_a_correction_takes_the_place_of_the_notice(office: Office) -> None:
    """As when a festival is made longer afterwards: the first is shown as replaced, and days move on from it."""
    later = accepted_on(office, datetime(2026, 12, 31, 9, 0, tzinfo=SHANGHAI))
    first = confirmed(office)
    second = confirmed(office, ENTRY.model_copy(update={"working_days": ()}))
    recount(office.resources)
    assert (line(office, first).state, line(office, second).state) == ("replaced", "in_force")
    assert office.case(STAFF, later).line.due == date(2027, 1, 5)
    assert [
        (one.before, one.after) for one in moved(office, second) if one.case_no == later and one.what == "办结期限"
    ] == [(date(2027, 1, 2), date(2027, 1, 5))]


@pytest.mark.both
def test_two_years_confirmed_at_once_both_hold(office: Office) -> None:
    """One counts on from the other, by connections of their own."""
    years = [ENTRY.model_copy(update=_shifted(year)) for year in (2027, 2028, 2029, 2030)]
    made = [entered(office, entry) for entry in years]
    together, second = Barrier(len(made)), office.who(SECOND)

    def confirm(notice: int) -> HolidayReceipt | Refusal:
        together.wait(20)
        return desk(office).confirm(second, notice)

    with ThreadPoolExecutor(len(made)) as pool:
        said = list(pool.map(confirm, made))
    assert [receipt(one).id for one in said] == made
    assert {line(office, one).state for one in made} == {"in_force"}


def _shifted(year: int) -> dict[str, Any]:
    """The same festivals of another year, and no swapped day."""
    return {"year": year, "days_off": tuple(day.replace(year=year) for day in ENTRY.days_off), "working_days": ()}


def test_what_cannot_be_right_is_refused_with_everything_that_is_wrong(office: Office) -> None:
    """No source, a festival missing, a plain Monday as a swapped day."""
    wrong = HolidayEntry(year=2027, source=" ", days_off=(date(2027, 1, 1),), working_days=(date(2027, 1, 4),))
    said = desk(office).enter(office.who(KEEPER), wrong)
    assert isinstance(said, Invalid)
    assert [problem.target for problem in said.problems] == ["source", "days_off", "working_days"]


def test_one_of_a_year_waits_at_a_time_and_none_that_says_the_same(office: Office) -> None:
    """Two administrators who enter the same notice are told of each other."""
    made = entered(office)
    again = desk(office).enter(office.who(SECOND), ENTRY)
    assert isinstance(again, Invalid)
    assert again.problems[0].target == "year"
    receipt(desk(office).confirm(office.who(SECOND), made))
    same = desk(office).enter(office.who(KEEPER), ENTRY)
    assert isinstance(same, Invalid)
    assert same.problems[0].target == "days_off"


def test_one_that_was_sent_back_holds_nothing(office: Office) -> None:
    """It stays in the list, and the year may be entered again, by whoever entered it too."""
    made = entered(office)
    receipt(desk(office).send_back(office.who(KEEPER), made))
    assert line(office, made).state == "sent_back"
    assert isinstance(desk(office).confirm(office.who(SECOND), made), NotPossible)
    assert entered(office) != made


def test_nobody_else_may(office: Office) -> None:
    """An applicant neither sees nor enters it."""
    assert isinstance(desk(office).list(office.who(STAFF)), Forbidden)
    assert isinstance(desk(office).enter(office.who(STAFF), ENTRY), Forbidden)


def test_the_machine_itself_needs_no_second_person(office: Office) -> None:
    """Whoever administers the server may do both."""
    made = receipt(desk(office).enter(LOCAL_MACHINE, ENTRY)).id
    receipt(desk(office).confirm(LOCAL_MACHINE, made))
    assert line(office, made).state == "in_force"


def test_a_year_that_a_later_release_brings_is_counted_like_any_other(office: Office) -> None:
    """What an administrator has entered of the same year stays; what was there from the beginning moves nothing."""
    with office.resources.database.transaction() as session:
        kept = holidays.all_notices(session)
        assert {one.counted_to for one in kept} == {None}
        holidays.keep_shipped(session, shipped_notices(), "system", WEDNESDAY)
        assert len(holidays.all_notices(session)) == len(kept)
    confirmed(office)
    with office.resources.database.transaction() as session:
        later = [HolidayNotice(year, frozenset(), frozenset(), "后续版本") for year in (2027, 2028)]
        holidays.keep_shipped(session, later, "system", WEDNESDAY)
        assert [one.notice.year for one in holidays.all_notices(session) if one.counted_to == 0] == [2028, 2027]
        assert (
            next(one for one in holidays.all_notices(session) if one.notice.year == 2027).notice.source == ENTRY.source
        )


@pytest.mark.parametrize(
    ("now", "ok", "heed"),
    [
        (datetime(2026, 10, 31, tzinfo=UTC), True, False),
        (datetime(2026, 11, 1, tzinfo=UTC), True, True),
        (datetime(2027, 1, 2, tzinfo=UTC), False, True),
    ],
)
def test_the_doctor_asks_for_the_next_year_from_november_on(
    office: Office, now: datetime, ok: bool, heed: bool
) -> None:
    """A hint at first; a fault once the year has begun; silence when it is entered."""

    def said() -> tuple[bool, bool]:
        checks = office.service.operations.doctor(LOCAL_MACHINE)
        assert not isinstance(checks, Refusal)
        return next((check.ok, check.heed) for check in checks if check.name == "放假安排")

    office.clock.now = now
    assert said() == (ok, heed)
    confirmed(office)
    assert said() == (True, False)
