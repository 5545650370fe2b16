"""代理: who stands in for me and for whom I stand in, naming an agent and ending a proxy."""

import streamlit as st

from ui.components.links import Place
from ui.components.markup import show, tag
from ui.components.messages import granted, tell
from ui.components.proxies import show_grant, show_proxies
from ui.session import caller, service

_NOTE = (
    "外出或休假时，可以委托同单位的一名同事在一段时间内代为办理您的待办。您本人仍可办理，先办的有效；"
    "记录和文书上注明“乙代甲”。由您或代理人申请的办件，以及您或代理人已以其他身份办理过的办件，不能代理。"
    "需要别人代为提交申请的，委托“代为申请（代办）”，代办人可以是其他单位的人员。"
)

PLACE = Place("proxies", "代理", rank=55)


def page() -> None:
    """Mine on both sides; for an administrator of the organisation also everybody else's."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    show(tag("p", _NOTE, class_="once-note"))
    found = granted(service().proxies.list(who))
    show_proxies("我委托的代理", found.granted, "没有委托他人代理。")
    show_grant(granted(service().proxies.offer(who)), "own", len(found.granted))
    show_proxies("我受托的代理", found.held, "没有受托代理他人。")
    if "org_admin" in who.roles:
        show_proxies("其他人员的代理", found.others, "其他人员没有生效中或者尚未开始的代理。")
