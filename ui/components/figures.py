"""Figures on pages: on tiles, in tables and with bars, each a link to what it counts; lights in word and shape too."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from flows.views.supervision import LIGHT_NAMES, BoardGroup, BoardQuery, FigureValue, FigureView
from ui.components.markup import Html, show, tag

BOARD, FIGURE = "board", "figure"  # the addresses of the pages
_SHAPES = {"met": "●", "missed": "▲"}
_FULL = 100


def address(page: str, query: BoardQuery, **more: str) -> str:
    """Of a page, with what is asked for."""
    asked = {**query.model_dump(mode="json", exclude_none=True), **more}
    return f"/{page}?{urlencode(asked)}" if asked else f"/{page}"


def asked_for(given: Mapping[str, str]) -> BoardQuery:
    """What the address asks for; what is no part of it, or cannot be, is left alone."""
    parts = {name: value for name, value in given.items() if name in BoardQuery.model_fields}
    try:
        return BoardQuery.model_validate(parts)
    except ValueError:
        return BoardQuery()


def leading(label: str, href: str) -> Html:
    """A link that loads the page anew."""
    return tag("a", label, href=href, target="_self")


def behind(figure: FigureView | str, value: FigureValue, query: BoardQuery) -> Html:
    """The value, leading to what it counts, with its light."""
    name = figure if isinstance(figure, str) else figure.id
    told = leading(value.text, address(FIGURE, query, figure=name))
    return Html(told + light(value))


def light(value: FigureValue) -> Html:
    """Whether the goal is reached, in a word and a shape."""
    if value.light is None:
        return Html("")
    return tag("span", f" {_SHAPES[value.light]} {LIGHT_NAMES[value.light]}", class_=f"once-light-{value.light}")


def tiles(figures: Iterable[FigureView], query: BoardQuery) -> None:
    """Figures that are read from across the room."""
    show(tag("div", *(_tile(figure, query) for figure in figures), class_="once-tiles"))


def _tile(figure: FigureView, query: BoardQuery) -> Html:
    parts = f"{figure.numerator} / {figure.denominator}" if figure.denominator is not None else figure.period
    return tag(
        "div",
        tag("div", figure.name, class_="once-tile-name"),
        tag("div", leading(figure.text, address(FIGURE, query, figure=figure.id)), class_="once-tile-value"),
        tag("div", parts, light(figure), class_="once-note"),
        class_="once-tile",
        title=figure.meaning,
    )


def meanings(figures: Iterable[FigureView], query: BoardQuery) -> None:
    """Every figure with what it is worked out of."""
    head = ("指标", "值", "分子", "分母", "目标值", "含义")
    rows = (
        (
            figure.name,
            behind(figure, figure, query),
            f"{figure.numerator}（{figure.numerator_meaning}）",
            "" if figure.denominator is None else f"{figure.denominator}（{figure.denominator_meaning}）",
            "" if figure.goal is None else f"{figure.goal}%",
            tag("span", f"{figure.meaning}。期间：{figure.period}", class_="once-note"),
        )
        for figure in figures
    )
    table(head, rows)


def grouped(group: BoardGroup, named: Mapping[str, str], query: BoardQuery) -> None:
    """One aspect: each name leads to the board of it alone, each value to what it counts there."""
    names = [one for one in named if any(one in row.values for row in group.rows)]
    rows = []
    for row in group.rows:
        within = narrowed(query, group.id, row.key)
        values = (behind(one, row.values[one], within) for one in names)
        rows.append((leading(row.name, address(BOARD, within)), *values))
    table((group.name, *(named[one] for one in names)), rows)


def narrowed(query: BoardQuery, aspect: str, key: str) -> BoardQuery:
    """The same of one region, body, matter, batch or month alone."""
    more: dict[str, str] = {"since": key, "until": key} if aspect == "month" else {aspect: key}
    return BoardQuery.model_validate({**query.model_dump(exclude_none=True), **more})


def earlier(month: str) -> str:
    """The month before, 2025-12 before 2026-01."""
    year, nth = int(month[:4]), int(month[5:])
    return f"{year - 1}-12" if nth == 1 else f"{year}-{nth - 1:02d}"


def bars(head: tuple[str, str], rows: Iterable[tuple[Html | str, Html | str, float]]) -> None:
    """A bar chart that is a table too: name, value, and how long the bar is beside the longest."""
    found = list(rows)
    longest = max((size for *_, size in found), default=0) or 1
    table((*head, ""), ((name, value, _bar(size / longest)) for name, value, size in found))


def _bar(share: float) -> Html:
    return tag("div", Html(""), class_="once-bar", style=f"width:{round(share * _FULL, 1)}%") if share > 0 else Html("")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """A table whose cells may be links."""
    top = tag("tr", *(tag("th", cell, scope="col") for cell in head))
    body = [tag("tr", *(tag("td", cell) for cell in row)) for row in rows]
    show(tag("table", tag("thead", top), tag("tbody", *body), class_="once-table once-figures"))
