"""The frame of every page: its menu, who is logged in and under which hats, and the way out."""

import streamlit as st

from flows.views.people import Caller
from ui.components.markup import Html, show, tag
from ui.components.messages import told
from ui.session import caller, csrf_token
from ui.shell.menu import menu


def show_frame() -> None:
    """Draw the frame and run the page in the address."""
    st.set_page_config(layout="wide", initial_sidebar_state="auto")
    who = caller()
    page = st.navigation(menu(who))
    _person(who)
    page.run()
    told()


def _person(who: Caller) -> None:
    hats = [tag("p", f"{hat.body_name}　{hat.title}", class_="once-note") for hat in who.posts]
    with st.sidebar:
        password = tag("p", tag("a", "修改密码", href="/password", target="_self"))
        show(tag("div", tag("p", tag("strong", who.name)), *hats, password, _way_out(), class_="once-person"))


def _way_out() -> Html:
    """A form of our own: leaving must be a POST that carries the token."""
    token = Html(tag("input", type="hidden", name="csrf", value=csrf_token()).removesuffix("</input>"))
    button = tag("button", "退出登录", type="submit")
    return tag("form", token, button, method="post", action="/logout")
