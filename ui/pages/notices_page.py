"""通知: what the system has told me, newest first."""

import streamlit as st

from flows.views.cases import NoticeView
from flows.views.people import Caller
from matters.errors.base import Refusal
from ui.components.links import Place, case_link
from ui.components.markup import show, tag
from ui.components.messages import granted, tell
from ui.components.wording import minute
from ui.session import caller, service


def _unread(who: Caller) -> int | Refusal:
    return service().notices.unread(who)


PLACE = Place("notices", "通知", rank=50, waiting=_unread)


def page() -> None:
    """One row per notice."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    found = granted(service().notices.list(who))
    if not found:
        st.info("目前没有通知。")
    for notice in found:
        _notice(who, notice)


def _notice(who: Caller, notice: NoticeView) -> None:
    with st.container(border=True, key=f"notice.{notice.id}"):
        state = "" if notice.read else "未读　"
        show(tag("p", tag("strong", state), notice.text), tag("p", minute(notice.at), class_="once-note"))
        with st.container(horizontal=True, vertical_alignment="center"):
            if notice.case_no:
                case_link(notice.case_no, "查看办件")
            if not notice.read:
                st.button("标为已读", key=f"notice.{notice.id}.read", on_click=_read, args=(notice.id,))


def _read(notice_id: str) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    service().notices.mark_read(caller(), notice_id)
