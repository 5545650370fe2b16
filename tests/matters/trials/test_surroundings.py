"""Where a definition is to run: golden cases play there, and what is named and not there is told at its line."""

from datetime import date, datetime

import pytest

from flows.checking import CheckedText, check_text
from matters.calendar import SHANGHAI, Calendar
from matters.organisation.snapshot import Organisation
from matters.trials.surroundings import Surroundings
from matters.world import World
from tests.parks import BODY, CLERK, SYSTEM, parks_text, with_parks
from tests.sound import sound_template

DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)


def checked(text: str, where: Organisation, sample: Organisation, calendar: Calendar) -> CheckedText:
    """The text, checked where a register of trees is connected and cars are lent."""
    around = Surroundings(World(where, calendar, NOW), {}, sample, {"trees"}, {SYSTEM}, {"car"})
    return check_text(text, around)


def told(text: str, where: Organisation, sample: Organisation, calendar: Calendar) -> list[tuple[str, str]]:
    """The line that each error stands at, and what it says."""
    remarks = checked(text, where, sample, calendar).remarks
    lines = text.split("\n")
    return [(lines[one.line - 1].strip(), one.message) for one in remarks if one.severity == "error"]


def test_golden_cases_play_in_the_organisation_in_force(organisation: Organisation, calendar: Calendar) -> None:
    """Duty, posts and the robot of another system are of a body that the sample organisation lacks."""
    text = parks_text(calendar, DAY)
    found = checked(text, with_parks(organisation, DAY), organisation, calendar)
    assert [remark.message for remark in found.remarks if remark.severity != "warning"] == []
    assert found.clean
    assert told(text, organisation, organisation, calendar)


def test_what_ships_plays_in_the_sample_and_says_so(organisation: Organisation, calendar: Calendar) -> None:
    """In an organisation that has none of its posts; clean all the same."""
    renamed = organisation.model_dump_json().replace("county_finance", "county_money")
    elsewhere = Organisation.model_validate_json(renamed)
    found = checked(sound_template("XY001", "样例事项"), elsewhere, organisation, calendar)
    assert any("按样例组织走过" in remark.message and remark.severity == "warning" for remark in found.remarks)
    assert not any("金样" in remark.message for remark in found.remarks if remark.severity == "error")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "owner: {duty: tree_care",
            "owner: {duty: tree_cares",
            "没有单位承担职责“tree_cares”。是不是想写“tree_care”？",
        ),
        (
            "nobody: {to: {by: head, of: {body: owner}}}",
            "nobody: {to: {by: head, of: {duty: financ}}}",
            "没有单位承担职责“financ”。是不是想写“finance”？",
        ),
        (
            "who: {by: post, post: tree_clerk",
            "who: {by: post, post: tree_clark",
            "没有单位设有“tree_clark”这类岗位。是不是想写“tree_clerk”？",
        ),
        (
            "system: tree_register",
            "system: tree_registry",
            "没有接入外部系统“tree_registry”。是不是想写“tree_register”？",
        ),
        (
            "{do: outside_call, system: tree_register, hands_over: [purpose], robot: {by: role, role: robot, of: {body: owner}}}",
            "{do: look_up, interface: tree, asks: [purpose]}",
            "没有接入数据接口“tree”。是不是想写“trees”？",
        ),
        (
            "type: text, max_length: 100}",
            "type: booking, resource: cars, of: {body: owner}}",
            "没有登记“cars”这类资源。是不是想写“car”？",
        ),
    ],
    ids=["owner's duty", "duty of a body", "post", "system", "register", "resource"],
)
def test_a_name_that_nobody_has_is_told_at_its_line(
    organisation: Organisation, calendar: Calendar, before: str, after: str, said: str
) -> None:
    """With the one it may have meant, and what to do."""
    text = parks_text(calendar, DAY)
    assert before in text
    where = with_parks(organisation, DAY)
    found = told(text.replace(before, after, 1), where, organisation, calendar)
    assert any(said in message and after.split(": ")[-1].split(",")[0].strip("}") in line for line, message in found), (
        found
    )


@pytest.mark.parametrize(
    ("before", "after", "at", "said"),
    [
        ("levels: [county]", "levels: [city]", "levels: [city]", "市级没有单位承担职责“tree_care”"),
        (
            "seals: [{of: {body: owner}, kind: official}]",
            "seals: [{of: {duty: tree_care, level: city}, kind: official}]",
            "seals: [{of: {duty",
            "市级没有单位承担职责“tree_care”",
        ),
        (
            "seals: [{of: {body: owner}, kind: official}]",
            "seals: [{of: {superior_of: {superior_of: {superior_of: {body: applicant}}}}, kind: official}]",
            "seals: [{of: {superior_of",
            "文书无法用印",
        ),
        (
            "robot: {by: role, role: robot, of: {body: owner}}",
            "robot: {by: role, role: robot, of: {body: applicant}}",
            "work:",
            "没有报告“登记树籍”的数字员工账号",
        ),
    ],
    ids=["owner's level", "level of a seal", "seal of nobody", "robot"],
)
def test_what_is_there_but_not_where_it_is_asked_for_is_told(
    organisation: Organisation, calendar: Calendar, before: str, after: str, at: str, said: str
) -> None:
    """A duty of another level, a seal that has no body, a robot without an account."""
    text = parks_text(calendar, DAY)
    assert before in text
    found = told(text.replace(before, after, 1), with_parks(organisation, DAY), organisation, calendar)
    assert any(said in message and at in line for line, message in found), found


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (f"by: {CLERK}", f"by: {CLERK}s", f"组织机构中没有岗位“{CLERK}s”。是不是想写“{CLERK}”？"),
        (f"by: {CLERK}", f"by: {BODY}.nobody", "组织机构中没有岗位"),
        ("now: 2026-03-02", "now: 2026-02-26", "尚未设立，或者已经撤销"),
    ],
    ids=["near", "far", "before its day"],
)
def test_a_post_of_a_golden_case_is_told_with_its_cause(
    organisation: Organisation, calendar: Calendar, before: str, after: str, said: str
) -> None:
    """Unknown, or not there on the day of the story."""
    text = parks_text(calendar, DAY).replace(before, after, 1)
    text = text.replace("filed_as: county_finance.staff", f"filed_as: {BODY}.head") if "now" in before else text
    assert any(said in message for _, message in told(text, with_parks(organisation, DAY), organisation, calendar))
