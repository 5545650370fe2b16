"""督查: what is late or soon will be at the bodies one watches over, and a reminder to those who have to act."""

from typing import Any

import streamlit as st

from flows.views.supervision import PressingItem, SupervisionList
from flows.views.tasks import CaseActRequest
from matters.commands.acts import ON_CASES
from matters.lateness import LIGHT_NAMES
from ui.components.asking import ask_first
from ui.components.links import Place, case_link
from ui.components.markup import Html, show, table, tag
from ui.components.messages import answer_after, granted, tell
from ui.components.pager import pager, turn
from ui.components.queue import light
from ui.components.wording import day
from ui.session import caller, idempotency_key, service

PLACE = Place("supervision", "督查", rank=58, roles=frozenset({"supervisor"}))
_PAGE = "supervision.page"
_HEAD = ("承办单位", "已超期", "临期", "最长超期")
_URGE = ON_CASES["urge"]


def page() -> None:
    """The figures of each body, then the items of all or one of them."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    found = granted(service().supervision.list(who, _chosen("body"), turn(_PAGE), _chosen("light")))
    if not found.bodies:
        st.info("督查范围内没有超期和临期的待办。")
        return
    _bodies(found)
    for item in found.items:
        _item(item)
    pager(_PAGE, found.page)


def _chosen(filtered: str) -> Any:  # noqa: ANN401 - an id of a body, or a light
    return st.session_state.get(f"supervision.{filtered}")


def _bodies(found: SupervisionList) -> None:
    rows = (
        (one.name, f"{one.late} 项", f"{one.near} 项", f"{one.latest} 天" if one.latest else "—")
        for one in found.bodies
    )
    show(table(_HEAD, rows))
    names = {one.body: f"{one.name}（{one.late + one.near} 项）" for one in found.bodies}
    st.selectbox(
        "承办单位",
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder="全部单位",
        key="supervision.body",
        on_change=_from_the_first,
    )
    st.segmented_control(
        "亮灯",
        ["red", "yellow"],
        format_func=LIGHT_NAMES.__getitem__,
        key="supervision.light",
        on_change=_from_the_first,
    )


def _from_the_first() -> None:
    st.session_state.pop(_PAGE, None)


def _item(item: PressingItem) -> None:
    key = f"supervision.{item.id}"
    with st.container(border=True, key=key, horizontal=True, vertical_alignment="center", wrap=False):
        with st.container(gap=None):
            case_link(item.case_no, f"【{item.step_name}】{item.title}")
            who = "、".join(item.who) or "无人可办，请机构管理员确定接办人员"
            until = f"{who}，应于{day(item.due, item.provisional)}前办理"
            show(tag("p", until, light(item.light, -item.days_late) if item.light else Html(), class_="once-note"))
        if item.who:
            with st.container(width="content"):
                _ask(item.case_no, f"supervision.urge.{item.id}")


def _ask(case_no: str, key: str) -> None:
    ask_first(_URGE.name, _URGE.asked, key, _urge, case_no, key, reason="说明（选填）")


def _urge(case_no: str, key: str, text: str) -> None:
    """Runs as a callback, before the page: asks for the login itself. Each question that was answered is one reminder."""
    request = CaseActRequest(action="urge", text=text)
    asked = st.session_state[f"{key}.turn"]
    answer_after(service().case_acts.act(caller(), case_no, request, idempotency_key(key, request, case_no, asked)))
