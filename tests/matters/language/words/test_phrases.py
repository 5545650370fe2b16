"""Phrases: conditions, actors, bodies and limits in Chinese, with the labels of the definition."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from matters.language.clock import Limit
from matters.language.conditions import Condition
from matters.language.route.who import Instead, Who
from matters.language.words.phrases import Phrasing
from matters.organisation.snapshot import Vocabulary

TOLD = Phrasing({"cross": "是否跨市", "count": "人数", "helper": "协办人", "money": "金额", "rows": "明细"})


def told(kind: Any, written: object) -> str:  # noqa: ANN401 - an annotated union
    """The phrase of what is written."""
    return TOLD.text(TypeAdapter(kind).validate_python(written))


@pytest.mark.parametrize(
    ("written", "phrase"),
    [
        ({"compare": "equals", "left": {"field": "cross"}, "right": {"value": True}}, "“是否跨市”为“是”"),
        ({"compare": "above", "left": {"field": "count"}, "right": {"value": 5}}, "“人数”大于5"),
        (
            {"compare": "at_least", "left": {"sum": "rows", "column": "money"}, "right": {"count": "rows"}},
            "“明细”的“金额”合计不小于“明细”行数",
        ),
        ({"compare": "below", "left": {"field": "count"}, "right": {"today_plus": 3}}, "“人数”小于当天起第 3 日"),
        ({"one_of": ["a", "b"], "field": "cross"}, "“是否跨市”为“a”“b”之一"),
        (
            {"all": [{"filled": "cross"}, {"any": [{"filled": "count"}, {"not": {"filled": "money"}}]}]},
            "“是否跨市”已填写且（“人数”已填写或不满足（“金额”已填写））",
        ),
    ],
)
def test_conditions(written: object, phrase: str) -> None:
    """Nested ones in brackets."""
    assert told(Condition, written) == phrase


@pytest.mark.parametrize(
    ("written", "phrase"),
    [
        ({"by": "post", "post": "clerk", "of": {"body": "owner"}}, "受理机构的“clerk”岗位"),
        ({"by": "head", "of": {"superior_of": {"body": "applicant"}}}, "申请单位的上级（行政隶属）主要负责人"),
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
    assert told(Limit, by_case) == "“金额”已填写的 5 个工作日；其他 当日"
    shares = [{"of": {"body": "owner"}, "days": 2}, {"of": {"duty": "seals"}, "days": 3}]
    assert (
        told(Limit, {"kind": "split", "shares": shares})
        == "受理机构 2 个工作日，申请单位本级负责“seals”的单位 3 个工作日"
    )
    assert told(Limit, {"kind": "batches", "dates": ["03-01", "09-01"]}) == "每年 03-01、09-01 分批办理"


def test_a_label_is_not_taken_for_a_word() -> None:
    """A material called like a word of the language changes nothing about the word."""
    assert Phrasing({"superior": "上级文件"}).text("superior", "nobody") == "由上级办理"
    assert Phrasing({"superior": "上级文件"}).text(("superior",), "edit") == "上级文件"


def test_nothing_has_a_word_of_its_own() -> None:
    """Empty values read alike."""
    blanks: tuple[object, ...] = (None, "", (), {})
    assert {TOLD.text(empty) for empty in blanks} == {"（无）"}
