"""指标明细: the cases, matters or bodies behind a figure, or those of the whole that it does not count."""

import streamlit as st

from flows.views.supervision import BehindLine, BoardQuery, FigureBehind
from ui.components.figures import BOARD, FIGURE, address, asked_for, leading, light
from ui.components.links import Place, case_link, link
from ui.components.markup import facts, show, tag
from ui.components.messages import granted
from ui.components.narrowing import Narrowing, amount
from ui.session import caller, service

PLACE = Place(FIGURE, "指标明细", roles=frozenset({"supervisor"}))
_LEFT_OUT = "no"  # as the address says that what is not counted is meant
_UNITS = {"cases": "件", "matters": "个事项", "bodies": "个单位"}


def page() -> None:
    """One line for each, with the way to a case or a matter."""
    who, given = caller(), st.query_params.to_dict()
    query, figure = asked_for(given), given.get("figure", "")
    st.title(PLACE.title, anchor=False)
    filters, counted = Narrowing("figure"), given.get("counted") != _LEFT_OUT
    found = filters.listed(lambda page: granted(service().figures.behind(who, figure, query, page, counted=counted)))
    _said(found, query)
    st.header(
        f"{'计入的' if found.counted else '没有计入的'}（{amount(found.page, _UNITS[found.figure.of])}）", anchor=False
    )
    with st.container(key="rows", gap=None):
        for item in found.items:
            with st.container(key=f"behind.{item.id}", gap=None):
                _line(found, item)
    filters.pages(found.page)


def _said(found: FigureBehind, query: BoardQuery) -> None:
    """The figure, what it is worked out of, and the way to the other part and back."""
    figure = found.figure
    parts = (
        (figure.numerator_meaning, str(figure.numerator)),
        (figure.denominator_meaning, "" if figure.denominator is None else str(figure.denominator)),
        ("含义", figure.meaning),
        ("期间", figure.period),
    )
    show(tag("p", f"{figure.name}：", tag("strong", figure.text), light(figure)), facts(parts))
    ways = [leading("返回一屏统览", address(BOARD, query))]
    if figure.splits:
        other = {"counted": _LEFT_OUT} if found.counted else {}
        label = "看没有计入的" if found.counted else "看计入的"
        ways.append(leading(label, address(FIGURE, query, figure=figure.id, **other)))
    show(tag("p", *(tag("span", way, class_="once-way") for way in ways)))


def _line(found: FigureBehind, item: BehindLine) -> None:
    match found.figure.of:
        case "cases":
            case_link(item.id, item.name)
        case "matters":
            link("matter", item.name, matter=item.id)
        case "bodies":
            show(tag("p", item.name))
    show(tag("p", f"{item.id}　{item.note}", class_="once-note"))
