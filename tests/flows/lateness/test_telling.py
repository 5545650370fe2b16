"""Whoever is concerned is told of last days that are near or past: each once, up the chain, and nothing of what rests.

Covers: flows/lateness/digest.py, storage/overseeing/late_calls.py
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import count

import pytest

from flows.cases.alarms import ring
from flows.lateness import telling
from flows.lateness.telling import tell_late
from matters.calendar import SHANGHAI
from matters.lateness import HouseRule
from storage import notices
from storage.database import Session
from storage.notices import StoredNotice
from storage.overseeing import house_rules, late_calls
from storage.overseeing.late_calls import LateCall
from tests.flows.service.office import CAR, CLERK, CLERK_2, HEAD, STAFF, Office

RULE = HouseRule(remind=1, yellow=1, holder=1, head=2, supervisor=3)
KEEPER, SECOND = "p48", "p37"


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, new_office: Callable[[str], Office]) -> Office:
    """The province says the rule for everybody."""
    office = new_office(request.param)
    with office.resources.database.transaction() as session:
        top = next(one.code for one in office.resources.organisation(session).regions if one.parent is None)
        made = house_rules.enter(session, top, RULE, KEEPER, office.clock.now)
        assert house_rules.put_into_force(session, made, SECOND, office.clock.now)
    return office


def on(office: Office, day: date, hour: int = 10) -> int:
    """A sweep on that day; of how many last days somebody was told."""
    office.clock.now = datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)
    return tell_late(office.resources)


def box(office: Office, person: str, case_no: str = "") -> list[StoredNotice]:
    """What that person was told of the case by the sweeps, the oldest first; without a case the digests."""
    with office.resources.database.reading() as session:
        found = notices.inbox(session, person, 200)
    topics = ("due_soon", "late") if case_no else ("late_digest",)
    return [one for one in reversed(found) if one.topic in topics and one.case_no == case_no]


def topics(office: Office, person: str, case_no: str) -> list[str]:
    """In their order."""
    return [one.topic for one in box(office, person, case_no)]


def supervisor(office: Office) -> str:
    """Somebody who watches over the body that lends the cars."""
    with office.resources.database.reading() as session:
        organisation, today = office.resources.organisation(session), office.resources.today
    body = office.who(CLERK).posts[0].body
    watching = organisation.administrators("supervisor", today)
    return next(one for one in watching if organisation.granted(one, "supervisor", body, today))


@pytest.mark.both
def test_it_goes_up_the_chain_and_each_is_told_once(office: Office) -> None:
    """The clerk on the first workday after the last day, the head on the second, the supervisor on the third."""
    case_no, watching = office.file(), supervisor(office)
    told = []
    for day in (2, 3, 3, 4, 4, 5, 5, 6):
        on(office, date(2026, 3, day))
        told.append(tuple(len(topics(office, one, case_no)) for one in (CLERK, HEAD, watching)))
    assert told == [(0, 0, 0), (1, 0, 0), (1, 0, 0), (2, 1, 0), (2, 1, 0), (3, 1, 1), (3, 1, 1), (3, 1, 1)]
    (said,) = box(office, HEAD, case_no)
    assert "的环节“受理”已超过办理期限（2026年3月2日）" in said.text


def test_a_sweep_that_was_missed_is_made_up_for_once(office: Office) -> None:
    """After a week of standstill all three are told by one notice; a clock that is set back tells nothing again."""
    case_no, watching = office.file(), supervisor(office)
    on(office, date(2026, 3, 11))
    on(office, date(2026, 3, 4))
    on(office, date(2026, 3, 11), hour=11)
    assert [topics(office, one, case_no) for one in (CLERK, HEAD, watching)] == [["late"]] * 3


def test_on_days_off_nobody_is_told_and_before_them_of_what_is_due_after(office: Office) -> None:
    """Due on a Monday: told on the Friday before; on Sunday nothing."""
    office.clock.now = datetime(2026, 3, 5, 9, tzinfo=SHANGHAI)
    case_no = office.file()
    office.clock.now = datetime(2026, 3, 6, 9, tzinfo=SHANGHAI)
    office.done(CLERK, case_no, "accept", fills=CAR)
    holder = next(one for one in (CLERK_2, "p39") if office.case(one, case_no).tasks)
    on(office, date(2026, 3, 6))
    (before,) = box(office, holder, case_no)
    assert "临近承诺办结期限（2026年3月9日）" in before.text  # the step came today, with a notice of its own
    assert on(office, date(2026, 3, 8)) == 0
    on(office, date(2026, 3, 9))
    assert topics(office, holder, case_no) == ["due_soon", "due_soon"]
    on(office, date(2026, 3, 10))
    assert {one.text.split("已超过")[1][:4] for one in box(office, holder, case_no) if one.topic == "late"} == {
        "办理期限",
        "承诺办结",
    }


def test_what_is_done_or_moved_is_not_told(office: Office) -> None:
    """Between two sweeps it has gone on."""
    case_no = office.file()
    office.done(CLERK, case_no, "request_supplement", findings={"purpose": "请写明活动名称"}, opinion="请补正")
    on(office, date(2026, 3, 12))
    assert topics(office, CLERK, case_no) == []


def test_heads_and_supervisors_hear_the_sum_once_a_workday(office: Office) -> None:
    """By body; who answers for nothing that is late hears nothing."""
    for _ in range(2):
        office.file()
    for hour in (9, 10):
        on(office, date(2026, 3, 3), hour)
    ((first,), (second,)) = (box(office, one) for one in (HEAD, supervisor(office)))
    assert "超期 2 项、临期 0 项" in first.text
    assert second.text.startswith("2026年3月3日期限督促汇总")
    assert box(office, STAFF) == box(office, CLERK) == []
    on(office, date(2026, 3, 4))
    assert len(box(office, HEAD)) == 2


def test_a_rule_with_no_sum_and_no_chain_tells_nobody(office: Office) -> None:
    """0 is never, and the newest rule of a region holds."""
    quiet = HouseRule(remind=0, yellow=1, holder=0, head=0, supervisor=0, digest=False)
    with office.resources.database.transaction() as session:
        county = office.resources.organisation(session).body(office.who(CLERK).posts[0].body).region
        made = house_rules.enter(session, county, quiet, KEEPER, office.clock.now)
        house_rules.put_into_force(session, made, SECOND, office.clock.now)
    office.file()
    assert on(office, date(2026, 3, 9)) == 0


def test_a_fault_of_one_keeps_nobody_waiting(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """And is told by the next sweep."""
    first, second = office.file(), office.file()
    note, seen = late_calls.note, list[str]()

    def faulty(session: Session, calls: Sequence[LateCall]) -> None:
        seen.extend(call.about for call in calls)
        if seen[0] in {call.about for call in calls}:
            raise RuntimeError
        note(session, calls)

    monkeypatch.setattr(late_calls, "note", faulty)
    on(office, date(2026, 3, 3))
    assert sorted(len(topics(office, CLERK, one)) for one in (first, second)) == [0, 1]
    monkeypatch.undo()
    on(office, date(2026, 3, 3), 11)
    assert [topics(office, CLERK, one) for one in (first, second)] == [["late"], ["late"]]


def test_a_sweep_that_is_killed_is_gone_on_with(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two transactions: nobody is told twice, nobody is left out."""
    both, note, times = [office.file(), office.file()], late_calls.note, count()

    def killed(session: Session, calls: Sequence[LateCall]) -> None:
        if next(times):
            raise KeyboardInterrupt
        note(session, calls)

    monkeypatch.setattr(late_calls, "note", killed)
    monkeypatch.setattr(telling, "BATCH", 1)
    with pytest.raises(KeyboardInterrupt):
        on(office, date(2026, 3, 3))
    assert sorted(len(topics(office, CLERK, one)) for one in both) == [0, 1]
    monkeypatch.undo()
    on(office, date(2026, 3, 3), 11)
    assert [topics(office, CLERK, one) for one in both] == [["late"], ["late"]]


@pytest.mark.both
def test_a_supplement_that_never_comes_ends_the_case_by_rule_with_notice(office: Office) -> None:
    """补正不来 (R31): reminded before the last day, then withdrawn by nobody; the applicant and the office are told."""
    with office.resources.database.transaction() as session:
        county = office.resources.organisation(session).body(office.who(CLERK).posts[0].body).region
        made = house_rules.enter(session, county, HouseRule(remind=1, supplement=3), KEEPER, office.clock.now)
        house_rules.put_into_force(session, made, SECOND, office.clock.now)
    case_no = office.file()
    office.done(CLERK, case_no, "request_supplement", findings={"purpose": "请写明活动名称"}, opinion="请补正")
    assert office.task(STAFF, case_no).due == date(2026, 3, 5)
    on(office, date(2026, 3, 4))
    (before,) = box(office, STAFF, case_no)
    assert "临近办理期限（2026年3月5日）" in before.text
    office.clock.now = datetime(2026, 3, 6, 9, tzinfo=SHANGHAI)
    ring(office.resources)
    office.carry(case_no)
    assert office.case(STAFF, case_no).line.status == "withdrawn"
    for person in (STAFF, CLERK):
        with office.resources.database.reading() as session:
            assert "lapsed" in [one.topic for one in notices.inbox(session, person, 20)]
