"""办事: find a matter as one would ask for it, by category, or among what one files often."""

import streamlit as st

from flows.views.matters import Facet, MatterLine, MatterList, MatterQuery
from flows.views.people import Caller
from matters.calendar import day_text
from ui.components.links import Place, link, matter_link
from ui.components.markup import show, tag
from ui.components.messages import granted, tell
from ui.components.pager import pager, turn
from ui.components.wording import slogan
from ui.session import caller, service

_LIKE = "名称、叫法、拼音或者一句话，例如：我要用车去开会"
_NOT_MEANT = "没有找到相符的事项。可以换一个说法，或者清空查找内容查看全部事项。"
_NONE_OFFERED = "还没有开通的事项。请事项管理员在“事项管理”的“开通情况”中补齐。"

PLACE = Place("matters", "办事", rank=10)


def page() -> None:
    """The matters that are meant, best first, each with its promise and the way to apply. What is typed stands in the address."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    words = st.text_input("查找事项", key="q", live=True, bind="query-params", placeholder=_LIKE).strip()
    found, query = _found(who, MatterQuery(q=words)), MatterQuery(q=words)
    if not found.page.total:
        _nothing(found, words)
        return
    category = _category(found.facets)
    if category:
        query = MatterQuery(q=words, category=category)
        found = _found(who, query)
    elif not words:
        _often(who)
    _list(found, query)


def _category(offered: tuple[Facet, ...]) -> str | None:
    """The category that is chosen; of a single one there is nothing to choose."""
    names = next(([one.value for one in facet.values] for facet in offered if facet.id == "category"), [])
    if len(names) < 2:
        return None
    return st.pills("类别", names, key="category", bind="query-params", label_visibility="collapsed")


def _often(who: Caller) -> None:
    if often := granted(service().matters.often(who)):
        with st.container(horizontal=True, vertical_alignment="center", key="often"):
            with st.container(width="content"):
                show(tag("span", "常用", class_="once-note"))
            for line in often:
                with st.container(width="content"):
                    matter_link(line)


def _found(who: Caller, query: MatterQuery) -> MatterList:
    return granted(service().matters.list(who, query, page=turn(_page_of(query))))


def _page_of(query: MatterQuery) -> str:
    """Other words begin at their first page."""
    return f"matters.page.{query.category}.{query.q}"


def _list(found: MatterList, query: MatterQuery) -> None:
    for left, right in zip(found.items[::2], (*found.items[1::2], None), strict=False):
        for column, line in zip(st.columns(2), (left, right), strict=True):
            if line:
                with column:
                    _card(line)
    pager(_page_of(query), found.page)


def _card(line: MatterLine) -> None:
    with st.container(border=True, key=f"matter.{line.code}", horizontal=True, vertical_alignment="center", wrap=False):
        with st.container(gap=None):
            link("matter", line.name, matter=line.code)
            show(tag("p", _promise(line), class_="once-note"))
        if line.online:
            with st.container(width="content"):
                link("filing", "申请", matter=line.code)


def _promise(line: MatterLine) -> str:
    """Who accepts it, how long it takes and how often one has to go there."""
    told = (line.promised, slogan(line.errands)) if line.online else ("不在网上办理，详见办事指南",)
    if line.opens_on:
        told = (f"{day_text(line.opens_on)}起可以申请", *told)
    return " · ".join((line.owner_name or line.category, *told))


def _nothing(found: MatterList, words: str) -> None:
    """What comes nearest, and whom to ask."""
    st.info(_NOT_MEANT if words else _NONE_OFFERED)
    if found.nearest:
        st.header("您是不是要找", anchor=False)
        for line in found.nearest:
            _card(line)
    if words and found.ask:
        show(tag("p", f"仍找不到的，可以询问事项管理员{'、'.join(found.ask)}。", class_="once-note"))
