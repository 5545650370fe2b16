"""Every formula and condition once as it is written, with how it then reads: for the admin's quick reference (写法速查).

The examples hang on one imagined form, whose fields are written by their ids and read by their labels.
"""

from collections.abc import Iterator
from typing import Any

import yaml
from pydantic import TypeAdapter

from matters.language.conditions import Condition, Quantity
from matters.language.form import FormField
from matters.language.quantities import Term
from matters.language.words.phrases import phrasing_among

_FORM: TypeAdapter[tuple[FormField, ...]] = TypeAdapter(tuple[FormField, ...])
_TERM: TypeAdapter[Quantity | Condition] = TypeAdapter(Quantity | Condition)
_FIELDS = """
- {id: people, label: 参会人数, type: integer, unit: 人}
- {id: staff, label: 工作人员, type: integer, unit: 人}
- {id: start_on, label: 开始日期, type: date}
- {id: end_on, label: 结束日期, type: date}
- {id: use, label: 用途, type: choice, options: [{id: meeting, label: 会议}, {id: other, label: 其他}]}
- id: costs
  label: 费用明细
  type: rows
  columns: [{id: price, label: 单价, type: money}, {id: amount, label: 小计, type: money}]
"""
FORMULAS = (
    "{field: people}",
    "{value: 10}",
    "{today_plus: 3}",
    "{plus: [{field: people}, {field: staff}]}",
    "{minus: [{field: people}, {field: staff}]}",
    "{times: [{field: people}, {value: 340}]}",
    "{percent: {field: staff}, of: {field: people}}",
    "{days_from: {field: start_on}, to: {field: end_on}}",
    "{min: [{field: people}, {field: staff}]}",
    "{max: [{field: people}, {field: staff}]}",
    "{sum: costs, column: amount}",
    "{min_in: costs, column: price}",
    "{max_in: costs, column: price}",
    "{count: costs}",
    "{count: costs, where: {filled: price}}",
)
CONDITIONS = (
    "{compare: above, left: {field: people}, right: {value: 100}}",
    "{one_of: [meeting], field: use}",
    "{filled: use}",
    "{any_row: costs, where: {compare: above, left: {field: price}, right: {value: 400}}}",
    "{every_row: costs, where: {compare: at_most, left: {field: price}, right: {value: 400}}}",
    "{all: [{filled: use}, {filled: end_on}]}",
    "{any: [{filled: use}, {filled: end_on}]}",
    "{not: {filled: use}}",
)


def term_of(written: str) -> Term:
    """The formula or condition that is written so."""
    return _TERM.validate_python(yaml.safe_load(written))


def examples() -> Iterator[tuple[str, str]]:
    """Each as it is written and as it reads."""
    fields: list[Any] = yaml.safe_load(_FIELDS)
    words = phrasing_among(_FORM.validate_python(fields))
    yield from ((written, term_of(written).phrase(words)) for written in (*FORMULAS, *CONDITIONS))
