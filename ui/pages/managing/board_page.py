"""一屏统览: the figures of those one watches over, large and by every aspect; each number leads to what it counts."""

import streamlit as st

from flows.views.people import Caller
from flows.views.supervision import BoardGroup, BoardQuery, BoardView, FigureView
from ui.components.exporting import export_links
from ui.components.figures import (
    BOARD,
    address,
    asked_for,
    bars,
    behind,
    earlier,
    grouped,
    leading,
    meanings,
    narrowed,
    table,
    tiles,
)
from ui.components.links import Place
from ui.components.markup import Html, show, tag
from ui.components.messages import granted
from ui.session import caller, service

PLACE = Place(BOARD, "一屏统览", rank=56, roles=frozenset({"supervisor"}))
_NARROWED = {"region": "地区", "level": "层级", "body": "受理机构", "matter": "事项", "batch": "目录批次"}
_MOST = 10  # bodies of a ranking
_MONTHS = 24  # that can be compared


def page() -> None:
    """What is asked for stands in the address alone: a board can be sent on as it is seen."""
    who, query = caller(), asked_for(st.query_params.to_dict())
    st.title(PLACE.title, anchor=False)
    view = granted(service().figures.board(who, query))
    _asked(view, query)
    by_id = {figure.id: figure for figure in view.figures}
    tiles((by_id[one] for one in view.board), query)
    _aspects(view, query)
    left, right = st.columns(2)
    with left:
        _ranking(view, query)
        _weekdays(view, query)
    with right:
        _slowest(view)
        _compared(who, view, query)
    st.header("全部指标和口径", anchor=False)
    meanings(view.figures, query)
    export_links("figures", query)


def _asked(view: BoardView, query: BoardQuery) -> None:
    """Of what it is, and the way to other months and back to the whole."""
    names = {group.id: {row.key: row.name for row in group.rows} for group in view.groups}
    said = [f"{view.since} 至 {view.until}"]
    for aspect, called in _NARROWED.items():
        key = getattr(query, aspect)
        if key is not None:
            said.append(f"{called}：{names[aspect].get(str(key), str(key))}")
    before = earlier(view.until)
    spans = {
        f"只看 {view.until}": (view.until, view.until),
        f"只看 {before}": (before, before),
        "近十二个月": (None, None),
    }
    ways = [
        leading(name, address(BOARD, query.model_copy(update={"since": since, "until": until})))
        for name, (since, until) in spans.items()
    ]
    whole = [leading("清除筛选", f"/{BOARD}")] if query != BoardQuery() else []
    parts = (part for way in (*ways, *whole) for part in (way, Html("　")))
    show(tag("p", "；".join(said), Html("　"), *parts, class_="once-note"))


def _aspects(view: BoardView, query: BoardQuery) -> None:
    """By region, level, body, matter, batch and month; of an aspect without rows there is no tab."""
    named = {figure.id: figure.name for figure in view.figures}
    groups = [group for group in view.groups if group.rows]
    for tab, group in zip(st.tabs([group.name for group in groups]), groups, strict=True):
        with tab:
            grouped(group, named, query)


def _ranking(view: BoardView, query: BoardQuery) -> None:
    """Those first that concluded the largest share on time, and of equals those that concluded more."""
    st.header("单位排名（按时率）", anchor=False)
    found = [(row, row.values["on_time"]) for row in _group(view, "body").rows]
    there = [(row, value, value.value) for row, value in found if value.value is not None]
    if not there:
        st.info("所选月份没有办结的、有办结期限的办件。")
        return
    there.sort(key=lambda one: (-one[2], -(one[1].denominator or 0), one[0].name))
    told = (
        (f"{place}. {row.name}", behind("on_time", value, narrowed(query, "body", row.key)), share)
        for place, (row, value, share) in enumerate(there[:_MOST], start=1)
    )
    bars(("受理机构", "按时率"), told)


def _weekdays(view: BoardView, query: BoardQuery) -> None:
    st.header("周几提交", anchor=False)
    bars(("", "提交的办件"), ((day.name, behind(day, day, query), day.numerator) for day in view.weekdays))


def _slowest(view: BoardView) -> None:
    """Where the time goes."""
    st.header("等候最久的环节", anchor=False)
    if not view.slowest:
        st.info("所选月份没有办结的办件。")
        return
    told = (
        (f"{one.matter_name}：{one.step_name}", f"平均 {one.hours:g} 小时，{one.done} 次", one.hours * one.done)
        for one in view.slowest
    )
    bars(("事项和环节", "等候（图为累计）"), told)


def _compared(who: Caller, view: BoardView, query: BoardQuery) -> None:
    """Two months side by side, the last two where none is chosen."""
    st.header("两个月对比", anchor=False)
    months = [view.until]
    while len(months) < _MONTHS:
        months.append(earlier(months[-1]))
    first = st.selectbox("前一个月", months, index=1, key="board.first")
    second = st.selectbox("后一个月", months, key="board.second")
    before, after = narrowed(query, "month", first), narrowed(query, "month", second)
    both = (granted(service().figures.board(who, month)).figures for month in (before, after))
    rows = (
        (one.name, behind(one, one, before), behind(other, other, after), _change(one, other))
        for one, other in zip(*both, strict=True)
        if one.of == "cases"
    )
    table(("指标", first, second, "增减"), rows)


def _change(before: FigureView, after: FigureView) -> str:
    """In the unit of the figure, of shares in percentage points (百分点)."""
    if before.value is None or after.value is None:
        return "—"
    unit = "个百分点" if after.unit == "%" else after.unit
    return f"{after.value - before.value:+.4g} {unit}"


def _group(view: BoardView, aspect: str) -> BoardGroup:
    return next(group for group in view.groups if group.id == aspect)
