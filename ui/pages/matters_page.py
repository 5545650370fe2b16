"""办事: find a matter by its name or by what people call it."""

import streamlit as st

from flows.views.matters import MatterLine
from ui.components.links import Place, link
from ui.components.markup import facts, show, tag
from ui.components.messages import granted, tell
from ui.components.pager import pager, turn
from ui.components.wording import errands
from ui.session import caller, service

_PAGE = "matters.page"

_NO_MATCH = "没有找到相符的事项。请换一个说法，或清空查找内容查看全部事项。"
_NONE_OFFERED = "还没有开通的事项。请事项管理员在“事项管理”的“开通情况”中补齐。"

PLACE = Place("matters", "办事", rank=10)


def page() -> None:
    """The matters that fit the words, each with its promise."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    words = st.text_input("查找事项", key="matters.q", placeholder="事项名称、常用叫法或代码，例如：派车")
    found = granted(service().matters.list(who, q=words.strip(), page=turn(_PAGE)))
    if not found.items:
        st.info(_NO_MATCH if words.strip() else _NONE_OFFERED)
    for line in found.items:
        _line(line)
    if found.items:
        pager(_PAGE, found.page)


def _line(line: MatterLine) -> None:
    with st.container(border=True, key=f"matter.{line.code}"):
        link("matter", line.name, matter=line.code)
        told = [("承诺时限", line.promised), ("跑动次数", errands(line.errands))]
        promise = facts(
            [("类别", line.category), *(told if line.online else [("办理方式", "不在网上办理，详见办事指南")])]
        )
        show(tag("p", line.summary), tag("div", promise, class_="once-close"))
