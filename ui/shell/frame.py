"""The frame of every page: its menu, who is logged in and under which hats, and the way out."""

import json
from collections.abc import Callable
from typing import NoReturn

import streamlit as st

from flows.views.people import Caller
from ui.components.links import stand_at
from ui.components.markup import Html, show, tag
from ui.components.messages import granted, told
from ui.components.news import note_news
from ui.components.shown import begin, drawn
from ui.session import caller, csrf_token, service
from ui.shell.menu import menu
from ui.shell.presses import unheard
from ui.shell.runs import drawn_elsewhere, held

_UNHEARD = "您刚才的点击没有生效：页面已更新，所点的按钮已不在页面上或者不能使用。请核对后再办理。"


def show_frame() -> None:
    """Draw the frame and run the page in the address."""
    st.set_page_config(layout="wide", initial_sidebar_state="auto")
    if drawn_elsewhere():
        _have_loaded_anew()
    who = caller()
    _read_news(who)
    page = st.navigation(menu(who), expanded=True)
    stand_at(page.url_path)
    _person(who)
    _confirm_typed(who)
    to_its_end(page.run)


def to_its_end(draw: Callable[[], None]) -> None:
    """Draw a page; what was told and shown counts from the moment it is whole, and a press is known as heard or not."""
    begin()
    top = st.empty()
    draw()
    if unheard():
        top.warning(_UNHEARD)
        st.toast(_UNHEARD, duration="long")  # the person may have scrolled down
    told()
    drawn()


def _read_news(who: Caller) -> None:
    """Opening a case reads what was told of it: before the menu counts, for to draw the page anew would drop a press."""
    if about := st.query_params.get("case", ""):
        note_news(about, granted(service().notices.since_last_look(who, about)))


def _have_loaded_anew() -> NoReturn:
    """The script `typed.js` loads the page again when it sees this, and offers what was typed and not yet sent."""
    show(tag("p", "连接中断过，正在重新载入页面……", class_="once-anew", role="status"))
    st.stop()


def _confirm_typed(who: Caller) -> None:
    """Tell `typed.js` whose page this is and what has arrived of what was typed: nothing else counts as sent.

    The button is never seen: the script presses it when the connection has come back, to learn whether the session has.
    """
    with st.sidebar, st.container(key="once-unseen"):
        st.button("核对连接", key="once.reconnected")
        arrived = json.dumps(held(), ensure_ascii=False)
        show(tag("i", class_="once-held", hidden="hidden", data_person=who.person, data_held=arrived))


def _person(who: Caller) -> None:
    hats = [tag("p", f"{hat.body_name}　{hat.title}", class_="once-note") for hat in who.posts]
    with st.sidebar:
        own = (("修改密码", "/password"), ("接口令牌", "/tokens"))
        links = [tag("p", tag("a", label, href=address, target="_self")) for label, address in own]
        large = tag("button", "大字显示（关怀模式）", type="button", class_="once-larger")
        show(tag("div", tag("p", tag("strong", who.name)), *hats, *links, large, _way_out(), class_="once-person"))


def _way_out() -> Html:
    """A form of our own: leaving must be a POST that carries the token."""
    token = Html(tag("input", type="hidden", name="csrf", value=csrf_token()).removesuffix("</input>"))
    button = tag("button", "退出登录", type="submit")
    return tag("form", token, button, method="post", action="/logout")
