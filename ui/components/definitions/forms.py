"""样表和空白表格: files that a definition names by their content, handed in beside its draft."""

import streamlit as st

from flows.views.editing import FormFileView
from flows.views.people import Caller
from matters.errors.base import Refusal
from ui.components.markup import file_link, show, tag
from ui.components.messages import granted, refuse, tell_after
from ui.components.wording import size
from ui.own_pages import FORMS
from ui.session import service

_HELP = (
    "上传申请人可以下载的样表、空白表格，格式与申请材料相同。上传后把给出的写法填在材料的 template:（空白表格）或者 "
    "sample:（样表）之后；内容随版本固定，换文件须重新上传并改写。发布后在办事指南和申请页上提供下载。"
)


def show_forms(who: Caller, code: str, *, locked: bool) -> None:
    """What was handed in so far, each with how it is written; `locked`: nothing can be added now."""
    show(tag("p", _HELP, class_="once-note"))
    for file in granted(service().matter_files.list(who, code)):
        _row(file)
    if locked:
        return
    turn = st.session_state.setdefault(f"forms.{code}.turn", 0)
    given = st.file_uploader("上传样表或空白表格", key=f"forms.{code}.{turn}", max_upload_size=50)
    if given:
        found = service().matter_files.hand_in(who, code, given.name, given.getvalue(), f"form:{given.file_id}")
        st.session_state[f"forms.{code}.turn"] = turn + 1
        if isinstance(found, Refusal):
            refuse(found)
        else:
            st.session_state.pop("definition.checked", None)
            tell_after(f"已收到“{found.name}”，请把下面的写法填入定义。")
            st.rerun()


def _row(file: FormFileView) -> None:
    show(tag("p", file_link(f"{FORMS}{file.sha256}", file.name), f"（{size(file.size)}）", class_="once-file"))
    st.code(file.written, language=None)
