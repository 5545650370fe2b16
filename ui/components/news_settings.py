"""通知设置: of which kinds of news one is told, and the hours in which nothing goes outside; what binds is listed beside it."""

from datetime import time

import streamlit as st

from flows.views.news import NewsRequest, NewsSettings
from flows.views.people import Caller
from matters.errors.base import Refusal
from ui.components.markup import bullets, show, tag
from ui.components.messages import granted, refuse_after, tell_after
from ui.session import caller, service

_TOLD, _QUIET, _SINCE, _UNTIL = "news.told.{}", "news.quiet", "news.since", "news.until"
_HOURS = "系统内的通知随时可见。勿扰时段内，通知不向系统外转发，时段结束后仍未读的再转发；催办和系统部件停止运行的，照常转发。"


def show_settings(who: Caller) -> None:
    """Folded up; what is chosen holds once it is saved."""
    settings = granted(service().notices.settings(who))
    with st.expander("通知设置", key="news.settings"):
        show(tag("p", "以下各类通知只供知晓，可以选择是否接收：", class_="once-note"))
        for kind in settings.kinds:
            st.checkbox(f"{kind.name}：{kind.about}", value=kind.told, key=_TOLD.format(kind.kind))
        if settings.outside:
            _ask_hours(settings)
        st.button("保存设置", key="news.save", on_click=_save, args=(settings,))
        show(tag("p", "以下通知一律告知，不能关闭：", class_="once-note"), bullets(settings.binding))


def _ask_hours(settings: NewsSettings) -> None:
    quiet = st.checkbox("设勿扰时段", value=settings.quiet_since is not None, key=_QUIET)
    if quiet:
        with st.container(horizontal=True):
            st.time_input("自", value=time.fromisoformat(settings.quiet_since or "22:00"), key=_SINCE)
            st.time_input(
                "至（早于起始时间的，为次日）", value=time.fromisoformat(settings.quiet_until or "07:00"), key=_UNTIL
            )
    show(tag("p", _HOURS, class_="once-note"))


def _save(settings: NewsSettings) -> None:
    """Runs as a callback, before the page: asks for the login itself. Hours that are not asked for here stay as they are."""
    muted = tuple(one.kind for one in settings.kinds if not st.session_state[_TOLD.format(one.kind)])
    since, until = settings.quiet_since, settings.quiet_until
    if settings.outside:
        chosen = [st.session_state[name] for name in (_SINCE, _UNTIL)] if st.session_state[_QUIET] else [None, None]
        since, until = (f"{one:%H:%M}" if one else None for one in chosen)
    found = service().notices.choose(caller(), NewsRequest(muted=muted, quiet_since=since, quiet_until=until))
    if isinstance(found, Refusal):
        refuse_after(found)
    else:
        tell_after("通知设置已保存，对以后的通知有效。")
