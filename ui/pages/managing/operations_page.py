"""运行状况: whether every part of the product is at work, and what to do where one is not."""

import streamlit as st

from ui.components.links import Place
from ui.components.markup import show, table, tag
from ui.components.messages import granted
from ui.session import caller, service

_HEAD = ("项目", "情况", "说明")

PLACE = Place("operations", "运行状况", rank=75, roles=frozenset({"system_admin", "audit_admin"}))


def page() -> None:
    """One row a check; what is wrong comes first."""
    who = caller()
    st.title(PLACE.title, anchor=False)
    told = "部件停止和恢复时，系统会通知系统管理员。完整的自检请在服务器上运行 "
    show(tag("p", told, tag("code", "once doctor"), "。", class_="once-note"))
    checks = sorted(granted(service().operations.state(who)), key=lambda check: check.ok)
    wrong = sum(not check.ok for check in checks)
    if wrong:
        st.error(f"有 {wrong} 项不正常，请按说明处理。")
    else:
        st.success("各项正常。")
    rows = ((check.name, "正常" if check.ok else "不正常", check.detail) for check in checks)
    show(table(_HEAD, [[tag("span", cell, translate="no") for cell in row] for row in rows]))
