"""How values read in Chinese."""

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from matters.calendar import day_text
from matters.language.clock import AtOnce, BatchDates, CalendarDays, Limit, WorkingDays
from matters.language.form import FormField, RowsField
from matters.language.words.answers import (
    Names,
    answer_text,
    answer_texts,
    limit_text,
    minute_text,
    person_name,
    row_texts,
)
from matters.organisation.snapshot import Organisation
from tests.matters.language.test_due_dates import BY_CASE

_FIELD: TypeAdapter[FormField] = TypeAdapter(FormField)
OPTIONS = [{"id": "a", "label": "甲"}, {"id": "b", "label": "乙"}]


def field(kind: str, **more: Any) -> FormField:  # noqa: ANN401
    """A field of that kind."""
    return _FIELD.validate_python({"id": "it", "label": "项", "type": kind, **more})


@pytest.mark.parametrize(
    ("of", "value", "text"),
    [
        (field("text"), "文字", "文字"),
        (field("text"), None, ""),
        (field("text"), "", ""),
        (field("choice", options=OPTIONS), "a", "甲"),
        (field("choice", options=OPTIONS), "gone", "gone"),
        (field("choices", options=OPTIONS), ["a", "b"], "甲、乙"),
        (field("yes_no"), True, "是"),
        (field("yes_no"), False, "否"),
        (field("pledge", text="承诺"), True, "已承诺"),
        (field("pledge", text="承诺"), False, ""),
        (field("money"), "12.50", "12.50元"),
        (field("integer", unit="人"), 0, "0人"),
        (field("decimal", unit="公里"), "1.5", "1.5公里"),
        (field("datetime"), "2026-03-02T09:05", "2026年3月2日 09:05"),
        (field("date"), "2026-03-02", "2026年3月2日"),
        (field("date"), "someday", "someday"),
        (field("phone"), "5550100", "5550100"),
        (field("computed", value={"count": "rows"}, unit="行"), 2, "2行"),
    ],
)
def test_an_answer_reads_as_people_write_it(of: FormField, value: object, text: str) -> None:
    """Options by their label, numbers with unit, times in full."""
    assert answer_text(of, value) == text


COLUMNS = [{"id": "name", "label": "名称", "type": "text"}, {"id": "amount", "label": "金额", "type": "money"}]


def test_rows_read_one_line_each() -> None:
    """Every column by its label, what was left open not at all."""
    rows = field("rows", columns=COLUMNS)
    assert isinstance(rows, RowsField)
    assert answer_text(rows, [{"name": "服务器", "amount": "5.00"}, {"name": "线缆"}]) == (
        "1．名称：服务器；金额：5.00元\n2．名称：线缆"
    )
    assert answer_text(rows, []) == ""
    assert row_texts(rows, {"amount": "5.00"}) == (("名称", ""), ("金额", "5.00元"))


def test_people_and_bodies_read_by_name(organisation: Organisation) -> None:
    """By the name of that day; with their posts where namesakes must be told apart; nobody vanishes from old answers."""
    person, body, before = field("person"), field("body"), Names(organisation, date(2025, 6, 1))
    names = Names(organisation, date(2026, 3, 2), titled=True)
    assert answer_text(person, "p40", before) == organisation.person("p40").name
    assert answer_text(person, "p75", names).endswith("（样例县数字通信有限公司 工程部工程师、联络员）")
    assert answer_text(body, "county_logistics", before) == "样例县机关事务管理局"
    assert answer_text(body, "county_logistics", names) == "样例县机关事务管理中心"
    assert answer_text(person, "nobody", names) == "（人员已不在册）"
    assert answer_text(body, "nowhere", names) == "（单位已不存在）"
    assert answer_text(person, "p40") == "p40"
    bodies = field("bodies")
    assert answer_text(bodies, ["county_logistics", "nowhere"], names) == "样例县机关事务管理中心、（单位已不存在）"
    assert answer_text(bodies, ["county_logistics"]) == "county_logistics"


@pytest.mark.parametrize(("person", "name"), [("system", "系统"), ("local", "本机管理"), ("gone", "（人员已不在册）")])
def test_machines_have_names(organisation: Organisation, person: str, name: str) -> None:
    """They are in no organisation, and nobody who has left it."""
    assert person_name(organisation, person) == name


def test_people_in_rows_read_by_name(organisation: Organisation) -> None:
    """Names reach the cells."""
    rows = field("rows", columns=[{"id": "who", "label": "人员", "type": "person"}])
    text = answer_text(rows, [{"who": "p40"}], Names(organisation, date(2026, 3, 2)))
    assert text == f"1．人员：{organisation.person('p40').name}"


def test_all_answers_by_field() -> None:
    """Unanswered fields read as nothing."""
    assert answer_texts((field("text"),), {}) == {"it": ""}


def test_days_and_minutes_are_written_without_leading_zeros() -> None:
    """GB/T 9704-2012: 2026年3月2日."""
    assert day_text(date(2026, 3, 2)) == "2026年3月2日"
    assert minute_text("2026-03-02T09:05") == "2026年3月2日 09:05"
    assert minute_text("someday") == "someday"


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        (None, "未设时限"),
        (AtOnce(kind="at_once"), "当日"),
        (WorkingDays(kind="working_days", days=5), "5 个工作日"),
        (CalendarDays(kind="calendar_days", days=30), "30 日"),
        (BatchDates(kind="batches", dates=("03-01", "09-01")), "每年3月1日、9月1日分批办理"),
        (BY_CASE, "分情形，见办事指南"),
    ],
)
def test_limits_in_words(limit: Limit | None, text: str) -> None:
    """As the guide prints them."""
    assert limit_text(limit) == text
