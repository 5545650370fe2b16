"""Bookings in a case: what is refused at filing and at the decision, what the refusal offers, and what the case holds when."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from matters.commands.cases import Withdraw
from matters.commands.items import Reject
from matters.commands.reports import CheckRules
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.errors.handling import NotPossible
from matters.filing.slots import held
from matters.filing.values import value_problem
from matters.language.document import Definition
from matters.language.words.answers import Names, answer_text, slot_text
from matters.linter import findings
from matters.linter.runnable import not_runnable
from matters.organisation.resources import Register, Resource
from matters.organisation.snapshot import SYSTEM
from tests.matters.booked import FORM, R301, R302, SHUTTLE, booked_form, booking, hold, slot
from tests.matters.stories import CHIEF, NOW, STAFF, Story, told, varied

ROOM = booking("r301", "09:00", "10:30")


@pytest.fixture
def meeting(story: Story) -> Story:
    """The matter that books a room, before anybody has filed; nothing is taken."""
    story.matter = booked_form(story.matter)
    return looked_up(story)


def looked_up(story: Story, *taken: Any, resources: tuple[Resource, ...] = (R301, R302, SHUTTLE)) -> Story:  # noqa: ANN401
    """The story with the register as it now is."""
    story.register = Register(resources, taken)
    return story


def file(story: Story, **answers: object) -> Any:  # noqa: ANN401 - events or a refusal
    """What the engine says to a filing."""
    command = story.submit().model_copy(update={"answers": {"topic": "例会", "room": ROOM, **answers}})
    return story.tell(command)


def problem(story: Story, **answers: object) -> str:
    """The one thing that is wrong."""
    refused = file(story, **answers)
    assert isinstance(refused, Invalid), refused
    (found,) = refused.problems
    return found.message


def test_the_matter_is_sound_and_runs(meeting: Story) -> None:
    """Bookings are no longer refused at publishing."""
    assert (not_runnable(meeting.matter), [f.rule for f in findings(meeting.matter) if f.severity == "error"]) == (
        (),
        ["online_incomplete"],
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("301", "请选择资源，填写起止时间"),
        (booking("r301", "10:00", "09:00"), "结束时间须晚于开始时间"),
        (booking("r301", "10:00", "10:00"), "结束时间须晚于开始时间"),
        (booking("r301", "09:10", "10:00"), "起止时间须为整刻"),
        (booking("r301", "09:00", "10:00", day="2026-03-01"), "开始时间不能早于现在"),
        (booking("r301", "08:45", "10:00", day="2026-03-02"), "开始时间不能早于现在"),
        (booking("r301", "09:15", "10:00", day="2026-04-01"), "最多提前 30 日预约"),
        ({**ROOM, "to": "2026-03-12T09:15"}, "一次预约不超过 48 小时"),
        ({**ROOM, "count": 2}, "整体预约，不填写座位数"),
        ({**ROOM, "resource": "r999"}, "请从可预约的资源中选择"),
        ({**ROOM, "resource": "bus"}, "请从可预约的资源中选择"),
    ],
)
def test_a_wrong_booking_is_told_what_is_wrong(meeting: Story, value: object, said: str) -> None:
    """One sentence each; it names the field."""
    found = problem(meeting, room=value)
    assert found.startswith("会议室：")
    assert said in found


@pytest.mark.parametrize(
    "room", [booking("r301", "09:00", "10:00", day="2026-03-02"), {**ROOM, "to": "2026-03-12T09:00"}]
)
def test_the_limits_themselves_are_allowed(meeting: Story, room: object) -> None:
    """From this very minute, and for just as long as may be."""
    assert not isinstance(file(meeting, room=room), Refusal)


@pytest.mark.parametrize(
    ("count", "said"), [(None, "请填写座位数"), (0, "请填写座位数"), (6, "“一号班车”共 5 座"), (5, "")]
)
def test_seats_are_asked_where_seats_are_booked(meeting: Story, count: int | None, said: str) -> None:
    """At least one, at most as many as there are."""
    ride = booking("bus", "08:00", "08:30") | ({} if count is None else {"count": count})
    if said:
        assert said in problem(meeting, ride=ride)
    else:
        assert not isinstance(file(meeting, ride=ride), Refusal)


def test_a_resource_of_another_body_is_refused(meeting: Story) -> None:
    """The field says whose rooms are lent."""
    looked_up(meeting, resources=(replace(R301, body="county_court"),))
    assert "请从可预约的资源中选择" in problem(meeting)


def test_a_resource_out_of_service_is_refused(meeting: Story) -> None:
    """It says since and until when it can be had."""
    looked_up(meeting, resources=(replace(R301, until=date(2026, 3, 9)),))
    assert "“会议室301”可以预约的日期为2026年1月1日至2026年3月9日" in problem(meeting)


def test_a_conflict_names_the_period_and_what_is_free_but_not_who(meeting: Story) -> None:
    """The nearest slots of the room, and the other rooms that are free."""
    looked_up(meeting, hold("09:30", "11:00"))
    assert problem(meeting) == (
        "会议室：“会议室301”2026年3月10日 09:30—11:00已被预约。"
        "“会议室301”可改为2026年3月10日 08:00—09:30或2026年3月10日 11:00—12:30；同一时段“会议室302”空闲"
    )


def test_a_conflict_of_seats_says_how_many_are_left(meeting: Story) -> None:
    """Other shuttles are named only if so many seats fit in."""
    small = replace(SHUTTLE, id="bus2", name="二号班车", capacity=2)
    looked_up(meeting, hold("08:00", "09:00", 3, "bus"), resources=(R301, SHUTTLE, small))
    said = problem(meeting, ride=booking("bus", "08:15", "08:45", count=3))
    assert "“一号班车”2026年3月10日 08:00—09:00只余 2 座" in said
    assert "二号班车" not in said


def test_nothing_free_nearby_is_said_too(meeting: Story) -> None:
    """The day around it is taken, and there is no other room."""
    looked_up(meeting, replace(hold("00:00", "01:00"), slot=slot_of_days(8, 13)), resources=(R301,))
    assert problem(meeting).endswith("前后一日内也没有同样长的空闲时段，请另选日期")


def slot_of_days(first: int, last: int) -> Any:  # noqa: ANN401
    """From midnight to midnight."""
    return replace(slot("00:00", "01:00"), begins=NOW.replace(day=first, hour=0), ends=NOW.replace(day=last, hour=0))


def test_two_fields_of_one_form_do_not_get_the_same_slot(meeting: Story) -> None:
    """What the filing itself books elsewhere counts."""
    twice = FORM["sections"][0]["fields"][1] | {"id": "second", "label": "备用会议室"}
    document = meeting.matter.model_dump(mode="json", by_alias=True)
    document["form"]["sections"][0]["fields"].append(twice)
    meeting.matter = Definition.model_validate(document)
    refused = file(meeting, second=booking("r301", "10:00", "11:00"))
    assert isinstance(refused, Invalid)
    assert [found.target for found in refused.problems] == ["room", "second"]
    assert not isinstance(file(meeting, second=booking("r301", "10:30", "11:00")), Refusal)


def test_where_nobody_has_looked_any_resource_passes(meeting: Story) -> None:
    """A golden case knows no register; its slot must be sound all the same."""
    meeting.register = None
    field = meeting.matter.field("room")
    assert value_problem(field, ROOM, {"room": ROOM}, meeting.world) is None
    assert value_problem(field, {**ROOM, "to": ROOM["from"]}, {}, meeting.world) == "结束时间须晚于开始时间"


def test_what_is_held_no_more_cannot_be_granted(meeting: Story) -> None:
    """Out of service since the filing: the decision is refused with the reason, a denial is not."""
    file(meeting)
    meeting.went(meeting.accept(fills={}))
    looked_up(meeting, resources=(replace(R301, until=date(2026, 3, 9)),))
    refused = meeting.tell(meeting.approve())
    assert isinstance(refused, NotPossible)
    assert "会议室：“会议室301”可以预约的日期为2026年1月1日至2026年3月9日，请另选" in refused.message
    looked_up(meeting, hold("10:00", "11:00"))
    assert "10:00—11:00已被预约" in getattr(meeting.tell(meeting.approve()), "message", "")
    looked_up(meeting, resources=())
    assert "该资源已不在登记" in getattr(meeting.tell(meeting.approve()), "message", "")
    assert "decided" in meeting.went(Reject(**meeting.on(CHIEF), opinion="请另选。"))


@pytest.mark.parametrize(("until", "by_machine"), [(None, True), (date(2026, 3, 9), False)])
def test_a_machine_grants_only_what_can_still_be_had(meeting: Story, until: date | None, by_machine: bool) -> None:
    """Out of service since the filing: people have it before them instead."""

    def at_once(document: dict[str, Any]) -> None:
        document["steps"][1]["instant"] = {"rules": [{"text": "写明了会议名称", "holds": {"filled": "topic"}}]}

    meeting.matter = varied(meeting.matter, at_once)
    file(meeting)
    meeting.went(meeting.accept(fills={}))
    looked_up(meeting, resources=(replace(R301, until=until),))
    went = meeting.went(CheckRules(actor=SYSTEM, item=meeting.item, lot=0))
    assert went == (("rules_checked", "approved", "decided") if by_machine else ("rules_checked", "step_opened"))


def test_a_slot_that_has_begun_may_still_be_granted(meeting: Story) -> None:
    """Only a filing is too late."""
    file(meeting)
    meeting.went(meeting.accept(fills={}))
    meeting.later(days=9)
    assert "decided" in meeting.went(meeting.approve())


def test_a_case_holds_while_it_runs_and_once_it_is_granted(meeting: Story) -> None:
    """By field."""
    file(meeting)
    wanted = {"room": hold("09:00", "10:30")}
    assert held(meeting.matter, meeting.case, meeting.answers) == wanted
    meeting.went(meeting.accept(fills={}))
    meeting.went(meeting.approve())
    assert held(meeting.matter, meeting.case, meeting.answers) == wanted


@pytest.mark.parametrize("stage", ["acceptance_refused", "withdrawn", "terminated"])
def test_a_case_that_ends_without_a_result_holds_nothing(meeting: Story, shipped: Any, stage: str) -> None:  # noqa: ANN401
    """Each way to end."""
    meeting.register, booked, meeting.matter = None, meeting.matter, shipped["MS032"]
    told(meeting, stage)
    assert held(booked, meeting.case, {"room": ROOM}) == {}


def test_a_denied_case_holds_nothing(meeting: Story) -> None:
    """From the decision on, not only once it is concluded."""
    file(meeting)
    meeting.went(meeting.accept(fills={}))
    meeting.went(Reject(**meeting.on(CHIEF), opinion="请另选。"))
    assert (meeting.case.status, held(meeting.matter, meeting.case, meeting.answers)) == ("decided", {})


def test_a_decision_that_is_revoked_gives_the_slot_back(meeting: Story) -> None:
    """Granted by a machine, found wrong by a person."""
    file(meeting)
    meeting.went(meeting.accept(fills={}))
    meeting.went(meeting.approve())
    concluded = replace(meeting.case, ended="concluded")
    assert held(meeting.matter, concluded, meeting.answers) == {"room": hold("09:00", "10:30")}
    assert held(meeting.matter, replace(concluded, ended="revoked"), meeting.answers) == {}


def test_a_withdrawn_case_gives_its_slot_back(meeting: Story) -> None:
    """Told through the matter itself."""
    file(meeting)
    meeting.went(Withdraw(actor=STAFF))
    assert held(meeting.matter, meeting.case, meeting.answers) == {}


def test_a_booking_reads_as_one_line(meeting: Story) -> None:
    """With the day once, or twice; the name of the room where it is known."""
    field: Any = meeting.matter.field("room")
    names = Names(meeting.organisation, NOW.date(), resources={"r301": "会议室301"})
    assert answer_text(field, ROOM, names) == "会议室301，2026年3月10日 09:00—10:30"
    assert answer_text(field, {**ROOM, "count": 2}, names) == "会议室301，2026年3月10日 09:00—10:30，2 座"
    assert answer_text(field, {**ROOM, "to": "2026-03-11T08:00"}) == "r301，2026年3月10日 09:00—2026年3月11日 08:00"
    assert answer_text(field, {"resource": "r301"}, names) == ""
    assert slot_text(slot("09:00", "10:30")) == "2026年3月10日 09:00—10:30"
