"""我的办件: what I have filed, newest first, and the cases of the bodies I act for."""

import streamlit as st

from flows.views.cases import CaseLine
from flows.views.registers import CaseQuery
from matters.calendar import moment_text
from matters.case.aggregate import STATUS_NAMES, Status
from ui.components.exporting import export_links
from ui.components.links import Place, link
from ui.components.markup import facts, show
from ui.components.messages import granted, tell
from ui.components.pager import pager, turn
from ui.components.wording import day, late_text, owed_text
from ui.session import caller, service

_PAGE = "cases.page"
_WHOSE = {True: "我申请的", False: "经办和督办的"}

PLACE = Place("my-cases", "我的办件", rank=30)


def page() -> None:
    """A list with a search and a state filter."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    words, state, mine = _filters()
    found = granted(service().cases.list(who, mine=mine, state=state, q=words.strip(), page=turn(_PAGE)))
    for line in found.items:
        _line(line)
    if found.items:
        pager(_PAGE, found.page)
        export_links("cases", CaseQuery(mine=mine, state=state, q=words.strip()[:100]))
    else:
        st.info("没有相符的办件。")
        link("matters", "去办事")


def _filters() -> tuple[str, Status | None, bool]:
    left, middle, right = st.columns([3, 2, 2])
    words = left.text_input("查找", key="cases.q", placeholder="办件编号或标题", bind="query-params")
    names: dict[Status | None, str] = {None: "全部状态"}
    names.update(STATUS_NAMES.items())
    state = middle.selectbox("状态", list(names), format_func=names.__getitem__, key="cases.state")
    mine = right.radio("范围", list(_WHOSE), format_func=_WHOSE.__getitem__, key="cases.mine", horizontal=True)
    return words, state, mine


def _line(line: CaseLine) -> None:
    with st.container(border=True, key=f"case.{line.case_no}"):
        link("case", line.title, case=line.case_no)
        show(
            facts(
                [
                    ("状态", line.status_name),
                    ("办件编号", line.case_no),
                    ("申请单位", line.applicant_body),
                    ("提交时间", moment_text(line.filed_at)),
                    ("办结期限", day(line.due, line.provisional)),
                    ("结果", line.result_name or ""),
                    ("先办后补", late_text(line.late) if line.late else ""),
                    ("办后义务", owed_text(line)),
                ]
            )
        )
