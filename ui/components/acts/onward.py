"""After an act: on to the next item of my queue (下一件), or back to the queue."""

import streamlit as st

from flows.views.cases import CaseView
from flows.views.people import Caller
from matters.errors.base import Refusal
from ui.components.links import link
from ui.components.markup import show, tag
from ui.session import service

_ACTED = "once.acted"  # the case on which something was done by the page that is gone


def acted(case_no: str) -> None:
    """Something was done on an item of the case."""
    st.session_state[_ACTED] = case_no


def show_onward(who: Caller, case: CaseView) -> None:
    """As long as the person stays on the case: the first item of the queue, by what it is about, and the queue.

    At the foot of the screen, where the act was, unless more is to be done on the case.
    """
    case_no = case.line.case_no
    if st.session_state.get(_ACTED) != case_no:
        return
    found = service().tasks.queue(who)
    place = "onward.above" if case.tasks else "onward"
    with st.container(key=place, horizontal=True, vertical_alignment="center"):
        following = () if isinstance(found, Refusal) else [one for one in found.items if one.case_no != case_no]
        if following:
            first = following[0]
            link("case", f"下一件：【{first.step_name}】{first.brief or first.title}", case=first.case_no)
        else:
            show(tag("p", "没有其他待办。", class_="once-note"))
        link("tasks", "返回待办")
