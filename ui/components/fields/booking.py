"""Booking a resource (资源预约): which one, from when to when, with what is free of it on that day.

The answer lives in the session as it is, not in its widgets: they show it and change one part of it each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import streamlit as st

from flows.views.bookings import DayView, ResourceLine
from matters.calendar import SHANGHAI
from matters.language.form import BookingField
from matters.language.quantities import filled
from ui.components.days import ask_minute
from ui.components.fields.widget import FieldSlot, answer, draw, note, notes, start
from ui.components.markup import show, table, tag
from ui.components.messages import granted
from ui.components.wording import asked_as, day
from ui.session import caller, service, today

_QUARTER = 900  # seconds
_GONE = "（已停用，请重新选择）"


@start.register
def _(field: BookingField, value: Any) -> dict[str, Any]:  # noqa: ANN401
    return dict(value) if isinstance(value, Mapping) else {}


@answer.register
def _(field: BookingField, raw: Any) -> object:  # noqa: ANN401
    """The parts given so far; what is missing is told when it is handed in."""
    return {key: value for key, value in (raw or {}).items() if filled(value)} or None


@draw.register
def _(field: BookingField, slot: FieldSlot) -> None:
    show(tag("p", field.label + asked_as(field, slot.answers), class_="once-label"), note(field))
    with st.container(key=f"{slot.key}.booking"):
        Booking(field, slot, st.session_state[slot.key]).draw()


@notes.register
def _(field: BookingField, slot: FieldSlot) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Booking:
    """The widgets of one booking. `parts`: the answer so far."""

    field: BookingField
    slot: FieldSlot
    parts: dict[str, Any]

    def draw(self) -> None:
        """Choose, then see the day."""
        lines = self._offered()
        left, begins, ends = st.columns([2, 1, 1])
        with left:
            self._choose(lines)
        with begins:
            self._moment("from", "开始时间")
        with ends:
            self._moment("to", "结束时间")
        if self.field.by_seat:
            self._show("count", self.parts.get("count"))
            st.number_input("座位数", min_value=1, step=1, value=None, **self._common("count"))
        known = next((line for line in lines if line.id == self.parts.get("resource")), None)
        limits = f"最多提前 {self.field.days_ahead} 日，一次不超过 {self.field.longest_hours} 小时，按整刻填写。"
        notes = f"{known.name}：{known.notes}" if known and known.notes else ""
        show(*(tag("p", line, class_="once-note") for line in (limits, notes) if line))
        if known:
            show_day(granted(service().bookings.slots(caller(), known.id, self._day())), self.field.by_seat)

    def _offered(self) -> tuple[ResourceLine, ...]:
        """The resources of the body the field means; as long as it is open, all of that kind. The rule judges the filing."""
        body = granted(service().bookings.lender(caller(), self.field.of, self.slot.parties, self.slot.answers))
        return tuple(granted(service().bookings.list(caller(), body, self.field.resource)).items)

    def _choose(self, lines: tuple[ResourceLine, ...]) -> None:
        names = {line.id: f"{line.name}（{line.capacity} 座，{line.body_name}）" for line in lines}
        chosen = self.parts.get("resource")
        options = [*names, *([chosen] if chosen and chosen not in names else [])]
        self._show("resource", chosen)
        st.selectbox(
            "预约的资源",
            options,
            index=None,
            format_func=lambda one: names.get(one, _GONE),
            placeholder="请选择",
            **self._common("resource"),
        )
        if not lines:
            show(tag("p", "目前没有可预约的资源，请联系受理机构。", class_="once-note"))

    def _moment(self, part: str, label: str) -> None:
        self._show(part, _moment(self.parts.get(part)))
        ask_minute(label, _QUARTER, **self._common(part))

    def _day(self) -> date:
        begins = _moment(self.parts.get("from"))
        return begins.date() if begins else today()

    def _show(self, part: str, value: object) -> None:
        """The answer is what the widget shows, also when it was changed in another tab."""
        st.session_state[self._key(part)] = value

    def _common(self, part: str) -> dict[str, Any]:
        return {"key": self._key(part), "on_change": self._keep, "args": (part,)}

    def _keep(self, part: str) -> None:
        """Runs as a callback, before the page."""
        value = st.session_state[self._key(part)]
        self.parts[part] = f"{value.replace(tzinfo=SHANGHAI):%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else value
        if self.slot.changed:
            self.slot.changed()

    def _key(self, part: str) -> str:
        return f"{self.slot.key}.{part}"


def show_day(view: DayView, by_seat: bool) -> None:
    """What is free of a resource on a day, and what is taken."""
    if not view.in_service:
        show(tag("p", f"{view.resource.name}在{day(view.day)}不接受预约。", class_="once-alert"))
        return
    rows = []
    for part in view.stretches:
        begins, ends = part.begins.astimezone(SHANGHAI), part.ends.astimezone(SHANGHAI)
        until = f"{ends:%H:%M}" if ends.date() == view.day else "24:00"
        rows.append((f"{begins:%H:%M}—{until}", _state(part.left, view.resource.capacity, by_seat)))
    show(table((day(view.day), view.resource.name), rows))


def _state(left: int, capacity: int, by_seat: bool) -> str:
    if by_seat:
        return f"余 {left} 座" if left else "已约满"
    return "空闲" if left == capacity else "已预约"


def _moment(value: object) -> datetime | None:
    """The minute of a part as a widget shows it."""
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
