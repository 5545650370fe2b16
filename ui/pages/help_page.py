"""帮助: how to file, supplement, handle and verify, by role; and the same to print."""

import streamlit as st

from ui.components.links import Place
from ui.components.markup import bullets, file_link, show, tag
from ui.manual import MANUAL, chapters_for
from ui.session import caller

PLACE = Place("help", "帮助", rank=70)


def page() -> None:
    """Short instructions; the part for handlers only where it applies."""
    who = caller()
    st.title(PLACE.title, anchor=False)
    show(tag("p", file_link(MANUAL, "下载本手册（PDF，可打印）")))
    for title, steps in chapters_for(who.roles):
        st.header(title, anchor=False)
        show(bullets(steps, ordered=True))
    show(tag("p", "页面提示故障编号时，请将编号告知本单位系统管理员。", class_="once-note"))
