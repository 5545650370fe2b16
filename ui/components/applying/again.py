"""再办一件: an earlier case of one's own as a fresh draft, and what of it does not go along."""

from itertools import groupby

import streamlit as st

from flows.views.cases import CopiedView
from matters.errors.base import Refusal
from matters.errors.door import DraftUnderWay
from ui.components.applying.filing import kept_of, start_anew
from ui.components.links import go, link
from ui.components.markup import bullets, plain, show
from ui.components.messages import refuse
from ui.session import caller, service


def offer_again(case_no: str, matter: str) -> None:
    """A press begins the draft and leads to its form."""
    if not st.button("再办一件", key=f"again.{case_no}"):
        return
    found = service().drafts.copy(caller(), case_no)
    if isinstance(found, Refusal):
        refuse(found)
        if isinstance(found, DraftUnderWay):
            link("filing", "继续填写那份草稿", matter=matter)
        return
    start_anew(matter)
    st.session_state[kept_of(matter, "copied")] = found
    if st.query_params.get("matter") == matter:
        st.rerun()
    go("filing", matter=matter)


def show_copied(matter: str) -> None:
    """What this draft was begun with, until it is handed in; its place is there without it too."""
    place = st.empty()
    found: CopiedView | None = st.session_state.get(kept_of(matter, "copied"))
    if found:
        with place.container():
            told = "下列内容没有拷贝：" if found.left_out else ""
            st.info(plain(f"已拷贝办件 {found.case_no} 的内容，请逐项核对。{told}"))
            by_reason = groupby(sorted(found.left_out, key=lambda one: one.reason), key=lambda one: one.reason)
            show(bullets(f"{'、'.join(one.name for one in some)}：{reason}" for reason, some in by_reason))
