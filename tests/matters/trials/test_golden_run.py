"""Golden cases are played through the engine itself, and whatever differs is told.

Covers: matters/linter/runnable.py, matters/verbs/accepting.py, matters/verbs/applying.py, matters/verbs/deciding.py
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from pydantic import TypeAdapter

from matters.calendar import Calendar, local_day
from matters.case.filed import Filed
from matters.commands.base import OnStep
from matters.commands.cases import Submit
from matters.commands.items import Accept, Approve, Conclude
from matters.errors.door import NotEligible
from matters.language.document import Definition
from matters.language.route.passing_on import PassOn
from matters.organisation.snapshot import Organisation
from matters.trials.golden_run import Played, Stage, run


def test_the_golden_cases_that_ship_come_out_as_written_but_for_one_old_one(
    every_version: tuple[Definition, ...], organisation: Organisation, calendar: Calendar
) -> None:
    """Paths, due dates counted by hand, outcomes, papers and errands of every version: cases may be under way on any.

    One expects a day that was rung at the next act; the next version of its matter has it right.
    """
    assert all(len(one.golden) >= 2 for one in every_version if one.guide.access.kind == "online")
    stories = ((matter, golden) for matter in every_version for golden in matter.golden)
    told = ((matter, golden, run(matter, golden, organisation, calendar)) for matter, golden in stories)
    wrong = [(matter.code, matter.edition.version, golden.id) for matter, golden, problems in told if problems]
    assert wrong == [("MS009", 2, "unanswered_expanded")]


def test_a_draft_is_not_played(shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar) -> None:
    """What the engine cannot run is said, not tried."""
    car = shipped["MS032"]
    applicants = car.guide.applicants.model_copy(update={"natural_person": True})
    draft = car.model_copy(update={"guide": car.guide.model_copy(update={"applicants": applicants})})
    (problem,) = run(draft, draft.golden[0], organisation, calendar)
    assert "系统尚不能运行" in problem.message


DIFFERENCES: list[tuple[dict[str, Any], str]] = [
    (
        {"path": ["accept", "decide", "dispatch"]},
        "环节与预期不符：应为 accept、decide、dispatch，实为 accept、accept、decide、dispatch",
    ),
    ({"due": {"decide": "2026-02-16"}}, "“decide”的期限与预期不符：应为 2026-02-16，实为 2026-02-14"),
    ({"due": {"case": "2026-02-16"}}, "“case”的期限与预期不符：应为 2026-02-16，实为 2026-02-14"),
    ({"outcome": "denied"}, "结果与预期不符：应为 denied，实为 granted"),
    ({"papers": ["acceptance", "reply"]}, "文书与预期不符：应为 acceptance、reply，实为 supplement、acceptance、reply"),
    ({"errands": 1}, "跑动次数与预期不符：应为 1，实为 无"),
]


@pytest.mark.parametrize(("expected", "told"), DIFFERENCES)
def test_each_difference_is_told(
    shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar, expected: dict[str, Any], told: str
) -> None:
    """What was expected and what came out."""
    car = _changed(shipped["MS032"], lambda golden: golden["expect"].update(expected))
    (problem,) = run(car, car.golden[0], organisation, calendar)
    assert told in problem.message


def _act(number: int, **changed: Any) -> Any:  # noqa: ANN401 - a change
    return lambda golden: golden["story"][number].update(changed)


def test_a_story_may_go_by_other_bodies(
    shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar
) -> None:
    """上报 and 转下级 with the bodies by their ids; what was asked is called back once and then answered."""
    duty = {"duty": "official_vehicles"}
    passes = [{"kind": "report_up", "to": duty}, {"kind": "send_down", "to": duty}]
    county, city = "county_logistics.vehicle_chief", "city_logistics.vehicle_chief"
    said = {"opinion": "请定"}
    way = [
        {"by": county, "action": "report_up", "body": "city_logistics", **said},
        {"by": city, "action": "send_down", "body": "county_logistics", **said},
        {"by": city, "action": "recall"},
        {"by": city, "action": "send_down", "body": "county_logistics", **said},
        {"by": county, "action": "reply", **said},
    ]

    def by_the_city(golden: dict[str, Any]) -> None:
        story = golden["story"]
        number = next(n for n, act in enumerate(story) if act["action"] == "approve")
        story[number]["by"] = city
        story[number:number] = [{**act, "at": story[number]["at"]} for act in way]

    car = _changed(shipped["MS032"], by_the_city)
    decide = car.steps[1].model_copy(update={"passes_on": TypeAdapter(tuple[PassOn, ...]).validate_python(passes)})
    car = car.model_copy(update={"steps": (car.steps[0], decide, *car.steps[2:])})
    assert run(car, car.golden[0], organisation, calendar) == ()


STOPS = [
    (lambda golden: golden["answers"].update(passengers=60), "提交未被接受：填报内容有 1 处需要修改"),
    (lambda golden: golden.update(filed_as="county_court.nobody"), "组织机构中没有岗位“county_court.nobody”"),
    (_act(2, by="county_logistics.nobody"), "第 3 步（county_logistics.nobody）未被接受：组织机构中没有岗位"),
    (_act(2, by="county_court.head"), "第 3 步（county_court.head）未被接受：没有轮到该岗位办理的待办"),
    (_act(2, fills={}), "第 3 步（county_logistics.vehicle_clerk）未被接受：填报内容有 2 处需要修改"),
    (_act(2, action="approve"), "未被接受：“受理”环节不能“同意”"),
    (
        _act(3, action="answer"),
        "第 4 步（county_logistics.vehicle_chief）未被接受：没有轮到该岗位办理的待办，或者没有这种动作",
    ),
    (lambda golden: golden["story"].pop(), "结果与预期不符：应为 granted，实为 尚未办完"),
]


@pytest.mark.parametrize(("spoil", "told"), STOPS, ids=[told for _, told in STOPS])
def test_a_story_that_cannot_go_on_says_where(
    shipped: dict[str, Definition],
    organisation: Organisation,
    calendar: Calendar,
    spoil: Any,  # noqa: ANN401 - a change
    told: str,
) -> None:
    """The step, the post and the engine's own reason."""
    car = _changed(shipped["MS032"], spoil)
    assert any(told in problem.message for problem in run(car, car.golden[0], organisation, calendar))


def test_visits_that_came_to_pass_are_counted(
    shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar
) -> None:
    """Fetching the result counts once it is granted, a paper once it is handed in."""
    content = shipped["MS032"].model_dump(by_alias=True)
    content["steps"][-1].update(how="pick_up", why_in_person="领取钥匙")
    content["materials"][0].update(medium="paper_copy", why_paper="须核对原件")
    car = Definition.model_validate(content)
    told = [problem.message for golden in car.golden for problem in run(car, golden, organisation, calendar)]
    assert len(told) == 1
    assert "跑动次数与预期不符：应为 0，实为 2" in told[0]


def test_everybody_who_may_file_gets_an_answer(
    shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar
) -> None:
    """Under every post of every eligible body somebody accepts, another decides, somebody hands over; clerks and heads too."""
    car = shipped["MS032"]
    stage, golden = Stage(car, organisation, calendar), car.golden[1]
    answered = set()
    for post in organisation.posts:
        applicant = stage.holder(post.id, local_day(golden.now))
        assert applicant
        filed = Submit(actor=applicant, case_no="样例", answers=golden.answers, materials={})
        played = stage.tell(Played(Filed(golden.answers)), filed, golden.now)
        if isinstance(played, NotEligible):
            continue
        played = _by_first_holder(stage, played, Accept, golden.now, fills={"plate": "样A12345", "driver": "马行健"})
        played = _by_first_holder(stage, played, Approve, golden.now)
        played = _by_first_holder(stage, played, Conclude, golden.now)
        assert played.case
        assert (
            len({deed.actor.person for deed in played.case.deeds if deed.step != "dispatch"} | {applicant.person}) == 3
        )
        assert played.case.status == "concluded"
        answered.add(post.body)
    eligible = {body.id for body in organisation.bodies if body.kind in car.guide.applicants.kinds}
    assert answered == eligible


def _by_first_holder(stage: Stage, played: object, command: type[OnStep], now: datetime, **more: Any) -> Played:  # noqa: ANN401
    assert isinstance(played, Played), played
    assert played.case
    item = played.case.items[0]
    act = command(actor=item.holders[0], item=item.key, expected_version=item.version, **more)
    after = stage.tell(played, act, now)
    assert isinstance(after, Played), after
    return replace(after, filed=after.filed.saying(act.fills))


def _changed(matter: Definition, change: Any) -> Definition:  # noqa: ANN401 - a change
    content = matter.model_dump(mode="json", by_alias=True)
    change(content["golden"][0])
    return Definition.model_validate(content)
