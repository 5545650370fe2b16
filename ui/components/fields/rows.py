"""Repeating rows (重复行): one line or one card per row, with its columns' widgets; rows are added and deleted in place.

The rows live in the session as answers, not in the widgets: a widget that is not drawn, on another page of the table,
is forgotten by Streamlit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from matters.filing.asked import complete_row, shown_columns, still_chosen
from matters.language.form import FieldBase, LongTextField, PledgeField, RowsField, SimpleField
from matters.language.quantities import filled
from ui.components.fields.widget import FieldSlot, answer, ask, draw, given, keep_chosen, note, notes, start
from ui.components.markup import plain, show, tag
from ui.components.wording import asked_as
from ui.session import today

PAGE = 10  # rows with some five widgets each: a page that is drawn anew in well under a second
ON_ONE_LINE = 4  # columns that stand beside each other in two thirds of a screen of 1366 pixels
_TO_A_LINE = 3


@dataclass
class RowLine:
    """A row on the page: a number that stays with it, and its answers by column."""

    number: int
    cells: dict[str, Any] = field(default_factory=dict)
    gone: bool = False  # deleted, but still in its place: the row below must not move under a second click


@start.register
def _(field: RowsField, value: Any) -> list[RowLine]:  # noqa: ANN401
    rows = value if isinstance(value, (list, tuple)) else ()
    ids = {column.id for column in field.computed}
    lines = [RowLine(n, {key: cell for key, cell in row.items() if key not in ids}) for n, row in enumerate(rows)]
    wanted = max(1, field.at_least) if field.required == "always" else 0
    return lines or [RowLine(number) for number in range(min(wanted, PAGE))]


@answer.register
def _(field: RowsField, raw: Any) -> list[dict[str, Any]] | None:  # noqa: ANN401
    """The rows as they stand; blank ones at the end are an offer, not an answer."""
    rows = [{key: value for key, value in line.cells.items() if filled(value)} for line in _live(raw or ())]
    while rows and not rows[-1]:
        rows.pop()
    return rows or None


@draw.register
def _(field: RowsField, slot: FieldSlot) -> None:
    lines: list[RowLine] = st.session_state[slot.key]
    table = Table(field, slot, lines)
    helps = [
        tag("p", f"{one.label}：{one.help}", class_="once-note") for one in field.columns if one.help and table.flat
    ]
    show(tag("p", field.label + asked_as(field, slot.answers), class_="once-label"), note(field), *helps)
    with st.container(key=f"{slot.key}.rows"):
        table.draw()


@notes.register
def _(field: RowsField, slot: FieldSlot) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Table:
    """The rows of one field as they are drawn."""

    field: RowsField
    slot: FieldSlot
    lines: list[RowLine]

    @property
    def flat(self) -> bool:
        """Whether a row fits on one line under a head."""
        tall = any(isinstance(column, (LongTextField, PledgeField)) for column in self.field.columns)
        return len(self.field.columns) <= ON_ONE_LINE and not tall

    def draw(self) -> None:
        """A page of rows, then what can be done with the table."""
        pages = max(1, -(-len(self.lines) // PAGE))
        page = st.session_state[self._page] = min(int(st.session_state.get(self._page, 1)), pages)
        if self.flat and self.lines:
            with st.container(key=f"{self.slot.key}.head"):
                for place, column in zip(self._places(), self.field.columns, strict=False):
                    place.markdown(f"**{plain(column.label + asked_as(column, unit=getattr(column, 'unit', '')))}**")
        positions = {line.number: position for position, line in enumerate(_live(self.lines), 1)}
        for line in self.lines[(page - 1) * PAGE : page * PAGE]:
            if line.gone:
                self._deleted(line)
            else:
                self._line(positions[line.number], line)
        if pages > 1:
            st.pagination(pages, key=self._page)
        self._foot()

    @property
    def _page(self) -> str:
        return f"{self.slot.key}.page"

    def _places(self) -> list[DeltaGenerator]:
        return list(st.columns([*(3 for _ in self.field.columns), 2], vertical_alignment="center"))

    def _line(self, position: int, line: RowLine) -> None:
        asked = shown_columns(self.field.columns, line.cells, self.slot.answers, today())
        if self.flat:
            *places, last = self._places()
            for place, column in zip(places, self.field.columns, strict=True):
                with place:
                    if column in asked:
                        self._cell(line, column, f"第 {position} 行")
            with last:
                self._delete(line)
            return
        with st.container(border=True, key=f"{self.slot.key}.card.{line.number}"):
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                show(tag("p", f"第 {position} 行", class_="once-label"))
                self._delete(line)
            for some in _by_three(asked):
                for place, column in zip(st.columns(_TO_A_LINE), some, strict=False):
                    with place:
                        self._cell(line, column)

    def _cell(self, line: RowLine, column: SimpleField, row: str = "") -> None:
        if column.id in self.field.taken_over:
            show(tag("p", f"{'' if self.flat else column.label + '：'}由台账带出", class_="once-note"))
            return
        slot = replace(
            self.slot,
            key=f"{self.slot.key}.{line.number}.{column.id}",
            row=row,
            compact=True,
            answers={**self.slot.answers, **complete_row(self.field, line.cells, self.slot.answers, today())},
        )
        value = still_chosen(column, line.cells.get(column.id), slot.answers, today())
        keep_chosen(column, slot, value)
        ask(column, replace(slot, changed=lambda: self._keep(line, column, slot)), value)

    def _keep(self, line: RowLine, column: FieldBase, slot: FieldSlot) -> None:
        line.cells[column.id] = given(column, slot)
        self._changed()

    def _deleted(self, line: RowLine) -> None:
        if self.flat:
            places = self._places()
            button = places[-1]
            places[0].markdown("（已删除）")
        else:
            box = st.container(border=True, key=f"{self.slot.key}.card.{line.number}")
            button = box.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
            button.markdown("（已删除）")
        button.button("删除", key=f"{self.slot.key}.{line.number}.deleted", disabled=True)

    def _delete(self, line: RowLine) -> None:
        st.button("删除", key=f"{self.slot.key}.{line.number}.delete", on_click=self._drop, args=(line,))

    def _drop(self, line: RowLine) -> None:
        line.gone = True
        line.cells.clear()
        self._changed()

    def _changed(self) -> None:
        if self.slot.changed:
            self.slot.changed()

    def _foot(self) -> None:
        most, live = self.field.at_most, len(_live(self.lines))
        with st.container(horizontal=True, vertical_alignment="center"):
            full = live >= most
            st.button("增加一行", key=f"{self.slot.key}.add", on_click=self._add, disabled=full)
            show(tag("p", f"共 {live} 行" + (f"，最多 {most} 行" if full else ""), class_="once-note"))

    def _add(self) -> None:
        self.lines.append(RowLine(max((line.number for line in self.lines), default=-1) + 1))
        st.session_state[self._page] = -(-len(self.lines) // PAGE)


def _live(lines: Iterable[RowLine]) -> list[RowLine]:
    return [line for line in lines if not line.gone]


def _by_three(columns: tuple[SimpleField, ...]) -> Iterator[tuple[SimpleField, ...]]:
    for begin in range(0, len(columns), _TO_A_LINE):
        yield columns[begin : begin + _TO_A_LINE]
