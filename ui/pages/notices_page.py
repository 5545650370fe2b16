"""通知: what the system has told me, one line a case with the newest state."""

from collections.abc import Sequence

import streamlit as st

from flows.views.cases import NoticeView
from flows.views.people import Caller
from matters.calendar import moment_text
from matters.errors.base import Refusal
from ui.components.links import Place, case_link, link
from ui.components.markup import Html, bullets, show, tag
from ui.components.messages import granted, tell
from ui.components.news import by_case
from ui.components.news_settings import show_settings
from ui.session import caller, service


def _unread(who: Caller) -> int | Refusal:
    return service().notices.unread(who)


PLACE = Place("notices", "通知", rank=50, waiting=_unread)


def page() -> None:
    """One box for each case, and for each piece of news about no case."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    found = granted(service().notices.list(who))
    if not found:
        st.info("目前没有通知。")
    elif not all(notice.read for notice in found):
        st.button("全部已读", key="notices.read", on_click=_read_all)
    for told in by_case(found):
        _told(told)
    show_settings(who)


def _told(told: Sequence[NoticeView]) -> None:
    newest, earlier = told[0], told[1:]
    new = [notice for notice in told if not notice.read]
    with st.container(border=True, key=f"notice.{newest.id}"):
        title = tag("p", tag("strong", newest.title)) if newest.title else Html()
        state = tag("strong", "未读　" if new else "")
        show(title, tag("p", state, newest.text), tag("p", moment_text(newest.at), class_="once-note"))
        if earlier:
            with st.expander(f"此前的通知（{len(earlier)}）", key=f"notice.{newest.id}.earlier"):
                show(bullets([f"{moment_text(notice.at)}　{notice.text}" for notice in earlier]))
        with st.container(horizontal=True, vertical_alignment="center"):
            _where(newest)
            if new:
                st.button("标为已读", key=f"notice.{newest.id}.read", on_click=_read, args=(newest,))


_OF_LOCAL_LISTS = ("edition_asked", "edition_unfit", "origin_renewed")
_OF_MATTERS = ("draft_submitted", "draft_returned", "cancellation_asked", "cancellation_withdrawn")


def _where(notice: NoticeView) -> None:
    """The page on which there is something to see or to do."""
    if notice.topic == "repair_asked":
        link("repairs", "查看修复申请", case=notice.case_no)
    elif notice.case_no:
        case_link(notice.case_no, "查看办件")
    elif notice.topic in ("house_rule_entered", "late_digest"):
        _where_watched(notice.topic)
    elif notice.topic in _OF_LOCAL_LISTS:
        link("local_lists", "查看本地实施清单")
    elif notice.topic in _OF_MATTERS:
        link("definitions", "查看事项管理")
    else:
        _where_administered(notice.topic)


def _where_watched(topic: str) -> None:
    if topic == "house_rule_entered":
        link("house_rules", "查看期限督促规则")
    elif "supervisor" in caller().roles:
        link("supervision", "查看督查清单")
    else:
        link("tasks", "查看待办")


def _where_administered(topic: str) -> None:
    match topic:
        case "holidays_entered":
            link("holidays", "查看放假安排")
        case "seal_stopped":
            link("seal_stops", "查看印章管理")
        case "certificate_ends":
            _where_certificates_are()
        case "role_asked":
            link("organisation", "查看授权提请")
        case "doubt_arisen" | "drop_proposed":
            link("doubts", "查看存疑事项")
        case "part_missed" | "part_back" | "effects_waiting":
            link("operations", "查看运行状况")


def _where_certificates_are() -> None:
    if "system_admin" in caller().roles:
        link("installation", "查看印章证书")
    else:
        link("seal_stops", "查看印章证书")


def _read(notice: NoticeView) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    if notice.case_no:
        service().notices.mark_all_read(caller(), notice.case_no)
    else:
        service().notices.mark_read(caller(), notice.id)


def _read_all() -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    service().notices.mark_all_read(caller())
