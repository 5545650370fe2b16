"""The certificates of seals (印章证书) with how long they last."""

import streamlit as st

from flows.views.people import Caller
from flows.views.registers import SealCertificateView
from matters.calendar import day_text, local_day
from ui.components.markup import show, table, tag
from ui.components.messages import granted
from ui.session import service

_HEAD = ("单位", "来源", "序列号", "有效期至", "状态")


def show_certificates(who: Caller) -> None:
    """Those in use; a body whose seal was never used has none."""
    st.header("印章证书", anchor=False)
    held = granted(service().seals.certificates(who))
    if held:
        show(table(_HEAD, [[tag("span", cell, translate="no") for cell in _row(one)] for one in held]))
    else:
        show(tag("p", "还没有印章证书。第一次用印时自制；发证机构签发的，导入后使用。", class_="once-note"))


def _row(held: SealCertificateView) -> tuple[str, ...]:
    until = day_text(local_day(held.until))
    return held.body_name, "导入" if held.imported else "自制", held.serial, until, held.state
