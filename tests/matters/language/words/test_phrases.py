"""Phrases: conditions, actors, bodies and limits in Chinese, with the labels of the definition."""

import re
from typing import Any

import pytest
from pydantic import TypeAdapter

from matters.language.clock import Limit
from matters.language.comparisons import COMPARISONS
from matters.language.conditions import AllOf, AnyOf, Compare, Condition, NotSo
from matters.language.document import Definition
from matters.language.form import (
    ChoiceField,
    ComputedField,
    DateField,
    DateTimeField,
    FormField,
    IntegerField,
    MoneyField,
    Option,
    TextField,
    YesNoField,
)
from matters.language.places import parts
from matters.language.quantities import SumOf
from matters.language.route.who import Instead, Who
from matters.language.single_answers import Filled, OneOf
from matters.language.words.phrases import Phrasing, phrasing_of
from matters.organisation.snapshot import Vocabulary
from storage.definitions.catalog import shipped_definitions

TOLD = Phrasing({"cross": "是否跨市", "count": "人数", "helper": "协办人", "money": "金额", "rows": "明细"})


def told(kind: Any, written: object) -> str:  # noqa: ANN401 - an annotated union
    """The phrase of what is written."""
    return TOLD.text(TypeAdapter(kind).validate_python(written))


@pytest.mark.parametrize(
    ("written", "phrase"),
    [
        ({"compare": "equals", "left": {"field": "cross"}, "right": {"value": True}}, "跨市"),
        ({"compare": "above", "left": {"field": "count"}, "right": {"value": 5}}, "人数超过5"),
        (
            {"compare": "at_least", "left": {"sum": "rows", "column": "money"}, "right": {"count": "rows"}},
            "明细中金额合计不小于明细数量",
        ),
        ({"compare": "below", "left": {"field": "count"}, "right": {"today_plus": 3}}, "人数早于当天之后 3 日"),
        ({"one_of": ["a", "b"], "field": "cross"}, "“是否跨市”为“a”或者“b”"),
        (
            {"all": [{"filled": "cross"}, {"any": [{"filled": "count"}, {"not": {"filled": "money"}}]}]},
            "填写了“是否跨市”，且（填写了“人数”，或者未填写“金额”）",
        ),
    ],
)
def test_conditions(written: object, phrase: str) -> None:
    """Nested ones in brackets."""
    assert told(Condition, written) == phrase


LARGE_ROW = {"compare": "above", "left": {"field": "total"}, "right": {"value": 50000}}
FIELDS: dict[str, FormField] = {
    "total": MoneyField(id="total", label="申报总额", type="money"),
    "sum": ComputedField(id="sum", label="合计", type="computed", value=SumOf(sum="rows", column="total"), unit="元"),
    "people": IntegerField(id="people", label="乘车人数", type="integer", unit="人"),
    "day": DateField(id="day", label="启用日期", type="date"),
    "minute": DateTimeField(id="minute", label="出发时间", type="datetime"),
    "cross": YesNoField(id="cross", label="是否跨市", type="yes_no"),
    "use": TextField(id="use", label="用途", type="text"),
    "kind": ChoiceField(
        id="kind",
        label="类别",
        type="choice",
        options=(Option(id="a", label="甲"), Option(id="b", label="乙"), Option(id="c", label="丙")),
    ),
}
OFFICIAL = Phrasing(
    {**{name: f.label for name, f in FIELDS.items()}, "rows": "经费明细", "a": "甲", "b": "乙", "c": "丙"}, FIELDS
)
NUMBERS = {
    "equals": "申报总额为200万元",
    "not_equals": "申报总额不为200万元",
    "above": "申报总额超过200万元",
    "at_least": "申报总额200万元以上（含）",
    "below": "申报总额不足200万元",
    "at_most": "申报总额200万元以下（含）",
}


@pytest.mark.parametrize(("comparison", "phrase"), NUMBERS.items())
def test_a_limit_reads_as_offices_write_it(comparison: str, phrase: str) -> None:
    """Every comparison of an amount; what does not hold is told by its opposite, not as a formula."""
    written = {"compare": comparison, "left": {"field": "total"}, "right": {"value": 2000000}}
    assert official(written) == phrase
    assert official({"not": {"not": written}}) == phrase
    assert official({"not": written}) == NUMBERS[COMPARISONS[comparison].denied]  # type: ignore[index]


@pytest.mark.parametrize(
    ("written", "phrase"),
    [
        (("at_least", {"field": "sum"}, {"value": "1000000.00"}), "合计100万元以上（含）"),
        (("above", {"field": "people"}, {"value": 5}), "乘车人数超过5人"),
        (("at_most", {"sum": "rows", "column": "total"}, {"value": 50000}), "经费明细中申报总额合计5万元以下（含）"),
        (("at_least", {"count": "rows"}, {"value": 3}), "经费明细数量3项以上（含）"),
        (
            ("at_least", {"count": "rows", "where": LARGE_ROW}, {"value": 3}),
            "经费明细中申报总额超过5万元的数量3项以上（含）",
        ),
        (("above", {"max_in": "rows", "column": "total"}, {"value": 50000}), "经费明细中申报总额最大值超过5万元"),
        (
            ("above", {"percent": {"field": "people"}, "of": {"field": "sum"}}, {"value": 30}),
            "乘车人数占合计的比例超过30%",
        ),
        (("above", {"minus": [{"field": "sum"}, {"field": "total"}]}, {"value": 0}), "合计减去申报总额的差超过0元"),
        (
            ("at_least", {"times": [{"plus": [{"field": "people"}, {"value": 1}]}, {"field": "total"}]}, {"value": 9}),
            "（乘车人数与1之和）与申报总额的乘积9以上（含）",
        ),
        (
            ("at_most", {"days_from": {"field": "minute"}, "to": {"field": "day"}}, {"value": 3}),
            "出发时间至启用日期的天数3日以下（含）",
        ),
        (("above", {"field": "total"}, {"field": "sum"}), "申报总额大于合计"),
        (("at_least", {"field": "day"}, {"value": "2026-05-01"}), "启用日期不早于2026年5月1日"),
        (("below", {"field": "day"}, {"today_plus": 3}), "启用日期早于当天之后 3 日"),
        (("at_most", {"field": "day"}, {"today_plus": 0}), "启用日期不晚于当天"),
        (("above", {"field": "minute"}, {"value": "2026-05-01T09:30"}), "出发时间晚于2026年5月1日 09:30"),
        (("equals", {"field": "cross"}, {"value": True}), "跨市"),
        (("not_equals", {"field": "cross"}, {"value": False}), "跨市"),
        (("equals", {"field": "cross"}, {"value": False}), "不属于跨市"),
        (("not_equals", {"field": "kind"}, {"value": "a"}), "“类别”未选“甲”"),
        (("equals", {"field": "use"}, {"value": "会议"}), "“用途”为“会议”"),
    ],
)
def test_each_kind_of_value_is_compared_in_its_own_words(written: tuple[str, object, object], phrase: str) -> None:
    """Amounts, numbers with their unit, rows, days, minutes, choices, text."""
    compare, left, right = written
    assert official({"compare": compare, "left": left, "right": right}) == phrase


@pytest.mark.parametrize(
    ("written", "phrase"),
    [
        ({"one_of": ["a"], "field": "kind"}, "“类别”选“甲”"),
        ({"one_of": ["a", "b", "c"], "field": "kind"}, "“类别”选“甲”“乙”或者“丙”"),
        ({"not": {"one_of": ["a", "b"], "field": "kind"}}, "“类别”未选“甲”或者“乙”"),
        ({"not": {"filled": "use"}}, "未填写“用途”"),
        ({"any_row": "rows", "where": LARGE_ROW}, "经费明细中任一行申报总额超过5万元"),
        ({"not": {"any_row": "rows", "where": LARGE_ROW}}, "经费明细中没有一行申报总额超过5万元"),
        ({"every_row": "rows", "where": {"not": LARGE_ROW}}, "经费明细中每一行申报总额5万元以下（含）"),
        (
            {"not": {"every_row": "rows", "where": {"any": [LARGE_ROW, {"filled": "use"}]}}},
            "经费明细中并非每一行（申报总额超过5万元，或者填写了“用途”）",
        ),
        (
            {"not": {"all": [{"filled": "use"}, {"filled": "day"}]}},
            "不属于以下情形（填写了“用途”，且填写了“启用日期”）",
        ),
    ],
)
def test_lists_and_what_does_not_hold_read_as_sentences(written: object, phrase: str) -> None:
    """The last of a list after 或者; a whole condition denied keeps its brackets."""
    assert official(written) == phrase


def official(written: object) -> str:
    """The phrase with the fields of a form."""
    return OFFICIAL.text(TypeAdapter[Any](Condition).validate_python(written))


@pytest.mark.parametrize("matter", shipped_definitions(), ids=lambda matter: f"{matter.code}v{matter.edition.version}")
def test_no_shipped_matter_reads_like_a_formula(matter: Definition) -> None:
    """Guides, pictures and differences of all matters: no bare comparison, no amount in loose digits."""
    told = phrasing_of(matter)
    conditions = [
        part for _, part in parts(matter) if isinstance(part, Compare | OneOf | Filled | AllOf | AnyOf | NotSo)
    ]
    assert not [c for c in conditions if re.search(r"不小于|不大于|不满足|\d{5}", c.phrase(told))]


@pytest.mark.parametrize(
    ("written", "phrase"),
    [
        ({"by": "post", "post": "clerk", "of": {"body": "owner"}}, "受理机构的“clerk”岗位"),
        ({"by": "head", "of": {"superior_of": {"body": "applicant"}}}, "申请单位的上级（行政隶属）主要负责人"),
        (
            {"by": "head", "of": {"duty": "finance", "region_of": {"body": "owner"}}},
            "受理机构所在地区负责“finance”的单位主要负责人",
        ),
        ({"by": "heads", "levels": 2, "of": {"body": "owner"}}, "受理机构起 2 级主要负责人依次"),
        ({"by": "role", "role": "window", "of": {"duty": "seals", "level": "county"}}, "县级负责“seals”的单位的受理岗"),
        ({"by": "liaison", "of": {"field": "helper"}}, "表单“协办人”中指定的单位的联络员"),
        ({"by": "field", "field": "helper"}, "表单“协办人”中指定的人员"),
        (
            {"by": "choice", "chooser": "applicant", "post": "clerk", "of": {"body": "owner"}},
            "由申请人在受理机构的“clerk”岗位中选定",
        ),
    ],
)
def test_actors(written: object, phrase: str) -> None:
    """Every rule has its own sentence."""
    assert told(Who, written) == phrase


@pytest.mark.parametrize(
    ("written", "phrase"),
    [
        ({"by": "post", "post": "clerk", "of": {"body": "owner"}}, "受理机构的印章管理岗"),
        (
            {"by": "post", "post": "chief", "of": {"duty": "seals", "level": "county"}},
            "县级负责“印章管理”的单位的“chief”岗位",
        ),
        (
            {"by": "choice", "chooser": "applicant", "post": "clerk", "of": {"duty": "cars"}},
            "由申请人在申请单位本级负责“cars”的单位的印章管理岗中选定",
        ),
        ({"by": "head", "of": {"duty": "supervision"}}, "申请单位本级负责“supervision”的单位主要负责人"),
    ],
)
def test_posts_and_duties_are_called_by_their_names(written: object, phrase: str) -> None:
    """As the organisation calls them; what it has no name for stays an id, and says what it is the id of."""
    named = Phrasing(vocabulary=Vocabulary({"clerk": "印章管理岗"}, {"seals": "印章管理"}))
    assert named.text(TypeAdapter[Any](Who).validate_python(written)) == phrase


def test_what_happens_instead() -> None:
    """A word, another person, or passing with its reason."""
    assert TOLD.text("superior", "nobody") == "由上级办理"
    assert told(Instead, {"to": {"by": "head", "of": {"body": "owner"}}}) == "改由受理机构主要负责人办理"
    assert told(Instead, {"passes": "无利害关系"}) == "自动通过（无利害关系）"


def test_limits() -> None:
    """Simple ones, and those of several situations."""
    by_case = {
        "kind": "by_case",
        "otherwise": {"kind": "at_once"},
        "cases": [{"when": {"filled": "money"}, "limit": {"kind": "working_days", "days": 5}}],
    }
    assert told(Limit, by_case) == "填写了“金额”的 5 个工作日；其他 当日"
    assert told(Limit, {"kind": "batches", "dates": ["03-01", "09-01"]}) == "每年3月1日、9月1日分批办理"


def test_a_label_is_not_taken_for_a_word() -> None:
    """A material called like a word of the language changes nothing about the word."""
    assert Phrasing({"superior": "上级文件"}).text("superior", "nobody") == "由上级办理"
    assert Phrasing({"superior": "上级文件"}).text(("superior",), "edit") == "上级文件"


def test_nothing_has_a_word_of_its_own() -> None:
    """Empty values read alike."""
    blanks: tuple[object, ...] = (None, "", (), {})
    assert {TOLD.text(empty) for empty in blanks} == {"（无）"}
