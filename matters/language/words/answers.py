"""How answers, days and limits read in Chinese."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from matters.calendar import SHANGHAI, day_text, moment_text
from matters.language.clock import AtOnce, BatchDates, CalendarDays, LeadTime, Limit, Window, WorkingDays
from matters.language.comparisons import decimal_of
from matters.language.form import (
    BodiesField,
    BodyField,
    BookingField,
    ChoiceField,
    ChoicesField,
    ComputedField,
    DateField,
    DateTimeField,
    DecimalField,
    FormField,
    IntegerField,
    MoneyField,
    Option,
    PersonField,
    PledgeField,
    RowsField,
    YesNoField,
)
from matters.language.quantities import rows_of
from matters.language.recurring.periods import MONTHS
from matters.language.recurring.rule import AfterPeriod, Recurring
from matters.language.words.amounts import money_text
from matters.language.words.keys import word_name
from matters.organisation.resources import Slot, hold_of
from matters.organisation.snapshot import SYSTEM, Holder, Organisation

# Who acts without being in any organisation: what runs by itself, and the command line of the server.
MACHINES = {SYSTEM.person: "系统", "local": "本机管理"}


@dataclass(frozen=True, slots=True)
class Names:
    """What people and bodies are called on a day (名称). `titled`: people with body and title, to tell namesakes apart.

    `resources`: the names of bookable resources by id; they never change.
    """

    organisation: Organisation
    on: date
    titled: bool = False
    resources: Mapping[str, str] = field(default_factory=dict)

    def person(self, person_id: str) -> str:
        """A person; people who have left keep their name."""
        person = self.organisation.find_person(person_id)
        if person is None:
            return "（人员已不在册）"
        titles = self.titles(person_id) if self.titled else ""
        return f"{person.name}（{titles}）" if titles else person.name

    def titles(self, person_id: str) -> str:
        """Body and titles of every post the person holds: `样例县财政局 工作人员、联络员`."""
        held: dict[str, list[str]] = {}
        for post in self.organisation.posts_of(person_id, self.on):
            held.setdefault(post.body, []).append(post.title)
        return "；".join(f"{self.body(body)} {'、'.join(titles)}" for body, titles in held.items())

    def body(self, body_id: str) -> str:
        """A body by the name it had that day."""
        known = self.organisation.find_body(body_id)
        return self.organisation.body_name(body_id, self.on) if known else "（单位已不存在）"


def person_name(organisation: Organisation, person_id: str) -> str:
    """The name of a person or machine; people who have left keep theirs."""
    if person_id in MACHINES:
        return MACHINES[person_id]
    person = organisation.find_person(person_id)
    return person.name if person else "（人员已不在册）"


def who_acted(organisation: Organisation, actor: Holder, behalf: Holder | None) -> str:
    """Who acted, by name; “乙代甲” where somebody stood in (代理)."""
    name = person_name(organisation, actor.person)
    return f"{name}代{person_name(organisation, behalf.person)}" if behalf else name


def answer_text(field: FormField, value: object, names: Names | None = None) -> str:
    """An answer as people read it; empty when there is none. Without names people and bodies read as their ids."""
    if value is None or value == "":
        return ""
    match field:
        case RowsField():
            return "\n".join(_row_text(field, n, row, names) for n, row in enumerate(rows_of(value), 1))
        case PersonField() | BodyField() | BodiesField():
            return _names_text(field, value if isinstance(value, (list, tuple)) else [value], names)
        case BookingField():
            return booking_text(value, names.resources if names else {})
        case _:
            return _simple_text(field, value)


def _names_text(field: FormField, chosen: Iterable[object], names: Names | None) -> str:
    """People or bodies by name."""
    if names is None:
        return "、".join(map(str, chosen))
    name = names.person if isinstance(field, PersonField) else names.body
    return "、".join(name(str(one)) for one in chosen)


def _row_text(field: RowsField, number: int, row: Mapping[str, Any], names: Names | None) -> str:
    """A row as one line: `1．名称：服务器；金额：100.00元`."""
    cells = (f"{label}：{text}" for label, text in row_texts(field, row, names) if text)
    return f"{number}．{'；'.join(cells)}"


def row_texts(field: RowsField, row: Mapping[str, Any], names: Names | None = None) -> tuple[tuple[str, str], ...]:
    """The cells of one row of a repeating field, each as column and text."""
    return tuple((column.label, answer_text(column, row.get(column.id), names)) for column in field.columns)


def _simple_text(field: FormField, value: object) -> str:
    match field:
        case ChoiceField() | ChoicesField():
            return _labels(field.options, value if isinstance(value, (list, tuple)) else [value])
        case YesNoField():
            return "是" if value else "否"
        case PledgeField():
            return "已承诺" if value else ""
        case _ if is_money(field) and (amount := decimal_of(value)) is not None:
            return money_text(amount)
        case IntegerField() | DecimalField() | MoneyField() | ComputedField():
            return f"{value}{field.unit}"
        case DateField() | DateTimeField():
            return minute_text(str(value)) if "T" in str(value) else written_day(str(value))
    return str(value)


def is_money(field: object) -> bool:
    """Whether the answer is an amount of money (金额): typed, or computed in 元."""
    return isinstance(field, MoneyField) or (isinstance(field, ComputedField) and field.unit == MoneyField.unit)


def _labels(options: Iterable[Option], chosen: Iterable[object]) -> str:
    labels = {option.id: option.label for option in options}
    return "、".join(labels.get(str(one), str(one)) for one in chosen)


def booking_text(value: object, resources: Mapping[str, str]) -> str:
    """A booking: `会议室301，2026年11月23日 09:00—10:30`, with the number of seats where some are booked."""
    hold = hold_of(value)
    if hold is None:
        return ""
    seats = f"，{hold.seats} 座" if hold.seats else ""
    return f"{resources.get(hold.resource, hold.resource)}，{slot_text(hold.slot)}{seats}"


def slot_text(slot: Slot) -> str:
    """A stretch of time; the day once when it begins and ends on the same one."""
    begins, ends = slot.begins.astimezone(SHANGHAI), slot.ends.astimezone(SHANGHAI)
    until = "" if begins.date() == ends.date() else f"{day_text(ends.date())} "
    return f"{day_text(begins.date())} {begins:%H:%M}—{until}{ends:%H:%M}"


def answer_texts(
    fields: tuple[FormField, ...], answers: Mapping[str, Any], names: Names | None = None
) -> dict[str, str]:
    """All answers by field id."""
    return {field.id: answer_text(field, answers.get(field.id), names) for field in fields}


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
    return moment_text(when)


def windows_text(windows: Iterable[Window]) -> str:
    """The days on which filing is open, in words."""
    return "、".join(f"{_each(one.opens)}至{_of_window(one.closes)}" for one in windows)


def _each(day: str) -> str:
    return f"每年{_of_window(day)}" if "-" in day else f"每月{_of_window(day)}"


def _of_window(day: str) -> str:
    """A day of the year, or of any month, whose last one is called so."""
    month, _, number = day.rpartition("-")
    if month:
        return f"{int(month)}月{int(number)}日"
    return "月末" if number == "31" else f"{int(number)}日"


def recurring_text(rule: Recurring) -> str:
    """How often a report is owed and by when, in words."""
    every, due = word_name("every", rule.every), rule.due
    if isinstance(due, AfterPeriod):
        return f"{every}报送一次，期后 {due.working_days} 个工作日内报送"
    month = "" if MONTHS[rule.every] == 1 else f"第 {due.month} 个月的"
    return f"{every}报送一次，下一期{month}{due.day}日前报送，遇放假日顺延"


def batches_text(limit: BatchDates) -> str:
    """The days on which batches are handled, in words."""
    return f"每年{'、'.join(_of_window(day) for day in limit.dates)}"


def lead_text(lead: LeadTime) -> str:
    """How long before, in words."""
    days = f"{lead.working_days} 个工作日" if lead.working_days else ""
    hours = f"{lead.hours} 小时" if lead.hours else ""
    return "、".join(part for part in (days, hours) if part)


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
        case BatchDates():
            return f"{batches_text(limit)}分批办理"
        case _:
            return "分情形，见办事指南"
