"""Repeating rows, computed values, people, bodies and bounded days in a whole filing: what passes and what is said.

Covers: matters/filing/values.py
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matters.calendar import Calendar
from matters.filing.asked import complete
from matters.filing.checking import filing_problems, fill_problems
from matters.filing.values import value_problem
from matters.language.document import Definition
from matters.organisation.snapshot import Organisation, Person
from matters.who.parties import Parties
from matters.world import World
from tests.matters.rich_form import ANSWERS, rich_form
from tests.matters.stories import STAFF, Story

PARTIES = Parties(STAFF, "county_finance", "county_logistics")
LINE = {"name": "服务器", "kind": "goods", "amount": "8000.50"}
TODAY = date(2026, 3, 2)
NO_HOLIDAYS = Calendar("none", frozenset(), frozenset(), frozenset())


@pytest.fixture
def matter(shipped: dict[str, Definition]) -> Definition:
    """The matter with the rich form."""
    return rich_form(shipped["MS032"])


def said(matter: Definition, world: World, **answers: object) -> dict[str, str]:
    """What is said about a filing with some answers changed; `None` leaves one out."""
    return judged(matter, world, PARTIES, answers)


def judged(matter: Definition, world: World, parties: Parties | None, answers: Mapping[str, object]) -> dict[str, str]:
    """What is said when the case would be between these."""
    given_now = {key: value for key, value in {**ANSWERS, **answers}.items() if value is not None}
    return {p.target: p.message for p in filing_problems(matter, given_now, {}, world, parties)}


def test_a_right_filing_passes(matter: Definition, story: Story) -> None:
    """The sample answers; the total is computed and nobody misses it."""
    assert said(matter, story.world) == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("items", [LINE]),
        ("items", [LINE] * 60),
        ("items", ({**LINE, "needed_on": None},)),
        ("items", [{**LINE, "kind": "other", "note": "其他用途"}]),
        ("carrier", "sample_telecom"),
        ("owner", "p49"),
        ("asked", ["county_court"]),
        ("asked", ("county_court", "sample_telecom")),
        ("start_on", "2026-03-07"),
        ("end_on", "2026-03-10"),
        ("end_on", "2027-03-02"),
        ("total", None),
    ],
)
def test_right_values_pass(matter: Definition, story: Story, field: str, value: object) -> None:
    """The bounds belong to what is allowed, optional cells may be missing."""
    told = said(matter, story.world, **{field: value})
    assert field not in told


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("items", "服务器", "采购明细：应为若干行明细"),
        ("items", {"name": "服务器"}, "采购明细：应为若干行明细"),
        ("items", [LINE] * 61, "采购明细：应有 1 至 60 行，现有 61 行"),
        ("items", [LINE, 5, None], "采购明细：第 2 行：应按列填写；第 3 行：应按列填写"),
        ("items", [{**LINE, "colour": "红"}], "采购明细：第 1 行：含有表中没有的列"),
        ("items", [LINE, {"name": "线缆", "kind": "goods", "amount": "-1"}], "采购明细：第 2 行 金额：不能小于 0.00元"),
        ("items", [{}], "采购明细：第 1 行 名称：请填写；第 1 行 类别：请填写；第 1 行 金额：请填写"),
        ("items", [{**LINE, "kind": "other"}], "采购明细：第 1 行 说明：请填写"),
        ("items", [{**LINE, "note": "无"}], "采购明细：第 1 行 说明：按已填内容无需填写，请清空"),
        ("items", [{**LINE, "needed_on": "2026-03-01"}], "采购明细：第 1 行 需用日期：不能早于2026年3月2日"),
        ("total", "9200.50", "合计金额：由系统计算，不能填写"),
        ("lines", 0, "明细行数：由系统计算，不能填写"),
        ("carrier", "nowhere", "供应单位：请从现有单位中选择"),
        ("carrier", 5, "供应单位：请从现有单位中选择"),
        ("carrier", "county_court", "供应单位：应为国有企业"),
        ("asked", "county_court", "征求意见单位：请从现有单位中选择"),
        ("asked", ["county_court", 5], "征求意见单位：请从现有单位中选择"),
        ("asked", ["county_court", "county_court"], "征求意见单位：同一单位只选一次"),
        ("asked", ["county_court", "county_data", "county_reform"], "征求意见单位：请选择 1 至 2 个单位"),
        ("contact", "p50", "供应单位联系人：应为样例县数字通信有限公司的人员"),
        ("contact", "nobody", "供应单位联系人：请从在册人员中选择"),
        ("contact", ["p75"], "供应单位联系人：请从在册人员中选择"),
        ("owner", "p75", "本单位经办人：应为样例县财政局的人员"),
        ("start_on", "2026-03-06", "开始日期：不能早于2026年3月7日"),
        ("end_on", "2026-03-09", "完成日期：不能早于2026年3月10日"),
        ("end_on", "2027-03-03", "完成日期：不能晚于2027年3月2日"),
        ("end_on", "someday", "完成日期：应为日期，如 2026-03-02"),
    ],
)
def test_wrong_values_are_told_by_cell(
    matter: Definition, story: Story, field: str, value: object, message: str
) -> None:
    """Every defective cell by row and column, every choice that is none, every day out of bounds."""
    assert said(matter, story.world, **{field: value})[field] == message


def test_a_table_may_be_demanded_or_not(matter: Definition, story: Story) -> None:
    """Without rows it is missing, unless no row is needed."""
    assert said(matter, story.world, items=None)["items"] == "请填写“采购明细”"
    assert said(matter, story.world, items=[])["items"] == "请填写“采购明细”"
    document = matter.model_dump(mode="json", by_alias=True)
    document["form"]["sections"][0]["fields"][1]["at_least"] = 0
    assert said(Definition.model_validate(document), story.world, items=None) == {}


def test_conditions_see_the_total(matter: Definition, story: Story) -> None:
    """A large purchase asks for a reason; a small one must not give any."""
    large = [{**LINE, "amount": "10000.01"}]
    assert said(matter, story.world, items=large) == {"reason": "请填写“大额采购理由”"}
    assert said(matter, story.world, items=large, reason="集中更新") == {}
    assert set(said(matter, story.world, reason="集中更新")) == {"reason"}


def test_computed_values_are_what_the_answers_say(matter: Definition) -> None:
    """Whatever stood there before; done again it changes nothing."""
    says = complete(matter, {**ANSWERS, "total": "1", "lines": 99}, TODAY)
    assert (says["total"], says["lines"]) == ("9200.50", 2)
    assert complete(matter, says, TODAY) == says
    assert complete(matter, {}, TODAY) == {"total": "0", "lines": 0}


def test_a_total_with_a_number_that_cannot_be_read_is_none(matter: Definition, story: Story) -> None:
    """Never the sum of the others; the filing is refused at the row."""
    unread = [LINE, {**LINE, "amount": "约一千"}]
    assert complete(matter, {**ANSWERS, "items": unread}, TODAY).get("total") is None
    assert said(matter, story.world, items=unread)["items"].startswith("采购明细：第 2 行 金额：应为数字")


def test_a_hidden_total_is_no_answer(matter: Definition) -> None:
    """With its section it goes."""
    document = matter.model_dump(mode="json", by_alias=True)
    document["form"]["sections"][0]["shown_when"] = {"filled": "carrier"}
    hidden = Definition.model_validate(document)
    assert "total" not in complete(hidden, {"items": [LINE], "total": "5"}, TODAY)
    assert complete(hidden, {"items": [LINE], "carrier": "x"}, TODAY)["total"] == "8000.50"


def test_what_the_case_computed_itself_comes_back_unblamed(matter: Definition, story: Story) -> None:
    """A supplement is judged with all that the case says; that total was computed from the rows before."""
    says = complete(matter, ANSWERS, TODAY)
    parties, world = replace(PARTIES, says=says), story.world
    assert filing_problems(matter, {**says, "items": [LINE]}, {}, world, parties) == ()
    assert [p.target for p in filing_problems(matter, {**says, "total": "1"}, {}, world, parties)] == ["total"]


def test_without_parties_only_a_named_body_is_known(matter: Definition, story: Story) -> None:
    """The body in a field is always known; whose the applicant is, only with the parties."""
    assert judged(matter, story.world, None, {"owner": "p75"}) == {}
    assert set(judged(matter, story.world, None, {"contact": "p50"})) == {"contact"}


def test_who_has_left_and_what_is_gone_cannot_be_chosen(matter: Definition, story: Story) -> None:
    """Valid today is what counts."""
    organisation = story.organisation
    parts = {name: getattr(organisation, name) for name in Organisation.model_fields}
    gone = Person(id="p50", name="钟宏", until=date(2026, 3, 1))
    parts["people"] = tuple(gone if person.id == "p50" else person for person in organisation.people)
    parts["bodies"] = tuple(
        body.model_copy(update={"until": date(2026, 3, 1)}) if body.id == "sample_telecom" else body
        for body in organisation.bodies
    )
    world = replace(story.world, organisation=Organisation(**parts))
    assert set(said(matter, world)) == {"carrier", "contact", "owner"}


def test_officials_are_checked_alike(matter: Definition, story: Story) -> None:
    """The office's person and rows."""
    editable = ("checker", "prices")
    parties = replace(PARTIES, says=ANSWERS)

    def told(fills: dict[str, Any]) -> list[str]:
        return [p.message for p in fill_problems(matter, fills, editable, story.world, parties)]

    assert told({"checker": "p40", "prices": [{"name": "服务器", "price": "8000.00"}]}) == []
    assert told({"checker": "p50"}) == ["核价人：应为样例县机关事务管理中心的人员"]
    assert told({"prices": [{"name": "服务器", "price": "多"}]}) == [
        "核定单价：第 1 行 单价：应为数字，最多 2 位小数，如 380000.00 或 38万"
    ]


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["p50", "sample_telecom", "2026-03-10", "goods", "1e400", "NaN"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "kind", "amount", "needed_on", "note"]) | st.text(max_size=5), inner, max_size=5
        )
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(
    answers=st.dictionaries(
        st.sampled_from([*sorted(ANSWERS), "total", "lines", "reason", "checker"]), JSON, max_size=6
    )
)
def test_no_answers_at_all_break_the_check(
    shipped: dict[str, Definition], organisation: Organisation, answers: dict[str, Any]
) -> None:
    """Any JSON gets an answer and never an exception, alone and in the whole form."""
    matter = rich_form(shipped["MS032"])
    world = Story(matter, organisation, NO_HOLIDAYS).world
    told = filing_problems(matter, answers, {}, world, PARTIES)
    assert all(problem.message for problem in told)
    for field in matter.fields:
        message = value_problem(field, answers.get(field.id), answers, world, PARTIES)
        assert message is None or message
