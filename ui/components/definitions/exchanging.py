"""Matters taken along and brought in as the tables of the national standards (事项要素表)."""

import streamlit as st

from flows.views.editing import TakenTables
from flows.views.people import Caller
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.exchange.parts import STANDARDS
from ui.components.markup import Html, bullets, file_link, plain, show, table, tag
from ui.components.messages import refuse_after, tell_after
from ui.session import caller, service

_KEY = "definitions.tables"
_HOW = (
    "先导出一份，照它的表头修改或者增加行，再导入。改动的和新增的事项各成为一份草案，仍须提交、由第二人发布；"
    "只导出、不采用的要素见“要素对照”表。有一行不合要求的，全部不导入。"
)


def show_exchange(who: Caller) -> None:
    """Out by a link for each standard and format; in by a file that is tried first."""
    with st.expander("按国家标准的要素表导出、导入", key=f"{_KEY}.box"):
        for standard, name in STANDARDS.items():
            links = (file_link(f"/exports/elements/{standard}.{form}", form.upper()) for form in ("xlsx", "json"))
            show(tag("p", f"导出 {name}：", *(part for link in links for part in (link, "　"))))
        show(tag("p", _HOW, class_="once-note"))
        given = st.file_uploader(
            "事项要素表（XLSX、JSON）", type=["xlsx", "json"], key=f"{_KEY}.file", max_upload_size=50
        )
        if given:
            _tried(who, given.getvalue())


def _tried(who: Caller, content: bytes) -> None:
    """What it would do, before it does it."""
    found = service().matter_tables.try_in(who, content)
    if isinstance(found, Refusal):
        problems = found.problems if isinstance(found, Invalid) else ()
        st.error(plain("表中有不合要求的内容，没有导入。请改正后重新选择文件。" if problems else found.message))
        show(bullets(problem.message for problem in problems))
        return
    show(_rows(found))
    if any(one.state != "unchanged" for one in found.items):
        st.button("导入为草案", type="primary", key=f"{_KEY}.go", on_click=_take_in, args=(content,))
    st.caption(plain(found.message))


def _rows(found: TakenTables) -> Html:
    differing = [one for one in found.items if one.state != "unchanged" or one.derived]
    heads = ("行", "事项", "状态", "采用的要素", "没有采用（由定义推得）")
    return table(
        heads,
        [
            (str(one.row), f"{one.code} {one.name}", one.state_name, "、".join(one.changed), "、".join(one.derived))
            for one in differing
        ],
    )


def _take_in(content: bytes) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    done = service().matter_tables.take_in(caller(), content)
    if isinstance(done, Refusal):
        refuse_after(done)
    else:
        tell_after(done.message)
