"""What the stub service tells of figures: a few cases of one body, a matter that falls short, and a month without any."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.figures.telling import told, value_of
from flows.views.base import Page
from flows.views.people import Caller
from flows.views.supervision import (
    BehindLine,
    BoardGroup,
    BoardQuery,
    BoardRow,
    BoardView,
    FigureBehind,
    StepTimeView,
)
from matters.figures.catalogue import BOARD, BY_ID, BY_WEEKDAY, FIGURES, Sums

if TYPE_CHECKING:
    from tests.ui.stub import StubService

SUMS = {
    "matters": 10,
    "at_most_once": 5,
    "online": 9,
    "filed": 12,
    "monday": 7,
    "friday": 5,
    "concluded": 4,
    "timed": 4,
    "on_time": 3,
    "once": 4,
    "sealed": 4,
    "minutes": 480,
    "days_before": 10,
    "days_saved": 4,
}
_IN_ROWS = ("filed", "on_time", "once_by_matters")
_GROUPS = (
    ("region", "地区", "990121", "样例县"),
    ("level", "层级", "county", "县级"),
    ("body", "受理机构", "logistics", "样例中心"),
    ("matter", "事项", "MS032", "公务用车派车"),
    ("month", "月份", "2026-03", "2026-03"),
)


def row(key: str, name: str, sums: Sums) -> BoardRow:
    """What the figures are there."""
    values = {one: value_of(BY_ID[one], sums, BY_ID[one].goal) for one in _IN_ROWS}
    return BoardRow(key=key, name=name, values=values)


def board(query: BoardQuery) -> BoardView:
    """Nothing was filed in 2026-02."""
    sums: Sums = {} if query.until == "2026-02" else SUMS
    groups = (
        BoardGroup(id=aspect, name=name, rows=(row(key, told_as, sums),)) for aspect, name, key, told_as in _GROUPS
    )
    step = StepTimeView(matter="MS032", matter_name="公务用车派车", step_name="审批", done=4, hours=1.5)
    return BoardView(
        since=query.since or "2025-04",
        until=query.until or "2026-03",
        board=BOARD,
        figures=tuple(told(one, sums) for one in FIGURES),
        weekdays=tuple(told(one, sums) for one in BY_WEEKDAY),
        groups=(*groups, BoardGroup(id="batch", name="目录批次", rows=())),
        slowest=(step,) if sums else (),
    )


@dataclass
class Figures:
    """The desk."""

    stub: "StubService"

    def board(self, caller: Caller, query: BoardQuery = BoardQuery()) -> Any:  # noqa: ANN401, B008 - what the test says
        return self.stub.answer("figures", board(query))

    def behind(
        self,
        caller: Caller,
        figure_id: str,
        query: BoardQuery,
        page: object = 1,
        *,
        counted: bool = True,
    ) -> Any:  # noqa: ANN401 - what the test says
        figure = told(BY_ID[figure_id], SUMS)
        line = {
            "cases": BehindLine(id="YL-1", name="公务用车派车：第 1 件", note="已办结"),
            "matters": BehindLine(id="MS032", name="公务用车派车", note="一次不跑"),
            "bodies": BehindLine(id="logistics", name="样例中心", note="县级"),
        }[figure.of]
        where = Page(page=1, size=20, total=1)
        return self.stub.answer("behind", FigureBehind(figure=figure, counted=counted, items=(line,), page=where))
