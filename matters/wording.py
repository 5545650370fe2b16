"""How answers, days and limits read in Chinese."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from matters.definition.clock import AtOnce, CalendarDays, Limit, WorkingDays
from matters.definition.form import (
    ChoiceField,
    ChoicesField,
    DateField,
    DateTimeField,
    DecimalField,
    FormField,
    IntegerField,
    MoneyField,
    PledgeField,
    YesNoField,
)


def answer_text(field: FormField, value: object) -> str:
    """An answer as people read it; empty when there is none."""
    if value is None or value == "":
        return ""
    match field:
        case ChoiceField() | ChoicesField():
            labels = {option.id: option.label for option in field.options}
            chosen = value if isinstance(value, (list, tuple)) else [value]
            return "、".join(labels.get(str(one), str(one)) for one in chosen)
        case YesNoField():
            return "是" if value else "否"
        case PledgeField():
            return "已承诺" if value else ""
        case MoneyField():
            return f"{value}元"
        case IntegerField() | DecimalField():
            return f"{value}{field.unit}"
        case DateField() | DateTimeField():
            return minute_text(str(value)) if "T" in str(value) else written_day(str(value))
    return str(value)


def answer_texts(fields: tuple[FormField, ...], answers: Mapping[str, Any]) -> dict[str, str]:
    """All answers by field id."""
    return {field.id: answer_text(field, answers.get(field.id)) for field in fields}


def written_day(value: str) -> str:
    """A day such as 2026-03-02 as 2026年3月2日."""
    try:
        return day_text(date.fromisoformat(value))
    except ValueError:
        return value


def minute_text(value: str) -> str:
    """A wall-clock minute such as 2026-03-02T09:30 as 2026年3月2日 09:30."""
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return value
    return f"{day_text(when.date())} {when:%H:%M}"


def day_text(day: date) -> str:
    """A day as 2026年3月2日, without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def limit_text(limit: Limit | None) -> str:
    """A limit in words."""
    match limit:
        case None:
            return "未设时限"
        case AtOnce():
            return "当日"
        case WorkingDays():
            return f"{limit.days} 个工作日"
        case CalendarDays():
            return f"{limit.days} 日"
        case _:
            return "分情形，见办事指南"
