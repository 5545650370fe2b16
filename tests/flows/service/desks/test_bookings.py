"""Bookings at the service: who gets a slot, when it is freed or moved, what a refusal tells, and the register's keepers.

Covers: flows/cases/booking.py
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from flows.views.bookings import ResourceChange, ResourceReceipt, ResourceRequest
from flows.views.cases import SubmitRequest
from flows.views.mending import RepairRequest
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, Invalid
from matters.organisation.resources import Hold, Slot
from storage import bookings
from storage.definitions import matters
from storage.definitions.catalog import shipped_definitions
from tests.flows.documents.poppler import text
from tests.flows.service.office import CHIEF, CLERK, NEIGHBOUR, STAFF, STRANGER, Office
from tests.flows.service.test_once import at_once
from tests.matters.booked import OWNER, booked_form, booking, hold, slot
from tests.matters.stories import varied

pytestmark = pytest.mark.both

KEEPER = "p76"  # 机构管理员
FIRST, SECOND = "p48", "p37"  # 事项管理员
PAIRS = 20
CAR_MATTER = next(matter for matter in shipped_definitions() if matter.code == "MS032")
_numbers = count(1)


@pytest.fixture
def lending(office: Office) -> Office:
    """The office, which publishes the matter that books a room."""
    with office.resources.database.reading() as session:
        known = matters.versions(session, "XX009")
    if not known:
        office.publish(booked_form(CAR_MATTER), "XX009")
    return office


def new_resource(office: Office, kind: str = "meeting_room", **parts: Any) -> str:  # noqa: ANN401
    """One more resource of the owner under a name of its own; its id."""
    wanted = {"body": OWNER, "kind": kind, "name": f"资源{next(_numbers)}", "capacity": 5, "since": date(2026, 1, 1)}
    made = office.service.bookings.add(office.who(KEEPER), ResourceRequest.model_validate({**wanted, **parts}))
    assert isinstance(made, ResourceReceipt), made
    return made.id


def asking(office: Office, room: object, person: str = STAFF, post: str = "county_finance.staff", **more: Any) -> Any:  # noqa: ANN401
    """What the service says to a filing."""
    request = SubmitRequest(matter="XX009", answers={"topic": "例会", "room": room, **more}, post=post)
    return office.service.cases.submit(office.who(person), request, None)


def filed(office: Office, room: object, **more: Any) -> str:  # noqa: ANN401
    """A new case; its number."""
    answer = asking(office, room, **more)
    assert isinstance(answer, tuple), answer
    return str(answer[0].case_no)


def held(office: Office, resource: str) -> set[Hold]:
    """What is held of the resource in March."""
    window = Slot(slot("00:00", "01:00").begins - timedelta(days=9), slot("00:00", "01:00").begins + timedelta(days=20))
    with office.resources.database.reading() as session:
        return set(bookings.taken(session, (resource,), window))


def change(office: Office, resource: str, **parts: Any) -> Any:  # noqa: ANN401
    """Change a resource as it now stands."""
    register: Any = office.service.bookings.register(office.who(KEEPER))
    line = next(kept.line for kept in register.items if kept.line.id == resource)
    now = {"capacity": line.capacity, "since": line.since, "until": line.until, "notes": line.notes}
    wanted = ResourceChange.model_validate({**now, "expected_version": line.version, **parts})
    return office.service.bookings.change(office.who(KEEPER), resource, wanted)


def test_of_two_filings_at_once_one_gets_the_slot(lending: Office) -> None:
    """Many pairs, both bodies at the same moment: one case each, the other reads the period and what is free, not who."""
    room = new_resource(lending)
    new_resource(lending)
    days = [date(2026, 3, 3) + timedelta(days=n) for n in range(PAIRS)]
    people = [(STAFF, "county_finance.staff"), (STRANGER, "county_court.staff")]
    for day in days:
        answers = both_ask(lending, booking(room, "09:00", "10:30", day=day.isoformat()), people)
        (lost,) = [answer for answer in answers if isinstance(answer, Refusal)]
        assert isinstance(lost, Invalid)
        assert f"{day.month}月{day.day}日 09:00—10:30已被预约" in lost.message
        assert f"{day.day}日 10:30—12:00；同一时段“" in lost.message
        assert not any(name in lost.message for name in ("财政局", "法院", "钟"))
    assert len(held(lending, room)) == PAIRS


def both_ask(office: Office, wanted: dict[str, Any], people: list[tuple[str, str]]) -> list[Any]:
    """What each is answered when all ask at once."""
    return at_once(lambda number: asking(office, wanted, *people[number]), len(people))


def test_of_many_who_want_a_seat_as_many_get_one_as_there_are(lending: Office) -> None:
    """Five seats, twelve filings of one each at once."""
    bus = new_resource(lending, "shuttle", name=f"班车{next(_numbers)}", capacity=5)
    rooms = [new_resource(lending) for _ in range(12)]
    ride: dict[str, Any] = {"ride": booking(bus, "08:00", "08:30", count=1)}
    answers = at_once(lambda n: asking(lending, booking(rooms[n], "09:00", "10:00"), **ride), 12)
    assert Counter(isinstance(answer, tuple) for answer in answers) == {True: 5, False: 7}
    assert len(held(lending, bus)) == 1  # the five are alike
    assert sum(bool(held(lending, room)) for room in rooms) == 5  # who gets no seat gets no room either


def test_two_supplements_at_once_do_not_both_get_the_slot(lending: Office) -> None:
    """Many pairs of cases that move to one slot: filings of one owner wait for each other's number, these for the room alone."""
    room = new_resource(lending)
    for n in range(PAIRS // 2):
        wanted = booking(room, "14:00", "15:00", day=(date(2026, 3, 3) + timedelta(days=n)).isoformat())
        pair = [filed(lending, booking(new_resource(lending), "08:00", "09:00")) for _ in range(2)]
        for case_no in pair:
            lending.done(CLERK, case_no, "request_supplement", findings={"room": "请改期。"})
        assert sorted(moved(lending, pair, wanted)) == ["in", "out"]
    assert len(held(lending, room)) == PAIRS // 2


def moved(office: Office, cases: list[str], wanted: dict[str, Any]) -> list[str]:
    """Who got it when all ask at once."""

    def ask(number: int) -> str:
        answer = office.act(STAFF, cases[number], "supplement", answers={"room": wanted})
        assert not isinstance(answer, Refusal) or "已被预约" in answer.message
        return "out" if isinstance(answer, Refusal) else "in"

    return list(at_once(ask, len(cases)))


def _withdrawn(office: Office, case_no: str) -> None:
    assert not isinstance(office.service.cases.withdraw(office.who(STAFF), case_no, "改期"), Refusal)


def _refused(office: Office, case_no: str) -> None:
    office.done(CLERK, case_no, "refuse_acceptance", opinion="不属于保障范围。")


def _denied(office: Office, case_no: str) -> None:
    office.done(CLERK, case_no, "accept")
    office.done(CHIEF, case_no, "reject", opinion="请另选。")


def _terminated(office: Office, case_no: str) -> None:
    office.service.repairs.ask(office.who(FIRST), case_no, RepairRequest(what="end", reason="重复提交"))
    assert not isinstance(office.service.repairs.confirm(office.who(SECOND), case_no), Refusal)


@pytest.mark.parametrize("end", [_withdrawn, _refused, _denied, _terminated])
def test_a_slot_is_free_again_when_the_case_ends_otherwise(lending: Office, end: Callable[[Office, str], None]) -> None:
    """Withdrawn, not accepted, denied, ended by the administrators: the very same slot can be booked at once."""
    room = new_resource(lending)
    case_no = filed(lending, booking(room, "09:00", "10:30"))
    assert held(lending, room) == {hold("09:00", "10:30", resource=room)}
    end(lending, case_no)
    assert held(lending, room) == set()
    filed(lending, booking(room, "09:00", "10:30"))


def test_a_granted_slot_stays_and_the_page_and_the_paper_name_it(lending: Office, tmp_path: Path) -> None:
    """Until its time is over, also once the case is concluded."""
    room = new_resource(lending, name=f"会议室{next(_numbers)}")
    name = named(lending, room)
    case_no = filed(lending, booking(room, "09:00", "10:30"))
    lending.done(CLERK, case_no, "accept")
    lending.done(CHIEF, case_no, "approve", opinion="同意。")
    lending.carry(case_no)
    lending.done(CLERK, case_no, "conclude")
    view = lending.case(STAFF, case_no)
    assert (view.line.status, held(lending, room)) == ("concluded", {hold("09:00", "10:30", resource=room)})
    said = f"{name}，2026年3月10日 09:00—10:30"
    assert next(answer.text for answer in view.answers if answer.id == "room") == said
    document = next(document for document in view.documents if document.is_result)
    paper: Any = lending.service.papers.download(lending.who(STAFF), document.id)
    assert f"使用{said}".replace(" ", "") in text(paper.content, tmp_path)


def named(office: Office, resource: str) -> str:
    """What a resource is called."""
    listed: Any = office.service.bookings.list(office.who(STAFF), OWNER)
    return str(next(line.name for line in listed.items if line.id == resource))


def test_a_supplement_moves_the_slot(lending: Office) -> None:
    """The old one is free in the same moment; into a taken one it is refused and keeps what it has."""
    room, other = new_resource(lending), new_resource(lending)
    filed(lending, booking(other, "09:00", "10:00"))
    case_no = filed(lending, booking(room, "09:00", "10:00"))
    lending.done(CLERK, case_no, "request_supplement", findings={"room": "请改期。"})
    refused = lending.act(STAFF, case_no, "supplement", answers={"room": booking(other, "09:30", "10:30")})
    assert isinstance(refused, Invalid)
    assert held(lending, room) == {hold("09:00", "10:00", resource=room)}
    lending.done(
        STAFF, case_no, "supplement", answers={"room": booking(room, "09:30", "11:00")}
    )  # over its own old slot
    assert held(lending, room) == {hold("09:30", "11:00", resource=room)}
    later = filed(lending, booking(room, "14:00", "15:00"))
    lending.done(CLERK, later, "request_supplement", findings={"room": "请换一间。"})
    lending.done(STAFF, later, "supplement", answers={"room": booking(other, "10:00", "11:00")})
    assert held(lending, room) == {hold("09:30", "11:00", resource=room)}
    assert len(held(lending, other)) == 2


def test_what_went_out_of_service_since_cannot_be_granted(lending: Office) -> None:
    """Filed, then the room is closed: new filings and the decision are refused, and the keeper sees what is stranded."""
    room = new_resource(lending)
    case_no = filed(lending, booking(room, "09:00", "10:00"))
    lending.done(CLERK, case_no, "accept")
    closed = change(lending, room, until=date(2026, 3, 9), notes="装修")
    assert (closed.stranded, "尚有 1 个预约" in closed.message) == (1, True)
    (line,) = holds(lending, room)
    assert (line.case_no, line.applicant_body, line.stranded) == (case_no, "样例县财政局", True)
    refused = lending.act(CHIEF, case_no, "approve", opinion="同意。")
    assert isinstance(refused, Refusal)
    assert (refused.code, "至2026年3月9日，请另选" in refused.message) == ("not_possible", True)
    late = asking(lending, booking(room, "11:00", "12:00"))
    assert "至2026年3月9日，请另选" in late.message
    lending.done(CHIEF, case_no, "return_to_applicant", findings={"room": "会议室停用，请改期。"})
    lending.done(STAFF, case_no, "supplement", answers={"room": booking(room, "09:00", "10:00", day="2026-03-09")})
    lending.done(CHIEF, case_no, "approve", opinion="同意。")
    assert not holds(lending, room)[0].stranded


def holds(office: Office, room: str) -> Any:  # noqa: ANN401
    """What the keeper sees held of a resource."""
    register: Any = office.service.bookings.register(office.who(KEEPER))
    return next(kept.holds for kept in register.items if kept.line.id == room)


def test_a_smaller_shuttle_cannot_be_granted_beyond_its_seats(lending: Office) -> None:
    """Filed for four seats, of which two are left in the smaller one."""
    bus, room = new_resource(lending, "shuttle", name=f"班车{next(_numbers)}"), new_resource(lending)
    case_no = filed(lending, booking(room, "09:00", "10:00"), ride=booking(bus, "08:00", "08:30", count=4))
    lending.done(CLERK, case_no, "accept")
    change(lending, bus, capacity=2)
    refused = lending.act(CHIEF, case_no, "approve", opinion="同意。")
    assert isinstance(refused, Refusal)
    assert "共 2 座" in refused.message


def test_the_office_books_a_car_at_its_step(lending: Office) -> None:
    """A field that the office fills takes and checks its slot like one of the applicant."""

    def by_office(document: dict[str, Any]) -> None:
        document["form"]["sections"][0]["fields"][1] |= {"filled_by": "office", "required": "optional"}
        document["steps"][0]["rights"] = {"edit": ["room"], "required": ["room"]}

    code = lending.publish(varied(booked_form(CAR_MATTER), by_office))
    room = new_resource(lending)
    first, second = (lending.file_as(code, answers={"topic": "出车"}) for _ in range(2))
    lending.done(CLERK, first, "accept", fills={"room": booking(room, "09:00", "10:00")})
    refused = lending.act(CLERK, second, "accept", fills={"room": booking(room, "09:30", "10:00")})
    assert isinstance(refused, Invalid)
    lending.done(CLERK, second, "accept", fills={"room": booking(room, "10:00", "11:00")})
    assert len(held(lending, room)) == 2


def test_the_forecast_tells_of_a_conflict(lending: Office) -> None:
    """Before anything is handed in."""
    room = new_resource(lending)
    filed(lending, booking(room, "09:00", "10:00"))
    answers = {"topic": "例会", "room": booking(room, "09:30", "10:00")}
    told: Any = lending.service.matters.forecast(lending.who(STAFF), "XX009", answers, "county_finance.staff")
    assert [problem.target for problem in told.problems] == ["room"]


def test_a_day_says_what_is_free_and_nothing_of_whom(lending: Office) -> None:
    """From midnight to midnight of Asia/Shanghai."""
    room = new_resource(lending, capacity=3)
    filed(lending, booking(room, "09:00", "10:30"))
    day: Any = lending.service.bookings.slots(lending.who(NEIGHBOUR), room, date(2026, 3, 10))
    assert [(part.begins, part.ends, part.left) for part in day.stretches] == [
        (slot("00:00", "01:00").begins, slot("09:00", "10:00").begins, 3),
        (slot("09:00", "10:30").begins, slot("09:00", "10:30").ends, 0),
        (slot("10:30", "11:00").begins, slot("00:00", "01:00").begins + timedelta(days=1), 3),
    ]
    assert "财政局" not in day.model_dump_json()
    assert day.in_service
    early: Any = lending.service.bookings.slots(lending.who(NEIGHBOUR), room, date(2025, 12, 31))
    assert not early.in_service
    assert isinstance(lending.service.bookings.slots(lending.who(STAFF), "nothing", date(2026, 3, 10)), Refusal)
    assert isinstance(lending.service.bookings.slots(lending.who(STAFF), room, date.max), Invalid)


def test_the_list_shows_what_can_still_be_booked(lending: Office) -> None:
    """Not what went out of service yesterday; by body and kind."""
    room = new_resource(lending)
    gone = new_resource(lending, until=date(2026, 3, 1))
    rooms: Any = lending.service.bookings.list(lending.who(NEIGHBOUR), OWNER, "meeting_room")
    listed = {line.id for line in rooms.items}
    assert (room in listed, gone in listed) == (True, False)
    assert {line.kind_name for line in rooms.items} == {"会议室"}
    none: Any = lending.service.bookings.list(lending.who(NEIGHBOUR), "county_court")
    assert none.items == ()


@pytest.mark.parametrize(
    ("of", "body"),
    [
        ({"body": "owner"}, OWNER),
        ({"body": "applicant"}, "county_finance"),
        ({"field": "host"}, "county_court"),
        ({"field": "nothing"}, None),
        ({"superior_of": {"body": "applicant"}}, "county_government"),
    ],
)
def test_whose_resources_are_lent_is_told_from_the_parties(lending: Office, of: Any, body: str | None) -> None:  # noqa: ANN401
    """As far as they are known."""
    field: Any = booked_form(CAR_MATTER).field("room")
    ref = type(field).model_validate({**field.model_dump(), "of": of}).of
    parties = {"applicant": "county_finance", "owner": OWNER}
    lender = lending.service.bookings.lender
    assert lender(lending.who(STAFF), ref, parties, {"host": "county_court"}) == body
    assert lender(lending.who(STAFF), ref, {}, {}) is None


@pytest.mark.parametrize(
    ("parts", "target"),
    [
        ({"name": " "}, "name"),
        ({"kind": "会议室"}, "kind"),
        ({"body": "nothing"}, "body"),
        ({"until": date(2025, 12, 31)}, "until"),
        ({"until": date.max}, "until"),
        ({"since": date(26, 1, 1)}, "since"),
        ({"notes": "\U0001f600"}, "说明"),
    ],
)
def test_a_wrong_entry_is_refused(lending: Office, parts: dict[str, Any], target: str) -> None:
    """One sentence, with its place."""
    wanted = {
        "body": OWNER,
        "kind": "car",
        "name": f"车{next(_numbers)}",
        "capacity": 5,
        "since": date(2026, 1, 1),
        **parts,
    }
    refused = lending.service.bookings.add(lending.who(KEEPER), ResourceRequest.model_validate(wanted))
    assert isinstance(refused, Invalid)
    assert [problem.target for problem in refused.problems] == [target]


def test_a_secret_note_is_refused(lending: Office) -> None:
    """As everywhere."""
    room = new_resource(lending)
    assert change(lending, room, notes="机密★").code == "secrecy_mark"


def test_a_name_is_given_once(lending: Office) -> None:
    """Within the body and the kind; the same click twice is one entry."""
    wanted = ResourceRequest(body=OWNER, kind="car", name=f"车{next(_numbers)}", capacity=5, since=date(2026, 1, 1))
    add, keeper = lending.service.bookings.add, lending.who(KEEPER)
    first = add(keeper, wanted, f"key-{wanted.name}")
    assert add(keeper, wanted, f"key-{wanted.name}") == first
    assert isinstance(add(keeper, wanted), Invalid)


def test_a_change_of_what_was_changed_meanwhile_is_refused(lending: Office) -> None:
    """Two keepers at one entry."""
    room = new_resource(lending)
    assert isinstance(change(lending, room, capacity=9), ResourceReceipt)
    assert change(lending, room, capacity=8, expected_version=1).code == "not_possible"
    wanted = ResourceChange(capacity=1, since=date(2026, 1, 1), expected_version=1)
    missing = lending.service.bookings.change(lending.who(KEEPER), "nothing", wanted)
    assert isinstance(missing, Refusal)
    assert missing.code == "not_found"


def test_only_the_keeper_of_the_body_keeps_its_register(lending: Office) -> None:
    """The role alone is not enough: it must cover the body."""
    room = new_resource(lending)
    other = lending.who(STAFF).model_copy(update={"roles": frozenset({"org_admin"})})
    seen: Any = lending.service.bookings.register(other)
    assert (seen.bodies, seen.items) == ({}, ())
    wanted = ResourceRequest(body=OWNER, kind="car", name="车", capacity=5, since=date(2026, 1, 1))
    assert isinstance(lending.service.bookings.add(other, wanted), Forbidden)
    closed = ResourceChange(capacity=5, since=date(2026, 1, 1), until=date(2026, 3, 3), expected_version=1)
    assert isinstance(lending.service.bookings.change(other, room, closed), Forbidden)
